/**
 * Where a figure comes to life. Figures are plain data and know no page; the view knows pages and registers
 * here how it mounts a figure. So a figure has a `mount` of its own without a DOM in its imports.
 */
import { SecantError } from '../../base/diagnostics.ts';
import type { Figure, MountedFigure } from '../scene/figure.ts';

/** Puts a live figure into an element. */
export type Mount = (figure: Figure, element: HTMLElement) => MountedFigure;

/** Set once, by the module that brings it in: pages load that when they need it (docs/decisions/0013-weight.md). */
let provided: Mount | undefined;

/** Registers how figures are mounted; the view calls it once when it is loaded. */
export function provideMount(mount: Mount): void {
  provided = mount;
}

/** Whether figures may come to life here: then a slow one is made in parts. */
export function isInPage(): boolean {
  return provided !== undefined;
}

/**
 * Mounts a figure with what was registered.
 *
 * @throws SecantError S501 when no view has been loaded
 */
export function mountWith(figure: Figure, element: HTMLElement): MountedFigure {
  if (provided === undefined) {
    throw new SecantError('S501', 'nothing is loaded that can show a figure in a page', {
      hint: "import 'secant/view' once, before the figure is mounted",
    });
  }
  return provided(figure, element);
}
