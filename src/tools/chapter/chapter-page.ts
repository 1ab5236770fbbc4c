/**
 * A page of its own from one chapter: text, mathematics, `<secant-figure>` and `<secant-cell>` with what they show before any
 * script has come. In: the text, the packages it is read with, and the notebook where it has cells. Out: HTML that asks for
 * the files beside it in `secant/`, which come with the package, and for no others.
 */
import { toHtml } from '../../pages/notebook/element-tree.ts';
import { outputView } from '../../pages/notebook/output-view.ts';
import type { CellOutput } from '../../pages/notebook/outputs.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { elementHtml } from '../../pages/elements/server.ts';
import { buildFigure, figureKinds, functionText, isFigureKind } from '../../pictures/figures/index.ts';
import { codeTitles, emittedCode, isCodeKind } from './emitted-code.ts';
import {
  type Chapter,
  type ChapterCell,
  type ChapterFigure,
  type ChapterTools,
  escapeHtml,
  readChapter,
} from './read-chapter.ts';
import { type CellRunner, runCells } from './run-cells.ts';

/** A chapter among others, for the links at its end. */
export interface ChapterLink {
  readonly page: string;
  readonly title: string;
}

/** What a page is made with besides its chapter. */
export interface PageTools extends ChapterTools {
  /** Loads what runs cells; asked only where there are some. */
  notebook(): Promise<CellRunner>;
}

/** What stands around a chapter. */
export interface PageSurroundings {
  readonly previous?: ChapterLink | undefined;
  readonly next?: ChapterLink | undefined;
  /** Markup for the end of the page: what a server adds that shows each saved change. */
  readonly end?: string;
}

/**
 * Makes the page.
 *
 * @param name of the file, for errors
 * @throws SecantError S503 with its line in the chapter
 */
export async function chapterPage(
  source: string,
  name: string,
  tools: PageTools,
  around: PageSurroundings = {},
): Promise<string> {
  const chapter = readChapter(source, tools, name);
  const shown = chapter.cells.length === 0 ? new Map<string, never>() : await runCells(chapter, await tools.notebook());
  const body = chapter.body({
    cell: (cell) => cellHtml(cell, shown.get(cell.id) ?? []),
    figure: (figure) => chapter.text.at(figure.line, () => figureHtml(figure, chapter, tools)),
  });
  const { front, sections } = chapter;
  const title = front['title'] ?? name;
  const lede = front['lede'] === undefined ? '' : `<p class="lede">${escapeHtml(front['lede'])}</p>\n`;
  const contents = sections.map(({ id, title: section }) => `<li><a href="#${id}">${escapeHtml(section)}</a></li>`);
  const math = /class="katex/.test(body) ? '<link rel="stylesheet" href="./secant/katex/katex.min.css">\n' : '';
  const cells = chapter.cells.length === 0 ? '' : '<script type="module" src="./secant/secant-cell.js"></script>\n';
  return `<!doctype html>
<html lang="${escapeHtml(front['lang'] ?? 'en')}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<meta name="description" content="${escapeHtml(front['description'] ?? title)}">
<link rel="icon" href="./secant/icon.svg" type="image/svg+xml">
${math}<link rel="stylesheet" href="./secant/pages.css">
<script type="module" src="./secant/chapter.js"></script>
<script type="module" src="./secant/secant-elements.js"></script>
${cells}</head>
<body class="chapter">
<a class="skip" href="#text">Skip to the text</a>
<header class="masthead"><p class="brand">${escapeHtml(title)}</p></header>
<main id="text">
<h1>${escapeHtml(title)}</h1>
${lede}${contents.length < 2 ? '' : `<nav class="contents" aria-label="Contents"><ol>${contents.join('')}</ol></nav>\n`}${body}${neighbours(around)}</main>
${around.end ?? ''}</body>
</html>
`;
}

