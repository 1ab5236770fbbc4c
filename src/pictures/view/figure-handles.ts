/**
 * The handles of one figure: a target over every point that can be dragged. In: the figure's own list of handles
 * and where things stand. Out: targets that follow their dots, and drags as wishes for parameters. A handle that
 * the next figure has too keeps its element and its focus.
 */
import { createHandle, type PointHandle } from './handle.ts';
import { nearestParameter } from './nearest-parameter.ts';
import type { FigureParameter, Handle, Windows } from '../scene/figure.ts';
import type { CoordinateSystem, PanelFrame } from '../scene/layout.ts';
import type { Point, Scene } from '../scene/scene.ts';

/** What handles ask of their figure, and what they tell it. */
export interface HandleEvents {
  /** A parameter by its place: the slider's own is 0, the others follow. */
  parameter(place: number): FigureParameter | undefined;
  value(place: number): number;
  /** What is zoomed. */
  windows(): Windows;
  taken(): void;
  /** A parameter is wanted at a value; its whole range is so many pixels long. */
  wanted(place: number, value: number, pixels: number): void;
  released(): void;
  /** A key was pressed on a point that moves these parameters; true when it was used. */
  key(event: KeyboardEvent, moves: NonNullable<Handle['moves']>): boolean;
}

/** The handles of one figure. */
export interface FigureHandles {
  /** Takes the handles of a figure. */
  adopt(handles: readonly Handle[]): void;
  /** Puts the targets over their dots. */
  place(scene: Scene, system: CoordinateSystem, text: string): void;
}

interface LiveHandle {
  readonly handle: Handle;
  readonly target: PointHandle;
}

/** A pixel brought into the box where data are drawn. */
function within({ left, right, top, bottom }: PanelFrame['plot'], [x, y]: Point): Point {
  return [Math.min(right, Math.max(left, x)), Math.min(bottom, Math.max(top, y))];
}

/** Keeps the handles of a figure inside its stage. */
export function keepHandles(stage: HTMLElement, events: HandleEvents): FigureHandles {
  let kept: readonly LiveHandle[] = [];
  let system: CoordinateSystem | undefined;

  const frameOf = (handle: Handle): PanelFrame | undefined =>
    system?.panels.find((candidate) => candidate.key === handle.panel);
  /** How long the whole range of a parameter is across a flat panel, in pixels: a zoomed one shows a part of it. */
  const rangeInPixels = ({ plot, x }: PanelFrame, place: number): number => {
    const { min, max } = events.parameter(place) ?? { min: 0, max: 1 };
    return ((plot.right - plot.left) * (max - min)) / (x.domain[1] - x.domain[0]);
  };

  /**
   * Where the target of a handle stands: over its dot, held inside the panel when the dot is not. A dot that
   * the scene leaves out (the function has no value there) has its target on the axis, if the parameter is
   * where the pointer is, so that a drag can go on across the gap.
   */
  const placeOf = (handle: Handle, scene: Scene): Point | undefined => {
    const panel = frameOf(handle);
    if (panel === undefined) return undefined;
    const value = events.value(0);
    if (panel.space !== undefined) {
      const at = handle.pointAt === undefined ? undefined : panel.space.toPixel(handle.pointAt(value));
      return at !== undefined && at.every(Number.isFinite) ? within(panel.outer, at) : undefined;
    }
    const scenePanel = scene.panels.find((candidate) => candidate.key === handle.panel);
    const dot = scenePanel?.marks.find((mark) => mark.kind === 'dot' && mark.key === handle.mark);
    if (dot?.kind === 'dot') {
      const at = panel.toPixel(dot.at);
      if (Number.isFinite(at[0]) && Number.isFinite(at[1])) return within(panel.plot, at);
    }
    if (handle.moves !== undefined) return undefined;
    const { min, max } = events.parameter(0) ?? { min: 0, max: 1 };
    return Math.abs(handle.parameterAt(value, 0, events.windows()) - value) < (max - min) / 25
      ? within(panel.plot, panel.toPixel([value, 0]))
      : undefined;
  };

  const drag = (handle: Handle, place: Point): void => {
    const panel = frameOf(handle);
    if (panel === undefined) return;
    const { space } = panel;
    const { pointAt } = handle;
    const parameter = events.parameter(0);
    if (space !== undefined && pointAt !== undefined && parameter !== undefined) {
      const nearest = nearestParameter(parameter, events.value(0), (at) => space.toPixel(pointAt(at)), place);
      events.wanted(0, handle.parameterAt(nearest, 0, events.windows()), 2 * space.scale);
      return;
    }
    const [x, y] = panel.toData(place);
    const [along, across] = handle.moves ?? [0];
    events.wanted(along, handle.parameterAt(x, y, events.windows()), rangeInPixels(panel, along));
    if (across !== undefined && handle.acrossAt !== undefined)
      events.wanted(across, handle.acrossAt(x, y, events.windows()), panel.plot.bottom - panel.plot.top);
  };

  const create = (index: number, label: string): PointHandle => {
    const find = (): Handle | undefined => kept[index]?.handle;
    return createHandle(stage.ownerDocument, label, {
      taken: () => events.taken(),
      moved(place) {
        const handle = find();
        if (handle !== undefined) drag(handle, place);
      },
      released: () => events.released(),
      key: (event) => events.key(event, find()?.moves ?? [0]),
    });
  };

  return {
    adopt(handles) {
      const before = kept;
      const same = (was: Handle | undefined, now: Handle): boolean =>
        was !== undefined && was.panel === now.panel && was.mark === now.mark && was.label === now.label;
      kept = handles.map((handle, index) => {
        const known = before[index];
        const target = known !== undefined && same(known.handle, handle) ? known.target : create(index, handle.label);
        return { handle, target };
      });
      for (const { target } of before) if (!kept.some((now) => now.target === target)) target.element.remove();
      for (const { target } of kept) if (target.element.parentNode !== stage) stage.append(target.element);
    },
    place(scene, placed, text) {
      system = placed;
      for (const { handle, target } of kept) {
        target.place(placeOf(handle, scene));
        const place = handle.moves?.[0] ?? 0;
        const { min, max } = events.parameter(place) ?? { min: 0, max: 1 };
        target.say(events.value(place), min, max, text);
      }
    },
  };
}
