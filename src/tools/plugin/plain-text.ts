/**
 * The text of a function as plain JavaScript, every character that stays at its own line and column: types
 * and comments become blanks. That text goes into the built program beside the function, so that Secant reads
 * what the author wrote, whatever a minifier does to the function itself. Overwriting types with blanks, and
 * moving a parenthesis where a line break would end an arrow too early, is the method of ts-blank-space.
 */
import {
  childrenOf,
  isTypeOnly,
  isTypeWrapper,
  type Node,
  nameOf,
  nodeIn,
  nodesIn,
} from '../../compiler/frontend/syntax/parse-module.ts';

interface Range {
  readonly start: number;
  readonly end: number;
}

/**
 * The text of a node without types and comments.
 *
 * @example
 * ```ts
 * const text = '(w: number) => w /* twice *\/ * 2'
 * plainText(text, parseModule(text)!.program, parseModule(text)!.comments) // → '(w        ) => w             * 2'
 * ```
 */
export function plainText(text: string, node: Range & Node, comments: readonly Range[]): string {
  const blanked = new Blanking(text, node, comments);
  blanked.visit(node);
  return blanked.toString();
}

/** Stands for a character that was taken away, until the text is put together. */
const blank = '\0';

class Blanking {
  private readonly characters: string[];
  private readonly text: string;
  private readonly offset: number;
  private readonly comments: readonly Range[];
  /** Types that end with the parenthesis that stood before them, and where. */
  private readonly moved = new Map<Node, number>();

  constructor(text: string, within: Range, comments: readonly Range[]) {
    this.text = text;
    this.offset = within.start;
    this.characters = text.slice(within.start, within.end).split('');
    this.comments = comments.filter(({ start, end }) => start >= within.start && end <= within.end);
    for (const comment of this.comments) this.blank(comment.start, comment.end);
  }

  toString(): string {
    // Nothing is left of a comment at the end of a line.
    return this.characters
      .join('')
      .replace(/[ \t\0]*\0[ \t\0]*(?=\r?\n|$)/g, '')
      .replaceAll(blank, ' ');
  }

  visit(node: Node): void {
    if (isTypeOnly(node)) {
      this.blank(node.start, node.end);
      const moved = this.moved.get(node);
      if (moved !== undefined) this.characters[moved - this.offset] = ')';
      return;
    }
    switch (node.type) {
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
        this.blankAssertion(node);
        break;
      case 'TSNonNullExpression':
        this.blank(node.end - 1, node.end);
        break;
      case 'TSTypeAssertion': {
        const type = nodeIn(node, 'typeAnnotation')!;
        this.blank(node.start, this.next('>', type.end) + 1);
        break;
      }
      case 'VariableDeclarator':
        if (node['definite']) this.blankMark('!', nodeIn(node, 'id')!);
        break;
      case 'ArrowFunctionExpression':
        this.keepArrowOnItsLine(node);
        break;
      default:
    }
    if (node['optional'] === true && (node.type === 'Identifier' || node.type.endsWith('Pattern')))
      this.blankMark('?', node);
    this.dropThisParameter(node);
    if (node['declare'] === true) this.blank(node.start, node.end);
    else if (isTypeWrapper(node)) this.visit(nodeIn(node, 'expression')!);
    else for (const child of childrenOf(node)) this.visit(child);
  }

  private blank(start: number, end: number): void {
    for (let at = start; at < end; at++) {
      const character = this.text[at];
      if (character !== '\n' && character !== '\r') this.characters[at - this.offset] = blank;
    }
  }

  /** `x as T`: from the keyword on. A next line that begins with a bracket must not become a call. */
  private blankAssertion(node: Node): void {
    const type = nodeIn(node, 'typeAnnotation')!;
    let keyword = nodeIn(node, 'expression')!.end;
    while (this.isComment(keyword) || !/[as]/.test(this.text[keyword]!)) keyword++;
    this.blank(keyword, Math.max(type.end, node.end));
    if (/^[ \t]*\r?\n\s*[([`]/.test(this.text.slice(node.end))) this.characters[keyword - this.offset] = ';';
  }

  /** The `?` of an optional parameter or the `!` of a definite variable, before its type or at its end. */
  private blankMark(mark: string, node: Node): void {
    const type = nodeIn(node, 'typeAnnotation');
    for (let at = (type?.start ?? node.end + 1) - 1; at >= node.start; at--) {
      if (this.text[at] === mark && !this.isComment(at)) {
        this.blank(at, at + 1);
        return;
      }
    }
  }

  /** A line break may not stand between `)` and `=>`: after a type of several lines, `)` moves to its end. */
  private keepArrowOnItsLine(node: Node): void {
    const type = nodeIn(node, 'returnType');
    if (type === undefined || !this.text.slice(type.start, type.end).includes('\n')) return;
    for (let at = type.start - 1; at >= node.start; at--) {
      if (this.text[at] !== ')' || this.isComment(at)) continue;
      this.characters[at - this.offset] = blank;
      this.moved.set(type, type.end - 1);
      return;
    }
  }

  /** `function (this: Window, w)` */
  private dropThisParameter(node: Node): void {
    const [first, second] = nodesIn(node, 'params');
    if (nameOf(first) !== 'this' || first === undefined) return;
    this.blank(first.start, second?.start ?? this.next(')', first.end));
  }

  private next(character: string, from: number): number {
    let at = from;
    while (at < this.text.length && (this.text[at] !== character || this.isComment(at))) at++;
    return at;
  }

  private isComment(at: number): boolean {
    return this.comments.some(({ start, end }) => at >= start && at < end);
  }
}
