/**
 * What the page and the worker of the cells say to each other. Every answer but the first carries the number of its
 * run.
 */
import type { FigureSpec } from '../figures/figure-spec.ts';
import type { CellText } from '../notebook/notebook.ts';
import type { CellOutput } from '../notebook/outputs.ts';

export type ToWorker =
  | {
      readonly kind: 'run';
      readonly run: number;
      readonly cells: readonly CellText[];
      readonly target: string | undefined;
    }
  | { readonly kind: 'try'; readonly run: number; readonly spec: FigureSpec; readonly place: FigurePosition };

/** Where the sliders of a figure stand; what is absent stands where the figure begins. */
export interface FigurePosition {
  readonly value?: number | undefined;
  readonly others?: readonly number[] | undefined;
}

export type FromWorker =
  | { readonly kind: 'ready' }
  | { readonly kind: 'started'; readonly run: number; readonly id: string }
  | { readonly kind: 'finished'; readonly run: number; readonly id: string; readonly outputs: readonly CellOutput[] }
  | { readonly kind: 'ended'; readonly run: number }
  | { readonly kind: 'tried'; readonly run: number; readonly fault: string | undefined };
