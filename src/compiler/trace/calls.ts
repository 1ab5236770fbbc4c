/**
 * Calls in a traced run. A function that is rewritten, by the plugin or here, is called as it is; a built-in one goes
 * through the table of `natives.ts`; one that acts on the outside world is refused; any other is rewritten when it is
 * first called, or refused with its reason.
 */
import { SecantError } from '../../base/diagnostics.ts';
import { Box } from './box.ts';
import { get } from './memory.ts';
import { type BuiltIn, deeplyPlain, holdsBox } from './built-in.ts';
import { fromOutside, reachesOutside } from './outside-numbers.ts';
import { builtIn, constructors, numberMethods } from './natives.ts';
import { outsideWorld } from './outside-world.ts';
import { isNative, isRewritten, partsOfBound, textOf, untraced } from './marks.ts';
import { givesBoxes } from './transaction.ts';
import { type AnyFunction, inRun, type Key, refusal } from './run.ts';
import { untraceableHint } from './untraceable.ts';

/** Chance and clocks, whose numbers are followed. */
const givesNumber = /^(?:Math\.random|Date\.now|performance\.now)$/;

/** A function as it may be called in a run. */
export function callable(fn: unknown, place: string, self?: unknown): AnyFunction {
  if (typeof fn !== 'function') throw new TypeError(`${excerpt(place)} is not a function`);
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
  const outside = outsideWorld(fn);
  // Reports are made with plain numbers, also by what tests put in the place of the console's own.
  const { console } = globalThis as { readonly console?: unknown };
  if ((self !== undefined && self === console) || outside?.startsWith('console.') === true)
    return (...args) => untraced(() => fn.apply(self, args.map(deeplyPlain)));
  if (outside !== undefined) {
    if (givesNumber.test(outside))
      return function (this: unknown) {
        return fromOutside(fn.call(this) as number, outside, place);
      };
    // A name by chance says nothing of numbers.
    if (outside.endsWith('randomUUID')) return fn;
    throw reachesOutside(outside, place);
  }
  if (isRewritten(fn) || givesBoxes(fn)) return fn;
  const [target, object, ...first] = partsOfBound(fn) ?? [];
  if (target !== undefined) return (...args) => method(target, 'call', place, object, ...first, ...args);
  if (isNative(fn)) {
    // Functions of WebAssembly are numbered.
    const name = /^\d*$/.test(fn.name) ? 'a function without a text' : `\`${fn.name}\``;
    return function builtInFunction(this: unknown, ...args: unknown[]): unknown {
      if (holdsBox(this) || args.some(holdsBox)) {
        throw refusal(
          'S105',
          `${name} is built in, and would lose the derivative of what it is given`,
          place,
          untraceableHint,
        );
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
  if (twin === target || isRewritten(twin)) {
    // Private names belong to one class text: methods and fields must come from the same.
    const ownClass = twin !== target && textOf(twin).includes('#');
    return Reflect.construct(twin, args, ownClass ? twin : target) as unknown;
  }
  if (args.some((arg) => holdsBox(arg)))
    throw refusal(
      'S105',
      `\`${target.name}\` is built in, and would lose the derivative of what it is given`,
      place,
      untraceableHint,
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
