/**
 * Whether a call of Secant can reach a module. A program that imports Secant anywhere below its first module may hand
 * it any of its functions, also those of packages; one that does not is left alone. In: modules as they are loaded.
 * Out: yes or no, module by module. What a module imports is read from its text, without running anything.
 *
 * Secant itself and what it is made of are never touched.
 */
import { existsSync, readFileSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { mayImportSecant } from './secant-calls.ts';

/** Static imports, re-exports and `require` with a text, as they are written. */
const imports = /\b(?:from|import|require)\s*\(?\s*(['"])((?:\.{0,2}\/|[@\w])[^'"\n]*)\1/g;

/** Packages that Secant runs on. */
const ownPackages =
  /[\\/]node_modules[\\/](?:secant|acorn|@sveltejs[\\/]acorn-typescript|magic-string|@jridgewell|gifenc)[\\/]/;

const endings = ['', '.ts', '.js', '.mjs', '.cjs', '.tsx', '.jsx', '.mts', '.cts', '/index.ts', '/index.js'];

/** The part of a program that a call of Secant can reach. */
export class ProgramReach {
  private inPlay = false;
  private readonly seen = new Set<string>();

  /** True if functions of the module may come to be differentiated. */
  reaches(file: string, text: string): boolean {
    if (ownPackages.test(file) || isOwnFile(file)) return false;
    if (!this.inPlay) this.inPlay = this.leadsToSecant(file, text);
    return this.inPlay;
  }

  private leadsToSecant(file: string, text: string): boolean {
    if (mayImportSecant(text)) return true;
    this.seen.add(file);
    for (const [, , specifier] of text.matchAll(imports)) {
      if (specifier === undefined) continue;
      const found = this.resolved(specifier, file);
      if (found === undefined || this.seen.has(found) || ownPackages.test(found) || isOwnFile(found)) continue;
      this.seen.add(found);
      const inner = quietly(() => readFileSync(found, 'utf8'));
      if (inner !== undefined && this.leadsToSecant(found, inner)) return true;
    }
    return false;
  }

  private resolved(specifier: string, from: string): string | undefined {
    if (specifier.startsWith('.') || specifier.startsWith('/')) {
      const base = resolve(dirname(from), specifier);
      return endings.map((ending) => base + ending).find((file) => existsSync(file) && statSync(file).isFile());
    }
    const found = quietly(() => createRequire(from).resolve(specifier));
    return found !== undefined && /^(?:\/|[A-Za-z]:)/.test(found) ? found : undefined;
  }
}

/** The folder of the library's code, `dist` or `src`; nothing where this file is part of somebody's bundle. */
const library = /^(.*[\\/](?:dist|src)[\\/])(?:tools[\\/]plugin|chunks)[\\/]/.exec(fileURLToPath(import.meta.url))?.[1];

/** True for the files of this very package, wherever it lies. */
function isOwnFile(file: string): boolean {
  return library !== undefined && file.startsWith(library);
}

function quietly<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
