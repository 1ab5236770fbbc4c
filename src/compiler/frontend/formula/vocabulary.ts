/**
 * The words of a formula: constants, functions and their number of arguments, and what to suggest for a word that
 * is none of them. One row per function; a row builds the tree of its call, so that sec, relu or sigmoid are
 * ordinary calls and operators by the time anyone else sees them.
 *
 * `log` is the natural logarithm, as in JavaScript and in texts on machine learning; `log10`, `log2` and `log_3`
 * name their base. `step(w)` is 0 below zero, 1 above and 1/2 at zero. `sigmoid(w)` is 1/(1 + e^-w).
 *
 * In: a name. Out: its row, its constant, or a hint. Guaranteed: names are looked up in maps, never in objects, so
 * that `constructor` is as unknown as any other word.
 */
import { internalError, type Span } from '../../../base/diagnostics.ts';
import { operations } from '../../ir/operations.ts';
import { copyTree } from './rewrite.ts';
import { binaryNode, mathCall, numberNode, powerNode, type FormulaNode } from './tree.ts';

/** A function of the notation. */
export interface FunctionRow {
  /** Fewest and most arguments. */
  readonly least: number;
  readonly most: number;
  build(parameters: readonly FormulaNode[], span: Span): FormulaNode;
}

type UnaryRule = (argument: FormulaNode, span: Span) => FormulaNode;

const reciprocal =
  (name: string): UnaryRule =>
  (argument, span) =>
    binaryNode('/', numberNode('1', span), mathCall(name, [argument], span), span);

const logarithm =
  (base: string): UnaryRule =>
  (argument, span) =>
    binaryNode('/', mathCall('log', [argument], span), mathCall('log', [numberNode(base, span)], span), span);

function unary(rule: UnaryRule): FunctionRow {
  return {
    least: 1,
    most: 1,
    build: ([argument, ...more], span) =>
      argument === undefined || more.length > 0 ? internalError('arity of a formula function') : rule(argument, span),
  };
}

function ofMath(name: string, least = 1, most = least): FunctionRow {
  return { least, most, build: (parameters, span) => mathCall(name, parameters, span) };
}

function binary(rule: (first: FormulaNode, second: FormulaNode, span: Span) => FormulaNode): FunctionRow {
  return {
    least: 2,
    most: 2,
    build: ([first, second], span) =>
      first === undefined || second === undefined
        ? internalError('arity of a formula function')
        : rule(first, second, span),
  };
}

const ofReciprocal =
  (name: string): UnaryRule =>
  (argument, span) =>
    mathCall(name, [binaryNode('/', numberNode('1', span), argument, span)], span);

/** Inverse functions that `Math` lacks. The arc cotangent lies between 0 and π, and is smooth. */
const inverses: readonly (readonly [names: string, rule: UnaryRule])[] = [
  ['asec arcsec', ofReciprocal('acos')],
  ['acsc arccsc', ofReciprocal('asin')],
  ['acot arccot', arcCotangent],
  ['asech arcsech arsech', ofReciprocal('acosh')],
  ['acsch arccsch arcsch', ofReciprocal('asinh')],
  ['acoth arccoth arcoth', ofReciprocal('atanh')],
];

function arcCotangent(argument: FormulaNode, span: Span): FormulaNode {
  const right = binaryNode('/', { kind: 'constant', text: 'Math.PI', span }, numberNode('2', span), span);
  return binaryNode('-', right, mathCall('atan', [argument], span), span);
}

/** Functions that are called as in `Math`. */
const sameInMath = Object.values(operations).flatMap(({ math, formula, arity }) =>
  math !== undefined && formula ? [[math, ofMath(math, arity)] as const] : [],
);

