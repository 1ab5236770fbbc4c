/**
 * The eye. A box of data is mapped to a box around the origin that is two units wide, two deep and one and
 * a half high; the camera looks at its middle from an elevation and an azimuth in degrees, as matplotlib
 * counts them, with a weak perspective. In come camera and axes, out come the map to the unit box, the eye's
 * place, and the projection to the picture plane, whose unit is half the width of the box. Lines stay lines, and
 * the scale depends on the elevation only, so that the picture does not breathe while it is turned.
 */
import type { Axis, Camera, Point3, View } from './scene.ts';

/** Half the height of the unit box; its half width is 1. */
export const halfHeight = 0.75;

/** Distance of the eye unless a camera says otherwise: near enough to tell front from back, far enough to compare lengths. */
const usualDistance = 10;

/** A camera made ready: the eye in units of the box, and the projection of such points. */
export interface Projection {
  readonly eye: Point3;
  /** Direction from the middle to the eye. */
  readonly towards: Point3;
  /** Picture coordinates (right, up) of a point of the unit box. */
  project(x: number, y: number, z: number): readonly [number, number];
  /** What the box needs at most at this elevation: half its width, and how far it reaches up and down. */
  readonly extent: { readonly side: number; readonly up: number; readonly down: number };
}

/**
 * A view with its elevation held between straight up and straight down and its azimuth in (−180, 180].
 *
 * @example
 * ```ts
 * heldView([95, 190]) // → [90, -170]
 * ```
 */
export function heldView([elevation, azimuth]: View): View {
  const turned = ((((azimuth + 180) % 360) + 360) % 360) - 180;
  return [Math.max(-90, Math.min(90, elevation)), turned === -180 ? 180 : turned];
}

/**
 * The same view with angles in their usual ranges: from 345° up it looks as from −15°, and from 100° up one looks over the top
 * from the other side.
 *
 * @example
 * ```ts
 * reducedView([345, 150]) // → [-15, 150]
 * ```
 */
export function reducedView([elevation, azimuth]: View): View {
  const turned = ((((elevation + 180) % 360) + 360) % 360) - 180;
  if (Math.abs(turned) <= 90) return heldView([turned, azimuth]);
  return heldView([(turned > 0 ? 180 : -180) - turned, azimuth + 180]);
}

/** Makes a camera ready. */
export function projectionOf(camera: Camera): Projection {
  const [elevation, azimuth] = reducedView(camera.view);
  const distance = camera.distance ?? usualDistance;
  const [se, ce] = [Math.sin((elevation * Math.PI) / 180), Math.cos((elevation * Math.PI) / 180)];
  const [sa, ca] = [Math.sin((azimuth * Math.PI) / 180), Math.cos((azimuth * Math.PI) / 180)];
  const towards: Point3 = [ce * ca, ce * sa, se];
  const nearness = Number.isFinite(distance) ? 1 / distance : 0;
  const reach = Number.isFinite(distance) ? distance : 1e9;
  const lift = Math.SQRT2 * Math.abs(se) + halfHeight * ce;
  const depth = Math.SQRT2 * ce - halfHeight * Math.abs(se);
  const near = lift / (1 - nearness * Math.max(0, depth));
  const far = lift / (1 + nearness * Math.max(0, depth));
  return {
    eye: [reach * towards[0], reach * towards[1], reach * towards[2]],
    towards,
    project(x, y, z) {
      const across = x * ca + y * sa;
      const scale = 1 / (1 - nearness * (across * ce + z * se));
      return [(y * ca - x * sa) * scale, (z * ce - across * se) * scale];
    },
    extent: { side: Math.SQRT2 * (1 + 0.2 * nearness), up: se >= 0 ? far : near, down: se >= 0 ? near : far },
  };
}

/** The map from data to the unit box, one straight map for each direction. */
export interface BoxMap {
  toUnit(point: Point3): Point3;
  unitZ(value: number): number;
}

/** The map of a panel's three domains. */
export function boxMap(x: Axis['domain'], y: Axis['domain'], z: Axis['domain']): BoxMap {
  const along = ([low, high]: Axis['domain'], half: number) => {
    const ratio = (2 * half) / (high - low);
    const middle = low + (high - low) / 2;
    return (value: number): number => (value - middle) * ratio;
  };
  const [ux, uy, unitZ] = [along(x, 1), along(y, 1), along(z, halfHeight)];
  return { unitZ, toUnit: ([a, b, c]) => [ux(a), uy(b), unitZ(c)] };
}
