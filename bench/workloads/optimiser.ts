/** A class that keeps a state between its steps: what comes out of forty steps of Adam, by its rate and a weight. */
import { drawn, numbers, workload } from './workload.ts';

class Adam {
  private readonly rate: number;
  private readonly mean: number[];
  private readonly square: number[];
  private steps = 0;

  constructor(size: number, rate: number) {
    this.rate = rate;
    this.mean = new Array<number>(size).fill(0);
    this.square = new Array<number>(size).fill(0);
  }

  step(x: number[], slopes: number[]): void {
    this.steps++;
    for (let i = 0; i < x.length; i++) {
      this.mean[i] = 0.9 * this.mean[i]! + 0.1 * slopes[i]!;
      this.square[i] = 0.99 * this.square[i]! + 0.01 * slopes[i]! * slopes[i]!;
      const mean = this.mean[i]! / (1 - 0.9 ** this.steps);
      const square = this.square[i]! / (1 - 0.99 ** this.steps);
      x[i] = x[i]! - (this.rate * mean) / (Math.sqrt(square) + 1e-8);
    }
  }
}

function loss([rate, weight]: number[], start: number[]): number {
  const x = start.slice();
  const adam = new Adam(x.length, rate!);
  for (let k = 0; k < 40; k++) {
    const slopes = x.map(
      (v, i) => 2 * weight! * v + (i > 0 ? v - x[i - 1]! : 0) + (i < x.length - 1 ? v - x[i + 1]! : 0),
    );
    adam.step(x, slopes);
  }
  return x.reduce((sum, v) => sum + v * v, 0);
}

export const optimiser = workload({
  name: 'forty steps of Adam, a class with a state',
  loss,
  args: [[0.05, 0.3], numbers(20, drawn(42))],
});
