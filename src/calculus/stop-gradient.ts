import { rememberDescription } from './functions.ts';

/**
 * The number itself, but a constant to every derivative: its derivative is 0 by decision.
 *
 * @example
 * ```ts
 * derivative((w: number) => w * stopGradient(w))(3) // → 3
 * ```
 */
export function stopGradient(x: number): number {
  return x;
}

// Captured under whatever name, it is the operator itself.
rememberDescription(stopGradient, { kind: 'native', name: 'stopGradient' });
