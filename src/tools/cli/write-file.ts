/** A file is written whole or not at all: under a name of its own first, which is then changed. `-` is standard output. */
import { rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import type { Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';

/**
 * Writes a result.
 *
 * @param path where to, from the directory of the terminal; `-` for standard output
 */
export async function writeOutput(path: string, content: string | Uint8Array, terminal: Terminal): Promise<void> {
  if (path === '-') {
    terminal.out(content);
    return;
  }
  const file = resolve(terminal.directory, path);
  const unfinished = join(dirname(file), `.${basename(file)}.${process.pid}.part`);
  try {
    await writeFile(unfinished, content);
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = reasons[code];
    throw why === undefined ? error : new UsageError(`${path} cannot be written: ${why}`, undefined, error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such folder',
  EACCES: 'it may not be written there',
  EISDIR: 'it is a folder',
  EROFS: 'the disk is read-only',
  ENOSPC: 'the disk is full',
};
