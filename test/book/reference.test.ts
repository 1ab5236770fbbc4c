/** The reference: every public name is in it, documented, and what it names leads there. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as secant from 'secant';
import * as data from 'secant/data';
import * as figures from 'secant/figures';
import { expect, test } from 'vitest';
import { readDocumentation } from '../../book/build/declarations.ts';
import { referenceHtml } from '../../book/build/reference-plugin.ts';
import { root } from '../../scripts/project.mjs';

const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, { readonly source?: string }>>;
};
const names = readDocumentation(
  Object.fromEntries(
    Object.entries(exports).flatMap(([name, { source }]) =>
      source === undefined ? [] : [[`secant${name.slice(1)}`, join(root, source)]],
    ),
  ),
);
const html = referenceHtml(names);

test.each([
  ['secant', secant],
  ['secant/figures', figures],
  ['secant/data', data],
])('every name of %s is there', (module, namespace) => {
  const found = names.filter(({ modules }) => modules.includes(module)).map(({ name }) => name);
  expect(Object.keys(namespace).filter((name) => !found.includes(name))).toEqual([]);
});

test('every name has its documentation', () => {
  expect(names.length).toBeGreaterThan(200);
  expect(names.filter(({ comment }) => comment.trim() === '').map(({ module, name }) => `${module} ${name}`)).toEqual(
    [],
  );
});

test('every function and class of the library itself has an example', () => {
  const without = names.filter(
    ({ kind, comment, module }) =>
      (kind === 'function' || kind === 'class') && module === 'secant' && !comment.includes('@example'),
  );
  expect(without.map(({ name }) => name)).toEqual([]);
});

test('a name has one place, and every link within the page leads to one', () => {
  const ids = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  expect(ids.filter((id, at) => ids.indexOf(id) !== at)).toEqual([]);
  const targets = [...html.matchAll(/href="#([^"]+)"/g)].map(([, id]) => id);
  expect(targets.length).toBeGreaterThan(ids.length);
  expect(targets.filter((id) => !ids.includes(id))).toEqual([]);
});

test('an entry, as it is read', () => {
  const start = html.indexOf('<article class="entry" id="tangentLine"');
  const entry = html.slice(start, html.indexOf('</article>', start));
  const text = entry.replace(/<[^>]+>/g, '').replace(/&gt;/g, '>');
  expect(text).toContain('tangentLine(g: ScalarFunction, w0: number): Line');
  expect(text).toContain('The tangent of a curve.');
  expect(text).toContain('Throws SecantError S402');
  expect(text).toContain('tangentLine((w: number) => w ** 2, 1).slope // → 2');
  expect(entry).toContain('<a href="#Line">Line</a>');
});
