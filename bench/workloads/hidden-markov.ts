/** The likelihood of observations under a hidden Markov model, by the forward algorithm in logarithms. */
import { drawn, matrix, workload } from './workload.ts';

interface Model {
  start: number[];
  step: number[][];
  emit: number[][];
}

function logSumExp(values: number[]): number {
  const top = Math.max(...values);
  let sum = 0;
  for (const value of values) sum += Math.exp(value - top);
  return top + Math.log(sum);
}

const normalise = (values: number[]): number[] => {
  const all = logSumExp(values);
  return values.map((value) => value - all);
};

function loss(model: Model, observed: number[]): number {
  const start = normalise(model.start);
  const step = model.step.map(normalise);
  const emit = model.emit.map(normalise);
  let alpha = start.map((value, k) => value + emit[k]![observed[0]!]!);
  for (let t = 1; t < observed.length; t++) {
    alpha = alpha.map((_, k) => logSumExp(alpha.map((value, j) => value + step[j]![k]!)) + emit[k]![observed[t]!]!);
  }
  return -logSumExp(alpha);
}

const next = drawn(16);

export const hiddenMarkov = workload({
  name: 'hidden Markov model, 6 states, 100 steps',
  loss,
  args: [
    { start: Array.from({ length: 6 }, next), step: matrix(6, 6, next), emit: matrix(6, 8, next) },
    Array.from({ length: 100 }, (_, k) => (k * 5 + (k >> 2)) % 8),
  ],
});
