/** Values at the leaves of a tree, joined on the way up by a recursive function. */
import { drawn, workload } from './workload.ts';

interface Node {
  weight: number;
  children: Node[];
}

function score(node: Node): number {
  if (node.children.length === 0) return Math.tanh(node.weight);
  let sum = 0;
  for (const child of node.children) sum += score(child);
  return Math.tanh(node.weight * sum);
}

function grow(depth: number, next: () => number): Node {
  return { weight: next(), children: depth === 0 ? [] : [grow(depth - 1, next), grow(depth - 1, next)] };
}

export const tree = workload({
  name: 'recursive tree of 511 nodes',
  loss: (root: Node) => score(root),
  args: [grow(8, drawn(14))],
});
