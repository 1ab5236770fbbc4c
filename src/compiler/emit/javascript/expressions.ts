/**
 * JavaScript expressions as text with what is needed to put them together: precedence, so that parentheses
 * stand exactly where they change something; the variables read, so that nobody overwrites one too early; and
 * whether memory is read. How an operation is written comes from its row in the rule table.
 */
import { internalError } from '../../../base/diagnostics.ts';
import type { Constant } from '../../ir/ir.ts';
import { isSmooth, type OperationName, operations } from '../../ir/operations.ts';
import { rules } from '../../rules/index.ts';
import type { Variable } from './variables.ts';

export interface Expression {
  readonly text: string;
  /** JavaScript's, 20 for names, literals and calls. */
  readonly precedence: number;
  /** Variables that may be assigned again, read by the text. */
  readonly reads: readonly Variable[];
  /** Whether memory is read. */
  readonly memory: boolean;
  /** Certain to be `true` or `false`. */
  readonly boolean?: boolean;
  /** For `left operator right`, so that an assignment can be written `left operator= right`. */
  readonly compound?: { readonly left: string; readonly operator: string; readonly right: Expression };
  /** For `-x`, `x`: so that `a + -x` can be written `a - x`, which is the same bit for bit. */
  readonly opposite?: Expression;
  /** The same as a condition, shorter: `x` for `!!x`. */
  readonly asCondition?: Expression;
  /** Its negation, where it has one that is as short. */
  readonly negated?: Expression;
}

export const atom = 20;
const unary = 14;
/** Assignments, and what stands between commas. */
export const assignment = 2;

const noReads: readonly Variable[] = [];

/** An expression that reads no variable and no memory. */
export function literal(text: string, precedence = atom): Expression {
  return { text, precedence, reads: noReads, memory: false };
}

/** A constant, written so that reading it back gives the same value, −0 and NaN included. */
export function constantExpression(value: Constant): Expression {
  switch (typeof value) {
    case 'number':
      if (value > 0 || Object.is(value, 0) || Number.isNaN(value)) return literal(String(value));
      return { ...literal(Object.is(value, -0) ? '-0' : String(value), unary), opposite: literal(String(-value)) };
    case 'string':
      return literal(stringLiteral(value));
    case 'boolean':
      return { ...literal(String(value)), boolean: true };
    default:
      return literal(String(value));
  }
}

/** A string literal that holds on one line whatever the string contains. */
export function stringLiteral(text: string): string {
  return JSON.stringify(text)
    .replace(/\u2028/g, '\\u2028')
    .replace(/\u2029/g, '\\u2029');
}

/** The text of an expression, in parentheses if it binds less than `precedence`. */
export function within(expression: Expression, precedence: number): string {
  return expression.precedence < precedence ? `(${expression.text})` : expression.text;
}

/** Variables and memory read by any of several expressions. */
function readsOf(parts: readonly Expression[]): Pick<Expression, 'reads' | 'memory'> {
  const reading = parts.filter((part) => part.reads.length > 0);
  const reads = reading.length === 0 ? noReads : reading.length === 1 ? reading[0]!.reads : union(reading);
  return { reads, memory: parts.some((part) => part.memory) };
}

function union(parts: readonly Expression[]): readonly Variable[] {
  return [...new Set(parts.flatMap((part) => part.reads))];
}

/** Any expression made of others. */
export function compose(text: string, precedence: number, parts: readonly Expression[]): Expression {
  return { text, precedence, ...readsOf(parts) };
}

/** The sign between the arguments of arithmetic: what an assignment can be written with, `x += y`. */
function signBetween(operation: OperationName): string | undefined {
  return isSmooth(operation) ? /^\$0 (.) \$1$/.exec(rules[operation].text)?.[1] : undefined;
}

/** An operation on expressions. `guarded_mul` writes its first argument twice, so that must be a name or a number. */
export function operationExpression(operation: OperationName, args: readonly Expression[]): Expression {
  if (operation === 'stop') return args[0]!;
  if (operation === 'select') return choice(args[0]!, args[1]!, args[2]!);
  if (operation === 'guarded_mul') {
    const isZero = operationExpression('eq', [args[0]!, zero]);
    return choice(isZero, zero, operationExpression('mul', args));
  }
  const opposite = args[1]?.opposite;
  if (opposite !== undefined && (operation === 'add' || operation === 'sub')) {
    return operationExpression(operation === 'add' ? 'sub' : 'add', [args[0]!, opposite]);
  }
  const expression = write(operation, args);
  const operator = signBetween(operation);
  if (operator !== undefined) {
    return { ...expression, compound: { left: args[0]!.text, operator, right: args[1]! } };
  }
  if (operation === 'neg') return { ...expression, opposite: args[0]! };
  if (operations[operation].result !== 'boolean') return expression;
  const truth = { ...expression, boolean: true };
  if (operation === 'not') return { ...truth, negated: condition(args[0]!) };
  if (operation === 'truthy') return { ...truth, asCondition: args[0]! };
  const reverse = operation === 'eq' ? 'ne' : operation === 'ne' ? 'eq' : undefined;
  return reverse === undefined ? truth : { ...truth, negated: { ...write(reverse, args), boolean: true } };
}

