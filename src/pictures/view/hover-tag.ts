/**
 * What is read out under a pointer: a small ring on the nearest point of the curve and a tag with its coordinates. In:
 * where the pointer is and the scene of the moment. Out: two elements that never take the pointer, never cover a
 * point that can be dragged, and are hidden from assistive technology, which has the slider for the same. The place is
 * found on the drawn line; the value is the function's own there, written with the digits that pixels tell apart.
 */
import { createElement, runsToNodes } from './dom.ts';
import type { FigureState } from './figure-state.ts';
import type { CoordinateSystem, PanelFrame } from '../scene/layout.ts';
import { afterName, formatNumber, withSign } from '../scene/format.ts';
import type { Mark, Panel, Point, Role, Scene, TextRun } from '../scene/scene.ts';
import { applied, numberRuns, variable } from '../scene/text.ts';

/** A curve farther from the pointer than this is not meant, in pixels. */
const REACH = 28;
/** Distance of the tag from its point, and of both from a dot that can be dragged. */
const [ASIDE, CLEAR] = [14, 20];

/** The curve that is read in a panel: the function, or where there is none its derivative. */
const readRoles: readonly Role[] = ['function', 'true-derivative'];

type PathMark = Extract<Mark, { readonly kind: 'path' }>;

/** The point of a polyline nearest to a pixel, in data terms, if one is within reach. */
function nearestOnCurve(
  pieces: readonly (readonly Point[])[],
  frame: Pick<PanelFrame, 'toPixel' | 'toData'>,
  pixel: Point,
  reach = REACH,
): Point | undefined {
  const [x, y] = pixel;
  const [from] = frame.toData([x - reach, y]);
  const [to] = frame.toData([x + reach, y]);
  let best: Point | undefined;
  let least = reach;
  for (const piece of pieces) {
    for (let index = 1; index < piece.length; index++) {
      const [a, b] = [piece[index - 1], piece[index]];
      if (a === undefined || b === undefined || b[0] < from || a[0] > to) continue;
      const [ax, ay] = frame.toPixel(a);
      const [bx, by] = frame.toPixel(b);
      const [dx, dy] = [bx - ax, by - ay];
      const along = ((x - ax) * dx + (y - ay) * dy) / (dx * dx + dy * dy);
      const share = Number.isNaN(along) ? 0 : Math.max(0, Math.min(1, along));
      const away = Math.hypot(ax + share * dx - x, ay + share * dy - y);
      if (away >= least) continue;
      least = away;
      best = [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1])];
    }
  }
  return best;
}

/** Decimals that tell two neighbouring pixels apart. */
function decimalsFor([low, high]: readonly [number, number], pixels: number): number {
  return Math.max(2, Math.min(12, Math.ceil(-Math.log10((high - low) / pixels))));
}

/** The read-out under the pointer. */
export interface HoverTag {
  /** The pointer is at this place of the stage, or has gone. */
  over(place: Point | undefined): void;
  /** Follows the scene. */
  place(scene: Scene, system: CoordinateSystem): void;
}

