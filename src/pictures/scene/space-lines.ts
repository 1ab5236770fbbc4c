/**
 * Lines in a box of space as path text. What moves when a picture is turned is written in whole tenths of a pixel, in
 * groups that are scaled by a tenth: short to write and short to read. In come points of the unit box, out come points on
 * a path, and the look of lines in such a group.
 */
import { lineLook } from './painted-node.ts';
import type { PathWriter } from './path-writer.ts';
import type { Point3, Role } from './scene.ts';
import type { SpaceFrame } from './space-frame.ts';
import { theme, type ColourScheme } from './theme.ts';

/** Coordinates in a group with this transform are tenths of a pixel. */
export const inTenths = 'scale(.1)';

/** A length in pixels as a whole number of tenths. */
export function tenths(length: number): number {
  return Math.round(10 * length);
}

/** Writes a line through points of the unit box, in tenths of a pixel from the middle of the picture; to two paths if two are given. */
export function writeLine(
  to: PathWriter,
  { projection, scale }: SpaceFrame,
  points: readonly Point3[],
  close: boolean,
  and?: PathWriter,
): void {
  if (points.length < 2) return;
  let isFirst = true;
  for (const [x, y, z] of points) {
    const [right, up] = projection.project(x, y, z);
    const across = tenths(scale * right);
    const down = tenths(-scale * up);
    if (isFirst) to.moveTo(across, down);
    else to.lineTo(across, down);
    if (and !== undefined) {
      if (isFirst) and.moveTo(across, down);
      else and.lineTo(across, down);
    }
    isFirst = false;
  }
  if (close) {
    to.close();
    and?.close();
  }
}

/** The look of a line whose coordinates are tenths of a pixel. */
export function tenthsLook(role: Role, scheme: ColourScheme, scale: number): Record<string, string> {
  const { dash } = theme[role];
  const tenfold: Record<string, string> = dash === undefined ? {} : { 'stroke-dasharray': dash.replace(/\d+/g, '$&0') };
  return { ...lineLook(role, scheme, 10 * scale), ...tenfold };
}
