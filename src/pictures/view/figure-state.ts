/**
 * Where a live figure stands, without a page: the figure, the values of its parameters, what of it is seen, and the
 * picture that belongs to all of that. Values and sights are held to what the figure allows when they come in; the
 * picture is made when it is asked for and something has changed, so that many wishes in a frame cost one scene.
 */
import { NotYet } from '../../base/parts.ts';
import { reasonOf } from './error-message.ts';
import { clampToParameter } from './parameter-motion.ts';
import { carriedOver, throughViewport, svgOptionsOf, wholeViewport, wholeWindows, type Viewport } from './viewport.ts';
import type { Figure, FigureParameter, FigureWay, SvgOptions, Windows } from '../scene/figure.ts';
import type { Scene, View } from '../scene/scene.ts';
import { svgText } from '../scene/svg.ts';

/** Everything drawn at one position. */
export interface Picture {
  readonly scene: Scene;
  readonly description: string;
  readonly valueText: string;
}

/** What playing goes along: places from `min` to `max`, begun at `from`, with rests at the stops. */
export interface Playback extends Pick<FigureParameter, 'min' | 'max' | 'stops'> {
  readonly from: number;
  /** The value of the slider at a place, and those of the others where they move too. */
  at(place: number): { readonly value: number; readonly others?: readonly number[] };
}

/** Where a live figure stands. */
export interface FigureState {
  readonly figure: Figure;
  /** The figure of the function with the values of its parameters; the figure itself where it has none. */
  readonly member: Figure;
  /** Whether it shows nothing but what is known so far of a slow function. */
  readonly isSketch: boolean;
  readonly value: number;
  readonly others: readonly number[];
  readonly viewport: Viewport;
  /** What the figure's flat panels show when nothing is zoomed; only those that can be zoomed. */
  readonly wholes: Windows;
  /** The picture as it was made last, looked at as the viewport says. */
  readonly picture: Picture;
  /** A parameter and its value by place: the slider's own is 0, the others follow. */
  parameter(place: number): FigureParameter | undefined;
  valueOf(place: number): number;
  /** What is played from here: of the slider, 0, the one the figure names, as in its film; of another, its own. */
  playback(place: number): Playback;
  /** Moves the values; true if that changed anything. */
  move(value: number, others?: readonly number[]): boolean;
  look(viewport: Viewport): void;
  /** Shows another figure with the values kept as far as it has them; throws what its first scene throws. */
  replace(figure: Figure): void;
  /** Where the sliders of another figure will stand: where they stand now, or where they were wished while there was none. */
  placeIn(figure: Figure): { readonly value: number; readonly others: readonly number[] };
  /** Shows what is known so far of a slow function. */
  sketch(figure: Figure): void;
  /** Leaves the picture as it is, with a notice of what went wrong. */
  fail(error: unknown): void;
  /** Makes the picture of the moment; a function that throws leaves the last picture, with a notice. */
  refresh(): void;
  /** The view the figure came with, if it looks into space. */
  ownView(): View | undefined;
  svg(options?: SvgOptions): string;
}

function pictureAt(figure: Figure, value: number, others: readonly number[], { windows }: Viewport): Picture {
  return {
    scene: figure.sceneAt(value, others, windows),
    description: figure.describeAt(value, others, windows),
    valueText: figure.valueText(value, others, windows),
  };
}

/** The values of the other parameters of a figure: those given as far as they go, held between their ends. */
function heldOthers(figure: Figure, values: readonly number[] = []): readonly number[] {
  return (figure.others ?? []).map((parameter, place) => clampToParameter(parameter, values[place] ?? parameter.value));
}

function memberOf(figure: Figure, others: readonly number[]): Figure {
  return figure.memberAt?.(others) ?? figure;
}

/** The values for another figure: parameters keep theirs by their letters, everything else by its place. */
function othersByName(before: Figure, next: Figure, values: readonly number[]): readonly number[] {
  const own = (next.others?.length ?? 0) - (next.parameters?.length ?? 0);
  return (next.others ?? []).map((parameter, place) => {
    const known = place < own ? place : (before.others?.findLastIndex(({ name }) => name === parameter.name) ?? -1);
    return values[known] ?? parameter.value;
  });
}

