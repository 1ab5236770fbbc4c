/**
 * What a figure needs for interaction: the read-out under the pointer, zooming and moving by pointer and
 * fingers, the menu with all it does. In: the parts of a live figure. Out: the same figure, taking these too. A
 * figure that is only looked at lives without it, so `lazy-interactions.ts` fetches this module when somebody reaches for
 * the figure.
 */
import type { Announcer } from './announcer.ts';
import { createCornerMenu, type CornerActions } from './corner-menu.ts';
import type { FigureCorner } from './figure-corner.ts';
import type { Looking } from './figure-looking.ts';
import type { FigureState } from './figure-state.ts';
import { watchPanZoom } from './pan-zoom.ts';
import { createHoverTag } from './hover-tag.ts';
import { interactionCss } from './interaction-style.ts';
import { adoptStyles } from './style-sheet.ts';
import type { CoordinateSystem } from '../scene/layout.ts';
import type { Scene } from '../scene/scene.ts';

/** The parts of a live figure that interactions work on. */
export interface InteractionParts {
  readonly root: HTMLElement;
  readonly stage: HTMLElement;
  readonly corner: FigureCorner;
  readonly state: FigureState;
  readonly looking: Looking;
  readonly announcer: Announcer;
  readonly actions: CornerActions;
}

/** The interactions of a figure. */
export interface Interactions {
  /** Sees to its style sheet, where the figure has come into another document or shadow root. */
  dress(): void;
  /** Follows the scene. */
  place(scene: Scene, system: CoordinateSystem): void;
  /** Opens the menu at its first or last item, or closes it. */
  toggleMenu(last: boolean): void;
  /** Height left for the picture where the figure has the whole screen. */
  roomFor(stage: HTMLElement): number | undefined;
  destroy(): void;
}

/** Adds the interactions to a live figure. */
export function createInteractions({
  root,
  stage,
  corner,
  state,
  looking,
  announcer,
  actions,
}: InteractionParts): Interactions {
  const dress = (): void => adoptStyles(root, interactionCss);
  dress();
  const hover = createHoverTag(stage, state);
  watchPanZoom(stage, { ...looking.panZoom, over: hover.over });
  const menu = createCornerMenu(root, corner, state, announcer, actions);
  return { dress, place: hover.place, toggleMenu: menu.toggle, roomFor: menu.roomFor, destroy: menu.destroy };
}
