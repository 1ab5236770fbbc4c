/** What the check of the supply finds: planted licences, scripts of installs, audits; and what this project gives users. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { auditSays, closureOf, differing, faultsOf, type Lock, ofTheSite } from '../../scripts/supply.mjs';
import { root } from '../../scripts/project.mjs';
import { plant } from '../support/planting.ts';

const lock: Lock = {
  packages: {
    '': { devDependencies: { tool: '1', page: '1' } },
    'node_modules/a': { version: '1.0.0', license: 'MIT', dependencies: { b: '2', '@s/c': '1' } },
    'node_modules/a/node_modules/b': { version: '2.0.0', license: 'GPL-3.0', dependencies: { '@s/c': '1', b: '2' } },
    'node_modules/b': { version: '1.0.0', license: 'ISC' },
    'node_modules/@s/c': { version: '1.0.0', license: 'ISC', hasInstallScript: true, dependencies: { b: '1' } },
    'node_modules/page': { version: '1.0.0' },
    'node_modules/tool': { version: '1.0.0', license: 'GPL-3.0' },
  },
};

test('all that a package needs is looked at, each where Node finds it', () => {
  expect(closureOf(lock, ['a'])).toEqual([
    'node_modules/@s/c',
    'node_modules/a',
    'node_modules/a/node_modules/b',
    'node_modules/b',
  ]);
  expect(() => closureOf(lock, ['missing'])).toThrow('missing is not in the lock');
});

test('a licence that is not in the list, none at all, and a script of an install are faults', () => {
  expect(faultsOf(lock, closureOf(lock, ['a', 'page']))).toEqual([
    '@s/c 1.0.0 runs a script when it is installed',
    'b 2.0.0 has the licence GPL-3.0, which is not in the list',
    'page 1.0.0 has the licence undefined, which is not in the list',
  ]);
  expect(faultsOf(lock, ['node_modules/b'])).toEqual([]);
});

test('what the site imports reaches readers', () => {
  const folder = plant({ 'page/main.ts': "import { x } from 'page/part';\n", 'x.css': 'a {}' });
  expect(ofTheSite(lock, folder)).toEqual(['page']);
});

test('a vulnerability fails where it reaches users, and otherwise where it is critical', () => {
  const report = (severity: string, node: string): string =>
    JSON.stringify({ vulnerabilities: { x: { severity, nodes: [node] } } });
  const places = ['node_modules/a'];
  expect(auditSays(report('low', 'node_modules/a'), places).faults).toHaveLength(1);
  expect(auditSays(report('critical', 'node_modules/tool'), places).faults).toHaveLength(1);
  expect(auditSays(report('high', 'node_modules/tool'), places)).toMatchObject({
    faults: [],
    notes: [/high/, 'audited'].map((words) => expect.stringMatching(words) as string),
  });
  expect(auditSays('{"vulnerabilities":{}}', places)).toEqual({ faults: [], notes: ['audited'] });
});

test.each(['', 'no JSON', '{"message":"405 Method Not Allowed - POST somewhere","statusCode":405}'])(
  'where no registry answers that is said, and nothing fails: %s',
  (text) => {
    const { faults, notes } = auditSays(text, []);
    expect(faults).toEqual([]);
    expect(notes.join()).toContain('not audited');
    expect(notes.join()).not.toContain('somewhere');
  },
);

test('files that two builds do not share are named', () => {
  const [one, other] = [plant({ 'a.js': '1', 'b/c.js': '2' }), plant({ 'a.js': '1', 'b/c.js': '3' })];
  expect(differing(one, one)).toEqual([]);
  expect(differing(one, other)).toEqual([join('b', 'c.js')]);
  mkdirSync(join(other, 'd'));
  writeFileSync(join(other, 'd', 'e.js'), '');
  expect(differing(one, other)).toEqual([join('b', 'c.js'), join('d', 'e.js')]);
});

test('what this project gives users is in order', () => {
  const own = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as Lock;
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { dependencies: object };
  const site = ofTheSite(own);
  expect(site).toContain('@codemirror/view');
  expect(site.some((name) => name.startsWith('@fontsource'))).toBe(true);
  expect(faultsOf(own, closureOf(own, [...Object.keys(manifest.dependencies), ...site]))).toEqual([]);
});
