/**
 * How a view into space is turned, as arithmetic: by a drag in pixels and by keys. In comes the view and what
 * happened, out comes the next view. A drag moves the near side of the box with the pointer.
 */
import { heldView } from '../scene/camera.ts';
import type { View } from '../scene/scene.ts';

/** Degrees of one arrow key. */
const TURN_STEP = 5;

/** The view after a drag by so many pixels over a panel of this width. */
export function viewAfterDrag([elevation, azimuth]: View, dx: number, dy: number, width: number): View {
  const degrees = 180 / Math.max(200, width);
  return heldView([elevation + dy * degrees, azimuth - dx * degrees]);
}

/** The view after a key, or `undefined` where the key does not turn. */
export function viewAfterKey([elevation, azimuth]: View, key: string): View | undefined {
  switch (key) {
    case 'ArrowLeft':
      return heldView([elevation, azimuth + TURN_STEP]);
    case 'ArrowRight':
      return heldView([elevation, azimuth - TURN_STEP]);
    case 'ArrowUp':
      return heldView([elevation + TURN_STEP, azimuth]);
    case 'ArrowDown':
      return heldView([elevation - TURN_STEP, azimuth]);
    case 'PageUp':
      return heldView([elevation, azimuth + 6 * TURN_STEP]);
    case 'PageDown':
      return heldView([elevation, azimuth - 6 * TURN_STEP]);
    default:
      return undefined;
  }
}

/** The view in words. */
export function viewText([elevation, azimuth]: View): string {
  const side = elevation < 0 ? 'below' : 'above';
  return `seen from ${Math.abs(Math.round(elevation))}° ${side}, turned to ${String(Math.round(azimuth)).replace('-', '−')}°`;
}
