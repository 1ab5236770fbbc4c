import { expect, test } from 'vitest';
import type { Box } from './layout.ts';
import type { Panel, Space, View } from './scene.ts';
import { spaceAxes } from './space-axes.ts';
import { spaceFrame } from './space-frame.ts';
import { variable } from './text.ts';

const panel: Panel = {
  key: 'space',
  x: { domain: [-3, 3], label: variable('x') },
  y: { domain: [-3, 3], label: variable('y') },
  axes: true,
  marks: [],
};
const plot: Box = { left: 40, top: 30, right: 380, bottom: 330 };
const names = [variable('x'), variable('y'), variable('z')];

function axesOf(view: View, magnification: number) {
  const space: Space = {
    z: { domain: [0, 20], label: variable('z') },
    camera: { view, magnification },
    marks: [{ kind: 'dot', key: 'point', role: 'moving-point', at: [-1, 1, 7] }],
  };
  const frame = spaceFrame(panel, space, plot);
  const [x, y] = frame.centre;
  const room = { left: 4 - x, top: 4 - y, right: 416 - x, bottom: 366 - y };
  const cut = magnification > 1 ? { magnification, room } : undefined;
  return { ...spaceAxes(frame, names, 'light', 1, cut), room };
}

const views: readonly View[] = [
  [20, 150],
  [10, 150],
  [40, 40],
  [35, -110],
  [80, 20],
];

test.each(views)(
  'seen from %i°, turned to %i°: drawn larger, all that is written stays in view and apart',
  (...view) => {
    for (const magnification of [1.2, 1.5, 2, 3, 4]) {
      const { boxes, words, room } = axesOf(view, magnification);
      expect(words.length, `${magnification} times`).toBeGreaterThan(2);
      for (const [k, box] of boxes.entries()) {
        expect(Math.min(box.left - room.left, room.right - box.right), `${magnification} times`).toBeGreaterThan(-0.01);
        expect(Math.min(box.top - room.top, room.bottom - box.bottom), `${magnification} times`).toBeGreaterThan(-0.01);
        for (const other of boxes.slice(0, k)) {
          const apart =
            box.left >= other.right || other.left >= box.right || box.top >= other.bottom || other.top >= box.bottom;
          expect(apart, `${magnification} times`).toBe(true);
        }
      }
    }
  },
);

test('a number at the edge says whose it is; one in its place stands alone', () => {
  const textOf = (magnification: number): string[] =>
    axesOf([20, 150], magnification).words.map(({ children = [] }) => children.map(({ text = '' }) => text).join(''));
  expect(textOf(1).some((text) => text.includes('='))).toBe(false);
  expect(textOf(3).some((text) => /^[xyz]\u00a0=\u00a0−?[\d.]+$/.test(text))).toBe(true);
});
