/** By what rewritten functions are known: their own text says it, so that nothing has to be registered. */

/** The first statement of a function that exists in its rewritten form alone. */
export const rewrittenMark = "'secant traced'";
/** The name of the switch in modules that the plugin rewrote, and the test at the head of their functions. */
export const switchName = '__secantOn';
export const moduleMark = `${switchName}?.on`;
/** The name of the runtime in such modules. */
export const runtimeName = '__secantTrace';
/** What the names of variables begin with that rewritten code has of its own. */
export const ownName = '__secant';

/** Where the loader keeps what bound functions were made of: the function, its `this`, its first arguments. */
export const boundSymbol = Symbol.for('secant.bound');
/** Where the loader keeps what makes functions of texts. */
export const functionSymbol = Symbol.for('secant.function');

/** What a bound function was made of; undefined for others, and where no loader has seen it. */
export function partsOfBound(fn: object): readonly unknown[] | undefined {
  return (globalThis as { [boundSymbol]?: WeakMap<object, readonly unknown[]> })[boundSymbol]?.get(fn);
}

/** Around what the plugin puts into the text of a function: so it can be taken out again. */
export const insertedFrom = '/*secant:*/';
export const insertedTo = '/*:secant*/';
const inserted = /\/\*secant:\*\/[^]*?\/\*:secant\*\//g;

/** What rewritten modules look at: whether a run is on, and what they call then. */
interface Shared {
  readonly on: { on: boolean };
  readonly runtime: object;
}

const place = Symbol.for('secant.trace');
export const shared: Shared = ((globalThis as { [place]?: Shared })[place] ??= { on: { on: false }, runtime: {} });

/** Runs what must not see boxes, and keeps its own speed: rewritten functions take their plain form. */
export function untraced<T>(use: () => T): T {
  const { on } = shared;
  const before = on.on;
  on.on = false;
  try {
    return use();
  } finally {
    on.on = before;
  }
}

/** The text of a function. A program may have put a `toString` of its own in the place of JavaScript's. */
export function textOf(fn: object): string {
  return untraced(() => Function.prototype.toString.call(fn));
}

/** True for functions that can be run on boxes. */
export function isRewritten(fn: object): boolean {
  return isRewrittenText(textOf(fn));
}

/** True for functions that show no text: built-in and bound ones. */
export function isNative(fn: object): boolean {
  return /\{\s*\[native code\]\s*\}\s*$/.test(textOf(fn));
}

/** The text of a function as it was before a second body was put in, each piece on its line. */
export function withoutSecondBodies(text: string): string {
  return text.includes(insertedFrom) ? text.replace(inserted, '') : text;
}

/** True for the text of a function that can be run on boxes. Bundlers print the mark with quotes of their own, and rename the switch. */
export function isRewrittenText(text: string): boolean {
  return /(['"])secant traced\1/.test(text) || text.includes(moduleMark);
}
