/**
 * What the explorer looks at, and its form in the address of the page: one state, one link. A link is text of unknown
 * origin: what is no number or too long is left out, and the usual state stands in.
 */

/** What is looked at. */
export interface State {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** As many numbers as the function takes; what is missing is 0. */
  readonly at: readonly number[];
}

export const usualState: State = { text: 'sin(4w) + 0.1w^2', from: -3, to: 3, at: [1] };

const longestText = 20_000;

/** The state in an address's fragment. */
export function readState(fragment: string): State {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const text = given.get('g') ?? '';
  const from = numberOr(given.get('from'), usualState.from);
  const to = numberOr(given.get('to'), usualState.to);
  const at = readPlace(given.get('at') ?? '');
  return {
    text: text === '' || text.length > longestText ? usualState.text : text,
    ...(from < to ? { from, to } : { from: usualState.from, to: usualState.to }),
    at: at ?? usualState.at,
  };
}

/** The fragment of a state. */
export function fragmentOf({ text, from, to, at }: State): string {
  return `#${new URLSearchParams({ g: text, from: String(from), to: String(to), at: at.join(',') }).toString()}`;
}

/** More inputs than this are no function that a person types. */
export const mostInputs = 12;

/** Numbers, parted by commas. */
export function readPlace(text: string): readonly number[] | undefined {
  const numbers = text.split(/[,;]/).map((part) => (part.trim() === '' ? NaN : Number(part.replace('−', '-'))));
  return numbers.length <= mostInputs && numbers.every(Number.isFinite) ? numbers : undefined;
}

function numberOr(text: string | null, usual: number): number {
  const value = text === null || text === '' ? NaN : Number(text);
  return Number.isFinite(value) ? value : usual;
}
