/** Chapters by the command: what `secant new chapter` makes, the folder that `secant chapter` writes, and what is said of mistakes. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import katex from 'katex';
import createMarkdown from 'markdown-it';
import { describe, expect, test } from 'vitest';
import { root } from '../../scripts/project.mjs';
import * as notebook from '../../src/pages/notebook/index.ts';
import { chapterPage } from '../../src/tools/chapter/chapter-page.ts';
import { runCommand } from './run-command.ts';

const tools = { createMarkdown, katex, notebook: () => Promise.resolve(notebook) };
const page = (text: string): Promise<string> => chapterPage(text, 'c.md', tools);

describe('new chapter', () => {
  test('makes a folder whose chapter is a page', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'secant-new-'));
    const { code, out, err } = await runCommand(['new', 'chapter', 'my-book', '--title', 'Of <slopes>'], { directory });
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('npx secant chapter');
    expect(readdirSync(directory)).toEqual(['my-book']);
    expect(readdirSync(join(directory, 'my-book')).sort()).toEqual(['.gitignore', 'chapter.md', 'package.json']);
    const manifest = JSON.parse(readFileSync(join(directory, 'my-book', 'package.json'), 'utf8')) as {
      dependencies: Record<string, string>;
    };
    expect(Object.keys(manifest.dependencies).sort()).toEqual(['katex', 'markdown-it', 'secant', 'sucrase']);
    for (const range of Object.values(manifest.dependencies)) expect(range).toMatch(/^\^\d/);
    const html = await page(readFileSync(join(directory, 'my-book', 'chapter.md'), 'utf8'));
    expect(html).toContain('<title>Of &lt;slopes&gt;</title>');
    expect(html.match(/<secant-figure kind="tangent-along-curve" g="sin\(w\)" value="1"/g)).toHaveLength(1);
    expect(html.match(/<secant-cell autorun/g)).toHaveLength(2);
    // What the cells show stands there without scripts.
    expect(html).toMatch(/<noscript><div class="cell-outputs"><pre class="output output-number">1<\/pre>/);
    expect(html).toMatch(/<noscript><div class="cell-outputs"><svg /);
  });
  test('leaves what is there', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'secant-new-'));
    mkdirSync(join(directory, 'mine'));
    writeFileSync(join(directory, 'mine', 'notes.txt'), 'mine');
    const { code, err } = await runCommand(['new', 'chapter', 'mine'], { directory });
    expect([code, err]).toEqual([2, expect.stringContaining('mine is there already')]);
    expect(readdirSync(join(directory, 'mine'))).toEqual(['notes.txt']);
  });
});

test('the chapter of the book is a page too', async () => {
  const text = readFileSync(join(root, 'book', 'chapters', 'calculus.md'), 'utf8');
  const html = await page(text);
  expect(html.match(/<secant-cell /g)).toHaveLength(text.match(/^```ts cell/gm)?.length ?? NaN);
  expect(html.match(/<secant-figure /g)).toHaveLength(text.match(/^```figure/gm)?.length ?? NaN);
  expect(html).not.toContain('katex-error');
}, 60_000);

test('a chapter without mathematics and cells asks for neither', async () => {
  const html = await page('---\ntitle: Plain\n---\n\nText.\n');
  expect(html).not.toMatch(/katex|secant-cell/);
});

describe('mistakes are told where they are', () => {
  const figure = (...lines: string[]): string =>
    ['Text.', '', '```figure secant-to-tangent', ...lines, '```'].join('\n');
  test.each([
    [
      'an unknown kind',
      'a\n\n```figure secnat\ng: w\n```',
      /^c\.md:3:11 S503: there is no figure of the kind "secnat"[^]*\^{6} {2}the kinds are /,
    ],
    [
      'an unknown option',
      figure('g: sin(w)', 'att: 1'),
      /^c\.md:5:1 S503: secant-to-tangent has no `att`[^]*\^{3} {2}it has .*\bat\b/,
    ],
    ['a wrong option', figure('g: sin(w)', 'at: x'), /^c\.md:5:1 S503: `at` is "x"/],
    ['a wrong formula', figure('at: 1', 'g: sin(w'), /^c\.md:5:1 S503: [^]*g: sin\(w\n {4}\| \^{8}/],
    ['a wrong caption', figure('g: w', 'caption: a $\\frac{1}$'), /^c\.md:5:1 S503: the mathematics cannot be set/],
    ['a cell that fails', 'a\n\n```ts cell one\nconst a = 1\nb + 1\n```', /^c\.md:5:1 S503: .*b.*\n {2}5 \| b \+ 1/],
    ['code that there is not', figure('g: w', 'code: assembler'), /^c\.md:5:1 S503: there is no code assembler/],
  ])('%s', async (_what, text, message) => {
    await expect(page(text)).rejects.toThrow(message);
  });
  test('mathematics without KaTeX says what to install', async () => {
    const without = { createMarkdown, notebook: tools.notebook };
    await expect(chapterPage('a $w$', 'c.md', without)).rejects.toThrow(
      /^c\.md:1:4 S503: .*KaTeX[^]*npm install katex/,
    );
  });
});

describe('what cannot be made', () => {
  const directory = mkdtempSync(join(tmpdir(), 'secant-chapter-'));
  test.each([
    [['chapter', 'nowhere'], 'secant new chapter nowhere makes one'],
    [['chapter', '.'], 'there is no chapter in .'],
    [['explore', 'sin(w'], 'formula:1:'],
    [['explore', './loss.ts#loss'], 'give a formula or TypeScript text'],
    [['explore', 'w', '--at', '1,2,x'], '--at is "x"'],
    [['explore', 'w', '--from', '1'], 'add --at 1, or --from'],
  ])('%j', async (words, said) => {
    const { code, err } = await runCommand(words, { directory });
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(existsSync(join(directory, 'site'))).toBe(false);
  });
});
