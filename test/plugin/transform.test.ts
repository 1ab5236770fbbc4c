/** What the plugin adds to a module, before and after: `@(function | names it captures | its own name)`. */
import { describe, expect, test } from 'vitest';
import { transformModule } from '../../src/tools/plugin/transform.ts';
import { show } from './show.ts';

interface Row {
  readonly what: string;
  readonly before: string;
  /** Undefined: the module stays as it is. */
  readonly after: string | undefined;
  readonly id?: string;
}

const head = "import { derivative } from 'secant';\n";

function expectRow({ before, after, id }: Row): void {
  expect(show(head + before, id)?.replace(head, '')).toBe(after);
}

describe('what is captured', () => {
  const rows: readonly Row[] = [
    {
      what: 'a constant of the module',
      before: 'const a = 2; derivative((w) => a * w);',
      after: 'const a = 2; derivative(@((w) => a * w | a));',
    },
    {
      what: 'a variable declared below',
      before: 'derivative((w) => a * w); let a = 2;',
      after: 'derivative(@((w) => a * w | a)); let a = 2;',
    },
    {
      what: 'an import',
      before: "import { a as b } from './a'; derivative((w) => b * w);",
      after: "import { a as b } from './a'; derivative(@((w) => b * w | b));",
    },
    {
      what: 'a namespace',
      before: "import * as data from './a'; derivative((w) => data.a * w);",
      after: "import * as data from './a'; derivative(@((w) => data.a * w | data));",
    },
    {
      what: 'a default import',
      before: "import a from './a'; derivative((w) => a * w);",
      after: "import a from './a'; derivative(@((w) => a * w | a));",
    },
    {
      what: 'a parameter of the function around it',
      before: 'function at(a) { return derivative((w) => a * w)(1); }',
      after: 'function at(a) { return derivative(@((w) => a * w | a))(1); }',
    },
    {
      what: 'each name once, in the order of use',
      before: 'const a = 1, b = 2; derivative((w) => b * a * b * w);',
      after: 'const a = 1, b = 2; derivative(@((w) => b * a * b * w | b a));',
    },
    {
      what: 'globals are not captured',
      before: 'derivative((w) => Math.sin(w) + Number.EPSILON + undefined + NaN);',
      after: 'derivative(@((w) => Math.sin(w) + Number.EPSILON + undefined + NaN | -));',
    },
    {
      what: 'a name of the module that hides a global',
      before: 'const Math = other; derivative((w) => Math.sin(w));',
      after: 'const Math = other; derivative(@((w) => Math.sin(w) | Math));',
    },
    {
      what: 'names declared inside are its own',
      before: 'const a = 1, b = 2; derivative((w) => { const a = w; { let b = a; b++; } return a * b; });',
      after: 'const a = 1, b = 2; derivative(@((w) => { const a = w; { let b = a; b++; } return a * b; } | b));',
    },
    {
      what: 'a parameter hides a name outside',
      before: 'const w = 1; derivative((w) => w * w);',
      after: 'const w = 1; derivative(@((w) => w * w | -));',
    },
    {
      what: 'var is hoisted out of blocks',
      before: 'const a = 1; derivative((w) => { if (w > 0) { var a = w; } return a; });',
      after: 'const a = 1; derivative(@((w) => { if (w > 0) { var a = w; } return a; } | -));',
    },
    {
      what: 'let is not',
      before: 'const a = 1; derivative((w) => { if (w > 0) { let a = w; a++; } return a * w; });',
      after: 'const a = 1; derivative(@((w) => { if (w > 0) { let a = w; a++; } return a * w; } | a));',
    },
    {
      what: 'destructured parameters',
      before: 'const a = 1; derivative(({ a, b: [c, ...d], ...e }) => a + c + d + e);',
      after: 'const a = 1; derivative(@(({ a, b: [c, ...d], ...e }) => a + c + d + e | -));',
    },
    {
      what: 'a default of a parameter, and a computed key',
      before: "const a = 1, k = 'x'; derivative(({ [k]: x = a }, y = x) => x * y);",
      after: "const a = 1, k = 'x'; derivative(@(({ [k]: x = a }, y = x) => x * y | k a));",
    },
    {
      what: 'a default does not see the variables of the body',
      before: 'const a = 1; derivative((w, b = () => a) => { var a = 2; return a * b() * w; });',
      after: 'const a = 1; derivative(@((w, b = () => a) => { var a = 2; return a * b() * w; } | a));',
    },
    {
      what: 'object shorthand uses a name, a key does not',
      before: 'const a = 1, b = 2; derivative((w) => ({ a, b: w }).a);',
      after: 'const a = 1, b = 2; derivative(@((w) => ({ a, b: w }).a | a));',
    },
    {
      what: 'a member is not a name, a computed one is',
      before: 'const a = [1], k = 0; derivative((w) => a[k] * w.a.k);',
      after: 'const a = [1], k = 0; derivative(@((w) => a[k] * w.a.k | a k));',
    },
    {
      what: 'template strings',
      before: "const a = 'x'; derivative((w) => (`${a}a` === 'xa' ? w : 0));",
      after: "const a = 'x'; derivative(@((w) => (`${a}a` === 'xa' ? w : 0) | a));",
    },
    {
      what: 'the binding of catch',
      before: 'const e = 1, f = 2; derivative((w) => { try { return w; } catch (e) { return e * f; } });',
      after: 'const e = 1, f = 2; derivative(@((w) => { try { return w; } catch (e) { return e * f; } } | f));',
    },
    {
      what: 'labels are no names',
      before: 'const a = 1; derivative((w) => { a: for (;;) { if (w > 0) break a; continue a; } return w; });',
      after: 'const a = 1; derivative(@((w) => { a: for (;;) { if (w > 0) break a; continue a; } return w; } | -));',
    },
    {
      what: 'names in comments and texts are no names',
      before: "const a = 1; derivative((w) => /* a */ w * 'a'.length);",
      after: "const a = 1; derivative(@((w) => /* a */ w * 'a'.length | -));",
    },
    {
      what: 'variables of for are its own',
      before: 'const i = 9, n = 3; derivative((w) => { for (let i = 0; i < n; i++) w *= i; return w; });',
      after: 'const i = 9, n = 3; derivative(@((w) => { for (let i = 0; i < n; i++) w *= i; return w; } | n));',
    },
    {
      what: 'the binding of one round of a loop',
      before: 'for (const a of [1, 2]) derivative((w) => a * w);',
      after: 'for (const a of [1, 2]) derivative(@((w) => a * w | a));',
    },
    {
      what: 'declarations in a switch',
      before: 'const a = 1; derivative((w) => { switch (w) { case 0: let a = 2; return a; default: return w; } });',
      after:
        'const a = 1; derivative(@((w) => { switch (w) { case 0: let a = 2; return a; default: return w; } } | -));',
    },
    {
      what: "a function expression's own name is its own",
      before: 'const f = 1; derivative(function f(w) { return w < 1 ? 1 : w * f(w - 1); });',
      after: 'const f = 1; derivative(@(function f(w) { return w < 1 ? 1 : w * f(w - 1); } | -));',
    },
    {
      what: "a constant's name in its own function is captured",
      before: 'const f = (w) => (w < 1 ? 1 : w * f(w - 1)); derivative(f);',
      after: 'const f = @((w) => (w < 1 ? 1 : w * f(w - 1)) | f | f); derivative(f);',
    },
    {
      what: 'what an inner function captures, the outer one captures too',
      before: 'const a = 1; derivative((w) => [w].map((x) => x * a)[0]);',
      after: 'const a = 1; derivative(@((w) => [w].map((x) => x * a)[0] | a));',
    },
    {
      what: 'a destructuring assignment uses its names',
      before: 'let a, b; derivative((w) => { [a, { b }] = [w, { b: 1 }]; return w; });',
      after: 'let a, b; derivative(@((w) => { [a, { b }] = [w, { b: 1 }]; return w; } | a b));',
    },
    {
      what: 'a class name',
      before: 'class A { static k = 2 } derivative((w) => A.k * w);',
      after: 'class A { static k = 2 } derivative(@((w) => A.k * w | A));',
    },
  ];
  test.each(rows)('$what', expectRow);
});

