/**
 * Formulas of a few operations, made at random, with places where slopes have to be looked at closely by the hundred: every kind
 * of figure of a curve is drawn, within the steps of a picture. Before germs had steps of their own, one in five was refused.
 */
import { expect, test } from 'vitest';
import { fromFormula } from '../../src/index.ts';
import {
  derivativeJoint,
  epsilonSweep,
  secantToTangent,
  tangentAlongCurve,
  taylorFigure,
} from '../../src/pictures/figures/index.ts';

const atoms = ['w', '1/w', 'sin(w)', 'e^w', 'ln(w)', '|w|', 'sqrt(w)', 'floor(w)', 'w^2', 'tan(w)', 'max(0,w)', 'e^(-1/w^2)', 'sin(1/w)', 'asin(w)', 'cbrt(w)', 'atan(1/w)', 'ln|w|']; // prettier-ignore
const functions = ['sin', 'ln', 'sqrt', 'tan', 'e^', 'atan', 'floor', 'asin', 'cos'];
const kinds = [tangentAlongCurve, derivativeJoint, secantToTangent, epsilonSweep, taylorFigure];

/** Formulas from a seed. */
function formulas(seed: number, count: number): string[] {
  let state = seed;
  const random = (): number => (state = (state * 1_103_515_245 + 12_345) % 2 ** 31) / 2 ** 31;
  const one = (of: readonly string[]): string => of[Math.floor(random() * of.length)] ?? 'w';
  const formula = (depth: number): string => {
    if (depth === 0 || random() < 0.2) return one(atoms);
    const part = (): string => formula(depth - 1);
    const form = Math.floor(random() * 6);
    if (form === 5) return `${one(functions)}(${part()})`;
    return `(${part()})${['^', '*', '/', '+', '-'][form] ?? '+'}(${part()})`;
  };
  return Array.from({ length: count }, () => formula(3));
}

const reported = ['sin(1/w)^(1/w)', 'w^w^w^w^w^w', 'ln|w|-(|w|*sinh(w)-(1/w)^(max(0,w)))', 'e^(atan(1/w))'];

test.each([...reported, ...formulas(20_261, 36)].map((text, k) => [text, kinds[k % kinds.length]!] as const))(
  '%s',
  (text, make) => {
    const figure = make(fromFormula<(w: number) => number>(text));
    const { min, max } = figure.parameter;
    for (const share of [0.1, 0.5, 0.77]) {
      const at = min + share * (max - min);
      expect(figure.sceneAt(at).panels.length).toBeGreaterThan(0);
      expect(figure.describeAt(at)).not.toBe('');
    }
  },
  60_000,
);
