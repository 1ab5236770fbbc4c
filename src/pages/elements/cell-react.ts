/**
 * `<secant-cell>` for React: the same as `secant/elements/cell`, with its types for JSX. To be imported in its place:
 *
 *     import 'secant/elements/cell/react'
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SecantCellElement, SecantCellProperties } from './cell.ts';

export * from './cell.ts';

/** What `<secant-cell>` takes in JSX. */
export type SecantCellInReact = DetailedHTMLProps<HTMLAttributes<SecantCellElement>, SecantCellElement> &
  SecantCellProperties;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'secant-cell': SecantCellInReact;
    }
  }
}
