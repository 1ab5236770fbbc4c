/** Search over the chapters: what is in the index, and what is found in which order. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readChapter } from '../../book/build/markdown.ts';
import { headingsOf, searchEntries } from '../../book/build/search-index.ts';
import { find } from '../../book/page/find.ts';
import { root } from '../../scripts/project.mjs';

const folder = join(root, 'book', 'chapters');
const files = readdirSync(folder).filter((file) => file.endsWith('.md'));
const entries = files.flatMap((file) => searchEntries(readFileSync(join(folder, file), 'utf8'), file, file));

test.each(files)('%s: the headings of the index are those of the page', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');
  expect(headingsOf(text).map(({ id }) => id)).toEqual(readChapter(text).sections.map(({ id }) => id));
});

test('the index holds words, and neither code nor marks', () => {
  const markdown =
    '---\ntitle: x\n---\n\nBefore.\n\n## 2. A [word]{tangent} & more\n\nIs $\\frac{1}{2}$ of *all*, `not` [here](./x.html).\n\n' +
    '```ts cell a\n## secret()\n```\n\n```figure descent\ng: hidden\ncaption: A walk.\n```\n\n```exercise e\nask: How far?\nnumber: 41\n```\n';
  expect(searchEntries(markdown, 'Book', 'b.html')).toEqual([
    { chapter: 'Book', title: 'Book', address: 'b.html', text: 'Before.' },
    {
      chapter: 'Book',
      title: 'A word & more',
      address: 'b.html#a-word-tangent-more',
      text: 'Is 1/2 of all, not here. A walk. How far?',
    },
  ]);
});

test('a formula is read in a line of text', () => {
  const text = (tex: string): string | undefined => searchEntries(`Of $${tex}$.`, 'c', 'p')[0]?.text;
  expect(text(String.raw`h(w) = g(w^0) + \frac{d}{dw}\,g(w^{0})\,(w - w^0)`)).toBe(
    'Of h(w) = g(w⁰) + d/dw g(w⁰) (w - w⁰).',
  );
  expect(text(String.raw`\nabla g = (\frac{\partial}{\partial w_1}, 2\sin w_2)`)).toBe('Of ∇ g = (∂/∂ w₁, 2sin w₂).');
  expect(text(String.raw`\max(0, \epsilon) \to 0`)).toBe('Of max(0, ε) → 0.');
});

test('sections that hold all words are found, titles first, with the words around', () => {
  expect(find(entries, 'reverse mode')[0]?.entry.address).toBe('calculus.md#reverse-mode');
  expect(find(entries, 'ADHESIVE gas')[0]?.entry.address).toBe('fitting.md#a-law-with-letters');
  const [first] = find([{ chapter: 'c', title: 't', address: 'a', text: 'Über die Ränder hinaus' }], 'rander');
  expect(first?.excerpt).toEqual([
    { text: 'Über die ', hit: false },
    { text: 'Ränder', hit: true },
    { text: ' hinaus', hit: false },
  ]);
  expect(find(entries, 'no such word anywhere')).toEqual([]);
  expect(find(entries, '  ')).toEqual([]);
  // Signs are letters to look for, nothing else.
  expect(find(entries, '(.*+?[\\')).toEqual([]);
});
