/** The elementary functions of WebAssembly against true values of 40 digits and more, alone and in two lanes. */
import { expect, it } from 'vitest';
import { vmap } from '../../../index.ts';
import { exactly, ulpsOff } from '../../../../test/support/exact-functions.ts';
import { functionNamed } from '../../../../test/support/kernel-functions.ts';

/** Numbers that look random, the same in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

const next = numbers(7);
const around = (size: number): number => (2 * next() - 1) * size;
const count = Number(process.env['SECANT_ULPS'] ?? 1500);
const many = (draw: () => number): number[] => Array.from({ length: count }, draw);

/** Where each is looked at: most of the domain evenly in the exponent, and the places where digits are lost. */
const domains = {
  exp: [
    ...many(() => 709.78 - 1454.8 * next()),
    ...many(() => around(2)),
    ...many(() => around(1) * 2 ** (-60 * next())),
  ],
  log: [
    ...many(() => 2 ** (1023.9 - 2097 * next())),
    ...many(() => 1 + around(0.3)),
    ...many(() => 1 + around(1) * 2 ** (-50 * next())),
  ],
  sin: [
    ...many(() => around(4)),
    ...many(() => around(1e5)),
    ...many(() => around(1) * 2 ** (90 * next())),
    ...many(() => Math.round(around(1e4)) * (Math.PI / 2) + around(1) * 2 ** (-40 * next())),
  ],
} as const;

it.each([
  ['exp', domains.exp],
  ['log', domains.log],
  ['sin', domains.sin],
  ['cos', domains.sin],
] as const)(
  '%s is within one unit in the last place',
  (name, points) => {
    const { alone } = functionNamed(name);
    let worst = 0;
    let at = 0;
    for (const x of points) {
      const off = ulpsOff(alone(x), exactly[name](x));
      if (off > worst) [worst, at] = [off, x];
    }
    expect(worst, `${name}(${at})`).toBeLessThan(1);
    // A reference that is wrong, or looks nowhere, would show less than the rounding of the last step.
    expect(worst).toBeGreaterThan(0.49);
  },
  120_000,
);

const special = [0, -0, 1, -1, NaN, Infinity, -Infinity, 5e-324, -5e-324, 1e-310, 2.2e-308, 709.78, 709.79, 710, -745.13, -746, 1e308, -1e308, 2 ** 20, 2 ** 60]; // prettier-ignore

it.each(['exp', 'log', 'sin', 'cos'] as const)('%s is what JavaScript has at the ends of its domain', (name) => {
  const { alone } = functionNamed(name);
  for (const x of special) {
    const [own, engine] = [alone(x), Math[name](x)];
    if (Number.isFinite(engine) && engine !== 0)
      expect(ulpsOff(own, exactly[name](x)), `${name}(${x})`).toBeLessThan(1);
    else expect(own, `${name}(${x})`).toBe(engine);
  }
});

it.each([
  ['exp', domains.exp],
  ['log', domains.log],
  ['sin', domains.sin],
  ['cos', domains.sin],
] as const)('%s of two numbers at once is that of each, bit for bit', async (name, points) => {
  const { alone, source } = functionNamed(name);
  const mapped = vmap(source, { backend: 'webassembly' });
  await mapped.ready;
  const all = Float64Array.from([...special, ...points, 0.5]);
  expect(all.length % 2).toBe(1);
  expect(mapped(all)).toStrictEqual(all.map(alone));
  expect(mapped.backend).toStrictEqual({ name: 'webassembly' });
});
