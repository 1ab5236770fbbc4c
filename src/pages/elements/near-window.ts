/**
 * Waits until an element comes near the window. What is hidden is not near; it is once it is shown. In: an element
 * of a page. Out: one call when it is within a screen's way of being seen, and a way to wait no longer.
 */

/** How far below or above the window is near. */
const REACH = '400px 0px';

/** Calls `action` once, when the element is near. @returns a function that ends the waiting */
export function whenNear(element: Element, action: () => void): () => void {
  const view = element.ownerDocument.defaultView;
  if (view === null) return () => undefined;
  const observer = new view.IntersectionObserver(
    (entries) => {
      if (entries.some((entry) => entry.isIntersecting)) come();
    },
    { rootMargin: REACH },
  );
  observer.observe(element);
  // On paper everything is seen.
  const print = (): void => {
    if (element.isConnected) come();
  };
  view.addEventListener('beforeprint', print);
  const rest = (): void => {
    observer.disconnect();
    view.removeEventListener('beforeprint', print);
  };
  const come = (): void => {
    rest();
    action();
  };
  return rest;
}
