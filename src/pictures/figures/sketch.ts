/**
 * The picture of a slow figure before there is one: the values of its function that are known so far, each as a dot, and
 * joined where they are those of a curve. In: the work on the figure. Out: a figure that cannot be moved.
 */
import type { Figure, FigureWork } from '../scene/figure.ts';
import type { Mark, Panel, Point, SpaceMark } from '../scene/scene.ts';
import { names } from './words.ts';

const nothing = [-1, 1] as const;

/** The interval that holds some values, with room around it. */
function rangeOf(values: readonly number[]): readonly [number, number] {
  const [low, high] = [Math.min(...values), Math.max(...values)];
  if (!(low <= high)) return nothing;
  const room = high > low ? 0.08 * (high - low) : Math.max(1, Math.abs(low)) / 2;
  return [low - room, high + room];
}

/** The picture of what is known so far: the values, joined where they are those of a curve. */
export function sketchOf(work: FigureWork): Figure {
  const { domain, panels, blank } = work;
  const pad = 0.03 * (domain[1] - domain[0]);
  const wide = [domain[0] - pad, domain[1] + pad] as const;
  const panelOf = (look: 'flat' | 'map' | 'space', of: object, index: number): Panel => {
    const key = `sketch${index}`;
    const answers = [...work.answers(of)];
    if (look === 'flat') {
      const points = answers
        .map(([w, value]): Point => [Number(w), Number(value)])
        .filter((point) => point.every(Number.isFinite))
        .sort(([a], [b]) => a - b);
      const marks: Mark[] = [
        { kind: 'path', key: 'sketch', role: 'guide', pieces: points.length > 1 ? [points] : [] },
        ...points.map((at, k): Mark => ({ kind: 'dot', key: `known${k}`, role: 'guide', at })),
      ];
      const y = { domain: rangeOf(points.map(([, value]) => value)), label: names.g };
      return { key, x: { domain: wide, label: names.w }, y, axes: true, marks };
    }
    const points = answers
      .map(([place, value]) => [...String(place).split(' ').map(Number), Number(value)] as const)
      .filter((point) => point.every(Number.isFinite));
    const [x, y] = [
      { domain, label: names.first },
      { domain, label: names.second },
    ];
    if (look === 'map') {
      const marks = points.map(([a = NaN, b = NaN]: readonly number[], k): Mark => ({
        kind: 'dot',
        key: `known${k}`,
        role: 'guide',
        at: [a, b],
      }));
      return { key, x, y, axes: true, map: true, marks };
    }
    const marks = points.map(([a = NaN, b = NaN, height = NaN]: readonly number[], k): SpaceMark => ({
      kind: 'dot',
      key: `known${k}`,
      role: 'guide',
      at: [a, b, height],
    }));
    const z = { domain: rangeOf(points.map(([, , height = NaN]: readonly number[]) => height)), label: names.g };
    return { key, x, y, axes: true, marks: [], space: { z, camera: { view: [20, -60] }, marks } };
  };
  const scene = { panels: panels.map(({ look, of }, index) => panelOf(look, of, index)), readOut: [], notice: '' };
  return { ...blank, sceneAt: () => scene };
}
