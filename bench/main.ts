/**
 * `npm run bench`: derivatives and gradients against those written by hand in JavaScript, and against the
 * function itself, side by side in one run. Prints a table; nothing here passes or fails.
 */
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { derivative, fromSource, grad, vmap } from 'secant';
import { mixture, parseMixture } from '../examples/mixture-model.ts';
import { sideBySide, type Contender } from './measure.ts';
import { benchData } from './data.ts';
import { benchDataFit } from './data-fit.ts';
import { benchWebAssembly } from './webassembly.ts';
import { mixtureGradient } from './mixture.ts';
import { networkData, networkGradient, networkLoss } from './network.ts';
import { rosenbrock, rosenbrockGradient, rosenbrockPoint } from './rosenbrock.ts';

const wanted = process.argv.slice(2).filter((arg) => !arg.startsWith('-'));
const seconds = Number(process.env['BENCH_SECONDS'] ?? 2);

function report(title: string, contenders: readonly Contender[]): void {
  if (wanted.length > 0 && !wanted.some((word) => title.includes(word))) return;
  console.log(`\n${title}`);
  for (const { name, microseconds, ratio } of sideBySide(contenders, seconds)) {
    console.log(`  ${name.padEnd(28)} ${microseconds.toFixed(3).padStart(12)} µs   ${ratio.toFixed(2).padStart(6)} ×`);
  }
}

/** The largest difference relative to the largest component. */
function deviation(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let size = 0;
  let difference = 0;
  for (let k = 0; k < a.length; k++) {
    size = Math.max(size, Math.abs(b[k]!));
    difference = Math.max(difference, Math.abs(a[k]! - b[k]!));
  }
  return difference / size;
}

function agree(title: string, a: ArrayLike<number>, b: ArrayLike<number>): void {
  const off = deviation(a, b);
  if (!(off < 1e-10)) throw new Error(`${title}: the gradients differ by ${off}`);
}

console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);
console.log('medians; × is the time over that of the first row of each table');

{
  const g = (w: number): number => Math.sin(4 * w) + 0.1 * w ** 2;
  const byHand = (w: number): number => 4 * Math.cos(4 * w) + 0.2 * w;
  const slope = derivative(g);
  let w = 0;
  report('derivative of sin(4w) + 0.1w² at one point', [
    { name: 'by hand', run: () => byHand((w += 1e-9)) },
    { name: 'derivative(g)', run: () => slope((w += 1e-9)) },
    { name: 'the function', run: () => g((w += 1e-9)) },
  ]);
  const points = Float64Array.from({ length: 100_000 }, (_, k) => k * 1e-4);
  const out = new Float64Array(points.length);
  const mapped = vmap(slope);
  report('derivative of sin(4w) + 0.1w² at 100 000 points', [
    {
      name: 'by hand',
      run: () => {
        for (let k = 0; k < points.length; k++) out[k] = byHand(points[k]!);
        return out;
      },
    },
    { name: 'vmap(derivative(g))', run: () => mapped.into(out, points) },
  ]);
}

for (const n of [10, 1000, 100_000]) {
  const x = rosenbrockPoint(n);
  const gradient = grad(rosenbrock);
  agree('Rosenbrock', gradient(x), rosenbrockGradient(x));
  report(`gradient of Rosenbrock, N = ${n}`, [
    { name: 'by hand', run: () => rosenbrockGradient(x) },
    { name: 'grad(f)', run: () => gradient(x) },
    { name: 'the function', run: () => rosenbrock(x) },
  ]);
}

for (const name of ['gmm_1k_d2_K5', 'gmm_1k_d10_K25']) {
  const { alphas, means, factors, points, d, gamma, m } = parseMixture(
    readFileSync(join('examples', 'data', 'adbench', `${name}.txt`), 'utf8'),
  );
  const gradient = grad(mixture, { wrt: [0, 1, 2] });
  const ours = gradient(alphas, means, factors, points, d, gamma, m) as Float64Array[];
  const byHand = mixtureGradient(alphas, means, factors, points, d, gamma, m);
  byHand.forEach((part, k) => agree(name, ours[k]!, part));
  report(`gradient of the mixture model, ${name}`, [
    { name: 'by hand', run: () => mixtureGradient(alphas, means, factors, points, d, gamma, m) },
    { name: 'grad(f)', run: () => gradient(alphas, means, factors, points, d, gamma, m) },
    { name: 'the function', run: () => mixture(alphas, means, factors, points, d, gamma, m) },
  ]);
}

{
  const { weights, inputs, targets } = networkData();
  const gradient = grad(networkLoss);
  agree('network', gradient(weights, inputs, targets), networkGradient(weights, inputs, targets));
  report('gradient of a 2-64-64-1 tanh network on 256 points', [
    { name: 'by hand', run: () => networkGradient(weights, inputs, targets) },
    { name: 'grad(f)', run: () => gradient(weights, inputs, targets) },
    { name: 'the function', run: () => networkLoss(weights, inputs, targets) },
  ]);
}

// What counting steps costs: the same texts, compiled with the budget that text has and with none.
const texts: Readonly<Record<string, string>> = {
  'a sum of sines': 'w => { let s = 0; for (let k = 1; k <= 1000; k++) s += Math.sin(k * w) / k; return s }',
  'a polynomial': 'w => { let s = 0; for (let k = 0; k < 1000; k++) s = s * w + 0.5; return s }',
  "Newton's rounds":
    'w => { let s = w; for (let k = 0; k < 200; k++) s = s - (s * s * s - w) / (3 * s * s + 1); return s }',
  'a recursion': 'const f = (n, w) => n < 1 ? w : f(n - 1, w * 0.5 + 0.1); w => f(500, w)',
};
for (const [name, text] of Object.entries(texts)) {
  const [free, limited] = [Infinity, 1e7].map((steps) => fromSource(text, { steps }));
  const [freeSlope, limitedSlope] = [derivative(free!), derivative(limited!)];
  if (freeSlope(0.7) !== limitedSlope(0.7)) throw new Error(`${name}: the budget changes the slope`);
  let w = 0.7;
  report(`budget of steps: ${name}`, [
    { name: 'without a budget', run: () => free!((w += 1e-9)) },
    { name: 'with the budget', run: () => limited!((w += 1e-9)) },
  ]);
  report(`budget of steps: the slope of ${name}`, [
    { name: 'without a budget', run: () => freeSlope((w += 1e-9)) },
    { name: 'with the budget', run: () => limitedSlope((w += 1e-9)) },
  ]);
}

if (wanted.length === 0 || wanted.includes('webassembly')) await benchWebAssembly(seconds);
if (wanted.length === 0 || wanted.includes('data')) await benchData();
if (wanted.includes('data-fit')) await benchDataFit(Number(wanted[wanted.indexOf('data-fit') + 1] ?? 1e7));

for (const n of [10, 1000]) {
  const at = (x: number): Float64Array => new Float64Array(n).fill(x);
  const loss = (w: Float64Array): number => {
    let s = 0;
    for (let k = 0; k < w.length; k++) s += Math.max(0, w[k]!) + w[k]! ** 2;
    return s;
  };
  const gradient = grad(loss);
  const beside = at(1e-3);
  const on = at(0);
  report(`gradient at a kink: the sum of relu(w) + w², N = ${n}`, [
    { name: 'beside it', run: () => gradient(beside) },
    { name: 'on it', run: () => gradient(on) },
  ]);
}
