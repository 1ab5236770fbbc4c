/**
 * Figures that a cell shows, as `<secant-figure>`. In: the descriptions in what a cell shows, which come from a run, so
 * perhaps from a stranger. Out: each figure in its place, once it was drawn in a sandbox where no cell has run; what
 * cannot be drawn, or not in time, is said instead. What the figure needs is loaded then, and not before.
 */
import type { CellSandbox } from '../cells/sandbox.ts';
import { type FigureSpec, readFigureSpec, type SpecValue } from '../../pictures/figures/figure-spec.ts';
import { toDom } from '../notebook/element-tree.ts';
import { outputView } from '../notebook/output-view.ts';

/** Brings the figures inside an element to life that are not there yet, until they are no longer wanted. */
export function showFigures(outputs: Element, trials: CellSandbox, signal: AbortSignal): void {
  for (const place of outputs.querySelectorAll<HTMLElement>('[data-figure]:empty'))
    void showFigure(place, trials, signal);
}

async function showFigure(place: HTMLElement, trials: CellSandbox, signal: AbortSignal): Promise<void> {
  try {
    const spec = readFigureSpec(JSON.parse(place.dataset['figure'] ?? ''));
    if (spec === undefined) throw new Error('no figure');
    const loading = Promise.all([import('./attributes.ts'), import('./index.ts')]);
    const { fault } = await trials.try(spec, {}, signal);
    if (signal.aborted) return;
    if (fault !== undefined) throw new Error(fault);
    const [{ attributeOf }] = await loading;
    if (signal.aborted) return;
    place.append(figureElement(place.ownerDocument, spec, attributeOf));
  } catch (error) {
    if (signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    place.append(toDom(place.ownerDocument, outputView({ kind: 'error', message })));
  }
}

/** The element that shows a figure: its description as attributes. */
function figureElement(owner: Document, spec: FigureSpec, attributeOf: (option: string) => string): HTMLElement {
  const element = owner.createElement('secant-figure');
  const [first, second] = spec.functions;
  const attributes: readonly (readonly [string, SpecValue | undefined])[] = [
    ['kind', spec.kind],
    ['g', first?.text],
    ['g2', second?.text],
    ...Object.entries(spec.options).map(([option, value]) => [attributeOf(option), value] as const),
  ];
  for (const [name, value] of attributes) if (value !== undefined) element.setAttribute(name, String(value));
  return element;
}
