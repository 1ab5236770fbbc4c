/**
 * Chapters are Markdown with a few additions, turned into HTML when the book is built:
 *
 *     [tangent]{tangent}        a word that wears the colour of the mark it names
 *     $w^0$ and $$ … $$         mathematics, set by KaTeX with MathML for screen readers
 *     ```ts cell name           a live cell
 *     ```figure kind            a live figure, one `key: value` a line
 *     ```note                   a note in the margin
 *
 * In: the text of a chapter, and how cells and figures are drawn. Out: the parts of a page. Every `##` begins a
 * section with a link of its own. What cannot be read is an error that names the line.
 */
import katex from 'katex';
import createMarkdown, { type MarkdownIt } from 'markdown-it';
import { parseFence, type FenceBlock } from './fences.ts';

/** A cell of a chapter. */
export interface ChapterCell {
  readonly id: string;
  readonly text: string;
  readonly line: number;
}

/** A figure of a chapter. */
export interface ChapterFigure {
  readonly id: string;
  readonly block: FenceBlock;
  readonly line: number;
}

/** One entry of the table of contents. */
export interface ChapterSection {
  readonly id: string;
  readonly title: string;
}

/** A chapter read, not yet drawn. */
export interface Chapter {
  readonly front: Readonly<Record<string, string>>;
  readonly sections: readonly ChapterSection[];
  readonly cells: readonly ChapterCell[];
  readonly figures: readonly ChapterFigure[];
  /** The text as HTML. */
  body(draw: Drawing): string;
}

/** How the live parts are drawn. */
export interface Drawing {
  cell(cell: ChapterCell): string;
  figure(figure: ChapterFigure): string;
}

/** Text made safe inside HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

/** Mathematics as HTML and MathML. */
export function mathHtml(tex: string, displayMode: boolean): string {
  return katex.renderToString(tex, { displayMode, output: 'htmlAndMathml', throwOnError: true, strict: 'error' });
}

/** A heading as an address: "1. What a derivative is" is what-a-derivative-is. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/^[\d. ]+/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function withMath(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('escape', 'math', (state, silent) => {
    const found = /^\$((?:\\.|[^$\\])+)\$/s.exec(state.src.slice(state.pos));
    if (found?.[1] === undefined || /^\s|\s$/.test(found[1])) return false;
    if (!silent) state.push('math_inline', '', 0).content = found[1];
    state.pos += found[0].length;
    return true;
  });
  markdown.block.ruler.before(
    'fence',
    'math',
    (state, startLine, endLine, silent) => {
      const lineOf = (line: number): string =>
        state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
      if (!lineOf(startLine).startsWith('$$')) return false;
      let line = startLine;
      let text = lineOf(startLine).slice(2);
      while (!text.trimEnd().endsWith('$$')) {
        line++;
        if (line >= endLine) return false;
        text += `\n${lineOf(line)}`;
      }
      if (silent) return true;
      const token = state.push('math_block', '', 0);
      token.content = text.trimEnd().slice(0, -2).trim();
      token.map = [startLine, line + 1];
      state.line = line + 1;
      return true;
    },
    { alt: ['paragraph', 'list'] },
  );
  markdown.renderer.rules['math_inline'] = (tokens, index) => mathHtml(tokens[index]?.content ?? '', false);
  markdown.renderer.rules['math_block'] = (tokens, index) =>
    `<div class="display-math" tabindex="0" role="group" aria-label="Equation">${mathHtml(tokens[index]?.content ?? '', true)}</div>\n`;
}

/** `[word]{role}`: the word is Markdown, the role one of the theme. */
function withMarks(markdown: MarkdownIt, roles: readonly string[]): void {
  markdown.inline.ruler.before('link', 'mark', (state, silent) => {
    const found = /^\[([^\]]+)\]\{([a-z-]+)\}/.exec(state.src.slice(state.pos));
    if (found?.[1] === undefined || found[2] === undefined) return false;
    if (!roles.includes(found[2]))
      throw new Error(`[${found[1]}]{${found[2]}}: there is no such mark; the marks are ${roles.join(', ')}`);
    if (!silent) {
      const open = state.push('mark_open', 'span', 1);
      open.attrs = [
        ['class', 'mark'],
        ['data-role', found[2]],
      ];
      const before = state.pos;
      const { posMax } = state;
      state.pos = before + 1;
      state.posMax = before + 1 + found[1].length;
      state.md.inline.tokenize(state);
      state.posMax = posMax;
      state.push('mark_close', 'span', -1);
      state.pos = before;
    }
    state.pos += found[0].length;
    return true;
  });
}

