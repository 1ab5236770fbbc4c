/**
 * The place of the words for formulas that cannot be read. Most formulas can, and the words are a tenth of what reads
 * them; so they are handed over (`complaints.ts`) by whoever reads what people type, or when the first slip is met.
 */
import { SecantError } from '../../../base/diagnostics.ts';
import type * as complaints from './complaints.ts';

/** What `complaints.ts` says. */
export type Complaints = typeof complaints;

/** Set once, by the module that brings it in: pages load that when they need it (docs/decisions/0013-weight.md). */
let provided: Complaints | undefined;

/** Hands over the words; called once, by the module that brings them in. */
export function provideComplaints(words: Complaints): void {
  provided = words;
}

/**
 * The words.
 *
 * @throws SecantError S008 where none are loaded: the formula is wrong, and cannot be told how
 */
export function inWords(): Complaints {
  if (provided !== undefined) return provided;
  throw new SecantError('S008', 'the formula cannot be read, and the words for it are not loaded', {
    hint: "import 'secant', or make figures with loadFigure, which loads them",
  });
}
