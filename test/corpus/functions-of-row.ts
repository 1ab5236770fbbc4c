/** From a row of the corpus to its function, as Secant gets it and as JavaScript runs it. */
import { transformSync } from 'esbuild';
import { fromSource } from 'secant';
import type { AnyFunction } from '../../src/calculus/functions.ts';
import type { Row } from './row.ts';

/** The row's function as Secant gets it, and as JavaScript runs it. A text is one expression, or declarations with one of `f` at the end. */
export function functionsOf(row: Row): { f: AnyFunction; native: (...args: unknown[]) => unknown } {
  if (typeof row.f !== 'string')
    return { f: row.f as AnyFunction, native: (row.native ?? row.f) as (...args: unknown[]) => unknown };
  if (row.native && !row.scope)
    return { f: fromSource<AnyFunction>(row.f), native: row.native as (...args: unknown[]) => unknown };
  const declared = /(?:^|\n)(?:export (?:default )?)?(?:function|const|let|var) f\b/.test(row.f);
  const plain = row.f.replace(/export (default )?/g, '');
  const typed = declared ? `${plain}\n;place.result = f` : `place.result = (${plain.replace(/;\s*$/, '')}\n)`;
  const { code } = transformSync(typed, { loader: 'ts', target: 'esnext' });
  const scope = row.scope ?? {};
  const place: { result?: (...args: unknown[]) => unknown } = {};
  new Function('place', ...Object.keys(scope), code)(place, ...Object.values(scope));
  const native = row.native ?? place.result!;
  // With a scope the function itself is given, as a closure would be; without, its text.
  const f = row.scope ? (place.result as AnyFunction) : fromSource<AnyFunction>(row.f);
  return { f, native: native as (...args: unknown[]) => unknown };
}
