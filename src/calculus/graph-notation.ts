/**
 * Operations and their local derivatives as people write them: `a b`, `w²`, `√a`, `cos(w)`. The formulas are those of
 * the rule table, run over terms that carry a text beside their value; nothing is differentiated here a second time.
 * A choice inside a formula (the slope of `max`) is written as the side taken at the point. A text that would be
 * longer than a label stands for itself as `tanh′(a)` or `∂c/∂a`.
 */
import { numberText } from './geometry/coefficient-text.ts';
import type { OperationName } from '../compiler/ir/operations.ts';
import { evaluate, rules, type Terms } from '../compiler/rules/index.ts';

/** A term with its text; `precedence` is that of its weakest operator, in JavaScript's numbering. */
export interface WrittenTerm {
  readonly text: string;
  readonly precedence: number;
  readonly value: unknown;
  /** A number of the program's text, not a name. */
  readonly constant: boolean;
}

const sum = 11;
const product = 12;
const atom = 20;
const longestText = 22;

/** A name with the value it stands for. */
export function namedTerm(name: string, value: number): WrittenTerm {
  return { text: name, precedence: atom, value, constant: false };
}

/** A number. */
export function constantTerm(value: unknown): WrittenTerm {
  const text = typeof value === 'number' ? numberText(value, 4, 'text') : String(value);
  return { text, precedence: text.startsWith('−') ? sum : text.includes('·') ? product : atom, value, constant: true };
}

/** Signs of operations that are not written as a name with brackets. */
const signs: Partial<Record<OperationName, string>> = {
  neg: '−', add: '+', sub: '−', mul: '×', guarded_mul: '×', div: '÷', rem: 'mod', sqrt: '√', cbrt: '∛', abs: '|·|',
}; // prettier-ignore

/** An operation without what goes in, a constant among its arguments kept: `sin`, `×`, `0.1 ×`, `+ 5`, `²`. */
export function labelOperation(operation: OperationName, args: readonly WrittenTerm[]): string {
  const [first, second] = args;
  if (operation === 'mul' && first?.text === second?.text && first?.constant === false) return '²';
  if (operation === 'pow' && second?.constant) return power(joined('', atom, 0), second, 0).text;
  const sign = signs[operation];
  const isPartial = args.some(({ constant }) => constant);
  if (sign === undefined) {
    const name = rules[operation].text.replace(/^Math\.|\(.*$/g, '');
    return isPartial ? `${name}(${args.map(({ constant, text }) => (constant ? text : '·')).join(', ')})` : name;
  }
  if (!isPartial || args.length < 2) return sign;
  return first?.constant ? `${first.text} ${sign}` : `${sign} ${second?.text}`;
}

/** Operations that mathematics does not write as JavaScript does; the others are written as in JavaScript, without `Math.`. */
const notations: Partial<Record<OperationName, { readonly text: string; readonly precedence: number }>> = {
  neg: { text: '−$0', precedence: sum },
  sub: { text: '$0 − $1', precedence: sum },
  div: { text: '$0/$1', precedence: product },
  rem: { text: '$0 mod $1', precedence: product },
  sqrt: { text: '√$0', precedence: atom },
  cbrt: { text: '∛$0', precedence: atom },
  abs: { text: '|$0|', precedence: atom },
  fround: { text: 'fround($0)', precedence: atom },
  f16round: { text: 'f16round($0)', precedence: atom },
  stop: { text: 'stop($0)', precedence: atom },
};

function bracketed(term: WrittenTerm, least: number): string {
  return term.precedence < least ? `(${term.text})` : term.text;
}

function joined(text: string, precedence: number, value: unknown): WrittenTerm {
  return { text, precedence, value, constant: false };
}

/** The digits of a whole number as superscripts. */
function raised(exponent: string): string {
  return Array.from(exponent, (digit) => (digit === '−' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(digit)])).join('');
}

function power(base: WrittenTerm, exponent: WrittenTerm, value: unknown): WrittenTerm {
  // A raised number would run into the exponent: (10⁻⁴)², and so would the exponent of a power.
  const body = /[⁰¹²³⁴⁵⁶⁷⁸⁹^]$/.test(base.text) ? `(${base.text})` : bracketed(base, atom);
  if (exponent.constant && Number.isInteger(exponent.value)) return joined(body + raised(exponent.text), atom, value);
  return joined(
    `${body}^${/^[\p{L}\d.₀-₉]+$/u.test(exponent.text) ? exponent.text : `(${exponent.text})`}`,
    atom,
    value,
  );
}

