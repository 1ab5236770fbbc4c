/** A network of two layers whose rows are arrays, written with `map`. */
import { drawn, matrix, numbers, workload } from './workload.ts';

interface Layer {
  weights: number[][];
  bias: number[];
}

function forward(layer: Layer, x: number[]): number[] {
  return layer.weights.map((row, j) => Math.tanh(row.reduce((sum, w, k) => sum + w * x[k]!, layer.bias[j]!)));
}

function loss(layers: Layer[], rows: number[][], targets: number[]): number {
  const errors = rows.map((row, i) => {
    let x = row;
    for (const layer of layers) x = forward(layer, x);
    return (x[0]! - targets[i]!) ** 2;
  });
  return errors.reduce((a, b) => a + b, 0) / errors.length;
}

const next = drawn(21);
const layer = (rows: number, columns: number): Layer => ({
  weights: matrix(rows, columns, next),
  bias: numbers(rows, next),
});

export const networkRows = workload({
  name: 'network of layers as objects, 4-16-16-1, 100 rows',
  loss,
  args: [[layer(16, 4), layer(16, 16), layer(1, 16)], matrix(100, 4, next), numbers(100, next)],
});
