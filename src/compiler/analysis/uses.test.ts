import { describe, expect, it } from 'vitest';
import { Builder, emptyBlock } from '../rules/builder.ts';
import { certainBooleans } from './certain-booleans.ts';
import { hasEffects } from './effects.ts';
import { analyzeUses } from './uses.ts';
import { inductionOf, inductionsOf } from './inductions.ts';
import type { FunctionIr, If, Loop, Value } from '../ir/ir.ts';
import { booleanType, newValue, numberType } from '../ir/ir.ts';

function program(write: (b: Builder, x: Value) => Value[]): FunctionIr {
  const x = newValue(numberType, 'x');
  const body = emptyBlock();
  body.yields = write(new Builder(body), x);
  return { name: 'f', parameters: [x], body };
}

/** A loop over one parameter. */
function loopOf(b: Builder, from: Value, test: (p: Value) => Value, next: (p: Value) => Value): Loop {
  const [parameter, result] = [newValue(numberType, 'p'), newValue(numberType, 'r')];
  const [tests, body] = [emptyBlock(), emptyBlock()];
  b.inBlock(tests, () => (tests.yields = [test(parameter)]));
  b.inBlock(body, () => (body.yields = [next(parameter)]));
  return b.emit({ kind: 'loop', initial: [from], parameters: [parameter], test: tests, body, results: [result] });
}

describe('uses', () => {
  it('know what a value is needed for', () => {
    let loop: Loop | undefined;
    const fn = program((b, x) => {
      loop = loopOf(b, x, (p) => b.apply('lt', p, b.constant(9)), (p) => b.apply('add', p, b.constant(1)));
      return [loop.results[0]!];
    }); // prettier-ignore
    const uses = analyzeUses(fn);
    expect(uses.usesOf(fn.parameters[0]!).map(({ role }) => role)).toEqual(['initial']);
    expect(uses.usesOf(loop!.parameters[0]!).map(({ role }) => role)).toEqual(['operand', 'operand']);
    expect(uses.usesOf(loop!.results[0]!).map(({ role }) => role)).toEqual(['yield']);
  });

  it('in a loop keep what is outside alive to the end of the loop, and parameters past the test', () => {
    let loop: Loop | undefined;
    const fn = program((b, x) => {
      loop = loopOf(b, b.constant(0), (p) => b.apply('lt', p, x), (p) => b.apply('add', p, b.constant(1)));
      return [loop.results[0]!];
    }); // prettier-ignore
    const uses = analyzeUses(fn);
    const x = fn.parameters[0]!;
    const inBody = uses.blockExtent(loop!.body).start;
    const { end } = uses.extentOf(loop!);
    expect(uses.neededAfter(x, inBody)).toBe(true);
    expect(uses.neededAfter(x, end)).toBe(false);
    const parameter = loop!.parameters[0]!;
    expect(uses.neededAfter(parameter, uses.blockExtent(loop!.test).start)).toBe(true);
    expect(uses.neededAfter(parameter, uses.extentOf(loop!.body.instructions[0]!).start)).toBe(false);
  });

  it('in the branch not taken do not count', () => {
    let branch: If | undefined;
    const fn = program((b, x) => {
      const result = b.choose(b.apply('gt', x, b.constant(0)), [{ type: numberType }], () => [b.constant(1)], () => [b.apply('sin', x)]);
      branch = b.block.instructions.find((i): i is If => i.kind === 'if');
      return result;
    }); // prettier-ignore
    const uses = analyzeUses(fn);
    const at = uses.blockExtent(branch!.then).start;
    const other = uses.blockExtent(branch!.otherwise);
    expect(uses.neededAfter(fn.parameters[0]!, at)).toBe(true);
    expect(uses.neededAfter(fn.parameters[0]!, at, [other])).toBe(false);
  });
});

describe('loops that count', () => {
  const b = new Builder();
  const n = newValue(numberType, 'n');
  it('are recognised whichever way they are written', () => {
    const up = inductionOf(loopOf(b, b.constant(0), (p) => b.apply('lt', p, n), (p) => b.apply('add', b.constant(2), p)), 0); // prettier-ignore
    expect(up).toMatchObject({ index: 0, step: 2 });
    const down = inductionOf(loopOf(b, n, (p) => b.apply('lt', b.constant(0), p), (p) => b.apply('sub', p, b.constant(1))), 0); // prettier-ignore
    expect(down).toMatchObject({ index: 0, step: -1 });
  });

  it('are not confused with others', () => {
    const doubling = loopOf(b, n, (p) => b.apply('lt', p, n), (p) => b.apply('mul', p, b.constant(2))); // prettier-ignore
    expect(inductionOf(doubling, 0)).toBeUndefined();
    const odd = loopOf(b, n, (p) => b.apply('lt', b.apply('mul', p, p), n), (p) => b.apply('add', p, b.constant(1))); // prettier-ignore
    expect(inductionsOf(odd)).toHaveLength(1);
    const still = loopOf(
      b,
      n,
      (p) => b.apply('lt', p, n),
      (p) => p,
    );
    expect(inductionsOf(still)).toHaveLength(0);
    const reversed = loopOf(b, n, (p) => b.apply('lt', p, n), (p) => b.apply('sub', b.constant(1), p)); // prettier-ignore
    expect(inductionsOf(reversed)).toHaveLength(0);
  });
});

it('effects are found at any depth', () => {
  const b = new Builder();
  const x = newValue(numberType, 'x');
  const silent = loopOf(b, x, (p) => b.apply('lt', p, x), (p) => b.apply('sin', p)); // prettier-ignore
  expect(hasEffects(silent)).toBe(false);
  const loud = loopOf(b, x, (p) => b.apply('lt', p, x), (p) => {
    b.choose(b.apply('gt', p, x), [], () => (b.emit({ kind: 'kink', left: p, right: x }), []), () => []);
    return p;
  }); // prettier-ignore
  expect(hasEffects(loud)).toBe(true);
});

it('a truth value read past the end of an array is not certain, nor is what it decides', () => {
  const flags = newValue({ kind: 'array', element: booleanType, storage: 'list' }, 'flags');
  const b = new Builder();
  const read = b.load(flags, b.constant(9));
  const less = b.apply('lt', b.constant(1), flags);
  const mixed = b.apply('select', less, read, less);
  const clean = b.apply('select', read, less, b.constant(false));
  const certain = certainBooleans({ name: 'f', parameters: [flags], body: b.block });
  expect([read, less, mixed, clean].map((value) => certain.has(value))).toEqual([false, true, false, true]);
});
