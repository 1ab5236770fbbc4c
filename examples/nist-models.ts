/**
 * The sets of NIST's Statistical Reference Datasets in examples/data/nist: a reader for their files, and their
 * models as plain functions of the parameters b and one x. The certified values were computed by NIST in multiple
 * precision and are given to 11 digits.
 * https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml
 */
export type Model = (b: number[], x: number) => number;

export interface NistSet {
  readonly name: string;
  /** Two starting points, one far from the solution and one near. */
  readonly starts: readonly [number[], number[]];
  readonly certified: readonly number[];
  /** Certified sum of the squared residuals. */
  readonly sumOfSquares: number;
  readonly xs: number[];
  readonly ys: number[];
}

/** The models, by the name of the set. Integer powers are `**`, everything else is as the file's own line has it. */
export const models: Readonly<Record<string, Model>> = {
  Misra1a: ([b1, b2], x) => b1! * (1 - Math.exp(-b2! * x)),

  Lanczos3: ([b1, b2, b3, b4, b5, b6], x) =>
    b1! * Math.exp(-b2! * x) + b3! * Math.exp(-b4! * x) + b5! * Math.exp(-b6! * x),

  Gauss1: ([b1, b2, b3, b4, b5, b6, b7, b8], x) =>
    b1! * Math.exp(-b2! * x) +
    b3! * Math.exp(-((x - b4!) ** 2) / b5! ** 2) +
    b6! * Math.exp(-((x - b7!) ** 2) / b8! ** 2),

  ENSO: (b, x) => {
    const [b1, b2, b3, b4, b5, b6, b7, b8, b9] = b;
    const turn = 2 * Math.PI * x;
    const year = b2! * Math.cos(turn / 12) + b3! * Math.sin(turn / 12);
    const slow = b5! * Math.cos(turn / b4!) + b6! * Math.sin(turn / b4!);
    const fast = b8! * Math.cos(turn / b7!) + b9! * Math.sin(turn / b7!);
    return b1! + year + slow + fast;
  },

  Hahn1: ([b1, b2, b3, b4, b5, b6, b7], x) =>
    (b1! + b2! * x + b3! * x ** 2 + b4! * x ** 3) / (1 + b5! * x + b6! * x ** 2 + b7! * x ** 3),

  Thurber: ([b1, b2, b3, b4, b5, b6, b7], x) =>
    (b1! + b2! * x + b3! * x ** 2 + b4! * x ** 3) / (1 + b5! * x + b6! * x ** 2 + b7! * x ** 3),

  MGH09: ([b1, b2, b3, b4], x) => (b1! * (x ** 2 + x * b2!)) / (x ** 2 + x * b3! + b4!),

  Rat42: ([b1, b2, b3], x) => b1! / (1 + Math.exp(b2! - b3! * x)),
};

/** Reads a file of the collection: the lines `b1 = …`, the sum of squares, and the columns y and x at the end. */
export function parseNist(text: string): NistSet {
  const lines = text.split('\n');
  const numbers = (line: string): number[] => line.trim().split(/\s+/).map(Number);
  const rows = lines.flatMap((line) => /^\s*b\d+ =(.*)/.exec(line)?.[1] ?? []).map(numbers);
  const data = lines
    .slice(lines.findLastIndex((line) => line.startsWith('Data:')) + 1)
    .filter((line) => line.trim() !== '')
    .map(numbers);
  return {
    name: /Dataset Name:\s+(\S+)/.exec(text)?.[1] ?? '',
    starts: [rows.map(([first]) => first!), rows.map(([, second]) => second!)],
    certified: rows.map(([, , value]) => value!),
    sumOfSquares: Number(/Residual Sum of Squares:\s+(\S+)/.exec(text)?.[1]),
    ys: data.map(([y]) => y!),
    xs: data.map(([, x]) => x!),
  };
}
