/**
 * The words of errors, in full: what is wrong, where, and the way out. One table of texts, differentiated at 2,
 * and one of calls. A message that changes changes here, where it can be read beside what caused it.
 */
import { describe, expect, it } from 'vitest';
import {
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
  vjp,
  vmap,
} from 'secant';

/** Public functions as JavaScript calls them, with anything for an argument. */
type Loose = (...args: readonly unknown[]) => unknown;
const loose = (f: unknown): Loose => f as Loose;
const text = (source: string): Loose => loose(fromSource(source));
const slope =
  (f: unknown, w: unknown = 2, options: unknown = {}): (() => unknown) =>
  () =>
    loose(loose(derivative)(f, options))(w);
const gradientOf =
  (source: string, ...args: readonly unknown[]): (() => unknown) =>
  () =>
    loose(loose(grad)(text(source)))(...args);

function messageOf(run: () => unknown): string {
  try {
    const value = run();
    return `no error, but ${JSON.stringify(value)}`;
  } catch (error) {
    expect(error).toBeInstanceOf(SecantError);
    return error instanceof Error ? error.message : '';
  }
}

const texts: readonly (readonly [source: string, message: readonly string[]])[] = [
  [
    'w => w * Math.random()',
    [
      'source:1:10 S104: `Math.random` is chance, and chance has no derivative',
      '  1 | w => w * Math.random()',
      '    |          ^^^^^^^^^^^^^  pass the random number in as an argument',
    ],
  ],
  [
    'w => w * Date.now()',
    [
      'source:1:10 S104: `Date.now` reads the clock',
      '  1 | w => w * Date.now()',
      '    |          ^^^^^^^^^^  pass the time in as an argument',
    ],
  ],
  [
    'w => w + performance.now()',
    [
      'source:1:10 S104: `performance.now` reads the clock',
      '  1 | w => w + performance.now()',
      '    |          ^^^^^^^^^^^^^^^^^  pass the time in as an argument',
    ],
  ],
  [
    'w => { console.log(w); return w; }',
    [
      'source:1:8 S104: `console.log` reaches outside the function',
      '  1 | w => { console.log(w); return w; }',
      '    |        ^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => fetch(w)',
    [
      'source:1:6 S104: `fetch` reaches outside the function',
      '  1 | w => fetch(w)',
      '    |      ^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => setImmediate(w)',
    [
      'source:1:6 S104: `setImmediate` reaches outside the function',
      '  1 | w => setImmediate(w)',
      '    |      ^^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => w * unknownThing',
    [
      'source:1:10 S102: `unknownThing` is captured from outside the function, and its value cannot be seen',
      '  1 | w => w * unknownThing',
      '    |          ^^^^^^^^^^^^  pass it in: { scope: { unknownThing } }, or build with secant/plugin',
    ],
  ],
  [
    'w => helper(w)',
    [
      'source:1:6 S102: `helper` is captured from outside the function, and its value cannot be seen',
      '  1 | w => helper(w)',
      '    |      ^^^^^^  pass it in: { scope: { helper } }, or build with secant/plugin',
    ],
  ],
  [
    'async w => w',
    [
      'source:1:1 S101: an async function has no derivative',
      '  1 | async w => w',
      '    | ^^^^^^^^^^^  wait for the data first, then differentiate a plain function',
    ],
  ],
  [
    'async (w) => { await w; return w }',
    [
      'source:1:1 S101: an async function has no derivative',
      '  1 | async (w) => { await w; return w }',
      '    | ^^^^^^^^^^^^^  wait for the data first, then differentiate a plain function',
    ],
  ],
  [
    'function* f(w) { yield w; }',
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'w => { const f = async () => 1; return f() * w }',
    [
      'source:1:18 S101: an async function has no derivative',
      '  1 | w => { const f = async () => 1; return f() * w }',
      '    |                  ^^^^^^^^^^^^  wait for the data first, then differentiate a plain function',
    ],
  ],
  [
    'w => { const g = function* () { yield 1 }; return g() }',
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'w => w * 2n',
    ['source:1:10 S105: a BigInt has no derivative', '  1 | w => w * 2n', '    |          ^^  use a number'],
  ],
  [
    'w => BigInt(w)',
    ['source:1:6 S105: a BigInt has no derivative', '  1 | w => BigInt(w)', '    |      ^^^^^^  use numbers'],
  ],
  [
    'w => "a" + w',
    ['S106: the function returns a string, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => `${w}`',
    ['S106: the function returns a string, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => w > 0',
    ['S106: the function returns a truth value, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => this.x * w',
    [
      'source:1:6 S101: `this` means nothing here: the function is not called as a method',
      '  1 | w => this.x * w',
      '    |      ^^^^  pass the object as an argument, or call it as `object.method()`',
    ],
  ],
  [
    'w => eval("w")',
    [
      'source:1:6 S104: `eval` runs text that cannot be looked into',
      '  1 | w => eval("w")',
      '    |      ^^^^  write the function out',
    ],
  ],
  [
    'w => new Function("return 1")() * w',
    [
      'source:1:6 S101: `new Function("return 1")` is outside the accepted language',
      '  1 | w => new Function("return 1")() * w',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^  use arrays and plain objects',
    ],
  ],
  [
    'w => /a/.test("a") ? w : 0',
    [
      'source:1:6 S101: a regular expression is outside the accepted language',
      '  1 | w => /a/.test("a") ? w : 0',
      '    |      ^^^  keep text out of the differentiated part',
    ],
  ],
  [
    'w => tag`x` * w',
    [
      'source:1:6 S101: a tagged template is outside the accepted language',
      '  1 | w => tag`x` * w',
      '    |      ^^^^^^  use an ordinary call',
    ],
  ],
  [
    'w => { const o = { get x() { return w } }; return o.x }',
    [
      'source:1:20 S101: getters and setters are outside the accepted language',
      '  1 | w => { const o = { get x() { return w } }; return o.x }',
      '    |                    ^^^^^^^^^^^^^^^^^^^^  use plain fields',
    ],
  ],
  [
    'w => [w] + 1',
    [
      'source:1:6 S105: `[w]` is an array, and a number is needed here',
      '  1 | w => [w] + 1',
      '    |      ^^^  use one of its elements, or loop over it',
    ],
  ],
  [
    'w => ({ a: w }) * 2',
    [
      'source:1:7 S105: `{ a: w }` is an object, and a number is needed here',
      '  1 | w => ({ a: w }) * 2',
      '    |       ^^^^^^^^  convert it to a number first',
    ],
  ],
  [
    'w => { const f = x => x; return f * 2 }',
    [
      'source:1:33 S105: `f` is a function, and a number is needed here',
      '  1 | w => { const f = x => x; return f * 2 }',
      '    |                                 ^  call it',
    ],
  ],
  [
    'w => { cov_1a2b().s[0]++; return w; }',
    [
      'source:1:8 S107: `cov_1a2b` is a counter that a coverage tool has put into the function',
      '  1 | w => { cov_1a2b().s[0]++; return w; }',
      '    |        ^^^^^^^^^^  exclude the file from coverage, or use a coverage tool that does not rewrite the code (v8)',
    ],
  ],
  [
    'w => { cov_1a2b.s[0]++; return w; }',
    [
      'source:1:8 S107: `cov_1a2b` is a counter that a coverage tool has put into the function',
      '  1 | w => { cov_1a2b.s[0]++; return w; }',
      '    |        ^^^^^^^^  exclude the file from coverage, or use a coverage tool that does not rewrite the code (v8)',
    ],
  ],
  [
    'w => { const f = n => f(n + 1) * w; return f(0); }',
    ['S303: the function calls itself without an end', '  give the recursion a case that stops it'],
  ],
  [
    'w => { const a = n => b(n), b = n => a(n); return a(1) * w }',
    ['S303: the function calls itself without an end', '  give the recursion a case that stops it'],
  ],
  [
    'w => [w, "a"]',
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'w => w > 1 ? w : [w]',
    [
      'source:1:6 S105: `w > 1 ? w : [w]` is sometimes a number and sometimes an array',
      '  1 | w => w > 1 ? w : [w]',
      '    |      ^^^^^^^^^^^^^^^  give both branches the same kind of value',
    ],
  ],
  [
    'w => { if (w > 1) return w; return [w]; }',
    [
      'source:1:1 S106: the function returns sometimes a number and sometimes an array',
      '  1 | w => { if (w > 1) return w; return [w]; }',
      '    | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  return one kind of value',
    ],
  ],
  [
    'w => { if (w > 5) return w; }',
    [
      'source:1:12 S302: the function threw an error: it ended without returning a number',
      '  1 | w => { if (w > 5) return w; }',
      '    |            ^^^^^',
    ],
  ],
  [
    'w => {}',
    ['S106: the function returns undefined, and only a number can be differentiated here', '  return a number'],
  ],
  ['w => null', ['S106: the function returns null, and only a number can be differentiated here', '  return a number']],
  [
    'w => { throw new Error("never " + w) }',
    ['S106: the function returns undefined, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => { try { return w } catch { return 0 } }',
    [
      'source:1:8 S101: `try` is outside the accepted language',
      '  1 | w => { try { return w } catch { return 0 } }',
      '    |        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  test the condition before it fails',
    ],
  ],
  [
    'w => { delete w; return w }',
    [
      'source:1:8 S001: deleting local variable in strict mode',
      '  1 | w => { delete w; return w }',
      '    |        ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => { with (Math) { return w } }',
    [
      "source:1:8 S001: 'with' in strict mode",
      '  1 | w => { with (Math) { return w } }',
      '    |        ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => new Date()',
    [
      'source:1:6 S104: `new Date` reads the clock',
      '  1 | w => new Date()',
      '    |      ^^^^^^^^^^  pass the time in as an argument',
    ],
  ],
  [
    'w => new Map()',
    [
      'S106: the function returns an object, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'w => new Promise(() => {})',
    [
      'source:1:6 S101: `new Promise(() => {})` is outside the accepted language',
      '  1 | w => new Promise(() => {})',
      '    |      ^^^^^^^^^^^^^^^^^^^^^  use arrays and plain objects',
    ],
  ],
  [
    'w => Promise.resolve(w)',
    [
      'source:1:6 S104: `Promise.resolve` reaches outside the function',
      '  1 | w => Promise.resolve(w)',
      '    |      ^^^^^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => import("x")',
    [
      'source:1:6 S104: `import()` reaches the outside world',
      '  1 | w => import("x")',
      '    |      ^^^^^^^^^^^  pass what it gives in through `scope`',
    ],
  ],
  [
    'w => import.meta.url',
    [
      'source:1:6 S104: `import.meta` reaches the outside world',
      '  1 | w => import.meta.url',
      '    |      ^^^^^^^^^^^  pass what it gives in through `scope`',
    ],
  ],
  [
    'w => w.toFixed(2)',
    [
      'source:1:6 S105: `toFixed` of a number gives no number',
      '  1 | w => w.toFixed(2)',
      '    |      ^^^^^^^^^  use arithmetic',
    ],
  ],
  [
    'w => w.x',
    ['source:1:6 S105: `x` of a number gives no number', '  1 | w => w.x', '    |      ^^^  use arithmetic'],
  ],
  [
    'w => parseInt("12") * w',
    [
      'source:1:6 S105: `parseInt` reads a number from text',
      '  1 | w => parseInt("12") * w',
      '    |      ^^^^^^^^  convert the text first, and pass the number in',
    ],
  ],
  [
    'w => JSON.parse("1") * w',
    [
      'source:1:6 S101: `JSON.parse` is outside the accepted language',
      '  1 | w => JSON.parse("1") * w',
      '    |      ^^^^^^^^^^  use numbers, arrays, objects and `Math`',
    ],
  ],
  [
    'w => "abc"[0]',
    ['S106: the function returns a string, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => Math.foo(w)',
    [
      'source:1:6 S101: `Math` has no `foo` that Secant knows',
      '  1 | w => Math.foo(w)',
      '    |      ^^^^^^^^  see the table of functions in the documentation',
    ],
  ],
  [
    'w => setTimeout(() => w, 1)',
    [
      'source:1:6 S104: `setTimeout` reaches outside the function',
      '  1 | w => setTimeout(() => w, 1)',
      '    |      ^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => window.x * w',
    [
      'source:1:6 S104: `window.x` reaches outside the function',
      '  1 | w => window.x * w',
      '    |      ^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => process.env.X',
    [
      'source:1:6 S104: `process.env` reaches outside the function',
      '  1 | w => process.env.X',
      '    |      ^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => Symbol("a")',
    [
      'source:1:6 S105: `Symbol` is the object Symbol, not a function',
      '  1 | w => Symbol("a")',
      '    |      ^^^^^^  call a function',
    ],
  ],
  [
    'w => arguments[0]',
    [
      'source:1:6 S101: `arguments` is outside the accepted language',
      '  1 | w => arguments[0]',
      '    |      ^^^^^^^^^  use rest parameters: `(...values) => …`',
    ],
  ],
  [
    'w => new.target',
    [
      "source:1:6 S001: 'new.target' can only be used in functions and class static block",
      '  1 | w => new.target',
      '    |      ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => { const k = 1; k = 2; return w * k }',
    [
      'source:1:21 S101: `k` is a constant and cannot be assigned',
      '  1 | w => { const k = 1; k = 2; return w * k }',
      '    |                     ^  declare it with `let`',
    ],
  ],
  [
    'w => { switch (w > 0) { case true: let a = w; break; default: return a * w } return w }',
    [
      'source:1:70 S101: `a` is declared in another case of the switch, which need not have run',
      '  1 | w => { switch (w > 0) { case true: let a = w; break; default: return a * w } return w }',
      '    |                                                                      ^  declare it above the switch, or in a block of its own in each case',
    ],
  ],
  [
    'w => { switch (w > 0) { case true: let a = w; return a; default: a = 3 * w; return a * a } }',
    [
      'source:1:66 S101: `a` is declared in another case of the switch, which need not have run',
      '  1 | w => { switch (w > 0) { case true: let a = w; return a; default: a = 3 * w; return a * a } }',
      '    |                                                                  ^  declare it above the switch, or in a block of its own in each case',
    ],
  ],
  [
    'w => { const k = 1; k++; return w * k }',
    [
      'source:1:21 S101: `k` is a constant and cannot be assigned',
      '  1 | w => { const k = 1; k++; return w * k }',
      '    |                     ^  declare it with `let`',
    ],
  ],
  [
    'w => { x = w; return x }',
    [
      'source:1:8 S102: `x` is not declared in the function, so assigning it would change the program outside',
      '  1 | w => { x = w; return x }',
      '    |        ^  declare it inside, or return the value',
    ],
  ],
  [
    'w => { let s = 0; s = [w]; s += 1; return s }',
    [
      'source:1:28 S105: `s` is an array, and a number is needed here',
      '  1 | w => { let s = 0; s = [w]; s += 1; return s }',
      '    |                            ^  use one of its elements, or loop over it',
    ],
  ],
  [
    'w => { let s = 0; for (const x of [1]) s = [w]; return s }',
    [
      'source:1:19 S105: `s` is sometimes a number and sometimes an array in this loop',
      '  1 | w => { let s = 0; for (const x of [1]) s = [w]; return s }',
      '    |                   ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  keep one kind of value in one name',
    ],
  ],
  [
    'w => { const a = [1]; a.push("x"); return w }',
    [
      'source:1:23 S105: an array that holds a number cannot also hold a string',
      '  1 | w => { const a = [1]; a.push("x"); return w }',
      '    |                       ^^^^^^^^^^^  keep one kind of value in one array',
    ],
  ],
  [
    'w => { const a = [1, [2]]; let s = 0; for (const x of a) s += x; return s * w }',
    [
      'source:1:55 S105: the elements of this array are of different kinds, so one loop cannot run over them',
      '  1 | w => { const a = [1, [2]]; let s = 0; for (const x of a) s += x; return s * w }',
      '    |                                                       ^  take it apart with destructuring',
    ],
  ],
  [
    'w => y * w; const y = 2',
    [
      'source:1:13 S003: this is not a function',
      '  1 | w => y * w; const y = 2',
      '    |             ^^^^^^^^^^^  write a function such as `w => Math.sin(w)`',
    ],
  ],
  [
    'w => { return z * w; const z = 2; }',
    [
      'source:1:15 S102: `z` is captured from outside the function, and its value cannot be seen',
      '  1 | w => { return z * w; const z = 2; }',
      '    |               ^  pass it in: { scope: { z } }, or build with secant/plugin',
    ],
  ],
  [
    'w => w +',
    [
      'source:1:8 S001: unexpected token',
      '  1 | w => w +',
      '    |        ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w =>',
    [
      'source:1:4 S001: unexpected token',
      '  1 | w =>',
      '    |    ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  ['', ['S003: this is not a function', '  write a function such as `w => Math.sin(w)`']],
  ['5', ['source:1:1 S003: this is not a function', '  1 | 5', '    | ^  write a function such as `w => Math.sin(w)`']],
  [
    '"text"',
    [
      'source:1:1 S003: this is not a function',
      '  1 | "text"',
      '    | ^^^^^^  write a function such as `w => Math.sin(w)`',
    ],
  ],
  [
    'class A {}',
    [
      'source:1:1 S105: `A` is a class, and a class is not called',
      '  1 | class A {}',
      '    | ^^^^^^^^  make an instance with `new`, and differentiate a function of it',
    ],
  ],
  [
    'w => "abc".repeat(w)',
    [
      'source:1:6 S105: `"abc".repeat` works on a string, and strings have no derivative',
      '  1 | w => "abc".repeat(w)',
      '    |      ^^^^^^^^^^^^  keep text out of the differentiated part',
    ],
  ],
  [
    'function* f(w) { for (;;) yield w; }',
    [
      'source:1:18 S101: a generator that never ends is outside the accepted language',
      '  1 | function* f(w) { for (;;) yield w; }',
      '    |                  ^^^^^  give its loop a test, or collect the values in an array',
    ],
  ],
  [
    'w => { const a = new Map(); a.x = w; return a.x }',
    [
      'source:1:29 S101: `a.x` writes to a member of a Map or Set',
      '  1 | w => { const a = new Map(); a.x = w; return a.x }',
      '    |                             ^^^  use set or add',
    ],
  ],
  [
    'w => { const o = {}; o[w] = 1; return Object.keys(o).length * w }',
    [
      'source:1:39 S101: `Object.keys(o)` lists keys that are known only when the program runs',
      '  1 | w => { const o = {}; o[w] = 1; return Object.keys(o).length * w }',
      '    |                                       ^^^^^^^^^^^^^^  use a Map, which can be run through',
    ],
  ],
  [
    'w => { class A extends Array {} return w }',
    [
      'source:1:24 S101: `Array` is a function that no class of a program can extend',
      '  1 | w => { class A extends Array {} return w }',
      '    |                        ^^^^^  extend a class of your own, or keep the array in a field',
    ],
  ],
  [
    'w => { class A { constructor(){ return () => 1 } } return new A() * w }',
    [
      'source:1:59 S101: a constructor that returns a function is outside the accepted language',
      '  1 | w => { class A { constructor(){ return () => 1 } } return new A() * w }',
      '    |                                                           ^^^^^^^  return nothing',
    ],
  ],
  [
    'w => { class A { get x() { return w } } const a = new A(); a.x = 2; return a.x }',
    [
      'source:1:60 S101: `a.x` has a getter and no setter',
      '  1 | w => { class A { get x() { return w } } const a = new A(); a.x = 2; return a.x }',
      '    |                                                            ^^^  assign the field behind it',
    ],
  ],
  [
    'w => { class A { #p = 1 } class B extends A { #p = 2 } return new B() ? w : 0 }',
    [
      'source:1:27 S101: `#p` is private in `B` and in `A` too',
      '  1 | w => { class A { #p = 1 } class B extends A { #p = 2 } return new B() ? w : 0 }',
      '    |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^  rename one',
    ],
  ],
  [
    'function f(w) { w = 2; return arguments[0] }',
    [
      'source:1:17 S101: `w = 2` may change `arguments` too, which is read in this function',
      '  1 | function f(w) { w = 2; return arguments[0] }',
      '    |                 ^^^^^  use rest parameters: `(...values) => …`',
    ],
  ],
  [
    'w => { const f = function () { return this.x * w }; return f() }',
    [
      'source:1:39 S101: `this` means nothing here: the function is not called as a method',
      '  1 | w => { const f = function () { return this.x * w }; return f() }',
      '    |                                       ^^^^  pass the object as an argument, or call it as `object.method()`',
    ],
  ],
  [
    'w => [[w]].flat(w)[0]',
    [
      'source:1:6 S101: the depth of `flat` must be known',
      '  1 | w => [[w]].flat(w)[0]',
      '    |      ^^^^^^^^^^^^^  write it as a number',
    ],
  ],
  [
    'w => { if (w > 1) { console.warn(w); } return w * w }',
    [
      'source:1:21 S302: the function threw an error: `console.warn` reaches outside the function',
      '  1 | w => { if (w > 1) { console.warn(w); } return w * w }',
      '    |                     ^^^^^^^^^^^^',
    ],
  ],
  [
    'w => { return w',
    [
      'source:1:15 S001: unexpected token',
      '  1 | w => { return w',
      '    |               ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => { for (const x of 5) {} return w }',
    [
      'source:1:24 S105: `5` is a number, and only arrays can be run through',
      '  1 | w => { for (const x of 5) {} return w }',
      '    |                        ^  use an array',
    ],
  ],
  [
    'w => { for (const x of { a: 1 }) {} return w }',
    [
      'source:1:24 S105: `{ a: 1 }` is an object, and only arrays can be run through',
      '  1 | w => { for (const x of { a: 1 }) {} return w }',
      '    |                        ^^^^^^^^  use an array',
    ],
  ],
  [
    'w => [...w]',
    [
      'source:1:6 S105: a number cannot be spread into an array',
      '  1 | w => [...w]',
      '    |      ^^^^^^  spread an array',
    ],
  ],
  [
    'w => Math.max(...w)',
    [
      'source:1:18 S105: a number cannot be spread into an array',
      '  1 | w => Math.max(...w)',
      '    |                  ^  spread an array',
    ],
  ],
  [
    'w => { const [a, b] = w; return a }',
    [
      'source:1:14 S105: `[a, b]` takes an array apart, but gets a number',
      '  1 | w => { const [a, b] = w; return a }',
      '    |              ^^^^^^  pass an array',
    ],
  ],
  [
    'w => { const { a } = null; return a }',
    [
      'source:1:14 S105: `{ a }` takes an object apart, but gets null',
      '  1 | w => { const { a } = null; return a }',
      '    |              ^^^^^  pass an object',
    ],
  ],
  [
    'w => undefined.x',
    [
      'source:1:6 S105: `undefined.x` reads from undefined',
      '  1 | w => undefined.x',
      '    |      ^^^^^^^^^^^  only arrays and objects have members',
    ],
  ],
  [
    'w => { let u; return u.x * w }',
    [
      'source:1:22 S105: `u.x` reads from undefined',
      '  1 | w => { let u; return u.x * w }',
      '    |                      ^^^  only arrays and objects have members',
    ],
  ],
  [
    'w => null[0]',
    [
      'source:1:6 S105: `null[0]` reads from null',
      '  1 | w => null[0]',
      '    |      ^^^^^^^  only arrays and objects have members',
    ],
  ],
  ['w => w()', ['source:1:6 S105: `w` is a number, not a function', '  1 | w => w()', '    |      ^  call a function']],
  [
    'w => Math(w)',
    [
      'source:1:6 S105: `Math` is the object Math, not a function',
      '  1 | w => Math(w)',
      '    |      ^^^^  call a function',
    ],
  ],
  [
    'w => Math.PI(w)',
    [
      'source:1:6 S105: `Math.PI` is a number, not a function',
      '  1 | w => Math.PI(w)',
      '    |      ^^^^^^^  call a function',
    ],
  ],
  [
    'w => { const o = {}; return o.f(w) }',
    [
      'source:1:29 S105: `o.f` is undefined, not a function',
      '  1 | w => { const o = {}; return o.f(w) }',
      '    |                             ^^^  call a function',
    ],
  ],
  [
    'w => { const o = { a: 1 }; return o[w] }',
    [
      'source:1:35 S101: `o[w]` reads a field whose name is not known',
      '  1 | w => { const o = { a: 1 }; return o[w] }',
      '    |                                   ^^^^  use an array, or name the field',
    ],
  ],
  [
    'w => { const { a, ...o } = { a: 1, b: 2 }; o[w] = a; return o.b * w }',
    [
      'source:1:44 S101: `o[w]` writes to a field whose name is not known',
      '  1 | w => { const { a, ...o } = { a: 1, b: 2 }; o[w] = a; return o.b * w }',
      '    |                                            ^^^^  use an array, or name the field',
    ],
  ],
  [
    'w => { break; return w }',
    [
      'source:1:8 S001: unsyntactic break',
      '  1 | w => { break; return w }',
      '    |        ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => { const fs = []; for (let k = 0; k < 3; k++) fs.push(() => k * w); return fs[0]() }',
    [
      'source:1:51 S101: a function that remembers `k` of one step of a loop cannot be kept in an array',
      '  1 | w => { const fs = []; for (let k = 0; k < 3; k++) fs.push(() => k * w); return fs[0]() }',
      '    |                                                   ^^^^^^^^^^^^^^^^^^^^  keep the numbers in an array, and call one function with them',
    ],
  ],
  [
    'w => [1, 2].map(k => x => k * x)[0](w)',
    [
      'source:1:6 S101: a function that remembers `k` of one step of a loop cannot be kept in an array',
      '  1 | w => [1, 2].map(k => x => k * x)[0](w)',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^  keep the numbers in an array, and call one function with them',
    ],
  ],
  [
    'w => [3, 1].sort()[0] * w',
    [
      'source:1:6 S105: `sort` without a comparison orders numbers by their text',
      '  1 | w => [3, 1].sort()[0] * w',
      '    |      ^^^^^^^^^^^^^  write sort((a, b) => a - b)',
    ],
  ],
  [
    'w => [w].copyWithin(0, 1)',
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'w => new Float64Array([w]).subarray(0)[0]',
    [
      'source:1:6 S101: `subarray` is outside the accepted language',
      '  1 | w => new Float64Array([w]).subarray(0)[0]',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  use slice, which copies',
    ],
  ],
  [
    'w => [1, 2].toString()',
    [
      'source:1:6 S101: arrays have no `toString` that can be differentiated',
      '  1 | w => [1, 2].toString()',
      '    |      ^^^^^^^^^^^^^^^  use a loop or one of map, reduce, forEach',
    ],
  ],
  [
    'w => w instanceof Foo',
    [
      'source:1:19 S102: `Foo` is captured from outside the function, and its value cannot be seen',
      '  1 | w => w instanceof Foo',
      '    |                   ^^^  pass it in: { scope: { Foo } }, or build with secant/plugin',
    ],
  ],
  [
    'w => { label: for (;;) { continue nothing; } }',
    [
      'source:1:26 S001: unsyntactic continue',
      '  1 | w => { label: for (;;) { continue nothing; } }',
      '    |                          ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => super.x',
    [
      "source:1:6 S001: 'super' keyword outside a method",
      '  1 | w => super.x',
      '    |      ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => { import x from "y"; return w }',
    [
      "source:1:8 S001: 'import' and 'export' may only appear at the top level",
      '  1 | w => { import x from "y"; return w }',
      '    |        ^  this is not TypeScript or JavaScript that can be read',
    ],
  ],
  [
    'w => structuredClone({ a: w }).a',
    [
      'source:1:6 S101: `structuredClone` is known for arrays of numbers only',
      '  1 | w => structuredClone({ a: w }).a',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^^  copy with slice or a loop',
    ],
  ],
  [
    'w => Reflect.get({ a: w }, "a")',
    [
      'source:1:6 S104: `Reflect.get` reaches outside the function',
      '  1 | w => Reflect.get({ a: w }, "a")',
      '    |      ^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => Array.from({ length: 2 }, "x")',
    [
      'source:1:6 S105: `Array.from({ length: 2 }, "x")` needs a function',
      '  1 | w => Array.from({ length: 2 }, "x")',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  pass an arrow such as `(_, k) => k * k`',
    ],
  ],
  [
    'w => [1].map(2)',
    [
      'source:1:6 S105: `[1].map(2)` needs a function',
      '  1 | w => [1].map(2)',
      '    |      ^^^^^^^^^^  pass an arrow such as `(x) => x * x`',
    ],
  ],
  [
    'w => [1].reduce()',
    [
      'source:1:6 S105: `[1].reduce()` needs a function',
      '  1 | w => [1].reduce()',
      '    |      ^^^^^^^^^^^^  pass an arrow such as `(x) => x * x`',
    ],
  ],
  [
    'w => { let x; if (w > 0) x = w; else x = "a"; return x }',
    [
      'source:1:54 S105: `x` is sometimes a number and sometimes a string',
      '  1 | w => { let x; if (w > 0) x = w; else x = "a"; return x }',
      '    |                                                      ^  keep one kind of value in one name',
    ],
  ],
  [
    'w => derivative(5)(w)',
    [
      'source:1:6 S003: `derivative` needs a function, and gets a number',
      '  1 | w => derivative(5)(w)',
      '    |      ^^^^^^^^^^^^^  pass a function',
    ],
  ],
  [
    'w => derivative(u => [u])(w)',
    [
      'source:1:6 S106: `derivative(u => [u])(w)` differentiates a function that gives an array',
      '  1 | w => derivative(u => [u])(w)',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^  let it return one number',
    ],
  ],
  [
    'w => derivative(u => u, { order: w })(w)',
    [
      'source:1:6 S203: the order of an inner derivative must be a plain number from 1',
      '  1 | w => derivative(u => u, { order: w })(w)',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  write the order as a literal',
    ],
  ],
  [
    'w => grad(v => v[0], { wrt: 1 })([w])[0]',
    [
      'source:1:6 S105: `grad` differentiates argument 2, and gets 1',
      '  1 | w => grad(v => v[0], { wrt: 1 })([w])[0]',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^  pass all the arguments of the function',
    ],
  ],
  [
    'w => hessian(v => v)([w])[0][0]',
    [
      'source:1:6 S106: `hessian(v => v)([w])` differentiates a function that gives an array',
      '  1 | w => hessian(v => v)([w])[0][0]',
      '    |      ^^^^^^^^^^^^^^^^^^^^  let it return one number',
    ],
  ],
  [
    'w => `a` in w',
    [
      'source:1:6 S101: ``a` in w` is outside the accepted language',
      '  1 | w => `a` in w',
      '    |      ^^^^^^^^  compare values instead',
    ],
  ],
  [
    'w => w ? 1n : 2n',
    ['source:1:10 S105: a BigInt has no derivative', '  1 | w => w ? 1n : 2n', '    |          ^^  use a number'],
  ],
  [
    'w => { enum A { x } return w }',
    [
      'source:1:8 S101: `enum A { x }` is outside the accepted language',
      '  1 | w => { enum A { x } return w }',
      '    |        ^^^^^^^^^^^^  write it with expressions, loops, branches and functions',
    ],
  ],
  [
    '(w: string) => w.length',
    [
      'source:1:16 S105: `length` of a number gives no number',
      '  1 | (w: string) => w.length',
      '    |                ^^^^^^^^  use arithmetic',
    ],
  ],
  [
    'w => { let s = ""; for (let i = 0; i < 3; i++) s += "a"; return s }',
    ['S106: the function returns a string, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => !w',
    ['S106: the function returns a truth value, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => [[w], w]',
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'w => (w, "x")',
    ['S106: the function returns a string, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => void w',
    ['S106: the function returns undefined, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => w?.x',
    ['source:1:6 S105: `x` of a number gives no number', '  1 | w => w?.x', '    |      ^^^^  use arithmetic'],
  ],
  [
    'w => w?.[0]',
    [
      'source:1:6 S105: `w?.[0]` reads from a number',
      '  1 | w => w?.[0]',
      '    |      ^^^^^^  only arrays and objects have members',
    ],
  ],
  [
    'w => { const { x } = w; return x }',
    [
      'source:1:16 S105: `x` of a number gives no number',
      '  1 | w => { const { x } = w; return x }',
      '    |                ^  use arithmetic',
    ],
  ],
  [
    'w => crypto.getRandomValues(w)',
    [
      'source:1:6 S104: `crypto.getRandomValues` reaches outside the function',
      '  1 | w => crypto.getRandomValues(w)',
      '    |      ^^^^^^^^^^^^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => require("fs")',
    [
      'source:1:6 S104: `require` reaches outside the function',
      '  1 | w => require("fs")',
      '    |      ^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => globalThis.x * w',
    [
      'source:1:6 S104: `globalThis.x` reaches outside the function',
      '  1 | w => globalThis.x * w',
      '    |      ^^^^^^^^^^^^  keep input, output and clocks out of the differentiated part',
    ],
  ],
  [
    'w => Intl.NumberFormat(w)',
    [
      'source:1:6 S101: `Intl.NumberFormat` is outside the accepted language',
      '  1 | w => Intl.NumberFormat(w)',
      '    |      ^^^^^^^^^^^^^^^^^  use numbers, arrays, objects and `Math`',
    ],
  ],
  [
    'w => String(w).length',
    [
      'source:1:6 S105: `String(w).length` works on a string, and strings have no derivative',
      '  1 | w => String(w).length',
      '    |      ^^^^^^^^^^^^^^^^  keep text out of the differentiated part',
    ],
  ],
  [
    'w => Object.keys(w).length',
    [
      'source:1:6 S105: `Object.keys(w)` needs an object with known fields, and gets a number',
      '  1 | w => Object.keys(w).length',
      '    |      ^^^^^^^^^^^^^^  use an object literal',
    ],
  ],
  [
    'w => Object.entries([1,2]).length * w',
    [
      'source:1:6 S105: `Object.entries([1,2])` needs an object with known fields, and gets an array',
      '  1 | w => Object.entries([1,2]).length * w',
      '    |      ^^^^^^^^^^^^^^^^^^^^^  use an object literal',
    ],
  ],
  [
    'w => Object.create(null)',
    [
      'source:1:6 S101: `Object.create` is outside the accepted language',
      '  1 | w => Object.create(null)',
      '    |      ^^^^^^^^^^^^^  use numbers, arrays, objects and `Math`',
    ],
  ],
  [
    'w => { const m = new WeakMap(); return w }',
    [
      'source:1:18 S101: `WeakMap` is outside the accepted language',
      '  1 | w => { const m = new WeakMap(); return w }',
      '    |                  ^^^^^^^^^^^^^  use an array or a plain object',
    ],
  ],
  ['w => new Array(-1).length * w', ['S302: the function threw an error: Invalid array length']],
  [
    'w => new Foo(w)',
    [
      'source:1:10 S102: `Foo` is captured from outside the function, and its value cannot be seen',
      '  1 | w => new Foo(w)',
      '    |          ^^^  pass it in: { scope: { Foo } }, or build with secant/plugin',
    ],
  ],
  [
    'w => new Error("x")',
    [
      'source:1:6 S101: `new Error("x")` is outside the accepted language',
      '  1 | w => new Error("x")',
      '    |      ^^^^^^^^^^^^^^  use arrays and plain objects',
    ],
  ],
  [
    'w => { throw w }',
    ['S106: the function returns undefined, and only a number can be differentiated here', '  return a number'],
  ],
  [
    'w => w^2',
    [
      'source:1:6 S103: `w^2` has no derivative',
      '  1 | w => w^2',
      '    |      ^^^  `^` is exclusive or; a power is written `**`',
    ],
  ],
  [
    'w => { let x = w; x |= 1; return x; }',
    [
      'source:1:19 S103: `x |= 1` has no derivative',
      '  1 | w => { let x = w; x |= 1; return x; }',
      '    |                   ^^^^^^  use arithmetic, or keep it out of the differentiated part',
    ],
  ],
  [
    'w => Math.clz32(w)',
    [
      'source:1:6 S103: `Math.clz32(w)` has no derivative',
      '  1 | w => Math.clz32(w)',
      '    |      ^^^^^^^^^^^^^  use arithmetic, or keep it out of the differentiated part',
    ],
  ],
  [
    'w => derivative(u => u ^ 2)(w)',
    [
      'source:1:22 S103: `u ^ 2` has no derivative',
      '  1 | w => derivative(u => u ^ 2)(w)',
      '    |                      ^^^^^  `^` is exclusive or; a power is written `**`',
    ],
  ],
];

const calls: readonly (readonly [name: string, run: () => unknown, message: readonly string[]])[] = [
  [
    'bound',
    slope(loose(slope).bind(null)),
    [
      'S004: `bound slope` is a native or bound function and shows no source',
      '  wrap it in an arrow that spells out what it computes, or use numericalDerivative',
    ],
  ],
  [
    'number',
    slope(5),
    ['S003: what derivative was given is a number, not a function', '  pass a function such as `(w) => Math.sin(w)`'],
  ],
  [
    'undefined',
    slope(undefined),
    ['S003: what derivative was given is undefined, not a function', '  pass a function such as `(w) => Math.sin(w)`'],
  ],
  [
    'null',
    slope(null),
    ['S003: what derivative was given is null, not a function', '  pass a function such as `(w) => Math.sin(w)`'],
  ],
  [
    'object',
    slope({}),
    ['S003: what derivative was given is an object, not a function', '  pass a function such as `(w) => Math.sin(w)`'],
  ],
  [
    'string',
    slope('w => w'),
    ['S003: what derivative was given is a string, not a function', '  pass a function such as `(w) => Math.sin(w)`'],
  ],
  [
    'string point',
    slope((w: number) => w, '2'),
    ['S202: the derivative is taken at one number, and got a string', '  pass one number'],
  ],
  [
    'array point',
    slope((w: number) => w, [2]),
    [
      'S202: the derivative is taken at one number, and got an array',
      '  perhaps you meant grad(f)(w), for functions of several numbers',
    ],
  ],
  [
    'null point',
    slope((w: number) => w, null),
    ['S202: the derivative is taken at one number, and got null', '  pass one number'],
  ],
  [
    'bigint point',
    slope((w: number) => w, 2n),
    ['S202: the derivative is taken at one number, and got a bigint', '  pass one number'],
  ],
  [
    'bool',
    slope((w: number) => w, true),
    ['S202: the derivative is taken at one number, and got a boolean', '  pass one number'],
  ],
  [
    'order -1',
    slope((w: number) => w, 2, { order: -1 }),
    ['S203: the order of derivative is -1', '  it must be a whole number from 0'],
  ],
  [
    'order 1.5',
    slope((w: number) => w, 2, { order: 1.5 }),
    ['S203: the order of derivative is 1.5', '  it must be a whole number from 0'],
  ],
  [
    'order x',
    slope((w: number) => w, 2, { order: '2' }),
    ['S203: the order of derivative is 2', '  it must be a whole number from 0'],
  ],
  [
    'option',
    slope((w: number) => w, 2, { odrer: 2 }),
    ['S203: derivative has no option `odrer`', '  it has order, scope, atKink, steps, road'],
  ],
  [
    'opt null',
    slope((w: number) => w, 2, null),
    ['S203: the options of derivative must be an object', '  pass { order, scope, atKink, steps, road }'],
  ],
  [
    'opt 5',
    slope((w: number) => w, 2, 5),
    ['S203: the options of derivative must be an object', '  pass { order, scope, atKink, steps, road }'],
  ],
  [
    'atKink',
    slope((w: number) => w, 2, { atKink: 'middle' as 'midpoint' }),
    ['S203: atKink is `middle`', "  it can be 'midpoint', 'left', 'right', 'nan' or 'throw'"],
  ],
  [
    'kink throw',
    slope((w: number) => Math.abs(w), 0, { atKink: 'throw' }),
    [
      'S301: there is no derivative at 0: slopes -1 from the left and 1 from the right',
      "  leave out atKink: 'throw' to get the midpoint",
    ],
  ],
  [
    'scope fn',
    slope(new Function('w', 'return w * k'), 2, { scope: { kk: 1 } }),
    [
      'anonymous:3:12 S102: `k` is captured from outside the function, and its value cannot be seen',
      '  3 | return w * k',
      '    |            ^  pass it in: { scope: { k } }, or build with secant/plugin',
    ],
  ],
  [
    'scope near',
    slope(new Function('w', 'return w * rate'), 2, { scope: { Rate: 1 } }),
    [
      'anonymous:3:12 S102: `rate` is captured from outside the function, and its value cannot be seen',
      '  3 | return w * rate',
      '    |            ^^^^  pass it in: { scope: { rate } }, or build with secant/plugin; did you mean `Rate`?',
    ],
  ],
  [
    'scope string',
    slope(new Function('w', 'return w * k'), 2, { scope: { k: 'a' }, road: 'compiled' }),
    [
      'anonymous:3:12 S105: `k` is a string, and a number is needed here',
      '  3 | return w * k',
      '    |            ^  convert it to a number first',
    ],
  ],
  [
    'scope symbol',
    slope(new Function('w', 'return w * k'), 2, { scope: { k: Symbol('a') }, road: 'compiled' }),
    [
      'anonymous:3:12 S105: `k` in `scope` is a symbol',
      '  3 | return w * k',
      '    |            ^  give numbers, arrays, objects of these, or functions',
    ],
  ],
  [
    'scope map',
    slope(new Function('w', 'return w * k'), 2, { scope: { k: new Map() }, road: 'compiled' }),
    [
      'anonymous:3:12 S105: `k` in `scope` is a Map',
      '  3 | return w * k',
      '    |            ^  give numbers, arrays, objects of these, or functions',
    ],
  ],
  [
    'scope number',
    slope((w: number) => w, 2, { scope: 5 }),
    ['S203: the scope of derivative is a number', '  pass an object of what the function captures: { a, helper }'],
  ],
  [
    'scope assign',
    slope(new Function('w', 'k = w; return k'), 2, { scope: { k: 1 }, road: 'compiled' }),
    [
      'anonymous:3:1 S102: `k` is not declared in the function, so assigning it would change the program outside',
      '  3 | k = w; return k',
      '    | ^  declare it inside, or return the value',
    ],
  ],
  [
    'scope native',
    slope(new Function('w', 'return k(w)'), 2, { scope: { k: Math.max.bind(null) }, road: 'compiled' }),
    [
      'S004: `bound max` is a native or bound function and shows no source',
      '  wrap it in an arrow that spells out what it computes, or use numericalDerivative',
    ],
  ],
  [
    'scope undefined',
    slope(new Function('w', 'return w * k'), 2, { scope: { k: undefined }, road: 'compiled' }),
    [
      'anonymous:3:12 S105: `k` in `scope` is undefined',
      '  3 | return w * k',
      '    |            ^  give numbers, arrays, objects of these, or functions',
    ],
  ],
  [
    'scope fn field',
    slope(new Function('w', 'o.f = w; return w'), 2, { scope: { o: { f: () => 1, g: 2 } }, road: 'compiled' }),
    [
      'anonymous:3:1 S104: `o.f` would change an object outside the function',
      '  3 | o.f = w; return w',
      '    | ^^^  return the value instead',
    ],
  ],
  [
    'grad nothing',
    () => loose(grad((w: number[]) => w[0]!))(),
    ['S201: grad differentiates argument 1, and got 0', '  pass all the arguments of the function'],
  ],
  [
    'grad string',
    () => loose(loose(grad)((w: unknown) => w))('a'),
    [
      'S202: argument 1 is a string, and grad differentiates it',
      '  pass a number, an array of numbers or an object of these',
    ],
  ],
  [
    'grad vec result',
    gradientOf('w => w', [1, 2]),
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'grad map',
    gradientOf('w => 1', new Map()),
    ['S202: the argument is a Map', '  pass numbers, arrays of numbers, or objects of these'],
  ],
  [
    'grad date',
    gradientOf('w => 1', new Date(0)),
    ['S202: the argument is a Date', '  pass numbers, arrays of numbers, or objects of these'],
  ],
  [
    'grad fn',
    gradientOf('w => 1', () => 1),
    [
      'S202: argument 1 is a function, and grad differentiates it',
      '  pass a number, an array of numbers or an object of these',
    ],
  ],
  [
    'grad bigints',
    gradientOf('w => w[0]', [1n]),
    ['S202: the argument[0] is a bigint, not a number', '  pass numbers, arrays of numbers, or objects of these'],
  ],
  [
    'grad big64',
    gradientOf('w => 1', new BigInt64Array(2)),
    ['S202: the argument is a BigInt64Array', '  pass a Float64Array or a plain array of numbers'],
  ],
  [
    'grad dataview',
    gradientOf('w => 1', new DataView(new ArrayBuffer(8))),
    ['S202: the argument is a DataView', '  pass a Float64Array or a plain array of numbers'],
  ],
  [
    'grad wrt',
    () => loose(grad((w: number[]) => w[0]!, { wrt: 2 as never }))([1]),
    ['S201: grad differentiates argument 3, and got 1', '  pass all the arguments of the function'],
  ],
  [
    'grad wrt neg',
    () => grad((w: number[]) => w[0]!, { wrt: -1 as never }),
    ['S203: wrt is -1', '  give the index of an argument, or an array of indexes'],
  ],
  [
    'grad wrt []',
    () => loose(grad)((w: number[]) => w[0]!, { wrt: [] }),
    ['S203: wrt is []', '  give the index of an argument, or an array of indexes'],
  ],
  [
    'grad cyc',
    () => {
      const o: { a: number; o?: unknown } = { a: 1 };
      o.o = o;
      return gradientOf('p => p.a', o)();
    },
    ['S201: the argument is nested too deeply, or contains itself', '  pass plain nested arrays and objects'],
  ],
  [
    'grad null',
    gradientOf('w => 1', null),
    [
      'S202: argument 1 is null, and grad differentiates it',
      '  pass a number, an array of numbers or an object of these',
    ],
  ],
  [
    'grad undefined',
    gradientOf('w => 1', undefined),
    [
      'S202: argument 1 is undefined, and grad differentiates it',
      '  pass a number, an array of numbers or an object of these',
    ],
  ],
  [
    'grad bool',
    gradientOf('w => 1', true),
    [
      'S202: argument 1 is a boolean, and grad differentiates it',
      '  pass a number, an array of numbers or an object of these',
    ],
  ],
  [
    'jac string',
    () => jacobian(text('w => "a"') as never)([1]),
    ['S106: the function returns a string, and has no Jacobian', '  return a number or an array of numbers'],
  ],
  [
    'jac nothing',
    () => jacobian(text('w => {}') as never)([1]),
    ['S106: the function returns nothing', '  return a number or an array of numbers'],
  ],
  [
    'jac bool',
    () => jacobian(text('w => w[0] > 1') as never)([1]),
    ['S106: the function returns a boolean, and has no Jacobian', '  return a number or an array of numbers'],
  ],
  [
    'hess vec',
    () => hessian(text('w => w') as never)([1]),
    [
      'S106: the function returns an array, and only a number can be differentiated here',
      '  use jacobian for a function that returns several numbers',
    ],
  ],
  [
    'hvp shape',
    () => hvp((w: number[]) => w[0]! ** 2)([1, 2], [1]),
    ['S201: the vector is an array of 1, but the point is an array of 2', '  give the vector the shape of the point'],
  ],
  [
    'jvp shape',
    () => jvp((w: number[]) => w[0]!, [[1, 2]], [[1]]),
    [
      'S201: tangent 1 is an array of 1, but argument 1 is an array of 2',
      '  give tangents the shape of their arguments',
    ],
  ],
  [
    'jvp count',
    () => jvp((a: number) => a, [1], []),
    ['S201: jvp got 1 arguments and 0 tangents', '  give one tangent for each argument'],
  ],
  [
    'jvp notarr',
    () => loose(jvp)((a: number) => a, 1, 1),
    ['S201: jvp takes an array of arguments and an array of tangents', '  write jvp(f, [x], [v])'],
  ],
  [
    'vjp cot',
    () => vjp((w: number[]) => w.map((x) => x), [1, 2])[1]([1]),
    [
      'S201: the cotangent is an array of 1, but the result is an array of 2',
      '  give the cotangent the shape of the result',
    ],
  ],
  [
    'vmap arr',
    () => loose(vmap((w: number) => w))(1),
    [
      'S201: vmap takes arrays of points, and argument 1 is a number',
      '  pass a Float64Array or an array of numbers, or an array of rows for a function of arrays',
    ],
  ],
  [
    'vmap out',
    () => vmap((w: number) => w).into(new Float64Array(1), Float64Array.of(1, 2)),
    ['S201: out has room for 1 of 2 results', '  pass an array at least as long as the points'],
  ],
  [
    'wrt name',
    () => grad((a: number, b: number) => a * b, { wrt: 'b' as never }),
    ['S203: wrt is "b"', '  give the index of an argument, or an array of indexes'],
  ],
  [
    'wrt nothing',
    () => grad((a: number) => a, { wrt: null as never }),
    ['S203: wrt is null', '  give the index of an argument, or an array of indexes'],
  ],
  [
    'vmap old out',
    () => loose(vmap((w: number) => w))(Float64Array.of(1, 2), new Float64Array(2)),
    [
      'S201: the function takes one argument, and got 2',
      '  pass one array of points for each argument; to write into an array, call .into(out, points)',
    ],
  ],
  [
    'vmap lengths',
    () => vmap((a: number, b: number) => a * b)([1, 2], [3]),
    ['S201: argument 2 has 1 points, and argument 1 has 2', '  give every argument as many points'],
  ],
  [
    'vmap mixed',
    () => loose(vmap((w: number) => w))([1, [2]]),
    [
      'S202: point 1 of argument 1 is an array of 1, and point 0 is a number',
      '  let all points be numbers, or rows of one kind',
    ],
  ],
  [
    'taylor neg',
    () => taylor((w) => w, 0, -1),
    ['S203: the order of taylor is -1', '  it must be a whole number from 0'],
  ],
  [
    'taylor str',
    () => loose(taylor)((w: number) => w, '0', 1),
    ['S202: taylor is taken at one number, and got a string', '  pass one number'],
  ],
  [
    'diff str',
    () => loose(differentiability)((w: number) => w, 'a'),
    ['S202: differentiability is taken at one number, and got a string', '  pass one number'],
  ],
  [
    'diff opt',
    () => loose(differentiability)((w: number) => w, 1, { x: 1 }),
    ['S203: differentiability has no option `x`', '  it has blackBox, scope, steps'],
  ],
  ['fromSource 5', () => loose(fromSource)(5), ['S003: the source is a number', '  pass the text of a function']],
  [
    'runtime rec',
    slope((w: number) => {
      const f = (n: number): number => (n > 1e9 ? 0 : 1 + f(n + w));
      return f(0);
    }),
    ['S303: the function calls itself without an end', '  give the recursion a case that stops it'],
  ],
  [
    'runtime length',
    slope((w: number) => new Array(-w).length * w),
    ['S302: the function threw an error: Invalid array length'],
  ],
  [
    'the code of a function without a number',
    () => derivative(fromSource('w => { w; }')).code,
    ['S106: the function returns undefined, and only a number can be differentiated here', '  return a number'],
  ],
];

describe('errors in texts', () => {
  it.each(texts)('%s', (source, message) => {
    expect(messageOf(() => slope(text(source))())).toBe(message.join('\n'));
  });
});

describe('errors of calls', () => {
  it.each(calls)('%s', (_name, run, message) => {
    expect(messageOf(run)).toBe(message.join('\n'));
  });
});

describe('what is no error', () => {
  it.each([
    ['w => w * undefined', NaN],
    ['w => { const a = []; return a[0] * w }', NaN],
    ['w => w + null', 1],
    ['w => w + true', 1],
    ['w => { debugger; return w }', 1],
    ['w => typeof w === "number" ? w : missing', 1],
    ['w => +"3" * w', 3],
    ['w => Math.max(...[]) > 0 ? w : 2 * w', 2],
  ])('%s', (source, expected) => {
    expect(slope(text(source))()).toBe(expected);
  });

  it('has gradients of empty arrays', () => {
    expect(gradientOf('w => w.length', [])()).toEqual([]);
    expect(gradientOf('w => Math.max(...w)', [])()).toEqual([]);
  });
});

describe('the table of errors', () => {
  it('has at least 85 rows and no fault of our own', () => {
    expect(texts.length + calls.length).toBeGreaterThanOrEqual(85);
    expect([...texts, ...calls].filter((row) => row.at(-1)?.toString().includes('S901'))).toEqual([]);
  });
});
