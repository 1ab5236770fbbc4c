/** Texts as bundlers, minifiers and older compilers leave them, and as people paste them. */
import * as c from './closed-forms.ts';
import { gradient, type Row, scalar } from './row.ts';

const { identity, polynomial, power, scaled, sum } = c;

export const bundledSource: readonly Row[] = [
  scalar(
    'esbuild’s __name',
    `(w) => { const square = /* @__PURE__ */ __name((x) => x * x, "square"); return square(w); }`,
    [2],
    power(2),
    { native: (w: number) => w * w },
  ),
  scalar(
    'esbuild’s __name on a declaration',
    `(w) => { function twice(x) { return 2 * x; } __name(twice, "twice"); return twice(w); }`,
    [2],
    scaled(2, identity),
    { native: (w: number) => 2 * w },
  ),
  scalar(
    'Math.pow for **',
    'function (w) { return Math.pow(w, 2) + Math.pow(2, Math.pow(w, 0)); }',
    [3],
    polynomial(2, 0, 1),
  ),
  scalar('minified', 'function f(n){for(var t=0,r=1;r<4;++r)t+=r*n**r;return t}', [2], polynomial(0, 1, 2, 3)),
  scalar(
    'minified with commas and conditions',
    'n=>{let t=0,r;return n>1?(r=n*n,t+=r,t):(t-=n,t)}',
    [2, 0.5],
    c.piecewise([(w) => w > 1, power(2)], [() => true, scaled(-1, identity)]),
  ),
  scalar('minified with void 0 and !0', 'function(n,t){return void 0===t&&(t=2),!0?n*t:n}', [3], scaled(2, identity)),
  scalar('minified while and sequence tests', 'w=>{for(var s=1,k=4;k--,k>=0;)s*=w;return s}', [2], power(4)),
  scalar(
    'comments everywhere',
    `/* head */ (w /* the input */) => { // line
    /* block
       of lines */ return w /* * 3 */ * w; // end
  }`,
    [3],
    power(2),
  ),
  scalar(
    'down-levelled for of',
    `function (w) { var s = 0; for (var _i = 0, _a = [1, 2, 3]; _i < _a.length; _i++) { var k = _a[_i]; s += Math.pow(w, k); } return s; }`,
    [2],
    polynomial(0, 1, 1, 1),
  ),
  scalar(
    'down-levelled destructuring',
    `function (w) { var _a = [w, 2], a = _a[0], b = _a[1]; var _b = { x: a * b }, x = _b.x; return x * a; }`,
    [3],
    scaled(2, power(2)),
  ),
  scalar(
    'down-levelled defaults',
    'function (w, n) { if (n === void 0) { n = 3; } return Math.pow(w, n); }',
    [2],
    power(3),
  ),
  scalar(
    'down-levelled ??',
    `function (w) { var _a; var o = { b: 3 }; return w * ((_a = o.a) !== null && _a !== void 0 ? _a : o.b); }`,
    [2],
    scaled(3, identity),
  ),
  scalar(
    'down-levelled ?.',
    `function (w) { var o = { a: { b: 4 } }; var _a; return w * ((_a = o === null || o === void 0 ? void 0 : o.a) === null || _a === void 0 ? void 0 : _a.b); }`,
    [2],
    scaled(4, identity),
  ),
  scalar(
    'down-levelled spread',
    `function (w) { var a = [w, 2]; var b = [1].concat(a, [w]); return b.length * b[1] * b[3]; }`,
    [3],
    scaled(4, power(2)),
  ),
  scalar(
    'typed text',
    '(w: number, k: number = 2): number => { const a: readonly number[] = [w, k] as const; type T = number; interface P { x: number } const p: P = { x: w }; return a[0]! * p.x * (k satisfies number) as T; }',
    [3],
    scaled(2, power(2)),
  ),
  scalar(
    'typed text with generics',
    'function f<T extends number>(w: T): number { const id = <U,>(x: U): U => x; return id<number>(w) * 2; }',
    [3],
    scaled(2, identity),
  ),
  scalar(
    'helpers before the function',
    `const k = 3;
function square(x) { return x * x; }
const scale = (x) => k * x;
export default function f(w) { return scale(square(w)); }`,
    [2],
    scaled(3, power(2)),
  ),
  scalar('method shorthand as text', 'f(w) { return w * w; }', [3], power(2), { native: (w: number) => w * w }),
  scalar('a function in parentheses', '((w) => (w + 1) * w)', [2], polynomial(0, 1, 1)),
  scalar(
    'a name that is a JavaScript word elsewhere',
    'w => { const of = w, async = 2, get = 1, let_ = of * async; return let_ + get; }',
    [3],
    polynomial(1, 2),
  ),
  scalar(
    'names with dollars and letters of other alphabets',
    'w => { const $ = w, _1 = $ * 2, été = _1 + 1, ω = été * w; return ω; }',
    [3],
    polynomial(0, 1, 2),
  ),
  scalar(
    'numbers in every notation',
    'w => w * (0x10 + 0b11 + 0o7 + 1_000 + 1e3 + .5 + 5.)',
    [2],
    scaled(16 + 3 + 7 + 2000 + 5.5, identity),
  ),
  scalar(
    'strings with escapes as keys',
    `w => { const o = { 'a\\n': w, "\\u0062": 2 }; return o['a\\n'] * o.b; }`,
    [3],
    scaled(2, identity),
  ),
  scalar(
    'no semicolons',
    `w => {
  let a = w
  let b = 2
  a += b
  ;[a, b] = [b, a]
  return a * b
}`,
    [3],
    polynomial(4, 2),
  ),
  scalar('use strict and directives', `function (w) { 'use strict'; return w * w; }`, [3], power(2)),
  scalar(
    'an old-style module of helpers',
    `var tools = (function () { var scale = 2; function twice(x) { return scale * x; } return { twice: twice }; })();
function f(w) { return tools.twice(w) * w; }`,
    [3],
    scaled(2, power(2)),
  ),
  scalar(
    'a counter in a closure of the text',
    `var count = 0;
function next() { count += 1; return count; }
function f(w) { return w * next() + w * w * next(); }`,
    [2],
    polynomial(0, 1, 2),
    { native: (w: number) => w + 2 * w * w },
  ),
  scalar('vite’s imports', 'w => { const g = (0, Math.sin); return g(w); }', [0.5], c.sin),
  scalar(
    'an unused parameter list and trailing commas',
    'function f(w, _unused, ) { const a = [1, 2, ]; return Math.max(w, a[1], ); }',
    [3],
    identity,
  ),
  scalar(
    'nested ternaries without parentheses',
    'w => w > 2 ? w : w > 1 ? w * w : w > 0 ? w ** 3 : 0',
    [3, 1.5, 0.5, -1],
    c.piecewise(
      [(w) => w > 2, identity],
      [(w) => w > 1, power(2)],
      [(w) => w > 0, power(3)],
      [() => true, scaled(0, identity)],
    ),
  ),
  scalar(
    'a do while on one line',
    'w=>{let k=3,s=0;do s+=w**k;while(--k);return s}',
    [2],
    sum(identity, power(2), power(3)),
  ),
  gradient(
    'a text of an array function',
    'w => w.reduce((s, x) => s + x ** 2, 0)',
    () => [[1, 2]],
    () => [2, 4],
  ),
  gradient(
    'a text of an object function',
    '({ a, b = 2, ...rest }) => a * b * rest.c',
    () => [{ a: 3, c: 4 }],
    () => ({ a: 8, c: 6 }),
  ),
];
