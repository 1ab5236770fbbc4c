/**
 * The hooks behind `file.ts#export`. Node calls them in a thread of its own. `resolve` finds `./x.ts` where `./x` or `./x.js`
 * is written, as TypeScript does; `load` lets the transform attach what functions capture and then blanks the types.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { load as loadPlain, type LoadResult } from '../plugin/node-hooks.ts';
import { parseModule } from '../../compiler/frontend/syntax/parse-module.ts';
import { plainText } from '../plugin/plain-text.ts';
import { transformModule } from '../plugin/transform.ts';

/** What Node hands from one resolver to the next. */
interface ResolveContext {
  readonly parentURL?: string | undefined;
}
interface ResolveResult {
  readonly url: string;
  readonly shortCircuit?: boolean;
}

const typescript = /\.[cm]?tsx?$/;

/** Node's hook. */
export async function resolve(
  specifier: string,
  context: ResolveContext,
  nextResolve: (specifier: string, context: ResolveContext) => Promise<ResolveResult>,
): Promise<ResolveResult> {
  if (/^\.{0,2}\//.test(specifier) && context.parentURL?.startsWith('file:') === true) {
    const url = new URL(specifier, context.parentURL);
    const written = fileURLToPath(url);
    const candidates = [written, written.replace(/js(x?)$/, 'ts$1'), `${written}.ts`, `${written}/index.ts`];
    const found = candidates.find((file) => typescript.test(file) && existsSync(file));
    if (found !== undefined && !existsSync(written)) return nextResolve(pathToFileURL(found).href, context);
  }
  return nextResolve(specifier, context);
}

/** Node's hook. */
export async function load(
  url: string,
  context: { readonly format?: string | undefined },
  nextLoad: (url: string, context: { readonly format?: string | undefined }) => LoadResult | Promise<LoadResult>,
): Promise<LoadResult> {
  if (!url.startsWith('file:') || !typescript.test(new URL(url).pathname)) return loadPlain(url, context, nextLoad);
  const file = fileURLToPath(url);
  const text = readFileSync(file, 'utf8');
  const attached = transformModule(text, file, { include: /./, asked: true })?.code ?? text;
  const parsed = parseModule(attached, true);
  // A text that nobody can read is Node's to complain about, with its place.
  if (parsed === undefined) return { format: 'module', source: attached, shortCircuit: true };
  return { format: 'module', source: plainText(attached, parsed.program, parsed.comments), shortCircuit: true };
}
