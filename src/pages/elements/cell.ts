/**
 * Live cells as an element of HTML. Importing this module defines `<secant-cell>`; importing it twice, or two copies of it
 * on one page, leaves the definition that came first. Where there is no page it does nothing, so that a server may
 * import it too. `<secant-figure>` comes when a cell shows its first figure.
 */
import { SecantCellElement } from './cell-element.ts';

declare global {
  interface HTMLElementTagNameMap {
    'secant-cell': SecantCellElement;
  }
}

/** The properties of `<secant-cell>` as templates and JSX write them. */
export interface SecantCellProperties {
  readonly code?: string | undefined;
  readonly autorun?: boolean | undefined;
  readonly label?: string | undefined;
}

/**
 * Defines `<secant-cell>`, if the page has none yet.
 *
 * @example
 * ```ts
 * defineCell() // done already by the import; a second time does no harm
 * ```
 */
export function defineCell(): void {
  if (typeof customElements === 'undefined' || customElements.get('secant-cell') !== undefined) return;
  customElements.define('secant-cell', SecantCellElement);
}

defineCell();

export { SecantCellElement, type SecantCellDetail, type SecantCellRun } from './cell-element.ts';
export type { CellOutput } from '../notebook/outputs.ts';
