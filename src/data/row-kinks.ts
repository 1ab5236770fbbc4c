/**
 * What a row that stands on a kink adds to the sums: the answer of `grad` and `hessian` for the program of that row, with
 * both sides of the kink looked at, as `atKink` says. In: the parameters and the columns of one row, as numbers, text and
 * truth values. Out: everything that is summed, without the weight.
 */
import { ask } from '../calculus/ask.ts';
import { CompiledProgram, valueTransform } from '../calculus/compile.ts';
import type { Question } from '../calculus/kinks/question.ts';
import { forwardOverReverseTransform, gradientTransform } from '../calculus/reverse-transforms.ts';
import type { AtKink } from '../calculus/types.ts';
import { squared, type Summed, triangle } from './row-derivatives.ts';
import type { RowProgram } from './row-program.ts';

/** Rows on kinks that one sum looks at, those with the same numbers once. */
export const mostAtKinks = 100_000;

/** A row that stands on a kink, and how often it is there. */
export interface RowAtKink {
  /** What the program reads, in the order of its columns. */
  readonly columns: readonly unknown[];
  readonly times: number;
}

export class KinkSettler {
  private readonly program: CompiledProgram;
  private readonly summed: Summed;
  private readonly atKink: AtKink;
  private readonly count: number;
  private readonly active: readonly boolean[];

  constructor(row: RowProgram, summed: Summed, leastSquares: boolean, atKink: AtKink) {
    const fn = leastSquares && summed !== 'gaussNewton' ? squared(row.fn) : row.fn;
    this.program = new CompiledProgram({ fn, captured: [], gives: 'a number' });
    this.summed = summed;
    this.atKink = atKink;
    this.count = row.parameters.length;
    this.active = row.fn.parameters.map((_, k) => k < this.count);
  }

  /** Slopes, then the matrix if there is one. */
  settle(parameters: readonly number[], columns: readonly unknown[]): number[] {
    const args = [...parameters, ...columns];
    const slopes = ask(this.slopes(args), this.atKink);
    if (this.summed === 'gradient') return [...slopes];
    if (this.summed === 'hessian') {
      const matrix = ask(this.bends(args), this.atKink);
      return [...slopes, ...triangle(this.count).map(([i, j]) => matrix[i * this.count + j]!)];
    }
    const residual = this.program.get(valueTransform).run(args)[0] as number;
    const twice = (a: number, b: number): number => 2 * (a * b);
    return [
      ...slopes.map((slope) => twice(residual, slope)),
      ...triangle(this.count).map(([i, j]) => twice(slopes[i]!, slopes[j]!)),
    ];
  }

  private slopes(args: readonly unknown[]): Omit<Question, 'fast'> {
    const { program, active } = this;
    return {
      caller: 'the sum',
      program,
      args,
      active,
      order: 1,
      orderOf: () => 1,
      axisOf: (k) => k,
      entries: (makes, start) => makes.get(gradientTransform(active, true)).run(start()).slice(1) as number[],
    };
  }

  private bends(args: readonly unknown[]): Omit<Question, 'fast'> {
    const { program, active, count } = this;
    const unit = (k: number): number[] => Array.from({ length: count }, (_, j) => (j === k ? 1 : 0));
    return {
      caller: 'the Hessian of the sum',
      program,
      args,
      active,
      order: 2,
      orderOf: count === 1 ? () => 2 : undefined,
      axisOf: (k) => k % count,
      rowTimes: (k) => [Math.floor(k / count), unit(k % count)],
      entries: (makes, start) => {
        const made = makes.get(forwardOverReverseTransform(active, 1));
        const matrix = new Array<number>(count * count).fill(0);
        for (let j = 0; j < count; j++) {
          // Value, slopes, then the tangents of each.
          const column = made.run([...start(), 1, ...unit(j)]).slice(2 + count) as number[];
          for (let i = j; i < count; i++) matrix[i * count + j] = matrix[j * count + i] = column[i]!;
        }
        return matrix;
      },
    };
  }
}
