/** Long functions are emitted in parts, and give what the interpreter gives. */
import { expect, it } from 'vitest';
import { interpret } from '../../interpret/interpret.ts';
import { type ArrayType, type FunctionIr, newValue, numberType, type Value } from '../../ir/ir.ts';
import { reachable } from '../../ir/visit.ts';
import { verify } from '../../ir/verify.ts';
import { Builder, emptyBlock } from '../../rules/builder.ts';
import { emitJavaScript } from './javascript.ts';
import { splitFunction } from './split-functions.ts';

const list: ArrayType = { kind: 'array', element: numberType, storage: 'list' };

/** A function with so many loops, each of which sums what the one before has left in a list and writes a new one. */
function withLoops(count: number, tape: boolean): FunctionIr {
  const b = new Builder(emptyBlock());
  const given = newValue(list, 'given');
  const shared = tape ? b.emit({ kind: 'list', result: newValue(list, 'tape'), elements: [], tape: true }).result : undefined; // prettier-ignore
  let from: Value = given;
  let total = b.constant(0);
  for (let k = 0; k < count; k++) {
    const made = b.emit({ kind: 'list', result: newValue(list, 'made'), elements: [] }).result;
    const [sum] = b.count(b.length(from), [total], (index, [before]) => {
      const x = b.load(from, index);
      const y = b.apply('sin', b.apply('mul', x, b.constant(0.5 + k)));
      const z = b.apply('add', y, b.apply('mul', before!, b.constant(0.1)));
      b.emit({ kind: 'push', array: made, value: z });
      if (shared) b.emit({ kind: 'push', array: shared, value: x });
      return [b.apply('add', b.apply('cos', z), y)];
    });
    total = sum!;
    from = made;
  }
  b.block.yields = [total];
  return { name: 'f', parameters: [given], body: b.block };
}

const point = [0.3, -1.2, 2];

it('a long one has its loops in functions of their own, and gives the same', () => {
  const long = withLoops(60, false);
  const parts = splitFunction(long);
  verify(parts);
  expect(reachable(parts).size).toBe(61);
  expect(interpret(parts, [point])).toEqual(interpret(long, [point]));
  expect(emitJavaScript(long, { results: 'array' }).compile().run(point)).toEqual(interpret(long, [point]));
});

it('a short one stays as it is', () => {
  const short = withLoops(6, false);
  expect(splitFunction(short)).toBe(short);
});

it('loops stay that push on a tape of the function', () => {
  const long = withLoops(60, true);
  expect(reachable(splitFunction(long)).size).toBe(1);
  expect(emitJavaScript(long, { results: 'array' }).compile().run(point)).toEqual(interpret(long, [point]));
});
