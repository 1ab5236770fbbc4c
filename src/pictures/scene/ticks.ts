/**
 * Ticks: few, at round numbers, written with as many digits as their step needs. The choice of the round
 * step is that of round-numbers.ts (1, 2 or 5 times a power of ten); how many fit is the painter's to say.
 */
import { shortestBetween } from './floats.ts';
import { minus } from './format.ts';
import type { TextRun } from './scene.ts';
import { roundNumbers, tickStep } from './round-numbers.ts';
import { numberRuns, plain } from './text.ts';

/** One tick of an axis. */
export interface Tick {
  readonly value: number;
  readonly label: string;
}

/**
 * Round ticks inside a domain, about as many as asked.
 *
 * @example
 * ```ts
 * ticksOf([-1, 1], 4).map((tick) => tick.label) // → ['−1.0', '−0.5', '0', '0.5', '1.0']
 * ```
 */
export function ticksOf(domain: readonly [number, number], count: number): Tick[] {
  const [from, to] = domain;
  const wanted = Math.max(1, count);
  const step = tickStep(from, to, wanted);
  if (!Number.isFinite(step) || step <= 0) return [];
  return roundNumbers(from, to, wanted).map((value) => ({
    value,
    label: tickLabel(value, step, Math.max(Math.abs(from), Math.abs(to))),
  }));
}

function tickLabel(value: number, step: number, largest: number): string {
  if (value === 0 || Math.abs(value) < step * 1e-9) return '0';
  if (largest >= 1e5 || largest < 1e-3) {
    const digits = Math.max(0, Math.floor(Math.log10(Math.abs(value)) + 1e-9) - Math.floor(Math.log10(step) + 1e-9));
    const [mantissa = '', exponent = '0'] = value.toExponential(Math.min(15, digits)).split('e');
    const power = Array.from(String(Number(exponent)), (character) =>
      character === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(character)],
    ).join('');
    return `${mantissa.replace('-', minus)}·10${power}`;
  }
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return value.toFixed(Math.min(15, decimals)).replace('-', minus);
}

/**
 * Ticks of an axis whose data are powers of ten: whole powers, written as 10⁻³.
 *
 * @example
 * ```ts
 * powerTicks([-2.5, 0.5], 3).map((tick) => tick.label) // → ['10⁻²', '10⁻¹', '1']
 * ```
 */
export function powerTicks([from, to]: readonly [number, number], count: number): Tick[] {
  const step = Math.max(1, Math.ceil((to - from) / Math.max(1, count)));
  const found: Tick[] = [];
  for (let power = Math.ceil(from / step) * step; power <= to; power += step) {
    const raised = Array.from(String(power), (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');
    found.push({ value: power, label: power === 0 ? '1' : `10${raised}` });
  }
  return found;
}

/** The ticks of an axis, written as the axis says them: as (value − offset)/unit. */
export interface AxisTicks {
  readonly ticks: readonly Tick[];
  /** What is taken away from every number, so that what is left can be told apart: 10⁹ from 10⁹ ± 1. */
  readonly offset: number;
  /** What every number is divided by, so that it is short. */
  readonly unit: number;
}

/**
 * Ticks whose labels are short, whatever the domain: what all numbers have in common is said once, beside the name of the
 * axis.
 *
 * @example
 * ```ts
 * axisTicks([1, 1 + 1e-9], 2).ticks.map((tick) => tick.label) // → ['0', '0.5', '1.0']
 * ```
 */
export function axisTicks([from, to]: readonly [number, number], count: number): AxisTicks {
  const span = to - from;
  const largest = Math.max(Math.abs(from), Math.abs(to));
  const offset = largest > 2e4 * span ? shortestBetween(from, to) : 0;
  const [low, high] = [from - offset, to - offset];
  const size = Math.max(Math.abs(low), Math.abs(high));
  const unit = size >= 1e5 || size < 1e-3 ? 10 ** Math.floor(Math.log10(size) + 1e-9) : 1;
  const made = ticksOf([low / unit, high / unit], count);
  return { ticks: made.map(({ value, label }) => ({ value: offset + value * unit, label })), offset, unit };
}

/** The name of an axis with what was taken from its numbers: w becomes (w − 1)/10⁻⁹. */
export function axisName(label: readonly TextRun[], { offset, unit }: Omit<AxisTicks, 'ticks'>): readonly TextRun[] {
  const power = Math.round(Math.log10(unit));
  const divided = unit === 1 ? [] : numberRuns(`/10${raisedDigits(power)}`);
  if (offset === 0) return unit === 1 ? label : [...label, ...divided];
  const taken = numberRuns(` ${offset < 0 ? '+' : minus} ${offsetText(Math.abs(offset))}`);
  return unit === 1 ? [...label, ...taken] : [plain('('), ...label, ...taken, plain(')'), ...divided];
}

function offsetText(offset: number): string {
  const power = Math.log10(offset);
  return offset >= 1e4 && Number.isInteger(power) ? `10${raisedDigits(power)}` : String(offset);
}

function raisedDigits(power: number): string {
  return Array.from(String(power), (c) => (c === '-' ? '⁻' : '⁰¹²³⁴⁵⁶⁷⁸⁹'[Number(c)])).join('');
}
