/** Small dense systems. In: a symmetric matrix, row by row, and a right side. Out: the solution, or nothing. */

/** Solves A x = b by Cholesky's factors; undefined unless A is positive definite to rounding. */
export function solvePositive(matrix: readonly (readonly number[])[], right: readonly number[]): number[] | undefined {
  const size = right.length;
  const factor: number[][] = [];
  for (let i = 0; i < size; i++) {
    const row = new Array<number>(size).fill(0);
    for (let j = 0; j <= i; j++) {
      let sum = matrix[i]![j]!;
      const other = j === i ? row : factor[j]!;
      for (let k = 0; k < j; k++) sum -= row[k]! * other[k]!;
      if (j < i) row[j] = sum / factor[j]![j]!;
      else if (sum > 1e-15 * Math.abs(matrix[i]![i]!)) row[i] = Math.sqrt(sum);
      else return undefined;
    }
    factor.push(row);
  }
  const solution = [...right];
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) solution[i]! -= factor[i]![k]! * solution[k]!;
    solution[i]! /= factor[i]![i]!;
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) solution[i]! -= factor[k]![i]! * solution[k]!;
    solution[i]! /= factor[i]![i]!;
  }
  return solution;
}

export function dot(a: readonly number[], b: readonly number[]): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k]! * b[k]!;
  return sum;
}

/** a + t·b */
export function along(a: readonly number[], t: number, b: readonly number[]): number[] {
  return a.map((value, k) => value + t * b[k]!);
}

export function largest(a: readonly number[]): number {
  return a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
}