describe('which functions', () => {
  const rows: readonly Row[] = [
    {
      what: 'nothing passed, nothing captured: nothing done',
      before: 'const f = (w) => w; f(1);',
      after: undefined,
    },
    {
      what: 'passed by name',
      before: 'const a = 2; const g = (w) => a * w; derivative(g);',
      after: 'const a = 2; const g = @((w) => a * w | a | g); derivative(g);',
    },
    {
      what: 'a declaration, before anything else runs',
      before: "'use strict'; derivative(g); function g(w) { return a * w; } var a = 2;",
      after: "@(g | a); 'use strict'; derivative(g); function g(w) { return a * w; } var a = 2;",
    },
    {
      what: 'a declaration in a function, behind its directives',
      before: "function run(a) { 'use strict'; return derivative(g); function g(w) { return a * w; } }",
      after: "function run(a) { 'use strict'; @(g | a); return derivative(g); function g(w) { return a * w; } }",
    },
    {
      what: 'a declaration in a block',
      before: '{ const a = 1; derivative(g); function g(w) { return a * w; } }',
      after: '{ @(g | a); const a = 1; derivative(g); function g(w) { return a * w; } }',
    },
    {
      what: 'a declaration in a switch',
      before: 'switch (x) { case 1: const a = 1; derivative(g); function g(w) { return a * w; } }',
      after: 'switch (x) { case 1: @(g | a); const a = 1; derivative(g); function g(w) { return a * w; } }',
    },
    {
      what: 'of two declarations with one name, the last',
      before: 'var a = 1; function g(w) { return w; } function g(w) { return a * w; } derivative(g);',
      after: '@(g | a); var a = 1; function g(w) { return w; } function g(w) { return a * w; } derivative(g);',
    },
    {
      what: 'recursion of a declaration',
      before: 'function f(w) { return w < 1 ? 1 : w * f(w - 1); } derivative(f);',
      after: '@(f | f); function f(w) { return w < 1 ? 1 : w * f(w - 1); } derivative(f);',
    },
    {
      what: 'helpers and their helpers',
      before: 'const k = 3; const j = (x) => x + 1; function h(x) { return j(x) * k; } derivative((w) => h(w));',
      after:
        '@(h | j k); const k = 3; const j = @((x) => x + 1 | - | j); function h(x) { return j(x) * k; } derivative(@((w) => h(w) | h));',
    },
    {
      what: 'one of two',
      before: 'let a; const f = (w) => w, g = (w) => w + 1; derivative(a ? f : g);',
      after: 'let a; const f = @((w) => w | - | f), g = @((w) => w + 1 | - | g); derivative(a ? f : g);',
    },
    {
      what: 'assigned later',
      before: 'let g; g = (w) => w; g ??= (w) => 2 * w; derivative(g);',
      after: 'let g; g = @((w) => w | - | g); g ??= @((w) => 2 * w | - | g); derivative(g);',
    },
    {
      what: 'members of an array and an object',
      before: "const fs = [(w) => w], o = { 'f g': (w) => w }; derivative(fs[0]); derivative(o['f g']);",
      after:
        "const fs = [@((w) => w | -)], o = { 'f g': @((w) => w | - | f g) }; derivative(fs[0]); derivative(o['f g']);",
    },
    {
      what: 'methods in shorthand',
      before: 'let a; const o = { f(w) { return a * w; }, get g() { return a; }, b: 1 }; derivative(o.f);',
      after:
        'let a; const o = @methods({ f(w) { return a * w; }, get g() { return a; }, b: 1 }, ["f" | a]); derivative(o.f);',
    },
    {
      what: 'not a method that something later in the object may replace',
      before: 'let a; const o = { f(w) { return a * w; }, ...p }; derivative(o.f);',
      after: undefined,
    },
    {
      what: 'methods of classes are left alone, their fields are not',
      before: 'let a; class A { f(w) { return a * w; } static h(w) { return a; } g = (w) => a * w; #p = (w) => a }',
      after:
        'let a; class A { f(w) { return a * w; } static h(w) { return a; } g = @((w) => a * w | a | g); #p = @((w) => a | a | #p) }',
    },
    {
      what: 'what a function returns',
      before: 'const times = (a) => (w) => a * w; derivative(times(2));',
      after: 'const times = (a) => @((w) => a * w | a); derivative(times(2));',
    },
    {
      what: 'a factory that is captured itself',
      before: 'const times = (a) => (w) => a * w; derivative((w) => times(2)(w));',
      after: 'const times = @((a) => @((w) => a * w | a) | - | times); derivative(@((w) => times(2)(w) | times));',
    },
    {
      what: 'exported functions that capture',
      before:
        'const a = 1; export const f = (w) => a * w; export function g(w) { return a * w; } export const h = (w) => w;',
      after:
        '@(g | a); const a = 1; export const f = @((w) => a * w | a | f); export function g(w) { return a * w; } export const h = (w) => w;',
    },
    {
      what: 'exported by name below',
      before: 'const a = 1; const f = (w) => a * w; export { f as g };',
      after: 'const a = 1; const f = @((w) => a * w | a | f); export { f as g };',
    },
    {
      what: 'with a name of its own besides',
      before: 'const a = 1; const f = function f(w) { return a * w; }; export { f };',
      after: 'const a = 1; const f = @(function f(w) { return a * w; } | a); export { f };',
    },
    {
      what: 'a default export that is an expression',
      before: 'const a = 1; export default (w) => a * w;',
      after: 'const a = 1; export default @((w) => a * w | a | default);',
    },
    {
      what: 'a default export that is a declaration with a name',
      before: 'const a = 1; export default function f(w) { return a * w; }',
      after: '@(f | a); const a = 1; export default function f(w) { return a * w; }',
    },
    {
      what: 'a default export that is a declaration without a name',
      before: 'const a = 1; export default function (w) { return a * w; }',
      after:
        '@(__secantDefault | a | default); const a = 1; export default function __secantDefault (w) { return a * w; }',
    },
    {
      what: 'handed to a helper of the program',
      before: 'const a = 1; minimize((w) => a * w);',
      after: 'const a = 1; minimize(@((w) => a * w | a));',
    },
    {
      what: 'not callbacks, effects, and what is only called',
      before:
        'let a = 1; [1].map((x) => a * x); button.addEventListener("x", (e) => a++); effect(() => a); const f = (w) => a * w; f(1);',
      after: undefined,
    },
    {
      what: 'not async functions, generators and functions with `this` or I/O',
      before:
        'let a; export const o = [async (w) => a, function* (w) { yield a; }, function (w) { return this.x * a; }, (w) => document.title + a];',
      after: undefined,
    },
    {
      what: 'not a function that differentiates by itself',
      before:
        "import { hessian } from 'secant'; const a = 1; export const run = (w) => hessian((x) => a * x[0])(w)[0];",
      after:
        "import { hessian } from 'secant'; const a = 1; export const run = (w) => hessian(@((x) => a * x[0] | a))(w)[0];",
    },
    {
      what: 'a function whose name is known only when the program runs stays',
      before: 'let a, k; derivative({ [k]: (w) => a * w }[k]);',
      after: undefined,
    },
    {
      what: 'names from defaults and patterns',
      before: 'let a; export const f = ({ g = (w) => a * w }) => g; export const [h = (w) => a * w] = [];',
      after:
        'let a; export const f = @(({ g = @((w) => a * w | a | g) }) => g | a | f); export const [h = @((w) => a * w | a | h)] = [];',
    },
    {
      what: 'functions nested in functions',
      before: 'let a; derivative((w) => grad((u) => u * w * a)(w));',
      after: 'let a; derivative(@((w) => grad(@((u) => u * w * a | w a))(w) | a));',
    },
  ];
  test.each(rows)('$what', expectRow);
});

