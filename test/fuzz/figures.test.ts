/**
 * Every kind of figure, of functions that nobody has chosen: whatever is asked of it, a figure is drawn whole, says what
 * it shows, and is the same when it is asked again; or it is refused by an error with words. What it says of the slope is
 * what the library says.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { differentiability, fromFormula, type ScalarFunction, SecantError } from '../../src/index.ts';
import {
  type Figure,
  figureKinds,
  type FigureKind,
  makeFigure,
  type Panel,
  type Scene,
} from '../../src/pictures/figures/index.ts';
import type { Window } from '../../src/pictures/scene/clip.ts';
import { svgText } from '../../src/pictures/scene/svg.ts';
import { panelOf, pointsOf } from '../support/marks.ts';
import { Choices } from './choices.ts';
import { randomDrawn } from './random-drawn.ts';

const domains = [
  [-3, 3],
  [0, 1],
  [-0.001, 0.001],
  [-1e6, 1e6],
  [100, 101],
] as const;

/** The inputs that a function of a kind may have. */
const inputsOf = { one: ['w'], two: ['w1', 'w2'], any: ['w'] } as const;

/** What is wrong with a picture as text. A word may be "undefined"; no attribute is. */
function faultsOf(svg: string): string[] {
  const attributes = svg.match(/[a-z-]+="[^"]*"/g) ?? [];
  const faults = attributes.filter((attribute) => /NaN|undefined|Infinity|null/.test(attribute));
  if (/NaN|Infinity|\[object/.test(svg)) faults.push('a word that is no word');
  for (const attribute of attributes) {
    if (!attribute.startsWith('d="')) continue;
    const far = (attribute.match(/-?[\d.]+/g) ?? []).find((number) => Math.abs(Number(number)) > 20_000);
    if (far !== undefined) faults.push(`a path reaches to ${far}`);
  }
  return faults;
}

/** A part of what a panel shows, up to a thousand times as close. */
function closer({ x, y }: Panel, choices: Choices): Window {
  const zoom = [2, 7, 1000][choices.below(3)] ?? 2;
  const part = ([low, high]: readonly [number, number]): readonly [number, number] => {
    const start = low + ((high - low) * (1 - 1 / zoom) * choices.below(100)) / 99;
    return [start, start + (high - low) / zoom];
  };
  return { x: part(x.domain), y: part(y.domain) };
}

function checkFigure(figure: Figure, choices: Choices): void {
  const { min, max, value: start, stops } = figure.parameter;
  const places = [start, min, max, ...stops.slice(0, 2), min + ((max - min) * choices.below(1000)) / 1000];
  for (const value of places) {
    const others = figure.others?.map((other) => other.min + ((other.max - other.min) * choices.below(8)) / 7);
    const whole = figure.sceneAt(value, others);
    const panel = whole.panels.find(({ key }) => figure.zoomable?.includes(key));
    const windows = panel === undefined || choices.once(2) ? {} : { [panel.key]: closer(panel, choices) };
    const scene = figure.sceneAt(value, others, windows);
    const description = figure.describeAt(value, others, windows);
    expect(description).toMatch(/^\p{L}.*\.$/su);
    expect(`${description} ${figure.valueText(value, others, windows)}`).not.toMatch(
      /NaN|Infinity|(?:error|by) undefined/,
    );
    for (const width of [320, 900]) {
      const options = { title: figure.title, description, width };
      const svg = svgText(scene, options);
      expect(faultsOf(svg)).toEqual([]);
      if (width === 320) expect(svgText(figure.sceneAt(value, others, windows), options)).toBe(svg);
    }
  }
}

/** The slope of a line that is drawn, from its ends. */
function slopeOf(scene: Scene, panel: string, key: string): number | undefined {
  const points = pointsOf(scene, panel, key);
  const [from, to] = [points[0], points.at(-1)];
  return from === undefined || to === undefined ? undefined : (to[1] - from[1]) / (to[0] - from[0]);
}

/** A tangent is drawn where the function is differentiable, with the slope of the derivative, and nowhere else. */
function checkTangents(text: string, figure: Figure, choices: Choices): void {
  const g = fromFormula<ScalarFunction>(text);
  const { min, max, stops } = figure.parameter;
  for (const w of [0, ...stops.slice(0, 3), min + ((max - min) * choices.below(1000)) / 1000]) {
    if (w < min || w > max) continue;
    const scene = figure.sceneAt(w);
    const [low, high] = panelOf(scene, 'curve').y.domain;
    // Near a pole the point may be far outside of what is seen, and its tangent with it.
    if (g(w) < low || g(w) > high) continue;
    const { differentiable, derivative: slope, verdict } = differentiability(g, w);
    const drawn = slopeOf(scene, 'curve', 'tangent');
    // A kink that falls between two numbers is shown at the nearest, where the function itself has a slope.
    const isKink = stops.includes(w) && drawn === undefined;
    if (!isKink) expect(drawn !== undefined, `${text} at ${w}: ${verdict}`).toBe(differentiable);
    if (drawn !== undefined) expect(drawn).toBeCloseTo(slope ?? NaN, 6);
  }
}

it.each(Object.keys(figureKinds) as FigureKind[])('%s', (kind) => {
  fc.assert(
    fc.property(fc.array(fc.nat(999), { minLength: 8, maxLength: 30 }), (list) => {
      const choices = new Choices(list);
      const texts = figureKinds[kind].functions.map((inputs) => randomDrawn(choices, inputsOf[inputs]));
      const domain = choices.of(domains);
      let figure: Figure;
      try {
        figure = makeFigure(kind, texts, 'domain' in figureKinds[kind].options ? { domain } : {});
      } catch (error) {
        if (error instanceof SecantError) return;
        throw error;
      }
      checkFigure(figure, choices);
      if (kind === 'tangent-along-curve') checkTangents(texts[0]!, figure, choices);
    }),
    { seed: 20261, numRuns: Number(process.env['RUNS'] ?? 15) },
  );
});
