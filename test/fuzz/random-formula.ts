/**
 * Random formulas in one variable w, over every smooth operation, each kept inside its domain: a logarithm of
 * 1.5 + y², an arcsine of 0.9 sin y. In: a list of choices. Out: the text of a function.
 */
import type { SmoothName } from '../../src/compiler/ir/operations.ts';
import type { Choices } from './choices.ts';

/** How each operation is written with its arguments in its domain. The compiler asks for a row per operation. */
const templates: Record<SmoothName, (a: string, b: string) => string> = {
  neg: (a) => `-(${a})`,
  add: (a, b) => `(${a} + ${b})`,
  sub: (a, b) => `(${a} - (${b}))`,
  mul: (a, b) => `(${a}) * (${b})`,
  div: (a, b) => `(${a}) / (2 + (${b}) ** 2)`,
  rem: (a) => `Math.sin(${a}) % 7`,
  pow: (a, b) => `Math.pow(1.5 + Math.sin(${a}), Math.cos(${b}))`,
  sin: (a) => `Math.sin(${a})`,
  cos: (a) => `Math.cos(${a})`,
  tan: (a) => `Math.tan(Math.sin(${a}))`,
  asin: (a) => `Math.asin(0.9 * Math.sin(${a}))`,
  acos: (a) => `Math.acos(0.9 * Math.sin(${a}))`,
  atan: (a) => `Math.atan(${a})`,
  atan2: (a, b) => `Math.atan2(${a}, 1 + (${b}) ** 2)`,
  sinh: (a) => `Math.sinh(Math.sin(${a}))`,
  cosh: (a) => `Math.cosh(Math.sin(${a}))`,
  tanh: (a) => `Math.tanh(${a})`,
  asinh: (a) => `Math.asinh(${a})`,
  acosh: (a) => `Math.acosh(2 + (${a}) ** 2)`,
  atanh: (a) => `Math.atanh(0.9 * Math.sin(${a}))`,
  exp: (a) => `Math.exp(Math.sin(${a}))`,
  expm1: (a) => `Math.expm1(Math.cos(${a}))`,
  log: (a) => `Math.log(1.5 + (${a}) ** 2)`,
  log1p: (a) => `Math.log1p((${a}) ** 2)`,
  log2: (a) => `Math.log2(2 + Math.cos(${a}))`,
  log10: (a) => `Math.log10(1 + Math.exp(Math.sin(${a})))`,
  sqrt: (a) => `Math.sqrt(1 + (${a}) ** 2)`,
  cbrt: (a) => `Math.cbrt(2 + Math.sin(${a}))`,
  hypot2: (a, b) => `Math.hypot(1 + (${a}) ** 2, ${b})`,
  fround: (a) => `Math.fround(${a})`,
  f16round: (a) => `Math.f16round(${a})`,
};

/** The operations that round, so that differences see steps. */
export const rounding = /fround|f16round/;

const names = Object.keys(templates) as SmoothName[];

/** A formula; `first` is the operation on the outside. */
export function randomFormula(choices: Choices, first: SmoothName): string {
  const write = (depth: number): string => {
    if (depth === 0) return choices.of(['w', 'w', '0.7', 'w * 2', '1.3']);
    // Rounding only stands outside: inside, it would make steps of everything around it.
    const inside = names.filter((name) => name !== 'fround' && name !== 'f16round');
    return templates[choices.of(inside)](
      write(depth - 1 - choices.below(depth)),
      write(depth - 1 - choices.below(depth)),
    );
  };
  return `(w) => ${templates[first](`w + ${write(2)}`, write(2))}`;
}

/** All operations that a formula may be made of. */
export const formulaOperations: readonly SmoothName[] = names;
