/**
 * Chapters are Markdown with a few additions, turned into HTML when a page is made:
 *
 *     [tangent]{tangent}        a word that wears the colour of the mark it names
 *     $w^0$ and $$ … $$         mathematics, set by KaTeX with MathML for screen readers
 *     ```ts cell name           a live cell
 *     ```figure kind            a live figure, one `key: value` a line
 *     ```exercise name          an exercise that checks its answer, one `key: value` a line
 *     ```note                   a note in the margin
 *
 * In: the text of a chapter, what reads Markdown and sets mathematics, and how cells and figures are drawn. Out: the parts
 * of a page. Every `##` begins a section with a link of its own. What cannot be read is an error with its line.
 */
import type Katex from 'katex';
import type createMarkdown from 'markdown-it';
import type { MarkdownIt, Token } from 'markdown-it';
import { ChapterText } from './chapter-text.ts';
import type { Exercise } from './check-answer.ts';
import { exerciseHtml, exerciseOf } from './exercise.ts';
import { parseFence, type FenceBlock } from './fences.ts';

/** The packages that a chapter is read with. Whoever reads one brings them, since not everybody has them installed. */
export interface ChapterTools {
  readonly createMarkdown: typeof createMarkdown;
  /** Sets mathematics; absent where KaTeX is not installed. */
  readonly katex?: Pick<typeof Katex, 'renderToString'> | undefined;
}

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

/** An exercise of a chapter. */
export interface ChapterExercise {
  readonly id: string;
  readonly exercise: Exercise;
  /** The question, in Markdown. */
  readonly ask: string;
  readonly line: number;
}

/** One entry of the table of contents. */
export interface ChapterSection {
  readonly id: string;
  readonly title: string;
}

