/**
 * docs/figures-in-pages.md lists every attribute and every kind, as the tables in the code have them.
 * `UPDATE_GOLDEN=1` writes both lists anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { attributeOf } from '../../src/pages/elements/attributes.ts';
import { figureAttributes } from '../../src/pages/elements/index.ts';
import { figureKinds, type FigureKindRow } from '../../src/pictures/figures/kinds.ts';

const file = join(process.cwd(), 'docs', 'figures-in-pages.md');

const drawn = { one: 'a function of one number', two: 'a function of two', any: 'a function' } as const;

function kindCells([kind, { functions, options }]: readonly [string, FigureKindRow]): string[] {
  // Where the slider stands is an attribute of them all.
  const own = Object.keys(options).filter((option) => option !== 'value');
  const names = own.map((option) => `\`${attributeOf(option)}\``);
  return [`\`${kind}\``, functions.map((inputs) => drawn[inputs]).join(' and '), names.sort().join(', ')];
}

const tables = [
  ['attribute', Object.entries(figureAttributes).map(([name, { means }]) => [`\`${name}\``, means])],
  ['kind', Object.entries(figureKinds).map(kindCells)],
] as const;

test.each(tables)('the table of every %s', (heading, rows) => {
  const page = readFileSync(file, 'utf8');
  const [before, after = ''] = page.split(new RegExp(`(?<=^\\| ${heading} \\|.*\\n.*\\n)`, 'm'));
  const rest = after.replace(/^(\|.*\n)*/, '');
  const expected = `${before}${rows.map((cells) => `| ${cells.join(' | ')} |\n`).join('')}${rest}`;
  if (process.env['UPDATE_GOLDEN'] === '1') writeFileSync(file, expected);
  else expect(page).toBe(expected);
});
