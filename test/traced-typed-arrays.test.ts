/**
 * Typed arrays cannot hold the numbers of a traced run, so whatever takes one apart must find them beside it: patterns,
 * spreads, loops, methods, natives. Each row is a function of w with the derivative of w²·3w·w at 2, as its text stands
 * and with the second body that the plugin gives it; or it is an error that says that the derivative would be lost.
 */
import { expect, it } from 'vitest';
import { derivative, SecantError } from 'secant';
import { transformModule } from '../src/tools/plugin/transform.ts';

const two = 'Float64Array.of(w * w, 3 * w)';

const rows: Readonly<Record<string, string>> = {
  'a declaration with defaults': `(w) => { const [a = 1, b = 2, c = w] = ${two}; return a * b * c; }`,
  'a pattern over what was written by index': `(w) => {
    const v = new Float64Array(2); v[0] = w * w; v[1] = 3 * w; const [a = 1, b = 2] = v; return a * b * w; }`,
  'a rest': `(w) => { const [a, ...r] = ${two}; return a * r[0] * w; }`,
  'an assignment': `(w) => { let a, b; [a = 1, b = 2] = ${two}; return a * b * w; }`,
  'a pattern inside another': `(w) => { const { p: [[a = 1, b = 2]] } = { p: [${two}] }; return a * b * w; }`,
  'a default that is taken apart': `(w) => { const { p: [a = 1, b = 2] = ${two} } = {}; return a * b * w; }`,
  'a parameter': `(w) => { const h = ([a = 1, b = 2]) => a * b * w; return h(${two}); }`,
  'a parameter before a default that uses it': `(w) => { const h = ([a], b = a) => 3 * a * b; return h(${two}); }`,
  'a parameter of a function': `(w) => { function h([a = 1, b = 2]) { return a * b * w; } return h(${two}); }`,
  'a parameter with a default': `(w) => { function h([a, b] = ${two}) { return a * b * w; } return h(); }`,
  'a parameter, inside an object': `(w) => { const h = ({ v: [a = 1, b] }) => a * b * w; return h({ v: ${two} }); }`,
  'a parameter, inside an array': `(w) => { function h([[a = 1, b]]) { return a * b * w; } return h([${two}]); }`,
  'a parameter that gathers': `(w) => { const h = (...[a = 1, b = 2]) => a * b * w; return h(...${two}); }`,
  'a parameter of a method': `(w) => ({ h([a = 1, b = 2]) { return a * b * w; } }).h(${two})`,
  'a parameter of a constructor': `(w) => {
    class P { constructor(z) { this.z = z; } }
    class O extends P { constructor([a = 1, b = 2]) { super(a * b); } }
    return new O(${two}).z * w; }`,
  'an iterator that is passed on': `(w) => {
    const h = ([a, b]) => a * b * w; function* g() { yield* ${two}; } return h(g()); }`,
  'the head of a loop': `(w) => { let s = 0; for (const [a = 1, b = 2] of [${two}]) s += a * b * w; return s; }`,
  'a catch clause': `(w) => { try { throw ${two}; } catch ([a = 1, b = 2]) { return a * b * w; } }`,
  'elements by their numbers': `(w) => { const { 0: a, 1: b } = ${two}; return a * b * w; }`,
  'the rest of an object': `(w) => { const { ...o } = ${two}; return o[0] * o[1] * w; }`,
  'arguments that are spread': `(w) => { const h = (a, b) => a * b * w; return h(...${two}); }`,
  'an array that is spread': `(w) => { const l = [...${two}]; return l[0] * l[1] * w; }`,
  'an object that is spread': `(w) => { const l = { ...${two} }; return l[0] * l[1] * w; }`,
  'a generator': `(w) => { function* g() { yield* ${two}; } const [a, b] = g(); return a * b * w; }`,
  'its iterator': `(w) => { const i = ${two}[Symbol.iterator](); return i.next().value * i.next().value * w; }`,
  'its values': `(w) => { const i = ${two}.values(); return i.next().value * i.next().value * w; }`,
  'its entries': `(w) => { let s = w; for (const [, v] of ${two}.entries()) s *= v; return s; }`,
  'its keys': `(w) => { const v = ${two}; let s = w; for (const k in v) s *= v[k]; return s; }`,
  'a loop that writes ahead': `(w) => {
    const v = new Float64Array(3); v[0] = w; let s = 1, k = 0;
    for (const x of v) { if (++k < 3) v[k] = k * 1.5 * w; s *= x; } return s * w / 1.5; }`,
  'forEach that writes ahead': `(w) => {
    const v = new Float64Array(3); v[0] = w; let s = 1;
    v.forEach((x, k, all) => { if (k < 2) all[k + 1] = (k + 1) * 1.5 * w; s *= x; });
    return s * w / 1.5; }`,
  'Array.from': `(w) => { const v = Array.from(${two}); return v[0] * v[1] * w; }`,
  'Array.from that maps': `(w) => Array.from(${two}, (x) => x * w)[0] * 3 * w`,
  'another array of it': `(w) => { const v = new Float64Array(${two}); return v[0] * v[1] * w; }`,
  'another view of it': `(w) => { const v = new Float64Array(${two}.buffer); return v[0] * v[1] * w; }`,
  'a part of it': `(w) => { const v = Float64Array.of(5, w * w, 3 * w).subarray(1); return v[0] * v[1] * w; }`,
  'a slice': `(w) => { const v = ${two}.slice(); return v[0] * v[1] * w; }`,
  at: `(w) => { const v = ${two}; return v.at(0) * v.at(-1) * w; }`,
  'a set': `(w) => { const v = [...new Set(${two})]; return v[0] * v[1] * w; }`,
  reduce: `(w) => ${two}.reduce((a, b) => a * b, w)`,
  map: `(w) => ${two}.map((x, k, all) => all[k] * 1).reduce((a, b) => a * b) * w`,
  'a method of arrays': `(w) => Array.prototype.map.call(${two}, (x) => x).reduce((a, b) => a * b) * w`,
  'a method of arrays that changes it': `(w) => {
    const v = ${two}; Array.prototype.reverse.call(v); return v[0] * w ** 3; }`,
  sort: `(w) => { const v = Float64Array.of(3 * w, w * w).sort(); return v[0] * v[1] * w; }`,
  apply: `(w) => { function h(a, b) { return a * b * w; } return h.apply(null, ${two}); }`,
  'Math.max of it': `(w) => Math.max.apply(null, Float64Array.of(w, 3 * w ** 4))`,
  'Object.assign': `(w) => { const o = Object.assign({}, ${two}); return o[0] * o[1] * w; }`,
  'Object.values': `(w) => { const [a, b] = Object.values(${two}); return a * b * w; }`,
  'Reflect.get': `(w) => { const o = ${two}; return Reflect.get(o, 0) * Reflect.get(o, 1) * w; }`,
  'a description of a property': `(w) => {
    const o = ${two}; return Object.getOwnPropertyDescriptor(o, 0).value * o[1] * w; }`,
};

