/**
 * Which cells of a surface may be drawn in one stroke. In come a surface and an eye, out comes a layer for each
 * half of each cell, with one guarantee: of two halves that hide one another the nearer has the higher layer. So
 * layers are drawn from the lowest to the highest, and within one layer nothing overlaps and the order is free.
 *
 * Why it holds: a graph over a grid meets every line of sight alternately from above and from below, and all points of
 * such a line stand over one straight line of the floor. So two halves hide one another only if the halves along that
 * line change sides between them, and it is enough that a half comes in a higher layer than all those behind it before
 * the last such change. Torn cells count as a side of their own, since the surface may change sides unseen there.
 *
 * How they are chosen: as few elements as can easily be had, an element being what has one layer and one shade. Each cell
 * has a last layer in which it can be drawn. A shade is drawn in a layer when one of its cells can wait no
 * longer, and then with all its cells that may be drawn by then (list scheduling, as compilers do with instructions).
 */
import { recentOf, type Recent } from './recent.ts';
import type { Point3 } from './scene.ts';
import { sidesSeen, upperHalfIsNearer, type UnitSurface } from './surface.ts';
import { shadeCount } from './theme.ts';

/** The layers of a surface for an eye. */
export interface Layers {
  /** Of the halves of a cell: the lower at `2 * cell`, the upper after it. The two differ where one folds over the other. */
  readonly of: Uint16Array;
  readonly count: number;
}

const known = new WeakMap<UnitSurface, Recent<Layers>>();

/** The layers of a surface for an eye; kept for the last eyes. */
export function layersFor(surface: UnitSurface, eye: Point3): Layers {
  return recentOf(known, surface, 2).get(eye.join(), () => findLayers(surface, eye));
}

/** The number of a half: the lower half of a cell at `2 * cell`, the upper after it; a cell that does not fold is at its lower. */
type Half = number;

/** What lines of sight meet on their way to the eye. */
interface Sight {
  /** The cells, each after those that lines of sight come to it from. */
  readonly order: readonly number[];
  /** The neighbours that lines of sight go on to, two for each cell; −1 for none. */
  readonly onward: Int16Array;
  /** The half where lines of sight enter a cell, and the one where they leave it. */
  readonly entry: Uint16Array;
  readonly exit: Uint16Array;
  /** The side that a half is seen from: 0 below, 1 above, `torn` neither. */
  readonly side: Uint8Array;
}

const torn = 2;

function seeCells(surface: UnitSurface, eye: Point3): Sight {
  const { cells, lines, shade } = surface;
  const count = cells * cells;
  const order: number[] = [];
  const onward = new Int16Array(2 * count).fill(-1);
  const entry = new Uint16Array(count);
  const exit = new Uint16Array(count);
  const side = new Uint8Array(2 * count);
  const rows = stepsTowards(lines, cells, eye[1]);
  for (const column of stepsTowards(lines, cells, eye[0]))
    for (const row of rows) {
      const cell = row.strip * cells + column.strip;
      order.push(cell);
      if (column.next !== undefined) onward[2 * cell] = row.strip * cells + column.next;
      if (row.next !== undefined) onward[2 * cell + 1] = row.next * cells + column.strip;
      const isTorn = shade[cell] === 255;
      const seen = sidesSeen(surface, cell, eye);
      const [lower, upper] = isTorn ? [torn, torn] : [seen & 1, seen >> 1];
      side[2 * cell] = lower;
      side[2 * cell + 1] = upper;
      const lastIsUpper = lower !== upper && upperHalfIsNearer(surface, cell, eye);
      entry[cell] = 2 * cell + (lower !== upper && !lastIsUpper ? 1 : 0);
      exit[cell] = 2 * cell + (lastIsUpper ? 1 : 0);
    }
  return { order, onward, entry, exit, side };
}

/** A strip between two grid lines, and the one that lines of sight go on to. */
interface Step {
  readonly strip: number;
  readonly next: number | undefined;
}

/** Strips in an order in which lines of sight meet them: from both ends towards the eye, the strip under the eye last. */
function stepsTowards(lines: Float64Array, cells: number, eye: number): Step[] {
  const before: Step[] = [];
  const after: Step[] = [];
  const under: Step[] = [];
  for (let strip = 0; strip < cells; strip++) {
    const [low, high] = [lines[strip] ?? NaN, lines[strip + 1] ?? NaN];
    if (high <= eye) before.push({ strip, next: high < eye && strip + 1 < cells ? strip + 1 : undefined });
    else if (low >= eye) after.push({ strip, next: low > eye && strip > 0 ? strip - 1 : undefined });
    else under.push({ strip, next: undefined });
  }
  return [...before, ...after.reverse(), ...under];
}

