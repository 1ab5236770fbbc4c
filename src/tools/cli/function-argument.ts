/**
 * The function a command is given: a formula, TypeScript text, `file.ts#export`, or `-` for a text on standard input.
 * A text is compiled and can only compute. A file is a program of the caller's own: it is imported as Node would import it,
 * with what it imports and captures, and its function is differentiated where it stands.
 */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fromFormula, fromSource, type NumberFunction, type ScalarFunction, SecantError } from '../../index.ts';
import { notationOf, readFunction } from '../../pictures/figures/read-function.ts';
import { registerTypeScript } from './typescript-files.ts';
import { UsageError } from './usage-error.ts';
import type { Terminal } from './terminal.ts';

/** A function, and how to speak of it. */
export interface GivenFunction<F extends NumberFunction = NumberFunction> {
  readonly name: string;
  readonly fn: F;
}

/** `loss.ts#loss`, `./model.mjs#default`; a formula has no file ending before a #. */
const fileAndExport = /^(.+\.[cm]?[jt]sx?)(?:#(.*))?$/s;

/** True for a text that names a file. */
export function isFile(text: string): boolean {
  return fileAndExport.test(text);
}

/** A function of one number. */
export async function readScalar(text: string, terminal: Terminal): Promise<GivenFunction<ScalarFunction>> {
  const file = fileAndExport.exec(text);
  if (file !== null) return fromFile<ScalarFunction>(file[1] ?? '', file[2], terminal);
  const written = await textOrInput(text, terminal);
  return { name: written.trim(), fn: readFunction(written) };
}

/** A function of any arguments that gives a number. */
export async function readAny(text: string, terminal: Terminal, variables?: string): Promise<GivenFunction> {
  const file = fileAndExport.exec(text);
  if (file !== null) return fromFile(file[1] ?? '', file[2], terminal);
  const written = await textOrInput(text, terminal);
  if (notationOf(written) === 'source') {
    return { name: written.trim(), fn: fromSource(written) };
  }
  const names = variables?.split(',').map((name) => name.trim());
  return {
    name: written.trim(),
    fn: names === undefined ? readFormula(written) : fromFormula(written, { variables: names }),
  };
}

/** A formula by its own variables: one or several that are known by their names, or two letters in alphabetical order. */
function readFormula(text: string): NumberFunction {
  try {
    return fromFormula<NumberFunction>(text);
  } catch (error) {
    if (!(error instanceof SecantError) || error.code !== 'S002') throw error;
    for (const inputs of ['two', 'one'] as const) {
      try {
        return readFunction(text, inputs);
      } catch (other) {
        if (!(other instanceof SecantError)) throw other;
      }
    }
    throw error;
  }
}

async function textOrInput(text: string, terminal: Terminal): Promise<string> {
  return text === '-' ? terminal.readInput() : text;
}

async function fromFile<F extends NumberFunction>(
  path: string,
  exported: string | undefined,
  terminal: Terminal,
): Promise<GivenFunction<F>> {
  const file = resolve(terminal.directory, path);
  if (!existsSync(file)) throw new UsageError(`there is no file ${path}`, `it was looked for at ${file}`);
  registerTypeScript();
  const module = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>;
  const functions = Object.keys(module).filter((name) => typeof module[name] === 'function');
  const name = exported ?? (functions.length === 1 ? functions[0] : functions.find((each) => each === 'default'));
  if (name === undefined || name === '')
    throw new UsageError(
      `which function of ${path} is meant?`,
      `write ${path}#${functions[0] ?? 'name'}; it exports ${listOf(functions)}`,
    );
  const fn = module[name];
  if (typeof fn !== 'function')
    throw new UsageError(`${path} exports no function ${name}`, `it exports ${listOf(functions)}`);
  return { name, fn: fn as F };
}

function listOf(names: readonly string[]): string {
  return names.length === 0 ? 'no function' : names.join(', ');
}
