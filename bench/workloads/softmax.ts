/** A softmax classifier over nested arrays. */
import { drawn, matrix, workload } from './workload.ts';

function softmax(z: number[]): number[] {
  const top = Math.max(...z);
  const powers = z.map((x) => Math.exp(x - top));
  const sum = powers.reduce((a, b) => a + b);
  return powers.map((x) => x / sum);
}

function loss(weights: number[][], rows: number[][], labels: number[]): number {
  let total = 0;
  for (let i = 0; i < rows.length; i++) {
    const z = weights.map((w) => w.reduce((sum, x, k) => sum + x * rows[i]![k]!, 0));
    total -= Math.log(softmax(z)[labels[i]!]!);
  }
  return total / rows.length;
}

const next = drawn(13);

export const softmaxClassifier = workload({
  name: 'softmax classifier, 5 classes, 300 rows of 8',
  loss,
  args: [matrix(5, 8, next), matrix(300, 8, next), Array.from({ length: 300 }, (_, k) => k % 5)],
});