/** A chapter read, not yet drawn. */
export interface Chapter {
  readonly text: ChapterText;
  readonly front: Readonly<Record<string, string>>;
  readonly sections: readonly ChapterSection[];
  readonly cells: readonly ChapterCell[];
  readonly figures: readonly ChapterFigure[];
  readonly exercises: readonly ChapterExercise[];
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

/** Mathematics as HTML and MathML, or what is wrong with it at its line. */
function mathSetter({ katex }: ChapterTools, chapter: ChapterText) {
  return (tex: string, displayMode: boolean, line: number): string => {
    if (katex === undefined)
      throw chapter.error(line, 'mathematics is set by KaTeX, which is not installed', 'npm install katex', tex);
    try {
      return katex.renderToString(tex, { displayMode, output: 'htmlAndMathml', throwOnError: true, strict: 'error' });
    } catch (error) {
      const said = error instanceof Error ? error.message.replace(/^KaTeX parse error: /, '') : String(error);
      throw chapter.error(line, `the mathematics cannot be set: ${said}`, undefined, tex, error);
    }
  };
}

/** A heading as an address: "1. What a derivative is" is what-a-derivative-is. */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/^[\d. ]+/, '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

function withMath(markdown: MarkdownIt, mathHtml: (tex: string, display: boolean, line: number) => string): void {
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
      const textOfLine = (line: number): string =>
        state.src.slice((state.bMarks[line] ?? 0) + (state.tShift[line] ?? 0), state.eMarks[line]);
      if (!textOfLine(startLine).startsWith('$$')) return false;
      let line = startLine;
      let text = textOfLine(startLine).slice(2);
      while (!text.trimEnd().endsWith('$$')) {
        line++;
        if (line >= endLine) return false;
        text += `\n${textOfLine(line)}`;
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
  markdown.renderer.rules['math_inline'] = (tokens, index) =>
    mathHtml(tokens[index]?.content ?? '', false, lineOf(tokens[index]));
  markdown.renderer.rules['math_block'] = (tokens, index) =>
    `<div class="display-math" tabindex="0" role="group" aria-label="Equation">${mathHtml(tokens[index]?.content ?? '', true, lineOf(tokens[index]))}</div>\n`;
}

/** `[word]{role}`: the word is Markdown, the role one of the theme. */
function withMarks(markdown: MarkdownIt): void {
  markdown.inline.ruler.before('link', 'mark', (state, silent) => {
    const found = /^\[([^\]]+)\]\{([a-z-]+)\}/.exec(state.src.slice(state.pos));
    if (found?.[1] === undefined || found[2] === undefined) return false;
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

/** The line that a token begins in, from 1. Parts of a paragraph were given that of their paragraph, and what was broken before them. */
function lineOf(token: Token | undefined): number {
  return (token?.map?.[0] ?? 0) + 1;
}

/** Gives the parts of a paragraph their lines, and refuses marks that do not exist. */
function locate(inline: Token, chapter: ChapterText): void {
  let line = inline.map?.[0] ?? 0;
  for (const part of inline.children ?? []) {
    part.map = [line, line + 1];
    if (part.type === 'softbreak' || part.type === 'hardbreak') line++;
    else if (part.type === 'math_inline') line += part.content.split('\n').length - 1;
    else if (part.type === 'mark_open') {
      const role = String(part.attrGet('data-role'));
      if (!markRoles.some((known) => known === role))
        throw chapter.error(
          lineOf(part),
          `there is no mark ${role}`,
          `the marks are ${markRoles.join(', ')}`,
          `{${role}}`,
        );
    }
  }
}

/** `key: value` lines between two lines of dashes at the head of a chapter. */
export function frontMatter(text: string): { front: Record<string, string>; rest: string } {
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
 * @throws SecantError S503 with its line, for a block that makes no sense, a name used twice, a mark there is not
 */
export function readChapter(source: string, tools: ChapterTools, name = 'chapter.md'): Chapter {
  const text = source.replace(/\r\n/g, '\n');
  const chapter = new ChapterText(name, text);
  const { front, rest } = frontMatter(text);
  const markdown = tools.createMarkdown({ html: true, typographer: true, quotes: '“”‘’' }).disable('replacements');
  withMath(markdown, mathSetter(tools, chapter));
  withMarks(markdown);
  const tokens = markdown.parse(rest, {});
  const cells: ChapterCell[] = [];
  const figures: ChapterFigure[] = [];
  const exercises: ChapterExercise[] = [];
  const sections: ChapterSection[] = [];
  const known = new Map<object, ChapterCell | ChapterFigure | ChapterExercise>();
  const ids = new Set<string>();
  const cellIds = new Set<string>();
  const take = (id: string, line: number, taken = ids): string => {
    if (taken.has(id)) throw chapter.error(line, `the name ${id} is there twice`);
    taken.add(id);
    return id;
  };
  tokens.forEach((token, index) => {
    const line = lineOf(token);
    if (token.type === 'inline') locate(token, chapter);
    if (token.type === 'heading_open' && token.tag === 'h2') {
      const title = tokens[index + 1]?.content ?? '';
      const id = take(slugOf(title), line);
      token.attrSet('id', id);
      sections.push({ id, title });
    }
    if (token.type !== 'fence') return;
    const block = parseFence(token.info, token.content, line, chapter);
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
    } else if (block.kind === 'exercise') {
      const exercise = {
        id: take(block.name ?? '', line),
        exercise: exerciseOf(block, line, chapter),
        ask: block.fields['ask'] ?? '',
        line: block.lines['ask'] ?? line,
      };
      exercises.push(exercise);
      known.set(token, exercise);
    }
  });
  return {
    text: chapter,
    front,
    sections,
    cells,
    figures,
    exercises,
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
        if (part !== undefined && 'exercise' in part) {
          const { id, exercise, ask } = part;
          return exerciseHtml(
            id,
            exercise,
            chapter.at(part.line, () => markdown.renderInline(ask)),
            escapeHtml,
          );
        }
        if (part !== undefined) return 'text' in part ? draw.cell(part) : draw.figure(part);
        if (token?.info.trim() === 'note') return `<aside class="note">${markdown.render(token.content)}</aside>\n`;
        return plainFence?.(list, index, options, env, self) ?? '';
      };
      return markdown.renderer.render(tokens, markdown.options, {}) + closing();
    },
  };
}
