/**
 * What is right and what is wrong with an answer to an exercise. In: the exercise, as its block in a chapter says, and
 * what the reader typed. Out: whether it is right, and a sentence. The truth is computed here, by the same derivatives as
 * everywhere. Both are formulas, read by the reader of formulas: text can compute and nothing else, and a formula has no loop.
 *
 * Every answer becomes a list of numbers (a number; the entries of a gradient; a function at a few points), and so does
 * every mistake that has a name; they are compared as lists.
 */
import { derivative, fromFormula, grad, type ScalarFunction, SecantError } from '../../index.ts';
import { readFunction } from '../../pictures/figures/read-function.ts';

/** What an exercise can ask for. */
export const exerciseKinds = ['number', 'function', 'derivative', 'gradient'] as const;

/** One of these. */
export type ExerciseKind = (typeof exerciseKinds)[number];

/** An exercise, as plain data. */
export interface Exercise {
  readonly kind: ExerciseKind;
  /** The answer itself, or the function whose derivative or gradient it is. */
  readonly formula: string;
  /** Where a slope or a gradient is asked for; a derivative without it is a function. */
  readonly at?: readonly number[];
  /** Between which numbers functions are compared. */
  readonly domain?: readonly [number, number];
  /** Wrong answers that the author knows, each with what is to be said. */
  readonly mistakes?: readonly { readonly answer: string; readonly sentence: string }[];
}

/** What is said of an answer. */
export interface Verdict {
  readonly right: boolean;
  readonly sentence: string;
}

/** The longest answer that is read. */
export const longestAnswer = 400;

/** Numbers and functions are equal up to rounding. */
const tolerance = 1e-9;
/** A number that is rounded no further than this is right, and told so. */
const roundedTolerance = 1e-3;
/** Points that people like to think of; they are shown first where something differs. */
const plainPoints = [2, 1, 3, -1, -2, 0.5, -0.5];
/** Further points, spread without a pattern that a function could share. */
const furtherPoints = 14;
/** Factors that are named in a number; in a function every constant factor is seen. */
const plainFactors = [2, 3, 4, 5, 6, 8, 10];

interface Named {
  readonly values: readonly number[];
  readonly sentence: string;
}

/** An exercise with all that answers are compared with. */
interface Prepared {
  readonly exercise: Exercise;
  /** The points where functions are compared; none where the answer is a number or a list. */
  readonly points: readonly number[];
  readonly truth: readonly number[];
  readonly named: readonly Named[];
  /** The letter of a function. */
  readonly letter: string;
  /** What the right answer is called: the derivative, the slope. */
  readonly wanted: string;
}

/** Whether the answer is a function. */
export function asksForFunction({ kind, at }: Exercise): boolean {
  return kind === 'function' || (kind === 'derivative' && at === undefined);
}

/**
 * Judges an answer.
 *
 * @throws SecantError where the answer cannot be read, with its place
 *
 * @example
 * ```ts
 * checkAnswer({ kind: 'derivative', formula: 'w^2' }, '2w').right // → true
 * ```
 */
export function checkAnswer(exercise: Exercise, answer: string): Verdict {
  const prepared = prepare(exercise);
  const text = withoutLeftSide(answer);
  const values = valuesOf(text, prepared);
  const { truth, named, points } = prepared;
  if (truth.length !== values.length)
    return wrong(`${numberOf(truth.length)} asked for, and your answer has ${values.length}.`);
  if (areEqual(values, truth)) return { right: true, sentence: 'Right.' };
  if (points.length === 0 && areRounded(text, values, truth)) {
    return values.every((value, k) => isNear(value, truth[k] ?? NaN))
      ? { right: true, sentence: `Right, rounded. More digits: ${listed(truth)}` }
      : wrong('That is rounded too far: give three digits or more, or the exact answer.');
  }
  const where = points.length === 0 ? '' : ` ${differenceAt(values, prepared)}`;
  const known =
    named.find((mistake) => areEqual(values, mistake.values))?.sentence ??
    (points.length > 0 ? functionMistake(text, values, prepared) : numberMistake(values, prepared));
  return wrong((known + where).trim());
}

