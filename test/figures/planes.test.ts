/** The figures of surfaces at named positions: which planes there are, where, in what role, and what is said. */
import { describe, expect, test } from 'vitest';
import {
  lineAndPlane,
  secantPlanes,
  tangentPlanes,
  type Figure,
  type Scene,
  type SpaceMark,
} from '../../src/pictures/figures/index.ts';

type Kind<K extends SpaceMark['kind']> = Extract<SpaceMark, { kind: K }>;

function mark<K extends SpaceMark['kind']>(scene: Scene, panel: string, kind: K, key: string): Kind<K> | undefined {
  const space = scene.panels.find((candidate) => candidate.key === panel)?.space;
  return space?.marks.find((it): it is Kind<K> => it.kind === kind && it.key === key);
}

function titles(scene: Scene): string[] {
  return scene.panels.map(({ title = [] }) => title.map(({ text }) => text).join(''));
}

function readOut(scene: Scene): Record<string, string> {
  return Object.fromEntries(scene.readOut.map(({ key, value }) => [key, value]));
}

const bowl = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;
const wave = (w: number[]): number => 2 + Math.sin(w[0]! + w[1]!);
const larger = (w: number[]): number => Math.max(w[0]!, w[1]!);
const root = (w: number[]): number => Math.sqrt(Math.abs(w[0]! * w[1]!));

describe('secantPlanes', () => {
  const figure = secantPlanes(bowl);

  test('far away: red planes with the slope of the secant along one axis, flat along the other', () => {
    const scene = figure.sceneAt(-2.6);
    const slope = (bowl([-2.6, 0]) - bowl([0, 0])) / -2.6;
    expect(mark(scene, 'along1', 'plane', 'plane')).toMatchObject({ role: 'secant', point: [0, 0, 5.5] });
    expect(mark(scene, 'along1', 'plane', 'plane')?.gradient[0]).toBeCloseTo(slope, 12);
    expect(mark(scene, 'along1', 'plane', 'plane')?.gradient[1]).toBe(0);
    expect(mark(scene, 'along2', 'plane', 'plane')?.gradient[0]).toBe(0);
    expect(mark(scene, 'along1', 'dot', 'second')?.at).toEqual([-2.6, 0, bowl([-2.6, 0])]);
    expect(mark(scene, 'along2', 'dot', 'second')?.at).toEqual([0, -2.6, bowl([0, -2.6])]);
    expect(titles(scene)).toEqual(['secant plane along w1', 'secant plane along w2']);
    expect(titles(figure.sceneAt(0))).toEqual(['tangent plane along w1', 'tangent plane along w2']);
  });

  test('where the points meet: green, with the partial derivatives', () => {
    for (const h of [0, 0.05, -0.05]) {
      const scene = figure.sceneAt(h);
      expect(mark(scene, 'along1', 'plane', 'plane')).toMatchObject({ role: 'tangent', gradient: [1, 0] });
      expect(mark(scene, 'along2', 'plane', 'plane')).toMatchObject({ role: 'tangent', gradient: [0, 1] });
      expect(mark(scene, 'along1', 'dot', 'second')).toBeUndefined();
    }
    expect(figure.valueText(0)).toBe('h = 0.00, slopes 1.00 and 1.00, tangent planes');
  });

  test('50 positions, one of them the meeting, seen from [20, 150]', () => {
    expect(figure.frames).toBe(50);
    const values = Array.from({ length: 50 }, (_, k) => figure.valueAt(k));
    expect(values).toContain(0);
    expect(figure.scene(0).panels.map((panel) => panel.space?.camera.view)).toEqual([[20, 150], [20, 150]]); // prettier-ignore
    expect(figure.svg(0, { view: [60, 30] })).not.toBe(figure.svg(0));
  });

  test('at a kink there is a secant plane and no tangent plane, with the reason', () => {
    const kink = secantPlanes(larger);
    expect(mark(kink.sceneAt(1), 'along1', 'plane', 'plane')?.role).toBe('secant');
    expect(mark(kink.sceneAt(0), 'along1', 'plane', 'plane')).toBeUndefined();
    expect(kink.sceneAt(0).notice).toBe('no tangent planes here: slopes 0 and 1');
    const half = secantPlanes((w) => Math.abs(w[0]!) + w[1]!);
    expect(mark(half.sceneAt(0), 'along2', 'plane', 'plane')).toMatchObject({ role: 'tangent', gradient: [0, 1] });
    expect(half.sceneAt(0).notice).toBe('no tangent plane along w₁: slopes −1 and 1');
  });

  test('outside the domain it is said', () => {
    const log = secantPlanes((w) => Math.log(w[0]! + w[1]!), { at: [1, 1] });
    expect(log.sceneAt(-2.5).notice).toBe('no secant planes here: the function is not defined at the moved point');
  });

  test('the handle follows its point', () => {
    const handle = figure.handles[0];
    expect(handle?.pointAt?.(1)).toEqual([1, 0, bowl([1, 0])]);
    expect(handle?.parameterAt(0.01, 0)).toBe(0);
  });
});

