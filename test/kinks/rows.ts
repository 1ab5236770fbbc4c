/**
 * Points where a program ties or is singular, and what every operator answers there. A row is a function of numbers
 * that equals, near the point, a function known in closed form, however it is written; or one with a kink, of which
 * both sides along each axis are known.
 */
export interface KinkRow {
  readonly kind: string;
  readonly name: string;
  readonly f: (w: number[]) => number;
  readonly at: readonly number[];
  /** The gradient, where there is one. */
  readonly gradient?: readonly number[];
  /** The Hessian, where there is one. */
  readonly hessian?: readonly (readonly number[])[];
  /** Slopes from below and from above along each axis, where they differ. */
  readonly sides?: readonly (readonly [number, number])[];
}

const square = { gradient: [2], hessian: [[2]] } as const;

export const smoothRows: readonly KinkRow[] = [
  { kind: 'what only a guard sees', name: 'sin', f: (w) => (w[1]! - 1 === 0 ? Math.sin(1) : Math.sin(w[1]!)), at: [0, 1], gradient: [0, Math.cos(1)], hessian: [[0, 0], [0, -Math.sin(1)]] }, // prettier-ignore
  {
    kind: 'the test of a loop',
    name: 'x²',
    f: (w) => {
      let s = 1;
      let k = 0;
      while (w[0]! - 1 !== 0 && k < 3) {
        s = w[0]! ** 2;
        k++;
      }
      return s;
    },
    at: [1],
    ...square,
  },
  { kind: 'a tie of losers', name: 'min of three', f: (w) => Math.min(w[0]!, w[1]!, w[2]! ** 2) + w[0]! * w[1]!, at: [2, 2, 1], gradient: [2, 2, 2], hessian: [[0, 1, 0], [1, 0, 0], [0, 0, 2]] }, // prettier-ignore
  { kind: 'a tie of losers', name: 'max of four', f: (w) => Math.max(Math.max(w[0]!, w[1]!), Math.max(w[2]!, 1) ** 3), at: [2, 2, 3], gradient: [0, 0, 27], hessian: [[0, 0, 0], [0, 0, 0], [0, 0, 18]] }, // prettier-ignore
  { kind: 'a tie of losers', name: 'min of max', f: (w) => Math.min(Math.max(w[0]!, w[1]!), w[2]! ** 2), at: [2, 2, 1], gradient: [0, 0, 2], hessian: [[0, 0, 0], [0, 0, 0], [0, 0, 2]] }, // prettier-ignore
  { kind: 'a tie of losers', name: 'told apart by an operation around them', f: (w) => Math.min(Math.min(w[0]!, w[1]!) * 1, w[2]! ** 2), at: [2, 2, 1], gradient: [0, 0, 2] }, // prettier-ignore
  { kind: 'guard ===', name: 'x²', f: (w) => (w[0] === 1 ? 1 : w[0]! ** 2), at: [1], ...square },
  { kind: 'guard !==', name: 'x²', f: (w) => (w[0] !== 1 ? w[0]! * w[0]! : 1), at: [1], ...square },
  {
    kind: 'early return',
    name: 'x²',
    f: (w) => {
      if (w[0] === 1) return 1;
      return w[0]! ** 2;
    },
    at: [1],
    ...square,
  },
  {
    kind: 'guard by <',
    name: 'x² in two pieces',
    f: (w) => (w[0]! < 1 ? w[0]! ** 2 : w[0]! * w[0]!),
    at: [1],
    ...square,
  },
  {
    kind: 'break',
    name: 'x²',
    f: (w) => {
      let s = 1;
      for (let k = 0; k < 5; k++) {
        if (w[0] === 1) break;
        s = w[0]! ** 2;
      }
      return s;
    },
    at: [1],
    ...square,
  },
  {
    kind: 'continue',
    name: 'x²',
    f: (w) => {
      let s = 0;
      for (let k = 0; k < 4; k++) {
        if (w[0] === 1) {
          s += 0.25;
          continue;
        }
        s += w[0]! ** 2 / 4;
      }
      return s;
    },
    at: [1],
    ...square,
  },
  {
    kind: 'helper',
    name: 'x²',
    f: (w) => {
      const inner = (x: number): number => {
        if (x === 1) return 1;
        return x * x;
      };
      return inner(w[0]!);
    },
    at: [1],
    ...square,
  },
  {
    kind: 'recursion',
    name: 'x²',
    f: (w) => {
      const again = (x: number, n: number): number => (n === 0 ? (x === 1 ? 1 : x * x) : again(x, n - 1));
      return again(w[0]!, 3);
    },
    at: [1],
    ...square,
  },
  {
    kind: 'loop',
    name: 'x² in ten parts',
    f: (w) => {
      let s = 0;
      for (let k = 0; k < 10; k++) s += w[0] === 1 ? 1 : w[0]! ** 2;
      return s / 10;
    },
    at: [1],
    ...square,
  },
  {
    kind: 'memory',
    name: 'x² through an array',
    f: (w) => {
      const a = [0, 0];
      a[0] = w[0] === 1 ? 1 : w[0]! ** 2;
      a[1] = a[0];
      return a[1];
    },
    at: [1],
    ...square,
  },
  {
    kind: 'max and min',
    name: 'w',
    f: (w) => Math.max(w[0]!, 0) + Math.min(w[0]!, 0),
    at: [0],
    gradient: [1],
    hessian: [[0]],
  },
  { kind: 'abs', name: '|w|²', f: (w) => Math.abs(w[0]!) ** 2, at: [0], gradient: [0], hessian: [[2]] },
  { kind: 'abs', name: 'w = relu(w) − relu(−w), cubed', f: (w) => (Math.max(0, w[0]!) - Math.max(0, -w[0]!)) ** 3, at: [0], gradient: [0], hessian: [[0]] }, // prettier-ignore
  { kind: 'sign', name: '|w|·sign w·w', f: (w) => Math.abs(w[0]!) * Math.sign(w[0]!) * w[0]!, at: [0], gradient: [0], hessian: [[2]] }, // prettier-ignore
  { kind: 'floor', name: 'w in whole and part', f: (w) => Math.floor(w[0]!) + (w[0]! - Math.floor(w[0]!)), at: [2], gradient: [1], hessian: [[0]] }, // prettier-ignore
  { kind: 'whole numbers', name: 'w²', f: (w) => (Number.isInteger(w[0]) ? w[0]! * w[0]! : w[0]! ** 2), at: [3], gradient: [6], hessian: [[2]] }, // prettier-ignore
  {
    kind: 'loss',
    name: 'Huber at an exact fit',
    f: (w) => {
      const r = w[0]! - 1;
      return Math.abs(r) < 1 ? 0.5 * r * r : Math.abs(r) - 0.5;
    },
    at: [1],
    gradient: [0],
    hessian: [[1]],
  },
  {
    kind: 'loss',
    name: 'logistic, written against overflow',
    f: (w) => {
      const z = w[0]! + 2 * w[1]!;
      return Math.max(z, 0) - z + Math.log1p(Math.exp(-Math.abs(z)));
    },
    at: [0, 0],
    gradient: [-0.5, -1],
    hessian: [
      [0.25, 0.5],
      [0.5, 1],
    ],
  },
  {
    kind: 'loss',
    name: 'log-sum-exp with its maximum taken out, all equal',
    f: (w) => {
      const m = Math.max(w[0]!, w[1]!, w[2]!);
      return m + Math.log(Math.exp(w[0]! - m) + Math.exp(w[1]! - m) + Math.exp(w[2]! - m));
    },
    at: [1, 1, 1],
    gradient: [1 / 3, 1 / 3, 1 / 3],
    hessian: [0, 1, 2].map((i) => [0, 1, 2].map((k) => (i === k ? 2 / 9 : -1 / 9))),
  },
  { kind: 'singular', name: 'sin w/w', f: (w) => (w[0] === 0 ? 1 : Math.sin(w[0]!) / w[0]!), at: [0], gradient: [0], hessian: [[-1 / 3]] }, // prettier-ignore
  { kind: 'singular', name: '(1 − cos w)/w²', f: (w) => (w[0] === 0 ? 0.5 : (1 - Math.cos(w[0]!)) / w[0]! ** 2), at: [0], gradient: [0], hessian: [[-1 / 12]] }, // prettier-ignore
  { kind: 'singular', name: 'w/(eʷ − 1)', f: (w) => (w[0] === 0 ? 1 : w[0]! / (Math.exp(w[0]!) - 1)), at: [0], gradient: [-0.5], hessian: [[1 / 6]] }, // prettier-ignore
  { kind: 'singular', name: 'hypot²', f: (w) => Math.hypot(w[0]!, w[1]!) ** 2, at: [0, 0], gradient: [0, 0], hessian: [[2, 0], [0, 2]] }, // prettier-ignore
  { kind: 'singular', name: '√(x² + y²)²', f: (w) => Math.sqrt(w[0]! ** 2 + w[1]! ** 2) ** 2, at: [0, 0], gradient: [0, 0], hessian: [[2, 0], [0, 2]] }, // prettier-ignore
  { kind: 'singular', name: '√(w⁴)', f: (w) => Math.sqrt(w[0]! ** 4), at: [0], gradient: [0], hessian: [[2]] },
  {
    kind: 'singular',
    name: 'cbrt(w³)',
    f: (w) => Math.cbrt(w[0]! ** 3),
    at: [0],
    gradient: [1],
    hessian: [[0]],
  },
  { kind: 'flat', name: 'e^(−1/w²)', f: (w) => (w[0] === 0 ? 0 : Math.exp(-1 / w[0]! ** 2)), at: [0], gradient: [0], hessian: [[0]] }, // prettier-ignore
  { kind: 'two guards', name: 'x² + y²', f: (w) => (w[0] === 1 ? 1 : w[0]! ** 2) + (w[1] === 2 ? 4 : w[1]! ** 2), at: [1, 2], gradient: [2, 4], hessian: [[2, 0], [0, 2]] }, // prettier-ignore
  { kind: 'a guard on the diagonal', name: '(e^(x−y) − 1)/(x − y)', f: (w) => (w[0] === w[1] ? 1 : Math.expm1(w[0]! - w[1]!) / (w[0]! - w[1]!)), at: [2, 2], gradient: [0.5, -0.5], hessian: [[1 / 3, -1 / 3], [-1 / 3, 1 / 3]] }, // prettier-ignore
];

