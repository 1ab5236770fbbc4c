/**
 * Names that reach outside of a function: input, output, clocks, the page. The front end refuses them by name. A traced run meets
 * functions without their names, and refuses what each row says.
 */

/** The function itself, every function that it has as a member, or nothing: what is reached through it is looked at then. */
type Refused = 'itself' | 'members' | 'nothing';

export const outsideNames = {
  console: 'members',
  performance: 'members',
  // `Date.now` and `new Date()` are refused, and dates of given times are not.
  Date: 'nothing',
  crypto: 'members',
  process: 'members',
  globalThis: 'nothing',
  window: 'nothing',
  document: 'members',
  localStorage: 'members',
  sessionStorage: 'members',
  navigator: 'members',
  fetch: 'itself',
  setTimeout: 'itself',
  setInterval: 'itself',
  setImmediate: 'itself',
  queueMicrotask: 'itself',
  requestAnimationFrame: 'itself',
  alert: 'itself',
  prompt: 'itself',
  require: 'nothing',
  XMLHttpRequest: 'itself',
  WebSocket: 'itself',
  Worker: 'itself',
  self: 'nothing',
  location: 'nothing',
  history: 'members',
  Promise: 'nothing',
  Reflect: 'nothing',
  Symbol: 'nothing',
} as const satisfies Record<string, Refused>;

export function isOutsideName(name: string): boolean {
  return Object.hasOwn(outsideNames, name);
}
