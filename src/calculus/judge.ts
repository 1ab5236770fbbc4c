/**
 * The place of the judge: what looks at both sides of a kink. A smooth function is drawn and differentiated without it,
 * and it is a fifth of what a figure weighs; so it is handed over like the reader of JavaScript. `src/calculus/reader/judge.ts`
 * brings it in. Whoever has the reader has the judge; a page with formulas alone may load it when it is first asked for.
 */
import { SecantError } from '../base/diagnostics.ts';
import type { germVerdict } from '../compiler/interpret/germ.ts';
import type { settle } from './kinks/settle.ts';
import type { blackBoxDifferentiability, secantTable } from './numeric/index.ts';

/** What decides where the two sides of a point may differ. */
export interface Judge {
  /** What an operator answers where a program ties or is singular. */
  readonly settle: typeof settle;
  /** The verdict on a program at a point, from its germs. */
  readonly germVerdict: typeof germVerdict;
  /** The verdict on a function at a point, from its secants. */
  readonly blackBoxDifferentiability: typeof blackBoxDifferentiability;
  /** The slopes of secants as their ends come together. */
  readonly secantTable: typeof secantTable;
}

/** Set once, by the module that brings it in: pages load that when they need it (docs/decisions/0013-weight.md). */
let provided: Judge | undefined;
/** Whether somebody asked before. */
let missed = false;

/** Hands over the judge; called once, by the module that brings it in. */
export function provideJudge(judge: Judge): void {
  provided = judge;
}

/** True if somebody asked before the judge was there, and so may have drawn less than can be drawn now. */
export function wasMissed(): boolean {
  return missed;
}

/** True once kinks can be looked at. */
export function hasJudge(): boolean {
  return provided !== undefined;
}

/**
 * The judge.
 *
 * @throws SecantError S006 where none is loaded
 */
export function judge(): Judge {
  if (provided !== undefined) return provided;
  missed = true;
  throw new SecantError('S006', 'what looks at both sides of a point is not loaded yet', {
    hint: "import 'secant', or make figures with loadFigure, which loads it when it is asked for",
  });
}
