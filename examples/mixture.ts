/**
 * Follows the gradient of a Gaussian mixture model uphill: `npm run example mixture`, or
 * `npm run example mixture -- examples/data/adbench/gmm_1k_d10_K25.txt`.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { climb } from './ascent.ts';
import { mixtureOf, parseMixture } from './mixture-model.ts';

const file = process.argv[2] ?? join('examples', 'data', 'adbench', 'gmm_1k_d2_K5.txt');
const data = parseMixture(readFileSync(file, 'utf8'));
const { start, objective } = mixtureOf(data);
console.log(`${data.N} points in ${data.d} dimensions, ${data.K} components, ${start.length} parameters`);

const began = performance.now();
const { values } = climb(objective, start, 40);
values.forEach((value, step) => {
  if (step % 5 === 0 || step === values.length - 1)
    console.log(`step ${String(step).padStart(2)}  ${value.toFixed(4)}`);
});
console.log(`${values.length - 1} steps in ${(performance.now() - began).toFixed(0)} ms`);
