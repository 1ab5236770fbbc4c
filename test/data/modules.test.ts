import { createContext, runInContext } from 'node:vm';
import { expect, test } from 'vitest';
import { grad, hvp } from 'secant';
import { moduleText, udfText } from 'secant/data';
import { numbersIn } from './expect-same.ts';

/** Runs a module in a realm of its own, with nothing but the language. */
function load(text: string): {
  value: (...args: unknown[]) => number;
  grad: (...args: unknown[]) => unknown;
  hvp: (...args: unknown[]) => unknown;
} {
  expect(text).not.toMatch(/\bimport\b|\brequire\b/);
  const script = text.replaceAll(/^export \{ (\w+) \};$/gm, 'out.$1 = $1;');
  const out = {};
  runInContext(`"use strict";${script}`, createContext({ out }));
  return out as ReturnType<typeof load>;
}

const rates = [0.5, 1.5];
const functions: [string, (...args: never[]) => number, unknown[], Record<string, unknown>][] = [
  ['a number', (w: number) => Math.sin(4 * w) + 0.1 * w ** 2, [0.7], {}],
  ['an array and a loop', (w: number[]) => { let s = 0; for (let k = 1; k < w.length; k++) s += 100 * (w[k]! - w[k - 1]! ** 2) ** 2 + (1 - w[k - 1]!) ** 2; return s }, [[0.3, -1, 2, 0.5]], {}],
  ['a tape', (w: number[]) => { let s = 0; for (const a of w) for (let k = 0; k < 400; k++) s = Math.sin(s + a); return s }, [[0.3, -1]], {}],
  ['a record and rows', (p: { w: number[]; b: number }, x: number[]) => Math.log1p(Math.exp(-(p.w[0]! * x[0]! + p.w[1]! * x[1]! + p.b))), [{ w: [1, 2], b: 0.5 }, [0.3, -0.2]], {}],
  ['what is captured', (w: number[]) => w.reduce((sum, value, k) => sum + Math.exp(rates[k]! * value), 0), [[0.3, -1]], { rates }],
  ['an argument that is written to', (w: number[]) => { w[0] = w[0]! * w[1]!; return w[0] ** 2 }, [[3, 2]], {}],
]; // prettier-ignore

test.each(functions)('a module of %s gives what Secant gives', (_name, f, args, scope) => {
  const made = load(moduleText(f, args, { scope }));
  expect(made.value(...structuredClone(args))).toBe(f(...(structuredClone(args) as never[])));
  const slopes = grad(f, { scope })(...(structuredClone(args) as never[]));
  expect(numbersIn(made.grad(...structuredClone(args)))).toEqual(numbersIn(slopes));
  if (args.length > 1) return;
  const along = numbersIn(args[0]).map((_, k) => 1 - 0.3 * k);
  const v = typeof args[0] === 'number' ? along[0]! : along;
  const product = hvp<unknown>(f, { scope })(structuredClone(args[0]), v);
  expect(numbersIn(made.hvp(...structuredClone(args), v))).toEqual(numbersIn(product));
});

test('functions inside a query run what stands in them', () => {
  const bell = (w: number[], x: number): number => w[0]! * Math.exp(-w[1]! * x ** 2);
  const wanted = grad(bell)([2, 0.5], 1.5);
  const bigquery = udfText(bell, [[1, 1], 1], { dialect: 'bigquery' });
  expect(bigquery).toMatch(
    /^CREATE TEMP FUNCTION bell_grad\(w ARRAY<FLOAT64>, x FLOAT64\)\nRETURNS ARRAY<FLOAT64>\nLANGUAGE js\nAS r"""\n/,
  );
  const inside = /r"""\n([^]*)\n""";\n$/.exec(bigquery)![1]!;
  expect([
    ...(new Function('w', 'x', inside) as typeof bell as unknown as (w: number[], x: number) => number[])(
      [2, 0.5],
      1.5,
    ),
  ]).toEqual(wanted);
  const snowflake = udfText(bell, [[1, 1], 1], { dialect: 'snowflake', of: 'value', name: 'bell' });
  expect(snowflake).toMatch(
    /^CREATE OR REPLACE FUNCTION bell\(w ARRAY, x FLOAT\)\nRETURNS FLOAT\nLANGUAGE JAVASCRIPT\nAS \$\$\n/,
  );
  const body = /\$\$\n([^]*)\n\$\$;\n$/.exec(snowflake)![1]!;
  expect((new Function('W', 'X', body) as typeof bell)([2, 0.5], 1.5)).toBe(bell([2, 0.5], 1.5));
  expect(() => udfText(bell, [[1, 1], 1], { dialect: 'snowflake', name: 'f(); DROP TABLE t' })).toThrow(/S601/);
});
