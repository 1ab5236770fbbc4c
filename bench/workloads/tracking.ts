/** A Kalman filter in any number of dimensions, with matrices as lists of rows and helpers that return new ones. */
import { drawn, matrix, workload } from './workload.ts';

const product = (a: number[][], b: number[][]): number[][] =>
  a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
const transpose = (a: number[][]): number[][] => a[0]!.map((_, j) => a.map((row) => row[j]!));
const plus = (a: number[][], b: number[][]): number[][] => a.map((row, i) => row.map((x, j) => x + b[i]![j]!));
const minus = (a: number[][], b: number[][]): number[][] => a.map((row, i) => row.map((x, j) => x - b[i]![j]!));

function inverse(a: number[][]): number[][] {
  const d = a[0]![0]! * a[1]![1]! - a[0]![1]! * a[1]![0]!;
  return [
    [a[1]![1]! / d, -a[0]![1]! / d],
    [-a[1]![0]! / d, a[0]![0]! / d],
  ];
}

function loss(logs: number[], places: number[][]): number {
  const dt = 0.1;
  const move = [
    [1, 0, dt, 0],
    [0, 1, 0, dt],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ];
  const look = [
    [1, 0, 0, 0],
    [0, 1, 0, 0],
  ];
  const unit = move.map((row, i) => row.map((_, j): number => (i === j ? 1 : 0)));
  const noise = unit.map((row) => row.map((x) => x * Math.exp(logs[0]!)));
  const error = [
    [Math.exp(logs[1]!), 0],
    [0, Math.exp(logs[1]!)],
  ];
  let state = [[0], [0], [0], [0]];
  let spread = unit;
  let minusLog = 0;
  for (const place of places) {
    state = product(move, state);
    spread = plus(product(product(move, spread), transpose(move)), noise);
    const off = minus(
      place.map((x) => [x]),
      product(look, state),
    );
    const seen = plus(product(product(look, spread), transpose(look)), error);
    const back = inverse(seen);
    const gain = product(product(spread, transpose(look)), back);
    state = plus(state, product(gain, off));
    spread = minus(spread, product(product(gain, look), spread));
    const d = seen[0]![0]! * seen[1]![1]! - seen[0]![1]! * seen[1]![0]!;
    minusLog += 0.5 * (Math.log(d) + product(product(transpose(off), back), off)[0]![0]!);
  }
  return minusLog;
}

export const tracking = workload({
  name: 'Kalman filter with matrices, 4 states, 50 steps',
  loss,
  args: [[-1, 0.5], matrix(50, 2, drawn(41))],
});
