/** Every command of docs/command.md prints what stands below it. */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../../scripts/project.mjs';
import { runCommand } from '../cli/run-command.ts';

const text = readFileSync(join(root, 'docs', 'command.md'), 'utf8');

/** Each `$ secant …` of the page, with the lines up to the next. */
const shown = [...text.matchAll(/```console\n([\s\S]*?)```/g)].flatMap(([, block = '']) =>
  block
    .split(/^\$ secant /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return [part.slice(0, end), part.slice(end + 1)] as const;
    }),
);

/** The words of a line of a shell that has no quotes but '…'. */
function wordsOf(line: string): string[] {
  return [...line.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

test('there are commands on the page', () => expect(shown.length).toBeGreaterThan(5));

test.each(shown)('secant %s', async (line, output) => {
  const { out, err } = await runCommand(wordsOf(line), { directory: mkdtempSync(join(tmpdir(), 'secant-docs-')) });
  expect(err).toBe('');
  expect(out).toBe(output);
});
