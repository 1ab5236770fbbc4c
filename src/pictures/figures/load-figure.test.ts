import { expect, test } from 'vitest';
import { derivative } from '../../calculus/derivative.ts';
import { differentiability } from '../../calculus/differentiability.ts';
import { fromFormula } from '../../calculus/from-text.ts';
import { partIfLoaded } from '../../calculus/loaded-parts.ts';
import type { VectorFunction } from '../../calculus/types.ts';
import { guarded } from '../scene/sample-curve.ts';
import { figureKinds, isFigureKind } from './kinds.ts';
import { NotLoadedError } from '../../base/diagnostics.ts';
import { loadFigure, mustBeRead } from './load-figure.ts';
import { tangentAlongCurve } from './tangent-along-curve.ts';
import { prepareSurface } from './surface.ts';

// The order matters: the analysis of kinks and the front end are loaded once, and then they are there.

test('without the analysis of kinks a kink is a question that waits, never an answer', () => {
  const corner = fromFormula('|w|');
  expect(derivative(corner)(1)).toBe(1);
  for (const ask of [
    () => derivative(corner)(0),
    () => guarded(derivative(corner))(0),
    () => differentiability(corner, 0),
    () => tangentAlongCurve(corner).describeAt(0),
    () =>
      prepareSurface(fromFormula<VectorFunction>('max(w1, w2)'), [
        [-1, 1],
        [-1, 1],
      ]).behaviourAt(0, 0),
  ])
    expect(ask).toThrow(NotLoadedError);
});

test('a smooth figure is there before the analysis of kinks, one with a kink in its first picture waits for it', async () => {
  const smooth = await loadFigure('secant-to-tangent', ['sin(w)']);
  expect(partIfLoaded('kinkAnalysis')).toBeUndefined();
  expect(() => smooth.describeAt(0)).toThrow(NotLoadedError);
  const corner = await loadFigure('tangent-along-curve', ['|w|'], { value: 0 });
  expect(partIfLoaded('kinkAnalysis')).toBeDefined();
  expect(corner.describeAt(0)).toContain('no tangent here');
  expect(smooth.describeAt(0)).toContain('tangent');
  expect(derivative(fromFormula('|w|'))(0)).toBe(0);
});

test('without the front end of JavaScript JavaScript is refused by name, and a formula is drawn', async () => {
  expect(() => derivative((w: number) => w ** 2)(1)).toThrow(/front end of JavaScript is not loaded/);
  expect(derivative(fromFormula('w^2'))(1)).toBe(2);
  const figure = await loadFigure('secant-to-tangent', ['sin(w)'], { at: 1 });
  expect(figure.describe(0)).toContain('w⁰ = 1.00');
  expect(partIfLoaded('frontEnd')).toBeUndefined();
});

test('every kind draws formulas without the front end of JavaScript', async () => {
  for (const [kind, row] of Object.entries(figureKinds)) {
    if (!isFigureKind(kind)) throw new Error(kind);
    const functions = row.functions.map((inputs) => (inputs === 'two' ? '2 + sin(w1 + w2)' : '2 + sin(w)'));
    expect((await loadFigure<string>(kind, functions)).svg(0), kind).toContain('<svg');
  }
  expect((await loadFigure('tangent-planes', ['max(w1, w2)'])).svg(0)).toContain('<svg');
  expect(partIfLoaded('frontEnd')).toBeUndefined();
});

test('a formula that cannot be read is refused in words without the front end of JavaScript', async () => {
  await expect(loadFigure('secant-to-tangent', ['w +'])).rejects.toThrow(/S002: nothing stands after `\+`/);
  expect(partIfLoaded('frontEnd')).toBeUndefined();
});

test('a derivative of a formula is a formula still', () => {
  const slope = derivative(fromFormula('w^3'));
  expect(mustBeRead(slope)).toBe(false);
  expect(derivative(slope)(2)).toBe(12);
  expect(mustBeRead((w: number) => w)).toBe(true);
  expect(mustBeRead('w => w')).toBe(true);
});

test('a TypeScript text brings the front end of JavaScript, and then functions are read', async () => {
  const figure = await loadFigure('tangent-along-curve', ['(w: number) => w ** 2']);
  expect(figure.svg(0)).toContain('<svg');
  expect(partIfLoaded('frontEnd')).toBeDefined();
  expect(derivative((w: number) => w ** 2)(1)).toBe(2);
});

test('what is wrong is told as makeFigure tells it', async () => {
  await expect(loadFigure('pie', ['w'])).rejects.toThrow(/^S203: there is no figure of the kind "pie"/);
  await expect(loadFigure('secant-panels', ['sin(']).catch((error: Error) => error.message)).resolves.toMatch(/S002/);
});