describe("Secant's own names", () => {
  const rows: readonly (Row & { readonly head: string })[] = [
    {
      what: 'a renamed import',
      head: "import { derivative as d } from 'secant';\n",
      before: 'd((w) => d((u) => u * w)(2));',
      after: 'd(@((w) => d(@((u) => u * w | w))(2) | d));',
    },
    {
      what: 'a namespace',
      head: "import * as S from 'secant';\n",
      before: 'S.grad((w) => S.derivative((u) => u)(w));',
      after: 'S.grad(@((w) => S.derivative(@((u) => u | -))(w) | S));',
    },
    {
      what: 'an entry of figures',
      head: "import { tangentAlongCurve } from 'secant/figures';\n",
      before: 'const a = 1; tangentAlongCurve((w) => a * w);',
      after: 'const a = 1; tangentAlongCurve(@((w) => a * w | a));',
    },
    {
      what: 'require',
      head: "const { derivative } = require('secant');\n",
      before: 'const a = 1; derivative((w) => a * w);',
      after: 'const a = 1; derivative(@((w) => a * w | a));',
    },
    {
      what: 'a dynamic import',
      head: "const secant = await import('secant');\n",
      before: 'const a = 1; secant.derivative((w) => a * w);',
      after: 'const a = 1; secant.derivative(@((w) => a * w | a));',
    },
    {
      what: 're-exported',
      head: "export * from 'secant';\n",
      before: 'const a = 1; export const f = (w) => a * w;',
      after: 'const a = 1; export const f = @((w) => a * w | a | f);',
    },
  ];
  test.each(rows)('$what', ({ head: own, before, after }) => {
    expect(show(own + before)?.replace(own, '')).toBe(after);
  });
});

