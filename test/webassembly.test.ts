/** The back end of WebAssembly as people meet it: the same numbers, what it says of itself, and what it leaves to JavaScript. */
import fc from 'fast-check';
import { afterEach, expect, it, vi } from 'vitest';
import { derivative, grad, valueAndGrad, vmap } from 'secant';
import { mixture } from '../examples/mixture-model.ts';

const wasm = { backend: 'webassembly' } as const;

afterEach(() => {
  vi.restoreAllMocks();
});

function rosenbrock(x: Float64Array): number {
  let s = 0;
  for (let i = 0; i + 1 < x.length; i++) {
    const a = x[i + 1]! - x[i]! * x[i]!;
    const b = 1 - x[i]!;
    s += 100 * a * a + b * b;
  }
  return s;
}

it('a gradient of arithmetic has the bits of JavaScript', async () => {
  const x = Float64Array.from({ length: 101 }, (_, k) => Math.sin(k));
  const own = valueAndGrad(rosenbrock, wasm);
  await own.ready;
  expect(own(x)).toStrictEqual(valueAndGrad(rosenbrock)(x));
  expect(own.backend).toStrictEqual({ name: 'webassembly' });
  const out = new Float64Array(x.length).fill(7);
  expect(own.into(out, x)).toBe(rosenbrock(x));
  expect(out).toStrictEqual(grad(rosenbrock)(x));
  expect(own.code).toContain('(module');
});

it('without the option nothing changes', () => {
  const own = grad(rosenbrock);
  own(new Float64Array(3));
  expect(own.backend).toStrictEqual({ name: 'javascript' });
  expect(own.code).toContain('function');
});

it('an option that does not exist is refused', () => {
  expect(() => grad(rosenbrock, { backend: 'gpu' as 'javascript' })).toThrow(/backend is `gpu`/);
});

it('lists of numbers, nested lists and several arguments', async () => {
  const f = (rows: number[][], w: number[], scale: number): number => {
    let s = 0;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      let t = 0;
      for (let j = 0; j < row.length; j++) t += row[j]! * w[j]!;
      s += t * t * scale;
    }
    return s;
  };
  const own = grad(f, { wrt: [0, 1, 2], ...wasm });
  await own.ready;
  const args = [[[1, 2, 3], [4, 5, 6]], [0.5, -1, 2], 0.25] as const; // prettier-ignore
  const given = structuredClone(args) as unknown as [number[][], number[], number];
  expect(own(...given)).toStrictEqual(grad(f, { wrt: [0, 1, 2] })(...given));
  expect(given).toStrictEqual(args);
  expect(own.backend).toStrictEqual({ name: 'webassembly' });
});

it('the mixture model agrees with JavaScript to the last digits', async () => {
  const wave = (n: number): Float64Array => Float64Array.from({ length: n }, (_, k) => Math.sin(3 * k + 1));
  const args = [wave(3), wave(6), wave(9), wave(40), 2, 1.5, 2] as const;
  const own = grad(mixture, { wrt: [0, 1, 2], ...wasm });
  await own.ready;
  const ours = own(...args) as unknown as Float64Array[];
  const theirs = grad(mixture, { wrt: [0, 1, 2] })(...args) as unknown as Float64Array[];
  expect(own.backend).toStrictEqual({ name: 'webassembly' });
  ours.forEach((part, k) => part.forEach((value, j) => expect(Math.abs(value - theirs[k]![j]!)).toBeLessThan(1e-12 * Math.max(1, Math.abs(value))))); // prettier-ignore
});

it('tapes hold what a backward sweep needs, and grow', async () => {
  // Each round overwrites what the next one reads, so that a tape is kept of more numbers than it has room for at first.
  const f = (w: Float64Array, rounds: number): number => {
    const h = new Float64Array(3);
    for (let k = 0; k < 3; k++) h[k] = w[k]!;
    for (let r = 0; r < rounds; r++) {
      for (let k = 0; k < 3; k++) {
        let s = 0;
        for (let j = 0; j < 3; j++) s += w[3 + j]! * h[j]!;
        h[k] = s < 0 ? s * 0.5 : s / (1 + s);
      }
    }
    return h[0]! + h[1]! * h[2]!;
  };
  const own = grad(f, wasm);
  await own.ready;
  const w = Float64Array.of(0.5, -0.25, 0.75, 1, -0.5, 0.8);
  for (const rounds of [1, 3, 2000, 5]) expect(own(w, rounds)).toStrictEqual(grad(f)(w, rounds));
  expect(own.code).toMatch(/global\.set \$tape/);
  expect(own.backend).toStrictEqual({ name: 'webassembly' });
});

it('a read past the end leaves the run, which JavaScript repeats', async () => {
  const f = (w: Float64Array, k: number): number => (w[k] === undefined ? 5 * w[0]! : 2 * w[k]);
  const own = grad(f, wasm);
  await own.ready;
  const w = Float64Array.of(1, 2);
  expect(own(w, 1)).toStrictEqual(Float64Array.of(0, 2));
  expect(own.backend.name).toBe('webassembly');
  for (let k = 0; k < 5; k++) expect(own(w, 9)).toStrictEqual(grad(f)(w, 9));
  expect(own.backend).toMatchObject({
    name: 'javascript',
    reason: expect.stringContaining('left WebAssembly 3 times'),
  });
});

