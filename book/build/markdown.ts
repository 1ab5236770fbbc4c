/** A chapter of the book, read as every chapter is, with the packages of the project. */
import katex from 'katex';
import createMarkdown from 'markdown-it';
import { type Chapter, readChapter as read } from '../../src/tools/chapter/read-chapter.ts';

export {
  escapeHtml,
  type Chapter,
  type ChapterCell,
  type ChapterFigure,
} from '../../src/tools/chapter/read-chapter.ts';

/**
 * Reads a chapter.
 *
 * @throws SecantError S503 with its line
 */
export function readChapter(text: string, name?: string): Chapter {
  return read(text, { createMarkdown, katex }, name);
}
