/**
 * What the page and the worker of the cells say to each other. Every answer but the first carries the number of its
 * run.
 */
import type { FigureSpec } from '../../pictures/figures/figure-spec.ts';
import type { CellText } from '../notebook/notebook.ts';
import type { CellOutput } from '../notebook/outputs.ts';
import type { Windows } from '../../pictures/scene/figure.ts';
import type { View } from '../../pictures/scene/scene.ts';

export type ToWorker =
  | {
      readonly kind: 'run';
      readonly run: number;
      readonly cells: readonly CellText[];
      readonly target: string | undefined;
    }
  | { readonly kind: 'try'; readonly run: number; readonly spec: FigureSpec; readonly place: FigurePosition };

/** Where the sliders of a figure stand and what of it is seen; what is absent is as the figure begins. */
export interface FigurePosition {
  readonly value?: number | undefined;
  readonly others?: readonly number[] | undefined;
  readonly sight?: FigureSight | undefined;
}

/** How a figure is looked at: turned, drawn larger, zoomed. */
export interface FigureSight {
  readonly view?: View;
  readonly magnification?: number;
  readonly windows?: Windows;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'planned'; readonly run: number; readonly ids: readonly string[] }
  | { readonly kind: 'started'; readonly run: number; readonly id: string }
  | { readonly kind: 'finished'; readonly run: number; readonly id: string; readonly outputs: readonly CellOutput[] }
  | { readonly kind: 'ended'; readonly run: number }
  | { readonly kind: 'tried'; readonly run: number; readonly fault: string | undefined };
