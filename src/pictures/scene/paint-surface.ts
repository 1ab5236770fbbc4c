/**
 * The cells of a surface as SVG elements: for a part of space and a layer (surface-layers.ts) one path for each
 * shade, and over them one path with the wire grid. So few elements, because an attribute costs a browser the
 * same whatever it says, and because then every line of the grid is drawn once and equally strong. In come the
 * surface seen in a frame and what drawing-order.ts left in a part of space, out come elements from far to near, in tenths of
 * a pixel. Keys name part, layer and shade, so that elements stay while the picture moves.
 */
import type { Region } from './drawing-order.ts';
import { outlinesOf, rotated, type Facet } from './facet.ts';
import type { PaintedNode } from './painted-node.ts';
import { PathWriter, takeTexts } from './path-writer.ts';
import { recentOf, type Recent } from './recent.ts';
import type { SurfaceGrid, SurfaceLook } from './scene.ts';
import type { SpaceFrame } from './space-frame.ts';
import { tenths, writeLine } from './space-lines.ts';
import { unitSurface, type UnitSurface } from './surface.ts';
import type { Layers } from './surface-layers.ts';
import { grounds, shadeCount, shadeOf, type ColourScheme } from './theme.ts';

/** How much of what lies behind it a surface covers. */
export const surfaceOpacity = 0.74;

/** A surface seen in a frame: the picture's coordinates of the grid points, in tenths of a pixel. */
export interface SeenSurface {
  readonly surface: UnitSurface;
  readonly across: Int32Array;
  readonly down: Int32Array;
}

const seenSurfaces = new WeakMap<SurfaceGrid, Recent<SeenSurface>>();

/** A surface in a frame; kept for the last frames, so that moving a plane places no point anew. */
export function seeSurface(grid: SurfaceGrid, frame: SpaceFrame): SeenSurface {
  return recentOf(seenSurfaces, grid, 4).get(frame.key, () => placeCorners(grid, frame));
}

function placeCorners(grid: SurfaceGrid, { domains, projection, scale }: SpaceFrame): SeenSurface {
  const surface = unitSurface(grid, domains[2]);
  const { lines, z } = surface;
  const across = new Int32Array(z.length);
  const down = new Int32Array(z.length);
  let k = 0;
  for (const y of lines)
    for (const x of lines) {
      const [right, up] = projection.project(x, y, z[k] ?? 0);
      across[k] = tenths(scale * right);
      down[k++] = tenths(-scale * up);
    }
  return { surface, across, down };
}

/** An element of a layer: one for each shade, and the wire grid after them. */
const perLayer = shadeCount + 1;
/** A writer for each element, kept from frame to frame and empty between. */
const pens: PathWriter[] = [];

function fillPen(layer: number, level: number): PathWriter {
  return (pens[layer * perLayer + level] ??= new PathWriter());
}

function wirePen(layer: number): PathWriter {
  return fillPen(layer, shadeCount);
}

const wireLook = { fill: 'none' };
const looks = new Map<ColourScheme, readonly Readonly<Record<string, string>>[]>();

/**
 * How a cell is filled: with the ground's own colour at 0, with a shade after it. One object for each, so that a patching
 * painter sees at once that nothing changed.
 */
function lookOf(index: number, scheme: ColourScheme): Readonly<Record<string, string>> {
  let known = looks.get(scheme);
  if (known === undefined) {
    const shaded = Array.from({ length: shadeCount }, (_, level) => {
      return { stroke: 'none', class: `sc-shade-${level}`, fill: shadeOf(level, scheme) };
    });
    known = [{ stroke: 'none', class: 'sc-ground', fill: grounds[scheme] }, ...shaded];
    looks.set(scheme, known);
  }
  return known[index] ?? wireLook;
}

/** The elements of the cells in a part of space. */
export function surfaceNodes(
  seen: SeenSurface,
  region: Region,
  layers: Layers,
  frame: SpaceFrame,
  look: SurfaceLook,
  scheme: ColourScheme,
): PaintedNode[] {
  writeCells(seen, region, layers);
  if (look !== 'shaded') writeGridLines(seen, region, layers);
  writeRemnants(seen, region, layers, frame);
  const nodes: PaintedNode[] = [];
  for (const [index, d] of takeTexts(pens).entries()) {
    if (d === '') continue;
    const level = index % perLayer;
    const key = keyOf(region.name, index);
    if (level < shadeCount)
      nodes.push({ key, tag: 'path', d, attributes: lookOf(look === 'wire' ? 0 : level + 1, scheme) });
    else if (look !== 'shaded') nodes.push({ key, tag: 'path', d, attributes: wireLook });
  }
  return nodes;
}

const keys = new Map<string, string[]>();

/** The key of an element. Kept, since equal keys are then one text. */
function keyOf(region: string, index: number): string {
  let known = keys.get(region);
  if (known === undefined) keys.set(region, (known = []));
  return (known[index] ??= `${region}${Math.floor(index / perLayer)}.${index % perLayer}`);
}

