/**
 * What is said of an answer, for the page. In: the exercise as it stands in the page, and what the reader typed. Out: whether it is
 * right, wrong or cannot be read, and the words for it.
 */
import { SecantError } from 'secant';
import { checkAnswer, type Exercise } from '../../src/tools/chapter/check-answer.ts';

/** What the page shows. */
export interface Judgement {
  readonly kind: 'right' | 'wrong' | 'unread';
  readonly nodes: readonly Node[];
}

/** Judges an answer. */
export function judge(exercise: string, answer: string): Judgement {
  try {
    const { right, sentence } = checkAnswer(JSON.parse(exercise) as Exercise, answer);
    return { kind: right ? 'right' : 'wrong', nodes: [paragraph(sentence)] };
  } catch (error) {
    return { kind: 'unread', nodes: reasonsOf(error, answer).map(paragraph) };
  }
}

/** Why an answer cannot be read, and what to do. */
function reasonsOf(error: unknown, answer: string): string[] {
  if (!(error instanceof SecantError)) return [error instanceof Error ? error.message : String(error)];
  const { span, column, sentence, hint } = error;
  const place = span !== undefined && span.source.text === answer ? `Column ${column}: ` : '';
  return [place === '' ? begun(sentence) : `${place}${sentence}`, ...(hint === undefined ? [] : [begun(hint)])];
}

function begun(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A sentence with `code` in backticks. */
function paragraph(text: string): HTMLElement {
  const made = document.createElement('p');
  text.split('`').forEach((part, index) => {
    if (index % 2 === 0) {
      made.append(part);
      return;
    }
    const code = document.createElement('code');
    code.textContent = part;
    made.append(code);
  });
  return made;
}