const zero = literal('0');

/** The text of an operation, cut at its arguments: `pieces[0] $slots[0] pieces[1] $slots[1] …`. */
interface Template {
  readonly pieces: readonly string[];
  readonly slots: readonly { readonly index: number; readonly precedence: number }[];
  readonly precedence: number;
}

const templates = new Map<OperationName, Template>();

function templateOf(operation: OperationName): Template {
  let template = templates.get(operation);
  if (template === undefined) {
    const { text, precedence } = rules[operation];
    const parts = text.split(/\$(\d)/);
    const least = leastPrecedences(text, precedence);
    template = {
      pieces: parts.filter((_, k) => k % 2 === 0),
      slots: parts.filter((_, k) => k % 2 === 1).map((k) => ({ index: Number(k), precedence: least[Number(k)]! })),
      precedence,
    };
    templates.set(operation, template);
  }
  return template;
}

/** The least precedence each argument may have without parentheses. */
function leastPrecedences(text: string, precedence: number): readonly number[] {
  if (precedence === atom) return [assignment, assignment, assignment];
  if (precedence === unary) return [unary];
  return text.startsWith('$0') ? [precedence, precedence + 1] : internalError('the text of an operation', text);
}

function write(operation: OperationName, args: readonly Expression[]): Expression {
  const { pieces, slots, precedence } = templateOf(operation);
  let text = pieces[0]!;
  slots.forEach((slot, k) => {
    const inner = within(args[slot.index]!, slot.precedence);
    // `--x` and `++x` would be something else.
    const clash = precedence === unary && (inner[0] === '-' || inner[0] === '+') && text.endsWith(inner[0]);
    text += (clash ? `(${inner})` : inner) + pieces[k + 1]!;
  });
  return compose(text, precedence, args);
}

/** An expression where only its truth matters. */
export function condition(expression: Expression): Expression {
  return expression.asCondition === undefined ? expression : condition(expression.asCondition);
}

/** The opposite of a condition. Not `a >= b` for `a < b`, which NaN tells apart. */
export function negate(expression: Expression): Expression {
  const plain = condition(expression);
  return plain.negated ?? { ...compose(`!${within(plain, unary)}`, unary, [plain]), boolean: true };
}

/** `c ? a : b`, or `c && a`, `c || b`, `c`, `!c` where that is the same. */
export function choice(test: Expression, then: Expression, otherwise: Expression): Expression {
  if (test.boolean === true && then.text === 'true' && otherwise.text === 'false') return test;
  if (then.text === 'false' && otherwise.text === 'true') {
    const opposite = negate(test);
    if (opposite.boolean === true) return opposite;
  }
  if (test.boolean === true && otherwise.text === 'false') {
    const text = `${within(test, 4)} && ${within(then, 5)}`;
    return { ...compose(text, 4, [test, then]), ...(then.boolean && { boolean: true }) };
  }
  if (test.boolean === true && then.text === 'true') {
    const text = `${within(test, 3)} || ${within(otherwise, 4)}`;
    return { ...compose(text, 3, [test, otherwise]), ...(otherwise.boolean && { boolean: true }) };
  }
  const asked = condition(test);
  const text = `${within(asked, 3)} ? ${within(then, assignment)} : ${within(otherwise, assignment)}`;
  const boolean = then.boolean === true && otherwise.boolean === true;
  return { ...compose(text, assignment, [asked, then, otherwise]), ...(boolean && { boolean }) };
}

/** `array[index]` */
export function elementExpression(array: Expression, index: Expression): Expression {
  return { ...compose(`${within(array, atom)}[${index.text}]`, atom, [array, index]), memory: true };
}

/** `[a, b]` */
export function listExpression(elements: readonly Expression[]): Expression {
  return compose(`[${elements.map((element) => within(element, assignment)).join(', ')}]`, atom, elements);
}