const functions = new Map<string, FunctionRow>([
  ['log', { least: 1, most: 2, build: ([argument, base], span) => logTo(argument!, base, span) }],
  ...sameInMath,
  ...['sin', 'cos', 'tan'].map((name) => [`arc${name}`, ofMath(`a${name}`)] as const),
  ...['sinh', 'cosh', 'tanh'].flatMap((name) => [
    [`arc${name}`, ofMath(`a${name}`)] as const,
    [`ar${name}`, ofMath(`a${name}`)] as const,
  ]),
  ['root', binary(nthRoot)],
  ['nthRoot', binary(nthRoot)],
  ['mod', binary(remainder)],
  ...inverses.flatMap(([names, rule]) => names.split(' ').map((name) => [name, unary(rule)] as const)),
  ['ln', ofMath('log')],
  ['sgn', ofMath('sign')],
  ['sec', unary(reciprocal('cos'))],
  ['csc', unary(reciprocal('sin'))],
  ['cot', unary(reciprocal('tan'))],
  ['sech', unary(reciprocal('cosh'))],
  ['csch', unary(reciprocal('sinh'))],
  ['coth', unary(reciprocal('tanh'))],
  ['relu', unary((argument, span) => mathCall('max', [numberNode('0', span), argument], span))],
  ['sigmoid', unary(sigmoid)],
  ['step', unary(step)],
  ['min', ofMath('min', 2, Infinity)],
  ['max', ofMath('max', 2, Infinity)],
  ['hypot', ofMath('hypot', 1, Infinity)],
  [
    'pow',
    {
      least: 2,
      most: 2,
      build: ([base, exponent], span) =>
        base === undefined || exponent === undefined ? internalError('arity of pow') : powerNode(base, exponent, span),
    },
  ],
]);

/** `log(w)`, `log(w, base)`. */
function logTo(argument: FormulaNode, base: FormulaNode | undefined, span: Span): FormulaNode {
  if (base === undefined) return mathCall('log', [argument], span);
  if (base.kind === 'number' && (base.text === '10' || base.text === '2'))
    return mathCall(`log${base.text}`, [argument], span);
  return binaryNode('/', mathCall('log', [argument], span), mathCall('log', [base], span), span);
}

/** The n-th root. Odd roots of negative numbers are negative: a power of a fraction has none. */
function nthRoot(radicand: FormulaNode, degree: FormulaNode, span: Span): FormulaNode {
  const n = degree.kind === 'number' ? Number(degree.text) : NaN;
  if (n === 2) return mathCall('sqrt', [radicand], span);
  if (n === 3) return mathCall('cbrt', [radicand], span);
  const exponent = binaryNode('/', numberNode('1', span), degree, span);
  if (n % 2 !== 1) return powerNode(radicand, exponent, span);
  const size = powerNode(mathCall('abs', [radicand], span), exponent, span);
  return binaryNode('*', mathCall('sign', [copyTree(radicand)], span), size, span);
}

/** What is left of `a` when whole multiples of `b` are taken away: of the sign of `b`, as in mathematics. */
export function remainder(a: FormulaNode, b: FormulaNode, span: Span): FormulaNode {
  const times = mathCall('floor', [binaryNode('/', copyTree(a), copyTree(b), span)], span);
  return binaryNode('-', a, binaryNode('*', b, times, span), span);
}

function sigmoid(argument: FormulaNode, span: Span): FormulaNode {
  const decay = mathCall('exp', [{ kind: 'negate', operand: argument, span }], span);
  return binaryNode('/', numberNode('1', span), binaryNode('+', numberNode('1', span), decay, span), span);
}

function step(argument: FormulaNode, span: Span): FormulaNode {
  const sum = binaryNode('+', numberNode('1', span), mathCall('sign', [argument], span), span);
  return binaryNode('/', sum, numberNode('2', span), span);
}

/** The row of a function, `log3` and the like included; undefined if there is none of that name. */
export function functionNamed(name: string): FunctionRow | undefined {
  const row = functions.get(name);
  if (row !== undefined) return row;
  const base = /^log(\d{1,15})$/.exec(name)?.[1];
  return base === undefined || Number(base) < 2 ? undefined : unary(logarithm(base));
}

