/** The question every operator asks: by the fast road, and of both sides where the program stood on a kink. */
import type { KinkFlag } from '../compiler/ir/ir.ts';
import { type Makes, noteOf, type Runnable, type Transform, valueOf } from './compile.ts';
import type { Question } from './kinks/question.ts';
import { part } from './loaded-parts.ts';
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
  const notes = [...used].map(noteOf);
  return settled({ ...question, fast }, atKink, notes.includes(true) || notes.find(Boolean) || false);
}

/** The numbers asked for, after what the runs noted. */
export function settled(question: Question, atKink: AtKink, note: KinkFlag['hit']): readonly number[] {
  const { program, args, fast } = question;
  if (note === true) return part('kinkAnalysis').settle(question, atKink);
  if (note === false) return fast;
  // Where a read that found nothing shows in the value, there is none, and no derivative. Otherwise it was looked at first.
  const value = valueOf(program, args);
  return Number.isNaN(value) ? fast.map(() => NaN) : fast;
}
