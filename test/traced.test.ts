/** The traced road by examples: what runs, what is refused and in which words, and what stays as it was. */
import { describe, expect, it } from 'vitest';
import {
  checkGradient,
  computationGraph,
  derivative,
  differentiability,
  fromSource,
  grad,
  hessian,
  hvp,
  jacobian,
  jvp,
  SecantError,
  taylor,
  vmap,
  withDerivative,
} from 'secant';
import { Tape } from '../src/compiler/trace/tape.ts';

const traced = { road: 'traced' } as const;

it('whole powers are smooth at 0', () => {
  for (const n of [1, 2, 3, 4]) {
    const f = (w: number): number => w ** n + Math.pow(w, n) * 2;
    for (const order of [1, 2, 3, 4]) {
      const slope = derivative(f, { ...traced, order, scope: { n } })(0);
      expect([n, order, slope]).toEqual([n, order, order === n ? [3, 6, 18, 72][n - 1] : 0]);
    }
    expect(grad(f, { ...traced, scope: { n } })(0)).toBe(n === 1 ? 3 : 0);
  }
});

class Point {
  x: number;
  y: number;
  constructor(x: number, y: number) {
    this.x = x;
    this.y = y;
  }
  get length(): number {
    return Math.hypot(this.x, this.y);
  }
  plus(other: Point): Point {
    return new Point(this.x + other.x, this.y + other.y);
  }
}

