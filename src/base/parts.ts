/**
 * Work in parts, for a function that may be slow. Whoever draws asks the same function at many arguments, in one go. Within
 * a `Parts` that go takes a share of time; where it is used up, the next argument ends it with {@link NotYet}, and another
 * go begins anew later, and finds the answers so far. So nothing that draws need know of pauses, as long as it does the
 * same when it begins anew. Outside of parts everything here costs nothing and changes nothing.
 */
import { SecantError } from './diagnostics.ts';

/** The end of a share: not an answer of the function, so that nobody may take it for one. */
export class NotYet extends SecantError {
  constructor() {
    super('S305', 'the function is too slow to be drawn at once');
  }
}

/** Answers of one function to one kind of question, by argument. */
export type Answers = Map<unknown, unknown>;

/** As many answers are kept for one kind of question. */
const mostAnswers = 200_000;

/** Milliseconds for a coarse picture, and for one as fine as it gets. */
const [coarseTime, fineTime] = [1000, 60_000];
/** The fewest answers that make a picture, and the most that make a coarse one. */
const [fewestAnswers, mostOfCoarse] = [24, 600];

/** One piece of work that is done in shares of time. */
export class Parts {
  readonly #answers = new Map<object, Map<string, Answers>>();
  /** How many answers may be asked for, about; undefined where nobody knows that the function is slow. */
  affordable: number | undefined;
  /** Milliseconds left of the share. */
  left = 0;
  /** Whether all answers are kept: of a function that has not shown itself slow, only those that took a while. */
  keeps = false;
  #cost = 0;
  #spent = 0;
  #asked = 0;

  /** What is known of a function. */
  answersOf(of: object, question: string): Answers {
    let all = this.#answers.get(of);
    if (all === undefined) this.#answers.set(of, (all = new Map<string, Answers>()));
    let answers = all.get(question);
    if (answers === undefined) all.set(question, (answers = new Map()));
    return answers;
  }

  /** How many answers can be had in so many milliseconds, as far as is known. */
  #within(milliseconds: number): number {
    return Math.max(
      fewestAnswers,
      Math.floor(milliseconds / Math.max(this.#cost, this.#spent / Math.max(1, this.#asked))),
    );
  }

  /** Lets the picture be coarse, which may be known before the time is used up. */
  hurry(cost = 0): void {
    this.#cost = cost;
    this.keeps = true;
    this.affordable ??= Math.min(mostOfCoarse, this.#within(coarseTime));
  }

  /** Lets the picture that was coarse be as fine as can be had; false where it would not be much finer. */
  refine(): boolean {
    const [coarse = Infinity, fine] = [this.affordable, this.#within(fineTime)];
    this.affordable = fine;
    return fine > 2 * coarse;
  }

  /** Runs with so many milliseconds of the function's own time; at least one new answer is had. Undefined where they are used up. */
  share<R>(milliseconds: number, run: () => R): { readonly made: R } | undefined {
    const outer = current;
    makeCurrent(this);
    this.left = Math.max(milliseconds, 1);
    try {
      return { made: run() };
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      this.hurry();
      return undefined;
    } finally {
      makeCurrent(outer);
    }
  }

  /** Asks now, if there is time. */
  ask<R>(answers: Answers, keyed: () => unknown, run: () => R): R {
    if (current !== this) return run();
    if (this.left <= 0) throw new NotYet();
    const start = Date.now();
    const answer = run();
    const took = Date.now() - start;
    this.left -= took;
    this.#spent += took;
    this.#asked++;
    if (this.keeps || took > 0) {
      if (answers.size >= mostAnswers) answers.clear();
      answers.set(keyed(), answer);
    }
    return answer;
  }
}

/** JavaScript runs one thing at a time; the functions that are asked stand deep below whoever shares out the time. */
let current: Parts | undefined;

function makeCurrent(parts: Parts | undefined): void {
  current = parts;
}

/** Whether the work of the moment is done in parts. */
export function isInParts(): boolean {
  return current !== undefined;
}

/** How many answers the work of the moment may ask for, where that is known to matter. */
export function affordableInParts(): number | undefined {
  return current?.affordable;
}

/** Milliseconds for an answer of a function that is slow: a picture of it would ask for more than a thousand. */
const slowAnswer = 2;

/** Finds out whether a function is slow, from its answers at two places of what is drawn, told as shares of it. */
export function taste(ask: (share: number) => unknown): void {
  const parts = current;
  if (parts === undefined || parts.affordable !== undefined) return;
  let least = Infinity;
  for (const share of [0.38, 0.62]) {
    const start = Date.now();
    ask(share);
    least = Math.min(least, Date.now() - start);
  }
  if (least >= slowAnswer) parts.hurry(least);
}

/** With fewer answers to be had than this, finer points are left out. */
const enoughForFinerPoints = 12_000;

/** Whether the function is so slow that only what matters most is asked of it. */
export function isHurried(): boolean {
  const affordable = affordableInParts();
  return affordable !== undefined && affordable < enoughForFinerPoints;
}

/** Cells along the sides of a grid: as usual, or as many as can be afforded, with a few questions for each. */
export function cellsInParts(usual: number): number {
  const affordable = affordableInParts();
  if (affordable === undefined) return usual;
  return Math.min(usual, Math.max(fewestGridCells, Math.floor(Math.sqrt(affordable / 3))));
}

const fewestGridCells = 6;

/** A question to a function that is asked within the shares of whoever draws now. */
export function inParts<R>(of: object, question: string, run: (w: number) => R): (w: number) => R {
  const parts = current;
  if (parts === undefined) return run;
  const answers = parts.answersOf(of, question);
  return (w) => {
    const known = answers.size === 0 ? undefined : answers.get(keyOf(w));
    return known === undefined
      ? parts.ask(
          answers,
          () => keyOf(w),
          () => run(w),
        )
      : (known as R);
  };
}

/** The same for a question about a point of the plane. */
export function inPartsOfPlane<R>(
  of: object,
  question: string,
  run: (x: number, y: number) => R,
): (x: number, y: number) => R {
  const parts = current;
  if (parts === undefined) return run;
  const answers = parts.answersOf(of, question);
  return (x, y) => {
    const known = answers.size === 0 ? undefined : answers.get(`${keyOf(x)} ${keyOf(y)}`);
    if (known !== undefined) return known as R;
    return parts.ask(
      answers,
      () => `${keyOf(x)} ${keyOf(y)}`,
      () => run(x, y),
    );
  };
}

/** Keys tell −0 from 0, as functions do. */
function keyOf(w: number): number | string {
  return w === 0 && Object.is(w, -0) ? '-0' : w;
}
