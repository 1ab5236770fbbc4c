/**
 * Kinds of code that packages have, each in a few lines of its own: what the traced road makes of numbers that a program
 * looks at as JavaScript lets it, of classes above built-in ones, of dates, texts and bits. Each gradient is compared with
 * differences.
 */
import { describe, expect, it, vi } from 'vitest';
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
  ['lists in a list as a text', (w) => (String([[w], [2, [w]], null]).startsWith('2') ? w * w : 0)],
  ['lists are compared as texts', (w) => ([[w]] < [[3]] ? w * w : 0)],
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

/** Chance and clocks beside the answer. */
const beside: Readonly<Record<string, (w: number) => number>> = {
  'a name by chance': (w) => ({ id: Math.random().toString(36).slice(2), area: w * w }).area,
  'another name': (w) => new Map([[crypto.randomUUID(), w * w]]).values().next().value!,
  'digits of a name by chance': (w) => {
    const id = 'xxxx-4xxx-yxxx'.replace(/[xy]/g, (c) => {
      const r = (Math.random() * 16) | 0;
      return (c === 'x' ? r : (r & 0x3) | 0x8).toString(16);
    });
    return new Map([[id, w * w]]).get(id)!;
  },
  'the time that it takes': (w) => {
    const report = { took: 0, at: new Date().toISOString(), year: new Date().getFullYear(), area: 0 };
    const begun = Date.now() + performance.now();
    report.area = w * w;
    report.took = Math.max(0, Date.now() - begun);
    return report.area;
  },
  'numbers by chance that are overwritten': (w) => {
    const weights = new Float64Array(3).map(() => Math.random() - 0.5);
    weights.forEach((_, k) => (weights[k] = w * k));
    return weights.reduce((sum, x) => sum + x * x, 0);
  },
};

/** The same in the answer, or in a decision on the way. */
const answers: Readonly<Record<string, (w: number) => number>> = {
  'a factor': (w) => w * Math.random(),
  'a summand': (w) => w + Date.now(),
  'a branch': (w) => (Math.random() < 0.5 ? w : w * w),
  'an element by chance': (w) => [w, w * w][Math.floor(Math.random() * 2)]!,
  'the greater one': (w) => Math.max(w, Math.random()),
  'a number that was text': (w) => w * parseFloat((Math.random() * 10).toFixed(2)),
  'a weight': (w) => new Float64Array(3).map(() => Math.random()).reduce((sum, x) => sum + x * w, 0),
  'a year': (w) => w * new Date().getFullYear(),
};

/** What a module that the plugin has treated exports as `f`. */
function treated(text: string): (w: number) => number {
  const { code } = transformModule(`place.f = (() => { ${text} })()`, 'm.js', { include: /^/ })!;
  const place: { f?: (w: number) => number } = {};
  new Function('place', code)(place);
  return place.f!;
}

