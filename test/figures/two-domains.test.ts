/**
 * Functions of two inputs that run through an interval each: sliders, axes, handles, slices, planes, contours, arrows, walks
 * and words follow the interval of their own input.
 */
import { expect, test } from 'vitest';
import {
  descent,
  gradientField,
  lineAndPlane,
  secantPlanes,
  tangentPlanes,
  type Figure,
} from '../../src/pictures/figures/index.ts';
import { coordinateSystem } from '../../src/pictures/scene/paint.ts';
import { makeFigure } from '../../src/pictures/figures/make-figure.ts';
import { optionText, readOption } from '../../src/pictures/figures/option-shapes.ts';

const domain = [
  [-2, 2],
  [100, 101],
] as const;
const bowl = (w: number[]): number => w[0]! ** 2 + (w[1]! - 100.5) ** 2;
const curve = (w: number): number => w ** 2;

const figures: readonly (readonly [string, Figure, boolean])[] = [
  ['line and plane', lineAndPlane(curve, bowl, { domain, at: [1, 100.25] }), false],
  ['secant planes', secantPlanes(bowl, { domain, at: [0, 100.25] }), false],
  ['tangent planes', tangentPlanes(bowl, { domain, at: [1, 100.25] }), false],
  ['gradient field', gradientField(bowl, { domain, at: [1, 100.25] }), true],
  ['descent', descent(bowl, { domain, from: [1, 100.25], rate: 0.2 }), true],
];

test.each(figures)('%s: axes, sliders and drawn points are in the domains', (_, figure, isMap) => {
  const scene = figure.scene(figure.frames - 1);
  const panel = scene.panels.at(-1)!;
  expect([panel.x.domain, panel.y.domain]).toEqual(domain);
  const inside = (x: number, y: number): boolean => x >= -2 && x <= 2 && y >= 100 && y <= 101;
  if (isMap) {
    for (const mark of panel.marks)
      if (mark.kind === 'path' && mark.key !== 'right-angle' && mark.key !== 'walk')
        for (const [x, y] of mark.pieces.flat()) expect(inside(x, y), mark.key).toBe(true);
  } else {
    const slice = panel.space!.marks.find(({ key }) => key === 'slice');
    const points = slice?.kind === 'line' ? slice.pieces.flat() : [];
    const along = points.map(([x, y]) => [x, y] as const);
    for (const [x, y] of along) expect(inside(x, y)).toBe(true);
  }
  expect(figure.svg(0)).not.toContain('NaN');
});

test('a slice goes from end to end of its own input', () => {
  const slices = secantPlanes(bowl, { domain, at: [0, 100.25] })
    .scene(0)
    .panels.map(({ space }) => space!.marks.find(({ key }) => key === 'slice'))
    .map((mark) => (mark?.kind === 'line' ? mark.pieces.flat() : []));
  expect([slices[0]![0]![0], slices[0]!.at(-1)![0]]).toEqual([-2, 2]);
  expect([slices[1]![0]![1], slices[1]!.at(-1)![1]]).toEqual([100, 101]);
});

test('a step along both axes stays in both domains', () => {
  const { parameter } = secantPlanes(bowl, { domain, at: [0, 100.25] });
  expect([parameter.min, parameter.max]).toEqual([-0.25, 0.75]);
});

test('sliders and handles have the interval of their own input, and words its digits', () => {
  const field = gradientField(bowl, { domain });
  expect([field.parameter.min, field.parameter.max]).toEqual([-2, 2]);
  expect([field.others?.[0]?.min, field.others?.[0]?.max]).toEqual([100, 101]);
  const [handle] = field.handles;
  expect([handle!.parameterAt(-5, 100), handle!.acrossAt?.(0, 500)]).toEqual([-2, 101]);
  expect(field.valueText(1, [100.125])).toBe('w ≈ (1.00, 100.13), gradient (2.00, −0.75)');
  const walk = descent(bowl, { domain, from: [1, 100.25], rate: 0.2 });
  expect(walk.others?.slice(1).map(({ min, max }) => [min, max])).toEqual(domain);
});

test('a walk leaves the picture where it leaves the domain of either input', () => {
  const leaving = descent((w: number[]) => -w[1]!, { domain, from: [0, 100.5], rate: 0.2 });
  expect(leaving.sceneAt(3).notice).toBe('step 3 leaves the picture');
});

test('a map is true to scale, and its arrows are as dense both ways', () => {
  const wide = gradientField(bowl, { domain: [[-4, 4], [100, 101]] }); // prettier-ignore
  const scene = wide.scene(0);
  const { plot } = coordinateSystem(scene, { width: 640, height: 400 }).panels[0]!;
  expect((plot.right - plot.left) / (plot.bottom - plot.top)).toBeCloseTo(8, 6);
  expect(() => gradientField(bowl, { domain: [[0, 20], [0, 1]] })).toThrow('a stripe'); // prettier-ignore
  const field = scene.panels[0]!.marks.find(({ key }) => key === 'field');
  const rows = new Set(field?.kind === 'arrows' ? field.arrows.map(([[, y]]) => y.toFixed(3)) : []);
  expect(rows.size).toBeGreaterThan(0);
});

test('a point outside of either is refused, with both intervals', () => {
  expect(() => tangentPlanes(bowl, { domain, at: [0, 0] })).toThrow('the point (0, 0) is not in [-2, 2] × [100, 101]');
  expect(() => tangentPlanes(bowl, { domain: [[0, 1], [1, 1]] })).toThrow('[1, 1] is not an interval'); // prettier-ignore
});

test('the text of an attribute or a link gives the same figure', () => {
  const text = optionText(domain);
  expect(readOption('domain', 'interval or two', text)).toEqual(domain);
  const made = makeFigure('gradient-field', ['w1^2 + (w2 - 100.5)^2'], {
    domain: readOption('domain', 'interval or two', text),
    at: [1, 100.25],
  });
  const scene = (figure: Figure) => figure.sceneAt(1, [100.25]).panels.map(({ x, y }) => [x.domain, y.domain]);
  expect(scene(made)).toEqual(scene(gradientField(bowl, { domain, at: [1, 100.25] })));
});
