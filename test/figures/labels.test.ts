/** Words are never clipped and never lie on one another, at any position of the slider and at any size. */
import { expect, test } from 'vitest';
import {
  computationGraphFigure,
  derivativeJoint,
  descent,
  epsilonSweep,
  gradientField,
  secantPanels,
  secantToTangent,
  tangentAlongCurve,
  taylorFigure,
  type Figure,
} from '../../src/pictures/figures/index.ts';
import { overlap, textBox, type Anchor } from '../../src/pictures/scene/labels.ts';
import { naturalHeight, type Box } from '../../src/pictures/scene/layout.ts';
import { paint, type PaintedNode } from '../../src/pictures/scene/paint.ts';
import { plain, smallScale, widthOf } from '../../src/pictures/scene/text.ts';

const threeInputs = (w: number[]): number => w[0]! * w[1]! + Math.sin(w[0]! * w[2]!);
const manyOperations = (w: number): number =>
  Math.sin(3 * w) * Math.exp(-(w ** 2) / 2) +
  (Math.cos(w) * w ** 3) / (1 + w ** 2) -
  Math.sqrt(w ** 2 + 1) * Math.tanh(w) +
  Math.log(1 + w ** 2) * 0.3;

const figures: readonly (readonly [string, Figure])[] = [
  ['sin', tangentAlongCurve((w) => Math.sin(w), { orders: [1, 2] })],
  ['sin(4w) + 0.1w²', tangentAlongCurve((w) => Math.sin(4 * w) + 0.1 * w ** 2, { orders: [1, 2] })],
  ['max(0, w)', tangentAlongCurve((w) => Math.max(0, w))],
  ['1/w', tangentAlongCurve((w) => 1 / w)],
  ['large values', tangentAlongCurve((w) => 1e6 * w ** 3)],
  ['small values', tangentAlongCurve((w) => 1e-7 * Math.sin(w))],
  ['away from the origin', tangentAlongCurve((w) => 100 + w ** 2, { domain: [2, 5] })],
  ['secant of sin', secantToTangent((w) => Math.sin(w))],
  ['three panels', secantPanels((w) => Math.sin(w))],
  ['ε', epsilonSweep((w) => Math.sin(w), { at: 1 })],
  ['function and derivative', derivativeJoint((w) => Math.sin(w))],
  ['corner and jump', derivativeJoint((w) => Math.abs(w))],
  ['polynomials', taylorFigure((w) => Math.sin(w), { at: 1 })],
  ['polynomials that end', taylorFigure((w) => Math.abs(w) * w)],
  ['contours', gradientField((w) => Math.sin(1.5 * w[0]!) * Math.cos(1.5 * w[1]!))],
  ['descent', descent((w: number) => w ** 2, { from: 2.5, rate: 0.9 })],
  ['descent on a map', descent((w: number[]) => w[0]! ** 2 + 3 * w[1]! ** 2, { from: [2.5, 2], rate: 0.2 })],
  ['secant of tanh²', secantToTangent((w) => Math.tanh(w) ** 2, { at: 1 })],
  ...(['values', 'forward', 'reverse'] as const).flatMap((mode): (readonly [string, Figure])[] => [
    [`graph, ${mode}: sin(w) w²`, computationGraphFigure((w: number) => Math.sin(w) * w ** 2, { mode, at: 2 })],
    [`graph, ${mode}: three inputs`, computationGraphFigure(threeInputs, { mode, at: [1, 2, 3] })],
    [`graph, ${mode}: 22 nodes`, computationGraphFigure(manyOperations, { mode, at: 1.3 })],
    [`graph, ${mode}: large values`, computationGraphFigure((w: number) => 1e6 * Math.exp(w * w) - w, { mode, at: 6 })],
  ]),
];

const sizes = [
  { width: 320, height: 260 },
  { width: 360, height: 300 },
  { width: 640, height: 400 },
  { width: 1280, height: 720 },
] as const;

function anchorOf(text: string | undefined): Anchor {
  return text === 'end' || text === 'middle' ? text : 'start';
}

interface Word {
  readonly text: string;
  readonly box: Box;
}

function words(nodes: readonly PaintedNode[]): Word[] {
  return nodes.flatMap((node): Word[] => {
    if (node.tag !== 'text') return words(node.children ?? []);
    const { attributes, children = [] } = node;
    if (attributes['visibility'] === 'hidden') return [];
    const size = Number(attributes['font-size']);
    const width = children.reduce(
      (sum, span) =>
        sum + widthOf([plain(span.text ?? '')], size) * (span.attributes['font-size'] === undefined ? 1 : smallScale),
      0,
    );
    const at = [Number(attributes['x']), Number(attributes['y'])] as const;
    const text = children.map((span) => span.text).join('');
    return [{ text, box: textBox(at, width, size, anchorOf(attributes['text-anchor'])) }];
  });
}

test.each(figures)('%s', (_, figure) => {
  const wrong: string[] = [];
  for (const given of sizes)
    for (let k = 0; k < figure.frames; k += figure.frames > 30 ? 5 : 1) {
      const scene = figure.scene(k);
      const { width } = given;
      // Panels one above the other, and diagrams, take the height they need.
      const size =
        scene.panels.length > 1 || scene.panels[0]?.diagram !== undefined
          ? { width, height: naturalHeight(scene, width) + 60 }
          : given;
      const found = words(paint(scene, size, { readOut: true }));
      const where = `${size.width} px, frame ${k}`;
      for (const [index, a] of found.entries()) {
        const { left, right, top, bottom } = a.box;
        if (left < 0 || top < 0 || right > size.width || bottom > size.height)
          wrong.push(`${where}: ${a.text} is clipped`);
        for (const b of found.slice(index + 1))
          if (overlap(a.box, b.box)) wrong.push(`${where}: ${a.text} on ${b.text}`);
      }
    }
  expect(wrong).toEqual([]);
});
