/**
 * `<secant-figure>` for React: the same as `secant/elements`, with its types for JSX. To be imported in its place:
 *
 *     import 'secant/elements/react'
 */
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type { SecantFigureElement, SecantFigureProperties } from './index.ts';

export * from './index.ts';

/** What `<secant-figure>` takes in JSX. */
export type SecantFigureInReact = DetailedHTMLProps<HTMLAttributes<SecantFigureElement>, SecantFigureElement> &
  SecantFigureProperties;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'secant-figure': SecantFigureInReact;
    }
  }
}
