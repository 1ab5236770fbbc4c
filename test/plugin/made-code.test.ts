/**
 * Functions that packages make of others and of text: bound before a run, or written as text. What the loader does about
 * them changes `bind` for the whole thread, so it stands in a file of its own.
 */
import { describe, expect, it } from 'vitest';
import { derivative, grad, numericalDerivative } from 'secant';
import { followMadeFunctions } from '../../src/tools/plugin/made-code.ts';
import { transformModule } from '../../src/tools/plugin/transform.ts';

followMadeFunctions();

/** What a module of a package gives, under the loader. */
function loaded(text: string): (w: number) => number {
  const { code } = transformModule(text, 'package.js', { reached: true })!;
  return new Function(code)() as (w: number) => number;
}

const area =
  'class Area { constructor(k) { this.k = k; this.of = this.of.bind(this); } of(x) { return new Map([[0, this.k]]).get(0) * x * x; } }';

const packages: Readonly<Record<string, string>> = {
  'a method that is bound in the constructor': `${area} const a = new Area(3); return a.of;`,
  'a bound method that is called': `${area} const a = new Area(3); return (w) => a.of(w) * w;`,
  'a method without its object': `${area} const of = Function.prototype.call.bind(Area.prototype.of); return (w) => of({ k: 5 }, w);`,
  'first arguments':
    'const power = function (n, x) { return new Map([[0, x]]).get(0) ** n; }; return power.bind(null, 3);',
  'a built-in function': 'const most = Math.max.bind(Math, 2); return (w) => most(w * w, w);',
  'bound while it runs':
    'function line(k, x) { return new Map([[0, k]]).get(0) * x; } return (w) => line.bind(null, w * w)(w);',
  'a function from text':
    "return new Function('k', 'return (x) => { const m = new Map([[0, k]]); return m.get(0) * x * x; }')(7);",
  'a function from text with other functions': `
    const parts = [(x) => x * x, (x) => Math.sin(x)];
    const made = Function.apply(undefined, ['f0', 'f1', 'return function (x) { switch (1) { case 1: return f0(x) * f1(x); } }']);
    return made.apply(undefined, parts);`,
  'a with in a text that is made while it runs':
    "return (w) => Function('x', 'with (Math) { return sin(x) * x; }')(w) * new Map([[0, w]]).get(0);",
  'a directive without a semicolon': `
    const made = new Function('x', "'use strict'\\nreturn new Map([[0, x]]).get(0) * x");
    function cube(w) { 'use strict'
      return made(w) * w }
    return cube;`,
  'a with in a text': "const of = Function('x', 'with (Math) { return sin(x) * x; }'); return (w) => of(w) * w;",
};

describe('derivatives of', () => {
  it.each(Object.entries(packages))('%s', (_kind, text) => {
    const f = loaded(text);
    const { value, error } = numericalDerivative(f).estimate(2.3);
    for (const options of [{}, { road: 'traced' }] as const)
      for (const slope of [derivative(f, options)(2.3), grad(f, options)(2.3)])
        expect(Math.abs(slope - value)).toBeLessThan(Math.max(10 * error, 1e-6 * Math.abs(value)));
  });
});

it('what packages do otherwise with functions from text and bound ones is as it was', () => {
  const facts = loaded(`
    const bound = function f(a, b) { return [this, a, b]; }.bind(1, 2);
    const of = new Function('x', 'return x;');
    class Point { constructor(x) { this.x = x; } }
    const One = Point.bind(null, 1);
    return () => [Function('return this')() === globalThis, of instanceof Function, of.name, of.length, typeof Function.prototype,
      bound.name, bound.length, JSON.stringify(bound(3)), new One().x, new One() instanceof Point];`);
  expect((facts as () => unknown)()).toEqual([
    true,
    true,
    'anonymous',
    1,
    'function',
    'bound f',
    1,
    '[1,2,3]',
    1,
    true,
  ]);
  expect(() => loaded("return () => new Function('return (');")(0)).toThrow(SyntaxError);
  const { bind } = Function.prototype;
  expect([bind.name, bind.length, Object.keys(Function.prototype)]).toEqual(['bind', 1, []]);
});
