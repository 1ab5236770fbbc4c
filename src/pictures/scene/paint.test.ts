import { describe, expect, test } from 'vitest';
import { coordinateSystem, paint, type PaintedNode } from './paint.ts';
import type { Mark, Panel, Point, Scene } from './scene.ts';
import { svgText } from './svg.ts';
import { plain, variable } from './text.ts';

function panel(key: string, marks: readonly Mark[], domain: readonly [number, number] = [-3, 3]): Panel {
  return {
    key,
    x: { domain, label: variable('w') },
    y: { domain: [-1, 1], label: [plain('g')] },
    axes: true,
    marks,
  };
}

const curve: readonly (readonly Point[])[] = [
  Array.from({ length: 61 }, (_, i): Point => [-3 + i / 10, Math.sin(-3 + i / 10)]),
];

function sceneAt(w: number): Scene {
  const at: Point = [w, Math.sin(w)];
  return {
    panels: [
      panel('curve', [
        { kind: 'path', key: 'curve', role: 'function', pieces: curve },
        {
          kind: 'path',
          key: 'steep',
          role: 'tangent',
          pieces: [
            [
              [-100, -100],
              [100, 100],
            ],
          ],
        },
        { kind: 'dot', key: 'point', role: 'moving-point', at },
        {
          kind: 'text',
          key: 'word',
          role: 'moving-point',
          at,
          runs: variable('w', { above: '0' }),
          anchor: 'start',
          offset: [10, -12],
        },
      ]),
    ],
    readOut: [{ key: 'slope', label: [plain('slope')], value: '0.54' }],
    notice: 'a < b & "c"',
  };
}

const size = { width: 640, height: 400 };

function all(nodes: readonly PaintedNode[]): PaintedNode[] {
  return nodes.flatMap((node) => [node, ...all(node.children ?? [])]);
}

function find(nodes: readonly PaintedNode[], mark: string): PaintedNode | undefined {
  return all(nodes).find((node) => node.attributes['data-mark'] === mark);
}

