/**
 * Calls in a traced run. A function that is rewritten, by the plugin or here, is called as it is; a built-in one goes
 * through the table of `natives.ts`; one that acts on the outside world is refused; any other is rewritten when it is
 * first called, or refused with its reason.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { Box } from './box.ts';
import { get } from './memory.ts';
import { type BuiltIn, holdsBox } from './built-in.ts';
import { builtIn, constructors, numberMethods } from './natives.ts';
import { outsideWorld } from './outside-world.ts';
import { isRewrittenText } from './marks.ts';
import { givesBoxes } from './transaction.ts';
import { type AnyFunction, inRun, type Key, refusal } from './run.ts';
import { wayOut } from './way-out.ts';

const nativeText = /\{\s*\[native code\]\s*\}\s*$/;

/** A function as it may be called in a run. */
export function callable(fn: unknown, place: string, self?: unknown): AnyFunction {
  if (typeof fn !== 'function') return fn as AnyFunction;
  const known = inRun().twins.get(fn);
  if (known !== undefined) return known;
  const handler = builtIn(fn);
  if (handler !== undefined)
    return function builtInFunction(this: unknown, ...args: unknown[]): unknown {
      return handler(this, args, place);
    };
  const twin = twinOf(fn as AnyFunction, place, self);
  inRun().twins.set(fn, twin);
  return twin;
}

function twinOf(fn: AnyFunction, place: string, self: unknown): AnyFunction {
  const own = Function.prototype.toString.call(fn);
  if (isRewrittenText(own) || givesBoxes(fn)) return fn;
  const outside = outsideWorld(fn);
  if (outside !== undefined) {
    throw refusal(
      'S104',
      `\`${outside}\` reaches outside the function`,
      place,
      'keep input, output and clocks out of the differentiated part',
    );
  }
  if (nativeText.test(own)) {
    const name = fn.name === '' ? 'a built-in function' : `\`${fn.name}\``;
    return function builtInFunction(this: unknown, ...args: unknown[]): unknown {
      if (holdsBox(this) || args.some(holdsBox)) {
        throw refusal('S105', `${name} is built in, and would lose the derivative of what it is given`, place, wayOut);
      }
      return fn.apply(
        this,
        args.map((arg) => (typeof arg === 'function' ? callable(arg, place) : arg)),
      );
    };
  }
  return inRun().rewrite(fn, self);
}

/** `object.name(…args)` */
export function method(object: unknown, name: Key | Box, place: string, ...args: unknown[]): unknown {
  if (object instanceof Box) {
    const known = numberMethods[String(name)];
    if (known !== undefined) return known(object, args);
    // Methods that the program itself has put on numbers.
    const own = (Number.prototype as unknown as Record<Key, unknown>)[name as Key];
    if (typeof own === 'function') return callable(own, place).apply(object, args);
    throw new TypeError(`${String(name)} is not a function`);
  }
  const fn = get(object, name);
  if (typeof fn !== 'function') {
    if (object == null) return (object as unknown as Record<Key, AnyFunction>)[name as Key]!();
    throw new TypeError(`${excerpt(place)} is not a function`);
  }
  const known = inRun().twins.get(fn);
  if (known !== undefined) return known.apply(object, args);
  const handler = builtIn(fn);
  if (handler !== undefined) return handler(object, args, place);
  return callable(fn, place, object).apply(object, args);
}

function excerpt(place: string): string {
  return place.replace(/^\S+ /, '').replace(/\(.*$/s, '');
}

/** `new target(…args)` */
export function construct(target: unknown, place: string, ...args: unknown[]): unknown {
  if (typeof target !== 'function') throw new TypeError(`${excerpt(place)} is not a constructor`);
  const handler: BuiltIn | undefined = constructors.get(target);
  if (handler !== undefined) return handler(target, args, place);
  const twin = callable(target, place);
  if (twin === target || isRewrittenText(Function.prototype.toString.call(twin))) {
    // Private names belong to one class text: methods and fields must come from the same.
    const ownClass = twin !== target && Function.prototype.toString.call(twin).includes('#');
    return Reflect.construct(twin, args, ownClass ? twin : target) as unknown;
  }
  if (args.some((arg) => holdsBox(arg)))
    throw refusal(
      'S105',
      `\`${target.name}\` is built in, and would lose the derivative of what it is given`,
      place,
      wayOut,
    );
  return Reflect.construct(
    target,
    args.map((arg) => (typeof arg === 'function' ? callable(arg, place) : arg)),
  ) as unknown;
}

/** `object instanceof type`, where objects of a rewritten class count as those of the class. */
export function isInstance(object: unknown, type: unknown): boolean {
  if (object instanceof Box) return false;
  const twin = typeof type === 'function' ? inRun().twins.get(type) : undefined;
  return object instanceof (type as AnyFunction) || (twin !== undefined && object instanceof twin);
}

/** What Secant says goes through the program's own `catch`. */
export function pass(error: unknown): void {
  if (error instanceof SecantError && error.code !== 'S302') throw error;
}