export const kinkRows: readonly KinkRow[] = [
  { kind: 'abs', name: '|w|', f: (w) => Math.abs(w[0]!), at: [0], sides: [[-1, 1]] },
  { kind: 'max', name: 'relu', f: (w) => Math.max(0, w[0]!), at: [0], sides: [[0, 1]] },
  { kind: 'choice', name: 'relu', f: (w) => (w[0]! > 0 ? w[0]! : 0), at: [0], sides: [[0, 1]] },
  { kind: 'choice', name: 'relu the other way', f: (w) => (w[0]! <= 0 ? 0 : w[0]!), at: [0], sides: [[0, 1]] },
  { kind: 'guard', name: 'a corner under a guard', f: (w) => (w[0] === 1 ? 1 : w[0]! > 1 ? w[0]! ** 2 : w[0]!), at: [1], sides: [[1, 2]] }, // prettier-ignore
  { kind: 'max', name: 'of two', f: (w) => Math.max(w[0]!, w[1]!), at: [2, 2], sides: [[0, 1], [0, 1]] }, // prettier-ignore
  { kind: 'max', name: 'of three', f: (w) => Math.max(w[0]!, w[1]!, w[2]!), at: [1, 1, 1], sides: [[0, 1], [0, 1], [0, 1]] }, // prettier-ignore
  { kind: 'min', name: 'of three, where two win', f: (w) => Math.min(w[0]!, w[1]!, w[2]!), at: [1, 1, 2], sides: [[1, 0], [1, 0], [0, 0]] }, // prettier-ignore
  { kind: 'min', name: 'of three, where the last ties', f: (w) => Math.min(w[0]!, w[1]!, w[2]!), at: [2, 1, 1], sides: [[0, 0], [1, 0], [1, 0]] }, // prettier-ignore
  { kind: 'max', name: 'of four, where the first two win', f: (w) => Math.max(Math.max(w[0]!, w[1]!), w[2]!, w[3]!), at: [2, 2, 1, 1], sides: [[0, 1], [0, 1], [0, 0], [0, 0]] }, // prettier-ignore
  { kind: 'min', name: 'of a max that ties and wins', f: (w) => Math.min(Math.max(w[0]!, w[1]!), w[2]!), at: [1, 1, 2], sides: [[0, 1], [0, 1], [0, 0]] }, // prettier-ignore
  { kind: 'min', name: 'used twice, where it wins once', f: (w) => { const m = Math.min(w[0]!, w[1]!); return Math.min(m, w[2]!) + 3 * m; }, at: [2, 2, 1], sides: [[3, 0], [3, 0], [1, 1]] }, // prettier-ignore
  { kind: 'min', name: 'of three', f: (w) => Math.min(w[0]!, w[1]!, w[2]!), at: [1, 1, 1], sides: [[1, 0], [1, 0], [1, 0]] }, // prettier-ignore
  { kind: 'nested', name: 'max(0, x − 2|y|)', f: (w) => Math.max(0, w[0]! - 2 * Math.abs(w[1]!)), at: [0, 0], sides: [[0, 1], [0, 0]] }, // prettier-ignore
  { kind: 'nested', name: 'max(0, x + |y|)', f: (w) => Math.max(0, w[0]! + Math.abs(w[1]!)), at: [0, 0], sides: [[0, 1], [-1, 1]] }, // prettier-ignore
  { kind: 'sum', name: '|x| + |y − x|', f: (w) => Math.abs(w[0]!) + Math.abs(w[1]! - w[0]!), at: [0, 0], sides: [[-2, 2], [-1, 1]] }, // prettier-ignore
  { kind: 'sum', name: '|x + y| + |x − y| − 2|x|', f: (w) => Math.abs(w[0]! + w[1]!) + Math.abs(w[0]! - w[1]!) - 2 * Math.abs(w[0]!), at: [0, 0], sides: [[0, 0], [-2, 2]] }, // prettier-ignore
  { kind: 'singular', name: 'hypot', f: (w) => Math.hypot(w[0]!, w[1]!), at: [0, 0], sides: [[-1, 1], [-1, 1]] }, // prettier-ignore
  { kind: 'singular', name: '√(w²)', f: (w) => Math.sqrt(w[0]! ** 2), at: [0], sides: [[-1, 1]] },
];

