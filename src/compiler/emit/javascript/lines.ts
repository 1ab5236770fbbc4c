/**
 * Emitted statements before they are laid out: a line of text, or an indented body of more lines. Also the
 * comments that say which source line a statement comes from.
 */
import type { Span } from '../../../base/diagnostics.ts';

export type Line = string | readonly Line[];

/** Levels beyond this are indented no further: in a chain of hundreds of branches the text would be mostly blanks. */
const deepestIndent = 40;

/** The text of lines, indented by two spaces a level. */
export function layOut(lines: readonly Line[]): string {
  const parts: string[] = [];
  const add = (inner: readonly Line[], level: number): void => {
    const indent = '  '.repeat(Math.min(level, deepestIndent));
    for (const line of inner) {
      if (typeof line !== 'string') add(line, level + 1);
      else if (indent !== '' || line !== '') parts.push(indent + line);
    }
  };
  add(lines, 0);
  return parts.join('\n');
}

/** True if the lines are one `if` statement and nothing else, so that it can follow `else` directly. */
export function isSingleIf(lines: readonly Line[]): boolean {
  const closing = lines.findIndex((line) => line === '}');
  const first = lines[0];
  return typeof first === 'string' && first.startsWith('if (') && first.endsWith('{') && closing === lines.length - 1;
}

const longestComment = 90;

/** Writes `// 3: s += x * x` where the source line changes. */
export class SourceNotes {
  private last: string | undefined;
  private readonly starts = new Map<string, readonly number[]>();

  /** The comment for a statement that comes from `span`, unless the one before it came from the same line. */
  note(span: Span | undefined): string | undefined {
    if (span === undefined) return undefined;
    const { text, name } = span.source;
    const starts = this.lineStarts(text);
    let low = 0;
    for (let high = starts.length; high - low > 1;) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= span.start) low = middle;
      else high = middle;
    }
    const key = `${name}:${low}`;
    if (key === this.last) return undefined;
    this.last = key;
    const line = clean(text.slice(starts[low], starts[low + 1]));
    return line === '' ? undefined : `// ${low + 1}: ${line}`;
  }

  private lineStarts(text: string): readonly number[] {
    let known = this.starts.get(text);
    if (known === undefined) {
      const found = [0];
      for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) found.push(at + 1);
      known = found;
      this.starts.set(text, known);
    }
    return known;
  }
}

/** One line without anything that could end the comment or hide what follows it. */
function clean(line: string): string {
  // Control characters, line and paragraph separators, and the marks that reorder text.
  const plain = line
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return plain.length > longestComment ? `${plain.slice(0, longestComment - 1)}…` : plain;
}
