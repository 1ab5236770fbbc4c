/** Links between pages lead somewhere, and the index knows every page. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test } from 'vitest';
import { filesOf } from './code-examples.ts';

const root = process.cwd();
const nameOf = (file: string): string => relative(root, file).replaceAll('\\', '/');
const pages = [join(root, 'README.md'), join(root, 'CHANGELOG.md'), ...filesOf('docs', '.md')];

/** The names that headings get as targets of links. */
function anchorsOf(text: string): string[] {
  return [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) =>
    heading!
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  );
}

/** What is wrong with the links of a page. */
function broken(file: string, text: string): string[] {
  const prose = text.replace(/^ *```[^]*?^ *```$/gm, '');
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, target]) => {
    if (/^[a-z]+:/.test(target!)) return [];
    const [path = '', anchor] = target!.split('#');
    const leadsTo = path === '' ? file : join(dirname(file), path);
    if (path !== '' && !existsSync(leadsTo)) return [`${nameOf(file)} links to ${target}, which does not exist`];
    if (anchor === undefined || anchorsOf(path === '' ? text : readFileSync(leadsTo, 'utf8')).includes(anchor))
      return [];
    return [`${nameOf(file)} links to ${target}, and there is no such heading`];
  });
}

describe('links', () => {
  test.each(pages.map((file) => [nameOf(file), file]))('of %s', (_, file) => {
    expect(broken(file, readFileSync(file, 'utf8'))).toEqual([]);
  });

  test('broken ones are found', () => {
    const file = join(root, 'docs', 'planted.md');
    expect(broken(file, '# A\n[x](nowhere.md) [y](#a) [z](#b) [w](library.md#errors) [v](library.md#nothing)')).toEqual(
      [
        'docs/planted.md links to nowhere.md, which does not exist',
        'docs/planted.md links to #b, and there is no such heading',
        'docs/planted.md links to library.md#nothing, and there is no such heading',
      ],
    );
  });
});

test('docs/README.md lists every page', () => {
  const index = readFileSync(join(root, 'docs', 'README.md'), 'utf8');
  const listed = [...index.matchAll(/\]\(([^)#]+)\)/g)].map(([, target]) => target!);
  const expected = filesOf('docs', '.md').map((file) => nameOf(file).slice('docs/'.length));
  expect(listed.sort()).toEqual(expected.filter((name) => name !== 'README.md').sort());
});
