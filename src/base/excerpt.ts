/**
 * The line of a text that is meant, with carets under the part that is meant, cut around it so that it fits a phone.
 * In: a span. Out: two lines of the same letters' width.
 */
import { placeOf, type Span } from './diagnostics.ts';

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
