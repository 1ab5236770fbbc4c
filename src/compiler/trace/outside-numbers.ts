/**
 * Numbers that come from outside of a program, as chance and clocks give them. They may name, time and report, and be
 * stored; an answer must not depend on them.
 *
 * Guaranteed: what is computed with one is one. A comparison, an index and the answer itself refuse it, with the place
 * where it came in.
 */
import type { SecantError } from '../../base/diagnostics.ts';
import { evaluate } from '../rules/index.ts';
import { Box, type Level, plain } from './box.ts';
import { refusal } from './run.ts';

/** What is said of a function that reaches outside. */
export function reachesOutside(name: string, place: string): SecantError {
  const hint = 'keep input, output and clocks out of the differentiated part';
  return refusal('S104', `\`${name}\` reaches outside the function`, place, hint);
}

/** They lie above all levels. */
const outsideLevel: Level = {
  depth: Infinity,
  apply(operation, args) {
    const made = evaluate(operation, args.map(shown));
    const from = args.find(isFromOutside) as Box;
    return typeof made === 'number' ? new Box(outsideLevel, made, from.boxData) : plain(from);
  },
  below(box) {
    throw box.boxData;
  },
  given(_value, numbers) {
    return plain(numbers.find(isFromOutside));
  },
};

/** A number from outside. `name` is what gave it. */
export function fromOutside(value: number, name: string, place: string): Box {
  return new Box(outsideLevel, value, reachesOutside(name, place));
}

/** True for such a number. */
export function isFromOutside(value: unknown): boolean {
  return value instanceof Box && value.boxLevel === outsideLevel;
}

/** The number itself, for who only shows or keeps it. */
export function shown(value: unknown): unknown {
  return isFromOutside(value) ? (value as Box).boxValue : plain(value);
}
