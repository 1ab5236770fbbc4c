/**
 * Every operator at every odd kind of argument: the right answer, or an error of Secant's own that says what is wrong.
 * The answers are compared with those at the plain array of the same numbers, cold and after calls with other kinds.
 */
import { describe, expect, test } from 'vitest';
import {
  checkGradient,
  computationGraph,
  derivative,
  differentiability,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  numericalDerivative,
  numericalGradient,
  numericalHessian,
  numericalJacobian,
  SecantError,
  partialHyperplane,
  secantHyperplane,
  secantLine,
  tangentHyperplane,
  tangentLine,
  taylor,
  taylorPolynomial,
  valueAndGrad,
  vjp,
  vmap,
} from 'secant';

type Numbers = number[];

const makeF = (): ((w: Numbers) => number) => (w) => {
  let s = 0;
  for (let k = 0; k < w.length; k++) s += w[k]! * w[k]! * w[k]!;
  return s;
};

const ones = (w: ArrayLike<unknown>): number[] => Array.from({ length: Math.min(w.length, 1e5) }, () => 1);
/** A slot for each number, whatever the argument is. */
const zeros = (w: ArrayLike<unknown>): number[] => ones(w).fill(0);

/** Each operator, made once for a function and asked at a point. */
const operators = {
  grad: (f) => grad(f),
  'grad.into': (f) => {
    const g = grad(f);
    return (w) => g.into(zeros(w), w);
  },
  valueAndGrad: (f) => valueAndGrad(f),
  jacobian: (f) => jacobian(f),
  hessian: (f) => hessian(f),
  hvp: (f) => {
    const times = hvp(f);
    return (w) => times(w, ones(w));
  },
  'hvp along the point itself': (f) => {
    const times = hvp(f);
    return (w) => times(w, w);
  },
  jvp: (f) => (w) => jvp(f, [w], [ones(w)]),
  'jvp along the point itself': (f) => (w) => jvp(f, [w], [w]),
  vjp: (f) => (w) => {
    const [value, pullback] = vjp(f, w);
    return [value, pullback(1)];
  },
  vmap: () => {
    const squares = vmap((w: number) => w * w);
    return (w) => squares(w);
  },
  checkGradient: (f) => (w) => checkGradient(f, w).agrees,
  numericalGradient: (f) => (w) => numericalGradient(f)(w),
  numericalJacobian: (f) => (w) => numericalJacobian((x) => [f(x)])(w),
  numericalHessian: (f) => (w) => numericalHessian(f)(w),
  computationGraph: (f) => (w) => computationGraph(f, w).gradient,
} satisfies Record<string, (f: (w: Numbers) => number) => (w: Numbers) => unknown>;
type Operator = keyof typeof operators;
const names = Object.keys(operators) as Operator[];

/** Those that take plain arrays alone, as their documentation says. */
const plainOnly: readonly Operator[] = ['numericalJacobian', 'numericalHessian'];

class Subclass extends Array<number> {
  // Whoever makes one by `map` or `slice` gets another thing than was meant.
  constructor(...elements: number[]) {
    super();
    this.push(...elements, 99);
    this.length = elements.length;
  }
}
class LongerThanAsked extends Float64Array {
  static of3(): LongerThanAsked {
    return new LongerThanAsked([1, 2, 3]);
  }
}

const asNumbers = (value: unknown): Numbers => value as Numbers;
const typed = (array: { set: (from: number[]) => void }): Numbers => {
  array.set([1, 2, 3]);
  return asNumbers(array);
};

function detached(): Numbers {
  const array = Float64Array.of(1, 2, 3);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return asNumbers(array);
}

function revoked(): Numbers {
  const { proxy, revoke } = Proxy.revocable([1, 2, 3], {});
  revoke();
  return proxy;
}

