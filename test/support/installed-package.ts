/** The package as people have it: built, packed, and installed from the packed file into a project, without a network. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { makePackage, packInto } from '../../scripts/package.mjs';
import { npmPath, root } from '../../scripts/project.mjs';

/**
 * Installs the packed file into a project.
 * @param folder where it is built and packed
 * @param project a folder, which may have files of its own
 */
export async function installPackage(folder: string, project: string): Promise<void> {
  mkdirSync(project, { recursive: true });
  writeFileSync(join(project, 'package.json'), '{ "name": "project", "type": "module", "private": true }\n');
  const made = join(folder, 'package');
  await makePackage(made);
  const { tarball } = packInto(made, folder);
  placeDependencies(made, project);
  const quiet = ['--ignore-scripts', '--no-audit', '--no-fund', '--offline'];
  const { status, stderr } = spawnSync(process.execPath, [npmPath(), 'install', ...quiet, tarball], {
    cwd: project,
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(status).toBe(0);
}

/** What the package depends on, from this project's own installation, so that npm finds it without a network. */
function placeDependencies(made: string, project: string): void {
  const place = (manifest: string): void => {
    const { dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    for (const name of Object.keys(dependencies)) {
      const to = join(project, 'node_modules', name);
      if (existsSync(to)) continue;
      mkdirSync(join(to, '..'), { recursive: true });
      cpSync(join(root, 'node_modules', name), to, { recursive: true });
      place(join(to, 'package.json'));
    }
  };
  place(join(made, 'package.json'));
}