describe('TypeScript', () => {
  const rows: readonly Row[] = [
    {
      what: 'names of types are not captured',
      id: 'app.ts',
      before: "import { type T, a } from './a'; derivative((w: T): number => (a as T) * w!);",
      after: "import { type T, a } from './a'; derivative(@((w: T): number => (a as T) * w! | a));",
    },
    {
      what: 'enums are values',
      id: 'app.ts',
      before: 'enum E { A = 2 } derivative((w: number) => E.A * w);',
      after: 'enum E { A = 2 } derivative(@((w: number) => E.A * w | E));',
    },
    {
      what: 'a function behind a type keeps its name',
      id: 'app.ts',
      before: 'const a = 1; const f = ((w) => a * w) satisfies F; derivative(f as F);',
      after: 'const a = 1; const f = (@((w) => a * w | a | f)) satisfies F; derivative(f as F);',
    },
    {
      what: 'generics and overloads',
      id: 'app.ts',
      before: 'const a = 1; function f(w: number): number; function f<T>(w: T) { return a * +w; } derivative(f);',
      after:
        '@(f | a); const a = 1; function f(w: number): number; function f<T>(w: T) { return a * +w; } derivative(f);',
    },
    {
      what: 'JSX',
      id: 'app.tsx',
      before: 'const a = 1; const view = <Plot f={(w: number) => a * w} onClick={(e) => a} />;',
      after: 'const a = 1; const view = <Plot f={@((w: number) => a * w | a)} onClick={(e) => a} />;',
    },
  ];
  test.each(rows)('$what', expectRow);
});

