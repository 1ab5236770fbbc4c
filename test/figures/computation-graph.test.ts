/**
 * The figure of the computation graph: what each step lights, says and reads out; and where its boxes and arrows stand,
 * at every size: no box on another, no arrow behind a box, all arrows in the direction of flow.
 */
import { describe, expect, test } from 'vitest';
import { fromFormula, SecantError } from 'secant';
import { computationGraphFigure, type Figure, type GraphMode } from 'secant/figures';
import type { Diagram } from '../../src/pictures/scene/diagram.ts';
import { overlap } from '../../src/pictures/scene/labels.ts';
import { coordinateSystem, naturalHeight, type Box } from '../../src/pictures/scene/layout.ts';
import { plainText } from '../../src/pictures/scene/text.ts';
import { mathRuns } from '../../src/pictures/figures/graph-words.ts';

const text = (w: number): number => Math.sin(w) * w ** 2;
const draw = (mode: GraphMode): Figure => computationGraphFigure(text, { mode, at: 2 });

function diagramOf(figure: Figure, value: number): Diagram {
  return figure.sceneAt(value).panels[0]!.diagram!;
}

/** What stands in the boxes: heading, then what is shown. */
function boxes(figure: Figure, value: number): string[] {
  return diagramOf(figure, value).boxes.map(({ lines, state }) => {
    const shown = lines.filter((line) => line.shown).map(({ runs }) => plainText(runs));
    return `${shown.join(' | ')} (${state})`;
  });
}

function readOut(figure: Figure, value: number): string {
  return figure
    .sceneAt(value)
    .readOut.map(({ label, value: read }) => `${plainText(label)} ${read}`.replace('\u00a0', ' ').trim())
    .join('; ');
}

describe('values flow forward', () => {
  const figure = draw('values');
  test('step by step', () => {
    expect(boxes(figure, 0)).toEqual(['w (waiting)', 'a = sin(w) (waiting)', 'b = w² (waiting)', 'y = a b (waiting)']);
    expect(boxes(figure, 2)).toEqual([
      'w | 2.00 (standing)',
      'a = sin(w) | 0.91 (current)',
      'b = w² (waiting)',
      'y = a b (waiting)',
    ]);
    expect(diagramOf(figure, 2).arrows.map(({ state }) => state)).toEqual(['current', 'waiting', 'waiting', 'waiting']);
    expect(boxes(figure, 4).at(-1)).toBe('y = a b | 3.64 (current)');
  });
  test('between two steps something runs along the arrows to the next node', () => {
    const { arrows } = diagramOf(figure, 3.25);
    expect(arrows.map(({ travelled }) => travelled)).toEqual([undefined, undefined, 0.25, 0.25]);
    expect(boxes(figure, 3.25).map((line) => /\((\w+)\)$/.exec(line)?.[1])).toEqual([
      'standing',
      'standing',
      'standing',
      'waiting',
    ]);
  });
  test('what is said and read', () => {
    expect(figure.describe(0)).toBe('Step 0 of 4: nothing is computed yet.');
    expect(figure.describe(3)).toBe('Step 3 of 4: b = w² has value 4.00.');
    expect(figure.describe(4)).toBe('Step 4 of 4: y = a b has value ≈ 3.64. The result is ≈ 3.64.');
    expect(readOut(figure, 3)).toBe('step 3 of 4; b = w² = 4.00');
    expect(figure.valueText(3)).toBe('step 3 of 4, b = 4.00');
    expect(figure.parameter).toMatchObject({ name: 'step', min: 0, max: 4, step: 1, value: 4, stops: [0, 1, 2, 3, 4] });
    expect(figure.parameter.written?.(2.7)).toBe('2 of 4');
  });
});

describe('derivatives ride along', () => {
  const figure = draw('forward');
  test('a node has its value and its tangent, by the local rule', () => {
    expect(boxes(figure, 3)).toEqual([
      'w | 2.00 | ẇ = 1.00 (standing)',
      'a = sin(w) | 0.91 | ȧ ≈ −0.42 (standing)',
      'b = w² | 4.00 | ḃ = 4.00 (current)',
      'y = a b (waiting)',
    ]);
    expect(readOut(figure, 2)).toBe('step 2 of 4; a = sin(w) ≈ 0.91; ȧ = cos(w) ẇ ≈ −0.42');
    expect(readOut(figure, 4)).toBe('step 4 of 4; y = a b ≈ 3.64; ẏ = b ȧ + a ḃ; ≈ −1.66 + 3.64 ≈ 1.97');
    expect(figure.describe(3)).toBe('Step 3 of 4: b = w² has value 4.00 and derivative 4.00.');
  });
  test('arrows in use carry the local derivative', () => {
    const labels = diagramOf(figure, 4).arrows.map(({ label }) => label && plainText(label));
    expect(labels).toEqual([undefined, undefined, '× 4.00', '× 0.91']);
  });
  test('along another direction', () => {
    const f = fromFormula('w1 * w2', { variables: ['w1', 'w2'] });
    const along = computationGraphFigure(f, { mode: 'forward', at: [2, 3], direction: [0, 1] });
    expect(boxes(along, 3)).toEqual([
      'w₁ | 2.00 | ẇ₁ = 0.00 (standing)',
      'w₂ | 3.00 | ẇ₂ = 1.00 (standing)',
      'y = w₁ w₂ | 6.00 | ẏ = 2.00 (current)',
    ]);
  });
});

