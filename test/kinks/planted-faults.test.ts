/** Faults planted in the way to answers at ties: the rows that are held against every operator must see each of them. */
import { expect, it, vi } from 'vitest';
import type { FunctionIr } from '../../src/compiler/ir/ir.ts';
import { reachable } from '../../src/compiler/ir/visit.ts';
import type * as Trail from '../../src/compiler/kinks/trail.ts';
import type * as Forward from '../../src/calculus/forward-transforms.ts';
import { grad, jvp, withDerivative } from '../../src/index.ts';
import { kinkRows, smoothRows } from './rows.ts';

const planted = vi.hoisted(() => ({ ruleDropped: false, tieIgnored: false }));

// While a program is prepared for its sides, functions with a derivative given by hand lose it.
vi.mock('../../src/compiler/kinks/trail.ts', async (importOriginal) => {
  const original = await importOriginal<typeof Trail>();
  const withTrail = (fn: FunctionIr): Trail.Trailed => {
    const ruled = planted.ruleDropped ? [...reachable(fn)].filter(({ rule }) => rule !== undefined) : [];
    const kept = ruled.map(({ rule }) => rule);
    for (const each of ruled) Object.assign(each, { rule: undefined });
    try {
      return original.withTrail(fn);
    } finally {
      ruled.forEach((each, k) => Object.assign(each, { rule: kept[k] }));
    }
  };
  return { ...original, withTrail };
});

// Programs of jvp and of Jacobians by columns do not mark their ties.
vi.mock('../../src/calculus/forward-transforms.ts', async (importOriginal) => {
  const original = await importOriginal<typeof Forward>();
  return {
    ...original,
    forwardTransform: (active: readonly boolean[], width: number, ties: boolean) =>
      original.forwardTransform(active, width, ties && !planted.tieIgnored),
  };
});

/** The rows at which `jvp` along the first axis gives another slope than it should. */
const wrongRows = (): string[] => {
  const rows = [
    ...smoothRows.map(({ name, f, at, gradient }) => ({ name, f, at, slope: gradient![0]! })),
    ...kinkRows.map(({ name, f, at, sides }) => ({ name, f, at, slope: (sides![0]![0] + sides![0]![1]) / 2 })),
  ];
  return rows.flatMap(({ name, f, at, slope }) => {
    // Programs are kept with their function: each look is at a fresh one.
    const fresh = (w: number[]): number => f(w);
    const [, found] = jvp(fresh, [[...at]], [at.map((_, k) => Number(k === 0))], { scope: { f } });
    return Math.abs(found - slope) <= 1e-12 ? [] : [name];
  });
};

/** A straight-through rounding beside a relu at 0, which is a tie. */
const slopesOfRounding = (): number[] => {
  const ste = withDerivative((x: number) => Math.round(x), () => 1); // prettier-ignore
  const loss = (w: number[]): number => ste(w[0]!) * 2 + Math.max(0, w[1]!);
  return grad(loss, { scope: { ste } })([0.3, 0]);
};

it('nothing is wrong without a fault', () => {
  expect(wrongRows()).toEqual([]);
  expect(slopesOfRounding()).toEqual([2, 0.5]);
});

it('a rule that is dropped at a tie is seen', () => {
  planted.ruleDropped = true;
  try {
    expect(slopesOfRounding()).not.toEqual([2, 0.5]);
  } finally {
    planted.ruleDropped = false;
  }
});

it('a tie that jvp takes no notice of is seen', () => {
  planted.tieIgnored = true;
  try {
    expect(wrongRows().length).toBeGreaterThan(5);
  } finally {
    planted.tieIgnored = false;
  }
});
