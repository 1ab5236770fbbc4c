/** Every chapter of the book: its cells run, its `// →` lines are true, its figures can be drawn, its links lead somewhere. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readChapter } from '../../book/build/markdown.ts';
import { markRoles } from '../../src/tools/chapter/read-chapter.ts';
import { renderPage, specOfBlock } from '../../book/build/render-page.ts';
import * as notebook from '../../book/notebook/index.ts';
import { root } from '../../scripts/project.mjs';

const folder = join(root, 'book', 'chapters');
const files = readdirSync(folder).filter((file) => file.endsWith('.md'));

/** Runs all cells; gives their errors and the lines that say something else than what came out. */
async function faultsOf(text: string): Promise<string[]> {
  const faults: string[] = [];
  const chapter = readChapter(text);
  const cells = new Map(chapter.cells.map((cell) => [cell.id, cell]));
  await new notebook.Notebook().run(chapter.cells, undefined, {
    finished(id, outputs, noted) {
      const cell = cells.get(id);
      for (const output of outputs) if (output.kind === 'error') faults.push(`${id}: ${output.message}`);
      for (const { line, expected, actual } of notebook.checkExpectations(cell?.text ?? '', noted)) {
        faults.push(`${id}, line ${(cell?.line ?? 0) + line}: ${expected} is promised, ${String(actual)} came out`);
      }
    },
  });
  return faults;
}

describe.each(files)('%s', (file) => {
  const text = readFileSync(join(folder, file), 'utf8');

  test('every cell runs, and every arrow tells the truth', async () => {
    expect(await faultsOf(text)).toEqual([]);
  });

  test('every figure can be drawn', () => {
    const { figures } = readChapter(text);
    expect(figures.length).toBeGreaterThan(0);
    for (const { block } of figures) expect(notebook.firstPicture(specOfBlock(block, notebook))).toContain('<svg');
  });

  test('every link inside leads to a place of the page', async () => {
    const template = readFileSync(join(root, 'book', 'build', 'chapter.html'), 'utf8');
    const html = await renderPage({ name: file, text, template, all: [], notebook });
    const ids = new Set(Array.from(html.matchAll(/ id="([^"]+)"/g), ([, id]) => id));
    const links = Array.from(html.matchAll(/ href="#([^"]+)"/g), ([, id]) => id);
    expect(links.length).toBeGreaterThan(0);
    expect(links.filter((id) => !ids.has(id))).toEqual([]);
    expect(html).not.toContain('<!-- fill');
  });
});

describe('the check itself', () => {
  test('a wrong arrow and a failing cell are found', async () => {
    const cell = (text: string): string => `\`\`\`ts cell\n${text}\n\`\`\`\n`;
    expect(await faultsOf(cell('1 + 1 // → 3'))).toEqual(['cell-1, line 2: 3 is promised, 2 came out']);
    expect(await faultsOf(cell('nothing'))).toEqual(['cell-1: ReferenceError: nothing is not defined']);
  });
});

describe('code beside a figure', () => {
  const spec = (g: string, options: Record<string, number | number[]> = {}): notebook.FigureSpec => ({
    kind: 'computation-graph-figure',
    functions: [notebook.functionText(g)],
    options,
  });

  test('of a function of one number, of several, and of TypeScript', () => {
    expect(notebook.emittedCode(spec('sin(w) w^2'), 'derivative')).toMatch(
      /^function g_dot\(w\) \{\n.*Math\.cos\(w\)/s,
    );
    expect(notebook.emittedCode(spec('w1 w2', { at: [2, 3] }), 'gradient')).toContain('w_bar[1] += w[0];');
    expect(notebook.emittedCode(spec('w^2', { at: [2, 3] }), 'gradient')).toContain('return [w + w];');
    expect(notebook.emittedCode(spec('(w) => w * 3', { at: 2 }), 'gradient')).toContain('return [3];');
  });

  test('a function without a derivative has none, and a wrong word is named', async () => {
    expect(() => notebook.emittedCode(spec('(w) => w ^ 2'), 'derivative')).toThrow('S103');
    const text = '```figure computation-graph-figure\ng: sin(w)\ncode: assembler\n```\n';
    const page = renderPage({ name: 'x.md', text, template: '<!-- fill: body -->', all: [], notebook });
    await expect(page).rejects.toThrow(
      'x.md:1:1 S503: there is no code assembler to show; it can be derivative or gradient',
    );
  });
});

describe('what an author writes', () => {
  const html = (text: string): string =>
    readChapter(text).body({ cell: ({ id }) => `<cell ${id}>`, figure: ({ id }) => `<figure ${id}>` });

  test('marks, mathematics, notes, sections', () => {
    expect(html('a [word *in* it]{tangent}')).toBe(
      '<p>a <span class="mark" data-role="tangent">word <em>in</em> it</span></p>\n',
    );
    expect(html('an $w^0$ here')).toContain('<math xmlns="http://www.w3.org/1998/Math/MathML">');
    expect(html('5 $ and 6 $')).toBe('<p>5 $ and 6 $</p>\n');
    expect(html('$$\na = b\n$$')).toContain('katex-display');
    expect(html('```note\nhello\n```')).toBe('<aside class="note"><p>hello</p>\n</aside>\n');
    expect(html('## 2. Two words\n\nx')).toContain('<section aria-labelledby="two-words">');
  });

  test('mistakes are named with their line', () => {
    const message = (text: string): string => {
      try {
        html(text);
      } catch (error) {
        return (error as Error).message;
      }
      return '';
    };
    expect(message('---\ntitle: x\n---\n\na\nb [x]{nothing}')).toBe(`chapter.md:6:6 S503: there is no mark nothing
  6 | b [x]{nothing}
    |      ^^^^^^^^^  the marks are ${markRoles.join(', ')}`);
    expect(message('\n```figure\n```')).toMatch(/^chapter.md:2:1 S503: a figure needs its kind\n {2}2 \| ```figure/);
    expect(message('```figure secant-to-tangent\nsin(w)\n```')).toMatch(
      /^chapter.md:2:1 S503: `sin\(w\)` is not `key: value`/,
    );
    expect(message('```ts cell a\n```\n\n```ts cell a\n```')).toMatch(
      /^chapter.md:4:1 S503: the name a is there twice/,
    );
    expect(message('x\n\nfirst\nthen $\\nosuch{w}$')).toMatch(
      /^chapter.md:4:7 S503: the mathematics cannot be set: Undefined control sequence: \\nosuch[^]*then \$\\nosuch/,
    );
    expect(message('x\n\n$$\n\\frac{1}\n$$')).toMatch(/^chapter.md:3:\d+ S503: the mathematics cannot be set/);
  });
});