const refused: Readonly<Record<string, string>> = {
  'a view of bytes':
    '(w) => { const o = new DataView(new ArrayBuffer(8)); o.setFloat64(0, w); return o.getFloat64(0); }',
  'a copy of bytes': `(w) => new Float64Array(${two}.buffer.slice(0))[0]`,
  'other numbers of the same bytes': `(w) => new Uint32Array(${two}.buffer)[0] + w`,
  'elements by their numbers in a parameter': `(w) => { const h = ({ 0: a, 1: b }) => a * b * w; return h(${two}); }`,
  'the rest of an object in a parameter': `(w) => { const h = ({ ...o }) => o[0] * o[1] * w; return h(${two}); }`,
};

type F = (w: number) => number;

const ways: Readonly<Record<string, (text: string) => F>> = {
  'as its text stands': (text) => new Function(`return ${text}`)() as F,
  'with its second body'(text) {
    const { code } = transformModule(`place.f = ${text}`, 'm.js', { include: /^/ })!;
    const place: { f?: F } = {};
    new Function('place', code)(place);
    return place.f!;
  },
  // What the function calls has a second body of its own, and takes its parameters apart before that is reached.
  'with its parts in the module'(text) {
    const parts = [...text.matchAll(/(?:const|function) (h)\b.*?(?=return h)/gs)].map(([part]) => part);
    if (parts.length === 0) return ways['with its second body']!(text);
    const outside = `let w = 0; ${parts[0]} place.f = (x) => { w = x; ${text.slice(text.indexOf('return h'))}`;
    const { code } = transformModule(outside, 'm.js', { include: /^/ })!;
    const place: { f?: F } = {};
    new Function('place', code)(place);
    return place.f!;
  },
};

const cases = (table: Readonly<Record<string, string>>) =>
  Object.entries(table).flatMap(([name, text]) => Object.keys(ways).map((way) => [name, way, text] as const));

it.each(cases(rows))('%s, %s', (_name, way, text) => {
  const f = ways[way]!(text);
  expect(f(2)).toBe(48);
  expect(derivative(f, { road: 'traced' })(2)).toBeCloseTo(96, 10);
  expect(f(2)).toBe(48);
});

it.each(cases(refused))('%s is refused, %s', (_name, way, text) => {
  const f = ways[way]!(text);
  let error: unknown;
  try {
    derivative(f, { road: 'traced' })(2);
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(SecantError);
  expect(['S101', 'S103', 'S105']).toContain((error as SecantError).code);
});

it('leaves the iterator of typed arrays as it was, after results and after errors', () => {
  const prototype = Object.getPrototypeOf(Float64Array.prototype) as object;
  const before = Object.getOwnPropertyDescriptor(prototype, Symbol.iterator);
  derivative(ways['as its text stands']!(rows['a parameter']!), { road: 'traced' })(2);
  expect(Object.getOwnPropertyDescriptor(prototype, Symbol.iterator)).toEqual(before);
  const failing = ways['as its text stands']!(`(w) => { const [a] = ${two}; throw new Error('own'); }`);
  expect(() => derivative(failing, { road: 'traced' })(2)).toThrow('own');
  expect(Object.getOwnPropertyDescriptor(prototype, Symbol.iterator)).toEqual(before);
});