/** Code for both roads: the compiler takes it, or refuses it and never takes it for something else. */
const modules: Readonly<Record<string, string>> = {
  'names that begin with $': `
    return ($1, $e, $t, $s, $x) => { const o = { $1 }; let [$2] = [o.$1]; $2 += 1; try { null.x; } catch { $2 *= o.$1++ ** 2; } return $2; };`,
  'two functions of one name': `
    return function (w) { function g() { return 1; } function g() { return w * w; } return g() + new Set([w]).size; };`,
  'a template with a method before it': `
    class Path { constructor() { this.sum = 0; } add(strings, x) { this.sum += x * x * strings.length; return this; } }
    return (w) => new Path().add\`M\${w}L\`.add\`\${3 * w}\`.sum;`,
  'two views of one memory': `
    const F = new Float64Array(2), G = F.subarray(1); return (w) => { F[1] = w * w; return G[0] * w; };`,
  'an array under two names': `
    const list = [0], o = { list }; return (w) => { list[0] = w * w; return o.list[0] * w; };`,
  'an object whose keys a loop adds': `
    return (w) => { const o = {}; let n = 0; for (const k of ['a', 'b']) { n += Object.keys(o).length * w * w; o[k] = w; } return n; };`,
  'a number that is scaled by its exponent': `
    const F = new Float64Array(1), U = new Uint32Array(F.buffer);
    const exponent = (x) => { F[0] = x; return ((U[1] >>> 20) & 0x7ff) - 1023; };
    const scaled = (x, e) => { F[0] = x; U[1] = (U[1] & 0x800fffff) | ((e + 1023) << 20); return F[0]; };
    return (w) => Math.log(scaled(w, 0)) + exponent(w) * Math.LN2 + scaled(w * w, 3);`,
  'a number that is split in two': `
    const F = new Float64Array(1), I = new Int32Array(F.buffer);
    return (w) => { F[0] = w; I[0] = 0; const high = F[0], low = w - high; return high * high + 2 * high * low + low * low; };`,
  'functions that are made where there are none yet': `
    const line = (slope) => (y) => y * slope;
    return (w) => { const list = [[]], k = Math.floor(w) - 2; if (!list[k][0]) list[k][0] = line(w * w); return list[k][0](2) * w; };`,
  'names of an object in a with': `
    return function (w) { with (Math) { var a = w / 2; return sin(a) * pow(w, 2); } };`,
  'a power of two from an exponent': `
    const F = new Float64Array(1), U = new Uint32Array(F.buffer);
    return (w) => { F[0] = w; const high = U[1]; F[0] = 0; U[1] = high & 0x7ff00000; return F[0] * w * w; };`,
};

it('a module may have a Symbol and an Object of its own', () => {
  const text = 'var Symbol = (x) => x * x; var Object = Symbol; place.f = (w) => Symbol(w) * Object(w);';
  const { code } = transformModule(text, 'm.js', { include: /^/ })!;
  const place: { f?: (w: number) => number } = {};
  new Function('place', code)(place);
  expect(derivative(place.f!)(2)).toBe(32);
});

it.each(Object.entries(modules))('%s', (_kind, text) => {
  const f = treated(text);
  const { value, error } = numericalDerivative(f).estimate(2.3);
  for (const options of [{}, traced])
    expect(Math.abs(derivative(f, options)(2.3) - value)).toBeLessThan(Math.max(10 * error, 1e-6 * Math.abs(value)));
});

