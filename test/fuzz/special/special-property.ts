/**
 * Runs programs at special points and reports every wrong answer, each with its program reduced to what matters.
 * In: how many, a seed. Out: what was found, and a report in Markdown. The same seed gives the same programs.
 */
import { choicesFromSeed } from '../choices.ts';
import { type Truth, truthOf, Unknown } from './germs.ts';
import { type Wrong, wrongAnswers } from './operators.ts';
import { print, type Program } from './program.ts';
import { reduceSpecial } from './reduce.ts';
import { writeSpecial } from './write.ts';

/** A wrong answer with the smallest program that still gives it. */
export interface Found extends Wrong {
  readonly seed: number;
  readonly point: readonly number[];
  readonly source: string;
}

export interface SpecialRun {
  /** Programs by what the oracle says: differentiable twice, once, not; or why it says nothing. */
  readonly tally: Readonly<Record<string, number>>;
  readonly checked: number;
  /** Numbers asked for by one operator of one program, and how often NaN came though there is a number. */
  readonly asked: number;
  readonly unanswered: number;
  /** Wrong answers by operator: how many, and the first few of them reduced. */
  readonly wrong: ReadonlyMap<string, { readonly count: number; readonly found: readonly Found[] }>;
}

/** Runs programs `seed`, `seed + 1`, …, and reduces up to `examples` wrong ones of each operator that is wanted. */
export function runSpecial(
  count: number,
  seed: number,
  examples: number,
  wanted: (operator: string) => boolean = () => true,
): SpecialRun {
  const tally: Record<string, number> = {};
  const add = (kind: string): void => void (tally[kind] = (tally[kind] ?? 0) + 1);
  const wrong = new Map<string, { count: number; found: Found[] }>();
  let checked = 0;
  let asked = 0;
  let unanswered = 0;
  for (let k = seed; k < seed + count; k++) {
    const { program, point } = writeSpecial(choicesFromSeed(k, 400));
    const truth = truthOrReason(program, point);
    if (typeof truth === 'string') {
      add(truth);
      continue;
    }
    checked++;
    add(truth.hessian !== undefined ? 'twice differentiable' : truth.gradient !== undefined ? 'once' : 'kink');
    const answers = wrongAnswers(program, point, truth, wanted);
    asked += answers.asked;
    for (const answer of answers.wrong) {
      const { operator } = answer;
      if (answer.unanswered) {
        unanswered++;
        continue;
      }
      let entry = wrong.get(operator);
      if (entry === undefined) wrong.set(operator, (entry = { count: 0, found: [] }));
      if (entry.count++ < examples) entry.found.push(reduced(program, point, operator, k));
    }
  }
  return { tally, checked, asked, unanswered, wrong };
}

function truthOrReason(program: Program, point: readonly number[]): Truth | string {
  try {
    return truthOf(program, point);
  } catch (error) {
    if (error instanceof Unknown) return error.message.startsWith('the series') ? 'another break point' : error.message;
    throw error;
  }
}

function reduced(program: Program, point: readonly number[], operator: string, seed: number): Found {
  const answer = (candidate: Program): Wrong | undefined =>
    wrongAnswers(candidate, point, truthOf(candidate, point), (name) => name === operator).wrong.find(
      ({ unanswered }) => !unanswered,
    );
  const kind = (wrong: Wrong | undefined): string =>
    typeof wrong?.got === 'string' ? wrong.got.slice(0, 5) : typeof wrong?.got;
  const whole = kind(answer(program));
  const small = reduceSpecial(program, (candidate) => {
    try {
      return kind(answer(candidate)) === whole;
    } catch {
      // Too much was left out: a name without a value, say, or the oracle does not know.
      return false;
    }
  });
  return { ...answer(small)!, seed, point, source: print(small) };
}

/** What was found, for people. */
export function reportOf(run: SpecialRun): string {
  const lines = [
    `${run.checked} programs checked: ${JSON.stringify(run.tally)}`,
    `${run.unanswered} of ${run.asked} answers NaN where there is a number`,
    '',
  ];
  for (const [operator, { count, found }] of [...run.wrong].sort((a, b) => b[1].count - a[1].count)) {
    lines.push(`## ${operator}: ${count} of ${run.checked} programs`, '');
    const seen = new Set<string>();
    for (const { seed, point, expected, got, source } of found.toSorted((a, b) => a.source.length - b.source.length)) {
      const said = typeof got === 'string' ? got : `[${got.join(', ')}]`;
      const text = `at [${point.join(', ')}]: → [${expected.join(', ')}], gives ${said}\n${source}`;
      if (!seen.has(text)) lines.push(`\`\`\`js\n// program ${seed}, ${text}\n\`\`\``, '');
      seen.add(text);
    }
  }
  return lines.join('\n');
}
