/** The question every operator asks: by the fast road, and of both sides where the program stood on a kink. */
import type { Makes, Runnable, Transform } from './compile.ts';
import { judge } from './judge.ts';
import type { Question } from './kinks/question.ts';
import type { AtKink } from './types.ts';

/** The numbers asked for. */
export function ask(question: Omit<Question, 'fast'>, atKink: AtKink): readonly number[] {
  const { program, args } = question;
  const used = new Set<Runnable>();
  const noting: Makes = {
    get(transform: Transform) {
      const made = program.get(transform);
      if (!used.has(made)) made.kink.hit = false;
      used.add(made);
      return made;
    },
  };
  const fast = question.entries(noting, () => [...program.safe(args), ...program.captured()]);
  if (![...used].some(({ kink }) => kink.hit)) return fast;
  return judge().settle({ ...question, fast }, atKink);
}
