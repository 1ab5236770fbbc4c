/**
 * A picture as plain data. A scene is one or more panels; a panel is a rectangle of the drawing with its
 * own data window and a list of marks in data terms, each with a role and a key. Nothing here knows a
 * colour, a pixel or a DOM node: the theme gives roles their look, the painters (SVG text in Node,
 * retained SVG in a browser) give them pixels. Keys are stable from one position of the slider to the
 * next, so that a painter patches what changed and rebuilds nothing.
 */

import type { Diagram } from './diagram.ts';

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
  | 'plane'
  | 'adjoint';

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
  /** What a map has above a level: closed lines, one inside another around a hole, in the colour of a height from 0 to 1. */
  | {
      readonly kind: 'area';
      readonly key: string;
      readonly role: Role;
      readonly pieces: readonly (readonly Point[])[];
      readonly height: number;
    }
  | {
      readonly kind: 'polygon';
      readonly key: string;
      readonly role: Role;
      readonly points: readonly Point[];
      readonly shade?: number;
      readonly hidden?: boolean;
    }
  /** Arrows, each from its tail to its head; heads are drawn in pixels, smaller on a short arrow. */
  | {
      readonly kind: 'arrows';
      readonly key: string;
      readonly role: Role;
      readonly arrows: readonly (readonly [tail: Point, head: Point])[];
    }
  /** A dot whose shape (disc, ring, square, cross) comes from the role; `open` draws the hollow dot of a jump, `minor` a small one. */
  | {
      readonly kind: 'dot';
      readonly key: string;
      readonly role: Role;
      readonly at: Point;
      readonly open?: boolean;
      readonly minor?: boolean;
      /** Set where the point itself is not at `at`: an arrow says that it is beyond the edge, a cross that there is none. */
      readonly away?: Away;
    }
  /**
   * Words beside a point, `offset` pixels away; the painter takes another side, or a point of `orAt`, where they would
   * cover something. Without an offset they stand on the point itself. `minor` words are as small as an axis's
   * numbers, stand where they are asked to, and give way: one that would cover another word or a dot is not shown.
   */
  | {
      readonly kind: 'text';
      readonly key: string;
      readonly role: Role;
      readonly at: Point;
      readonly runs: readonly TextRun[];
      readonly anchor: 'start' | 'middle' | 'end';
      readonly offset?: Point;
      readonly orAt?: readonly Point[];
      readonly minor?: boolean;
    };

/** One direction of a panel: the interval shown and its name. */
export interface Axis {
  readonly domain: readonly [number, number];
  readonly label: readonly TextRun[];
  /** The data are logarithms to base ten; ticks are written as powers of ten. */
  readonly powers?: boolean;
  /**
   * Where a part is shown that changes while one looks at it: the whole interval. Room for numbers beside the panel is
   * left as the whole would need it, so that the panel keeps its place.
   */
  readonly whole?: readonly [number, number];
}

/** A rectangle of the drawing with its own data window. */
export interface Panel {
  readonly key: string;
  readonly x: Axis;
  readonly y: Axis;
  readonly title?: readonly TextRun[];
  readonly marks: readonly Mark[];
  /** Draw axes with ticks from the two domains. */
  readonly axes: boolean;
  /** A map of the two inputs: one unit is as long along x as along y, and the axes stand at the edges. */
  readonly map?: boolean;
  /** A view into three dimensions: `x` and `y` are then the two inputs, and `marks` is not drawn. */
  readonly space?: Space;
  /** Boxes and arrows, laid out by the painter; `x`, `y` and `marks` are then not drawn. */
  readonly diagram?: Diagram;
}

/** A point in three dimensions: [w₁, w₂, g(w)]. */
export type Point3 = readonly [number, number, number];

/** Where a view is taken from: elevation over the plane of the inputs and azimuth around the upright axis, in degrees. */
export type View = readonly [elevation: number, azimuth: number];

/** How a box of space is looked at. */
export interface Camera {
  readonly view: View;
  /** Distance of the eye from the middle of the box in units of half its width; `Infinity` looks with parallel rays. */
  readonly distance?: number;
  /** How many times larger than to fit its panel the box is drawn, around its first dot; 1 where absent. What leaves the panel is cut off. */
  readonly magnification?: number;
}

/** Heights of a surface on a square grid. */
export interface SurfaceGrid {
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  /** Cells along each side. */
  readonly cells: number;
  /** `heights[j * (cells + 1) + i]` at the i-th x and j-th y; NaN where there is no value. */
  readonly heights: Float64Array;
  /** `torn[j * cells + i]` is 1 where the surface jumps inside a cell, which is then not drawn. */
  readonly torn: Uint8Array;
  /** `turned[j * cells + i]` is 1 where the two halves of a cell meet on the diagonal from large x to large y. */
  readonly turned: Uint8Array;
  /** Cells that the surface ends in; they have corners without a height. */
  readonly rim: readonly RimCell[];
}

/** What there is of a half of a cell: a polygon, and what its edges are. */
export interface RimHalf {
  readonly points: readonly Point3[];
  readonly edges: readonly ('wire' | 'diagonal' | 'cut')[];
}

/** A cell that a surface ends in. */
export interface RimCell {
  readonly cell: number;
  readonly lower: RimHalf | undefined;
  readonly upper: RimHalf | undefined;
}

/** How a surface is drawn: by light and shade, by the lines of its grid, or by both. */
export type SurfaceLook = 'both' | 'shaded' | 'wire';

/** Where a point is that cannot be shown: over or under the picture, or nowhere, since there is no value. */
export type Away = 'up' | 'down' | 'nowhere';

/** What stands in space. Coordinates are data terms; keys and roles are as in flat panels. */
export type SpaceMark =
  | {
      readonly kind: 'surface';
      readonly key: string;
      readonly grid: SurfaceGrid;
      /** `both` unless said otherwise. */
      readonly look?: SurfaceLook;
    }
  /** A plane through a point, with its slopes along the two inputs; drawn inside the box. */
  | {
      readonly kind: 'plane';
      readonly key: string;
      readonly role: Role;
      readonly point: Point3;
      readonly gradient: readonly [number, number];
    }
  /** A line in space; its hidden parts are drawn fainter. */
  | {
      readonly kind: 'line';
      readonly key: string;
      readonly role: Role;
      readonly pieces: readonly (readonly Point3[])[];
      /** Key of the plane it lies in, which therefore does not hide it. */
      readonly within?: string;
    }
  | { readonly kind: 'dot'; readonly key: string; readonly role: Role; readonly at: Point3 }
  | {
      readonly kind: 'text';
      readonly key: string;
      readonly role: Role;
      readonly at: Point3;
      readonly runs: readonly TextRun[];
      readonly anchor: 'start' | 'middle' | 'end';
      readonly offset?: Point;
      readonly orAt?: readonly Point3[];
    };

/** A box of space with what stands in it. */
export interface Space {
  readonly z: Axis;
  readonly camera: Camera;
  readonly marks: readonly SpaceMark[];
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
  /** How many times larger than usual words and lines are drawn; 1 where absent. */
  readonly text?: number;
}
