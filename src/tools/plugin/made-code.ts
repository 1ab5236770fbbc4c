/**
 * Functions that a program makes of others or of text while it runs. They show no text that could be followed, so the
 * loader remembers what a bound function was made of, and has texts pass through the transform as modules do.
 */
import { boundSymbol, functionSymbol } from '../../compiler/trace/marks.ts';
import { transformModule } from './transform.ts';

type AnyFunction = (...args: unknown[]) => unknown;
const NativeFunction = Function as unknown as (...texts: unknown[]) => AnyFunction;

/** What stands for `Function` where a package calls it. */
function functionFrom(...texts: unknown[]): AnyFunction {
  const made = NativeFunction(...texts);
  const code = transformModule(`return ${Function.prototype.toString.call(made)}`, 'function', { reached: true })?.code;
  if (code === undefined) return made;
  try {
    return NativeFunction(code)() as AnyFunction;
  } catch {
    // The program goes on as it would without the loader.
    return made;
  }
}

/** From here on bound functions are known. */
export function followMadeFunctions(): void {
  const bound = new WeakMap<object, readonly unknown[]>();
  Object.assign(globalThis, { [boundSymbol]: bound, [functionSymbol]: functionFrom });
  const { prototype } = Function as { readonly prototype: { bind: unknown } };
  const native = prototype.bind as AnyFunction;
  const own = {
    bind(this: unknown, self: unknown, ...first: unknown[]): unknown {
      // In a run it is called as it is: what it makes is known.
      'secant traced';
      const made = native.call(this, self, ...first) as object;
      bound.set(made, [this, self, ...first]);
      return made;
    },
  };
  Reflect.defineProperty(prototype, 'bind', { value: own.bind, writable: true, configurable: true });
}
