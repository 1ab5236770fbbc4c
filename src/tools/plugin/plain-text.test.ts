/** Texts without types and comments: each character at its place, and JavaScript. */
import * as acorn from 'acorn';
import { expect, test } from 'vitest';
import { isFunction, type Node, parseModule } from '../../compiler/frontend/syntax/parse-module.ts';
import { plainText } from './plain-text.ts';
import { analyseScopes } from '../../compiler/frontend/syntax/scopes.ts';

/** The text of the first function of a module. */
function plain(code: string): string {
  const { program, comments } = parseModule(code, true)!;
  const [fn] = [...analyseScopes(program).captures.keys()] as [Node];
  expect(isFunction(fn)).toBe(true);
  return plainText(code, fn, comments);
}

const rows: readonly (readonly [code: string, plain: string])[] = [
  ['(w: number): number => w', '(w        )         => w'],
  ['(w?: number, ...r: number[]) => w', '(w         , ...r          ) => w'],
  ['({ a, b }: { a: number; b: T }, [c]: T = []) => a', '({ a, b }                     , [c]    = []) => a'],
  ['<T extends number>(w: T) => w', '                  (w   ) => w'],
  ['(w) => (w as number) * (w satisfies T)', '(w) => (w          ) * (w            )'],
  ['(w) => w! + <number>w', '(w) => w  +         w'],
  ['(w) => f<number>(new Array<number>(3))', '(w) => f        (new Array        (3))'],
  ['(w) => { let x!: number; x = w as any; return x }', '(w) => { let x         ; x = w       ; return x }'],
  [
    '(w) => { type T = number; interface U { a: T } return w }',
    '(w) => {                                       return w }',
  ],
  ['function f(this: Window, w: number) { return w }', 'function f(              w        ) { return w }'],
  ['function f(this: void) { return 1 }', 'function f(          ) { return 1 }'],
  ['(w): {\n  a: number;\n} => ({ a: w })', '(w\n\n) => ({ a: w })'],
  ['(w) => {\n  const x = w as number\n  ;[x].map((y) => y)\n}', '(w) => {\n  const x = w\n  ;[x].map((y) => y)\n}'],
  ['(w) => {\n  const x = w as T\n  [1].map((y) => y)\n}', '(w) => {\n  const x = w ;\n  [1].map((y) => y)\n}'],
  ['(w) => w // why\n  + 1', '(w) => w\n  + 1'],
  ['(w) => /* a */ w /* b\n c */ * 2', '(w) =>         w\n      * 2'],
  ["(w) => '// no' + `/* ${w} */   \n` ", "(w) => '// no' + `/* ${w} */   \n`"],
  ['(w) => (w as unknown /* as */ as number)', '(w) => (w                              )'],
  ['(w: number) => { for (const x of w as number[]) x }', '(w        ) => { for (const x of w            ) x }'],
];

test.each(rows)('%s', (code, expected) => {
  const text = plain(code);
  expect(text).toBe(expected);
  expect(text.split('\n')).toHaveLength(expected.split('\n').length);
  expect(() => acorn.parse(`(${text})`, { ecmaVersion: 'latest' })).not.toThrow();
});