/** Takes a figure where it stands first; throws what its first scene throws. */
export function createFigureState(given: Figure): FigureState {
  const first = given.work?.blank ?? given;
  let figure = first;
  let isSketch = first !== given;
  /** Where somebody wants the sliders of a figure that is not there yet. */
  let wished: { readonly value: number; readonly others: readonly number[] | undefined } | undefined;
  let value = clampToParameter(first.parameter, first.parameter.value);
  let others = heldOthers(first);
  let viewport = wholeViewport;
  let picture = pictureAt(first, value, others, viewport);
  let wholes = wholeWindows(picture.scene, first.zoomable);
  let drawn = { value, others, windows: viewport.windows };
  let looked = picture;
  const lookAgain = (): void => {
    looked = { ...picture, scene: throughViewport(picture.scene, viewport, wholes) };
  };

  const refresh = (): void => {
    const { windows } = viewport;
    try {
      if (drawn.value !== value || drawn.others !== others || drawn.windows !== windows) {
        picture = pictureAt(figure, value, others, viewport);
        drawn = { value, others, windows };
        if (Object.keys(windows).length === 0) wholes = wholeWindows(picture.scene, figure.zoomable);
      }
    } catch (error) {
      if (error instanceof NotYet) throw error;
      fail(error);
    }
    lookAgain();
  };
  const fail = (error: unknown): void => {
    picture = { ...picture, scene: { ...picture.scene, notice: reasonOf(error) } };
    lookAgain();
  };

  const placeIn = (next: Figure): { readonly value: number; readonly others: readonly number[] } => {
    if (isSketch)
      return {
        value: clampToParameter(next.parameter, wished?.value ?? next.parameter.value),
        others: heldOthers(next, wished?.others),
      };
    // A slider at its end stays there: a graph that is shown whole has more steps in another function.
    const atEnd = value === figure.parameter.max;
    return {
      value: atEnd ? next.parameter.max : clampToParameter(next.parameter, value),
      others: heldOthers(next, othersByName(figure, next, others)),
    };
  };

  return {
    placeIn,
    get isSketch() {
      return isSketch;
    },
    get figure() {
      return figure;
    },
    get member() {
      return memberOf(figure, others);
    },
    get value() {
      return isSketch ? (wished?.value ?? value) : value;
    },
    get others() {
      return isSketch ? (wished?.others ?? others) : others;
    },
    get viewport() {
      return viewport;
    },
    get wholes() {
      return wholes;
    },
    get picture() {
      return looked;
    },
    parameter: (place) => (place === 0 ? memberOf(figure, others).parameter : figure.others?.[place - 1]),
    valueOf: (place) => (place === 0 ? value : (others[place - 1] ?? NaN)),
    playback(place) {
      const other = figure.others?.[place - 1];
      if (other !== undefined) {
        const at: Playback['at'] = (wanted) => ({ value, others: others.with(place - 1, wanted) });
        return { ...other, from: others[place - 1] ?? other.value, at };
      }
      let way: FigureWay | undefined;
      try {
        way = figure.wayFrom?.(value, others, viewport.windows);
      } catch {
        // The picture says what is wrong with the function; the slider can be moved all the same.
      }
      return way === undefined
        ? { ...memberOf(figure, others).parameter, from: value, at: (wanted) => ({ value: wanted }) }
        : { ...way, min: 0, max: way.frames - 1, stops: way.rests };
    },
    move(wanted, wantedOthers) {
      if (isSketch) {
        wished = { value: wanted, others: wantedOthers ?? wished?.others };
        return false;
      }
      const next = clampToParameter(figure.parameter, wanted);
      const nextOthers = heldOthers(figure, wantedOthers ?? others);
      if (next === value && nextOthers.every((other, place) => other === others[place])) return false;
      value = next;
      others = nextOthers;
      return true;
    },
    look(next) {
      viewport = next;
    },
    sketch(next) {
      figure = next;
      picture = pictureAt(next, value, others, viewport);
      lookAgain();
    },
    fail,
    replace(next) {
      const { value: kept, others: keptOthers } = placeIn(next);
      const whole = pictureAt(next, kept, keptOthers, { ...viewport, windows: {} });
      const nextWholes = wholeWindows(whole.scene, next.zoomable);
      const nextViewport = carriedOver(viewport, nextWholes, whole.scene, next);
      const nextPicture =
        Object.keys(nextViewport.windows).length === 0 ? whole : pictureAt(next, kept, keptOthers, nextViewport);
      [figure, value, others, viewport, picture, wholes] = [
        next,
        kept,
        keptOthers,
        nextViewport,
        nextPicture,
        nextWholes,
      ];
      drawn = { value, others, windows: viewport.windows };
      isSketch = false;
      lookAgain();
    },
    refresh,
    ownView: () => picture.scene.panels.find((panel) => panel.space !== undefined)?.space?.camera.view,
    svg(options = {}) {
      // A position may have been asked for and not drawn yet.
      refresh();
      const { scene, description } = looked;
      const { windows } = options;
      return svgText(windows === undefined ? scene : figure.sceneAt(value, others, windows), {
        ...svgOptionsOf(viewport),
        ...options,
        title: figure.title,
        description: windows === undefined ? description : figure.describeAt(value, others, windows),
      });
    },
  };
}
