/**
 * An error as a person reads it under a field: the place, the sentence, the line with a caret under what is
 * meant, and the way out. In: any thrown value and the text the reader typed. Out: DOM nodes. A long line
 * is cut around the caret so that it fits a phone.
 */
import { createElement } from './dom.ts';
import { SecantError, placeOf, type Span } from '../base/diagnostics.ts';

/** Widest excerpt, in characters. */
const WIDEST = 38;

/** The two lines of an excerpt: the text, and carets under the part that is meant. */
export interface Excerpt {
  readonly line: string;
  readonly caret: string;
}

/**
 * The line a span begins on, cut to a width that fits, with carets under the span.
 *
 * @example
 * ```ts
 * excerptAround({ source: { name: 'formula', text: '2 + sin w' }, start: 8, end: 9 }).caret // → '        ^'
 * ```
 */
export function excerptAround(span: Span, widest = WIDEST): Excerpt {
  const { line, column } = placeOf(span.source.text, span.start);
  const full = (span.source.text.split('\n')[line - 1] ?? '').replace(/\r$/, '').replace(/\t/g, ' ');
  const start = column - 1;
  const length = Math.max(1, Math.min(span.end - span.start, full.length - start));
  const from = full.length <= widest ? 0 : Math.max(0, Math.min(start - Math.floor(widest / 3), full.length - widest));
  const to = Math.min(full.length, from + widest);
  const head = from > 0 ? '…' : '';
  const tail = to < full.length ? '…' : '';
  const carets = Math.max(1, Math.min(length, widest - (start - from)));
  return {
    line: head + full.slice(from, to) + tail,
    caret: ' '.repeat(head.length + start - from) + '^'.repeat(carets),
  };
}

/** Words with `code` in backticks, as nodes. */
function sentenceNodes(owner: Document, text: string): (Node | string)[] {
  return text.split('`').map((part, index) => (index % 2 === 1 ? createElement(owner, 'code', {}, part) : part));
}

/** Upper case for the first letter of a sentence that begins with a word. */
function begin(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** The nodes of a message under the field whose text is `typed`. */
export function errorNodes(owner: Document, error: unknown, typed: string): Node[] {
  if (!(error instanceof SecantError)) {
    return [
      createElement(owner, 'p', {}, createElement(owner, 'strong', {}, 'The function failed: '), reasonOf(error)),
    ];
  }
  const { span, line, column, sentence, hint } = error;
  const nodes: Node[] = [];
  if (span !== undefined && span.source.text === typed) {
    const place = typed.includes('\n') ? `Line ${line}, column ${column}` : `Column ${column}`;
    const excerpt = excerptAround(span);
    nodes.push(
      createElement(owner, 'p', {}, createElement(owner, 'strong', {}, place), ': ', ...sentenceNodes(owner, sentence)),
      createElement(
        owner,
        'pre',
        { 'aria-hidden': 'true' },
        `${excerpt.line}\n`,
        createElement(owner, 'b', {}, excerpt.caret),
      ),
    );
  } else {
    nodes.push(createElement(owner, 'p', {}, ...sentenceNodes(owner, begin(sentence))));
  }
  if (hint !== undefined) nodes.push(createElement(owner, 'p', {}, ...sentenceNodes(owner, begin(hint))));
  return nodes;
}

/** One sentence for people from whatever was thrown, without place and caret. */
export function reasonOf(error: unknown): string {
  if (error instanceof SecantError) return error.sentence;
  return error instanceof Error ? error.message : String(error);
}