/** Points where the gradient bends: the Hessian on the side where all inputs grow less, on that where they grow, and between. */
export interface BendRow {
  readonly name: string;
  readonly f: (w: number[]) => number;
  readonly at: readonly number[];
  readonly left: readonly (readonly number[])[];
  readonly right: readonly (readonly number[])[];
  readonly middle: readonly (readonly number[])[];
}

const zero2 = [[0, 0], [0, 0]]; // prettier-ignore
const times = (x: number, n: number): number[][] => Array.from({ length: n }, (_, i) => Array.from({ length: n }, (__, j) => (i === j ? x : 0))); // prettier-ignore

export const bendRows: readonly BendRow[] = [
  { name: 'max(0, x)² + y³', f: (w) => Math.max(0, w[0]!) ** 2 + w[1]! ** 3, at: [0, 1], left: [[0, 0], [0, 6]], right: [[2, 0], [0, 6]], middle: [[1, 0], [0, 6]] }, // prettier-ignore
  { name: 'max(x, y)²', f: (w) => Math.max(w[0]!, w[1]!) ** 2, at: [1, 1], left: zero2, right: times(2, 2), middle: times(1, 2) }, // prettier-ignore
  { name: 'max(x, y, z)²', f: (w) => Math.max(w[0]!, w[1]!, w[2]!) ** 2, at: [1, 1, 1], left: times(0, 3), right: times(2, 3), middle: times(1, 3) }, // prettier-ignore
  { name: 'max(0, x) max(0, y)', f: (w) => Math.max(0, w[0]!) * Math.max(0, w[1]!), at: [0, 0], left: zero2, right: [[0, 1], [1, 0]], middle: [[0, NaN], [NaN, 0]] }, // prettier-ignore
  { name: '|x| y', f: (w) => Math.abs(w[0]!) * w[1]!, at: [0, 2], left: [[0, -1], [-1, 0]], right: [[0, 1], [1, 0]], middle: zero2 }, // prettier-ignore
  { name: 'x y + x² above 0', f: (w) => w[0]! * w[1]! + (w[0]! > 0 ? w[0]! ** 2 : 0), at: [0, 2], left: [[0, 1], [1, 0]], right: [[2, 1], [1, 0]], middle: [[1, 1], [1, 0]] }, // prettier-ignore
  { name: 'a squared hinge over two inputs', f: (w) => Math.max(0, 1 - w[0]! - 2 * w[1]!) ** 2, at: [1, 0], left: [[2, 4], [4, 8]], right: zero2, middle: [[1, 2], [2, 4]] }, // prettier-ignore
];
