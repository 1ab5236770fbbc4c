/**
 * A film before anything draws it: where the figure stands in each picture, for how long, how large the pictures are, and
 * the SVG text of each. All pictures have one size, with room for the tallest read-out, and a word that has found its
 * place keeps it from picture to picture; so the texts are asked for in order. Who draws them is for the caller to say.
 */
import type { Easing, FigureData, SvgOptions, Windows } from '../scene/figure.ts';
import { naturalHeight, readOutHeight } from '../scene/layout.ts';
import type { LabelPositions } from '../scene/paint.ts';
import type { Scene, Size, View } from '../scene/scene.ts';
import { svgText } from '../scene/svg.ts';
import { filmFrames, type FilmFrame } from './film-frames.ts';

/** How many pictures a film has at most if nobody says, not counting stops. */
export const mostPictures = { gif: 120, webp: 120, mp4: 240, webm: 240 } as const;

/** What is said of a film. */
export interface FilmLook {
  /** Size of the panels in CSS pixels; the read-out comes below. Their own proportions at 720 pixels where absent. */
  readonly size?: Size;
  readonly value?: number;
  readonly others?: readonly number[];
  readonly view?: View;
  readonly magnification?: number;
  readonly windows?: Windows;
  readonly theme?: 'light' | 'dark';
  readonly speed?: number;
  readonly most: number;
  readonly easing?: Easing;
}

/** A film to be drawn. */
export interface FilmPictures {
  readonly frames: readonly FilmFrame[];
  readonly size: Size;
  /** The text of a picture. */
  svgOf(place: Omit<FilmFrame, 'time'>): string;
}

/** Lays out the film of a figure's whole way. */
export function filmPictures(figure: FigureData, look: FilmLook): FilmPictures {
  const frames = filmFrames(figure, look.most, look.speed ?? 1, look);
  const sceneOf = ({ value, others = look.others }: Omit<FilmFrame, 'time'>): Scene =>
    figure.sceneAt(value, others, look.windows);
  const first = sceneOf(frames[0] ?? figure.parameter);
  const panels = look.size ?? { width: 720, height: naturalHeight(first, 720) };
  const readOutRoom = Math.max(...frames.map((frame) => readOutHeight(sceneOf(frame), panels)));
  const size: Size = { ...panels, height: Math.ceil(panels.height + readOutRoom) };
  const options: SvgOptions = {
    ...size,
    readOutRoom,
    theme: look.theme ?? 'light',
    ...(look.view === undefined ? {} : { view: look.view }),
    ...(look.magnification === undefined ? {} : { magnification: look.magnification }),
  };
  const labelPositions: LabelPositions = new Map();
  return {
    frames,
    size,
    svgOf: (place) => svgText(sceneOf(place), { ...options, labelPositions, title: figure.title, description: '' }),
  };
}
