/** `f(x) = …` is called f and x wherever a figure is read or spoken. */
import { expect, test } from 'vitest';
import { fromFormula } from '../../src/index.ts';
import { makeFigure, type Figure, type FigureKind } from '../../src/pictures/figures/index.ts';
import { plainText } from '../../src/pictures/scene/text.ts';
import { svgText } from '../../src/pictures/scene/svg.ts';

/** All that is read or spoken where the slider stands. */
function wordsOf(figure: Figure): string {
  const { value } = figure.parameter;
  const scene = figure.sceneAt(value);
  const svg = svgText(scene, { title: figure.title, description: '' }).replace(/<style>.*?<\/style>|<[^>]*>/gs, ' ');
  return [
    svg,
    scene.notice ?? '',
    figure.describeAt(value),
    figure.valueText(value),
    figure.parameter.name,
    ...(figure.others ?? []).map(({ name }) => name),
    ...figure.handles.map(({ label }) => label),
  ].join('\n');
}

const alone = (letter: string): RegExp => new RegExp(`(?<!\\p{L})${letter}(?!\\p{L})`, 'u');

test.each<readonly [FigureKind, readonly string[]]>([
  ['tangent-along-curve', ['f(x) = x^2']],
  ['derivative-joint', ['f(x) = |x|']],
  ['secant-to-tangent', ['f(x) = sin(x)']],
  ['secant-panels', ['f(x) = sin(x)']],
  ['epsilon-sweep', ['f(x) = sin(x)']],
  ['epsilon-error', ['f(x) = sin(x)']],
  ['taylor-figure', ['f(x) = e^x']],
  ['descent', ['f(x) = x^2']],
  ['computation-graph-figure', ['f(x) = x sin(x)']],
  ['gradient-field', ['f(x, y) = xy']],
  ['secant-planes', ['f(x, y) = xy']],
  ['tangent-planes', ['f(x, y) = xy']],
])('%s of %j', (kind, texts) => {
  const words = wordsOf(makeFigure<string>(kind, texts, {}));
  expect(words).toMatch(alone('x'));
  expect(words).not.toMatch(alone('w'));
  expect(words).not.toMatch(alone('g'));
});

test('axes, sliders and sentences', () => {
  const curve = makeFigure('tangent-along-curve', ['f(x) = a x^2'], { also: ['d/da'] });
  const [panel] = curve.sceneAt(1).panels;
  expect([plainText(panel?.x.label ?? []), plainText(panel?.y.label ?? [])]).toEqual(['x', 'f(x)']);
  expect(curve.parameter.name).toBe('x');
  expect(curve.handles[0]?.label).toBe('point x⁰');
  expect(curve.describeAt(1)).toBe(
    'At x = 1.00 the function is 1.00. The tangent has slope 2.00. There ∂f/∂a is 1.00. Here a = 1.00.',
  );
  const map = makeFigure('gradient-field', ['height(u, v) = u^2 + v']);
  expect(map.valueText(1, [2])).toBe('(u, v) = (1.00, 2.00), gradient (2.00, 1.00)');
  expect(map.others?.[0]?.name).toBe('v');
});

test('letters may change places, and without a left side they stay', () => {
  expect(makeFigure('tangent-along-curve', ['w(g) = g^2']).valueText(1)).toBe('g = 1.00, slope 2.00, tangent');
  expect(makeFigure('tangent-along-curve', ['x^2']).valueText(1)).toBe('w = 1.00, slope 2.00, tangent');
});

test('names side by side are a product where both are declared', () => {
  expect(fromFormula<(w: number[]) => number>('f(x, y) = xy^2')([2, 3])).toBe(18);
  expect(fromFormula<(w: number[]) => number>('2x1x2', { variables: ['x1', 'x2'] })([2, 3])).toBe(12);
  expect(fromFormula<(w: number[]) => number>('f(t, n) = tan(t) n', {})([0, 3])).toBe(0);
  expect(() => fromFormula('xy')).toThrow('did you mean x y?');
  expect(() => fromFormula('f(x, y) = xyz')).toThrow('`xyz` is not a known name');
});
