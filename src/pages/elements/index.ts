/**
 * Figures as an element of HTML. Importing this module defines `<secant-figure>`; importing it twice, or two copies
 * of it on one page, leaves the definition that came first. Where there is no page it does nothing, so that a server
 * may import it too.
 */
import type { Figure, FigureKind, View } from '../../pictures/figures/index.ts';
import { provideMount } from '../../pictures/figures/mounting.ts';
import { mountFigure } from '../../pictures/view/mount-figure.ts';
import type { OptionProperties } from './attributes.ts';
import { SecantFigureElement } from './figure-element.ts';

declare global {
  interface HTMLElementTagNameMap {
    'secant-figure': SecantFigureElement;
  }
}

/** The properties of `<secant-figure>` as templates and JSX write them: each as a value, or as the text of its attribute. */
export type SecantFigureProperties = {
  readonly [Name in keyof OptionProperties]?: OptionProperties[Name] | string;
} & {
  readonly kind?: FigureKind | undefined;
  readonly g?: SecantFigureElement['g'];
  readonly figure?: Figure | undefined;
  readonly value?: number | string | undefined;
  readonly others?: readonly number[] | string | undefined;
  readonly view?: View | string | undefined;
  readonly field?: boolean | undefined;
  readonly examples?: readonly string[] | string | undefined;
  readonly eager?: boolean | undefined;
};

/**
 * Defines `<secant-figure>`, if the page has none yet.
 *
 * @example
 * ```ts
 * defineElements() // done already by the import; a second time does no harm
 * ```
 */
export function defineElements(): void {
  if (typeof customElements === 'undefined' || customElements.get('secant-figure') !== undefined) return;
  // Slow figures may be drawn in parts: the elements show them.
  provideMount(mountFigure);
  customElements.define('secant-figure', SecantFigureElement);
}

defineElements();

export { SecantFigureElement, type SecantFigureDetail, type SecantFigureError } from './figure-element.ts';
export { figureAttributes } from './attribute-meanings.ts';
export type { AttributeName } from './attributes.ts';
