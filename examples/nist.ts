/** Fits the NIST reference sets from both certified starting points: `npm run example nist`. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { levenbergMarquardt } from './levenberg-marquardt.ts';
import { models, parseNist } from './nist-models.ts';

const folder = join('examples', 'data', 'nist');
console.log('set       start  steps  digits  sum of squares  ms');
for (const file of readdirSync(folder).sort()) {
  const { name, starts, certified, xs, ys } = parseNist(readFileSync(join(folder, file), 'utf8'));
  const model = models[name];
  if (model === undefined) continue;
  starts.forEach((start, k) => {
    const began = performance.now();
    const { parameters, sumOfSquares, steps } = levenbergMarquardt(model, xs, ys, start);
    const off = Math.max(...parameters.map((b, i) => Math.abs(b / certified[i]! - 1)));
    const digits = Math.min(11, -Math.log10(off)).toFixed(1);
    const ms = (performance.now() - began).toFixed(0);
    console.log(
      `${name.padEnd(9)} ${String(k + 1).padStart(5)}  ${String(steps).padStart(5)}  ${digits.padStart(6)}  ` +
        `${sumOfSquares.toExponential(8).padStart(14)}  ${ms.padStart(4)}`,
    );
  });
}
