/**
 * Where the boxes and arrows of a diagram stand, in pixels. Layers run from left to right where the drawing is wide
 * enough for that, from top to bottom where it is not, and everything shrinks only where neither fits. In: a diagram
 * and the rectangle it may fill. Out: boxes, and arrows as paths made of lines and curves that leave and enter boxes at
 * right angles. Kept by the identity of the structure: stepping through a diagram lays nothing out again.
 */
import type { Diagram, DiagramBox, DiagramStructure } from './diagram.ts';
import { pointsAlong, type PathPiece } from './diagram-paths.ts';
import { layerGraph, type LayeredGraph, placeAcross } from './layered-layout.ts';
import type { Box } from './layout.ts';
import type { Point } from './scene.ts';
import { widthOf } from './text.ts';

/** Sizes in pixels at scale 1. */
export const diagramMeasures = {
  headingSize: 15,
  lineSize: 13.5,
  headingHeight: 21,
  lineHeight: 18,
  padding: { x: 11, y: 6 },
  narrowestBox: 52,
  radius: 7,
  arrowHead: 8,
  labelSize: 13,
} as const;

/** Distances between layers and between neighbours of a layer. */
const distances = {
  right: { layers: 34, labelledLayers: 66, neighbours: 16, widest: 104 },
  down: { layers: 30, labelledLayers: 54, neighbours: 18, widest: 44 },
} as const;

/** A passing arrow takes so much room in a layer, with what keeps it from its neighbours. */
const passage = 16;
/** Arrows at one side of a box stand so far apart, if there is room. */
const portDistance = 15;
/** Layers run down if they would have to shrink below this to run right. */
const leastToRight = 0.92;
/** Layers that run down are limited to the width there is if they would have to shrink below this. */
const leastDown = 0.8;

export type DiagramDirection = 'right' | 'down';

/** A diagram laid out. */
export interface DiagramFrame {
  readonly direction: DiagramDirection;
  /** What sizes are multiplied by. */
  readonly scale: number;
  readonly boxes: readonly Box[];
  readonly paths: readonly (readonly PathPiece[])[];
  /** The paths as rows of points. */
  readonly points: readonly (readonly Point[])[];
  /** The rectangle it fills. */
  readonly room: Box;
}

/** The size of a box at scale 1, whether or not all its lines are shown. */
function boxSize({ lines }: DiagramBox): { readonly width: number; readonly height: number } {
  const { headingSize, lineSize, headingHeight, lineHeight, padding, narrowestBox } = diagramMeasures;
  const widths = lines.map(({ runs }, k) => widthOf(runs, k === 0 ? headingSize : lineSize));
  return {
    width: Math.max(narrowestBox, Math.ceil(Math.max(...widths)) + 2 * padding.x),
    height: headingHeight + (lines.length - 1) * lineHeight + 2 * padding.y,
  };
}

/** A layout at scale 1 in terms of the direction of flow (along) and the other one (across). */
interface Plan {
  readonly direction: DiagramDirection;
  readonly graph: LayeredGraph;
  readonly sizes: readonly { readonly along: number; readonly across: number }[];
  /** The middle of every slot across. */
  readonly across: readonly number[];
  /** Room of every layer along. */
  readonly thickness: readonly number[];
  readonly gap: number;
  readonly total: { readonly along: number; readonly across: number };
}

