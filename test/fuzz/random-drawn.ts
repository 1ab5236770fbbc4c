/**
 * Random formulas as people type them, with no care for domains: poles, kinks, jumps, stretches without a value, values
 * too large for anything. In: a list of choices and the names of the inputs. Out: the text of a formula.
 */
import type { Choices } from './choices.ts';

const numbers = ['1', '2', '0.5', '3', '-1', '0', '10', '40', 'pi', '1e-6', '1e6'];

const shapes: readonly ((a: string, b: string) => string)[] = [
  (a, b) => `${a} + ${b}`,
  (a, b) => `${a} * ${b}`,
  (a) => `sin(${a})`,
  (a) => `(${a})^2`,
  (a, b) => `${a} - (${b})`,
  (a) => `exp(${a})`,
  (a) => `max(0, ${a})`,
  (a) => `|${a}|`,
  (a, b) => `(${a}) / (${b})`,
  (a) => `1 / (${a})`,
  (a) => `sqrt(${a})`,
  (a) => `ln(${a})`,
  (a) => `tanh(${a})`,
  (a) => `tan(${a})`,
  (a) => `floor(${a})`,
  (a) => `sign(${a})`,
  (a, b) => `min(${a}, ${b})`,
  (a, b) => `(${a})^(${b})`,
  (a) => `cbrt(${a})`,
  (a) => `cos(${a})^100`,
  (a, b) => `atan2(${a}, ${b})`,
];

/** A formula over some inputs. */
export function randomDrawn(choices: Choices, inputs: readonly string[]): string {
  const write = (depth: number): string => {
    if (depth === 0 || choices.once(4)) return choices.once(3) ? `(${choices.of(numbers)})` : choices.of(inputs);
    return `(${choices.of(shapes)(write(depth - 1), write(depth - 1))})`;
  };
  return write(3);
}
