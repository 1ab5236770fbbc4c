/** Data that ends: trees whose leaves are null or have no children, lists read before they are filled. */
import { expect, test } from 'vitest';
import { derivative, fromSource, grad } from 'secant';

const trees: readonly (readonly [name: string, source: string, at: number, slope: number])[] = [
  [
    'children that are null',
    `w => { const t = { v: w, l: { v: w * 2, l: null, r: null }, r: { v: 3, l: null, r: null } };
      const sum = n => n === null ? 0 : n.v * n.v + sum(n.l) + sum(n.r); return sum(t) }`,
    1.5,
    15,
  ],
  [
    'children in lists that end empty',
    `w => { const t = { v: w, kids: [{ v: 2 * w, kids: [] }] };
      function sum(n) { let s = n.v * n.v; for (const k of n.kids) s += sum(k); return s } return sum(t) }`,
    1.5,
    15,
  ],
  [
    'an expression tree',
    `w => { const e = { op: '+', l: { op: 'x' }, r: { op: '*', l: { op: 'x' }, r: { op: 'x' } } };
      const value = n => n.op === 'x' ? w : n.op === '+' ? value(n.l) + value(n.r) : value(n.l) * value(n.r);
      return value(e) }`,
    2,
    5,
  ],
  [
    'a list of rows that is read before it has any',
    `w => { const q = []; for (const v of [[w, 1], [1, w]]) { let u = [...v];
      for (const p of q) { const d = p.reduce((s, x, i) => s + x * v[i], 0); u = u.map((x, i) => x - d * p[i]) }
      q.push(u) } return q[1][0] }`,
    2,
    // u = 1 − (w·1 + 1·w)·w
    -8,
  ],
  ['an empty list asked for its first element', 'w => { const a = []; return (a[0] ?? w) * w }', 2, 4],
];

test.each(trees)('%s', (_, source, at, slope) => {
  expect(derivative(fromSource(source))(at)).toBeCloseTo(slope, 12);
});

test('a tree as the argument: the gradient has its shape', () => {
  interface Tree {
    readonly v: number;
    readonly kids: readonly Tree[];
  }
  const sum = (t: Tree): number => {
    const visit = (n: Tree): number => n.v * n.v + n.kids.reduce((s, k) => s + visit(k), 0);
    return visit(t);
  };
  const point: Tree = {
    v: 1,
    kids: [
      { v: 2, kids: [] },
      { v: 3, kids: [{ v: 4, kids: [] }] },
    ],
  };
  // Levels of different depth are different kinds of records, so siblings must have one depth.
  const even: Tree = {
    v: 1,
    kids: [
      { v: 2, kids: [] },
      { v: 3, kids: [] },
    ],
  };
  expect(grad(sum)(even)).toEqual({
    v: 2,
    kids: [
      { v: 4, kids: [] },
      { v: 6, kids: [] },
    ],
  });
  expect(sum(point)).toBe(30);
});

test('what surely fails is told where nothing guards it, and thrown where it is run', () => {
  expect(() => derivative(fromSource('w => { const o = { a: null }; return o.a.x * w }'))(1)).toThrow(
    '`o.a.x` reads from',
  );
  const guarded = derivative(fromSource('w => { const o = { a: null }; return w > 5 ? o.a.x : w }'));
  expect(guarded(1)).toBe(1);
  expect(() => guarded(6)).toThrow('S302: the function threw an error');
});

/** An expression as a tree whose nodes have different fields. */
interface Expression {
  readonly op: string;
  readonly a?: Expression;
  readonly b?: Expression;
  readonly v?: number;
}

function evaluate(n: Expression, x: number): number {
  switch (n.op) {
    case 'x':
      return x;
    case 'const':
      return n.v!;
    case 'sin':
      return Math.sin(evaluate(n.a!, x));
    case '+':
      return evaluate(n.a!, x) + evaluate(n.b!, x);
    case '*':
      return evaluate(n.a!, x) * evaluate(n.b!, x);
    default:
      throw new Error(`unknown ${n.op}`);
  }
}

/** Value and slope by the rules, with no program that is differentiated. */
function byHand({ op, a, b, v = NaN }: Expression, x: number): readonly [value: number, slope: number] {
  if (op === 'x') return [x, 1];
  if (op === 'const') return [v, 0];
  const [f, df] = byHand(a!, x);
  if (op === 'sin') return [Math.sin(f), Math.cos(f) * df];
  const [g, dg] = byHand(b!, x);
  return op === '+' ? [f + g, df + dg] : [f * g, df * g + f * dg];
}

test('interpreters of expressions, for trees of any shape, captured and as an argument', () => {
  let seed = 20261130;
  const random = (): number => (seed = (seed * 1103515245 + 12345) % 2147483648) / 2147483648;
  const grow = (depth: number): Expression => {
    if (depth <= 0) return random() < 0.6 ? { op: 'x' } : { op: 'const', v: Math.round(random() * 40) / 10 };
    if (random() < 0.3) return { op: 'sin', a: grow(depth - 1) };
    return { op: random() < 0.5 ? '+' : '*', a: grow(depth - 1), b: grow(depth - 1 - Math.floor(random() * 2)) };
  };
  for (let k = 0; k < 12; k++) {
    const tree = grow(1 + (k % 4));
    const [, slope] = byHand(tree, 0.7);
    const captured = derivative((x: number) => evaluate(tree, x), { scope: { evaluate, tree } });
    expect(captured(0.7), JSON.stringify(tree)).toBeCloseTo(slope, 11);
    expect(grad(evaluate, { wrt: 1 })(tree, 0.7), JSON.stringify(tree)).toBeCloseTo(slope, 11);
    expect(captured.road.name).toBe('compiled');
  }
});

/** `d` has the keys a and b of the run, each x². */
const copies: readonly (readonly [name: string, f: (x: number) => number, slope: (x: number) => number])[] = [
  [
    'a spread',
    (x) => {
      const d: Record<string, number> = {};
      for (const k of ['a', 'b']) d[k] = x * x;
      const copy: Record<string, number> = { ...d, c: x };
      return copy['a']! + copy['c']!;
    },
    (x) => 2 * x + 1,
  ],
  [
    'the rest of a pattern',
    (x) => {
      const d: Record<string, number> = { a: x };
      for (const k of ['a', 'b']) d[k] = x * x;
      const { a, ...rest } = d;
      return a! * rest['b']!;
    },
    (x) => 4 * x ** 3,
  ],
  [
    'hasOwnProperty',
    (x) => {
      const d: Record<string, number> = {};
      for (const k of ['a', 'b', 'a']) d[k] = (Object.hasOwn(d, k) ? d[k]! : x) * x;
      return d['a']! + d['b']!;
    },
    (x) => 3 * x ** 2 + 2 * x,
  ],
];

test.each(copies)('fields that only the run knows are asked for: %s', (_, f, slope) => {
  expect(derivative(f)(0.7)).toBeCloseTo(slope(0.7), 12);
});

test('a spread of a Map, which has no fields, is refused where there is no other road', () => {
  const text = `x => { const m = new Map([['a', x]]); const o = { ...m, z: x }; return o.z * (o.a ?? 3) }`;
  expect(() => derivative(fromSource(text))(0.7)).toThrow('lists keys that are known only when the program runs');
});
