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

/** Answers of one function, by question and argument: `value 0.5`, `slopes 1 2`. */
export type Answers = Map<string, unknown>;

/** A call that failed has taken its time too, and is not made again. */
class Failed {
  readonly error: unknown;
  constructor(error: unknown) {
    this.error = error;
  }
}

/** As many answers are kept of one function. */
const mostAnswers = 200_000;
/** Milliseconds of compiling and of first answers in one share: what must be compiled after that waits for the next. */
const compilingTime = 120;
/** Milliseconds for a coarse picture, and for one as fine as it gets. */
const [coarseTime, fineTime] = [1000, 60_000];
/** The fewest answers that make a picture, and the most that make a coarse one. */
const [fewestAnswers, mostOfCoarse] = [24, 600];
/** With fewer answers to be had than this, finer points are left out. */
const enoughForFinerPoints = 12_000;
const fewestGridCells = 6;

/** JavaScript runs one thing at a time; the functions that are asked stand deep below whoever shares out the time. */
let current: Parts | undefined;

/** One piece of work that is done in shares of time. */
export class Parts {
  readonly #answers = new Map<unknown, Answers>();
  /** How many answers may be asked for, about; undefined where nobody knows that the function is slow. */
  affordable: number | undefined;
  /** Milliseconds left of the share. */
  #left = 0;
  /** Whether nothing was asked in this share yet. */
  #isUntouched = true;
  /** Milliseconds that first answers took in this share. */
  #compiling = 0;
  /** Answers of this share that took long, to be timed again before the function is called slow. */
  #suspects: { took: number; readonly again: () => unknown }[] = [];
  #spent = 0;
  #asked = 0;
  /** How many calls filled the stack: in parts as in one go, a picture is not worth more than some. */
  fullStacks = 0;
  /** Questions that were answered once: the first answer takes the time of compiling too, which says nothing of the others. */
  readonly #compiled = new Set<string>();

  /** What is known of a function. */
  answersOf(of: unknown): Answers {
    const answers = this.#answers.get(of) ?? new Map<string, unknown>();
    this.#answers.set(of, answers);
    return answers;
  }