describe('the painter', () => {
  test('keys are unique among siblings and stay while a point moves', () => {
    const keys = (nodes: readonly PaintedNode[]): unknown =>
      nodes.map((node) => [node.key, node.tag, keys(node.children ?? [])]);
    const unique = (nodes: readonly PaintedNode[]): void => {
      expect(new Set(nodes.map((node) => node.key)).size).toBe(nodes.length);
      for (const node of nodes) unique(node.children ?? []);
    };
    const first = paint(sceneAt(-2), size);
    unique(first);
    for (const w of [-1.3, 0, 0.7, 2.9]) expect(keys(paint(sceneAt(w), size))).toEqual(keys(first));
  });

  test('the same scene gives the same tree', () => {
    expect(paint(sceneAt(1), size)).toEqual(paint(sceneAt(1), size));
  });

  test('what stands still is the same object, so that a patching painter passes over it', () => {
    const [a, b] = [-1, 1].map((w) => all(paint(sceneAt(w), size)).filter((node) => node.tag === 'line'));
    expect(a?.length).toBeGreaterThan(5);
    for (const [index, node] of (a ?? []).entries()) expect(b?.[index]).toBe(node);
  });

  test('a dot moves by one attribute only', () => {
    const [a, b] = [-1, 1].map((w) => find(paint(sceneAt(w), size), 'curve/point'));
    expect(a?.children).toEqual(b?.children);
    expect(a?.attributes['transform']).not.toBe(b?.attributes['transform']);
  });

  test('lines end at the panel', () => {
    const frame = coordinateSystem(sceneAt(0), size).panels[0];
    const numbers =
      (find(paint(sceneAt(0), size), 'curve/steep')?.attributes['d'] ?? '').match(/-?[\d.]+/g)?.map(Number) ?? [];
    expect(numbers).toHaveLength(4);
    for (const [index, value] of numbers.entries()) {
      const [low, high] =
        index % 2 === 0 ? [frame?.plot.left, frame?.plot.right] : [frame?.plot.top, frame?.plot.bottom];
      expect(value).toBeGreaterThanOrEqual((low ?? 0) - 0.01);
      expect(value).toBeLessThanOrEqual((high ?? 0) + 0.01);
    }
  });

  test('pixels and data are inverse maps, in every panel', () => {
    const scene = { ...sceneAt(0), panels: [panel('a', []), panel('b', [], [2, 5])] };
    for (const width of [320, 640, 1280])
      for (const frame of coordinateSystem(scene, { width, height: 480 }).panels)
        for (const point of [
          [-1, 0.5],
          [2.5, -0.25],
        ] as const) {
          const back = frame.toData(frame.toPixel(point));
          expect(back[0]).toBeCloseTo(point[0], 10);
          expect(back[1]).toBeCloseTo(point[1], 10);
        }
  });

  test('panels stand side by side, and one above the other where it is narrow', () => {
    const scene = { ...sceneAt(0), panels: [panel('a', []), panel('b', [])] };
    const boxes = (width: number) => coordinateSystem(scene, { width, height: 600 }).panels.map(({ outer }) => outer);
    const [left, right] = boxes(900);
    expect(left?.right).toBeLessThan(right?.left ?? 0);
    expect(left?.top).toBe(right?.top);
    const [upper, lower] = boxes(360);
    expect(upper?.bottom).toBeLessThan(lower?.top ?? 0);
    expect(upper?.left).toBe(lower?.left);
  });

  test('axes go through the origin, or along the edge where it is not in view', () => {
    const frameOf = (domain: readonly [number, number]) => {
      const scene = { ...sceneAt(0), panels: [panel('a', [], domain)] };
      const axis = all(paint(scene, size)).find((node) => node.tag === 'line' && node.key === 'y');
      return { x: Number(axis?.attributes['x1']), frame: coordinateSystem(scene, size).panels[0] };
    };
    const middle = frameOf([-3, 3]);
    expect(middle.x).toBeCloseTo(middle.frame?.toPixel([0, 0])[0] ?? NaN, 1);
    const edge = frameOf([2, 5]);
    expect(edge.x).toBeCloseTo(edge.frame?.plot.left ?? NaN, 1);
  });

  test('a scrub is fast: well under 2 ms', () => {
    for (let index = 0; index < 50; index++) paint(sceneAt(index / 20), size);
    const times = Array.from({ length: 200 }, (_, index) => {
      const start = performance.now();
      paint(sceneAt(-3 + index * 0.03), size);
      return performance.now() - start;
    }).sort((a, b) => a - b);
    expect(times[100]).toBeLessThan(2);
  });
});

describe('SVG text', () => {
  const text = svgText(sceneAt(1), { title: 'T & t', description: 'a < b', theme: 'auto' });

  test('is well formed: every tag is closed, every attribute quoted', () => {
    const open: string[] = [];
    for (const [, close, name = '', , self] of text.matchAll(/<(\/?)([a-z]+)((?:\s[\w:-]+="[^"<]*")*)(\/?)>/g)) {
      if (close === '/') expect(open.pop()).toBe(name);
      else if (self !== '/') open.push(name);
    }
    expect(open).toEqual([]);
    expect(text.replace(/<[^>]*>/g, '')).not.toMatch(/[<>]|&(?!amp;|lt;|gt;|quot;)/);
  });

  test('has a title, a description and the role of an image', () => {
    expect(text).toContain('role="img"');
    expect(text).toMatch(/<title id="(\w+)t">T &amp; t<\/title><desc id="\1d">a &lt; b<\/desc>/);
  });

  test('auto follows the system, light and dark do not', () => {
    expect(text).toContain('prefers-color-scheme:dark');
    expect(text).toContain('forced-colors:active');
    expect(svgText(sceneAt(1), { title: '', description: '', theme: 'dark' })).not.toContain('<style>');
    expect(svgText(sceneAt(1), { title: '', description: '', theme: 'dark' })).toContain('#101317');
  });

  test('the read-out and the notice can be left to the page', () => {
    expect(text).toContain('slope');
    expect(svgText(sceneAt(1), { title: '', description: '', readOut: false })).not.toContain('slope');
  });
});