/** @param room how wide a layer that runs down may be; without it, as wide as it comes */
function planIn(direction: DiagramDirection, { structure, boxes }: Diagram, room?: number): Plan {
  const own = distances[direction];
  const boxSizes = boxes.map((box) => {
    const { width, height } = boxSize(box);
    return direction === 'right' ? { along: width, across: height } : { along: height, across: width };
  });
  const limit = room && { sizes: boxSizes.map(({ across: size }) => size + own.neighbours), room };
  const graph = layerGraph(structure.boxes, structure.arrows, limit || undefined);
  const sizes = graph.slots.map(({ box }) => (box === undefined ? { along: 0, across: 0 } : boxSizes[box]!));
  const margin = own.neighbours / 2;
  const across = placeAcross(
    graph,
    graph.slots.map(({ box }, slot) => (box === undefined ? passage : sizes[slot]!.across + 2 * margin)),
    0,
  ).map((place) => place - margin);
  const thickness = graph.layers.map((layer) => Math.max(...layer.map((slot) => sizes[slot]!.along)));
  const gap = structure.labelled ? own.labelledLayers : own.layers;
  const total = {
    along: thickness.reduce((sum, size) => sum + size, 0) + gap * (thickness.length - 1),
    across: Math.max(...across.map((place, slot) => place + sizes[slot]!.across / 2)),
  };
  return { direction, graph, sizes, across, thickness, gap, total };
}

const plans = new WeakMap<DiagramStructure, Map<string, Plan>>();

function planOf(direction: DiagramDirection, diagram: Diagram, room?: number): Plan {
  let known = plans.get(diagram.structure);
  if (known === undefined) plans.set(diagram.structure, (known = new Map()));
  const key = `${direction} ${room ?? ''}`;
  let plan = known.get(key);
  if (plan === undefined) known.set(key, (plan = planIn(direction, diagram, room)));
  return plan;
}

/** How much a plan must shrink to be so wide and high. */
function shrinkage({ direction, total }: Plan, width: number, height: number): number {
  const [along, across] = direction === 'right' ? [width, height] : [height, width];
  return Math.min(1, along / total.along, across / total.across);
}

/**
 * The plan that suits a rectangle: from left to right unless that shrinks more than it may and running down shrinks
 * less; and then in layers no wider than the rectangle, if that helps.
 */
function choose(diagram: Diagram, width: number, height: number): { readonly plan: Plan; readonly scale: number } {
  const sized = (plan: Plan): { readonly plan: Plan; readonly scale: number } => {
    return { plan, scale: shrinkage(plan, width, height) };
  };
  const right = sized(planOf('right', diagram));
  if (right.scale >= leastToRight) return right;
  const down = sized(planOf('down', diagram));
  const candidates = [right, down];
  if (down.scale < leastDown)
    for (const share of [1.15, 1, 0.85, 0.7])
      candidates.push(sized(planOf('down', diagram, Math.round(width * share))));
  const legible = candidates.find(({ plan, scale }) => plan.direction === 'down' && scale >= leastDown);
  return legible ?? candidates.reduce((best, other) => (other.scale > best.scale ? other : best));
}

/** The height that a diagram takes of a drawing of this width, both in units of the scale of its text. */
export function diagramHeight(diagram: Diagram, width: number): number {
  const { plan, scale } = choose(diagram, width, Infinity);
  return (plan.direction === 'right' ? plan.total.across : plan.total.along) * scale;
}

const frames = new WeakMap<DiagramStructure, { readonly key: string; readonly frame: DiagramFrame }>();

/** Lays a diagram out in a rectangle. */
export function diagramFrame(diagram: Diagram, room: Box, textScale: number): DiagramFrame {
  const key = [room.left, room.top, room.right, room.bottom, textScale].join();
  const known = frames.get(diagram.structure);
  if (known?.key === key) return known.frame;
  const frame = layOut(diagram, room, textScale);
  frames.set(diagram.structure, { key, frame });
  return frame;
}