describe('adjoints flow back', () => {
  const figure = draw('reverse');
  test('first all values stand, then bars come from the result', () => {
    expect(boxes(figure, 0)).toEqual([
      'w | 2.00 (standing)',
      'a = sin(w) | 0.91 (standing)',
      'b = w² | 4.00 (standing)',
      'y = a b | 3.64 (standing)',
    ]);
    expect(figure.describe(0)).toBe('Step 0 of 4: all values are there, and the result y is ≈ 3.64.');
    expect(boxes(figure, 2)).toEqual([
      'w | 2.00 (standing)',
      'a = sin(w) | 0.91 (standing)',
      'b = w² | 4.00 | b̄ ≈ 0.91 (current)',
      'y = a b | 3.64 | ȳ = 1.00 (standing)',
    ]);
    expect(diagramOf(figure, 2).arrows.map(({ back }) => back === true)).toEqual([false, false, false, true]);
  });
  test('where several arrows meet, their parts are shown and add up', () => {
    const labels = diagramOf(figure, 4).arrows.map(({ label }) => label && plainText(label));
    expect(labels).toEqual(['− 1.66', '+ 3.64', undefined, undefined]);
    expect(readOut(figure, 4)).toBe('step 4 of 4; w̄ = cos(w) ā + 2 w b̄; ≈ −1.66 + 3.64 ≈ 1.97');
    expect(figure.describe(4)).toBe(
      'Step 4 of 4: w has adjoint ≈ 1.97, the sum of ≈ −1.66 and ≈ 3.64. The derivative is ≈ 1.97.',
    );
  });
  test('several inputs: the whole gradient in one pass', () => {
    const bowl = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;
    const two = computationGraphFigure(bowl, { mode: 'reverse', at: [1, 2] });
    expect(two.describe(8)).toBe('Step 8 of 8: w₁ has adjoint 3.00. The gradient is (3.00, 5.00).');
  });
});

describe('what a graph can be', () => {
  test('a kink is said, and so is an infinite slope', () => {
    const relu = computationGraphFigure((w: number) => Math.max(0, w), { mode: 'forward', at: 0 });
    expect(relu.sceneAt(2).notice).toBe('max(0, w) has a kink here: the middle of its two slopes is taken');
    expect(relu.describe(2)).toContain('Max(0, w) has a kink here');
    const root = computationGraphFigure((w: number) => Math.sqrt(w), { mode: 'reverse', at: 0 });
    expect(root.sceneAt(1).notice).toBe('√w has an infinite slope here');
    expect(draw('values').sceneAt(4).notice).toBeUndefined();
  });
  test('a constant, the identity', () => {
    expect(
      boxes(
        computationGraphFigure(() => 3),
        2,
      ),
    ).toEqual(['w | 1.00 (standing)', 'y = 3 | 3.00 (current)']);
    expect(computationGraphFigure((w: number) => w, { mode: 'reverse' }).describe(1)).toBe(
      'Step 1 of 1: w has adjoint 1.00. The derivative is 1.00.',
    );
  });
  test('a list may hold more than the function reads', () => {
    const product = fromFormula('w1 * w2', { variables: ['w1', 'w2'] });
    expect(boxes(computationGraphFigure(product, { at: [2, 3, 4, 5] }), 3)).toHaveLength(3);
    expect(boxes(computationGraphFigure(text, { at: [2, 3] }), 4)[0]).toBe('w | 2.00 (standing)');
    expect(
      boxes(
        computationGraphFigure((w: number) => w, { at: [2, 3] }),
        1,
      ),
    ).toEqual(['w | 2.00 (current)']);
    expect(boxes(computationGraphFigure(fromFormula('3'), { at: [2, 3] }), 2)).toHaveLength(2);
  });
  test('a long formula gives way to its operation', () => {
    const spread = (w: number[]): number => w.reduce((sum, each) => sum + each ** 2, 0);
    for (const { lines } of diagramOf(computationGraphFigure(spread, { at: [1, 2, 3, 4] }), 5).boxes)
      expect(plainText(lines[0]!.runs).length).toBeLessThan(30);
  });
  test.each([
    [() => computationGraphFigure(text, { mode: 'sideways' as GraphMode }), 'S203: the mode is "sideways"'],
    [() => computationGraphFigure(text, { direction: [1, 2] }), 'S203: the direction has 2 numbers, and the point 1'],
    [() => computationGraphFigure(fromFormula('w1 * w2', { variables: ['w1', 'w2'] }), { at: 1 }), 'S'],
    [
      () =>
        computationGraphFigure((w: number) => {
          let x = w;
          for (let i = 0; i < 100; i++) x = Math.sin(x);
          return x;
        }),
      'S501: this function takes more than 60 operations, too many to draw',
    ],
  ])('refused: %#', (make, expected) => {
    let said = 'nothing';
    try {
      make();
    } catch (error) {
      said = error instanceof SecantError ? `${error.code}: ${error.sentence}` : String(error);
    }
    expect(said.startsWith(expected) ? expected : said).toBe(expected);
  });
});

