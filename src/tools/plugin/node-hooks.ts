/**
 * The hooks behind `node --import secant/register`: each module's source passes through the transform when
 * Node loads it. Node calls them in a thread of their own (`load`, with answers to wait for) or, where it can,
 * in the thread of the program (`loadNow`, which also sees `require`).
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { ProgramReach } from './program-reach.ts';
import { withInlineMap } from './inline-map.ts';
import { transformModule } from './transform.ts';

/** What Node hands from one loader to the next. */
export interface LoadResult {
  readonly format?: string | null | undefined;
  readonly source?: string | ArrayBuffer | ArrayBufferView | null | undefined;
  readonly shortCircuit?: boolean | undefined;
}

/** Formats whose source is text of a program; those of TypeScript come with their types still in. */
const formats = new Set(['module', 'commonjs', 'module-typescript', 'commonjs-typescript']);

/** Node's asynchronous hook. */
export async function load<C>(
  url: string,
  context: C,
  nextLoad: (url: string, context: C) => LoadResult | Promise<LoadResult>,
): Promise<LoadResult> {
  return transformed(url, await nextLoad(url, context));
}

/** Node's synchronous hook. */
export function loadNow<C>(url: string, context: C, nextLoad: (url: string, context: C) => LoadResult): LoadResult {
  return transformed(url, nextLoad(url, context));
}

/** What of the program a call of Secant can reach. */
export const reach = new ProgramReach();

/** Whether the program comes to Secant, by what it begins with; that may be loaded where this thread does not see it. */
export function beginReaches(): boolean {
  const [, entry] = process.argv;
  return (
    entry !== undefined &&
    existsSync(entry) &&
    statSync(entry).isFile() &&
    reach.reaches(entry, readFileSync(entry, 'utf8'))
  );
}

function transformed(url: string, loaded: LoadResult): LoadResult {
  const { format, source } = loaded;
  if (!url.startsWith('file:') || !formats.has(format ?? '') || source == null) return loaded;
  const text = typeof source === 'string' ? source : new TextDecoder().decode(source);
  const file = fileURLToPath(url);
  if (!reach.reaches(file, text)) return loaded;
  const result = transformModule(text, file, { reached: true });
  return result ? { ...loaded, source: withInlineMap(result) } : loaded;
}