/** The marks that words can name. */
export const markRoles = [
  'function',
  'moving-point',
  'fixed-point',
  'second-point',
  'secant',
  'tangent',
  'second-order',
  'numerical-derivative',
  'true-derivative',
  'adjoint',
] as const;

/** `key: value` lines between two lines of dashes at the head of a chapter. */
function frontMatter(text: string): { front: Record<string, string>; rest: string } {
  const found = /^---\n(.*?)\n---\n/s.exec(text);
  const front: Record<string, string> = {};
  if (found === null) return { front, rest: text };
  for (const line of (found[1] ?? '').split('\n')) {
    const pair = /^(\w+):\s*(.+)$/.exec(line);
    if (pair?.[1] !== undefined && pair[2] !== undefined) front[pair[1]] = pair[2].trim();
  }
  // The lines stay counted.
  return { front, rest: found[0].replace(/[^\n]/g, '') + text.slice(found[0].length) };
}

/**
 * Reads a chapter.
 *
 * @throws Error with the line, for a block that makes no sense or a name used twice
 */
export function readChapter(text: string): Chapter {
  const { front, rest } = frontMatter(text.replace(/\r\n/g, '\n'));
  const markdown = createMarkdown({ html: true, typographer: true, quotes: '“”‘’' }).disable('replacements');
  withMath(markdown);
  withMarks(markdown, markRoles);
  const tokens = markdown.parse(rest, {});
  const cells: ChapterCell[] = [];
  const figures: ChapterFigure[] = [];
  const sections: ChapterSection[] = [];
  const known = new Map<object, ChapterCell | ChapterFigure>();
  const ids = new Set<string>();
  const cellIds = new Set<string>();
  const take = (id: string, line: number, taken = ids): string => {
    if (taken.has(id)) throw new Error(`line ${line}: the name ${id} is there twice`);
    taken.add(id);
    return id;
  };
  tokens.forEach((token, index) => {
    const line = (token.map?.[0] ?? 0) + 1;
    if (token.type === 'heading_open' && token.tag === 'h2') {
      const title = tokens[index + 1]?.content ?? '';
      const id = take(slugOf(title), line);
      token.attrSet('id', id);
      sections.push({ id, title });
    }
    if (token.type !== 'fence') return;
    const block = parseFence(token.info, token.content, line);
    if (block.kind === 'cell') {
      const cell = {
        id: take(block.name ?? `cell-${cells.length + 1}`, line, cellIds),
        text: token.content.trimEnd(),
        line,
      };
      cells.push(cell);
      known.set(token, cell);
    } else if (block.kind === 'figure') {
      const figure = { id: take(block.fields['id'] ?? `figure-${figures.length + 1}`, line), block, line };
      figures.push(figure);
      known.set(token, figure);
    }
  });
  return {
    front,
    sections,
    cells,
    figures,
    body(draw) {
      const plainFence = markdown.renderer.rules.fence;
      let open = false;
      const closing = (): string => (open ? '</section>\n' : '');
      markdown.renderer.rules.heading_open = (list, index, options, _env, self) => {
        const token = list[index];
        const id = token?.attrGet('id');
        if (token?.tag !== 'h2' || id == null) return self.renderToken(list, index, options);
        const start = `${closing()}<section aria-labelledby="${id}">\n<h2 id="${id}">`;
        open = true;
        return start;
      };
      markdown.renderer.rules.heading_close = (list, index, options, _env, self) => {
        const id = list[index - 2]?.attrGet('id');
        if (list[index]?.tag !== 'h2' || id == null) return self.renderToken(list, index, options);
        return ` <a class="section-link" href="#${id}" aria-label="Link to this section">#</a></h2>\n`;
      };
      markdown.renderer.rules.fence = (list, index, options, env, self) => {
        const token = list[index];
        const part = token === undefined ? undefined : known.get(token);
        if (part !== undefined) return 'text' in part ? draw.cell(part) : draw.figure(part);
        if (token?.info.trim() === 'note') return `<aside class="note">${markdown.render(token.content)}</aside>\n`;
        return plainFence?.(list, index, options, env, self) ?? '';
      };
      return markdown.renderer.render(tokens, markdown.options, {}) + closing();
    },
  };
}
