/**
 * The parts of the compiler that a page of formulas does without until it meets what needs them: they are more than half
 * of it. This file names them all. A program that imports 'secant' has them from the first, since its entry says `useParts`;
 * a page of formulas loads them by the functions below, and asks again what it could not answer before.
 */
import { NotLoadedError } from '../base/diagnostics.ts';
import type { frontEnd } from './parts/front-end.ts';
import type { kinkAnalysis } from './parts/kink-analysis.ts';
import type { tracing } from './parts/traced.ts';

/** The parts, by what they are for. */
export interface Parts {
  /** Functions in JavaScript and TypeScript, read from their text. */
  readonly frontEnd: typeof frontEnd;
  /** What an operator answers where a program ties or is singular, and programs with loops, memory and calls. */
  readonly kinkAnalysis: typeof kinkAnalysis;
  /** Functions that the compiler refuses, run as they are and recorded; absent where all functions come from texts. */
  readonly tracing: typeof tracing | undefined;
}

const words: { readonly [Name in keyof Parts]: string } = {
  frontEnd: 'the front end of JavaScript',
  kinkAnalysis: 'the analysis of kinks',
  tracing: 'the recording of functions',
};

/** What is there. Code that a page loads is there for all of it, so this is a place of the module. */
const loaded: { -readonly [Name in keyof Parts]?: Parts[Name] } = {};
/** Whether the analysis of kinks was asked for before it was there: what was drawn without it may lack something. */
let wasMissed = false;

/** Takes parts into use. An entry that imports them calls it once. */
export function useParts(parts: Partial<Parts>): void {
  Object.assign(loaded, parts);
}

/** A part if it is there. */
export function partIfLoaded<Name extends keyof Parts>(name: Name): Parts[Name] | undefined {
  return loaded[name];
}

/**
 * A part that is needed now.
 *
 * @throws NotLoadedError where it is not there: who shows figures loads it, and asks again
 */
export function part<Name extends keyof Parts>(name: Name): NonNullable<Parts[Name]> {
  const found = loaded[name];
  if (found != null) return found;
  if (name === 'kinkAnalysis') wasMissed = true;
  throw new NotLoadedError(words[name]);
}

/** Loads the front end of JavaScript, and the analysis of kinks, which programs with loops and memory need too. */
export async function loadFrontEnd(): Promise<void> {
  if (loaded.frontEnd !== undefined) return;
  const [{ frontEnd }] = await Promise.all([import('./parts/front-end.ts'), loadKinkAnalysis()]);
  useParts({ frontEnd });
}

/**
 * Loads the analysis of kinks.
 *
 * @param redraw called if it was not there and was asked for in the meantime: what was drawn may lack something
 */
export async function loadKinkAnalysis(redraw?: () => void): Promise<void> {
  if (loaded.kinkAnalysis !== undefined) return;
  const { kinkAnalysis } = await import('./parts/kink-analysis.ts');
  useParts({ kinkAnalysis });
  if (wasMissed) redraw?.();
}
