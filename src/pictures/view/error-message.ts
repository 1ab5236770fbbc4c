/**
 * An error as a person reads it under a field: the place, the sentence, the line with a caret under what is
 * meant, and the way out. In: any thrown value and the text the reader typed. Out: DOM nodes.
 */
import { createElement } from './dom.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { excerptAround } from '../../base/excerpt.ts';

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
