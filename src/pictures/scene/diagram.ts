/**
 * Boxes and arrows as plain data: what a panel shows when it is neither a curve nor a view into space. A box has lines
 * of text, an arrow runs from an earlier box to a later one. Where they stand is the layout's affair
 * (`diagram-frame.ts`), how they look is said by a role and a state. A line keeps its room while it is not shown, so
 * that nothing moves when it appears.
 */
import type { DiagramFrame } from './diagram-frame.ts';
import type { Arrow } from './layered-layout.ts';
import type { Box } from './layout.ts';
import type { PaintedNode } from './painted-node.ts';
import type { Role, TextRun } from './scene.ts';
import type { ColourScheme } from './theme.ts';

/** Not reached yet, reached, or what is going on now. */
export type DiagramState = 'waiting' | 'standing' | 'current';

/** One line of text in a box. */
export interface BoxLine {
  readonly runs: readonly TextRun[];
  readonly role: Role;
  readonly shown: boolean;
}

/** A box. The first line is its heading. */
export interface DiagramBox {
  readonly key: string;
  readonly lines: readonly BoxLine[];
  readonly role: Role;
  readonly state: DiagramState;
}

/** How an arrow looks; its ends are in the structure, at the same place of the list. */
export interface DiagramArrow {
  readonly key: string;
  readonly role: Role;
  readonly state: DiagramState;
  /** The head is at the tail's box: something has run back along it. */
  readonly back?: boolean;
  /** How far along its way something is that runs along it now, from 0 to 1 in the direction it runs. */
  readonly travelled?: number;
  readonly label?: readonly TextRun[];
}

/** What joins what. One object for all positions of a slider: the layout is kept by its identity. */
export interface DiagramStructure {
  readonly boxes: number;
  readonly arrows: readonly Arrow[];
  /** Room for words on the arrows. */
  readonly labelled: boolean;
}

/** Lays diagrams out and paints them. */
export interface DiagramPainter {
  /** The height that a diagram takes of a drawing of this width, both in units of the scale of its text. */
  height(diagram: Diagram, width: number): number;
  /** Where its parts stand in a rectangle. */
  frame(diagram: Diagram, room: Box, textScale: number): DiagramFrame;
  /** Its parts; `id` is what `data-mark` of them begins with. */
  paint(diagram: Diagram, frame: DiagramFrame, scheme: ColourScheme, id: string): PaintedNode[];
}

/** A picture of boxes and arrows. It brings its painter along, so that a page without a diagram loads none. */
export interface Diagram {
  readonly painter: DiagramPainter;
  readonly structure: DiagramStructure;
  readonly boxes: readonly DiagramBox[];
  readonly arrows: readonly DiagramArrow[];
}
