/** The one script of the sandbox's frame, in a module of its own that needs nothing: builds of pages put its hash into their policy. */

/** The script of the frame. A page whose policy names scripts by their hashes can allow it, so it is one constant text. */
export const frameScript = `
const say = (word) => parent.postMessage(word, '*');
addEventListener('message', (event) => {
  if (event.source !== parent || event.ports.length !== 1) return;
  try {
    Function('');
    const worker = new Worker(URL.createObjectURL(new Blob([event.data], { type: 'text/javascript' })));
    worker.addEventListener('error', () => say('failed'));
    worker.postMessage(null, [event.ports[0]]);
  } catch {
    say('failed');
  }
}, { once: true });
say('here');
`;
