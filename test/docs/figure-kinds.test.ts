/** The table of figures for authors is the table that the code has. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { figureKinds } from 'secant/figures';
import { expect, test } from 'vitest';
import { root } from '../../scripts/project.mjs';

test('docs/writing-a-chapter.md names every kind of figure with its functions and all options', () => {
  const text = readFileSync(join(root, 'docs', 'writing-a-chapter.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `([a-z-]+)` \| ((?:one|two|any)[^|]*?) *\| (.*?) *\|$/gm)];
  const told = rows.map(([, kind, functions, options]) => ({
    kind,
    functions: functions?.split(', '),
    options: [...(options ?? '').matchAll(/`(\w+)`/g)].map(([, option]) => String(option)).sort(),
  }));
  expect(told).toEqual(
    Object.entries(figureKinds).map(([kind, row]) => ({
      kind,
      functions: row.functions,
      options: Object.keys(row.options).sort(),
    })),
  );
});
