/**
 * The inside of a `<secant-figure>`: a shadow root with the live figure, the fields of its functions and a message.
 * In: figures to show, errors to tell. Out: a figure that is mounted once and replaced in place afterwards, so that
 * slider, focus and drag stay; and what the reader does, told once each. The events of the controls inside end here,
 * so that nobody outside hears the same move twice. Until the first figure is there, what stands inside the element
 * (the picture that came with the page) is shown.
 */
import { errorNodes } from '../../pictures/view/error-message.ts';
import { mountFigure } from '../../pictures/view/mount-figure.ts';
import { adoptStyles } from '../../pictures/view/style-sheet.ts';
import { createElement } from '../../pictures/view/dom.ts';
import type { Figure, MountedFigure, View } from '../../pictures/figures/index.ts';

/** Where a figure stands. */
export interface Position {
  readonly value?: number | undefined;
  readonly others?: readonly number[] | undefined;
  readonly view?: View | undefined;
}

/** The inside of one element. */
export interface LivePlace {
  /** Where fields go. */
  readonly fields: HTMLElement;
  /** The figure that is shown, and its live form. */
  readonly figure: Figure | undefined;
  readonly mounted: MountedFigure | undefined;
  /** Keeps room of a height, as long as nothing is there. */
  reserve(height: number): void;
  /** Shows a figure: the first where `first` says, a later one of the same kind where the one before stands. */
  show(figure: Figure, first: Position): void;
  /** Puts the figure somewhere without telling anyone. */
  put(position: Position): void;
  /** Says what is wrong; what is shown stays. */
  complain(error: unknown, typed: string): void;
  /** Takes the message away. */
  accept(): void;
  destroy(): void;
}

/** The most that a figure may be lower than the picture before it, in pixels, for the difference to be kept as room. */
const MOST_ROOM = 48;

/**
 * Keeps an element as high as what was there before it, if it is but a little lower, until its width changes: so that
 * what comes below on the page does not move under the reader's eyes. What is still being drawn gets all the room.
 */
function holdHeight(element: HTMLElement, height: number, isUnfinished: boolean): void {
  const view = element.ownerDocument.defaultView;
  const { clientHeight, clientWidth } = element;
  if (view === null || (!isUnfinished && clientHeight < height - MOST_ROOM)) return;
  element.style.minHeight = `${height}px`;
  const observer = new view.ResizeObserver(() => {
    if (element.clientWidth === clientWidth) return;
    observer.disconnect();
    element.style.minHeight = '';
  });
  observer.observe(element);
}

/** Builds the inside of an element in its shadow root. */
export function createLivePlace(root: ShadowRoot, tell: (name: 'input' | 'change') => void): LivePlace {
  const owner = root.ownerDocument;
  const space = createElement(owner, 'div', { class: 'secant-space' });
  const slot = createElement(owner, 'slot', {}, space);
  const place = createElement(owner, 'div');
  const fields = createElement(owner, 'div', { class: 'secant-fields' });
  const message = createElement(owner, 'div', { class: 'secant-field-message', role: 'status', 'aria-live': 'polite' });
  const inside = createElement(owner, 'div');
  inside.append(place, fields, createElement(owner, 'div', { class: 'secant-field' }, message));
  root.replaceChildren(slot, inside);
  adoptStyles(slot);

  let shown: { readonly figure: Figure; readonly mounted: MountedFigure } | undefined;
  let quiet = false;

  for (const name of ['input', 'change']) inside.addEventListener(name, (event) => event.stopPropagation());
  for (const [name, told] of [
    ['secant-input', 'input'],
    ['secant-change', 'change'],
    ['secant-view', 'input'],
  ] as const) {
    inside.addEventListener(name, (event) => {
      event.stopPropagation();
      if (!quiet) tell(told);
    });
  }

  function quietly(action: () => void): void {
    quiet = true;
    try {
      action();
    } finally {
      quiet = false;
    }
  }

  function put({ value, others, view }: Position): void {
    const mounted = shown?.mounted;
    if (mounted === undefined) return;
    quietly(() => {
      if (value !== undefined) mounted.value = value;
      if (others !== undefined) mounted.others = others;
      if (view !== undefined) mounted.view = view;
    });
  }

  return {
    fields,
    get figure() {
      return shown?.figure;
    },
    get mounted() {
      return shown?.mounted;
    },
    reserve(height) {
      space.style.height = `${height}px`;
    },
    show(figure, first) {
      if (shown?.figure.kind === figure.kind) {
        shown.mounted.replace(figure);
        shown = { ...shown, figure };
        return;
      }
      // The new figure is made before the old one goes, so that one that cannot be drawn leaves the old.
      const fresh = createElement(owner, 'div');
      place.append(fresh);
      let mounted: MountedFigure;
      try {
        mounted = mountFigure(figure, fresh);
      } catch (error) {
        fresh.remove();
        throw error;
      }
      shown?.mounted.destroy();
      place.replaceChildren(fresh);
      const before = slot.isConnected ? root.host.clientHeight : 0;
      slot.remove();
      holdHeight(inside, before, figure.work !== undefined);
      shown = { figure, mounted };
      put(first);
    },
    put,
    complain(error, typed) {
      // No figure is coming for now: a message needs no room above it.
      if (shown === undefined) slot.replaceChildren();
      message.replaceChildren(...errorNodes(owner, error, typed));
    },
    accept() {
      if (message.hasChildNodes()) message.replaceChildren();
    },
    destroy() {
      shown?.mounted.destroy();
      shown = undefined;
      root.replaceChildren();
    },
  };
}
