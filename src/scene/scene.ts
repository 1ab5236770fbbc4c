/**
 * A picture as plain data. A scene is one or more panels; a panel is a rectangle of the drawing with its
 * own data window and a list of marks in data terms, each with a role and a key. Nothing here knows a
 * colour, a pixel or a DOM node: the theme gives roles their look, the painters (SVG text in Node,
 * retained SVG in a browser) give them pixels. Keys are stable from one position of the slider to the
 * next, so that a painter patches what changed and rebuilds nothing.
 */

/** What a mark stands for. The theme has one row per role; a missing row does not compile. */
export type Role =
  | 'function'
  | 'moving-point'
  | 'fixed-point'
  | 'second-point'
  | 'secant'
  | 'tangent'
  | 'second-order'
  | 'numerical-derivative'
  | 'true-derivative'
  | 'guide'
  | 'axis'
  | 'grid'
  | 'label'
  | 'surface'
  | 'plane';

/** A point in data terms: [w, g(w)]. */
export type Point = readonly [number, number];

/** One piece of text with its style: mathematics has italics, sub- and superscripts. */
export interface TextRun {
  readonly text: string;
  readonly style?: 'italic' | 'subscript' | 'superscript';
}

/** The marks. Coordinates are data terms of the panel; sizes (radius, offset) are pixels. */
export type Mark =
  /** A polyline in one or more pieces: a new piece begins where the curve breaks. */
  | { readonly kind: 'path'; readonly key: string; readonly role: Role; readonly pieces: readonly (readonly Point[])[] }
  | {
      readonly kind: 'polygon';
      readonly key: string;
      readonly role: Role;
      readonly points: readonly Point[];
      readonly shade?: number;
      readonly hidden?: boolean;
    }
  /** A dot whose shape (disc, ring, square, cross) comes from the role; `open` draws the hollow dot of a jump. */
  | { readonly kind: 'dot'; readonly key: string; readonly role: Role; readonly at: Point; readonly open?: boolean }
  /** Words beside a point, `offset` pixels away; the painter takes another side, or a point of `orAt`, where they would cover something. */
  | {
      readonly kind: 'text';
      readonly key: string;
      readonly role: Role;
      readonly at: Point;
      readonly runs: readonly TextRun[];
      readonly anchor: 'start' | 'middle' | 'end';
      readonly offset?: Point;
      readonly orAt?: readonly Point[];
    };

/** A rectangle of the drawing with its own data window. */
export interface Panel {
  readonly key: string;
  readonly x: { readonly domain: readonly [number, number]; readonly label: readonly TextRun[] };
  readonly y: { readonly domain: readonly [number, number]; readonly label: readonly TextRun[] };
  readonly title?: readonly TextRun[];
  readonly marks: readonly Mark[];
  /** Draw axes with ticks from the two domains. */
  readonly axes: boolean;
}

/**
 * One number or word of the line under a figure, written as label, a space, value: `slope 0.54`. A label that
 * needs an equals sign ends with it (`w⁰ =`); a word that stands alone has an empty label.
 */
export interface ReadOut {
  readonly key: string;
  readonly label: readonly TextRun[];
  readonly value: string;
  readonly role?: Role;
}

/** A whole picture: panels side by side, and what is read out under them. */
export interface Scene {
  readonly panels: readonly Panel[];
  readonly readOut: readonly ReadOut[];
  /** What a person should be told although it cannot be drawn: "no tangent here: slopes 0 and 1". */
  readonly notice?: string;
}

/** Outer size of a drawing in CSS pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}