describe('what is refused', () => {
  const refused: Readonly<Record<string, (w: number) => number>> = {
    'digits of a number': (w) => {
      const [whole, rest] = String(w).split('.') as [string, string];
      return Number(whole) + Number(rest) / 10 ** rest.length;
    },
    'digits one by one'(w) {
      let sum = 0;
      for (const digit of w + '') sum = digit === '.' ? sum : 10 * sum + Number(digit);
      return sum;
    },
    'codes of digits': (w) => String(w).charCodeAt(0) - 48,
    'what was stored for a number before': (w) => (stored as Record<number, number>)[w] ?? w * w,
  };
  const stored = { 2.5: 6.25, 'at 2.5': 6.25, 'near 2.50': 6.25 };

  it('what was stored under a text with the number in it, and not what a run stores', () => {
    const table = new Map(Object.entries(stored));
    const tables: readonly ((w: number) => number)[] = [
      (w) => (stored as Record<string, number>)[`at ${w}`] ?? w * w,
      (w) => (stored as Record<string, number>)['near ' + w.toFixed(2)] ?? w * w,
      (w) => (String(w) in stored ? (stored as Record<string, number>)[String(w)]! : w * w),
      (w) => (table.has(`at ${w}`) ? table.get(`at ${w}`)! : w * w),
    ];
    for (const f of tables) {
      expect(() => derivative(f, { ...traced, scope: { stored, table } })(2.5)).toThrow('S105');
      expect(derivative(f, { ...traced, scope: { stored, table } })(3)).toBe(6);
    }
    const kept = (w: number): number => {
      const own = new Map<string, number>();
      const area = (x: number): number => own.get(`${x}`) ?? own.set(`${x}`, x * x).get(`${x}`)!;
      return area(w) + area(2 * w) + area(w);
    };
    expect(derivative(kept, traced)(2.5)).toBe(30);
    const product = (w: number): number => {
      const own: Record<string, number> = {};
      const of = (a: number, b: number): number => (own[`${a},${b}`] ??= a * a * b);
      return of(w, 1.5) + of(1.5, w);
    };
    expect(derivative(product, traced)(2)).toBe(8.25);
    expect(() => derivative(product, traced)(1.5)).toThrow('S105');
  });

  it.each(Object.entries(answers))('chance and clocks: %s', (_kind, f) => {
    for (const options of [{}, traced]) expect(() => derivative(f, options)(2.5)).toThrow('S104');
  });

  it.each(Object.entries(refused))('%s', (_kind, f) => {
    expect(() => derivative(f, { ...traced, scope: { stored } })(2.5)).toThrow('S105');
  });

  it('bits that are made into another number', () => {
    const root = treated(`const F = new Float32Array(1), I = new Int32Array(F.buffer);
      return (w) => { F[0] = w; I[0] = 0x5f3759df - (I[0] >> 1); const y = F[0]; return y * (1.5 - 0.5 * w * y * y); };`);
    expect(root(4)).toBeCloseTo(0.5, 2);
    expect(() => derivative(root)(4)).toThrow('S103');
  });

  it('but not the codes of a text in which its digits happen to be', () => {
    const code = (w: number): number => w * `${w}`.length * 'x 2.5'.charCodeAt(0);
    expect(derivative(code, traced)(2.5)).toBe(360);
  });

  it('words of the fraction in arithmetic', () => {
    const word = treated(`const F = new Float64Array(1), U = new Uint32Array(F.buffer);
      return (w) => { F[0] = w; return U[0] * w; };`);
    expect(() => derivative(word)(2.3)).toThrow('S103');
  });

  it('a number as a text with an exponent is that number', () => {
    expect(derivative((w: number) => Number(w.toExponential()) * w, traced)(2.5)).toBe(5);
    expect(derivative((w: number) => w * w.toExponential().length, traced)(2.5)).toBe(6);
  });

  it('a loop that goes on beside a tie for ever ends', () => {
    const digits = (w: number): number => {
      let count = 0;
      for (let x = w; x % 1 !== 0; x *= 10) count++;
      return w * count;
    };
    expect(digits(2.25)).toBe(4.5);
    expect(derivative(digits, traced)(2.25)).toBeNaN();
  });
});

describe('kinds of code in packages', () => {
  it.each(rows)('%s', (_kind, f) => {
    const scope = { Pair, Table, Triple };
    const slope = derivative(f, { ...traced, scope })(2.3);
    const { value, error } = numericalDerivative(f).estimate(2.3);
    expect(Math.abs(slope - value)).toBeLessThan(Math.max(10 * error, 1e-6 * Math.abs(value)));
  });

  it.each(Object.entries(beside))('%s', (_kind, f) => {
    const { value } = numericalDerivative(f).estimate(2.3);
    expect(derivative(f)(2.3)).toBeCloseTo(value, 6);
    expect(derivative(f, { order: 2 })(2.3)).toBe(value > 10 ? 10 : 2);
  });

  it('what a function reports, it reports with numbers', () => {
    const log = vi.spyOn(console, 'log').mockImplementation(() => {});
    const f = (w: number): number => {
      console.log('area', { of: w });
      return w * w;
    };
    expect(derivative(f, traced)(3)).toBe(6);
    expect(log).toHaveBeenCalledWith('area', { of: 3 });
    log.mockRestore();
  });

  it('a program may have a toString of its own for functions', () => {
    const before = Object.getOwnPropertyDescriptor(Function.prototype, 'toString')!;
    const own = treated(`const native = Function.prototype.toString;
      return function toString() { return typeof this === 'function' ? native.call(this) : ''; };`);
    Reflect.defineProperty(Function.prototype, 'toString', { ...before, value: own });
    try {
      expect(derivative((w: number) => [w].map((x) => x * x)[0]!, traced)(3)).toBe(6);
    } finally {
      Reflect.defineProperty(Function.prototype, 'toString', before);
    }
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