function neighbours({ previous, next }: PageSurroundings): string {
  const link = (which: string, word: string, to: ChapterLink | undefined): string =>
    to === undefined ? '' : `<a rel="${which}" href="./${escapeHtml(to.page)}">${word}: ${escapeHtml(to.title)}</a>`;
  const links = link('prev', 'Previous', previous) + link('next', 'Next', next);
  return links === '' ? '' : `<nav class="neighbours" aria-label="Chapters">${links}</nav>\n`;
}

/** A cell runs by itself when it nears the window; without scripts its code and what it showed when the page was made stand there. */
function cellHtml({ id, text }: ChapterCell, outputs: readonly CellOutput[]): string {
  const shown = outputs.map((output) =>
    output.kind === 'figure' ? buildFigure(output.spec).svg(0) : toHtml(outputView(output)),
  );
  const still = shown.length === 0 ? '' : `<noscript><div class="cell-outputs">${shown.join('')}</div></noscript>`;
  return `<div class="cell" id="cell-${escapeHtml(id)}"><secant-cell autorun label="Code of ${escapeHtml(id)}"><pre>\n${escapeHtml(text)}\n</pre></secant-cell>${still}</div>\n`;
}

function figureHtml({ id, line, block }: ChapterFigure, chapter: Chapter, tools: ChapterTools): string {
  const { name: kind = '', functions, options, fields, lines } = block;
  if (!isFigureKind(kind))
    throw chapter.text.error(
      line,
      `there is no figure of the kind "${kind}"`,
      `the kinds are ${Object.keys(figureKinds).join(', ')}`,
      kind,
    );
  const known = Object.keys(figureKinds[kind].options);
  for (const option of Object.keys(options)) {
    if (known.includes(option)) continue;
    const others = ['g', 'id', 'caption', 'field', 'examples', 'label', 'code', ...known];
    throw chapter.text.error(
      lines[option] ?? line,
      `${kind} has no \`${option}\``,
      `it has ${others.join(', ')}`,
      option,
    );
  }
  const { caption, field, examples, label, code } = fields;
  const lineOf = (key: string): number => lines[key] ?? line;
  const spoken = label ?? caption?.replace(/[$*]/g, '');
  const more = {
    field: field !== undefined && field !== 'no',
    ...(spoken === undefined ? {} : { label: spoken }),
    ...(examples === undefined ? {} : { examples }),
  };
  let figure: string;
  try {
    figure = elementHtml(kind, functions, options as never, more);
  } catch (error) {
    // What is wrong with an option is said with its name.
    const named = error instanceof SecantError ? /^`(\w+)`/.exec(error.sentence)?.[1] : undefined;
    return chapter.text.at(lineOf(named !== undefined && named in lines ? named : 'g'), () => {
      throw error;
    });
  }
  const below = code === undefined ? '' : chapter.text.at(lineOf('code'), () => codeHtml(code, block));
  const words =
    caption === undefined
      ? ''
      : `<figcaption>${chapter.text.at(lineOf('caption'), () => captionHtml(caption, tools))}</figcaption>`;
  return `<figure class="figure" id="${escapeHtml(id)}">${figure}${below}${words}</figure>\n`;
}

/** The code that Secant makes for the function of a figure as the chapter has it. */
function codeHtml(kind: string, { name = '', functions, options }: ChapterFigure['block']): string {
  if (!isCodeKind(kind))
    throw new Error(`there is no code ${kind} to show; it can be ${Object.keys(codeTitles).join(' or ')}`);
  const text = emittedCode({ kind: name, functions: functions.map(functionText), options: options as never }, kind);
  const title = `${codeTitles[kind]} for ${functions[0] ?? ''}`;
  return (
    `<div class="emitted-code"><p class="emitted-code-title">${escapeHtml(title)}</p>` +
    `<pre tabindex="0" role="group" aria-label="${escapeHtml(title)}"><code>${escapeHtml(text)}</code></pre></div>`
  );
}

/** A caption is a line of a chapter's own Markdown. */
function captionHtml(caption: string, tools: ChapterTools): string {
  return readChapter(caption, tools)
    .body({ cell: () => '', figure: () => '' })
    .replace(/^<p>|<\/p>\n$/g, '');
}
