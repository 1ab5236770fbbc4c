/** Losses written at random, and rows for them: the same from the same seed. */
import { fromSource } from 'secant';

/** A generator of numbers in [0, 1): mulberry32. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

export interface Parameters {
  readonly a: number;
  readonly b: number;
  readonly w: readonly number[];
}

export interface Row {
  readonly x: number | null;
  readonly y: number;
  readonly k: number;
}

const unary = [
  'Math.exp', 'Math.expm1', 'Math.sin', 'Math.cos', 'Math.atan', 'Math.tanh', 'Math.sinh', 'Math.cosh', 'Math.asinh', 'Math.cbrt',
  'Math.abs', '-', 'square',
]; // prettier-ignore
const positive = ['Math.log', 'Math.log1p', 'Math.sqrt', 'Math.log2', 'Math.log10'];
const inside = ['Math.asin', 'Math.acos', 'Math.atanh'];
const binary = ['+', '-', '*', '/', 'Math.hypot', 'Math.max', 'Math.min', 'Math.atan2', 'Math.pow'];

/** The text of a loss: helpers, a loop, branches, arrays and most of `Math`. */
export function randomLossText(random: () => number): string {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const leaf = (): string =>
    pick(['p.a', 'p.b', 'p.w[0]', 'p.w[1]', 'p.w[2]', 'row.x', 'row.y', 's', (random() * 4 - 2).toFixed(2)]);
  const expression = (depth: number): string => {
    if (depth === 0 || random() < 0.15) return leaf();
    const inner = (): string => expression(depth - 1);
    const kind = random();
    // What grows without bound is kept small first, as in losses that people write.
    if (kind < 0.25) {
      const name = pick(unary);
      if (name === '-') return `-(${inner()})`;
      return `${name}(Math.tanh(${inner()}) * 2)`;
    }
    if (kind < 0.35) return `${pick(positive)}(1.5 + square(Math.tanh(${inner()})))`;
    if (kind < 0.42) return `${pick(inside)}(0.9 * Math.tanh(${inner()}))`;
    if (kind < 0.55) return `(${inner()} ${pick(['<', '>', '<=', '>='])} ${inner()} ? ${inner()} : ${inner()})`;
    if (kind < 0.6) return `clip(${inner()})`;
    if (kind < 0.65) return `p.w[row.k]`;
    const name = pick(binary);
    if (name === '/') return `(${inner()}) / (1 + square(${inner()}))`;
    if (name === 'Math.pow') return `Math.pow(1 + square(Math.tanh(${inner()})), Math.tanh(${inner()}))`;
    if (name === 'Math.hypot') return `Math.hypot(1, ${inner()})`;
    if (name === 'Math.atan2') return `Math.atan2(${inner()}, 1.5)`;
    return name.startsWith('Math') ? `${name}(${inner()}, ${inner()})` : `(${inner()}) ${name} (${inner()})`;
  };
  return `const square = (v) => v * v;
const clip = (v) => { if (v > 3) return 3; if (v < -3) return -3; return v; };
(p, row) => {
  let s = 0;
  for (let k = 0; k < 3; k++) {
    s += Math.tanh(p.w[k] * row.x + ${expression(1)});
    if (s > 1.5) break;
  }
  const t = ${expression(3)};
  return ${expression(4).replaceAll('s', 's').replace('row.y', 't')} + 0.1 * t;
}`;
}

/** The loss itself. */
export function lossFrom(text: string): (p: Parameters, row: Row) => number {
  return fromSource<(p: Parameters, row: Row) => number>(text);
}

export function randomRows(random: () => number, count: number): Row[] {
  return Array.from({ length: count }, () => ({
    x: random() < 0.03 ? null : random() * 6 - 3,
    y: random() * 6 - 3,
    k: Math.floor(random() * 3),
  }));
}

export function randomParameters(random: () => number): Parameters {
  return { a: random() * 4 - 2, b: random() * 4 - 2, w: [0, 1, 2].map(() => random() * 4 - 2) };
}

/** Numbers as SQL for INSERT: what is tested is the query, not this. */
export function valuesText(rows: readonly Row[]): string {
  return rows.map(({ x, y, k }) => `(${x ?? 'NULL'}, ${y}, ${k})`).join(', ');
}