describe('tangentPlanes', () => {
  test('three planes at the point: along each axis and along both', () => {
    const scene = tangentPlanes(bowl).sceneAt(0);
    expect(scene.panels.map((panel) => panel.key)).toEqual(['along1', 'along2', 'full']);
    expect(mark(scene, 'along1', 'plane', 'plane')?.gradient).toEqual([1, 0]);
    expect(mark(scene, 'along2', 'plane', 'plane')?.gradient).toEqual([0, 1]);
    expect(mark(scene, 'full', 'plane', 'plane')?.gradient).toEqual([1, 1]);
    expect(readOut(scene)).toMatchObject({ w: '(0.00, 0.00)', g: '5.50', slope0: '1.00', verdict: 'differentiable' });
    expect(scene.panels[0]?.space?.camera.view).toEqual([10, 150]);
  });

  test('the gradient is exact at every position', () => {
    const figure = tangentPlanes(wave, { at: [0.5, 0.25] });
    for (let k = 0; k < figure.frames; k += 9) {
      const w = figure.valueAt(k);
      const [a, b] = mark(figure.scene(k), 'full', 'plane', 'plane')?.gradient ?? [];
      expect(a).toBeCloseTo(Math.cos(w + 0.25), 12);
      expect(b).toBeCloseTo(Math.cos(w + 0.25), 12);
    }
  });

  test('both slopes and yet no plane: √|w₁w₂| at the origin', () => {
    const scene = tangentPlanes(root).sceneAt(0);
    expect(mark(scene, 'along1', 'plane', 'plane')?.gradient).toEqual([0, 0]);
    expect(mark(scene, 'along2', 'plane', 'plane')?.gradient).toEqual([0, 0]);
    expect(mark(scene, 'full', 'plane', 'plane')).toBeUndefined();
    expect(titles(scene)).toEqual(['plane along w1', 'plane along w2', 'no tangent plane']);
    expect(scene.notice).toBe('no tangent plane here: slopes −1 and 1, in the direction (1, 1)');
  });

  test('a kink along the edge, and planes again beside it', () => {
    const figure = tangentPlanes(larger);
    expect(figure.sceneAt(0).notice).toBe('no tangent plane here: slopes 0 and 1, along w₁');
    expect(mark(figure.sceneAt(1), 'full', 'plane', 'plane')?.gradient).toEqual([1, 0]);
    expect(mark(figure.sceneAt(-1), 'full', 'plane', 'plane')?.gradient).toEqual([0, 1]);
  });
});

describe('lineAndPlane', () => {
  const figure = lineAndPlane((w) => 2 + Math.sin(w), wave);

  test('line and plane have the same slope along w₁', () => {
    const scene = figure.sceneAt(0);
    expect(mark(scene, 'surface', 'plane', 'plane')?.gradient).toEqual([1, 1]);
    expect(readOut(scene)).toEqual({ w: '0.00', slope: '1.00', gradient: '(1.00, 1.00)' });
    expect(scene.panels[0]?.marks.some((it) => it.role === 'tangent')).toBe(true);
  });

  test('the tip of a cone and the corner of |w| have neither', () => {
    const cone = lineAndPlane(
      (w) => Math.abs(w),
      (w) => Math.hypot(w[0]!, w[1]!),
    );
    expect(cone.sceneAt(0).notice).toBe(
      'no tangent here: slopes −1 and 1; no tangent plane here: slopes −1 and 1, along w₁',
    );
    expect(cone.valueText(0)).toBe('w = 0.00, no tangent, slopes −1 and 1, no tangent plane');
  });
});

test('wrong options are named', () => {
  expect(() => secantPlanes(bowl, { at: [4, 0] })).toThrow('S203');
  expect(() => tangentPlanes(bowl, { view: [NaN, 0] })).toThrow('S203');
  expect(() => secantPlanes(bowl).svg(0, { view: [NaN, 0] })).toThrow('S203');
});

test('the surface is sampled once: every position hands out the same grid', () => {
  const figures: readonly Figure[] = [secantPlanes(bowl), tangentPlanes(bowl)];
  for (const figure of figures) {
    const grids = [0, 3, 7].flatMap((k) =>
      figure.scene(k).panels.map((panel) => mark(figure.scene(k), panel.key, 'surface', 'surface')?.grid),
    );
    expect(new Set(grids).size).toBe(1);
  }
});

test('a surface is drawn by light and shade, by its wire grid, or by both', () => {
  const facts = (surface?: 'both' | 'shaded' | 'wire'): readonly boolean[] => {
    for (const figure of [
      secantPlanes(bowl, surface === undefined ? {} : { surface }),
      lineAndPlane((w) => w, wave, surface === undefined ? {} : { surface }),
    ])
      expect(figure.scene(0).panels.flatMap(({ space }) => space?.marks ?? [])).toContainEqual(
        expect.objectContaining({ kind: 'surface', look: surface ?? 'both' }),
      );
    const svg = tangentPlanes(bowl, surface === undefined ? {} : { surface }).svg(0);
    const [, bodies = ''] = /<g class="sc-line sc-surface"[^>]*>(.*?)<\/g>/s.exec(svg) ?? [];
    return [bodies.includes('class="sc-shade-'), / fill="none"\/>/.test(bodies.replace(/<path[^>]*class=[^>]*>/g, ''))];
  };
  expect(facts()).toEqual([true, true]);
  expect(facts('both')).toEqual([true, true]);
  expect(facts('shaded')).toEqual([true, false]);
  expect(facts('wire')).toEqual([false, true]);
  // @ts-expect-error a word that is none of the three
  expect(() => tangentPlanes(bowl, { surface: 'glass' })).toThrow('S203');
});