  /** How many answers can be had in so many milliseconds, as far as is known. */
  #within(milliseconds: number): number {
    return Math.max(fewestAnswers, Math.floor((milliseconds * this.#asked) / Math.max(1, this.#spent)));
  }

  /** Lets the picture that was coarse be as fine as can be had; false where it would not be much finer. */
  refine(): boolean {
    const coarse = this.affordable;
    // Where compiling alone took long, the picture is as it should be.
    return coarse !== undefined && (this.affordable = this.#within(fineTime)) > 2 * coarse;
  }

  /**
   * Whether the share is used up. A busy machine stretches single calls, and no clock tells that from work: so calls that took
   * long are timed again, the longest first, until one takes as long as before.
   */
  #isUsedUp(): boolean {
    while (this.#left <= 0 && this.affordable === undefined) {
      const suspect = this.#suspects.sort((a, b) => a.took - b.took).pop();
      if (suspect === undefined) break;
      const start = Date.now();
      try {
        suspect.again();
      } catch {
        // It failed before as well.
      }
      const saved = suspect.took - (Date.now() - start);
      if (saved < suspect.took / 2) break;
      this.#left += saved;
      this.#spent -= saved;
    }
    return this.#left <= 0;
  }

  /** Runs with so many milliseconds of the function's own time; at least one new answer is had. Undefined where they are used up. */
  share<R>(milliseconds: number, run: () => R): { readonly made: R } | undefined {
    const outer = current;
    // oxlint-disable-next-line typescript/no-this-alias -- the functions below ask whose share it is
    current = this;
    this.#left = milliseconds;
    this.#isUntouched = true;
    this.#compiling = 0;
    this.#suspects = [];
    try {
      return { made: run() };
    } catch (error) {
      if (!(error instanceof NotYet)) throw error;
      if (this.#left <= 0) this.affordable ??= Math.min(mostOfCoarse, this.#within(coarseTime));
      return undefined;
    } finally {
      current = outer;
    }
  }

  /** Compiles something, where this share has not compiled for long yet. */
  compile<R>(run: () => R): R {
    if (this.#compiling > compilingTime) throw new NotYet();
    const [before, start] = [this.#compiling, Date.now()];
    try {
      return run();
    } finally {
      this.#compiling = before + Date.now() - start;
    }
  }

  /** A question to a function that is asked within the shares. */
  asking<At extends readonly number[], R>(
    of: unknown,
    question: string,
    run: (...at: At) => R,
    inputs: number,
  ): (...at: At) => R {
    const answers = this.answersOf(of);
    return (...at) => {
      // Keys tell −0 from 0, as functions do; more than its inputs is what `map` passes.
      const key = (): string => [question, ...at.slice(0, inputs).map((w) => (Object.is(w, -0) ? '-0' : w))].join(' ');
      // A fast function is asked anew while its figure is dragged: to write the key takes longer than its answer.
      const isKnownFast = this.affordable === undefined && current !== this;
      const known = answers.size === 0 || isKnownFast ? undefined : answers.get(key());
      if (known instanceof Failed) throw known.error;
      if (known !== undefined) return known as R;
      if (current !== this) return run(...at);
      const isCompiled = this.#compiled.has(question);
      if ((!isCompiled && this.#compiling > compilingTime) || this.#isUsedUp()) throw new NotYet();
      const compiling = this.#compiling;
      const isFirst = this.#isUntouched;
      this.#isUntouched = false;
      const start = Date.now();
      let answer: R | Failed;
      try {
        answer = run(...at);
      } catch (error) {
        if (error instanceof NotYet) throw error;
        // Others have used up the steps of this share; the next has room for it.
        if (!isFirst && error instanceof SecantError && error.code === 'S305') throw new NotYet();
        answer = new Failed(error);
      }
      const whole = Date.now() - start;
      const took = whole - (this.#compiling - compiling);
      if (isCompiled) {
        this.#left -= took;
        this.#spent += took;
        this.#asked++;
        if (took > 0 && this.affordable === undefined) this.#suspects.push({ took, again: () => run(...at) });
      } else {
        this.#compiling = compiling + whole;
        this.#compiled.add(question);
      }
      // Of a function that has not shown itself slow, only answers that took a while are kept.
      if (this.affordable !== undefined || whole > 0) {
        if (answers.size >= mostAnswers) answers.clear();
        answers.set(key(), answer);
      }
      if (answer instanceof Failed) throw answer.error;
      return answer;
    };
  }
}

/** A question to a function of one number, or of two, that is asked within the shares of whoever draws now. */
export function inParts<At extends readonly number[], R>(
  of: unknown,
  question: string,
  run: (...at: At) => R,
  inputs = 1,
): (...at: At) => R {
  return current?.asking(of, question, run, inputs) ?? run;
}

/** Compiles something; what is compiled after long work of that kind waits for another share. */
export function compileInParts<R>(compile: () => R): R {
  return current === undefined ? compile() : current.compile(compile);
}

/** Counts a call that filled the stack; how many did so in the work of the moment, 0 where it is not done in parts. */
export function fullStacksInParts(): number {
  return current === undefined ? 0 : ++current.fullStacks;
}

/** Whether the work of the moment is done in parts. */
export function isInParts(): boolean {
  return current !== undefined;
}

/** How many answers the work of the moment may ask for, where that is known to matter. */
export function affordableInParts(): number | undefined {
  return current?.affordable;
}

/** Whether the function is so slow that only what matters most is asked of it. */
export function isHurried(): boolean {
  return (current?.affordable ?? Infinity) < enoughForFinerPoints;
}

/** Cells along the sides of a grid: as usual, or as many as can be afforded, with a few questions for each. */
export function cellsInParts(usual: number): number {
  return Math.min(usual, Math.max(fewestGridCells, Math.floor(Math.sqrt((current?.affordable ?? Infinity) / 3))));
}
