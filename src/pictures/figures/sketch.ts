/**
 * The picture of a slow figure before there is one: the values of its function that are known so far, each as a dot, and
 * joined where they are those of a curve. In: the work on the figure. Out: a
 * figure that cannot be moved.
 */
import type { Figure, FigureWork } from '../scene/figure.ts';
import type { Mark, Panel, Point, SpaceMark } from '../scene/scene.ts';
import { names } from './words.ts';

/** The interval that holds some values, with room around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(low <= high)) return [-1, 1];
  const room = high > low ? 0.08 * (high - low) : Math.max(1, Math.abs(low)) / 2;
  return [low - room, high + room];
}

/** The picture of what is known so far. */
export function sketchOf({ answers, blank }: FigureWork): Figure {
  // Answers to other questions than for a value are not shown; a point of the plane has two numbers after the word.
  const values = [...answers]
    .filter(([key]) => key.startsWith('value '))
    .map(([key, value]) => [...key.split(' ').slice(1).map(Number), Number(value)])
    .filter((numbers) => numbers.every(Number.isFinite));
  const isOfTwo = values[0]?.length === 3;
  const points = values.map(([a = NaN, b = NaN]): Point => [a, b]);
  const heights = rangeOf(values.map((numbers) => numbers.at(-1) ?? NaN));
  if (!isOfTwo) points.sort(([a], [b]) => a - b);
  const dots = points.map((at, k): Mark => ({ kind: 'dot', key: `known${k}`, role: 'guide', at }));
  const panels = blank.sceneAt(0).panels.map((panel): Panel => {
    const { space } = panel;
    if (!isOfTwo && space === undefined) {
      const curve: Mark = { kind: 'path', key: 'sketch', role: 'guide', pieces: points.length > 1 ? [points] : [] };
      const x = { ...panel.x, label: names.w };
      return { ...panel, x, y: { domain: heights, label: names.g }, marks: [curve, ...dots] };
    }
    const named = {
      ...panel,
      x: { ...panel.x, label: names.first },
      y: { ...panel.y, label: names.second },
    };
    if (space === undefined) return { ...named, map: true, marks: dots };
    const known = (isOfTwo ? values : []).map(([a = NaN, b = NaN, c = NaN], k): SpaceMark => ({
      kind: 'dot',
      key: `known${k}`,
      role: 'guide',
      at: [a, b, c],
    }));
    return { ...named, space: { ...space, z: { domain: heights, label: [] }, marks: known } };
  });
  return { ...blank, sceneAt: () => ({ panels, readOut: [], notice: '' }) };
}