/** The node of a constant; undefined if there is none of that name. */
export function constantNamed(name: string, span: Span): FormulaNode | undefined {
  const pi: FormulaNode = { kind: 'constant', text: 'Math.PI', span };
  if (name === 'pi' || name === 'PI' || name === 'π') return pi;
  if (name === 'tau' || name === 'τ') return binaryNode('*', numberNode('2', span), pi, span);
  if (name === 'e') return { kind: 'constant', text: 'Math.E', span };
  if (name === 'inf' || name === 'infinity' || name === 'Infinity') return { kind: 'constant', text: 'Infinity', span };
  return undefined;
}

/** Whether a name can be a variable without being declared: one letter, or one letter and an index. */
export function isVariableName(name: string): boolean {
  return /^[A-Za-z\u0370-\u03ff]\d*$/.test(name);
}

const words = [...functions.keys(), 'pi', 'tau', 'inf'];
/** Names that mean something of their own in every formula. */
const taken: ReadonlySet<string> = new Set([...words, 'infinity', 'e', 'sum', 'prod', 'mod']);

/** Whether a name is a function, a constant or another word of the notation. */
export function hasMeaning(name: string): boolean {
  return taken.has(name) || functionNamed(name) !== undefined;
}

const otherTongues = new Map([
  ['tg', 'tan'],
  ['ctg', 'cot'],
  ['cotan', 'cot'],
  ['cosec', 'csc'],
  ['arctg', 'atan'],
  ['sen', 'sin'],
  ['sine', 'sin'],
  ['cosine', 'cos'],
  ['tangent', 'tan'],
  ['sh', 'sinh'],
  ['ch', 'cosh'],
  ['th', 'tanh'],
  ['lg', 'log10'],
  ['lb', 'log2'],
  ['nthroot', 'nthRoot'],
  ['arccotan', 'acot'],
  ['heaviside', 'step'],
  ['logistic', 'sigmoid'],
]);
const typeScriptWords = new Set(['function', 'return', 'const', 'let', 'var', 'if', 'else', 'for', 'while']);

/** What to say about an unknown name: its likely spelling, its likely parts, or how to declare it. */
export function hintForName(name: string, declared: readonly string[], called = false): string {
  if (typeScriptWords.has(name)) return 'this looks like TypeScript: read it with fromSource';
  const lower = name.toLowerCase();
  const spelled = otherTongues.get(lower) ?? (words.includes(lower) ? lower : undefined);
  if (spelled !== undefined) return `did you mean ${spelled}?`;
  if (name.length > 40) return 'variables are single letters such as w';
  const parts = splitName(name, declared);
  if (parts !== undefined) return `a product needs a space or *: did you mean ${parts.join(' ')}?`;
  const allowed = name.length <= 3 ? 1 : 2;
  let nearest: { word: string; distance: number } | undefined;
  for (const word of [...declared, ...words]) {
    const distance = editDistance(lower, word.toLowerCase());
    if (distance <= allowed && distance < (nearest?.distance ?? Infinity)) nearest = { word, distance };
  }
  if (nearest !== undefined) return `did you mean ${nearest.word}?`;
  if (called) return 'functions are sin, cos, tan, exp, ln, sqrt, abs, min, max and the others of Math';
  return `variables are single letters such as w, or are named with { variables: ['${name}'] }`;
}

/** `wsin` → w, sin; `piw` → pi, w; undefined unless every part is a word or a usual variable. */
function splitName(name: string, declared: readonly string[]): readonly string[] | undefined {
  const known = [...words, ...declared].sort((a, b) => b.length - a.length).join('|');
  const part = new RegExp(`^(?:${known}|[tuvwxyz]\\d*|e)(?=$|[A-Za-z])`);
  const parts: string[] = [];
  let rest = name;
  while (rest !== '') {
    const found = part.exec(rest)?.[0];
    if (found === undefined) return undefined;
    parts.push(found);
    rest = rest.slice(found.length);
  }
  return parts;
}

/** Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other. */
function editDistance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let least = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        least = Math.min(least, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(least);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