it('errors of the program are those of JavaScript', async () => {
  const f = (w: Float64Array): number => {
    if (w[0]! < 0) throw new Error('below zero');
    return w[0]! * w[1]!;
  };
  const own = grad(f, wasm);
  await own.ready;
  expect(own(Float64Array.of(2, 3))).toStrictEqual(Float64Array.of(3, 2));
  expect(() => own(Float64Array.of(-2, 3))).toThrow(/below zero/);
});

it.each([
  ['records', grad((p: { x: number }) => p.x ** 2, wasm), [{ x: 2 }], /records/],
  ['an array of single precision', grad((w: Float64Array, a: Float32Array) => w[0]! * a[0]!, wasm), [Float64Array.of(1), Float32Array.of(2)], /Float32Array/],
  ['a list that grows', grad((w: number[]) => { const a: number[] = []; for (let k = 0; k < w.length; k++) a.push(w[k]! * 2); let s = 0; for (const b of a) s += b * b; return s; }, wasm), [[1, 2]], /grows|holes/],
] as const)('%s stay JavaScript, and it says so', async (_, own, args, reason) => {
  await own.ready;
  (own as (...args: readonly unknown[]) => unknown)(...args);
  expect(own.backend.name).toBe('javascript');
  expect(own.backend.reason).toMatch(reason);
}); // prettier-ignore

it('a policy against it leaves JavaScript', async () => {
  const f = (w: Float64Array): number => w[0]! * w[0]! + 41;
  const own = grad(f, wasm);
  await own.ready;
  vi.spyOn(WebAssembly, 'Module').mockImplementation(function forbidden() {
    throw new WebAssembly.CompileError('the policy forbids it');
  });
  expect(own(Float64Array.of(3))).toStrictEqual(Float64Array.of(6));
  expect(own.backend).toMatchObject({ name: 'javascript', reason: expect.stringContaining('the policy forbids it') });
});

it('a kink is seen', async () => {
  const f = (w: Float64Array): number => Math.max(0, w[0]!) + Math.abs(w[1]!);
  const own = grad(f, wasm);
  await own.ready;
  expect(own(Float64Array.of(0, 0))).toStrictEqual(grad(f)(Float64Array.of(0, 0)));
  expect(own(Float64Array.of(1, -1))).toStrictEqual(Float64Array.of(1, -1));
  expect(own.backend.name).toBe('webassembly');
  expect(() => grad(f, { ...wasm, atKink: 'throw' })(Float64Array.of(0, 1))).toThrow();
});

it('mapped slopes, also at kinks and outside the domain', async () => {
  const slope = derivative((w: number) => Math.max(w, 0) * w + Math.sqrt(w));
  const own = vmap(slope, wasm);
  await own.ready;
  const points = Float64Array.from({ length: 5001 }, (_, k) => (k - 100) / 64);
  expect(own(points)).toStrictEqual(vmap(slope)(points));
  expect(own.backend).toStrictEqual({ name: 'webassembly' });
});

/** Arithmetic of w, as text and as a function. */
const formula = fc.letrec<{ expr: string }>((tie) => ({
  expr: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom('w', 'u', '0', '-1', '2.5', 'c'),
    fc.tuple(fc.constantFrom('+', '-', '*', '/'), tie('expr'), tie('expr')).map(([o, a, b]) => `(${a} ${o} ${b})`),
    fc.tuple(fc.constantFrom('Math.max', 'Math.min'), tie('expr'), tie('expr')).map(([o, a, b]) => `${o}(${a}, ${b})`),
    fc.tuple(fc.constantFrom('Math.abs', 'Math.sqrt', 'Math.floor', 'Math.round', 'Math.sign', 'Math.trunc', '-'), tie('expr')).map(([o, a]) => `${o}(${a})`),
    fc.tuple(fc.constantFrom('<', '<=', '===', '!=='), tie('expr'), tie('expr'), tie('expr')).map(([o, a, b, c]) => `(${a} ${o} w ? ${b} : ${c})`),
  ),
})).expr; // prettier-ignore

it('random arithmetic at many points has the bits of JavaScript', async () => {
  const numbers = [0, -0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, 1e300, -1e-300, NaN, Infinity, -Infinity];
  const points = Float64Array.from({ length: numbers.length ** 2 }, (_, k) => numbers[k % numbers.length]!);
  const others = Float64Array.from(points, (_, k) => numbers[Math.floor(k / numbers.length)]!);
  await vmap((w: number) => w, wasm).ready;
  fc.assert(
    fc.property(formula, (text) => {
      const f = new Function('w', 'u', `return ${text} + 0 * c`) as (w: number, u: number) => number;
      const own = vmap(f, { ...wasm, scope: { c: 3 } });
      expect(own(points, others)).toStrictEqual(vmap(f, { scope: { c: 3 } })(points, others));
      expect(own.backend.name).toBe('webassembly');
    }),
    { numRuns: Number(process.env['SECANT_FORMULAS'] ?? 60), seed: 5 },
  );
});
