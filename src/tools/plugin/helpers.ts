/**
 * What the plugin adds to a module: function declarations at its end, so that they exist before anything in
 * the module runs and no line moves. They need no import, so a module that does not depend on Secant can be
 * treated too, and they leave ordinary properties under `Symbol.for` names, which is all Secant looks for. Built-in
 * names are read from `globalThis`: a module may have a `Symbol` or an `Object` of its own.
 */

/** Its presence says that a module was treated already. */
export const scopeHelper = '__secantScope';
export const methodsHelper = '__secantMethods';

/** The helpers' text for a module of the given file name. */
export function helpersFor(file: string, typescript: boolean, withMethods: boolean): string {
  const one = typescript ? '<F>(fn: F, ...facts: any[]): F' : '(fn, ...facts)';
  const many = typescript ? '<O>(object: O, ...methods: any[]): O' : '(object, ...methods)';
  const scope =
    `function ${scopeHelper}${one} { ` +
    'const [text, line, column, scope, name] = facts; ' +
    `const put = (key${typescript ? ': any' : ''}, value${typescript ? ': any' : ''}) => globalThis.Object.defineProperty(fn, key, { value, configurable: true }); ` +
    "if (name !== undefined) put('name', name); " +
    `put(globalThis.Symbol.for('secant.source'), { name: ${JSON.stringify(file)}, text, line, column }); ` +
    "put(globalThis.Symbol.for('secant.scope'), scope); " +
    'return fn; }\n';
  if (!withMethods) return scope;
  return (
    scope +
    `function ${methodsHelper}${many} { ` +
    `for (const [key, ...facts] of methods) ${scopeHelper}(globalThis.Object.getOwnPropertyDescriptor(object, key)${typescript ? '!' : ''}.value, ...facts); ` +
    'return object; }\n'
  );
}
