/** Brings the words for formulas that cannot be read. */
import * as complaints from '../../compiler/frontend/formula/complaints.ts';
import { provideComplaints } from '../../compiler/frontend/formula/in-words.ts';

provideComplaints(complaints);
