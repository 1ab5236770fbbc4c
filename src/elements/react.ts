/**
 * `<secant-figure>` for React: the same as `secant/elements`, with its types for JSX. To be imported in its place:
 *
 *     import 'secant/elements/react'
 *
 * The types of `<secant-cell>` are here too; the element itself comes with `secant/elements/cell`.
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SecantCellElement, SecantCellProperties } from './cell.ts';
import type { SecantFigureElement, SecantFigureProperties } from './index.ts';

export * from './index.ts';

/** What `<secant-figure>` takes in JSX. */
export type SecantFigureInReact = DetailedHTMLProps<HTMLAttributes<SecantFigureElement>, SecantFigureElement> &
  SecantFigureProperties;

/** What `<secant-cell>` takes in JSX. */
export type SecantCellInReact = DetailedHTMLProps<HTMLAttributes<SecantCellElement>, SecantCellElement> &
  SecantCellProperties;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'secant-figure': SecantFigureInReact;
      'secant-cell': SecantCellInReact;
    }
  }
}
