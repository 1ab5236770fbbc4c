/** The SVG text of one picture of a figure, with its size, for whoever draws it. */
import type { FigureData, PictureFileOptions } from '../scene/figure.ts';
import { svgText } from '../scene/svg.ts';

/** SVG text and its size in CSS pixels. */
export interface PictureText {
  readonly svg: string;
  readonly width: number;
  readonly height: number;
}

/** The picture of a figure as the options say. */
export function pictureText(figure: FigureData, options: PictureFileOptions): PictureText {
  const { value = figure.parameter.value, others, view, windows, width, height, background, theme = 'light' } = options;
  const svg = svgText(figure.sceneAt(value, others, windows), {
    title: figure.title,
    description: figure.describeAt(value, others, windows),
    theme,
    ...(view === undefined ? {} : { view }),
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(background === undefined ? {} : { background }),
  });
  const [, written = '640', high = '400'] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(svg) ?? [];
  return { svg, width: Number(written), height: Number(high) };
}
