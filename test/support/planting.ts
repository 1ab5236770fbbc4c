/** Temporary trees for the tests of the checks: plant files, run a check on them, and they are gone afterwards. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** Writes the files (name relative to the tree → text) into a new folder and gives its path. */
export function plant(files: Readonly<Record<string, string>>): string {
  const tree = realpathSync(mkdtempSync(join(tmpdir(), 'secant-planted-')));
  onTestFinished(() => rmSync(tree, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    const file = join(tree, name);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return tree;
}
