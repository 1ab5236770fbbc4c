/**
 * Arrows. In come tails and heads in data terms, out comes one path: a line for each, and two strokes for its head.
 * The head is measured in pixels and never longer than a part of its arrow, so it looks the same on a phone
 * and on a projector, and a short arrow is not all head. Its angle is that of the arrow as drawn. Strokes and no
 * filled shape, so that dashes, dark mode and forced colours need no rule of their own. An arrow that leaves the window is
 * cut there and has no head; one without length is left out. Kept by the identity of the list, as the paths of curves are.
 */
import { clipInterval } from './clip.ts';
import type { PanelFrame } from './layout.ts';
import type { Point } from './scene.ts';

type Arrows = readonly (readonly [tail: Point, head: Point])[];

/** Length of a head in pixels, and the most of its arrow that it takes. */
const headLength = 9;
const headShare = 0.4;
/** Half of the angle between the two strokes of a head. */
const spread = 0.46;
/** Arrows shorter than this many pixels say no direction. */
const shortest = 1;

const kept = new WeakMap<Arrows, Map<string, string>>();

/** The `d` of a list of arrows. */
export function arrowText(arrows: Arrows, frame: PanelFrame, scale: number): string {
  const { left, top, right, bottom } = frame.plot;
  const place = [...frame.x.domain, ...frame.y.domain, left, top, right, bottom, scale].join();
  let known = kept.get(arrows);
  if (known === undefined) kept.set(arrows, (known = new Map()));
  let text = known.get(place);
  if (text !== undefined) return text;
  text = arrows.map((arrow) => one(arrow, frame, scale)).join('');
  if (known.size > 8) known.clear();
  known.set(place, text);
  return text;
}

function one([tail, head]: readonly [Point, Point], frame: PanelFrame, scale: number): string {
  const seen = clipInterval(tail, head, { x: frame.x.domain, y: frame.y.domain });
  if (seen === undefined) return '';
  const [x0, y0] = frame.toPixel(tail);
  const [x1, y1] = frame.toPixel(head);
  const length = Math.hypot(x1 - x0, y1 - y0);
  if (!(length >= shortest)) return '';
  const along = (t: number): string => at(x0 + t * (x1 - x0), y0 + t * (y1 - y0));
  const shaft = `M${along(seen[0])}L${along(seen[1])}`;
  if (seen[1] < 1) return shaft;
  const size = Math.min(headLength * scale, headShare * length);
  const [u, v] = [(x1 - x0) / length, (y1 - y0) / length];
  const [back, aside] = [size * Math.cos(spread), size * Math.sin(spread)];
  const barb = (side: 1 | -1): string => at(x1 - back * u - side * aside * v, y1 - back * v + side * aside * u);
  return `${shaft}M${barb(1)}L${at(x1, y1)}L${barb(-1)}`;
}

function at(x: number, y: number): string {
  return `${Math.round(x * 100) / 100},${Math.round(y * 100) / 100}`;
}