/** `2 w`, `sin(w) w`, `−a b`, `3 · 4`. */
function times(a: WrittenTerm, b: WrittenTerm, value: unknown): WrittenTerm {
  if (a.constant && a.value === 1) return { ...b, value };
  if (b.constant && b.value === 1) return { ...a, value };
  if (b.constant && !a.constant) return times(b, a, value);
  if (a.text === b.text && !a.constant) return power(a, constantTerm(2), value);
  const first = /^−[^+−]*$/.test(a.text) ? a.text : bracketed(a, product);
  const second = bracketed(b, product);
  const sign = /^[\d√]/.test(second) ? ' · ' : ' ';
  return joined(first + sign + second, first.startsWith('−') ? sum : product, value);
}

function plus(a: WrittenTerm, b: WrittenTerm, value: unknown): WrittenTerm {
  const negative = b.text.startsWith('−');
  return joined(negative ? `${a.text} − ${b.text.slice(1)}` : `${a.text} + ${b.text}`, sum, value);
}

function minus(a: WrittenTerm, b: WrittenTerm, value: unknown): WrittenTerm {
  if (b.constant && b.text.startsWith('−')) return joined(`${a.text} + ${b.text.slice(1)}`, sum, value);
  return joined(`${a.text} − ${bracketed(b, product)}`, sum, value);
}

/** An operation applied to terms: its value and its text. */
export function writeOperation(operation: OperationName, args: readonly WrittenTerm[]): WrittenTerm {
  const value = evaluate(
    operation,
    args.map((arg) => arg.value),
  );
  if (operation === 'select') return args[0]?.value ? args[1]! : args[2]!;
  if (args.every((arg) => arg.constant)) return constantTerm(value);
  const [a, b] = args as readonly [WrittenTerm, WrittenTerm];
  switch (operation) {
    case 'mul':
    case 'guarded_mul':
      return times(a, b, value);
    case 'add':
      return plus(a, b, value);
    case 'sub':
      return minus(a, b, value);
    case 'pow':
      return power(a, b, value);
    case 'neg':
      return a.text.startsWith('−') && a.precedence === sum && !/ [+−] /.test(a.text)
        ? joined(a.text.slice(1), product, value)
        : joined(`−${bracketed(a, product)}`, sum, value);
    default: {
      const { text, precedence } = notations[operation] ?? {
        text: rules[operation].text.replace('Math.', ''),
        precedence: rules[operation].precedence,
      };
      const inBrackets = /^[\w′]+\(|^\|/.test(text);
      return joined(
        text.replace(/\$(\d)/g, (_, k: string) => {
          const arg = args[Number(k)]!;
          return inBrackets ? arg.text : bracketed(arg, k === '1' ? precedence + 1 : precedence);
        }),
        precedence,
        value,
      );
    }
  }
}

const writtenTerms: Terms<WrittenTerm> = {
  constant: constantTerm,
  apply: (operation, ...args) => writeOperation(operation, args),
  isZero: (term) => term.constant && term.value === 0,
  known: (term) => (term.constant && typeof term.value === 'number' ? term.value : undefined),
};

/** The partial derivative of an operation with respect to its k-th argument: value and text. */
export function writePartial(
  operation: OperationName,
  k: number,
  args: readonly WrittenTerm[],
  result: WrittenTerm,
): WrittenTerm {
  const rule = rules[operation];
  const partial = rule.partials?.[k]?.(writtenTerms, args, result);
  // Operations on bits, and `stop`, count as flat.
  if (partial === undefined) return constantTerm(0);
  const template = rule.written?.[k];
  if (template !== undefined) {
    const text = template.replace(/\$(\w)/g, (_, name: string) =>
      name === 'y' ? result.text : bracketed(args[Number(name)]!, atom),
    );
    return { text, precedence: / [+−] /.test(text) ? sum : product, value: partial.value, constant: false };
  }
  if (partial.text.length <= longestText) return partial;
  const short =
    args.length === 1
      ? `${rules[operation].text.replace(/^Math\.|\(.*$/g, '')}′(${args[0]!.text})`
      : `∂${result.text}/∂${args[k]!.text}`;
  return { text: short, precedence: atom, value: partial.value, constant: false };
}

/** The sum of two partial derivatives with respect to one number that goes in twice: `w + w` is 2 w. */
export function addPartials(a: WrittenTerm, b: WrittenTerm): WrittenTerm {
  const value = (a.value as number) + (b.value as number);
  if (a.constant && b.constant) return constantTerm(value);
  return a.text === b.text ? times(constantTerm(2), a, value) : plus(a, b, value);
}

/** True if the operation stands on a kink at these values. */
export function isOnKink(operation: OperationName, args: readonly number[]): boolean {
  const numbers: Terms<number> = {
    constant: (value) => value,
    apply: (inner, ...terms) => evaluate(inner, terms) as number,
  };
  const tie = rules[operation].tie?.(numbers, args);
  return tie !== undefined && tie[0] === tie[1];
}
