/**
 * The scoreboard: methods against hard derivatives. In: cases and methods. Out: per method how many are right to 6, 9
 * and 12 digits, how often the error figure covers the error, what it costs; and a table in text. An answer is right
 * to 10⁻ᵏ if it differs from the truth by at most 10⁻ᵏ of it, or by 10⁻ᵏ where the truth is 0.
 */
import type { HardCase } from './hard-derivatives.ts';
import type { Method } from './classical-methods.ts';

/** One line of the scoreboard. */
export interface Score {
  readonly name: string;
  readonly cases: number;
  readonly to6: number;
  readonly to9: number;
  readonly to12: number;
  /** How many error figures are at least the true error. */
  readonly covered: number;
  /** Median of error figure over true error where both are positive; NaN without error figures. */
  readonly looseness: number;
  readonly medianEvaluations: number;
  readonly mostEvaluations: number;
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.filter((x) => !Number.isNaN(x)).sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? NaN;
}

/** Runs one method on all cases. */
export function score(name: string, method: Method, cases: readonly HardCase[]): Score {
  const results = cases.map(({ g, w, truth }) => {
    const safe = (x: number): number => {
      try {
        return g(x);
      } catch {
        return NaN;
      }
    };
    const { value, error, evaluations } = method(safe, w);
    const off = Math.abs(value - truth);
    return { off, relative: truth === 0 ? off : off / Math.abs(truth), error, evaluations };
  });
  const within = (bound: number): number => results.filter(({ relative }) => relative <= bound).length;
  return {
    name,
    cases: cases.length,
    to6: within(1e-6),
    to9: within(1e-9),
    to12: within(1e-12),
    covered: results.filter(({ off, error }) => off <= error).length,
    looseness: median(results.map(({ off, error }) => (off > 0 ? error / off : NaN))),
    medianEvaluations: median(results.map(({ evaluations }) => evaluations)),
    mostEvaluations: Math.max(...results.map(({ evaluations }) => evaluations)),
  };
}

/** The scores as a table in text. */
export function tableOf(title: string, scores: readonly Score[]): string {
  const head = ['method', 'cases', '1e-6', '1e-9', '1e-12', 'covered', 'bound/error', 'calls', 'most'];
  const rows = scores.map((s) => [
    s.name,
    `${s.cases}`,
    `${s.to6}`,
    `${s.to9}`,
    `${s.to12}`,
    Number.isNaN(s.looseness) ? '–' : `${s.covered}`,
    Number.isNaN(s.looseness) ? '–' : s.looseness.toPrecision(2),
    `${s.medianEvaluations}`,
    `${s.mostEvaluations}`,
  ]);
  const line = (cells: readonly string[]): string =>
    cells.map((cell, k) => (k === 0 ? cell.padEnd(34) : cell.padStart(12))).join('');
  return [title, line(head), ...rows.map(line)].join('\n');
}
