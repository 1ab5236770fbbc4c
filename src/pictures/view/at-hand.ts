/**
 * The way from a figure that is looked at to one that is in hand. In: the figure's root and how it is taken in hand.
 * Out: the hand, as soon as somebody reaches for the figure with a pointer or the focus and `hand.ts` has come. A
 * finger gives no warning, so where the pointer is one the module is fetched as soon as the figure lives. A
 * fetch that fails is tried again at the next press or focus.
 */
import type { Hand, HandParts } from './hand.ts';

/** The hand of one figure. */
export interface AtHand {
  /** The hand, if it is there. */
  readonly hand: Hand | undefined;
  /** Fetches the hand, if need be, and uses it; `failed` is told where it cannot come. */
  reach(use: (hand: Hand) => void, failed: (error: unknown) => void): void;
  destroy(): void;
}

/** What says that somebody reaches for a figure. */
const signs = ['pointermove', 'pointerdown', 'focusin'] as const;

/** Waits for somebody to reach for the figure in `root`; `taken` is called once, when the hand is there. */
export function keepAtHand(parts: HandParts, taken: (hand: Hand) => void): AtHand {
  const { root } = parts;
  const view = root.ownerDocument.defaultView ?? window;
  let hand: Hand | undefined;
  let coming: Promise<Hand> | undefined;
  let hasFailed = false;
  let destroyed = false;
  /** The pointer as it was seen last, and what it is over if it holds nothing. */
  let pointer: PointerEvent | undefined;
  let resting: Element | undefined;

  const fetchHand = async (): Promise<Hand> => {
    const { createHand } = await import('./hand.ts');
    if (destroyed) throw new Error('the figure has gone');
    taken((hand = createHand(parts)));
    for (const sign of signs) root.removeEventListener(sign, begin);
    // A pointer that has come to rest by now is read out all the same.
    if (resting?.isConnected === true) resting.dispatchEvent(new view.PointerEvent('pointermove', pointer));
    return hand;
  };
  const reach: AtHand['reach'] = (use, failed) => {
    coming ??= fetchHand();
    coming.then(use).catch((error: unknown) => {
      if (hand === undefined) [coming, hasFailed] = [undefined, true];
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
    get hand() {
      return hand;
    },
    reach,
    destroy() {
      destroyed = true;
      hand?.destroy();
    },
  };
}
