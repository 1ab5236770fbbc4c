/** What an operator asks of the sides of a point, in terms that all operators share. */
import type { Makes, Program } from '../compile.ts';

export interface Question {
  /** The operator's name, for errors. */
  readonly caller: string;
  readonly program: Program;
  readonly args: readonly unknown[];
  /** Which arguments are differentiated. */
  readonly active: readonly boolean[];
  /** How often the function is differentiated. */
  readonly order: number;
  /**
   * The numbers asked for, by a program made from `program` or `program` itself. `inputs` gives what comes first: the
   * arguments, captured values, and what the variant takes besides, afresh for each run. With `axis`, only what the
   * input of that number contributes has to be right.
   */
  entries(makes: Makes, inputs: () => unknown[], axis?: number): number[];
  /** The input along which an entry is a derivative; 'all' where an entry adds up what all inputs contribute. */
  readonly axisOf: ((entry: number) => number) | 'all';
  /**
   * Where the function gives one number and entries are its derivatives along their own axes: of which order each is.
   * Then the germ of the value answers where everything is singular.
   */
  readonly orderOf: ((entry: number) => number) | undefined;
  /**
   * Where the function gives one number and entries are those of its Hessian, or of a product with it: the row, and what
   * the row is multiplied by.
   */
  readonly rowTimes?: (entry: number) => readonly [row: number, vector: readonly number[]];
  /** What came out at the point itself. */
  readonly fast: readonly number[];
}
