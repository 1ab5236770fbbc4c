/**
 * Asks for the copy of the book that works without a network, once the page has come and the browser has nothing else
 * to do. Only a built page has one, and only over https or on the reader's own machine do browsers allow it. When all
 * is kept, `data-offline` stands on the root element. Where a newer version has taken over meanwhile, the page says so, and
 * has it when it is loaded again.
 */

import { showBar } from './bar.ts';

/** Keeps the book for offline reading. */
export function keepForOffline(): void {
  // A browser hides the service worker where the connection is not safe.
  if (import.meta.env.MODE !== 'production' || !('serviceWorker' in navigator)) return;
  const { serviceWorker } = navigator;
  const keep = (): void => {
    const address = new URL('service-worker.js', document.baseURI);
    serviceWorker.register(address, { updateViaCache: 'none' }).catch(() => {
      // No room, or not allowed: the page works as before, with its network.
    });
  };
  // Safari knows no idle callbacks.
  const atRest = (): unknown => ('requestIdleCallback' in window ? requestIdleCallback(keep) : setTimeout(keep, 1000));
  if (document.readyState === 'complete') atRest();
  else addEventListener('load', atRest, { once: true });
  // The first one takes over without a change of version.
  let hadOne = serviceWorker.controller !== null;
  serviceWorker.addEventListener('controllerchange', () => {
    if (hadOne) tellOfUpdate();
    hadOne = true;
  });
  void serviceWorker.ready.then(() => {
    document.documentElement.dataset['offline'] = '';
  });
}

function tellOfUpdate(): void {
  showBar({
    name: 'update',
    role: 'status',
    sentence: 'There is a newer version of this page.',
    buttons: [{ label: 'Reload', act: () => location.reload() }],
  });
}
