/**
 * The budget of steps. A function made from text may have a loop or a recursion without an end; so emitted code and the
 * interpreter count steps at the back edges of loops, at calls that are not inlined, and where memory is taken, and end
 * the run with a located error when there are none left. One meter serves whoever runs: a program lowers it to its own
 * limit for the time of a call, and `withinPicture` lowers it for all calls of a picture together.
 *
 * A step is an iteration, or a call, of up to 16 instructions; longer ones count in proportion, so that a number of
 * steps is a bound on time: about 5 ns each in compiled code. The count depends on the program alone, never on a clock,
 * so that the same text fails at the same place everywhere.
 */
import { SecantError, type Span } from './diagnostics.ts';
import { affordableInParts, fullStacksInParts, isInParts } from './parts.ts';

/** What is left to whoever runs now. Emitted code counts down here by itself. */
export interface StepMeter {
  left: number;
  /**
   * What is left to runs on germs, which have as much again: one that ends without an answer leaves a place undecided, and must
   * not take from the values of a picture.
   */
  germs: number;
}

/** How many steps a run may take; it can be changed between runs. */
export interface StepLimit {
  most: number;
}

/** The one meter: JavaScript runs one function at a time. */
export const steps: StepMeter = { left: Infinity, germs: Infinity };

/** Steps of one call of a function from text: some 50 ms of compiled code. */
export const stepsOfText = 1e7;
/** A derivative takes a few times the steps of its function, beside what its longer iterations count for. */
export const stepsOfDerivative = 4;
/** Steps of all calls that one picture makes. */
const stepsOfPicture = 1e7;
/** Elements of new memory that count as a step. */
const elementsPerStep = 2;
/** Arrays up to this length are part of the iteration that makes them. */
const smallLength = 64;
/** A step of the interpreter takes as long as this many of compiled code. */
export const interpretedStep = 30;
/** And one on germs, which carry series instead of numbers, as long as this many. */
export const germStep = 500;
/** An operator that calls a function and its derivatives many times may take the steps of so many calls. */
export const callsOfOperator = 4;

/** A call that fills the stack takes as long as this many steps, however few were counted on the way. */
const stepsOfFullStack = 5e5;

/*
 * Emitted code counts steps wherever it is called from, and calls of the user's own functions stand between, so that no
 * argument could carry the limit. `withSteps` sets these and sets them back.
 */
/** What the innermost limit is, for the message. */
let limit = Infinity;
/** Whether it is that of a picture, for the message too. */
let isPicture = false;
/** Whether a call filled the stack since the innermost limit was set. */
let filledStack = false;

/**
 * Runs a program with at most so many steps.
 *
 * @param price what a step of it costs those around it: 1 in compiled code
 * @throws SecantError S305 where it takes more, with the place of the loop or call
 */
export function withSteps<R>(most: number, run: () => R, price = 1): R {
  const outer = steps.left;
  const outerGerms = steps.germs;
  const outerLimit = limit;
  const outerIsPicture = isPicture;
  const own = Math.min(most, outer / price);
  if (own === most) {
    limit = most;
    isPicture = false;
  }
  const ownGerms = Math.min(own, outerGerms);
  steps.left = own;
  steps.germs = ownGerms;
  try {
    return run();
  } finally {
    // Without a limit there is nothing to count, and ∞ − ∞ is no number.
    steps.left = own === Infinity ? outer : outer - price * (own - steps.left);
    steps.germs = ownGerms === Infinity ? outerGerms : outerGerms - (ownGerms - steps.germs);
    limit = outerLimit;
    isPicture = outerIsPicture;
  }
}

/**
 * Draws, or prepares to draw: functions from text take so many steps in all calls together and no more, whoever asks.
 *
 * @throws SecantError S305 where they take more, also where the one who asked took a failed call for a missing value
 */
export function withinPicture<R>(run: () => R): R {
  // In parts it is each share that has them.
  return isInParts() || steps.left <= stepsOfPicture ? run() : withinShare(run);
}

/** The same for one share of a picture that is drawn in parts, between which the page goes on. */
export function withinShare<R>(run: () => R): R {
  const outer = { ...steps, limit, isPicture, filledStack };
  steps.left = steps.germs = limit = stepsOfPicture;
  isPicture = true;
  filledStack = false;
  try {
    const made = run();
    if (steps.left < 0) outOfSteps();
    return made;
  } finally {
    steps.left = outer.left - (stepsOfPicture - steps.left);
    steps.germs = outer.germs - (stepsOfPicture - steps.germs);
    ({ limit, isPicture, filledStack } = outer);
  }
}

/** Takes steps off the meter. */
export function spendSteps(count: number, span?: Span): void {
  if ((steps.left -= count) < 0) outOfSteps(span);
}

/** Takes the cost of a call that filled the stack off the meter: it fails, and those around it may ask for another. */
export function spendFullStack(): void {
  steps.left -= stepsOfFullStack;
  filledStack = true;
  if (fullStacksInParts() > stepsOfPicture / stepsOfFullStack) throw endless();
}

/**
 * How often a function can be asked for a share of the steps that are left, judged by three arguments of an interval, or in
 * the time that there is where it is drawn in parts; without end where neither is counted. So a function that is slow is drawn coarser instead of not at all.
 */
export function callsAffordable(
  g: (w: number) => unknown,
  [from, to]: readonly [number, number],
  share: number,
): number {
  if (isInParts()) return affordableInParts() ?? Infinity;
  const before = steps.left;
  if (before === Infinity) return Infinity;
  let dearest = 0;
  for (const place of [0.13, 0.5, 0.89]) {
    const left = steps.left;
    g(from + place * (to - from));
    dearest = Math.max(dearest, left - steps.left);
  }
  return dearest === 0 ? Infinity : Math.floor((share * before) / dearest);
}

/** A length of new memory as it is asked for, counted: what is not a length fails where it is used. */
export function roomFor(length: number): number {
  if (length > smallLength) spendSteps(Math.ceil(length / elementsPerStep));
  return length;
}

function endless(span?: Span): SecantError {
  return new SecantError('S305', 'the function calls itself without an end for too many arguments to be drawn', {
    span,
    hint: 'give the recursion a case that stops it',
  });
}

/** Ends a run that has no steps left. */
export function outOfSteps(span?: Span): never {
  if (isPicture && filledStack) throw endless(span);
  const count = String(limit).replace(/\B(?=(\d{3})+$)/g, ' ');
  throw isPicture
    ? new SecantError('S305', `the function is too slow to be drawn: a picture of it takes more than ${count} steps`, {
        span,
        hint: 'let it take fewer steps for each point, or show less of it',
      })
    : new SecantError('S305', `the function takes more than ${count} steps; perhaps it has no end`, {
        span,
        hint: 'let it end sooner, or allow more with { steps }',
      });
}
