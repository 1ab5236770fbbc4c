/** A network shaped like a tree: each node weighs the input and adds what its children say, by recursion. */
import { drawn, numbers, workload } from './workload.ts';

interface Node {
  weights: number[];
  children: Node[];
}

function output(node: Node, x: number[]): number {
  let sum = node.weights.reduce((before, w, i) => before + w * x[i]!, 0);
  for (const child of node.children) sum += 0.5 * output(child, x);
  return Math.tanh(sum);
}

function grow(depth: number, next: () => number): Node {
  return { weights: numbers(4, next), children: depth === 0 ? [] : [0, 1, 2].map(() => grow(depth - 1, next)) };
}

const next = drawn(44);

export const rootedNetwork = workload({
  name: 'recursive network of 121 nodes with weights',
  loss: (root: Node, x: number[]) => output(root, x),
  args: [grow(4, next), numbers(4, next)],
});