/** Calls back with what lines of sight meet next after a half, and by how much its layer must be higher at least. */
function forNext(sight: Sight, half: Half, call: (next: Half, rise: number) => void): void {
  const { onward, entry, exit, side } = sight;
  const cell = half >> 1;
  const last = exit[cell] ?? half;
  if (half !== last) return call(last, 1);
  for (let k = 2 * cell; k < 2 * cell + 2; k++) {
    const neighbour = onward[k] ?? -1;
    if (neighbour < 0) continue;
    const next = entry[neighbour] ?? 0;
    call(next, side[next] === side[half] ? 0 : 1);
  }
}

/** The first layer that every half may have, and how many there are. */
function earliestLayers(sight: Sight): { layers: Uint16Array; count: number } {
  const layers = new Uint16Array(sight.side.length);
  let count = 1;
  for (const cell of sight.order)
    for (const half of halvesOf(sight, cell)) {
      const layer = layers[half] ?? 0;
      count = Math.max(count, layer + 1);
      forNext(sight, half, (next, rise) => {
        layers[next] = Math.max(layers[next] ?? 0, layer + rise);
      });
    }
  return { layers, count };
}

/** The last layer that every half may have. */
function latestLayers(sight: Sight, count: number): Uint16Array {
  const layers = new Uint16Array(sight.side.length).fill(count - 1);
  for (const cell of sight.order.toReversed())
    for (const half of halvesOf(sight, cell).toReversed())
      forNext(sight, half, (next, rise) => {
        layers[half] = Math.min(layers[half] ?? 0, (layers[next] ?? 0) - rise);
      });
  return layers;
}

function halvesOf({ entry, exit }: Sight, cell: number): readonly Half[] {
  const [first, last] = [entry[cell] ?? 0, exit[cell] ?? 0];
  return first === last ? [first] : [first, last];
}

function findLayers(surface: UnitSurface, eye: Point3): Layers {
  const sight = seeCells(surface, eye);
  const { layers, count } = earliestLayers(sight);
  // With two layers there is nothing to gather.
  const of = count <= 2 ? layers : gathered(surface, sight, count);
  for (const cell of sight.order) if (sight.entry[cell] === sight.exit[cell]) of[2 * cell + 1] = of[2 * cell] ?? 0;
  return { of, count };
}

/**
 * Layers with few shades in each. A half is free to be drawn when those behind it that are seen from another side are
 * done; whether those seen from the same side are drawn before or after it is all one. A half is done when it is
 * drawn and those of its own side behind it are done, so that what waits for it waits for them as well.
 */
function gathered({ shade }: UnitSurface, sight: Sight, count: number): Uint16Array {
  const latest = latestLayers(sight, count);
  const undrawn = 0xffff;
  const layers = new Uint16Array(latest.length).fill(undrawn);
  const due = Array.from({ length: count }, (): Half[] => []);
  // What is missing until a half is free, and until it is done.
  const toFree = new Uint8Array(latest.length);
  const toDone = new Uint8Array(latest.length).fill(1);
  for (const cell of sight.order)
    for (const half of halvesOf(sight, cell)) {
      due[latest[half] ?? 0]?.push(half);
      forNext(sight, half, (next, rise) => {
        toFree[next] = (toFree[next] ?? 0) + 1;
        toDone[next] = (toDone[next] ?? 0) + 1 - rise;
      });
    }
  // The halves that are free, by shade; torn ones, which take no element, come after the last shade.
  const free = Array.from({ length: shadeCount + 1 }, (): Half[] => []);
  const kindOf = (half: Half): number => Math.min(shadeCount, shade[half >> 1] ?? shadeCount);
  const bringNearerToFree = (half: Half): void => {
    const missing = (toFree[half] ?? 0) - 1;
    toFree[half] = missing;
    if (missing === 0) setFree(half);
  };
  const setFree = (half: Half): void => {
    free[kindOf(half)]?.push(half);
    forNext(sight, half, (next, rise) => {
      if (rise === 0) bringNearerToFree(next);
    });
  };
  let done: Half[] = [];
  const bringNearerToDone = (half: Half): void => {
    const missing = (toDone[half] ?? 0) - 1;
    toDone[half] = missing;
    if (missing > 0) return;
    done.push(half);
    forNext(sight, half, (next, rise) => {
      if (rise === 0) bringNearerToDone(next);
    });
  };
  const draw = (kind: number, layer: number): void => {
    for (const half of free[kind]?.splice(0) ?? []) {
      layers[half] = layer;
      bringNearerToDone(half);
    }
  };
  for (const half of sight.order.map((cell) => sight.entry[cell] ?? 0).filter((first) => toFree[first] === 0))
    setFree(half);
  for (let layer = 0; layer < count; layer++) {
    draw(shadeCount, layer);
    for (const half of due[layer] ?? []) if (layers[half] === undrawn) draw(kindOf(half), layer);
    for (const half of done)
      forNext(sight, half, (next, rise) => {
        if (rise === 1) bringNearerToFree(next);
      });
    done = [];
  }
  return layers;
}
