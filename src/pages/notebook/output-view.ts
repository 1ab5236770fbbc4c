/** What is seen of a cell's outputs: the same elements when the book is built and when a cell runs in the page. */
import { type ElementTree, h } from './element-tree.ts';
import type { CellOutput } from './outputs.ts';

/**
 * The element of one output. A figure is a place for it, with its description in `data-figure`.
 *
 * @example
 * ```ts
 * outputView({ kind: 'number', text: '-2' }).children // → ['−2']
 * ```
 */
export function outputView(output: CellOutput): ElementTree {
  switch (output.kind) {
    case 'log':
    case 'number':
    case 'text':
      return h('pre', { class: `output output-${output.kind}` }, withMinus(output));
    case 'error': {
      const { message, line, column, excerpt } = output;
      const where =
        line === undefined ? '' : column === undefined ? `Line ${line}: ` : `Line ${line}, column ${column}: `;
      const words = h('p', {}, ...(where === '' ? [] : [h('strong', {}, where)]), message);
      if (excerpt === undefined) return h('div', { class: 'output output-error' }, words);
      const [text, caret] = excerpt;
      return h(
        'div',
        { class: 'output output-error' },
        words,
        h('pre', { 'aria-hidden': 'true' }, `${text}\n`, h('b', {}, caret)),
      );
    }
    case 'table':
      return h(
        'div',
        { class: 'output output-table', tabindex: '0', role: 'group', 'aria-label': 'Table' },
        h(
          'table',
          {},
          h('thead', {}, h('tr', {}, ...output.columns.map((column) => h('th', { scope: 'col' }, column)))),
          h('tbody', {}, ...output.rows.map((row) => h('tr', {}, ...row.map((cell) => h('td', {}, cell))))),
        ),
      );
    case 'figure':
      return h('div', { class: 'output output-figure', 'data-figure': JSON.stringify(output.spec) });
  }
}

/** A number is set with a proper minus; texts and printed lines stay as they are. */
function withMinus({ kind, text }: { readonly kind: string; readonly text: string }): string {
  return kind === 'number' ? text.replace(/-/g, '−') : text;
}