/** Whatever an author can have wrong in an exercise: its formulas are read, its mistakes must be mistakes. */
export function checkExercise(exercise: Exercise): void {
  const { truth, named } = prepare(exercise);
  if (truth.length === 0 || (asksForFunction(exercise) && truth.length < 5))
    throw new Error('the function has values at too few points to be compared: give it another `domain`');
  if (!truth.every(Number.isFinite)) throw new Error('the answer is no number');
  for (const { values, sentence } of named)
    if (areEqual(values, truth)) throw new Error(`a mistake is no mistake, but right: ${sentence}`);
}

const wrong = (sentence: string): Verdict => ({ right: false, sentence });

function prepare(exercise: Exercise): Prepared {
  const { kind, formula, at, mistakes = [] } = exercise;
  const own = (points: readonly number[]): Named[] =>
    mistakes.map(({ answer, sentence }) => ({ values: readValues(answer, exercise, points), sentence }));
  if (asksForFunction(exercise)) return prepareFunction(exercise, own);
  const common = { exercise, points: [], letter: 'w' };
  if (kind === 'number')
    return { ...common, truth: readValues(formula, exercise, []), named: own([]), wanted: 'the answer' };
  const place = at ?? [];
  if (kind === 'gradient') {
    const g = place.length === 2 ? readFunction(formula, 'two') : fromFormula<(w: number[]) => number>(formula);
    const truth = grad(g)([...place]);
    const turned: Named = { values: truth.toReversed(), sentence: 'The numbers are right, in another order.' };
    const named = areEqual(turned.values, truth) ? own([]) : [...own([]), turned];
    return { ...common, truth, named, wanted: 'the gradient' };
  }
  const g = readFunction(formula);
  const [w = NaN] = place;
  const truth = [derivative(g)(w)];
  const value: Named = {
    values: [g(w)],
    sentence: `That is the value of the function at ${shown(w)}. Its slope there is asked for.`,
  };
  return { ...common, truth, named: different([...own([]), value], truth, mistakes.length), wanted: 'the slope' };
}

function prepareFunction(exercise: Exercise, own: (points: readonly number[]) => Named[]): Prepared {
  const { kind, formula, domain = [-3, 3], mistakes = [] } = exercise;
  const g = readFunction(formula);
  // At a corner there is nothing to compare.
  const answer = kind === 'function' ? g : derivative(g, { atKink: 'nan' });
  const points = pointsOf(domain).filter((w) => Number.isFinite(valueAt(answer, w)));
  const at = (f: ScalarFunction): number[] => points.map((w) => valueAt(f, w));
  const truth = at(answer);
  const general: Named[] =
    kind === 'function'
      ? []
      : [
          { values: at(g), sentence: 'That is the function itself. Its derivative is asked for.' },
          {
            values: at(derivative(g, { order: 2 })),
            sentence: 'That is the second derivative. The first is asked for.',
          },
        ];
  return {
    exercise,
    points,
    truth,
    named: different([...own(points), ...general], truth, mistakes.length),
    letter: letterOf(formula),
    wanted: kind === 'function' ? 'the answer' : 'the derivative',
  };
}

/** What is no mistake here, such as the function itself where that is e^w, is dropped; what the author wrote is kept. */
function different(named: readonly Named[], truth: readonly number[], own: number): Named[] {
  return named.filter(({ values }, k) => k < own || !areEqual(values, truth));
}

/** What the reader typed, in numbers. */
function valuesOf(text: string, { exercise, points }: Prepared): number[] {
  if (text.length > longestAnswer)
    throw new SecantError('S002', `the answer has more than ${longestAnswer} letters`, { hint: 'write it shorter' });
  if (text.trim() === '')
    throw new SecantError('S002', 'there is no answer yet', {
      hint: asksForFunction(exercise) ? 'type a formula such as 2w + 1' : 'type a number such as 0.5 or 1/2',
    });
  if (/=>|\bfunction\b/.test(text))
    throw new SecantError('S002', 'an answer is a formula', { hint: 'write 3w^2, not w => 3 * w ** 2' });
  return readValues(text, exercise, points);
}

function readValues(text: string, exercise: Exercise, points: readonly number[]): number[] {
  if (asksForFunction(exercise)) {
    const f = readFunction(text);
    return points.map((w) => valueAt(f, w));
  }
  return entriesOf(text).map(readNumber);
}

