import { expect, test } from 'vitest';
import { derivative } from '../api/derivative.ts';
import { fromFormula } from '../api/from-text.ts';
import { hasReader } from '../api/reader.ts';
import { figureKinds, isFigureKind } from './kinds.ts';
import { loadFigure, mustBeRead } from './load-figure.ts';

// The order matters: the reader is loaded once, and then it is there.

test('without the reader JavaScript is refused by name, and a formula is drawn', async () => {
  expect(() => derivative((w: number) => w ** 2)(1)).toThrow(/^S005: the function is JavaScript.*not loaded/);
  expect(derivative(fromFormula('w^2'))(1)).toBe(2);
  const figure = await loadFigure('secant-to-tangent', ['sin(w)'], { at: 1 });
  expect(figure.describe(0)).toContain('w⁰ = 1.00');
  expect(hasReader()).toBe(false);
});

test('every kind draws formulas without the reader', async () => {
  for (const [kind, row] of Object.entries(figureKinds)) {
    if (!isFigureKind(kind)) throw new Error(kind);
    const functions = row.functions.map((inputs) => (inputs === 'two' ? '2 + sin(w1 + w2)' : '2 + sin(w)'));
    expect((await loadFigure<string>(kind, functions)).svg(0), kind).toContain('<svg');
  }
  expect((await loadFigure('tangent-planes', ['max(w1, w2)'])).svg(0)).toContain('<svg');
  expect(hasReader()).toBe(false);
});

test('a derivative of a formula is a formula still', () => {
  const slope = derivative(fromFormula('w^3'));
  expect(mustBeRead(slope)).toBe(false);
  expect(derivative(slope)(2)).toBe(12);
  expect(mustBeRead((w: number) => w)).toBe(true);
  expect(mustBeRead('w => w')).toBe(true);
});

test('a TypeScript text brings the reader, and then functions are read', async () => {
  const figure = await loadFigure('tangent-along-curve', ['(w: number) => w ** 2']);
  expect(figure.svg(0)).toContain('<svg');
  expect(hasReader()).toBe(true);
  expect(derivative((w: number) => w ** 2)(1)).toBe(2);
});

test('what is wrong is told as makeFigure tells it', async () => {
  await expect(loadFigure('pie', ['w'])).rejects.toThrow(/^S203: there is no figure of the kind "pie"/);
  await expect(loadFigure('secant-panels', ['sin(']).catch((error: Error) => error.message)).resolves.toMatch(/S002/);
});