function errorOf(run: () => unknown): SecantError {
  try {
    run();
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error('no error');
}

describe('the road', () => {
  it('is compiled where the compiler leads, and says why not where it does not', () => {
    const plain = grad((a: number) => a * a);
    plain(3);
    expect(plain.road).toEqual({ name: 'compiled' });
    const symbols = grad((a: number) => {
      const key = Symbol('key');
      const held = { [key]: a * a };
      return held[key] ?? NaN;
    });
    expect(symbols(3)).toBe(6);
    expect(symbols.road.name).toBe('traced');
    expect(symbols.road.reason).toBeTypeOf('string');
    expect(symbols.road.place?.line).toBeGreaterThan(0);
  });

  it('can be asked for', () => {
    const weak = (a: number): number => new WeakMap([[traced, a * a]]).get(traced)!;
    expect(errorOf(() => grad(weak, { road: 'compiled', scope: { traced } })(3)).code).toMatch(/^S1/);
    expect(grad(weak, { scope: { traced } })(3)).toBe(6);
    expect(errorOf(() => grad(weak, { road: 'walked' as never })).code).toBe('S203');
  });

  it('is never taken by text', () => {
    const text = fromSource('(w) => w * w');
    expect(errorOf(() => fromSource('(w) => new WeakMap([[{}, w]]) && w')).code).toMatch(/^S1/);
    expect(grad((w: number) => text(w) * 2, { scope: { text }, ...traced })(3)).toBe(12);
  });
});

describe('derivatives', () => {
  const f = (w: number[]): number => w[0]! ** 2 * w[1]! + Math.sin(w[1]!);
  it('of every operator', () => {
    expect(grad(f, traced)([2, 3])).toEqual(grad(f, { road: 'compiled' })([2, 3]));
    expect(hessian(f, traced)([2, 3])).toEqual(hessian(f, { road: 'compiled' })([2, 3]));
    expect(hvp(f, traced)([2, 3], [1, 0])).toEqual([6, 4]);
    expect(jacobian((w: number[]) => [w[0]! * w[1]!, 3], traced)([2, 3])).toEqual([[3, 2], [0, 0]]); // prettier-ignore
    expect(jvp((a: number, b: number) => a * b, [2, 3], [1, 0], traced)).toEqual([6, 3]);
    expect(taylor((w) => Math.exp(w), 0, 3, traced)).toEqual([1, 1, 0.5, 1 / 6]);
    expect(derivative((w) => w ** 5, { order: 3, ...traced })(1)).toBe(60);
    expect([...vmap(derivative((w) => w ** 3, traced))(Float64Array.of(1, 2))]).toEqual([3, 12]);
    const kinked = (w: number): number => new Map([['a', Math.max(w, 0)]]).get('a')!;
    expect(differentiability(kinked, 0).verdict).toBe('corner');
    expect(checkGradient((w: number[]) => new Map([['a', w[0]! ** 2]]).get('a')!, [3]).agrees).toBe(true);
    const mapped = (w: number): number => new Map([['a', Math.sin(w)]]).get('a')! * w;
    expect(computationGraph(mapped, 2).nodes.map(({ formula }) => formula)).toEqual(['', 'sin(w)', 'a w']);
  });

  it('at kinks, from both sides', () => {
    expect(derivative((w) => Math.max(w, 0) + Math.min(w, 0), traced)(0)).toBe(1);
    expect(derivative((w) => Math.abs(w), traced)(0)).toBe(0);
    expect(derivative((w) => Math.abs(w), { ...traced, atKink: 'nan' })(0)).toBeNaN();
    expect(grad((w: number[]) => Math.max(w[0]!, 0) + Math.min(w[0]!, 0), traced)([0])).toEqual([1]);
  });

  it('inside derivatives, without confusion', () => {
    const product = (x: number): number => x * derivative((y) => x * y)(2);
    expect(derivative(product, { scope: { derivative }, ...traced })(3)).toBe(6);
    const inner = (a: number): number => grad((v: number[]) => v[0]! * v[0]! * a)([a])[0]!;
    expect(derivative(inner, { scope: { grad }, ...traced })(3)).toBe(12);
  });

  it('of classes, maps, exceptions, generators, typed arrays', () => {
    const sum = (a: number, b: number): number => new Point(a, b).plus(new Point(1, 1)).length;
    const [da, db] = grad(sum, { wrt: [0, 1], scope: { Point }, ...traced })(2, 3);
    expect(da).toBeCloseTo(0.6, 14);
    expect(db).toBeCloseTo(0.8, 14);
    expect(grad((p: Point) => p.x * p.y, traced)(new Point(3, 4))).toMatchObject({ x: 4, y: 3 });
    const thrown = (a: number): number => {
      const found = new Map<string, number>();
      try {
        throw Object.assign(new Error('on purpose'), { value: a * a });
      } catch (error) {
        found.set('a', (error as { value: number }).value);
      }
      return found.get('a')!;
    };
    expect(grad(thrown, traced)(3)).toBe(6);
    const powers = (a: number): number => {
      function* all(): Generator<number> {
        let x = 1;
        for (let k = 0; k < 3; k++) yield (x *= a);
      }
      let total = 0;
      for (const x of all()) total += x;
      return total;
    };
    expect(grad(powers, traced)(2)).toBe(17);
    const stored = (w: Float64Array): number => {
      const copy = new Float64Array(w.length + 1);
      copy.set(w, 1);
      const [, first = 0] = copy;
      return copy.subarray(1).reduce((so, x) => so + x * x, 0) + first;
    };
    expect(grad(stored, traced)(Float64Array.of(1, 2))).toEqual(Float64Array.of(3, 4));
    const text = (a: number): number => parseFloat(String(a)) * a;
    expect(grad(text, traced)(3)).toBe(6);
  });

  it('of what converts itself to a number', () => {
    const own = (a: number): number => {
      const held = { sum: new Float64Array([a * a]), valueOf: (): number => held.sum[0]! };
      return (held as unknown as number) * 2;
    };
    expect(grad(own, traced)(3)).toBe(12);
  });
});

describe('given derivatives', () => {
  it('take a black box, whose text is never read', () => {
    const box: (w: number) => number = Number.prototype.valueOf.bind(9);
    const rule = withDerivative(box, (w: number) => 2 * w);
    expect(derivative(rule)(3)).toBe(6);
    expect(derivative(rule, { order: 2 })(3)).toBe(2);
    expect(grad((w: number) => rule(w) * w, { scope: { rule }, ...traced })(3)).toBe(9 + 18);
    const short = withDerivative((a: number, b: number) => a * b, () => [1], {}); // prettier-ignore
    expect(errorOf(() => grad((a: number) => short(a, 2), { scope: { short }, ...traced })(3)).code).toBe('S105');
  });
});

describe('what stays as it was', () => {
  it('arguments, captured objects and variables', () => {
    const list = [3, 1, 2];
    const memory = new Map<string, number>();
    const counter = { calls: 0 };
    const f = (w: number[]): number => {
      counter.calls++;
      memory.set('last', w[0]!);
      w.sort((a, b) => a - b);
      if (w[0]! > 100) throw new Error('too large');
      return w[0]! * 5 + memory.get('last')!;
    };
    const options = { scope: { memory, counter }, ...traced };
    expect(grad(f, options)(list)).toEqual([1, 5, 0]);
    expect(errorOf(() => grad(f, options)([300, 200])).code).toBe('S302');
    expect([list, memory.size, counter.calls]).toEqual([[3, 1, 2], 0, 0]);
  });
});

describe('refusals', () => {
  it('in the words of the program', () => {
    const mistakes: readonly [unknown, string][] = [
      [(w: Iterable<number>) => [...w].length, 'number is not iterable'],
      [(w: number) => [w].map((x) => x)[1]!.toFixed(2).length * w, "reading 'toFixed'"],
      [(w: () => number) => w(), 'w is not a function'],
    ];
    for (const [f, words] of mistakes)
      expect(errorOf(() => grad(f as (w: number) => number, traced)(1)).message).toContain(words);
  });

  it('only of what runs, with the place', () => {
    const logs = (w: number): number => {
      if (w < 0) void fetch('');
      return w * w;
    };
    expect(grad(logs)(3)).toBe(6);
    const error = errorOf(() => grad(logs, traced)(-3));
    expect([error.code, error.line]).toEqual(['S104', 2]);
  });

  it('of texts that would lose a derivative', () => {
    const through = (a: number): number => (JSON.parse(JSON.stringify([a, a * a])) as number[])[1]!;
    expect(errorOf(() => grad(through, traced)(3)).code).toBe('S105');
    const { buffer } = new Float64Array(1);
    const bits = (a: number): number => {
      new Float64Array(buffer)[0] = a;
      return new Uint32Array(buffer)[1]! * a;
    };
    expect(errorOf(() => grad(bits, { scope: { buffer }, ...traced })(3)).code).toBe('S103');
    expect(errorOf(() => grad((a: number) => a ^ 2, traced)(3)).hint).toContain('`**`');
  });

  it('names every missing name at once', () => {
    const f = new Function('w', 'return first(w) + second * third.of') as (w: number) => number;
    const error = errorOf(() => derivative(f)(2));
    expect(error.sentence).toContain('`first`, `second` and `third`');
    expect(error.hint).toContain('{ scope: { first, second, third } }');
    expect(error.hint).toContain('numericalDerivative');
  });

  it('of runs that are longer than the record may be', () => {
    const tape = new Tape(1, { hit: false }, 10);
    let w: unknown = tape.input(1.5);
    expect(() => {
      for (let k = 0; k < 10; k++) w = tape.apply('mul', [w, 1.1]);
    }).toThrow(/S304: the function takes more than 10 operations/);
  });
});
