/**
 * Names for the nodes of a computation graph. Inputs keep the name of their parameter, with an index from 1 (w₁, w₂)
 * or the name of their field; what the program names keeps its name if it is short; the rest are letters, a, b, c …,
 * or a₁, a₂ … where letters would run out. The result is y unless the program names it. Names are unique.
 */
import type { RecordedNumber } from '../compiler/interpret/record-operations.ts';

/**
 * Letters for what has no name. Those that read as a function, a digit, an input or a result are left out, and those
 * that few fonts have with a dot or a bar.
 */
const letters = Array.from('abcdmnprst');

/** A name of the program that fits on a node. */
const shortName = /^\p{L}(\p{L}{0,7}|\p{L}{0,5}\d{1,2})$/u;

/** Names that the compiler itself gives. */
const ownNames = new Set(['length', 'zeros', 'partial']);

function lowered(index: number | string): string {
  return Array.from(String(index), (digit) => '₀₁₂₃₄₅₆₇₈₉'[Number(digit)] ?? digit).join('');
}

/** w, w₁, w₁,₂, the name of a field. */
function inputName(parameter: string, path: readonly string[]): string {
  const indices: string[] = [];
  let name = parameter;
  for (const step of path) {
    if (/^\d+$/.test(step)) indices.push(lowered(Number(step) + 1));
    else name = step;
  }
  return name + indices.join(',');
}

/** A name of the program: its digits at the end stand lower. */
function sourceName(number: RecordedNumber): string | undefined {
  if (number.origin.kind !== 'operation') return undefined;
  const name = number.origin.from?.result.name;
  if (name === undefined || !shortName.test(name) || ownNames.has(name)) return undefined;
  return name.replace(/\d+$/, lowered);
}

/** Names of numbers in the order given. */
export function nameNumbers(
  numbers: readonly RecordedNumber[],
  result: RecordedNumber | undefined,
  parameter: string,
): ReadonlyMap<RecordedNumber, string> {
  const names = new Map<RecordedNumber, string>();
  const taken = new Set<string>();
  const counters = new Map<string, number>();
  const give = (number: RecordedNumber, name: string): void => {
    names.set(number, name);
    taken.add(name);
  };
  /** The next of name₁, name₂ … that is free. */
  const numbered = (name: string): string => {
    const joint = /[₀-₉]$/.test(name) ? ',' : '';
    let k = counters.get(name) ?? 0;
    let candidate: string;
    do candidate = `${name}${joint}${lowered(++k)}`;
    while (taken.has(candidate));
    counters.set(name, k);
    return candidate;
  };
  const firstFree = (candidates: readonly string[]): string =>
    candidates.find((candidate) => !taken.has(candidate)) ?? numbered(candidates[0] ?? 'a');

  const operations = numbers.filter(({ origin }) => origin.kind !== 'input');
  for (const number of numbers)
    if (number.origin.kind === 'input') give(number, firstFree([inputName(parameter, number.origin.path)]));
  const times = new Map<string, number>();
  for (const number of operations) {
    const name = sourceName(number);
    if (name !== undefined) times.set(name, (times.get(name) ?? 0) + 1);
  }
  for (const number of operations) {
    const name = sourceName(number);
    if (name !== undefined) give(number, times.get(name) === 1 ? firstFree([name]) : numbered(name));
  }
  if (result !== undefined && !names.has(result)) give(result, firstFree(['y', 'z']));
  const nameless = operations.filter((number) => !names.has(number));
  const alphabet = letters.filter((letter) => !taken.has(letter));
  nameless.forEach((number, k) =>
    give(number, nameless.length <= alphabet.length ? (alphabet[k] ?? numbered('a')) : numbered('a')),
  );
  return names;
}
