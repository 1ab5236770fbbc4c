/**
 * Figures as an element of HTML. Importing this module defines `<secant-figure>`; importing it twice, or two copies
 * of it on one page, leaves the definition that came first. Where there is no page it does nothing, so that a server
 * may import it too.
 */
import { SecantFigureElement } from './figure-element.ts';

declare global {
  interface HTMLElementTagNameMap {
    'secant-figure': SecantFigureElement;
  }
}

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
  customElements.define('secant-figure', SecantFigureElement);
}

defineElements();

export { SecantFigureElement, type SecantFigureDetail, type SecantFigureError } from './figure-element.ts';
export { attributeTable as figureAttributes, type AttributeName } from './attributes.ts';
