/**
 * Loads what a figure needs only for interaction (`interactions.ts`) when a pointer moves over it or it is focused. In: the
 * parts of the figure. Out: its interactions, once they are loaded. A finger gives no warning, so on a touch screen the module
 * is fetched as soon as the figure lives. A fetch that fails is tried again at the next press or focus.
 */
import type { Interactions, InteractionParts } from './interactions.ts';

/** The interactions of one figure, loaded or not. */
export interface LazyInteractions {
  /** The interactions, if they are loaded. */
  readonly interactions: Interactions | undefined;
  /** Loads the interactions, if need be, and uses them; `failed` is told where they cannot be loaded. */
  reach(use: (interactions: Interactions) => void, failed: (error: unknown) => void): void;
  destroy(): void;
}

/** What says that somebody reaches for a figure. */
const signs = ['pointermove', 'pointerdown', 'focusin'] as const;

/** Waits for the first interaction with the figure in `root`; `taken` is called once, when they are loaded. */
export function loadInteractionsLater(
  parts: InteractionParts,
  taken: (interactions: Interactions) => void,
): LazyInteractions {
  const { root } = parts;
  const view = root.ownerDocument.defaultView ?? window;
  let interactions: Interactions | undefined;
  let coming: Promise<Interactions> | undefined;
  let hasFailed = false;
  let destroyed = false;
  /** The pointer as it was seen last, and what it is over if it holds nothing. */
  let pointer: PointerEvent | undefined;
  let resting: Element | undefined;

  const fetchInteractions = async (): Promise<Interactions> => {
    const { createInteractions } = await import('./interactions.ts');
    if (destroyed) throw new Error('the figure has gone');
    taken((interactions = createInteractions(parts)));
    for (const sign of signs) root.removeEventListener(sign, begin);
    // A pointer that has come to rest by now is read out all the same.
    if (resting?.isConnected === true) resting.dispatchEvent(new view.PointerEvent('pointermove', pointer));
    return interactions;
  };
  const reach: LazyInteractions['reach'] = (use, failed) => {
    coming ??= fetchInteractions();
    coming.then(use).catch((error: unknown) => {
      if (interactions === undefined) [coming, hasFailed] = [undefined, true];
      if (!destroyed) failed(error);
    });
  };
  const ignore = (): void => undefined;
  const begin = (event?: Event): void => {
    if (event instanceof view.PointerEvent) {
      const [target] = event.composedPath();
      pointer = event;
      resting = event.buttons === 0 && target instanceof view.Element ? target : undefined;
      // Where it could not be fetched, not every move of a pointer asks again.
      if (hasFailed && event.type === 'pointermove') return;
    }
    reach(ignore, ignore);
  };
  for (const sign of signs) root.addEventListener(sign, begin);
  if (view.matchMedia('(pointer:coarse)').matches) begin();

  return {
    get interactions() {
      return interactions;
    },
    reach,
    destroy() {
      destroyed = true;
      interactions?.destroy();
    },
  };
}
