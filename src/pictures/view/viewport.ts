/**
 * What of a figure is seen: from where views into space are looked at, how large they are drawn, which part of flat
 * panels is shown. In comes a viewport and what happened to it, out comes the next viewport; the scene and its words
 * follow from figure, value and viewport alone, so the live picture, a saved one and a film cannot differ.
 */
import { viewText } from './camera-motion.ts';
import { heldWindow, movedWindow, zoomedWindow, zoomOf } from './plane-zoom.ts';
import { roundStep } from '../figures/positions.ts';
import { reducedView } from '../scene/camera.ts';
import type { Window } from '../scene/clip.ts';
import type { FigureData, SvgOptions, Windows } from '../scene/figure.ts';
import { formatShort } from '../scene/format.ts';
import type { Point, Scene, View } from '../scene/scene.ts';
import { withCamera } from '../scene/space-frame.ts';

/** What of a figure is seen. */
export interface Viewport {
  /** Absent: the view the figure came with. */
  readonly view?: View;
  /** 1 fits the panel. */
  readonly magnification: number;
  /** Empty: all of every panel. */
  readonly windows: Windows;
}

/** All of the figure, from where it is looked at first. */
export const wholeViewport: Viewport = { magnification: 1, windows: {} };

/** Boxes of space are drawn at most so many times larger than to fit: with more, nothing of their axes is left. */
const MOST_MAGNIFICATION = 4;

/** One key or menu item zooms by this much. */
export const ZOOM_STEP = 1.5;

/** Whether there is nothing to go back from. */
export function isWhole(viewport: Viewport): boolean {
  return viewport.view === undefined && viewport.magnification === 1 && Object.keys(viewport.windows).length === 0;
}

/** Looked at from another side; `undefined` for the side the figure came with. */
export function turned({ magnification, windows }: Viewport, view: View | undefined): Viewport {
  return { ...(view === undefined ? {} : { view: reducedView(view) }), magnification, windows };
}

/** Boxes of space drawn so many times larger than to fit. */
export function magnified(viewport: Viewport, magnification: number): Viewport {
  const held = Math.min(MOST_MAGNIFICATION, Math.max(1, magnification));
  // A little over 1 is what rounding leaves of zooming in and out again.
  return { ...viewport, magnification: held > 1 + 1e-6 ? held : 1 };
}

function withWindow(viewport: Viewport, panel: string, window: Window | undefined): Viewport {
  const { [panel]: _gone, ...windows } = viewport.windows;
  return { ...viewport, windows: window === undefined ? windows : { ...windows, [panel]: window } };
}

/** The window of a panel zoomed by a factor around a data point. */
export function zoomed(viewport: Viewport, wholes: Windows, panel: string, factor: number, around: Point): Viewport {
  const whole = wholes[panel];
  if (whole === undefined) return viewport;
  return withWindow(viewport, panel, zoomedWindow(whole, viewport.windows[panel] ?? whole, factor, around));
}

/** The window of a panel moved by so much in data terms; one that shows the whole stays. */
export function moved(viewport: Viewport, wholes: Windows, panel: string, by: Point): Viewport {
  const [whole, now] = [wholes[panel], viewport.windows[panel]];
  if (whole === undefined || now === undefined) return viewport;
  return withWindow(viewport, panel, movedWindow(whole, now, by));
}

/** Windows from outside, each brought into the whole of its panel; panels that cannot be zoomed are left out. */
export function windowed(viewport: Viewport, wholes: Windows, wanted: Windows): Viewport {
  let next: Viewport = { ...viewport, windows: {} };
  for (const [panel, window] of Object.entries(wanted)) {
    // Names may come from a link, where they can be anything.
    const whole = Object.hasOwn(wholes, panel) ? wholes[panel] : undefined;
    if (whole !== undefined) next = withWindow(next, panel, heldWindow(whole, window));
  }
  return next;
}