/** Keeps the tag in a stage. */
export function createHoverTag(stage: HTMLElement, state: FigureState): HoverTag {
  const owner = stage.ownerDocument;
  const ring = createElement(owner, 'div', { class: 'secant-hover-ring', 'aria-hidden': 'true', hidden: true });
  const tag = createElement(owner, 'div', { class: 'secant-hover-tag', 'aria-hidden': 'true', hidden: true });
  let pointer: Point | undefined;
  let standing: { readonly scene: Scene; readonly system: CoordinateSystem } | undefined;
  let written = '';

  const hide = (): void => {
    if (!ring.hidden) ring.hidden = true;
    if (!tag.hidden) tag.hidden = true;
  };

  const show = (): void => {
    const found = pointer === undefined || standing === undefined ? undefined : read(standing, pointer);
    if (found === undefined) return hide();
    const { panel, frame, at, height } = found;
    const pixel = frame.toPixel(at);
    write([
      ...equal(panel.x.label, at[0], decimalsFor(frame.x.domain, frame.plot.right - frame.plot.left)),
      { text: '\u2003' },
      ...equal(panel.y.label, at[1], decimalsFor(frame.y.domain, frame.plot.bottom - frame.plot.top)),
      ...(height === undefined ? [] : [{ text: '\u2003' }, ...equal(applied('g', variable('w')), height, 2)]),
    ]);
    if (ring.parentNode === null) stage.append(ring, tag);
    [ring.hidden, tag.hidden] = [false, false];
    ring.style.transform = `translate(${pixel[0].toFixed(1)}px, ${pixel[1].toFixed(1)}px)`;
    const [left, top] = placeBeside(
      pixel,
      [tag.offsetWidth, tag.offsetHeight],
      [stage.clientWidth, stage.clientHeight],
      dots(panel, frame),
    );
    tag.style.transform = `translate(${left.toFixed(1)}px, ${top.toFixed(1)}px)`;
  };

  const write = (runs: readonly TextRun[]): void => {
    const text = runs.map((run) => run.text).join('');
    if (text === written) return;
    written = text;
    tag.replaceChildren(...runsToNodes(owner, runs));
  };

  const read = ({ scene, system }: NonNullable<typeof standing>, [x, y]: Point) => {
    const frame = system.panels.find(
      ({ plot }) => x >= plot.left && x <= plot.right && y >= plot.top - REACH && y <= plot.bottom + REACH,
    );
    const panel = scene.panels.find((candidate) => candidate.key === frame?.key);
    if (frame === undefined || panel === undefined || panel.space !== undefined || panel.x.powers === true)
      return undefined;
    if (panel.map === true) return readMap(panel, frame, [x, y]);
    const paths = panel.marks.filter((mark): mark is PathMark => mark.kind === 'path');
    const role = readRoles.find((wanted) => paths.some((path) => path.role === wanted));
    const pieces = paths.filter((path) => path.role === role).flatMap((path) => path.pieces);
    const near = nearestOnCurve(pieces, frame, [x, y]);
    if (near === undefined) return undefined;
    // On the far side of a jump the function's own value belongs to the other piece.
    const exact = state.member.curveAt?.(panel.key, near[0]) ?? NaN;
    const pixelHeight = (frame.y.domain[1] - frame.y.domain[0]) / (frame.plot.bottom - frame.plot.top);
    const at: Point = Math.abs(exact - near[1]) <= 2 * pixelHeight ? [near[0], exact] : near;
    const isInView = at[1] >= frame.y.domain[0] && at[1] <= frame.y.domain[1];
    return isInView ? { panel, frame, at, height: undefined } : undefined;
  };

  /** A map is read where the pointer is: both inputs, and the value where there is one. */
  const readMap = (panel: Panel, frame: PanelFrame, pixel: Point) => {
    const at = frame.toData(pixel);
    const { x, y } = frame;
    if (at[0] < x.domain[0] || at[0] > x.domain[1] || at[1] < y.domain[0] || at[1] > y.domain[1]) return undefined;
    const height = state.member.heightAt?.(panel.key, ...at);
    return { panel, frame, at, height: height !== undefined && Number.isFinite(height) ? height : undefined };
  };

  return {
    over(place) {
      pointer = place;
      show();
    },
    place(scene, system) {
      standing = { scene, system };
      if (pointer !== undefined) show();
    },
  };
}

function equal(label: readonly TextRun[], value: number, decimals: number): TextRun[] {
  return [...label, ...numberRuns(`\u00a0${afterName(withSign(value, formatNumber(value, decimals)))}`)];
}

/** Pixels of the dots of a panel. */
function dots(panel: Panel, frame: PanelFrame): Point[] {
  return panel.marks.flatMap((mark) => (mark.kind === 'dot' ? [frame.toPixel(mark.at)] : []));
}

/** Where a tag stands beside its point: inside the stage and clear of the dots, above and to the right if it can. */
function placeBeside(
  [x, y]: Point,
  [width, height]: Point,
  [stageWidth, stageHeight]: Point,
  avoid: readonly Point[],
): Point {
  const places: Point[] = [
    [x + ASIDE, y - ASIDE - height],
    [x - ASIDE - width, y - ASIDE - height],
    [x + ASIDE, y + ASIDE],
    [x - ASIDE - width, y + ASIDE],
  ];
  const isFree = ([left, top]: Point): boolean =>
    left >= 0 &&
    top >= 0 &&
    left + width <= stageWidth &&
    top + height <= stageHeight &&
    avoid.every(([dotX, dotY]) => {
      const [nearX, nearY] = [
        Math.max(left, Math.min(left + width, dotX)),
        Math.max(top, Math.min(top + height, dotY)),
      ];
      return Math.hypot(dotX - nearX, dotY - nearY) >= CLEAR;
    });
  const [first = [0, 0]] = places;
  const [left, top] = places.find(isFree) ?? first;
  return [Math.max(0, Math.min(stageWidth - width, left)), Math.max(0, Math.min(stageHeight - height, top))];
}