/** Whole cells: neighbours in a column of the grid with the same layer and shade get one outline. */
function writeCells(seen: SeenSurface, { whole }: Region, { of }: Layers): void {
  const { cells, shade } = seen.surface;
  for (let i = 0; i < cells; i++) {
    let first = -1;
    let kind = -1;
    for (let j = 0; j <= cells; j++) {
      const cell = j * cells + i;
      const isThere = j < cells && whole[cell] === 1;
      const lower = of[2 * cell] ?? 0;
      const upper = of[2 * cell + 1] ?? 0;
      const next = isThere && lower === upper ? lower * perLayer + (shade[cell] ?? 0) : -1;
      if (next === kind && first >= 0) continue;
      if (first >= 0) writeColumn(seen, first, cell - cells, fillPen(0, kind));
      first = next < 0 ? -1 : cell;
      kind = next;
      if (isThere && next < 0) writeHalves(seen, cell, lower, upper);
    }
  }
}

/** The outline around the cells of one column from the first to the last. */
function writeColumn({ surface: { cells }, across, down }: SeenSurface, first: number, last: number, to: PathWriter) {
  const row = cells + 1;
  const start = Math.floor(first / cells) * row + (first % cells);
  const end = Math.floor(last / cells) * row + (last % cells) + row;
  to.moveTo(across[start] ?? 0, down[start] ?? 0);
  for (let k = start + 1; k <= end + 1; k += row) to.lineTo(across[k] ?? 0, down[k] ?? 0);
  for (let k = end; k > start; k -= row) to.lineTo(across[k] ?? 0, down[k] ?? 0);
  to.close();
}

/** The two halves of a cell that folds over itself, each in its own layer. */
function writeHalves({ surface, across, down }: SeenSurface, cell: number, lower: number, upper: number): void {
  const { cells, shade, turned } = surface;
  const a = Math.floor(cell / cells) * (cells + 1) + (cell % cells);
  const [b, c, d] = [a + 1, a + cells + 2, a + cells + 1];
  const write = (layer: number, corners: readonly [number, number, number]): void => {
    const to = fillPen(layer, shade[cell] ?? 0);
    to.moveTo(across[corners[0]] ?? 0, down[corners[0]] ?? 0);
    to.lineTo(across[corners[1]] ?? 0, down[corners[1]] ?? 0);
    to.lineTo(across[corners[2]] ?? 0, down[corners[2]] ?? 0);
    to.close();
  };
  const isTurned = turned[cell] === 1;
  write(lower, isTurned ? [d, a, b] : [a, b, c]);
  write(upper, isTurned ? [d, b, c] : [a, c, d]);
}

/** Lines of the wire grid between whole cells and around them, each with the nearer of the cells beside it. */
function writeGridLines({ surface, across, down }: SeenSurface, { whole }: Region, { of }: Layers): void {
  const { cells, turned } = surface;
  const row = cells + 1;
  /** The layer of the half of a cell at one of its sides; −1 where there is no whole cell. */
  const layerAt = (i: number, j: number, isUpper: boolean): number => {
    const cell = j * cells + i;
    return i < 0 || j < 0 || i >= cells || j >= cells || whole[cell] !== 1 ? -1 : (of[2 * cell + Number(isUpper)] ?? 0);
  };
  /** Which half has the side of a cell at small x; the other half has that at large x. */
  const isUpperLeft = (i: number, j: number): boolean => turned[j * cells + i] !== 1;
  const write = (start: number, step: number, layerBeside: (k: number) => number): void => {
    let layer = -1;
    for (let k = 0; k < cells; k++) {
      const corner = start + k * step;
      const next = layerBeside(k);
      if (next >= 0) {
        const to = wirePen(next);
        if (next !== layer) to.moveTo(across[corner] ?? 0, down[corner] ?? 0);
        to.lineTo(across[corner + step] ?? 0, down[corner + step] ?? 0);
      }
      layer = next;
    }
  };
  for (let line = 0; line < row; line++) {
    write(line * row, 1, (k) => Math.max(layerAt(k, line - 1, true), layerAt(k, line, false)));
    write(line, row, (k) =>
      Math.max(layerAt(line - 1, k, !isUpperLeft(line - 1, k)), layerAt(line, k, isUpperLeft(line, k))),
    );
  }
}

/** What is left of cells that something cuts. */
function writeRemnants({ surface }: SeenSurface, { remnants }: Region, { of }: Layers, frame: SpaceFrame): void {
  for (const [cell, { lower, upper }] of remnants) {
    const low = of[2 * cell] ?? 0;
    const high = of[2 * cell + 1] ?? 0;
    const level = surface.shade[cell] ?? 0;
    if (low === high) {
      // The halves are joined along their diagonal, so what is around them is what the wire grid needs.
      for (const outline of outlinesOf(lower, upper))
        writeLine(fillPen(low, level), frame, outline, true, wirePen(low));
    } else {
      if (lower !== undefined) writeHalf(lower, frame, fillPen(low, level), wirePen(low));
      if (upper !== undefined) writeHalf(upper, frame, fillPen(high, level), wirePen(high));
    }
  }
}

/** What is left of one half of a cell: its face, and its edges but the diagonal, from which on the others are one line. */
function writeHalf({ points, edges }: Facet, frame: SpaceFrame, fill: PathWriter, wire: PathWriter): void {
  writeLine(fill, frame, points, true);
  const diagonal = edges.indexOf('diagonal');
  writeLine(wire, frame, diagonal < 0 ? points : rotated(points, diagonal + 1), diagonal < 0);
}
