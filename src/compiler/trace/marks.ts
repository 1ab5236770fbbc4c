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

/** Around what the plugin puts into the text of a function: so it can be taken out again. */
export const insertedFrom = '/*secant:*/';
export const insertedTo = '/*:secant*/';
const inserted = /\/\*secant:\*\/[^]*?\/\*:secant\*\//g;

/** The text of a function as it was before a second body was put in, each piece on its line. */
export function withoutSecondBodies(text: string): string {
  return text.includes(insertedFrom) ? text.replace(inserted, '') : text;
}

/** True for the text of a function that can be run on boxes. Bundlers print the mark with quotes of their own, and rename the switch. */
export function isRewrittenText(text: string): boolean {
  return /(['"])secant traced\1/.test(text) || text.includes(moduleMark);
}
