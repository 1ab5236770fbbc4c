import { describe, expect, test } from 'vitest';
import { type Arrow, crossings, layerGraph, placeAcross } from './layered-layout.ts';

/** Random graphs from a fixed seed: arrows from lower numbers to higher ones. */
function randomArrows(count: number, seed: number): Arrow[] {
  let state = seed;
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * n);
  };
  const arrows: Arrow[] = [];
  for (let to = 1; to < count; to++) for (const from of new Set([below(to), below(to)])) arrows.push({ from, to });
  return arrows;
}

describe('layers', () => {
  test('a box stands one layer behind the last it is made from; a long arrow has a slot in each layer between', () => {
    const { slots, layers, routes } = layerGraph(4, [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 0, to: 3 },
      { from: 2, to: 3 },
    ]);
    expect(slots.slice(0, 4).map(({ layer }) => layer)).toEqual([0, 1, 2, 3]);
    expect(layers.map((layer) => layer.length)).toEqual([1, 2, 2, 1]);
    expect(routes[2]).toHaveLength(4);
  });

  test('a full layer sends boxes on', () => {
    const fan = Array.from({ length: 5 }, (_, k) => ({ from: 0, to: k + 1 }));
    const limit = { sizes: [10, 10, 10, 10, 10, 10], room: 20 };
    expect(layerGraph(6, fan, limit).slots.flatMap(({ box, layer }) => (box === undefined ? [] : [layer]))).toEqual([
      0, 1, 1, 2, 2, 3,
    ]);
    expect(layerGraph(6, fan).layers).toHaveLength(2);
  });

  test('a crossing that need not be is taken out', () => {
    const { slots, layers } = layerGraph(6, [
      { from: 0, to: 4 },
      { from: 1, to: 3 },
      { from: 2, to: 5 },
      { from: 0, to: 5 },
    ]);
    expect(crossings(slots, layers)).toBe(0);
  });
});

describe('places across', () => {
  test('a chain is straight', () => {
    const graph = layerGraph(3, [
      { from: 0, to: 1 },
      { from: 1, to: 2 },
    ]);
    expect(placeAcross(graph, [40, 60, 40], 10)).toEqual([30, 30, 30]);
  });

  test('two branches stand evenly around what they come from and go to', () => {
    const graph = layerGraph(4, [
      { from: 0, to: 1 },
      { from: 0, to: 2 },
      { from: 1, to: 3 },
      { from: 2, to: 3 },
    ]);
    const [w, a, b, y] = placeAcross(graph, [40, 40, 40, 40], 20);
    expect([w, a, b, y]).toEqual([50, 20, 80, 50]);
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('nothing overlaps, and the order is kept: graph %i', (seed) => {
    const count = 25;
    const graph = layerGraph(count, randomArrows(count, seed));
    const sizes = graph.slots.map(({ box }, k) => (box === undefined ? 8 : 30 + (k % 5) * 10));
    const places = placeAcross(graph, sizes, 12);
    for (const layer of graph.layers)
      for (let k = 1; k < layer.length; k++) {
        const [a, b] = [layer[k - 1]!, layer[k]!];
        expect(places[b]! - places[a]!).toBeGreaterThanOrEqual((sizes[a]! + sizes[b]!) / 2 + 12 - 1e-9);
      }
    expect(Math.min(...places.map((place, k) => place - sizes[k]! / 2))).toBeCloseTo(0, 9);
  });
});
