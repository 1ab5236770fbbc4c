/**
 * The chapter as files of the reader's own: a notebook for the Deno kernel of Jupyter, with text, cells and figures, and
 * one TypeScript file with the cells alone. In: the chapter's Markdown, and its cells and figures as they are now.
 */
import type { FigureSpec } from 'secant/cells';

/** A chapter and its cells as they stand in the page. */
export interface ChapterState {
  readonly markdown: string;
  /** In the order of the chapter. */
  readonly cells: readonly string[];
  /** By name. A figure that is not here is a line of text. */
  readonly figures: ReadonlyMap<string, FigureSpec>;
}

/** A piece of a chapter: text, the cell of a number, or a figure with its name. */
type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'cell'; readonly index: number }
  | { readonly kind: 'figure'; readonly id: string; readonly text: string };

function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let [cells, figures] = [0, 0];
  const body = markdown.replace(/\r\n/g, '\n').replace(/^---\n.*?\n---\n/s, '');
  for (const part of body.split(/^(```(?:ts cell|figure ).*\n[\s\S]*?^```)$/m)) {
    if (part.startsWith('```ts cell')) pieces.push({ kind: 'cell', index: cells++ });
    else if (part.startsWith('```figure ')) {
      figures++;
      const field = (name: string): string | undefined => new RegExp(`^${name}: *(.+)$`, 'm').exec(part)?.[1];
      const kind = /^```figure (\S+)/.exec(part)?.[1] ?? '';
      const caption = field('caption');
      const text = `*Figure, ${kind.replace(/-/g, ' ')}${caption === undefined ? '' : `: ${plainMarkdown(caption)}`}*`;
      pieces.push({ kind: 'figure', id: field('id') ?? `figure-${figures}`, text });
    } else if (part.trim() !== '') pieces.push({ kind: 'text', text: plainMarkdown(part).trim() });
  }
  return pieces;
}

/** Markdown that any notebook shows: words without marks, notes as quotations. */
function plainMarkdown(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\{[a-z-]+\}/g, '$1')
    .replace(/^```note\n([\s\S]*?)^```$/gm, (_all, inner: string) => inner.replace(/^/gm, '> '))
    .replace(/^```exercise .*\n(?:[\s\S]*?\n)?ask: *(.+)\n[\s\S]*?^```$/gm, '*Exercise.* $1');
}

/** The call that makes a figure. The kernel shows what it gives, for a figure says how notebooks draw it. */
function callOf({ kind, functions, options }: FigureSpec): string {
  const given = [kind, functions.map(({ text }) => text), options].map((value) => JSON.stringify(value));
  return `import { makeFigure } from 'secant/figures'\nmakeFigure(${given.join(', ')})`;
}

/** A notebook in the format of Jupyter, version 4.5. */
export function asNotebook({ markdown, cells, figures }: ChapterState): string {
  const lines = (text: string): string[] => text.split(/(?<=\n)/);
  const prose = (text: string) => ({ cell_type: 'markdown', metadata: {}, source: lines(text) });
  const code = (text: string) => ({
    cell_type: 'code',
    metadata: {},
    execution_count: null,
    outputs: [],
    source: lines(text.replace(/(from\s+['"])(secant(?:\/[\w-]+)?['"])/g, '$1npm:$2')),
  });
  const parts = piecesOf(markdown).flatMap((piece) => {
    if (piece.kind === 'cell') return [code(cells[piece.index] ?? '')];
    const spec = piece.kind === 'figure' ? figures.get(piece.id) : undefined;
    return spec === undefined ? [prose(piece.text)] : [code(callOf(spec)), prose(piece.text)];
  });
  const numbered = parts.map((part, number) => ({ id: `part-${number}`, ...part }));
  const metadata = {
    kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
    language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' },
  };
  return `${JSON.stringify({ cells: numbered, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

/** The cells one after the other, with the headings between them as comments. */
export function asTypeScript({ markdown, cells }: Omit<ChapterState, 'figures'>): string {
  const parts = piecesOf(markdown).flatMap((piece) => {
    if (piece.kind === 'cell') return [cells[piece.index] ?? ''];
    if (piece.kind === 'figure') return [];
    const headings = piece.text.split('\n').filter((line) => line.startsWith('## '));
    return headings.length === 0 ? [] : [headings.map((line) => `// ${line.slice(3)}`).join('\n')];
  });
  return `// Where functions capture values, build this with secant/plugin, or run it with node --import secant/register\n\n${parts.join('\n\n')}\n`;
}