/** All of them hold 1, 2, 3: the answers are those at [1, 2, 3]. */
const alike: Readonly<Record<string, () => Numbers>> = {
  frozen: () => Object.freeze([1, 2, 3]) as Numbers,
  sealed: () => Object.seal([1, 2, 3]),
  'a Proxy': () => new Proxy([1, 2, 3], {}),
  'a getter for an element': () =>
    Object.defineProperty([1, 0, 3], 1, { get: () => 2, enumerable: true, configurable: true }),
  'a subclass of Array': () => new Subclass(1, 2, 3),
  'more properties': () => Object.assign([1, 2, 3], { extra: 1 }),
  'a Float64Array': () => typed(new Float64Array(3)),
  'a Float32Array': () => typed(new Float32Array(3)),
  'an Int32Array': () => typed(new Int32Array(3)),
  'a Uint8ClampedArray': () => typed(new Uint8ClampedArray(3)),
  'a subclass of Float64Array': () => asNumbers(LongerThanAsked.of3()),
  'a view into a SharedArrayBuffer': () => typed(new Float64Array(new SharedArrayBuffer(24))),
  'a view in the middle of a buffer': () => typed(new Float64Array(new ArrayBuffer(64), 16, 3)),
};

/** None of them holds numbers alone: an error says so. */
const refused: Readonly<Record<string, () => Numbers>> = {
  'a hole': () => asNumbers([1, , 3]),
  undefined: () => asNumbers([1, undefined, 3]),
  'undefined at the beginning': () => asNumbers([undefined, 2, 3]),
  'undefined at the end': () => asNumbers([1, 2, undefined]),
  'holes alone': () => new Array<number>(1e6),
  'an element far out': () => Object.assign([], { [1e9]: 1 }),
  'a detached buffer': detached,
  'a BigInt64Array': () => asNumbers(BigInt64Array.of(1n, 2n, 3n)),
  'a BigInt': () => asNumbers([1n, 2, 3]),
  'a symbol': () => asNumbers([Symbol('w'), 2, 3]),
  'a DataView': () => asNumbers(new DataView(new ArrayBuffer(24))),
  'a date': () => asNumbers(new Date(5)),
  'a set': () => asNumbers(new Set([1, 2, 3])),
  'a map': () => asNumbers(new Map([[0, 1]])),
  'boxed numbers': () => asNumbers([Object(1), 2, 3]),
  'many kinds of elements': () => asNumbers([...new Array<number>(1e5).fill(1), true]),
};

const plainAnswer = new Map(names.map((name) => [name, plain(operators[name](makeF())([1, 2, 3]))]));

/** Numbers in plain arrays, whatever kind they are in. */
function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return Array.from(value, plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, inner]) => [field, plain(inner)]));
}