/** A formula that holds no letter but those of numbers: 1/2, sqrt(2), pi/4. */
function readNumber(text: string): number {
  const f = readFunction(text);
  const [value, other] = [valueAt(f, 0.37), valueAt(f, 1.91)];
  if (!Object.is(value, other))
    throw new SecantError('S201', 'a number is asked for, and this is a function', {
      hint: 'put the number in place of the letter',
    });
  return value;
}

/** `(1, 5)` in its entries; a comma inside brackets belongs to a function, and one between digits alone is a decimal comma. */
function entriesOf(text: string): string[] {
  if (/^\s*[-+−]?\d+,\d+\s*$/.test(text)) return [text.replace(',', '.')];
  const inner = /^\s*[([{](.*)[)\]}]\s*$/s.exec(text)?.[1];
  const entries = splitAtCommas(inner ?? text);
  return entries.length > 1 ? entries : [text];
}

function splitAtCommas(text: string): string[] {
  const entries: string[] = [];
  let depth = 0;
  let from = 0;
  for (const [k, letter] of Array.from(text).entries()) {
    if ('([{'.includes(letter)) depth++;
    if (')]}'.includes(letter)) depth--;
    if (letter !== ',' || depth > 0) continue;
    entries.push(text.slice(from, k));
    from = k + 1;
  }
  return [...entries, text.slice(from)];
}

