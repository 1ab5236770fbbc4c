/** Which names mean which declarations: captures of functions, uses and values of bindings. */
import { describe, expect, test } from 'vitest';
import { parseModule } from './parse-module.ts';
import { analyseScopes } from './scopes.ts';

/** What each function captures, outer functions first. */
function captures(code: string): string[] {
  const scopes = analyseScopes(parseModule(code)!.program);
  return [...scopes.captures.values()].map((bindings) => bindings.map(({ name }) => name).join(' '));
}

describe('captures', () => {
  const rows: readonly (readonly [code: string, ...expected: string[]])[] = [
    ['const a = 1; (w) => a', 'a'],
    ['(w) => a', ''],
    ['let a; (w) => (x) => a + w + x', 'a', 'a w'],
    ['let a; (a) => () => a', '', 'a'],
    ['let a; () => { { let a; a; } }', ''],
    ['let a; () => { { let a; } a; }', 'a'],
    ['let a; () => { { var a; } a; }', ''],
    ['let a; () => { for (const a of b) a; }', ''],
    ['let a; () => { for (const b of a) b; }', 'a'],
    ['let a; () => { for (var a = 0; ; ) a; }', ''],
    ['let a; () => { try {} catch (a) { a; } }', ''],
    ['let a; () => { try {} catch { a; } }', 'a'],
    ['let a, b; () => { try {} catch ({ a = b }) { a; } }', 'b'],
    ['let a; () => { switch (a) { case 1: let a; a; } }', 'a'],
    ['let f; (function f() { f; })', ''],
    ['let f; () => { f(); function f() {} }', '', ''],
    ['let f; () => { { function f() {} } f(); }', 'f', ''],
    ['let C; () => { class C { m() { C; } } }', '', 'C'],
    ['let C; (class C { m() { C; } })', 'C'],
    ['let k; () => ({ [k]: 1, k: 2 })', 'k'],
    ['let k; ({ [k]: x }) => x', 'k'],
    ['let a; ({ a: b }) => b', ''],
    ['let a, b; ({ a = b } = {}) => a', 'b'],
    ['let a; () => ({ a } = {})', 'a'],
    ['let a; () => { a: for (;;) break a; }', ''],
    ['let a; () => x.a + x?.a + x[a]', 'a'],
    ['let a; () => `${a}`', 'a'],
    ['let a; () => new.target', ''],
    ['let a; () => typeof a', 'a'],
    ['let a; () => { a++; a += 1; [a] = []; }', 'a'],
    ['let a; class C { a = () => a; static { () => a; } #a = 1 }', 'a', 'a'],
    ['let a; (w, x = () => a) => { var a; }', 'a', 'a'],
    ["import a, { b as c } from 'd'; import * as e from 'd'; () => [a, b, c, e]", 'a c e'],
    ['export let a; export { a as b }; () => a + b', 'a'],
    ['let T; (w: T): T => <T>w as T', ''],
    ["import type { T } from 'a'; import { type U, v } from 'a'; (w: T) => [U, v]", 'v'],
    ['enum E { A } namespace N { export const a = 1 } () => E.A + N.a', 'E N'],
    ['let a; class C { constructor(private x = a) {} }', 'a'],
    ['let k: number; function f(w: number): number; function f(w) { return k; }', 'k'],
  ];
  test.each(rows)('%s', (code, ...expected) => {
    expect(captures(code)).toEqual(expected);
  });
});

test('values: what is put into a name, in its declaration and later', () => {
  const { program } = parseModule('let a = 1; a = 2; a ||= 3; function a2() {} [a] = [4]; const { b = 5 } = {};')!;
  const scopes = analyseScopes(program);
  const values = (name: string): unknown[] =>
    scopes.module.bindings.get(name)!.values.map((value) => value['value'] ?? value.type);
  expect(values('a')).toEqual([1, 2, 3]);
  expect(values('a2')).toEqual(['FunctionDeclaration']);
  expect(values('b')).toEqual([5]);
});
