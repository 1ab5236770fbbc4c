/** Dots: the shape a role has, centred on the origin and moved into place by one transform. */
import { px, type PaintedNode } from './painted-node.ts';
import type { Away, Point, Role } from './scene.ts';
import { colourOf, grounds, theme, type ColourScheme } from './theme.ts';

/** The dot of a role: its shape centred on the origin, moved into place by one transform. */
export function dotNode(
  mark: {
    readonly key: string;
    readonly role: Role;
    readonly open?: boolean;
    readonly minor?: boolean;
    readonly away?: Away;
  },
  at: Point,
  scheme: ColourScheme,
  scale: number,
  id: string,
): PaintedNode {
  const colour = colourOf(mark.role, scheme);
  const shape = theme[mark.role].marker;
  const paper = grounds[scheme];
  const rim = { class: 'sc-ground', fill: paper };
  const solid = { class: `sc-fill sc-${mark.role}`, fill: colour };
  const hollow = {
    class: `sc-line sc-hollow sc-${mark.role}`,
    fill: paper,
    stroke: colour,
    'stroke-width': px(theme[mark.role].width * scale),
  };
  const children: PaintedNode[] = [];
  const circle = (key: string, radius: number, look: Record<string, string>): void => {
    children.push({ key, tag: 'circle', attributes: { r: px(radius * scale), ...look } });
  };
  if (mark.away !== undefined) {
    // In a disc of the ground's colour, so that it is seen on the curve and the axes.
    circle('rim', 9, rim);
    const r = 6 * scale;
    const tip = mark.away === 'up' ? -r : r;
    const d =
      mark.away === 'nowhere'
        ? `M${px(-0.7 * r)} ${px(-0.7 * r)}L${px(0.7 * r)} ${px(0.7 * r)}M${px(0.7 * r)} ${px(-0.7 * r)}L${px(-0.7 * r)} ${px(0.7 * r)}`
        : `M0 ${px(tip)}L${px(r)} ${px(-0.6 * tip)}L${px(-r)} ${px(-0.6 * tip)}Z`;
    const line = { ...hollow, 'stroke-width': px(2 * scale), 'stroke-linecap': 'round' };
    children.push({ key: mark.away, tag: 'path', attributes: { d, ...(mark.away === 'nowhere' ? line : solid) } });
  } else if (mark.open === true) circle('open', 4, { ...hollow, 'stroke-width': px(1.75 * scale) });
  else if (shape === 'ring') {
    circle('rim', 8, rim);
    circle('ring', 5.5, hollow);
  } else if (shape === 'square') {
    const square = (key: string, half: number, look: Record<string, string>): PaintedNode => ({
      key,
      tag: 'rect',
      attributes: {
        x: px(-half * scale),
        y: px(-half * scale),
        width: px(2 * half * scale),
        height: px(2 * half * scale),
        ...look,
      },
    });
    children.push(square('rim', 6.5, rim), square('square', 5, solid));
  } else {
    const radius = mark.minor === true ? 2.75 : mark.role === 'function' ? 4 : 5.5;
    // Minor dots lie close to one another: a rim would cut out of its neighbours.
    if (mark.minor !== true) circle('rim', radius + 1.5, rim);
    circle('disc', radius, solid);
  }
  return {
    key: mark.key,
    tag: 'g',
    attributes: { 'data-mark': id, transform: `translate(${px(at[0])} ${px(at[1])})` },
    children,
  };
}
