/**
 * Kinds of code that packages have, each in a few lines of its own: what the traced road makes of numbers that a program
 * looks at as JavaScript lets it, of classes above built-in ones, of dates, texts and bits. Each gradient is compared with
 * differences.
 */
import { describe, expect, it } from 'vitest';
import { derivative, grad, numericalDerivative } from 'secant';
import { transformModule } from 'secant/plugin';
import { withoutSecondBodies } from '../src/compiler/trace/marks.ts';

const traced = { road: 'traced' } as const;

class Pair extends Array<number> {
  label = 'pair';
  constructor(x = 0, y = 0) {
    super(x, y);
  }
  set(x: number, y: number): this {
    this[0] = x;
    this[1] = y;
    return this;
  }
  copy(other: readonly number[]): this {
    return this.set(other[0]!, other[1]!);
  }
  get norm(): number {
    return Math.hypot(this[0]!, this[1]!);
  }
}

class Table extends Map<string, number> {
  override get(name: string): number {
    return super.get(name.toLowerCase()) ?? 0;
  }
  override set(name: string, value: number): this {
    return super.set(name.toLowerCase(), value);
  }
}

class Triple extends Float64Array {
  product(): number {
    return this[0]! * this[1]! * this[2]!;
  }
}

const rows: readonly (readonly [kind: string, f: (w: number) => number])[] = [
  [
    'the type of a number by Object.prototype',
    (w) => (Object.prototype.toString.call(w) === '[object Number]' ? w * w : 0),
  ],
  ['the constructor of a number', (w) => ((w as unknown as object).constructor === Number ? w * w : 0)],
  ['a number that is no object', (w) => ((Object(w) as unknown) === w ? 0 : w * w)],
  ['an object of a number', (w) => (Object(w) as number) * w],
  ['methods of Number on a number', (w) => Number.prototype.valueOf.call(w) * w],
  ['a number has a method', (w) => (typeof (w as { toFixed?: unknown }).toFixed === 'function' ? w * w : 0)],
  ['a number has no names of its own', (w) => w * w + Object.keys(w as unknown as object).length],
  [
    'fields that no number has',
    (w) => {
      const of = w as unknown as { value?: number; data?: number; level?: number };
      return (of.value ?? of.data ?? of.level ?? w) * w;
    },
  ],
  ['a view is asked for', (w) => (ArrayBuffer.isView(w) ? 0 : w * w)],
  ['a class above Array', (w) => new Pair(w, 2).copy([w * w, 1]).norm],
  [
    'a class above Map',
    (w) => {
      const table = new Table().set('A', w * w);
      return table.get('a') * w;
    },
  ],
  [
    'a class above a typed array',
    (w) => {
      const triple = new Triple(3);
      triple.set([w, w * w, 0.5]);
      return triple.product();
    },
  ],
  ['a text is matched', (w) => (/^\d/.exec(w as unknown as string) ? w * w : 0)],
  ['a number is read from the beginning of a text', (w) => parseFloat(`${w}%`) * w],
  ['a number is read from a group', (w) => Number(/\(([^,]*),/.exec(`rgb(${w}, 2)`)![1]) * w],
  ['a date keeps its time', (w) => (new Date(new Date(w * 1e9)).getTime() / 1e9) ** 2],
  ['dates are subtracted', (w) => (+new Date(w * 1e9) - +new Date(5)) / 1e9],
  ['bits of the whole part', (w) => w * ((w << 2) | (w & 1))],
  ['a function from a text', (w) => (new Function('x', 'return x * x * x') as (x: number) => number)(w)],
  [
    'a function that a text makes',
    (w) => (new Function('const k = 3; return (x) => k * x * x;') as () => (x: number) => number)()(w),
  ],
];

describe('kinds of code in packages', () => {
  it.each(rows)('%s', (_kind, f) => {
    const scope = { Pair, Table, Triple };
    const slope = derivative(f, { ...traced, scope })(2.3);
    const { value, error } = numericalDerivative(f).estimate(2.3);
    expect(Math.abs(slope - value)).toBeLessThan(Math.max(10 * error, 1e-6 * Math.abs(value)));
  });

  it('a gradient in the fields of an array of a class of its own', () => {
    const norm = (pair: Pair): number => pair.norm;
    const pair = new Pair(3, 4);
    const slopes = grad(norm, traced)(pair);
    expect([...slopes]).toEqual([0.6, 0.8]);
    expect([...pair, pair.label]).toEqual([3, 4, 'pair']);
  });

  it('what a run writes into an array of a class of its own is put back', () => {
    const pair = new Pair(3, 4);
    const f = (w: number): number => pair.set(w, w).norm;
    expect(derivative(f, { ...traced, scope: { pair } })(2)).toBeCloseTo(Math.SQRT2, 12);
    expect([...pair]).toEqual([3, 4]);
  });

  it('parts of a time that go on below a day are refused', () => {
    const seconds = (w: number): number => new Date(w).getSeconds();
    expect(() => derivative(seconds, traced)(1e9)).toThrow('S105');
    const year = (w: number): number => w * new Date(w).getUTCFullYear();
    expect(derivative(year, traced)(1e12)).toBe(2001);
  });
});

it('bits are steps where the compiler refuses them, and `^` is told as it tells it', () => {
  const cell = (w: number): number => w * (w << 1);
  expect(derivative(cell)(2.5)).toBe(4);
  expect(derivative(cell).road.name).toBe('compiled');
  expect(() => derivative((w: number) => w ^ 2)(2.5)).toThrow('`w ^ 2` has no derivative');
});

it('the text of a function is found again under its second body', () => {
  const text = 'export function f(x, y = x * 2) { return x * y + (() => x + 1)(); }';
  const { code } = transformModule(text, '/m.js', { reached: true })!;
  expect(code).not.toContain(text);
  expect(withoutSecondBodies(code)).toContain(text);
});
