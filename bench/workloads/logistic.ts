/** A logistic regression written with `map` and `reduce` over rows that are objects. */
import { drawn, numbers, workload } from './workload.ts';

interface Row {
  features: number[];
  label: number;
}

function loss(w: number[], rows: Row[]): number {
  return (
    rows
      .map(({ features, label }) => {
        const z = features.reduce((sum, feature, k) => sum + feature * w[k]!, 0);
        return Math.log1p(Math.exp(-label * z));
      })
      .reduce((a, b) => a + b, 0) / rows.length
  );
}

function byHand(w: number[], rows: Row[]): number[] {
  const g = w.map(() => 0);
  for (const { features, label } of rows) {
    let z = 0;
    for (let k = 0; k < features.length; k++) z += features[k]! * w[k]!;
    const e = Math.exp(-label * z);
    const slope = (-label * e) / (1 + e) / rows.length;
    for (let k = 0; k < features.length; k++) g[k] = g[k]! + slope * features[k]!;
  }
  return g;
}

const next = drawn(3);

export const logistic = workload({
  name: 'logistic regression by map and reduce, 1000 rows of 10',
  loss,
  args: [
    numbers(10, next),
    Array.from({ length: 1000 }, () => ({ features: numbers(10, next), label: next() > 0 ? 1 : -1 })),
  ],
  byHand,
});
