/**
 * The `// →` lines of a cell: what stands behind the arrow is the value of the statement that ends on the line. In:
 * a cell's text and the values noted while it ran. Out: every line that says something else than what came out.
 */
import type { NotedValue } from './notebook.ts';

/** A line that promised another value. */
export interface Mismatch {
  readonly line: number;
  readonly expected: string;
  /** Undefined where no statement ends on the line. */
  readonly actual: string | undefined;
}

/**
 * Compares.
 *
 * @example
 * ```ts
 * const text = ['1 + 1 //', '→ 3'].join(' ')
 * checkExpectations(text, [{ line: 1, text: '2' }]) // → [{ line: 1, expected: '3', actual: '2' }]
 * ```
 */
export function checkExpectations(text: string, noted: readonly NotedValue[]): Mismatch[] {
  return text.split('\n').flatMap((content, index) => {
    const found = /\/\/ → (.*)$/.exec(content);
    if (found === null) return [];
    const line = index + 1;
    const expected = (found[1] ?? '').trim();
    const actual = noted.findLast((value) => value.line === line)?.text;
    return actual === expected ? [] : [{ line, expected, actual }];
  });
}
