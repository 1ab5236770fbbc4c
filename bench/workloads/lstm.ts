/** An LSTM cell over a sequence, its state in typed arrays. */
import { drawn, workload } from './workload.ts';

const hidden = 12;
const inputs = 6;

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

function loss(weights: Float64Array, sequence: number[][], targets: number[]): number {
  const width = inputs + hidden + 1;
  let h = new Float64Array(hidden);
  const c = new Float64Array(hidden);
  let total = 0;
  for (let t = 0; t < sequence.length; t++) {
    const x = sequence[t]!;
    const next = new Float64Array(hidden);
    for (let j = 0; j < hidden; j++) {
      const gates = [0, 0, 0, 0];
      for (let gate = 0; gate < 4; gate++) {
        const base = (gate * hidden + j) * width;
        let z = weights[base + width - 1]!;
        for (let k = 0; k < inputs; k++) z += weights[base + k]! * x[k]!;
        for (let k = 0; k < hidden; k++) z += weights[base + inputs + k]! * h[k]!;
        gates[gate] = z;
      }
      const forget = sigmoid(gates[0]!);
      const input = sigmoid(gates[1]!);
      const output = sigmoid(gates[2]!);
      c[j] = forget * c[j]! + input * Math.tanh(gates[3]!);
      next[j] = output * Math.tanh(c[j]!);
    }
    h = next;
    let y = 0;
    for (let j = 0; j < hidden; j++) y += h[j]!;
    total += (y - targets[t]!) ** 2;
  }
  return total / sequence.length;
}

const next = drawn(5);

export const lstm = workload({
  name: 'LSTM cell, 12 hidden, 20 steps',
  loss,
  args: [
    Float64Array.from({ length: 4 * hidden * (inputs + hidden + 1) }, () => next() / 3),
    Array.from({ length: 20 }, () => Array.from({ length: inputs }, next)),
    Array.from({ length: 20 }, next),
  ],
});