test('formulas as runs', () => {
  const show = (formula: string): string =>
    mathRuns(formula)
      .map((run) => (run.style === undefined ? run.text : `<${run.style[0]} ${run.text}>`))
      .join('');
  expect(show('2.5 w₁^1.5')).toBe('2.5 <i w><s 1><s 1.5>');
  expect(show('ȧ₁₂ = max(0, rows₂,₁) mod w^(a − 1)')).toBe('<i ȧ><s 12> = max(0, <i rows><s 2,1>) mod <i w><s a − 1>');
  expect(show('−b²/sin′(x) + 10⁻⁴')).toBe('−<i b><s 2>/sin′(<i x>) + 10<s −4>');
});

const manyOperations = (w: number): number =>
  Math.sin(3 * w) * Math.exp(-(w ** 2) / 2) +
  (Math.cos(w) * w ** 3) / (1 + w ** 2) -
  Math.sqrt(w ** 2 + 1) * Math.tanh(w) +
  Math.log(1 + w ** 2) * 0.3;

describe.each([
  ['sin(w) w²', draw('reverse')],
  ['sin(4w) + 0.1w²', computationGraphFigure(fromFormula('sin(4w) + 0.1w^2'), { mode: 'forward' })],
  ['tanh(w)²', computationGraphFigure(fromFormula('tanh(w)^2'))],
  ['a bowl', computationGraphFigure((w: number[]) => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2, { at: [1, 2] })],
  ['22 nodes', computationGraphFigure(manyOperations, { mode: 'forward', at: 1.3 })],
  [
    'eight inputs',
    computationGraphFigure((w: number[]) => w.reduce((sum, x) => sum + Math.sin(x), 0), {
      at: [1, 2, 3, 4, 5, 6, 7, 8],
    }),
  ],
] as const)('where things stand: %s', (_, figure) => {
  test.each([320, 390, 736, 1280])('%i px', (width) => {
    const scene = figure.sceneAt(figure.parameter.max);
    const size = { width, height: naturalHeight(scene, width) };
    const frame = coordinateSystem(scene, size).panels[0]!.diagram!;
    const { structure } = scene.panels[0]!.diagram!;
    const room: Box = { left: 0, top: 0, right: size.width, bottom: size.height };
    const faults: string[] = [];
    frame.boxes.forEach((box, k) => {
      if (box.left < room.left || box.right > room.right || box.top < room.top || box.bottom > room.bottom)
        faults.push(`box ${k} is clipped`);
      frame.boxes.slice(k + 1).forEach((other, j) => {
        if (overlap(box, other)) faults.push(`box ${k} on ${k + 1 + j}`);
      });
    });
    structure.arrows.forEach(({ from, to }, arrow) => {
      const points = frame.points[arrow]!;
      frame.boxes.forEach((box, k) => {
        if (k === from || k === to) return;
        const behind = points.some(([x, y]) => x > box.left && x < box.right && y > box.top && y < box.bottom);
        if (behind) faults.push(`arrow ${arrow} runs behind box ${k}`);
      });
      const axis = frame.direction === 'right' ? 0 : 1;
      points.forEach((point, k) => {
        if (k > 0 && point[axis] < points[k - 1]![axis] - 1e-9) faults.push(`arrow ${arrow} turns back`);
      });
    });
    expect(faults).toEqual([]);
    // Words of at least 9.5 px: below that nobody reads them.
    expect(frame.scale * 13.5).toBeGreaterThan(9.5);
  });
});

test('a scrub lays nothing out again', () => {
  const figure = computationGraphFigure(manyOperations, { mode: 'reverse', at: 1.3 });
  const size = { width: 736, height: 900 };
  const frames = [0, 7, 7.5, 22].map((value) => coordinateSystem(figure.sceneAt(value), size).panels[0]!.diagram);
  expect(new Set(frames).size).toBe(1);
});
