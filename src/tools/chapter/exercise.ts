/**
 * An exercise of a chapter. In: its block. Out: the exercise as plain data, and its markup: the question, a field and a place for what
 * is said of the answer. The page brings it to life; without scripts the question stands alone.
 */
import type { ChapterText } from './chapter-text.ts';
import { checkExercise, type Exercise, exerciseKinds, longestAnswer } from './check-answer.ts';
import type { FenceBlock } from './fences.ts';

/** The exercise of a block. @throws SecantError S503 at the line of what is wrong */
export function exerciseOf({ fields, mistakes, lines }: FenceBlock, line: number, chapter: ChapterText): Exercise {
  if (fields['ask'] === undefined) throw chapter.error(line, 'an exercise needs its question', 'a line `ask: …`');
  const given = exerciseKinds.filter((kind) => fields[kind] !== undefined);
  const [kind] = given;
  if (kind === undefined || given.length > 1)
    throw chapter.error(line, 'an exercise needs one answer', `one of the lines ${exerciseKinds.join(', ')}`);
  const { at, domain } = fields;
  if (kind === 'gradient' && at === undefined)
    throw chapter.error(line, 'a gradient needs its point', 'a line such as `at: [3, 1]`');
  const numbers = (key: string, text: string): number[] => {
    const read = text.replace(/[[\]]/g, '').split(',').map(Number);
    if (read.every(Number.isFinite)) return read;
    throw chapter.error(lines[key] ?? line, `\`${key}\` is made of numbers`, undefined, text);
  };
  const [from = NaN, to = NaN] = domain === undefined ? [-3, 3] : numbers('domain', domain);
  if (!(from < to)) throw chapter.error(lines['domain'] ?? line, 'a domain is two numbers', 'such as [0, 4]');
  const exercise: Exercise = {
    kind,
    formula: fields[kind] ?? '',
    ...(at === undefined ? {} : { at: numbers('at', at) }),
    ...(domain === undefined ? {} : { domain: [from, to] }),
    ...(mistakes.length === 0
      ? {}
      : { mistakes: mistakes.map((text) => mistakeOf(text, lines['mistake'] ?? line, chapter)) }),
  };
  chapter.at(lines[kind] ?? line, () => checkExercise(exercise));
  return exercise;
}

function mistakeOf(text: string, line: number, chapter: ChapterText): { answer: string; sentence: string } {
  // The last bar is the one between both; those before it may be of an absolute value.
  const found = /^(.*\S)\s+\|\s+(.+)$/.exec(text);
  if (found?.[1] === undefined || found[2] === undefined)
    throw chapter.error(line, `\`${text}\` is not \`answer | sentence\``);
  return { answer: found[1], sentence: found[2] };
}

/**
 * The markup. What is typed is read by scripts alone, so the form goes nowhere.
 *
 * @param ask the question, as HTML
 */
export function exerciseHtml(
  id: string,
  exercise: Exercise,
  ask: string,
  escapeHtml: (text: string) => string,
): string {
  const name = escapeHtml(id);
  return (
    `<div class="exercise" id="${name}" data-exercise="${escapeHtml(JSON.stringify(exercise))}" role="group" aria-labelledby="${name}-ask">` +
    `<div class="exercise-ask" id="${name}-ask">${ask}</div>` +
    `<form class="exercise-form"><label for="${name}-answer">Your answer</label>` +
    `<input id="${name}-answer" name="answer" type="text" maxlength="${longestAnswer}" spellcheck="false" autocapitalize="off" autocomplete="off" ` +
    `aria-describedby="${name}-verdict">` +
    '<button type="submit" class="exercise-check">Check</button></form>' +
    `<div class="exercise-verdict" id="${name}-verdict" role="status" aria-live="polite"></div></div>\n`
  );
}
