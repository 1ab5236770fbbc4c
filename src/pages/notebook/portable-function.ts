/**
 * The text of a function with all that it captures, so that it can be compiled again somewhere else. In: a function
 * of a cell. Out: declarations of captured numbers, lists and helper functions, and the function after them, in the
 * language that `fromSource` reads. A function whose captures cannot be written down is refused with the reason.
 */
import type { FunctionText } from '../../pictures/figures/figure-spec.ts';

const scopeSymbol = Symbol.for('secant.scope');
const sourceSymbol = Symbol.for('secant.source');

/** Where a function came from, if Secant made it from a text or from another function. */
export type Origin =
  | { readonly kind: 'text'; readonly value: FunctionText }
  | { readonly kind: 'derivative'; readonly of: unknown; readonly order: number };

/** Functions that Secant made, with their origins. */
export type Origins = WeakMap<object, Origin>;

/** The declarations collected so far, by name, with the value that each stands for. */
interface Collected {
  readonly lines: string[];
  readonly named: Map<string, unknown>;
  readonly origins: Origins;
}

/**
 * A function as text.
 *
 * @throws Error where something it captures has no text
 */
export function portableText(fn: unknown, origins: Origins): FunctionText {
  if (typeof fn !== 'function') throw new Error('a figure draws functions, and this is none');
  const origin = origins.get(fn);
  if (origin?.kind === 'text') return origin.value;
  const collected: Collected = { lines: [], named: new Map(), origins };
  if (origin?.kind === 'derivative') {
    const name = declareFresh(fn, collected);
    return { notation: 'source', text: [...collected.lines, `(w) => ${name}(w)`].join('\n') };
  }
  const text = textWithCaptures(fn, collected);
  return { notation: 'source', text: [...collected.lines, text].join('\n') };
}

function textWithCaptures(fn: object, collected: Collected): string {
  const source: unknown = Reflect.get(fn, sourceSymbol);
  const text =
    typeof source === 'object' && source !== null && typeof Reflect.get(source, 'text') === 'string'
      ? String(Reflect.get(source, 'text'))
      : Function.prototype.toString.call(fn);
  const native = [...Object.getOwnPropertyNames(Math)].find((name) => Reflect.get(Math, name) === fn);
  if (native !== undefined) return `(w) => Math.${native}(w)`;
  if (/\[native code\]\s*\}\s*$/.test(text)) throw new Error('this function shows no source, so it cannot be drawn');
  const scope: unknown = Reflect.get(fn, scopeSymbol);
  const captured: unknown = typeof scope === 'function' ? Reflect.apply(scope, undefined, []) : scope;
  if (typeof captured === 'object' && captured !== null) {
    for (const name of Object.keys(captured)) declare(name, Reflect.get(captured, name), collected);
  }
  return text;
}

function declare(name: string, value: unknown, collected: Collected): void {
  const { named, lines } = collected;
  if (named.has(name)) {
    if (Object.is(named.get(name), value)) return;
    throw new Error(`two different values are called ${name} here; give one of them another name`);
  }
  named.set(name, value);
  const text = typeof value === 'function' ? functionValue(value, collected) : dataText(value, name);
  lines.push(`const ${name} = ${text};`);
}

function functionValue(fn: object, collected: Collected): string {
  const origin = collected.origins.get(fn);
  if (origin === undefined) return textWithCaptures(fn, collected);
  if (origin.kind === 'derivative') {
    const options = origin.order === 1 ? '' : `, { order: ${origin.order} }`;
    return `derivative(${declareFresh(origin.of, collected)}${options})`;
  }
  if (origin.value.notation === 'source') return `(${origin.value.text})`;
  throw new Error('a function made from a formula can be drawn by itself, not inside another one');
}

function declareFresh(value: unknown, collected: Collected): string {
  let index = 0;
  while (collected.named.has(`f${index}`)) index++;
  declare(`f${index}`, value, collected);
  return `f${index}`;
}

function dataText(value: unknown, name: string): string {
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (typeof value === 'boolean' || typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value) || value instanceof Float64Array) {
    return `[${Array.from(value as ArrayLike<unknown>, (inner) => dataText(inner, name)).join(', ')}]`;
  }
  throw new Error(`${name} is neither a number, a list nor a function, so a function that uses it cannot be drawn`);
}
