/**
 * The fenced blocks that a chapter gives a meaning to. In: what stands behind the three backticks, and the lines
 * inside. Out: what kind of block it is, with its fields. A field is `key: value` on one line; several `g:` lines
 * are several functions, and several `mistake:` lines several mistakes.
 */

import type { ChapterText } from './chapter-text.ts';

/** A block of a chapter. */
export interface FenceBlock {
  readonly kind: 'cell' | 'figure' | 'exercise' | 'other';
  /** The name of a cell or an exercise, or the kind of a figure. */
  readonly name?: string;
  readonly functions: readonly string[];
  /** Wrong answers to an exercise, each with what is said: `answer | sentence`. */
  readonly mistakes: readonly string[];
  readonly fields: Readonly<Record<string, string>>;
  /** The line of the chapter that each field and option stands in. */
  readonly lines: Readonly<Record<string, number>>;
  /** Fields of a figure that are options of its own: numbers, lists, words. */
  readonly options: Readonly<Record<string, unknown>>;
}

/** Fields that belong to the page, not to the figure. */
const pageFields = new Set(['id', 'caption', 'field', 'examples', 'label', 'code']);

/** What an exercise can say. */
const exerciseFields = ['ask', 'number', 'function', 'derivative', 'gradient', 'at', 'domain', 'mistake'];

/**
 * Reads one block.
 *
 * @param line of the chapter where the block begins
 * @throws SecantError S503 with the line of the chapter
 */
export function parseFence(info: string, content: string, line: number, chapter: ChapterText): FenceBlock {
  const [language = '', word = '', name] = info.trim().split(/\s+/);
  const nothing = { functions: [], mistakes: [], fields: {}, lines: {}, options: {} };
  if (language === 'ts' && word === 'cell')
    return { kind: 'cell', ...nothing, ...(name === undefined ? {} : { name }) };
  if (language !== 'figure' && language !== 'exercise') return { kind: 'other', ...nothing };
  if (word === '' && language === 'exercise')
    throw chapter.error(line, 'an exercise needs its name', 'such as `exercise slope-of-a-cube`');
  if (word === '') throw chapter.error(line, 'a figure needs its kind', 'such as `figure secant-to-tangent`');
  const functions: string[] = [];
  const mistakes: string[] = [];
  const fields: Record<string, string> = {};
  const lines: Record<string, number> = {};
  const options: Record<string, unknown> = {};
  content.split('\n').forEach((text, index) => {
    if (text.trim() === '') return;
    const found = /^\s*([a-zA-Z]+):\s*(.*?)\s*$/.exec(text);
    const [, key, value] = found ?? [];
    if (key === undefined || value === undefined)
      throw chapter.error(line + 1 + index, `\`${text.trim()}\` is not \`key: value\``);
    lines[key] ??= line + 1 + index;
    if (language === 'exercise') {
      if (!exerciseFields.includes(key))
        throw chapter.error(
          line + 1 + index,
          `an exercise has no \`${key}\``,
          `it has ${exerciseFields.join(', ')}`,
          key,
        );
      if (key === 'mistake') mistakes.push(value);
      else fields[key] = value;
    } else if (key === 'g') functions.push(value);
    else if (pageFields.has(key)) fields[key] = value;
    else options[key] = optionOf(value);
  });
  return { kind: language, name: word, functions, mistakes, fields, lines, options };
}

/** Numbers and lists are written as JSON, anything else is a word. */
function optionOf(value: string): unknown {
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return value;
  }
}