describe('modules that are not its business', () => {
  const rows: readonly (readonly [what: string, code: string])[] = [
    ['without Secant', 'const a = 1; derivative((w) => a * w);'],
    ['the name in a text', "const a = 'secant'; derivative((w) => a * w);"],
    ['an import in a comment', "// import { derivative } from 'secant'\nconst a = 1; export const f = (w) => a * w;"],
    ['another package', "import { derivative } from 'secant-method'; const a = 1; derivative((w) => a * w);"],
    ['the plugin itself', "import { secantVite } from 'secant/plugin'; const a = 1; f((w) => a * w);"],
    ['types only', "import type { Line } from 'secant'; const a: Line = 1; f((w) => a * w);"],
    ['a language of its own', "<script>import { derivative } from 'secant'; f((w) => a)</script>"],
  ];
  test.each(rows)('%s', (_what, code) => {
    expect(transformModule(code, 'app.ts')).toBeNull();
  });

  test('but those that are marked or included', () => {
    const code = 'const a = 1;\nexport const f = (w) => a * w;';
    expect(transformModule(code, '/src/a.js')).toBeNull();
    expect(transformModule(`/* @secant */ ${code}`, '/src/a.js')?.code).toContain('get a()');
    expect(transformModule(`/** Helpers.\n * @secant\n */ ${code}`, '/src/a.js')?.code).toContain('get a()');
    expect(transformModule(code, '/src/a.js', { include: /\/src\// })?.code).toContain('get a()');
    expect(transformModule(code, '/src/a.js', { include: [/x/g, /a\.js$/g] })?.code).toContain('get a()');
    expect(transformModule(code, '/src/a.js', { include: [] })).toBeNull();
  });

  test('a module is treated once', () => {
    const once = transformModule(`${head}const a = 1; derivative((w) => a * w);`, 'app.js')!.code;
    expect(transformModule(once, 'app.js')).toBeNull();
  });
});
