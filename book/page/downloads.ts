/**
 * The chapter as files of the reader's own: a notebook for the Deno kernel of Jupyter, with text and cells, and one
 * TypeScript file with the cells alone. In: the chapter's Markdown and the texts of its cells as they are now.
 */

/** A chapter and its cells as they stand in the page. */
export interface ChapterState {
  readonly markdown: string;
  /** In the order of the chapter. */
  readonly cells: readonly string[];
}

/** A piece of a chapter: text, or the cell of a number. */
type Piece = { readonly kind: 'text'; readonly text: string } | { readonly kind: 'cell'; readonly index: number };

function piecesOf(markdown: string): Piece[] {
  const pieces: Piece[] = [];
  let index = 0;
  const body = markdown.replace(/\r\n/g, '\n').replace(/^---\n.*?\n---\n/s, '');
  for (const part of body.split(/^(```ts cell.*\n[\s\S]*?^```)$/m)) {
    if (part.startsWith('```ts cell')) pieces.push({ kind: 'cell', index: index++ });
    else if (part.trim() !== '') pieces.push({ kind: 'text', text: plainMarkdown(part).trim() });
  }
  return pieces;
}

/** Markdown that any notebook shows: words without marks, notes as quotations, figures as a line. */
function plainMarkdown(text: string): string {
  return text
    .replace(/\[([^\]]+)\]\{[a-z-]+\}/g, '$1')
    .replace(/^```note\n([\s\S]*?)^```$/gm, (_all, inner: string) => inner.replace(/^/gm, '> '))
    .replace(/^```figure (\S+)\n([\s\S]*?)^```$/gm, (_all, kind: string, inner: string) => {
      const caption = /^caption: *(.+)$/m.exec(inner)?.[1];
      return `*Figure, ${kind.replace(/-/g, ' ')}${caption === undefined ? '' : `: ${caption}`}*`;
    });
}

/** A notebook in the format of Jupyter, version 4.5. */
export function asNotebook({ markdown, cells }: ChapterState): string {
  const lines = (text: string): string[] => text.split(/(?<=\n)/);
  const parts = piecesOf(markdown).map((piece, number) =>
    piece.kind === 'text'
      ? { cell_type: 'markdown', id: `part-${number}`, metadata: {}, source: lines(piece.text) }
      : {
          cell_type: 'code',
          id: `part-${number}`,
          metadata: {},
          execution_count: null,
          outputs: [],
          source: lines((cells[piece.index] ?? '').replace(/(from\s+['"])(secant(?:\/[\w-]+)?['"])/g, '$1npm:$2')),
        },
  );
  const metadata = {
    kernelspec: { display_name: 'Deno', language: 'typescript', name: 'deno' },
    language_info: { name: 'typescript', file_extension: '.ts', mimetype: 'text/x.typescript' },
  };
  return `${JSON.stringify({ cells: parts, metadata, nbformat: 4, nbformat_minor: 5 }, undefined, 1)}\n`;
}

/** The cells one after the other, with the headings between them as comments. */
export function asTypeScript({ markdown, cells }: ChapterState): string {
  const parts = piecesOf(markdown).flatMap((piece) => {
    if (piece.kind === 'cell') return [cells[piece.index] ?? ''];
    const headings = piece.text.split('\n').filter((line) => line.startsWith('## '));
    return headings.length === 0 ? [] : [headings.map((line) => `// ${line.slice(3)}`).join('\n')];
  });
  return `${parts.join('\n\n')}\n`;
}
