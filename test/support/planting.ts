/** Temporary trees for the tests of the checks: plant files, run a check on them, and they are gone afterwards. */
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';
import { root } from '../../scripts/project.mjs';

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

/** Makes `secant` in a planted tree mean this project, with what it depends on beside it, as an installation has it. */
export function linkSecant(tree: string): void {
  const modules = join(plant({ 'secant-modules/.keep': '' }), 'secant-modules');
  symlinkSync(root, join(modules, 'secant'), 'junction');
  const { dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    dependencies: Record<string, string>;
  };
  for (const name of Object.keys(dependencies)) {
    mkdirSync(dirname(join(modules, name)), { recursive: true });
    symlinkSync(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  symlinkSync(modules, join(tree, 'node_modules'), 'junction');
}
