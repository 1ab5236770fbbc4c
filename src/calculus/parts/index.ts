/** All parts, for entries that have them from the first. */
import type { Parts } from '../loaded-parts.ts';
import { frontEnd } from './front-end.ts';
import { kinkAnalysis } from './kink-analysis.ts';
import { tracing } from './traced.ts';

export const allParts: Parts = { frontEnd, kinkAnalysis, tracing };