function thrownBy(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(names)('%s', (name) => {
  const make = (): ((w: Numbers) => unknown) => operators[name](makeF());
  const warm = make();
  const keepsPlain = (): void => expect(plain(warm([1, 2, 3]))).toEqual(plainAnswer.get(name));

  test.each(Object.keys(alike))('%s', (kind) => {
    const takesPlain = plainOnly.includes(name) && ArrayBuffer.isView(alike[kind]!());
    for (const ask of [make(), warm, warm]) {
      if (takesPlain) {
        expect(thrownBy(() => ask(alike[kind]!()))).toBeInstanceOf(SecantError);
        continue;
      }
      const answer = plain(ask(alike[kind]!()));
      // Differences of single precision are of single precision.
      if (name.startsWith('numerical')) expect(flat(answer)).toSatisfy(near(flat(plainAnswer.get(name))));
      else expect(answer).toEqual(plainAnswer.get(name));
    }
    keepsPlain();
  });

  test.each(Object.keys(refused))('%s is refused', (kind) => {
    for (const ask of [make(), warm]) {
      const error = thrownBy(() => ask(refused[kind]!()));
      // A function of a field that no set or date has is outside the language there, which is an answer too.
      expect(error, kind).toBeInstanceOf(SecantError);
      expect((error as SecantError).hint).toBeDefined();
    }
    keepsPlain();
  });

  test('NaN stays where it is, and signs of zero change nothing', () => {
    expect(() => warm([NaN, 2, 3])).not.toThrow();
    if (name === 'grad') expect(warm([NaN, 2, 3])).toEqual([NaN, 12, 27]);
    expect(() => warm([Infinity, -Infinity, 1])).not.toThrow();
    expect(flat(plain(warm([-0, 0, 1])))).toSatisfy(near(flat(plain(warm([0, 0, 1])))));
    keepsPlain();
  });

  test("an argument's own error comes through, and leaves nothing behind", () => {
    const failing = new Proxy([1, 2, 3], {
      get(target, key) {
        if (key === '1') throw new Error('mine');
        return Reflect.get(target, key) as unknown;
      },
    });
    expect(thrownBy(() => warm(failing))).toMatchObject({ message: 'mine' });
    keepsPlain();
    expect(thrownBy(() => warm(revoked()))).toBeInstanceOf(TypeError);
    keepsPlain();
  });
});

function flat(value: unknown): number[] {
  if (typeof value === 'number') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [];
}

const near = (wanted: readonly number[]) => (found: readonly number[]) =>
  found.length === wanted.length && found.every((x, k) => Math.abs(x - wanted[k]!) < 1e-6);

describe('a number that is missing inside an argument', () => {
  const missing = asNumbers([1, undefined, 3]);

  test('is named by its place, however deep it is', () => {
    const rows = grad((m: Numbers[]) => m[0]![0]! * m[1]![2]!);
    expect(thrownBy(() => rows([[1, 2], missing]))).toMatchObject({
      code: 'S201',
      sentence: 'the argument[1] has no element 1: it is undefined',
    });
    const fields = grad((p: { readonly a: Numbers }) => p.a[0]! ** 2);
    expect(thrownBy(() => fields({ a: missing }))).toMatchObject({
      sentence: 'the argument.a has no element 1: it is undefined',
    });
  });

  test('is refused in tangents and in what is not differentiated too', () => {
    expect(thrownBy(() => jvp(makeF(), [[1, 2, 3]], [missing]))).toMatchObject({ code: 'S201' });
    const weighted = grad((w: Numbers, data: Numbers) => w[0]! * data[1]!);
    expect(thrownBy(() => weighted([1], missing))).toMatchObject({ code: 'S201' });
    expect(weighted([1], [1, 2, 3])).toEqual([2]);
  });

  test('a field that may be absent, and rows that may, stay what a function can ask for', () => {
    const optional = grad((p: { readonly a: number; readonly b?: number | undefined }) => p.a ** 2 + (p.b ?? 0));
    expect(optional({ a: 3, b: undefined })).toEqual({ a: 6, b: undefined });
    const rows = grad((m: (Numbers | undefined)[]) => (m[1] === undefined ? m[0]![0]! ** 2 : 0));
    expect(rows([[3], undefined])).toEqual([[6], undefined]);
  });
});

/** Each operator of a function of one number, asked at a point. */
const atOneNumber = {
  derivative: (g) => derivative(g),
  'order 2': (g) => derivative(g, { order: 2 }),
  'derivative of a derivative': (g) => derivative(derivative(g)),
  taylor: (g) => (w) => taylor(g, w, 3),
  differentiability: (g) => (w) => differentiability(g, w).verdict,
  'differentiability of a black box': (g) => (w) => differentiability(g, w, { blackBox: true }).verdict,
  numericalDerivative: (g) => numericalDerivative(g),
  'numericalDerivative with ε': (g) => (w) => numericalDerivative(g)(w, { epsilon: 0.5 }),
  'an estimate': (g) => (w) => numericalDerivative(g).estimate(w).value,
  tangentLine: (g) => (w) => tangentLine(g, w).slope,
  secantLine: (g) => (w) => secantLine(g, w, 7).slope,
  taylorPolynomial: (g) => (w) => taylorPolynomial(g, w, 2).coefficients,
} satisfies Record<string, (g: (w: number) => number) => (w: number) => unknown>;

/** None of them is a number: an error says so, and asks nothing of them that could run code of theirs. */
const noNumber: Readonly<Record<string, () => unknown>> = {
  nothing: () => undefined,
  null: () => null,
  'a text': () => '2',
  true: () => true,
  'a BigInt': () => 2n,
  'a symbol': () => Symbol('w'),
  'a boxed number': () => Object(2) as unknown,
  'an array of one': () => [2],
  'an empty array': () => [],
  'a hole': () => [,],
  'a frozen array': () => Object.freeze([2]),
  'a Float64Array of one': () => Float64Array.of(2),
  'a detached buffer': detached,
  'a view into a SharedArrayBuffer': () => new Float64Array(new SharedArrayBuffer(8)),
  'a million numbers': () => new Float64Array(1e6),
  'a Proxy': () => new Proxy([2], {}),
  'a function': () => () => 2,
  'a date': () => new Date(5),
  'what says it is a number': () => ({
    valueOf() {
      throw new Error('it was asked');
    },
    [Symbol.toPrimitive]() {
      throw new Error('it was asked');
    },
  }),
};

describe.each(Object.keys(atOneNumber) as (keyof typeof atOneNumber)[])('%s', (name) => {
  const cube = (w: number): number => w * w * w;
  const make = (): ((w: number) => unknown) => atOneNumber[name](cube);
  const warm = make();
  const alone = warm(3);

  test.each(Object.keys(noNumber))('%s is refused', (kind) => {
    for (const ask of [make(), warm]) {
      const error = thrownBy(() => ask(noNumber[kind]!() as number));
      expect(error, kind).toBeInstanceOf(SecantError);
      expect(error).toMatchObject({ code: 'S202' });
      expect((error as SecantError).hint).toBeDefined();
    }
    expect(warm(3)).toEqual(alone);
  });

  test('a number without an end is answered, or said to be outside', () => {
    for (const w of [NaN, Infinity, -Infinity, Number.MAX_VALUE, Number.MIN_VALUE, -0]) {
      const error = thrownBy(() => warm(w));
      // Lines and polynomials go through a point, which there is none.
      if (error !== undefined) expect(error).toMatchObject({ code: 'S402' });
    }
    expect(flat(warm(-0))).toSatisfy(near(flat(warm(0))));
    expect(thrownBy(() => warm(revoked() as unknown as number))).toBeInstanceOf(TypeError);
    expect(warm(3)).toEqual(alone);
  });
});

describe.each<[string, (w: Numbers) => unknown]>([
  ['tangentHyperplane', (w) => tangentHyperplane(makeF(), w).gradient],
  ['partialHyperplane', (w) => partialHyperplane(makeF(), w, 0).gradient],
  ['secantHyperplane', (w) => secantHyperplane(makeF(), w, 0, 1).gradient],
])('%s', (_, ask) => {
  test.each(Object.keys(refused))('%s is refused', (kind) => {
    expect(thrownBy(() => ask(refused[kind]!()))).toBeInstanceOf(SecantError);
  });

  test.each(Object.keys(alike))('%s', (kind) => {
    expect(ask(alike[kind]!())).toEqual(ask([1, 2, 3]));
  });
});

describe('ten million numbers', () => {
  const large = new Float64Array(1e7).fill(0.5);

  test('have a gradient and a value for each', () => {
    const f = makeF() as unknown as (w: Float64Array) => number;
    expect(grad(f)(large)[1e7 - 1]).toBe(0.75);
    expect(jvp(f, [large], [large])).toEqual([1.25e6, 3.75e6]);
    expect(vmap((w: number) => w * w)(large)[1e7 - 1]).toBe(0.25);
    expect(vjp(f, large.subarray(0, 1e6))[1](1)).toHaveLength(1);
    expect(hvp<Float64Array>(f)(large.subarray(0, 1e6), large.subarray(0, 1e6))[5]).toBe(1.5);
    expect(() => computationGraph(f, large)).toThrow('S304');
  }, 60_000);
});

describe('arrays that are one', () => {
  test('may be two arguments of a function that reads them', () => {
    const f = (x: number[], y: number[]): number => x[0]! * y[1]!;
    const both = [2, 3];
    expect(grad(f)(both, both)).toEqual([3, 0]);
    expect(grad(f, { wrt: [0, 1] })(both, both)).toEqual([[3, 0], [0, 2]]); // prettier-ignore
    expect(vjp(f, both, both)[1](1)).toEqual([[3, 0], [0, 2]]); // prettier-ignore
    expect(grad((m: number[][]) => m[0]![0]! * m[1]![1]!)([both, both])).toEqual([[3, 0], [0, 2]]); // prettier-ignore
  });

  test.each<[string, (array: Numbers) => readonly Numbers[]]>([
    ['the same twice', (array) => [array, array]],
    ['views of the same bytes', (array) => {
      const whole = Float64Array.from([...array, 5]);
      return [asNumbers(whole), asNumbers(whole.subarray(1))];
    }],
  ])('are refused where the function writes to them: %s', (_, make) => {
    const f = (x: Numbers, y: Numbers): number => {
      x[1] = x[1]! * 3;
      return y[1]! * x[0]!;
    };
    for (const ask of [valueAndGrad(f), jacobian(f), (x: Numbers, y: Numbers) => vjp(f, x, y)]) {
      const [x, y] = make([1, 2]);
      const error = thrownBy(() => (ask as (x: Numbers, y: Numbers) => unknown)(x!, y!));
      expect(error).toMatchObject({ code: 'S201' });
      expect(() => (ask as (x: Numbers, y: Numbers) => unknown)([1, 2], [1, 2])).not.toThrow();
    }
  }); // prettier-ignore

  test('rows that are one are refused where the function writes to them', () => {
    const f = (m: number[][]): number => {
      m[0]![0] = m[0]![0]! * 3;
      return m[1]![0]! * m[0]![1]!;
    };
    const row = [1, 2];
    expect(thrownBy(() => grad(f)([row, row]))).toMatchObject({ code: 'S201' });
    expect(grad(f)([[1, 2], [1, 2]])).toEqual([[0, 1], [2, 0]]); // prettier-ignore
  });

  test('are refused as the place of the answer, cold and warm', () => {
    const point = [1, 2];
    const [g, both, times] = [grad(makeF()), valueAndGrad(makeF()), hvp(makeF())];
    for (let round = 0; round < 3; round++) {
      for (const write of [
        () => g.into(point, point),
        () => both.into(point, point),
        () => times.into(point, point, [1, 1]),
        () => times.into(point, [1, 1], point),
      ])
        expect(thrownBy(write)).toMatchObject({ code: 'S201' });
      expect(point).toEqual([1, 2]);
      expect(g.into([0, 0], point)).toEqual([3, 12]);
    }
    const squares = vmap((w: number) => w * w);
    expect(squares.into([1, 2], [1, 2])).toEqual([1, 4]);
    expect(squares.into(point, point)).toEqual([1, 4]);
  });

  test('a place that is frozen or given away is refused, cold and warm', () => {
    const g = grad(makeF());
    const rows = grad((m: number[][]) => m[0]![0]! ** 2);
    for (let round = 0; round < 3; round++) {
      expect(thrownBy(() => g.into(Object.freeze([0, 0]) as number[], [1, 2]))).toMatchObject({ code: 'S201' });
      expect(thrownBy(() => g.into(detached(), [1, 2, 3]))).toMatchObject({ code: 'S201' });
      expect(thrownBy(() => rows.into([Object.freeze([0]) as number[]], [[1]]))).toMatchObject({ code: 'S201' });
      expect(g.into([0, 0], [1, 2])).toEqual([3, 12]);
    }
    const squares = vmap((w: number) => w * w);
    expect(thrownBy(() => squares.into(Object.freeze([0]) as number[], [3]))).toMatchObject({ code: 'S201' });
  });
});

describe('fields of every name', () => {
  test('__proto__ is a field of its own where it is one', () => {
    const make = (): { a: number } => JSON.parse('{"a": 1, "__proto__": 2}') as { a: number };
    const squares = (p: object): number => Object.values(p).reduce((s: number, x: number) => s + x * x, 0);
    const doubling = (p: { a: number }): number => {
      p.a = p.a * 2;
      return Object.values(p).reduce((s: number, x: number) => s + x * x, 0);
    };
    const [g, h] = [grad(squares), grad(doubling)];
    for (let round = 0; round < 4; round++) {
      expect(JSON.stringify(g(make()))).toBe('{"a":2,"__proto__":4}');
      expect(JSON.stringify(h(make()))).toBe('{"a":8,"__proto__":4}');
    }
  });

  test('a getter of a record is read for its kind and its value, and no more', () => {
    let reads = 0;
    const point = {
      get a() {
        reads++;
        return 2;
      },
      b: 3,
    };
    const g = grad((p: { readonly a: number; readonly b: number }) => p.a * p.b);
    for (let round = 0; round < 3; round++) {
      reads = 0;
      expect(g(point)).toEqual({ a: 3, b: 2 });
      expect(reads).toBeLessThanOrEqual(2);
    }
  });
});
