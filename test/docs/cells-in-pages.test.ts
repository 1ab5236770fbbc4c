/** docs/cells-in-pages.md names the hash of the script that runs in the frame, and every attribute of the element. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { frameScript } from '../../src/pages/cells/index.ts';
import { SecantCellElement } from '../../src/pages/elements/cell.ts';

const page = readFileSync(join(process.cwd(), 'docs', 'cells-in-pages.md'), 'utf8');

test('the policy that lets cells run', () => {
  const hash = createHash('sha256').update(frameScript).digest('base64');
  expect(/'sha256-([^']+)'/.exec(page)?.[1]).toBe(hash);
});

test('attributes', () => {
  const rows = [...page.matchAll(/^\| `([\w-]+)` \| attribute/gm)].map(([, name]) => name);
  expect(rows).toEqual(SecantCellElement.observedAttributes);
});
