/** Three products of matrices of nested arrays, by nested `map`. */
import { drawn, matrix, workload } from './workload.ts';

function multiply(a: number[][], b: number[][]): number[][] {
  return a.map((row) => b[0]!.map((_, j) => row.reduce((sum, x, k) => sum + x * b[k]![j]!, 0)));
}

function loss(a: number[][], b: number[][], c: number[][]): number {
  const product = multiply(multiply(a, b), multiply(c, a));
  return product.reduce((sum, row) => sum + row.reduce((s, x) => s + x * x, 0), 0);
}

const next = drawn(4);

export const products = workload({
  name: 'three products of 16×16 matrices by nested map',
  loss,
  args: [matrix(16, 16, next), matrix(16, 16, next), matrix(16, 16, next)],
});
