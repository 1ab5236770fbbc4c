/**
 * Programs that are kept, by the function or by its text, and by the kinds of arguments. Bounded: the oldest goes when a new one
 * comes.
 */
import type { Layout } from '../compiler/emit/javascript/layouts.ts';
import { argumentDescription } from './argument-kinds.ts';
import type { CompiledProgram } from './compile.ts';
import { type AnyFunction, type Captured, plainTextOf } from './functions.ts';
import { layoutOf } from './passes.ts';

/** How many programs are kept for the same kinds of arguments. */
const mostPrograms = 8;

/** How many programs are kept for arguments of different kinds, and how many texts of functions. */
const mostKinds = 64;
const mostTexts = 256;

/**
 * The programs of one text of a function. What is given in `scope` is read through one place, so that a new object each
 * call, as in `derivative(f, { scope: { rate } })` in a loop, needs no new program: it is put there when the programs are
 * asked for.
 */
export class ProgramCache {
  /** By kinds of arguments; several where what the function captures took turns. The newest first. */
  private readonly programs = new Map<string, CompiledProgram[]>();
  /** What is given now, and how the function sees it; undefined where nothing is. */
  readonly scope: Captured | undefined;
  private given: Captured | undefined;
  readonly fn: AnyFunction;
  /** The kinds that came last, and code for them where there is any. */
  private last: { readonly key: string; readonly layout: Layout | undefined } | undefined;

  constructor(fn: AnyFunction, scope: Captured | undefined) {
    this.fn = fn;
    this.given = scope;
    const now = (): Readonly<Record<string, unknown>> => {
      const { given = {} } = this;
      return typeof given === 'function' ? given() : given;
    };
    this.scope = scope === undefined ? undefined : now;
  }

  /** The program for arguments of the kinds that came twice last, without describing them. */
  again(args: readonly unknown[], scope: Captured | undefined): CompiledProgram | undefined {
    const { last } = this;
    return last?.layout?.accepts(args) === true ? this.find(last.key, scope) : undefined;
  }

  /** Makes ready for arguments of kinds that have come for the second time. */
  remember(key: string, args: readonly unknown[]): void {
    if (this.last?.key === key) return;
    const layout = layoutOf(
      args.map((arg, k) => {
        const described = argumentDescription(arg, k);
        return described.kind === 'value' ? described.type : described;
      }),
    );
    this.last = { key, layout };
    if (layout !== undefined) for (const program of this.programs.get(key) ?? []) program.layout = layout;
  }

  /** The program for arguments of some kinds that fits what is given. */
  find(key: string, scope: Captured | undefined): CompiledProgram | undefined {
    this.given = scope;
    return this.programs.get(key)?.find((program) => program.stillFits());
  }

  keep(key: string, program: CompiledProgram): void {
    const before = this.programs.get(key) ?? [];
    this.programs.delete(key);
    this.programs.set(key, [program, ...before.slice(0, mostPrograms - 1)]);
    dropOldest(this.programs, mostKinds);
  }
}

function dropOldest(map: Map<string, unknown>, most: number): void {
  if (map.size <= most) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}

/** Caches of functions, with what was given in `scope` or without. */
const caches = new WeakMap<AnyFunction, Map<string, ProgramCache>>();
/** Caches of functions that are no more than their text, as one that is written inline in a loop is. */
const cachesByText = new Map<string, ProgramCache>();

export function cacheFor(fn: AnyFunction, scope: Captured | undefined, steps: number | undefined): ProgramCache {
  const use = `${scope === undefined ? '' : 'scope'} ${steps ?? ''}`;
  let own = caches.get(fn);
  if (own === undefined) caches.set(fn, (own = new Map()));
  let cache = own.get(use);
  if (cache !== undefined) return cache;
  const text = plainTextOf(fn);
  const key = `${use}\n${fn.name}\n${text ?? ''}`;
  cache = (text === undefined ? undefined : cachesByText.get(key)) ?? new ProgramCache(fn, scope);
  own.set(use, cache);
  if (text !== undefined) {
    cachesByText.delete(key);
    cachesByText.set(key, cache);
    dropOldest(cachesByText, mostTexts);
  }
  return cache;
}
