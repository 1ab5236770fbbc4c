/**
 * `npm run bench -- webassembly`: the two back ends, by hand in JavaScript, and by hand in C. Rows of one table are timed
 * turn about, C in a process of its own right after them.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { derivative, grad, vmap } from 'secant';
import { mixture, parseMixture } from '../examples/mixture-model.ts';
import { compiler, timesInC } from './compiled-c.ts';
import { sideBySide } from './measure.ts';
import { mixtureGradient } from './mixture.ts';
import { networkData, networkGradient, networkLoss } from './network.ts';
import { rosenbrock, rosenbrockGradient, rosenbrockPoint } from './rosenbrock.ts';

const wasm = { backend: 'webassembly' } as const;

interface Row {
  readonly name: string;
  byHand(): unknown;
  javascript(): unknown;
  webassembly(): unknown;
  /** What ran last, of the one that asked for WebAssembly. */
  backend(): { readonly name: string; readonly reason?: string };
  /** Microseconds. */
  inC(): number | undefined;
}

/** Prints the table. */
export async function benchWebAssembly(seconds: number): Promise<void> {
  const rows: Row[] = [];
  const points = Float64Array.from({ length: 1_000_000 }, (_, k) => -5 + (10 * k) / 1_000_000);
  const out = new Float64Array(points.length);
  const slopeRow = async (
    name: string,
    inC: string,
    g: (w: number) => number,
    slope: (w: number) => number,
  ): Promise<void> => {
    const [plain, quick] = [vmap(derivative(g)), vmap(derivative(g), wasm)];
    await quick.ready;
    rows.push({
      name,
      byHand() {
        for (let k = 0; k < points.length; k++) out[k] = slope(points[k]!);
        return out;
      },
      javascript: () => plain.into(out, points),
      webassembly: () => quick.into(out, points),
      backend: () => quick.backend,
      inC: () => timesInC('derivatives').get(inC),
    });
  };
  await slopeRow(
    'derivative of sin(4w) + 0.1w², 1e6 points',
    'sine',
    (w) => Math.sin(4 * w) + 0.1 * w ** 2,
    (w) => 4 * Math.cos(4 * w) + 0.2 * w,
  );
  await slopeRow(
    'derivative of cos(40w)^100/(w² + 1), 1e6 points',
    'power',
    (w) => Math.cos(40 * w) ** 100 / (w ** 2 + 1),
    (w) => {
      const c = Math.cos(40 * w);
      const d = w * w + 1;
      return (-4000 * c ** 99 * Math.sin(40 * w)) / d - (2 * w * c ** 100) / (d * d);
    },
  );
  for (const n of [10, 1000, 100_000]) {
    const x = rosenbrockPoint(n);
    const place = new Float64Array(n);
    const [plain, quick] = [grad(rosenbrock), grad(rosenbrock, wasm)];
    rows.push({
      name: `gradient of Rosenbrock, N = ${n}, into an array`,
      byHand: () => rosenbrockGradient(x),
      javascript: () => plain.into(place, x),
      webassembly: () => quick.into(place, x),
      backend: () => quick.backend,
      inC: () => timesInC('rosenbrock').get(String(n)),
    });
  }
  {
    const { weights, inputs, targets } = networkData();
    const [plain, quick] = [grad(networkLoss), grad(networkLoss, wasm)];
    rows.push({
      name: 'gradient of a 2-64-64-1 tanh network, 256 points',
      byHand: () => networkGradient(weights, inputs, targets),
      javascript: () => plain(weights, inputs, targets),
      webassembly: () => quick(weights, inputs, targets),
      backend: () => quick.backend,
      inC: () => timesInC('network').get('network'),
    });
  }
  {
    const { alphas, means, factors, points: data, d, gamma, m } = parseMixture(readFileSync(join('examples', 'data', 'adbench', 'gmm_1k_d10_K25.txt'), 'utf8')); // prettier-ignore
    const [plain, quick] = [grad(mixture, { wrt: [0, 1, 2] }), grad(mixture, { wrt: [0, 1, 2], ...wasm })];
    rows.push({
      name: 'gradient of the mixture model, 1k d10 K25',
      byHand: () => mixtureGradient(alphas, means, factors, data, d, gamma, m),
      javascript: () => plain(alphas, means, factors, data, d, gamma, m),
      webassembly: () => quick(alphas, means, factors, data, d, gamma, m),
      backend: () => quick.backend,
      inC: () => undefined,
    });
  }
  console.log(`\nback ends, medians in µs; C: ${compiler ?? 'no compiler here'}, -O3`);
  console.log(
    `  ${''.padEnd(50)} ${['by hand', 'JavaScript', 'WebAssembly', 'C'].map((head) => head.padStart(12)).join('')}`,
  );
  for (const row of rows) {
    row.webassembly();
    const times = sideBySide(
      [{ name: 'by hand', run: row.byHand }, { name: 'JavaScript', run: row.javascript }, { name: 'WebAssembly', run: row.webassembly }],
      seconds,
    ); // prettier-ignore
    const shown = [...times.map(({ microseconds }) => microseconds), row.inC()];
    const { name, reason } = row.backend();
    const cells = shown.map((time) => (time === undefined ? '' : time.toFixed(3)).padStart(12)).join('');
    console.log(`  ${row.name.padEnd(50)} ${cells}${name === 'webassembly' ? '' : `  (stays JavaScript: ${reason})`}`);
  }
}
