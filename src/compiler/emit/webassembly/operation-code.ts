/** Operations as code of WebAssembly, on values in their places. */
import { internalError } from '../../../base/diagnostics.ts';
import type { Apply, Value } from '../../ir/ir.ts';
import type { OperationName } from '../../ir/operations.ts';
import { single } from './lanes.ts';
import type { Code } from './module.ts';
import { rowOf } from './operations.ts';
import type { Places } from './places.ts';
import { refuse } from './refused.ts';

/** An operation whose result is kept as an integer. */
export function wholeOperation(p: Places, { operation, args }: Apply): Code {
  const [a, b] = args.map((arg) => (operation === 'select' && arg === args[0] ? [] : p.integer(arg)));
  switch (operation) {
    case 'add':
    case 'sub':
    case 'mul':
      return [...a!, ...b!, [`i64.${operation}`]];
    case 'select':
      return [...p.integer(args[1]!), ...p.integer(args[2]!), ...p.truth(args[0]!), ['select']];
    default:
      return internalError('a whole number of an operation that gives none', operation);
  }
}

/**
 * An operation whose result is a number or a truth value.
 *
 * @param numberOf the number of the function to call for one that has no instructions
 */
export function valueOperation(
  p: Places,
  operation: OperationName,
  args: readonly Value[],
  kind: 'number' | 'truth',
  numberOf: (name: OperationName) => number,
): Code {
  const row = rowOf(operation);
  switch (row.by) {
    case 'instructions': {
      const compared = comparedWhole(p, operation, args);
      return (
        compared ??
        row.of(
          single,
          args.map((arg) => p.number(arg)),
        )
      );
    }
    case 'kernel':
    case 'engine':
      return [...args.flatMap((arg) => p.number(arg)), ['call', numberOf(operation)]];
    case 'emitter':
      return special(p, operation, args, kind);
    case 'nothing':
      return refuse(`it holds ${row.what}`);
  }
}

function comparedWhole(p: Places, operation: OperationName, args: readonly Value[]): Code | undefined {
  const codes = { lt: 'i64.lt_s', le: 'i64.le_s', gt: 'i64.gt_s', ge: 'i64.ge_s' } as const;
  if (!Object.hasOwn(codes, operation) || !areWhole(p, args)) return undefined;
  return [...p.integer(args[0]!), ...p.integer(args[1]!), [codes[operation as 'lt']]];
}

function areWhole(p: Places, args: readonly Value[]): boolean {
  const isWhole = (value: Value): boolean => value.constant === undefined && p.placeOf(value).kind === 'whole';
  return args.some(isWhole) && args.every((arg) => isWhole(arg) || p.whole.intervalOf(arg) !== undefined);
}

/** What an argument is at run time. */
export function kindOf(p: Places, value: Value): 'number' | 'boolean' | 'nothing' | 'array' {
  if (value.constant !== undefined) {
    const kind = typeof value.constant.value;
    if (kind === 'number' || kind === 'boolean') return kind;
    return value.constant.value === undefined || value.constant.value === null ? 'nothing' : refuse('it holds texts');
  }
  const { kind } = p.placeOf(value);
  return kind === 'array' ? 'array' : kind === 'truth' ? 'boolean' : 'number';
}

/** `left === right`: known, or code for it. */
export function equal(p: Places, left: Value, right: Value): Code | boolean {
  const kinds = [kindOf(p, left), kindOf(p, right)];
  if (kinds[0] === 'nothing' && kinds[1] === 'nothing') return left.constant!.value === right.constant!.value;
  if (kinds[0] !== kinds[1]) return false;
  if (kinds[0] === 'number') {
    if (areWhole(p, [left, right])) return [...p.integer(left), ...p.integer(right), ['i64.eq']];
    return [...p.number(left), ...p.number(right), ['f64.eq']];
  }
  if (kinds[0] === 'boolean') return [...p.truth(left), ...p.truth(right), ['i32.eq']];
  return refuse('it compares arrays');
}

function special(p: Places, operation: OperationName, args: readonly Value[], kind: 'number' | 'truth'): Code {
  const [first, second, third] = args;
  switch (operation) {
    case 'eq':
    case 'ne': {
      const test = equal(p, first!, second!);
      if (typeof test === 'boolean') return [['i32.const', test === (operation === 'eq') ? 1 : 0]];
      return operation === 'eq' ? test : [...test, ['i32.eqz']];
    }
    case 'not':
      return [...p.truth(first!), ['i32.eqz']];
    case 'truthy':
      return p.truth(first!);
    case 'is_undefined':
    case 'is_null': {
      const sought = operation === 'is_null' ? null : undefined;
      return [['i32.const', first!.constant !== undefined && first!.constant.value === sought ? 1 : 0]];
    }
    case 'number':
      return p.number(first!);
    case 'stop':
      return kind === 'truth' ? p.truth(first!) : p.number(first!);
    case 'select': {
      for (const chosen of [second!, third!])
        if (kindOf(p, chosen) !== (kind === 'truth' ? 'boolean' : 'number')) refuse('it mixes kinds of values');
      const [a, b] = [second!, third!].map((chosen) => (kind === 'truth' ? p.truth(chosen) : p.number(chosen)));
      return [...a!, ...b!, ...p.truth(first!), ['select']];
    }
    default:
      return internalError('an operation without code', operation);
  }
}
