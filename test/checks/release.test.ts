/** The steps of a release, on a planted project. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { faultsOf, prepare } from '../../scripts/release.mjs';
import { plant } from '../support/planting.ts';

const files = {
  'package.json': '{\n  "name": "planted",\n  "version": "0.1.0"\n}\n',
  'package-lock.json':
    '{ "version": "0.1.0", "packages": { "": { "version": "0.1.0" }, "node_modules/a": { "version": "3.0.0" } } }',
  'CHANGELOG.md': '# Changelog\n\n## 0.2.0 (unreleased)\n\n- More.\n\n## 0.1.0 (2026-01-02)\n\n- All.\n',
};

test('version and day are written, and then a tag may be published', () => {
  const folder = plant(files);
  expect(faultsOf('v0.1.0', folder)).toEqual([]);
  expect(faultsOf('v0.2.0', folder)).toEqual([
    'package.json says 0.1.0, and the tag says 0.2.0',
    'package-lock.json says 0.1.0, and the tag says 0.2.0',
    'package-lock.json says 0.1.0, and the tag says 0.2.0',
    'CHANGELOG.md has no heading "## 0.2.0 (year-month-day)"',
  ]);
  prepare('0.2.0', { folder, day: '2026-03-04' });
  expect(faultsOf('v0.2.0', folder)).toEqual([]);
  expect(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')).toContain('## 0.2.0 (2026-03-04)\n\n- More.');
  expect(readFileSync(join(folder, 'package-lock.json'), 'utf8')).toContain('"version": "3.0.0"');
});

test('nothing is written where the changelog says nothing of the version', () => {
  const folder = plant(files);
  expect(() => prepare('0.3.0', { folder })).toThrow('CHANGELOG.md has no heading "## 0.3.0 (unreleased)"');
  expect(() => prepare('next', { folder })).toThrow('next is no version');
  expect(readFileSync(join(folder, 'package.json'), 'utf8')).toBe(files['package.json']);
});
