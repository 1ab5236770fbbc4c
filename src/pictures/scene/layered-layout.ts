/**
 * Boxes and arrows in layers. In: how many boxes, and arrows between them that run in no circle. Out: for every box its
 * layer and its place across, so that all arrows run from one layer to a later one, few of them cross, and none runs
 * behind a box: an arrow over several layers has a slot of its own in each layer between. The method is that of
 * Sugiyama, Tagawa and Toda (1981): layers by longest path, order by barycentres; places across are the least squares
 * of the distances between what is joined, kept apart by pooling neighbours that would overlap. Where layers are
 * limited, boxes move on to later ones (in the manner of Coffman and Graham, 1972).
 */

/** An arrow, by the numbers of its boxes. */
export interface Arrow {
  readonly from: number;
  readonly to: number;
}

/** A place in a layer: that of a box, or of an arrow that passes. */
export interface Slot {
  readonly layer: number;
  /** The box that stands here; absent where an arrow passes. */
  readonly box?: number;
  /** Numbers of the slots that arrows come from and go to. */
  readonly before: number[];
  readonly after: number[];
}

/** Layers with their order. */
export interface LayeredGraph {
  readonly slots: readonly Slot[];
  /** Numbers of slots, layer by layer, each in its order across. */
  readonly layers: readonly (readonly number[])[];
  /** For every arrow the slots from its tail to its head. */
  readonly routes: readonly (readonly number[])[];
}

const sweeps = 24;

/** How much of the room of a layer each box takes; a layer that is full sends boxes on to the next. */
export interface LayerRoom {
  readonly sizes: readonly number[];
  readonly room: number;
}

/** One more than the latest layer that arrows come from, or the first one after it with room. Boxes in their order. */
function layersOf(count: number, arrows: readonly Arrow[], limit: LayerRoom | undefined): number[] {
  const layers: number[] = [];
  const filled: number[] = [];
  for (let box = 0; box < count; box++) {
    const before = arrows.flatMap(({ from, to }) => (to === box ? [layers[from]!] : []));
    const size = limit?.sizes[box] ?? 0;
    const hasRoom = (candidate: number): boolean =>
      limit === undefined || (filled[candidate] ?? 0) === 0 || filled[candidate]! + size <= limit.room;
    let layer = Math.max(-1, ...before) + 1;
    while (!hasRoom(layer)) layer++;
    filled[layer] = (filled[layer] ?? 0) + size;
    layers.push(layer);
  }
  return layers;
}

/**
 * Boxes in layers.
 *
 * @param arrows each from a lower number to a higher one
 * @param limit how much of a layer may be filled; without it layers are as wide as they come
 * @example
 * ```ts
 * layerGraph(3, [{ from: 0, to: 1 }, { from: 1, to: 2 }, { from: 0, to: 2 }]).layers.length // → 3
 * ```
 */
export function layerGraph(count: number, arrows: readonly Arrow[], limit?: LayerRoom): LayeredGraph {
  const layerOf = layersOf(count, arrows, limit);
  const slots: Slot[] = layerOf.map((layer, box) => ({ layer, box, before: [], after: [] }));
  const routes = arrows.map(({ from, to }) => {
    const route = [from];
    for (let layer = (layerOf[from] ?? 0) + 1; layer < (layerOf[to] ?? 0); layer++)
      route.push(slots.push({ layer, before: [], after: [] }) - 1);
    route.push(to);
    for (let k = 1; k < route.length; k++) {
      slots[route[k - 1]!]!.after.push(route[k]!);
      slots[route[k]!]!.before.push(route[k - 1]!);
    }
    return route;
  });
  const layers: number[][] = Array.from({ length: Math.max(0, ...layerOf) + 1 }, () => []);
  slots.forEach(({ layer }, slot) => layers[layer]!.push(slot));
  return { slots, layers: ordered(slots, layers), routes };
}

