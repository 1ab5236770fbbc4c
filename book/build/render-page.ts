/**
 * One page from one chapter: the template with title, contents, text, cells and first pictures filled in. Every
 * cell of the chapter is run here, so what a cell shows is in the HTML; a cell that fails stops the build with the
 * chapter's line.
 */
import type * as NotebookModule from '../notebook/index.ts';
import type { CellOutput, FigureSpec } from '../notebook/index.ts';
import { colouredCode } from '../../src/tools/chapter/coloured-code.ts';
import type { FenceBlock } from '../../src/tools/chapter/fences.ts';
import { runCells } from '../../src/tools/chapter/run-cells.ts';
import { type Chapter, type ChapterCell, type ChapterFigure, escapeHtml, readChapter } from './markdown.ts';

/** A chapter among all. */
export interface ChapterPage {
  readonly file: string;
  readonly page: string;
  readonly title: string;
  readonly sections: readonly { readonly id: string; readonly title: string }[];
}

/** What a page is made from. */
export interface PageParts {
  /** The file of the chapter. */
  readonly name: string;
  readonly text: string;
  readonly template: string;
  /** All chapters in their order, for the table of contents and the links at the end; none where this is the only one. */
  readonly all: readonly ChapterPage[];
  readonly notebook: typeof NotebookModule;
}

/** The description of a figure written in a chapter. */
export function specOfBlock(block: FenceBlock, notebook: typeof NotebookModule): FigureSpec {
  const spec = notebook.readFigureSpec({
    kind: block.name,
    functions: block.functions.map(notebook.functionText),
    options: block.options,
  });
  if (spec === undefined)
    throw new Error(`${String(block.name)} is no figure, or an option of it is no number, word or list`);
  return spec;
}

/** Makes the page. */
export async function renderPage(parts: PageParts): Promise<string> {
  const { name, notebook, template } = parts;
  const chapter = readChapter(parts.text, name);
  const shown = await runCells(chapter, parts.notebook);
  const body = chapter.body({
    cell: (cell) => chapter.text.at(cell.line, () => cellHtml(cell, shown.get(cell.id) ?? [], notebook)),
    figure: (figure) => chapter.text.at(figure.line, () => figureHtml(figure, notebook)),
  });
  const title = chapter.front['title'] ?? name;
  const fill: Readonly<Record<string, string>> = {
    chapter: escapeHtml(name),
    title: escapeHtml(title),
    description: escapeHtml(chapter.front['description'] ?? title),
    lede: escapeHtml(chapter.front['lede'] ?? ''),
    styles: `${notebook.styleText()}${notebook.cellStyleText}`,
    contents: contentsHtml(parts, chapter),
    body,
    neighbours: neighboursHtml(parts),
  };
  return template.replace(
    /<!-- fill: (\w+) -->|\/\* fill: (\w+) \*\/|\{\{(\w+)\}\}/g,
    (_match, a?: string, b?: string, c?: string) => {
      const key = a ?? b ?? c ?? '';
      const value = fill[key];
      if (value === undefined) throw new Error(`the template asks for ${key}, which a page does not have`);
      return value;
    },
  );
}

/** One table of contents for all chapters, the same on every page. */
function contentsHtml({ name, all }: PageParts, { sections }: Chapter): string {
  const list = (page: string, entries: ChapterPage['sections']): string => {
    const items = entries.map(
      ({ id, title }) => `<li><a href="${page}#${id}">${escapeHtml(title.replace(/^[\d. ]+/, ''))}</a></li>`,
    );
    return `<ol>${items.join('')}</ol>`;
  };
  if (all.length < 2) return list('', sections);
  return all
    .map((one) => {
      const here = one.file === name;
      const page = `./${escapeHtml(one.page)}`;
      const title = `<a href="${page}"${here ? ' aria-current="page"' : ''}>${escapeHtml(one.title)}</a>`;
      return `<p class="contents-chapter">${title}</p>${list(here ? '' : page, here ? sections : one.sections)}`;
    })
    .join('');
}

function neighboursHtml({ name, all }: PageParts): string {
  const index = all.findIndex(({ file }) => file === name);
  const link = (which: 'prev' | 'next', word: string, to: ChapterPage | undefined): string =>
    to === undefined ? '' : `<a rel="${which}" href="./${escapeHtml(to.page)}">${word}: ${escapeHtml(to.title)}</a>`;
  const links = link('prev', 'Previous', all[index - 1]) + link('next', 'Next', all[index + 1]);
  return links === '' ? '' : `<nav class="neighbours" aria-label="Chapters">${links}</nav>`;
}

function cellHtml({ id, text }: ChapterCell, outputs: readonly CellOutput[], notebook: typeof NotebookModule): string {
  const views = outputs.map((output) => {
    const html = notebook.toHtml(notebook.outputView(output));
    return output.kind === 'figure' ? html.replace(/<\/div>$/, `${notebook.firstPicture(output.spec)}</div>`) : html;
  });
  return (
    `<div class="cell" data-cell="${escapeHtml(id)}">` +
    `<pre class="cell-source" tabindex="0" role="group" aria-label="Code"><code>${colouredCode(text)}</code></pre>` +
    `<div class="cell-outputs" role="status" aria-label="Result">${views.join('')}</div></div>\n`
  );
}

function figureHtml({ id, block }: ChapterFigure, notebook: typeof NotebookModule): string {
  const spec = specOfBlock(block, notebook);
  const { caption, field, examples, label, code } = block.fields;
  const attributes = [
    `id="${escapeHtml(id)}"`,
    `data-figure="${escapeHtml(JSON.stringify(spec))}"`,
    `data-value="${notebook.buildFigure(spec).parameter.value}"`,
    ...(field === undefined ? [] : ['data-field']),
    ...(examples === undefined ? [] : [`data-examples="${escapeHtml(examples)}"`]),
    `aria-label="${escapeHtml(label ?? caption?.replace(/[$*]/g, '') ?? String(block.name).replace(/-/g, ' '))}"`,
  ];
  const words = caption === undefined ? '' : `<figcaption>${captionHtml(caption)}</figcaption>`;
  return (
    `<figure class="figure" ${attributes.join(' ')}>` +
    `<div class="live"><div class="first-picture">${notebook.firstPicture(spec)}</div></div>` +
    `${code === undefined ? '' : codeHtml(code, spec, notebook)}${words}</figure>\n`
  );
}

/** The code that Secant makes for the function of a figure; the page keeps it in step with what the reader types. */
function codeHtml(kind: string, spec: FigureSpec, notebook: typeof NotebookModule): string {
  if (!notebook.isCodeKind(kind))
    throw new Error(`there is no code ${kind} to show; it can be ${Object.keys(notebook.codeTitles).join(' or ')}`);
  const title = notebook.codeTitles[kind];
  return (
    `<div class="emitted-code" data-code="${kind}"><p class="emitted-code-title">${escapeHtml(title)}</p>` +
    `<pre tabindex="0" role="group" aria-label="${escapeHtml(title)}"><code>${escapeHtml(notebook.emittedCode(spec, kind))}</code></pre></div>`
  );
}

/** A caption is a line of a chapter's own Markdown. */
function captionHtml(caption: string): string {
  return readChapter(caption)
    .body({ cell: () => '', figure: () => '' })
    .replace(/^<p>|<\/p>\n$/g, '');
}
