/** A binary tree of records with nothing at its leaves, joined by a recursive function. */
import { drawn, workload } from './workload.ts';

interface Gate {
  gain: number;
  left: Gate | null;
  right: Gate | null;
}

function signal(gate: Gate): number {
  if (gate.left === null || gate.right === null) return gate.gain;
  return Math.tanh(gate.gain + 0.5 * signal(gate.left) * signal(gate.right));
}

function build(depth: number, next: () => number): Gate {
  const child = (): Gate | null => (depth === 0 ? null : build(depth - 1, next));
  return { gain: next(), left: child(), right: child() };
}

export const circuit = workload({
  name: 'recursive circuit of 255 gates',
  loss: (gate: Gate) => signal(gate),
  args: [build(7, drawn(34))],
});