/** `g'(w) = 2w` is 2w. */
function withoutLeftSide(text: string): string {
  return text.replace(/^\s*\p{L}[\p{L}\d_′']*\s*(?:\([^()=]*\)\s*)?=(?![=>])/u, '');
}

/** A mistake in a function that needs no name of its own. */
function functionMistake(
  text: string,
  values: readonly number[],
  { exercise, truth, points, wanted }: Prepared,
): string {
  const factor = constantFactor(values, truth);
  if (factor !== undefined) return `${factorSentence(factor, wanted)}.`;
  const gaps = values.map((value, k) => (truth[k] ?? NaN) - value);
  const [gap = NaN] = gaps;
  if (
    areEqual(
      gaps,
      gaps.map(() => gap),
    )
  )
    return exercise.kind === 'derivative'
      ? `It differs from ${wanted} by the constant ${shown(Math.abs(gap))}: the derivative of a constant is 0.`
      : `It differs from ${wanted} by the constant ${shown(Math.abs(gap))}.`;
  if (exercise.kind === 'derivative') {
    const g = readFunction(exercise.formula);
    const slope = derivative(readFunction(text));
    if (
      areEqual(
        points.map((w) => valueAt(slope, w)),
        points.map((w) => valueAt(g, w)),
      )
    )
      return 'You went the other way: that is a function whose derivative is the given one.';
  }
  return '';
}

/** The same in a number, or in the entries of a gradient. */
function numberMistake(values: readonly number[], { truth, wanted }: Prepared): string {
  const factor = constantFactor(values, truth);
  const isPlain = factor !== undefined && [1, ...plainFactors].some((plain) => isFactor(Math.abs(factor), plain));
  if (isPlain) return `${factorSentence(factor, wanted)}.`;
  const [value = NaN] = values;
  const [wantedValue = NaN] = truth;
  if (!values.every(Number.isFinite)) return 'That is no number.';
  if (truth.length > 1) {
    const off = values.flatMap((entry, k) =>
      areEqual([entry], [truth[k] ?? NaN]) ? [] : [ordinals[k] ?? `${k + 1}th`],
    );
    return off.length === truth.length
      ? 'None of the numbers is right.'
      : `Not right: the ${off.join(' and the ')} number. The others are.`;
  }
  if (wantedValue !== 0 && areEqual([value * wantedValue], [1]))
    return 'It is upside down: one divided by it is right.';
  if (isNear(-value, wantedValue)) return 'The sign is wrong.';
  return value > wantedValue ? 'Your number is too large.' : 'Your number is too small.';
}

const ordinals = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth'];

/** What the answer must be multiplied by, if that is one number everywhere. */
function constantFactor(values: readonly number[], truth: readonly number[]): number | undefined {
  const place = truth.findIndex((value, k) => value !== 0 && values[k] !== 0);
  const factor = (truth[place] ?? NaN) / (values[place] ?? NaN);
  if (!Number.isFinite(factor)) return undefined;
  const multiplied = values.map((value) => factor * value);
  return areEqual(multiplied, truth) ? factor : undefined;
}

function isFactor(factor: number, plain: number): boolean {
  return areEqual([factor], [plain]) || areEqual([factor], [1 / plain]);
}

function factorSentence(factor: number, wanted: string): string {
  const size = Math.abs(factor);
  const inverse = Math.round(1 / size);
  const words = areEqual([size], [1])
    ? ''
    : size < 1 && areEqual([1 / size], [inverse])
      ? `there is a factor of ${inverse} too many`
      : size < 1 || !areEqual([size], [Math.round(size)])
        ? `${wanted} is ${shown(size)} times that`
        : `a factor of ${shown(size)} is missing`;
  if (factor > 0) return capital(words);
  return words === '' ? 'The sign is wrong' : `The sign is wrong, and ${words}`;
}

/** Where a function differs, at the plainest point where it does. */
function differenceAt(values: readonly number[], { points, truth, letter, wanted }: Prepared): string {
  const place = points.findIndex((_w, k) => !areEqual([values[k] ?? NaN], [truth[k] ?? NaN]));
  const [value = NaN, right = NaN] = [values[place], truth[place]];
  const says = Number.isFinite(value) ? `your function gives ${shown(value)}` : 'your function has no value';
  return `At ${letter} = ${shown(points[place] ?? NaN)} ${says}, ${wanted} is ${shown(right)}.`;
}

/** The points of a domain where functions are compared, the plain ones first. */
function pointsOf([from, to]: readonly [number, number]): number[] {
  const further = Array.from({ length: furtherPoints }, (_, k) => from + (to - from) * ((0.137 + k * 0.618034) % 1));
  return [...plainPoints.filter((w) => w >= from && w <= to), ...further];
}

/** The letter that a formula of one number is written with. */
function letterOf(formula: string): string {
  const letters = ['w', ...(formula.match(/(?<!\p{L})\p{L}(?!\p{L})/gu) ?? [])];
  const works = (letter: string): boolean => {
    try {
      fromFormula(formula, { variables: [letter] });
      return true;
    } catch {
      return false;
    }
  };
  return letters.find(works) ?? 'w';
}

/** A value, or NaN where a function refuses. */
function valueAt(f: ScalarFunction, w: number): number {
  try {
    return f(w);
  } catch {
    return NaN;
  }
}

function areEqual(values: readonly number[], others: readonly number[]): boolean {
  const size = Math.max(...others.map(Math.abs), 0);
  return (
    values.length === others.length &&
    values.every((value, k) => {
      const other = others[k] ?? NaN;
      return Math.abs(value - other) <= tolerance * Math.max(Math.abs(other), size * 1e-3, 1e-6);
    })
  );
}

/** Whether numbers written out are the truth with fewer digits. */
function areRounded(text: string, values: readonly number[], truth: readonly number[]): boolean {
  const places = text.match(/\d+(?:[.,]\d+)?/g)?.map((number) => /[.,](\d+)/.exec(number)?.[1]?.length ?? 0) ?? [];
  if (/[^\d.,()[\]\s−-]/.test(text) || places.length !== values.length) return false;
  return values.every((value, k) => {
    const half = 0.5 * 10 ** -(places[k] ?? 0);
    const right = truth[k] ?? NaN;
    return Math.abs(value - right) <= half * (1 + tolerance) && Math.abs(value - right) <= 0.1 * Math.abs(right);
  });
}

function isNear(value: number, truth: number): boolean {
  return Math.abs(value - truth) <= roundedTolerance * Math.abs(truth);
}

/** A number with six digits at most, and a proper minus. */
function shown(value: number): string {
  return String(Number(value.toPrecision(6))).replace(/-/g, '−');
}

function listed(values: readonly number[]): string {
  const words = values.map((value) => String(Number(value.toPrecision(10))).replace(/-/g, '−'));
  return words.length === 1 ? `${words.join()}.` : `(${words.join(', ')}).`;
}

function numberOf(count: number): string {
  return count === 1 ? 'One number is' : `${['', '', 'Two', 'Three', 'Four'][count] ?? count} numbers are`;
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
