/**
 * What a reader sees while dragging: words stay where they are as long as they can, axes do not move at all, numbers are
 * read where a line passes, and nothing is written where the menu stands.
 */
import { describe, expect, test } from 'vitest';
import { galleryGroups } from '../../book/gallery-rows.ts';
import type { Figure } from '../../src/pictures/figures/index.ts';
import { naturalHeight } from '../../src/pictures/scene/layout.ts';
import { paint, type PaintedNode, type LabelPositions } from '../../src/pictures/scene/paint.ts';
import { plain, smallScale, widthOf } from '../../src/pictures/scene/text.ts';

const rows = galleryGroups.flatMap(([, group]) => group.map(({ id, make }) => [id, make()] as const));
const moving = rows.filter(([, { parameter }]) => parameter.max > parameter.min);
const figureOf = (id: string): Figure => {
  const row = rows.find(([name]) => name === id);
  if (row === undefined) throw new Error(`the gallery has no ${id}`);
  return row[1];
};

interface Word {
  /** The middle of its line, and half its length. */
  readonly x: number;
  readonly half: number;
  readonly y: number;
  readonly text: string;
  readonly node: PaintedNode;
}

/** All texts of a picture that are seen, by where they are in the tree. */
function wordsOf(nodes: readonly PaintedNode[], path = ''): Map<string, Word> {
  const words = new Map<string, Word>();
  for (const node of nodes) {
    const key = `${path}/${node.key}`;
    if (node.tag === 'text' && node.attributes['visibility'] !== 'hidden') {
      const spans = node.children ?? [];
      const text = spans.map((span) => span.text ?? '').join('');
      const size = Number(node.attributes['font-size']);
      const half =
        spans.reduce((sum, span) => {
          const scale = span.attributes['font-size'] === undefined ? 1 : smallScale;
          return sum + widthOf([plain(span.text ?? '')], size * scale);
        }, 0) / 2;
      const side = { start: 1, middle: 0, end: -1 }[node.attributes['text-anchor'] ?? ''] ?? 0;
      const x = Number(node.attributes['x']) + side * half;
      words.set(key, { x, half, y: Number(node.attributes['y']), text, node });
    }
    for (const [inner, word] of wordsOf(node.children ?? [], key)) words.set(inner, word);
  }
  return words;
}

/** Pictures of a slow drag over the whole way. */
function drag(figure: Figure, count: number, remembering: boolean): Map<string, Word>[] {
  const { min, max } = figure.parameter;
  const labelPositions: LabelPositions | undefined = remembering ? new Map() : undefined;
  return Array.from({ length: count + 1 }, (_, k) => {
    const scene = figure.sceneAt(min + ((max - min) * k) / count);
    const size = { width: 1150, height: naturalHeight(scene, 1150) };
    return wordsOf(paint(scene, size, labelPositions === undefined ? {} : { labelPositions }));
  });
}

/** How often a word is somewhere else in the next picture: farther than it moves by itself. */
function hops(pictures: readonly ReadonlyMap<string, Word>[]): number {
  let count = 0;
  for (const [k, picture] of pictures.entries())
    for (const [key, { x, y }] of pictures[k - 1] ?? []) {
      const now = picture.get(key);
      if (key.includes('/words/') && now !== undefined && Math.hypot(now.x - x, now.y - y) > 40) count++;
    }
  return count;
}

describe('while a figure is dragged', () => {
  test.each(moving)('%s: the axes stand still', (_, figure) => {
    const numbers = (picture: ReadonlyMap<string, Word>): string[] =>
      [...picture]
        .filter(([key]) => key.includes('/ticks/'))
        .map(([key, { x, y, text }]) => `${key} ${text} ${x} ${y}`);
    const pictures = drag(figure, 24, true).map(numbers);
    const all = new Set(pictures.flat());
    // One place for each number, though a number may make way for a word.
    expect(new Set([...all].map((entry) => entry.split(' ')[0])).size).toBe(all.size);
  });

  test.each([
    'tangent-sin',
    'tangent-orders',
    'secant-sin',
    'secant-tanh',
    'joint-sin',
    'joint-cubic',
    'gradient-egg',
    'gradient-valley',
    'line-and-plane',
    'epsilon-sweep',
    'secant-planes-film',
  ])('%s: words hop less than half as often as each by itself would', (id) => {
    const figure = figureOf(id);
    const [calm, alone] = [hops(drag(figure, 300, true)), hops(drag(figure, 300, false))];
    expect(alone).toBeGreaterThan(5);
    expect(calm).toBeLessThan(0.5 * alone);
  });

  test('a word that was moved away comes back only when it must: there and back are not the same', () => {
    const figure = figureOf('tangent-sin');
    const labelPositions: LabelPositions = new Map();
    const placeAt = (value: number): Word | undefined =>
      wordsOf(paint(figure.sceneAt(value), { width: 640, height: 400 }, { labelPositions })).get(
        '/panel/curve/words/point-word',
      );
    const forth = [-1.7, -1.6, -1.5, -1.4].map(placeAt);
    const back = [-1.5, -1.6, -1.7].map(placeAt);
    for (const word of [...forth, ...back]) expect(word).toBeDefined();
    const sides = [...forth, ...back].map((word) => word?.node.attributes['text-anchor']);
    expect(sides.filter((side, k) => k > 0 && side !== sides[k - 1]).length).toBeLessThanOrEqual(2);
  });
});

test('a number has the ground around it where a line passes through it, and only there', () => {
  const figure = figureOf('tangent-inverse');
  const isCalm = (value: number): boolean | undefined => {
    const words = wordsOf(paint(figure.sceneAt(value), { width: 1150, height: 644 }));
    const two = [...words.values()].find(({ text, node }) => text === '2' && node.key.startsWith('y'));
    return two?.node.attributes['class']?.includes('sc-halo');
  };
  // The tangent of 1/w at 1 meets the axis at 2, beside its number.
  expect(isCalm(1)).toBe(true);
  expect(isCalm(2)).toBe(false);
});

test.each([320, 390, 1150])('at %i px no word and no title stands where the menu is', (width) => {
  for (const [id, figure] of moving) {
    for (const value of [figure.parameter.min, figure.parameter.value, figure.parameter.max]) {
      const scene = figure.sceneAt(value);
      const words = wordsOf(paint(scene, { width, height: naturalHeight(scene, width) }));
      for (const [key, { x, half, y, node, text }] of words) {
        // Words of a box of space stand inside it, and numbers of axes at their axes.
        if (!(key.includes('/words/') || key.endsWith('/title')) || scene.panels.some(({ space }) => space)) continue;
        const size = Number(node.attributes['font-size']);
        expect(x + half > width - 26 && y - 0.8 * size < 22, `${id}: ${text}`).toBe(false);
      }
    }
  }
});
