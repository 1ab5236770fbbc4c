/**
 * Axes through the origin where it is in view, otherwise at the left and lower edge. Few ticks, numbers
 * with a proper minus, one zero where the axes cross, the names of the axes at their ends. A number that
 * would leave the drawing moves to the other side of its axis; one that would meet another word is hidden.
 * Hidden numbers stay in the tree, so that nothing is built or thrown away while a point passes by.
 */
import { overlap, textBox } from './labels.ts';
import { measures, type Box, type PanelFrame } from './layout.ts';
import { px, textNode, type PaintedNode } from './painted-node.ts';
import type { Panel, Point } from './scene.ts';
import { plain, widthOf } from './text.ts';
import { colourOf, theme, type Ground } from './theme.ts';
import { ticksOf } from './ticks.ts';

/** Length of a tick in pixels, half on each side of the axis. */
const tickLength = 6;

/** The lines of a panel's axes and the words that go with them. */
export function paintAxes(
  panel: Panel,
  frame: PanelFrame,
  ground: Ground,
  scale: number,
  taken: readonly Box[],
): { readonly lines: PaintedNode[]; readonly words: PaintedNode[] } {
  const { plot, outer } = frame;
  const [x0, x1] = frame.x.domain;
  const [y0, y1] = frame.y.domain;
  const [originX, originY] = frame.toPixel([0, 0]);
  const crossesX = x0 <= 0 && x1 >= 0;
  const crossesY = y0 <= 0 && y1 >= 0;
  const axisX = crossesX ? originX : plot.left;
  const axisY = crossesY ? originY : plot.bottom;
  const size = measures.fontSize * scale;
  const reach = (tickLength / 2) * scale;
  const lines: PaintedNode[] = [];
  const words: PaintedNode[] = [];
  const used: Box[] = [];

  const stroke = (key: string, from: Point, to: Point): void => {
    lines.push({
      key,
      tag: 'line',
      attributes: {
        class: 'sc-line sc-axis',
        x1: px(from[0]),
        y1: px(from[1]),
        x2: px(to[0]),
        y2: px(to[1]),
        stroke: colourOf('axis', ground),
        'stroke-width': px(theme.axis.width * scale),
      },
    });
  };
  const word = (key: string, text: string, at: Point, anchor: 'start' | 'middle' | 'end', box: Box): void => {
    const shown =
      box.left >= outer.left && box.right <= outer.right && box.bottom <= outer.bottom && box.top >= outer.top;
    const free = shown && !used.some((other) => overlap(other, box)) && !taken.some((other) => overlap(other, box));
    if (free) used.push(box);
    const node = textNode(key, [plain(text)], at, { role: 'axis', ground, size, anchor, halo: false });
    words.push({ ...node, attributes: { ...node.attributes, visibility: free ? 'visible' : 'hidden' } });
  };

  stroke('x', [plot.left, axisY], [plot.right, axisY]);
  stroke('y', [axisX, plot.bottom], [axisX, plot.top]);
  nameAxes();

  const below = axisY + (reach + 3 * scale + 0.82 * size);
  if (crossesX && crossesY) {
    const at: Point = [axisX - reach - 3 * scale, below];
    const left = textBox(at, widthOf([plain('0')], size), size, 'end');
    if (left.left >= outer.left) word('origin', '0', at, 'end', left);
    else
      word(
        'origin',
        '0',
        [axisX + reach + 3 * scale, below],
        'start',
        textBox([axisX + reach + 3 * scale, below], widthOf([plain('0')], size), size, 'start'),
      );
  }
  const countX = Math.min(9, Math.max(2, (plot.right - plot.left) / (82 * scale)));
  for (const { value, label } of ticksOf([x0, x1], countX)) {
    if (label === '0' && crossesX && crossesY) continue;
    const [x] = frame.toPixel([value, 0]);
    stroke(`x${label}`, [x, axisY - reach], [x, axisY + reach]);
    const width = widthOf([plain(label)], size);
    // A minus sign hangs to the left, so that the digits stand under their tick.
    const middle = label.startsWith('−') ? x - 0.2 * size : x;
    word(`x${label}`, label, [middle, below], 'middle', textBox([middle, below], width, size, 'middle'));
  }
  const countY = Math.min(8, Math.max(2, (plot.bottom - plot.top) / (56 * scale)));
  const ticksY = ticksOf([y0, y1], countY).filter(({ label }) => !(label === '0' && crossesX && crossesY));
  const widest = Math.max(0, ...ticksY.map(({ label }) => widthOf([plain(label)], size)));
  const toLeft = axisX - reach - 4 * scale - widest >= outer.left;
  for (const { value, label } of ticksY) {
    const [, y] = frame.toPixel([0, value]);
    stroke(`y${label}`, [axisX - reach, y], [axisX + reach, y]);
    const anchor = toLeft ? 'end' : 'start';
    const at: Point = [axisX + (toLeft ? -1 : 1) * (reach + 4 * scale), y + 0.28 * size];
    word(`y${label}`, label, at, anchor, textBox(at, widthOf([plain(label)], size), size, anchor));
  }
  return { lines, words };

  function nameAxes(): void {
    const nameSize = measures.labelSize * scale;
    const xName: Point = [plot.right + 7 * scale, axisY + 0.3 * nameSize];
    used.push(textBox(xName, widthOf(panel.x.label, nameSize), nameSize, 'start'));
    words.push(
      textNode('x-name', panel.x.label, xName, { role: 'axis', ground, size: nameSize, anchor: 'start', halo: false }),
    );
    const width = widthOf(panel.y.label, nameSize);
    const middle = Math.min(outer.right - width / 2 - 2, Math.max(outer.left + width / 2 + 2, axisX));
    const yName: Point = [middle, plot.top - 9 * scale];
    used.push(textBox(yName, width, nameSize, 'middle'));
    words.push(
      textNode('y-name', panel.y.label, yName, { role: 'axis', ground, size: nameSize, anchor: 'middle', halo: false }),
    );
  }
}
