/** docs/figures.md has a section for every figure, and in it every option of that figure and no other. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figureKinds } from 'secant/figures';
import { expect, test } from 'vitest';
import { examplesOfMarkdown } from './code-examples.ts';

const page = readFileSync(join(process.cwd(), 'docs', 'figures.md'), 'utf8');

/** The text of each section by its heading. */
function sectionsOf(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((section) => [section.slice(0, section.indexOf('\n')).trim(), section]),
  );
}

/** The options that the first column of a section's table names. */
function optionsOf(section: string): string[] {
  return [...section.matchAll(/^\| (`[^|]*`) \|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  );
}

const sections = sectionsOf(page);

test('every figure has a section', () => {
  expect([...sections.keys()].sort()).toEqual(
    Object.values(figureKinds)
      .map(({ name }) => name)
      .sort(),
  );
});

test.each(Object.values(figureKinds).map((row) => [row.name, row] as const))(
  '%s: all options, and an example that claims something',
  (name, row) => {
    const section = sections.get(name) ?? '';
    expect(optionsOf(section).sort()).toEqual(Object.keys(row.options).sort());
    const [example] = examplesOfMarkdown('', section);
    expect(example?.code).toContain(`${name}(`);
    expect(example?.code).toContain('// →');
  },
);

test('an option that is left out is noticed', () => {
  const section = sections.get('secantPanels') ?? '';
  expect(optionsOf(section.replace('`through`', '`throw`'))).not.toContain('through');
});

test('the figure of your own is forty lines at most', () => {
  const own = join(process.cwd(), 'docs', 'figure-of-your-own.md');
  const code = examplesOfMarkdown(own)[0]?.code ?? '';
  const lines = code.split('\n').filter((line) => line.trim() !== '' && !line.includes('// →'));
  expect(lines.length).toBeGreaterThan(20);
  expect(lines.length).toBeLessThanOrEqual(40);
});
