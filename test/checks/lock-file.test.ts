/** `npm ci` works on any system: the lock file has every platform's packages, and the name of no host. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/project.mjs';

interface LockedPackage {
  readonly version?: string;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  readonly packages: Readonly<Record<string, LockedPackage>>;
};

test('packages for other systems are locked too', () => {
  // A registry that lacks one of them leaves it out in silence, and npm ci then fails everywhere.
  const missing = Object.entries(lock.packages).flatMap(([at, { optionalDependencies = {} }]) =>
    Object.keys(optionalDependencies).filter(
      (name) => !(`node_modules/${name}` in lock.packages) && !(`${at}/node_modules/${name}` in lock.packages),
    ),
  );
  expect(missing).toEqual([]);
});

test('no registry is named', () => {
  const packages = Object.values(lock.packages);
  expect(packages.length).toBeGreaterThan(50);
  expect(packages.filter(({ resolved }) => resolved !== undefined)).toEqual([]);
});
