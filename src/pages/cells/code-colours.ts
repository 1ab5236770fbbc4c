/**
 * The words of TypeScript in colours, for a field without an editor. In: the field of a cell. Out: a copy of its text
 * behind it, in colours, which is kept in step; the field itself keeps caret, selection and everything a field can do.
 * The text is cut by one pattern, not parsed: a colour that is wrong does no harm. A new line begins as far in as the
 * one before. Loaded when the cell is there already.
 */

/** What a piece of code is, as far as its colour goes; the names are those of the style sheet. */
type Kind = 'comment' | 'string' | 'number' | 'keyword' | 'type';

/** A piece of code; no kind for what has no colour. */
export interface Piece {
  readonly text: string;
  readonly kind?: Kind;
}

const keywords =
  'as|async|await|break|case|catch|class|const|continue|default|delete|do|else|export|extends|finally|for|from|function|' +
  'if|import|in|instanceof|interface|let|new|of|readonly|return|satisfies|static|super|switch|this|throw|try|type|typeof|' +
  'var|while|yield';

const patterns: Readonly<Record<Kind, string>> = {
  comment: String.raw`\/\/.*|\/\*[^]*?(?:\*\/|$)`,
  string: String.raw`'(?:[^'\\\n]|\\.)*'?|"(?:[^"\\\n]|\\.)*"?|` + '`(?:[^`\\\\]|\\\\[^])*`?',
  number:
    String.raw`(?<![\w$])(?:0[xob][\da-f_]+|\d[\d_]*(?:\.[\d_]*)?(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?)n?|` +
    String.raw`(?<![.\w$])(?:true|false|null|undefined|NaN|Infinity)(?![\w$])`,
  type: String.raw`(?<![.\w$])(?:number|string|boolean|void|unknown|never)(?![\w$])`,
  keyword: String.raw`(?<![.\w$])(?:${keywords})(?![\w$:])`,
};
const kinds: readonly Kind[] = ['comment', 'string', 'number', 'type', 'keyword'];
const pattern = new RegExp(kinds.map((kind) => `(?<${kind}>${patterns[kind]})`).join('|'), 'gi');

/**
 * A text in pieces; put together they are the text.
 *
 * @example
 * ```ts
 * piecesOf('const a = 1').map(({ kind }) => kind ?? '') // → ['keyword', '', 'number']
 * ```
 */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pattern)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index) });
    const kind = kinds.find((one) => match.groups?.[one] !== undefined);
    pieces.push(kind === undefined ? { text: match[0] } : { text: match[0], kind });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from) });
  return pieces;
}

/** Gives a field its colours. @returns what is to be called when a program has changed the text */
export function colourField(field: HTMLTextAreaElement): () => void {
  const owner = field.ownerDocument;
  const copy = owner.createElement('pre');
  copy.className = 'cell-colours';
  copy.setAttribute('aria-hidden', 'true');
  let shown: string | undefined;
  const update = (): void => {
    if (field.value === shown) return;
    shown = field.value;
    const nodes = piecesOf(shown).map(({ text, kind }): Node => {
      if (kind === undefined) return owner.createTextNode(text);
      const word = owner.createElement('span');
      word.className = kind;
      word.textContent = text;
      return word;
    });
    copy.replaceChildren(...nodes);
  };
  update();
  field.after(copy);
  field.addEventListener('input', update);
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.isComposing)
      return;
    const before = field.value.slice(0, field.selectionStart);
    const indent = /^[ \t]*/.exec(before.slice(before.lastIndexOf('\n') + 1))?.[0] ?? '';
    if (indent === '') return;
    // The one way to write that can be undone. Where it is gone, the browser makes the new line as it always does.
    if (owner.execCommand('insertText', false, `\n${indent}`)) event.preventDefault();
  });
  return update;
}
