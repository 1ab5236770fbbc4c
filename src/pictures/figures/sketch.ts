/**
 * The picture of a slow figure before there is one: the values of its function that are known so far, each as a dot, and
 * joined where they are those of a curve; the values of a surface are seen from above. In: the work on the figure. Out: a
 * figure that cannot be moved.
 */
import type { Figure, FigureWork } from '../scene/figure.ts';
import type { Mark, Panel, Point } from '../scene/scene.ts';
import { names } from './words.ts';

/** How many panels a kind has, where that is more than one: the picture keeps its height when it comes. */
const panelsOf: Readonly<Record<string, number>> = {
  'derivative-joint': 2,
  'epsilon-sweep': 2,
  'line-and-plane': 2,
  'secant-panels': 3,
  'secant-planes': 2,
  'tangent-planes': 3,
};

/** The interval that holds some values, with room around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(low <= high)) return [-1, 1];
  const room = high > low ? 0.08 * (high - low) : Math.max(1, Math.abs(low)) / 2;
  return [low - room, high + room];
}

/** The picture of what is known so far. */
export function sketchOf({ answers, blank }: FigureWork): Figure {
  const [empty] = blank.sceneAt(0).panels as readonly [Panel];
  // Answers to other questions than for a value are not shown; a point of the plane has two numbers after the word.
  const values = [...answers]
    .filter(([key]) => key.startsWith('value '))
    .map(([key, value]) => [...key.split(' ').slice(1).map(Number), Number(value)])
    .filter((numbers) => numbers.every(Number.isFinite));
  const map = values[0]?.length === 3;
  const points = values.map(([a = NaN, b = NaN]): Point => [a, b]);
  if (!map) points.sort(([a], [b]) => a - b);
  const dots = points.map((at, k): Mark => ({ kind: 'dot', key: `known${k}`, role: 'guide', at }));
  const panel: Panel = map
    ? {
        ...empty,
        map,
        x: { ...empty.x, label: names.first },
        y: { ...empty.y, label: names.second },
        marks: dots,
      }
    : {
        ...empty,
        x: { ...empty.x, label: names.w },
        y: { domain: rangeOf(points.map(([, value]) => value)), label: names.g },
        marks: [{ kind: 'path', key: 'sketch', role: 'guide', pieces: points.length > 1 ? [points] : [] }, ...dots],
      };
  const panels = Array.from({ length: panelsOf[blank.kind] ?? 1 }, (_, k): Panel => ({ ...panel, key: `sketch${k}` }));
  return { ...blank, sceneAt: () => ({ panels, readOut: [], notice: '' }) };
}