/**
 * The viewport for another function in the same panels. What was zoomed stays where it is along w and as large as it was;
 * where the new curve is not in view there, the window follows it up or down; where there is no curve, and in panels that
 * cannot be zoomed any more, it goes.
 */
export function carriedOver(
  viewport: Viewport,
  wholes: Windows,
  scene: Scene,
  { curveAt }: Pick<FigureData, 'curveAt'>,
): Viewport {
  const windows = Object.entries(viewport.windows).flatMap(([key, { x, y }]) => {
    const isMap = scene.panels.find((panel) => panel.key === key)?.map === true;
    const middle = (x[0] + x[1]) / 2;
    const height = isMap || curveAt === undefined ? (y[0] + y[1]) / 2 : curveAt(key, middle);
    if (!Number.isFinite(height)) return [];
    return [[key, height >= y[0] && height <= y[1] ? { x, y } : { x, y: [height, height] as const }] as const];
  });
  return windowed(viewport, wholes, Object.fromEntries(windows));
}

/** The whole windows of the panels that can be zoomed, from a scene that shows all of them. */
export function wholeWindows(scene: Scene, zoomable: readonly string[] = []): Windows {
  return Object.fromEntries(
    scene.panels
      .filter((panel) => zoomable.includes(panel.key) && panel.space === undefined)
      .map((panel) => [panel.key, { x: panel.x.domain, y: panel.y.domain }]),
  );
}

/**
 * The scene as it is looked at. What the windows show is the figure's matter, in `sceneAt`; that their panels keep
 * their places, and turning, is not.
 */
export function throughViewport(given: Scene, { view, magnification, windows }: Viewport, wholes: Windows): Scene {
  const scene =
    Object.keys(windows).length === 0
      ? given
      : {
          ...given,
          panels: given.panels.map((panel) => {
            const whole = windows[panel.key] === undefined ? undefined : wholes[panel.key];
            return whole === undefined ? panel : { ...panel, x: { ...panel.x, whole: whole.x } };
          }),
        };
  if (view === undefined && magnification === 1) return scene;
  return withCamera(scene, { ...(view === undefined ? {} : { view }), magnification });
}

/** A viewport as options of `figure.svg`. */
export function svgOptionsOf({
  view,
  magnification,
  windows,
}: Viewport): Pick<SvgOptions, 'view' | 'magnification' | 'windows'> {
  return { magnification, windows, ...(view === undefined ? {} : { view }) };
}

/** A viewport in words, for those who do not see what zooming and turning did. */
export function viewportText(viewport: Viewport, wholes: Windows, ownView: View | undefined): string {
  const said: string[] = [];
  const times = (zoom: number): string => `${formatShort(zoom, 2)} times`;
  for (const [panel, now] of Object.entries(viewport.windows)) {
    const whole = wholes[panel];
    if (whole === undefined) continue;
    // As many digits as tell the two ends apart.
    const digits =
      2 + Math.ceil(Math.log10(Math.max(1, Math.abs(now.x[0]), Math.abs(now.x[1])) / (now.x[1] - now.x[0]) + 1));
    const [from, to] = now.x.map((end) => formatShort(end, digits));
    said.push(`zoomed ${times(zoomOf(whole, now))}, showing ${from} to ${to}`);
  }
  if (viewport.magnification > 1) said.push(`drawn ${times(viewport.magnification)} as large`);
  const view = viewport.view ?? ownView;
  if (view !== undefined) said.push(viewText(view));
  return said.length === 0 ? 'all of the figure' : said.join('; ');
}

/** How many times finer steps become where a part of a panel is drawn larger: 1, 2, 5, 10 … */
export function finerBy({ windows }: Viewport, wholes: Windows): number {
  const zooms = Object.entries(windows).map(([panel, now]) => {
    const whole = wholes[panel];
    return whole === undefined ? 1 : zoomOf(whole, now);
  });
  return roundStep(Math.max(1, ...zooms));
}