/** The order with the fewest crossings that sweeps by barycentres find. */
function ordered(slots: readonly Slot[], first: readonly (readonly number[])[]): readonly (readonly number[])[] {
  let layers = first.map((layer) => [...layer]);
  let best = layers;
  let fewest = crossings(slots, layers);
  for (let sweep = 0; sweep < sweeps && fewest > 0; sweep++) {
    const downwards = sweep % 2 === 0;
    // Equal barycentres change places in every other pair of sweeps, or the order could not leave a bad one.
    const turned = sweep % 4 > 1;
    const places = placesOf(layers);
    layers = layers.map((layer) => [...layer]);
    const steps = layers.map((_, k) => (downwards ? k : layers.length - 1 - k));
    for (const k of steps) {
      const layer = layers[k]!;
      const centre = new Map(
        layer.map((slot) => {
          const joined = downwards ? slots[slot]!.before : slots[slot]!.after;
          const own = places.get(slot) ?? 0;
          return [slot, joined.length === 0 ? own : mean(joined.map((other) => places.get(other) ?? 0))];
        }),
      );
      if (turned) layer.reverse();
      layer.sort((a, b) => centre.get(a)! - centre.get(b)!);
      layer.forEach((slot, place) => places.set(slot, spread(place, layer.length)));
    }
    const now = crossings(slots, layers);
    if (now < fewest) [best, fewest] = [layers, now];
  }
  return best;
}

/** Places of a layer from −½ to ½, so that layers of different length compare. */
function spread(place: number, length: number): number {
  return (place + 0.5) / length - 0.5;
}

function placesOf(layers: readonly (readonly number[])[]): Map<number, number> {
  return new Map(layers.flatMap((layer) => layer.map((slot, place) => [slot, spread(place, layer.length)] as const)));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

/** How many pairs of arrows cross between neighbouring layers. */
export function crossings(slots: readonly Slot[], layers: readonly (readonly number[])[]): number {
  const place = new Map(layers.flatMap((layer) => layer.map((slot, k) => [slot, k] as const)));
  let count = 0;
  for (const layer of layers) {
    const lines = layer.flatMap((slot, k) => slots[slot]!.after.map((other) => [k, place.get(other)!] as const));
    lines.forEach(([a, b], index) => {
      for (const [c, d] of lines.slice(index + 1)) if ((a - c) * (b - d) < 0) count++;
    });
  }
  return count;
}

/**
 * Places across for all slots, the middle of each.
 *
 * @param sizes room of every slot across
 * @param gap least distance between two slots of a layer
 */
export function placeAcross({ slots, layers }: LayeredGraph, sizes: readonly number[], gap: number): number[] {
  const places = new Array<number>(slots.length).fill(0);
  for (const layer of layers) settle(layer, sizes, gap, places, () => ({ wanted: 0, weight: 1 }));
  for (let round = 0; round < 2 * sweeps; round++) {
    const order = round % 2 === 0 ? layers : [...layers].reverse();
    for (const layer of order)
      settle(layer, sizes, gap, places, (slot) => {
        const { before, after } = slots[slot]!;
        let sum = 0;
        let weight = 0;
        for (const other of [...before, ...after]) {
          const pull = stiffness(slots[slot]!, slots[other]!);
          sum += pull * places[other]!;
          weight += pull;
        }
        return weight === 0 ? { wanted: places[slot]!, weight: 1 } : { wanted: sum / weight, weight };
      });
  }
  const least = Math.min(...slots.map((_, slot) => places[slot]! - sizes[slot]! / 2));
  return places.map((place) => place - least);
}

/** A long arrow is kept straight before anything else. */
function stiffness(a: Slot, b: Slot): number {
  const passing = (a.box === undefined ? 1 : 0) + (b.box === undefined ? 1 : 0);
  return [1, 2, 6][passing]!;
}

/** Gives the slots of a layer the places nearest to those wanted at which none overlaps another. */
function settle(
  layer: readonly number[],
  sizes: readonly number[],
  gap: number,
  places: number[],
  wish: (slot: number) => { readonly wanted: number; readonly weight: number },
): void {
  // Without the room that those before it take, the places only have to rise: blocks that fall are pooled.
  const blocks: { sum: number; weight: number; slots: number[] }[] = [];
  const offsets = new Map<number, number>();
  let offset = 0;
  layer.forEach((slot, k) => {
    if (k > 0) offset += (sizes[layer[k - 1]!]! + sizes[slot]!) / 2 + gap;
    offsets.set(slot, offset);
    const { wanted, weight } = wish(slot);
    blocks.push({ sum: weight * (wanted - offset), weight, slots: [slot] });
    for (let last = blocks.length - 1; last > 0; last--) {
      const [a, b] = [blocks[last - 1]!, blocks[last]!];
      if (a.sum / a.weight <= b.sum / b.weight) break;
      blocks.splice(last - 1, 2, { sum: a.sum + b.sum, weight: a.weight + b.weight, slots: [...a.slots, ...b.slots] });
    }
  });
  for (const block of blocks)
    for (const slot of block.slots) places[slot] = block.sum / block.weight + offsets.get(slot)!;
}
