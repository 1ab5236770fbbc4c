/** Files that come with the package, wherever its modules have been put: looked for from this one upwards. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Found once: the package does not move while a process runs. */
let found: string | undefined;

/** The folder of the package. */
export function packageFolder(): string {
  found ??= folderFrom(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function folderFrom(folder: string): string {
  const file = join(folder, 'package.json');
  if (existsSync(file)) {
    const { name } = JSON.parse(readFileSync(file, 'utf8')) as { readonly name?: string };
    if (name === 'secant') return folder;
  }
  const parent = dirname(folder);
  if (parent === folder) throw new Error('the package secant is not around this file');
  return folderFrom(parent);
}
