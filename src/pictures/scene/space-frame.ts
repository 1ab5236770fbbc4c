/**
 * Where a box of space stands in a panel: the camera's picture scaled to the panel and centred in it. In come
 * the panel and the room it has, out comes the way from a data point to a pixel. The scale leaves room for
 * the numbers at the silhouette and does not depend on the azimuth, so turning keeps the size.
 */
import { boxMap, projectionOf, type BoxMap, type Projection } from './camera.ts';
import type { Box } from './layout.ts';
import type { Axis, Camera, Panel, Point, Point3, Scene, Space } from './scene.ts';

/** A box of space placed in a drawing. */
export interface SpaceFrame {
  readonly projection: Projection;
  readonly box: BoxMap;
  /** Pixel of the middle of the box, and pixels per unit of the box. */
  readonly centre: Point;
  readonly scale: number;
  readonly domains: readonly [Axis['domain'], Axis['domain'], Axis['domain']];
  /** What the picture depends on apart from its place in the drawing: the same text, the same picture. */
  readonly key: string;
  /** Pixel of a data point. */
  toPixel(point: Point3): Point;
}

/** The point that stays where it is when the box is drawn larger: the first dot, or the origin of the box. */
function standingPoint(space: Space): Point3 {
  for (const mark of space.marks) if (mark.kind === 'dot' && mark.at.every(Number.isFinite)) return mark.at;
  return [0, 0, (space.z.domain[0] + space.z.domain[1]) / 2];
}

/** Places the box of a panel in a rectangle. */
export function spaceFrame(panel: Panel, space: Space, plot: Box): SpaceFrame {
  const projection = projectionOf(space.camera);
  const { side, up, down } = projection.extent;
  const width = plot.right - plot.left;
  const height = plot.bottom - plot.top;
  const fitting = Math.max(1, Math.min(width / (2 * side), height / (up + down)));
  const scale = fitting * (space.camera.magnification ?? 1);
  const domains = [panel.x.domain, panel.y.domain, space.z.domain] as const;
  const box = boxMap(...domains);
  const middle: Point = [plot.left + width / 2, plot.top + (height - (up + down) * fitting) / 2 + up * fitting];
  const [x, y] = scale === fitting ? [0, 0] : projection.project(...box.toUnit(standingPoint(space)));
  const centre: Point = [middle[0] + (fitting - scale) * x, middle[1] - (fitting - scale) * y];
  return {
    projection,
    box,
    centre,
    scale,
    domains,
    key: [...space.camera.view, space.camera.distance ?? '', scale.toFixed(3), ...domains.flat()].join(),
    toPixel: (point) => {
      const [x, y] = projection.project(...box.toUnit(point));
      return [centre[0] + scale * x, centre[1] - scale * y];
    },
  };
}

/**
 * The same scene looked at from another side, or drawn larger: every box of space in it is turned to the view.
 *
 * @example
 * ```ts
 * const { scene } = tangentPlanes((w: number[]) => w[0]! * w[1]!)
 * withCamera(scene(0), { view: [60, 45] }).panels[1]?.space?.camera.view // → [60, 45]
 * ```
 */
export function withCamera(scene: Scene, camera: Partial<Camera>): Scene {
  return {
    ...scene,
    panels: scene.panels.map((panel) =>
      panel.space === undefined
        ? panel
        : { ...panel, space: { ...panel.space, camera: { ...panel.space.camera, ...camera } } },
    ),
  };
}
