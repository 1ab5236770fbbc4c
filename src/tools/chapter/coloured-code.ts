/** The code of a cell as HTML with its words in colours, so that they are there before any script. */
import { piecesOf } from '../../pages/cells/code-colours.ts';
import { escapeHtml } from './read-chapter.ts';

/**
 * The markup of a code.
 *
 * @example
 * ```ts
 * colouredCode('let w = 1') // → '<span class="keyword">let</span> w = <span class="number">1</span>'
 * ```
 */
export function colouredCode(text: string): string {
  return piecesOf(text)
    .map(({ text: piece, kind }) =>
      kind === undefined ? escapeHtml(piece) : `<span class="${kind}">${escapeHtml(piece)}</span>`,
    )
    .join('');
}
