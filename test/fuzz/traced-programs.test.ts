/**
 * Random programs with classes, maps and exceptions: what the traced road says is what the compiled one says where that
 * takes them, and what differences say; forward and reverse mode agree, and the program's own value is bit for bit the
 * same. Then faults are planted in the runtime that rewritten code calls: each must show in these programs.
 */
import { afterEach, describe, expect, it } from 'vitest';
import { derivative, numericalDerivative, SecantError, valueAndGrad } from 'secant';
import { runtime } from '../../src/compiler/trace/runtime.ts';
import { writeTracedProgram } from './traced-program.ts';

type F = (w: number) => number;
const programs = 100;
const points = [0.37, -1.21];

const near = (a: number, b: number, allowed: number): boolean =>
  Object.is(a, b) || Math.abs(a - b) <= allowed * Math.max(1, Math.abs(b));

/** What is wrong with the traced road of a program; undefined if nothing is. `compiled` counts programs on both roads. */
function fault(text: string, counts = { compiled: 0 }): string | undefined {
  const f = new Function(`return ${text}`)() as F;
  for (const w of points) {
    const traced = { road: 'traced' } as const;
    const { value, grad } = valueAndGrad(f, traced)(w);
    if (!Object.is(value, f(w))) return `the value at ${w} is ${value}, and was ${f(w)}`;
    const slope = derivative(f, traced)(w);
    if (!near(slope, grad, 1e-11)) return `forward mode gives ${slope} at ${w}, reverse mode ${grad}`;
    const numeric = numericalDerivative(f).estimate(w);
    // Differences across a branch measure something else; a bound that knows so is wide.
    if (!near(slope, numeric.value, 1e-6) && Math.abs(slope - numeric.value) > 10 * numeric.error)
      return `${slope} at ${w}, differences give ${numeric.value} ± ${numeric.error}`;
    try {
      const compiled = derivative(f, { road: 'compiled' });
      if (!near(slope, compiled(w), 1e-11)) return `${slope} at ${w}, and ${compiled(w)} on the compiled road`;
      const [bend, other] = [traced, { road: 'compiled' } as const].map((how) =>
        derivative(f, { ...how, order: 2 })(w),
      );
      if (!near(bend!, other!, 1e-9)) return `the second derivative at ${w} is ${bend}, and ${other} when compiled`;
      counts.compiled++;
    } catch (error) {
      if (!(error instanceof SecantError)) throw error;
    }
  }
  return undefined;
}

it(`${programs} programs have the derivatives that the other road and differences give`, () => {
  const counts = { compiled: 0 };
  for (let seed = 1; seed <= programs; seed++) {
    const text = writeTracedProgram(seed);
    expect(fault(text, counts), `seed ${seed}\n${text}`).toBeUndefined();
  }
  // Otherwise nothing would be compared with the compiled road.
  expect(counts.compiled).toBeGreaterThan(programs / 2);
}, 120_000);

describe('a fault in the runtime shows', () => {
  const original = { ...runtime } as Record<string, unknown>;
  const at = runtime as unknown as Record<string, (...args: never[]) => unknown>;
  type Loose = (...args: unknown[]) => unknown;
  const was = (name: string): Loose => original[name] as Loose;
  afterEach(() => void Object.assign(runtime, original));

  const faults: Readonly<Record<string, Readonly<Record<string, Loose>>>> = {
    'a sum is a difference': { add: was('sub') },
    'a difference the other way round': { sub: (a, b) => was('sub')(b, a) },
    'a product without its derivative': { mul: (a, b) => was('mul')(a, Number((b as { value?: number }).value ?? b)) },
    'a quotient the other way round': { div: (a, b) => was('div')(b, a) },
    'no sign': { neg: (a) => a },
    'another power': { pow: (a, b) => was('pow')(a, was('add')(b, 1)) },
    'a comparison the other way round': { lt: was('gt') },
    'a test the other way round': { truth: (value) => !was('truth')(value) },
    'one function of Math for another': { math: { ...(original['math'] as object), sin: Math.cos } as never },
    'reads of another element': { read: (object, key) => was('read')(object, typeof key === 'number' ? key + 1 : key) },
    'writes that are lost': { write: (_object, _key, value) => value },
    'a method called without its object': { method: (object, name, place, ...args) => was('method')({ ...(object as object) }, name, place, ...args) },
    'constructors without arguments': { construct: (target, place) => was('construct')(target, place) },
    'loops over nothing': { each: () => [] },
    'spreads of nothing': { items: () => [] },
    'keys that are one': { key: () => 'a' },
    'private fields that are not put back': { hidden: () => { throw new Error('hidden'); } },
  }; // prettier-ignore

  it.each(Object.entries(faults))('%s', (_name, changed) => {
    let shown = false;
    for (let seed = 1; seed <= programs && !shown; seed++) {
      Object.assign(at, changed);
      try {
        shown = fault(writeTracedProgram(seed)) !== undefined;
      } catch {
        shown = true;
      }
      Object.assign(runtime, original);
    }
    expect(shown).toBe(true);
  });
});
