/** Programs after the plugin had them: derivatives see what the functions capture, and nothing else changes. */
import { describe, expect, test } from 'vitest';
import { SecantError } from 'secant';
import * as secant from 'secant';
import { transformModule } from '../../src/tools/plugin/transform.ts';

const anyImport = /import (?:\* as (\w+)|(\{.*?\})) from 'secant';/g;

/** Runs a module whose last line returns its results; imports of Secant become constants, after the plugin. */
function run(code: string, file = 'app.js'): unknown {
  const transformed = transformModule(code, file);
  if (transformed === null) throw new Error('the plugin did nothing');
  const body = transformed.code
    .replace(anyImport, (_all, all: string | undefined, some: string | undefined) =>
      all === undefined ? `const ${some!.replaceAll(' as ', ': ')} = secant;` : `const ${all} = secant;`,
    )
    .replaceAll(/\bexport (?=const|function)/g, '');
  return new Function('secant', `'use strict'; ${body}`)(secant);
}

function errorOf(action: () => unknown): SecantError {
  try {
    action();
  } catch (error) {
    if (error instanceof SecantError) return error;
    throw error;
  }
  throw new Error('no error');
}

const head = "import { derivative, grad, stopGradient, valueAndGrad } from 'secant';\n";

test('a class whose comments a bundler dropped is read without its second bodies', () => {
  const code = `${head}class Rate { k = derivative((w) => w * w)(1.5); constructor(a) { this.a = a * 1; } at(w) { return [w].map((v) => this.a * v * this.k)[0]; } }
    const f = (w) => new Rate(w).at(w); const slope = grad(f); return [slope(2), slope.code];`;
  const transformed = transformModule(code, 'app.js')!.code.replaceAll(/\/\*.*?\*\//g, '');
  expect(transformed).toContain('__secantOn?.on ?');
  const [value, text] = new Function('secant', `'use strict'; ${transformed.replace(anyImport, 'const $2 = secant;')}`)(
    secant,
  ) as [number, string];
  expect(value).toBe(12);
  expect(text).not.toContain('traced');
});

describe('values', () => {
  const rows: readonly (readonly [what: string, code: string, expected: unknown])[] = [
    ['a number', 'const a = 3; return derivative((w) => a * w ** 2)(2);', 12],
    ['an array', 'const a = [1, 2]; return derivative((w) => a[0] * w + a[1] * w * w)(3);', 13],
    ['an object', 'const a = { b: { c: 5 } }; return derivative((w) => a.b.c * w)(1);', 5],
    [
      'a helper that has its own',
      'const k = 3; function h(x) { return k * x } return derivative((w) => h(w) ** 2)(1);',
      18,
    ],
    [
      'names of the helper are those where it stands',
      'const a = 2; const h = (x) => a * x; function at(a) { return derivative((w) => a * h(w))(1) } return at(5);',
      10,
    ],
    [
      'helpers in an object',
      'const k = 3; const m = { f: (x) => k * x, g(x) { return m.f(x) * x } }; return derivative(m.g)(2);',
      12,
    ],
    ['a factory', 'const times = (a) => (w) => a * w; return derivative((w) => times(4)(w) * w)(1);', 8],
    [
      'what a factory returned',
      'const times = (a) => (w) => a * w; return [2, 3].map((a) => derivative(times(a))(1));',
      [2, 3],
    ],
    [
      'rounds of a loop',
      'const ds = []; for (let k = 1; k < 4; k++) ds.push(derivative((w) => k * w)); return ds.map((d) => d(1));',
      [1, 2, 3],
    ],
    ['recursion', 'const p = (w, n) => (n === 0 ? 1 : w * p(w, n - 1)); return derivative((w) => p(w, 3))(2);', 12],
    [
      'recursion of a declaration',
      'function p(w, n) { return n === 0 ? 1 : w * p(w, n - 1) } return grad(p)(2, 3);',
      12,
    ],
    [
      'a declaration used above',
      'const d = derivative(g)(1); function g(w) { return w * h(w) } function h(w) { return 2 * w } return d;',
      4,
    ],
    [
      'a derivative',
      'const a = 2; const d = derivative((w) => a * w ** 2); return derivative((w) => w * d(w))(3);',
      24,
    ],
    [
      'a name of JavaScript taken for something else',
      'const Math = { sin: (x) => 2 * x }; return derivative((w) => Math.sin(w))(0);',
      2,
    ],
    [
      'a black box inside a verdict is not needed',
      'const a = 2; return secantOf((w) => Math.abs(a * w)); function secantOf(g) { return grad(g)(1) }',
      2,
    ],
    [
      'a global of the same name as a captured one elsewhere',
      'const h = (x) => Math.abs(x); const at = (Math) => derivative((w) => Math * h(w))(-2); return at(3);',
      -3,
    ],
    ['a method', 'const k = 2; const o = { f(w) { return k * w * w } }; return derivative(o.f)(1);', 4],
    ['stopGradient', 'return derivative((w) => w * stopGradient(w))(3);', 3],
    ['valueAndGrad inside', 'return derivative((w) => valueAndGrad((u) => u * u * w)(2).grad)(1);', 4],
  ];
  test.each(rows)('%s', (_what, code, expected) => {
    expect(run(head + code)).toEqual(expected);
  });

  test('operators under other names', () => {
    expect(run("import { derivative as d } from 'secant';\nreturn d((w) => d((u) => u * w)(2) * w)(3);")).toBe(6);
    expect(run("import * as S from 'secant';\nreturn S.derivative((w) => S.derivative((u) => u * w)(2) * w)(3);")).toBe(
      6,
    );
    expect(
      run(
        "import { grad as g, stopGradient as stop } from 'secant';\nreturn g((w) => stop(w) * g((u) => u ** 2)(w))(3);",
      ),
    ).toBe(6);
  });
});

describe('when a derivative is called', () => {
  test('a variable is read then', () => {
    expect(
      run(`${head}let a = 1; const d = derivative((w) => a * w); const r = [d(1)]; a = 5; r.push(d(1)); return r;`),
    ).toEqual([1, 5]);
  });

  test('also one that became another kind of thing', () => {
    expect(
      run(
        `${head}let a = 1; const d = derivative((w) => (typeof a === 'number' ? a : a[1]) * w); const r = [d(1)]; a = [2, 3]; r.push(d(1)); return r;`,
      ),
    ).toEqual([1, 3]);
  });

  test('also a function', () => {
    expect(
      run(
        `${head}let h = (x) => 2 * x; const d = derivative((w) => h(w)); const r = [d(1)]; h = (x) => 7 * x; r.push(d(1)); return r;`,
      ),
    ).toEqual([2, 7]);
  });

  test('also a member of an object', () => {
    expect(
      run(
        `${head}const m = { h: (x) => 2 * x, k: 1 }; const d = derivative((w) => m.h(w) * m.k); const r = [d(1)]; m.h = (x) => 7 * x; m.k = 2; r.push(d(1)); return r;`,
      ),
    ).toEqual([2, 14]);
  });

  test('also where the derivative was passed on', () => {
    expect(
      run(
        `${head}let a = 1; const d2 = derivative(derivative((w) => a * w ** 2)); const r = [d2(1)]; a = 5; r.push(d2(1)); return r;`,
      ),
    ).toEqual([2, 10]);
  });

  test('a variable that has no value yet is the same error as in the function itself', () => {
    const early = `${head}const g = (w) => a * w; const d = derivative(g); const r = []; for (const f of [g, d]) try { f(1) } catch (e) { r.push(e.message) } const a = 2; r.push(d(1)); return r;`;
    expect(run(early)).toEqual([
      "Cannot access 'a' before initialization",
      "Cannot access 'a' before initialization",
      2,
    ]);
  });

  test('a variable that has no value yet and is not used does no harm', () => {
    const code = `${head}const g = (w) => (w > 0 ? 2 * w : late(w)); const h = (x) => derivative((w) => g(w) + k(w))(x); const k = (w) => w; const late = (w) => w; return h(1);`;
    expect(run(code)).toBe(3);
  });

  test('undefined is an error, not a number', () => {
    const error = errorOf(() => run(`${head}let a; return derivative((w) => a * w, { road: "compiled" })(1);`));
    expect(error.code).toBe('S105');
    expect(error.sentence).toContain('undefined');
  });
});

describe('the meaning of the program stays', () => {
  test('functions keep identity, name, length and what they return', () => {
    const code = `const list = []; const keep = (f) => { list.push(f); return f; }; let a = 2; let later; later = (w) => a + w;
      const o = { p: keep((w) => a * w), q(w, x) { return a * w + x; } };
      function decl(w) { return a * w; }
      const named = function other(w) { return a + w; };
      class C { f = (w) => a * w }
      const { d = (w) => a } = {};
      return [o.p === list[0], o.q.name, o.q.length, decl.name, named.name, later.name, new C().f.name, d.name, keep((w) => a).name, later(1), o.q(1, 2), Object.keys(o.p)];`;
    const plain: unknown = new Function(code)();
    expect(run(`${head}${code}`)).toEqual(plain);
    expect(plain).toEqual([true, 'q', 2, 'decl', 'other', 'later', 'f', 'd', '', 3, 4, []]);
  });

  test('this, arguments and new', () => {
    const code = `let a = 2; const o = { k: 3, f: function (w) { return this.k * a * w; }, m(w) { return [1].map(() => this.k * a * w)[0]; } };
      function F(w) { this.w = a * w; } function n() { return arguments.length + a; }
      const g = F; const x = [n];
      return [o.f(1), o.m(1), new g(2).w, new g(2) instanceof F, x[0](1, 2, 3), super_()];
      function super_() { const base = { s() { return a; } }; const one = { __proto__: base, s(w) { return super.s() + 1; } }; return one.s(); }`;
    const plain: unknown = new Function(code)();
    expect(run(`${head}${code}`)).toEqual(plain);
    expect(plain).toEqual([6, 6, 4, true, 5, 3]);
  });
});

describe('errors', () => {
  test('the place is that of the file', () => {
    const code = `${head}// a comment\nconst k = 2;\nconst d = derivative((w) => {\n  const x = k * w; // why\n  return x * Date.now();\n});\nreturn d(1);`;
    const error = errorOf(() => run(code, '/home/someone/src/model.js?v=3'));
    expect(error.message).toMatch(/^model\.js:6:14 S104/);
    expect([error.line, error.column]).toEqual([6, 14]);
    expect(error.message).toContain('  6 |   return x * Date.now();');
  });

  test('also on the first line of the function, and through types', () => {
    const code = `import { derivative } from 'secant';\nconst k = 2; return derivative((w) => Math.random() * k * w)(1);`;
    expect(errorOf(() => run(code, 'a.js')).message).toMatch(/^a\.js:2:39 S104/);
  });

  test('a helper of another module that captures something is named, with both ways out', () => {
    const k = 2;
    const helper = (x: number): number => k * x;
    // The other function's own `k` must not be taken for it.
    const g = Object.assign((w: number): number => helper(w), {
      [Symbol.for('secant.scope')]: () => ({ helper, k: 5 }),
    });
    const error = errorOf(() => secant.derivative(g)(1));
    expect(error.code).toBe('S102');
    expect(error.message).toContain('`k`');
    expect(error.hint).toContain('scope');
    expect(error.hint).toContain('secant/plugin');
  });
});

test('what the caller gives in `scope` comes before what is captured', () => {
  expect(run(`${head}const a = 2; return derivative((w) => a * w, { scope: { a: 7 } })(1);`)).toBe(7);
});
