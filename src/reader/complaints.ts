/** Brings the words for formulas that cannot be read. */
import * as complaints from '../formula/complaints.ts';
import { provideComplaints } from '../formula/in-words.ts';

provideComplaints(complaints);
