/**
 * The painter's building blocks: SVG elements as plain data, and the looks of lines and words. Colours are
 * written as attributes and named by classes as well: attributes serve viewers that know no style sheets,
 * classes let `themeCss` follow the reader's system without painting again.
 */
import type { Point, Role, TextRun } from './scene.ts';
import { smallScale } from './text.ts';
import { colourOf, fonts, grounds, textColourOf, theme, type ColourScheme } from './theme.ts';

/** One SVG element as plain data. An element has either text or children. */
export interface PaintedNode {
  /** Unique among siblings, stable from one position of the slider to the next. */
  readonly key: string;
  readonly tag: 'g' | 'svg' | 'path' | 'circle' | 'line' | 'polygon' | 'rect' | 'text' | 'tspan';
  readonly attributes: Readonly<Record<string, string>>;
  /**
   * The outline of a path that changes while its look stays. Apart from the attributes, so that these can be one object for
   * many paths and frames, and a patching painter passes over them.
   */
  readonly d?: string;
  readonly text?: string;
  readonly children?: readonly PaintedNode[];
}

/** Pixel numbers with two decimals at most. Written from whole numbers, which is several times faster than from a fraction. */
export function px(value: number): string {
  const hundredths = Math.round(value * 100);
  const size = Math.abs(hundredths);
  if (!(size < 1e9)) return String(hundredths / 100);
  const whole = (size / 100) | 0;
  const rest = size - 100 * whole;
  const sign = hundredths < 0 ? '-' : '';
  if (rest === 0) return sign + whole;
  return `${sign}${whole}.${rest < 10 ? '0' : ''}${rest % 10 === 0 ? rest / 10 : rest}`;
}

/** Classes and colour of a stroked mark. */
export function lineLook(role: Role, scheme: ColourScheme, scale = 1): Record<string, string> {
  const look = theme[role];
  return {
    class: `sc-line sc-${role}`,
    fill: 'none',
    stroke: colourOf(role, scheme),
    'stroke-width': px(look.width * scale),
    'stroke-linejoin': 'round',
    'stroke-linecap': look.dash === undefined ? 'round' : 'butt',
    ...(look.dash === undefined ? {} : { 'stroke-dasharray': look.dash }),
  };
}

/** The tspans of a text: italics in the serif, sub- and superscripts smaller and shifted. */
function spans(runs: readonly TextRun[]): PaintedNode[] {
  let shift = 0;
  return runs.map((run, index) => {
    const attributes: Record<string, string> = {};
    const small = run.style === 'superscript' || run.style === 'subscript';
    const target = run.style === 'superscript' ? -0.4 : run.style === 'subscript' ? 0.22 : 0;
    if (run.style === 'italic') {
      attributes['font-style'] = 'italic';
      attributes['font-family'] = fonts.serif;
    }
    const em = small ? smallScale : 1;
    if (small) {
      attributes['font-size'] = `${smallScale}em`;
      // A full halo would bite into the letter before it.
      attributes['stroke-width'] = '1';
      attributes['dx'] = '0.08em';
    }
    if (target !== shift) attributes['dy'] = `${px((target - shift) / em)}em`;
    shift = target;
    return { key: String(index), tag: 'tspan', attributes, text: run.text };
  });
}

/** A text element with a halo of the ground's colour, so that it reads on top of lines. */
export function textNode(
  key: string,
  runs: readonly TextRun[],
  at: Point,
  look: { role: Role; scheme: ColourScheme; size: number; anchor: 'start' | 'middle' | 'end'; halo?: boolean },
): PaintedNode {
  const attributes: Record<string, string> = {
    class: `sc-text sc-${look.role}${look.halo === false ? '' : ' sc-halo'}`,
    x: px(at[0]),
    y: px(at[1]),
    fill: textColourOf(look.role, look.scheme),
    'font-size': px(look.size),
    'text-anchor': look.anchor,
  };
  if (look.halo !== false) {
    attributes['stroke'] = grounds[look.scheme];
    attributes['stroke-width'] = '4';
    attributes['stroke-linejoin'] = 'round';
    attributes['paint-order'] = 'stroke';
  }
  return { key, tag: 'text', attributes, children: spans(runs) };
}
