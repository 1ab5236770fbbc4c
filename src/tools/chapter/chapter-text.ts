/** The text of a chapter and its name, for errors that show the line they mean. */
import { SecantError } from '../../base/diagnostics.ts';

export class ChapterText {
  readonly name: string;
  readonly #text: string;

  /** @param text with line ends of one letter */
  constructor(name: string, text: string) {
    this.name = name;
    this.#text = text;
  }

  /**
   * An error at a line.
   *
   * @param line from 1
   * @param hint what to do
   * @param part what is meant of the line, where it stands there as it is; otherwise the whole line is
   */
  error(line: number, sentence: string, hint?: string, part?: string, cause?: unknown): SecantError {
    const lines = this.#text.split('\n');
    const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0);
    const whole = lines[line - 1] ?? '';
    const first = part === undefined ? -1 : whole.indexOf(part);
    const margin = whole.length - whole.trimStart().length;
    const [from, length] = first < 0 ? [margin, whole.trim().length] : [first, part?.length ?? 0];
    const source = { name: this.name, text: this.#text };
    const span = { source, start: start + from, end: start + from + Math.max(1, length) };
    return new SecantError('S503', sentence, { span, hint, ...(cause === undefined ? {} : { cause }) });
  }

  /** What something throws, at a line. An error that has a place in this text already is left as it is. */
  at<Result>(line: number, draw: () => Result): Result {
    try {
      return draw();
    } catch (error) {
      if (error instanceof SecantError && error.span?.source.text === this.#text) throw error;
      if (error instanceof SecantError) throw this.error(line, error.sentence, error.hint, undefined, error);
      throw this.error(line, error instanceof Error ? error.message : String(error), undefined, undefined, error);
    }
  }
}