function layOut(diagram: Diagram, room: Box, textScale: number): DiagramFrame {
  const [width, height] = [(room.right - room.left) / textScale, (room.bottom - room.top) / textScale];
  const { plan, scale: shrunk } = choose(diagram, width, height);
  const scale = shrunk * textScale;
  const { direction, graph, sizes, thickness, total } = plan;
  const isRight = direction === 'right';
  const wide = isRight ? [width, height] : [height, width];
  // Room that is left over goes between the layers first, and around everything then.
  const spare = Math.max(0, wide[0]! / shrunk - total.along);
  const joints = Math.max(1, thickness.length - 1);
  const gap = Math.min(Math.max(plan.gap, distances[direction].widest), plan.gap + spare / joints);
  const along = total.along + (gap - plan.gap) * (thickness.length - 1);
  const shift = [(wide[0]! / shrunk - along) / 2, (wide[1]! / shrunk - total.across) / 2];
  const toPixel = (forth: number, side: number): Point => {
    const [a, b] = [(forth + shift[0]!) * scale, (side + shift[1]!) * scale];
    return isRight ? [room.left + a, room.top + b] : [room.left + b, room.top + a];
  };
  const starts: number[] = [];
  let start = 0;
  for (const size of thickness) {
    starts.push(start);
    start += size + gap;
  }
  /** Near and far side of a slot along: a box is in the middle of its layer. */
  const sides = (slot: number): readonly [number, number] => {
    const { layer, box } = graph.slots[slot]!;
    const from = starts[layer]!;
    if (box === undefined) return [from, from + thickness[layer]!];
    const inset = (thickness[layer]! - sizes[slot]!.along) / 2;
    return [from + inset, from + thickness[layer]! - inset];
  };
  const boxes = diagram.boxes.map((_, box): Box => {
    const [near, far] = sides(box);
    const half = sizes[box]!.across / 2;
    const [left, top] = toPixel(near, plan.across[box]! - half);
    const [right, bottom] = toPixel(far, plan.across[box]! + half);
    return { left, top, right, bottom };
  });
  const ports = portsOf(plan);
  const paths = graph.routes.map((route, arrow): PathPiece[] => {
    const pieces: PathPiece[] = [];
    const place = (k: number): number => plan.across[route[k]!]! + (ports.get(`${arrow} ${k}`) ?? 0);
    const line = (from: number, to: number, side: number): void => {
      if (to > from) pieces.push([toPixel(from, side), toPixel(to, side)]);
    };
    route.forEach((slot, k) => {
      const { layer } = graph.slots[slot]!;
      const [near, far] = sides(slot);
      const [layerNear, layerFar] = [starts[layer]!, starts[layer]! + thickness[layer]!];
      if (k > 0) {
        const before = graph.slots[route[k - 1]!]!.layer;
        const [from, to] = [starts[before]! + thickness[before]!, layerNear];
        const middle = (from + to) / 2;
        const [a, b] = [place(k - 1), place(k)];
        pieces.push([toPixel(from, a), toPixel(middle, a), toPixel(middle, b), toPixel(to, b)]);
        line(layerNear, near, b);
      }
      if (k > 0 && k < route.length - 1) line(near, far, place(k));
      if (k < route.length - 1) line(far, layerFar, place(k));
    });
    return pieces;
  });
  return { direction, scale, boxes, paths, points: paths.map(pointsAlong), room };
}

/** Where arrows leave and enter boxes, away from the middle: side by side in the order of what they come from or go to. */
function portsOf({ graph, sizes, across }: Plan): ReadonlyMap<string, number> {
  const ports = new Map<string, number>();
  const atSide = new Map<string, { readonly key: string; readonly other: number }[]>();
  graph.routes.forEach((route, arrow) => {
    const add = (end: 'out' | 'in', k: number, neighbour: number): void => {
      const side = `${end} ${route[k]!}`;
      const list = atSide.get(side) ?? [];
      list.push({ key: `${arrow} ${k}`, other: across[route[neighbour]!]! });
      atSide.set(side, list);
    };
    add('out', 0, 1);
    add('in', route.length - 1, route.length - 2);
  });
  for (const [side, list] of atSide) {
    const slot = Number(side.split(' ')[1]);
    const room = sizes[slot]!.across * 0.66;
    const distance = Math.min(portDistance, room / Math.max(1, list.length - 1));
    list.sort((a, b) => a.other - b.other);
    list.forEach(({ key }, k) => ports.set(key, (k - (list.length - 1) / 2) * distance));
  }
  return ports;
}
