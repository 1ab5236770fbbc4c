/**
 * Functions that reach outside of a program: clocks, chance, files, the network, the page. Calls of them are refused with their
 * name.
 */
import { outsideNames } from '../frontend/syntax/outside-world.ts';
import { builtIn, eachFunction } from './natives.ts';
import type { AnyFunction } from './run.ts';

const outside = new Map<unknown, string>([
  [Math.random, 'Math.random'],
  [Date.now, 'Date.now'],
  [Date, 'Date'],
]);
for (const [name, refused] of [...Object.entries(outsideNames), ['eval', 'itself'], ['Function', 'itself']] as const) {
  if (refused === 'nothing') continue;
  let at = quietly(() => (globalThis as Record<string, unknown>)[name]);
  if (refused === 'itself') noteOutside(name, at);
  else
    for (; typeof at === 'object' && at !== null && at !== Object.prototype; at = Object.getPrototypeOf(at))
      eachFunction(at, (member, fn) => noteOutside(`${name}.${member}`, fn));
}

function noteOutside(name: string, fn: unknown): void {
  if (typeof fn === 'function' && !outside.has(fn) && builtIn(fn) === undefined) outside.set(fn, name);
}

/** What a page forbids to look at is not there. */
function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}

/** Modules of Node that act, read clocks or are chance. */
const actingModules = [
  'fs', 'fs/promises', 'http', 'https', 'http2', 'net', 'tls', 'dgram', 'dns', 'child_process', 'worker_threads', 'os',
  'crypto', 'timers', 'timers/promises', 'readline', 'perf_hooks', 'vm', 'cluster', 'zlib',
]; // prettier-ignore
let modulesNoted = false;

/** The name of a function that reaches outside of the program; undefined for all others. */
export function outsideWorld(fn: AnyFunction): string | undefined {
  const known = outside.get(fn);
  if (known !== undefined || modulesNoted) return known;
  modulesNoted = true;
  const { process } = globalThis as { readonly process?: { getBuiltinModule?(name: string): object | undefined } };
  for (const name of actingModules) {
    const module = quietly(() => process?.getBuiltinModule?.(name));
    if (module !== undefined && module !== null)
      eachFunction(module, (member, inner) => noteOutside(`${name}.${member}`, inner));
  }
  return outside.get(fn);
}
