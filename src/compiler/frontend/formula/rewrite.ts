/**
 * Trees made of trees: copies, in which a name may have become a number, and the sums and products that are written
 * with a counting name. Every part of a tree stands in one place, so what is needed twice is copied.
 *
 * In: trees. Out: new trees. Guaranteed: what comes in is not changed; a sum has at most `mostTerms` terms.
 */
import type { Span } from '../../../base/diagnostics.ts';
import { binaryNode, factorialNode, type Comparison, type FormulaNode, numberNode } from './tree.ts';

/** A name that stands for a number. */
interface Replacement {
  readonly name: string;
  readonly value: number;
}

/** A copy, in which a name may become a number. */
export function copyTree(node: FormulaNode, replacement?: Replacement): FormulaNode {
  const copy = (inner: FormulaNode): FormulaNode => copyTree(inner, replacement);
  switch (node.kind) {
    case 'number':
    case 'constant':
      return { ...node };
    case 'variable':
      return node.name === replacement?.name ? wholeNumber(replacement.value, node.span) : { ...node };
    case 'negate':
      return { ...node, operand: copy(node.operand) };
    case 'binary':
      return { ...node, left: copy(node.left), right: copy(node.right) };
    case 'power':
      return { ...node, base: copy(node.base), exponent: copy(node.exponent) };
    case 'call':
      return { ...node, parameters: node.parameters.map(copy) };
    case 'factorial':
      return factorialNode(copy(node.operand), node.span);
    case 'derivative':
      return { ...node, body: copy(node.body) };
    case 'pieces': {
      const comparison = ({ operator, left, right }: Comparison): Comparison => ({
        operator,
        left: copy(left),
        right: copy(right),
      });
      const pieces = node.pieces.map(({ conditions, value }) => ({
        conditions: conditions.map(comparison),
        value: copy(value),
      }));
      return { ...node, pieces, otherwise: node.otherwise && copy(node.otherwise) };
    }
  }
}

function wholeNumber(value: number, span: Span): FormulaNode {
  const magnitude = numberNode(String(Math.abs(value)), span);
  return value < 0 ? { kind: 'negate', operand: magnitude, span } : magnitude;
}

/** How many parts a tree has. */
export function sizeOf(node: FormulaNode): number {
  switch (node.kind) {
    case 'number':
    case 'constant':
    case 'variable':
      return 1;
    case 'negate':
    case 'factorial':
      return 1 + sizeOf(node.operand);
    case 'binary':
      return 1 + sizeOf(node.left) + sizeOf(node.right);
    case 'power':
      return 1 + sizeOf(node.base) + sizeOf(node.exponent);
    case 'call':
      return node.parameters.reduce((sum, inner) => sum + sizeOf(inner), 1);
    case 'derivative':
      return 1 + sizeOf(node.body);
    case 'pieces':
      return node.pieces.reduce(
        (sum, { conditions, value }) =>
          sum + sizeOf(value) + conditions.reduce((all, { left, right }) => all + sizeOf(left) + sizeOf(right), 0),
        1 + (node.otherwise ? sizeOf(node.otherwise) : 0),
      );
  }
}

/** `sum(k, from, to, body)` or a product, written out; nothing summed is 0, nothing multiplied 1. */
export function writtenOut(
  operator: '+' | '*',
  body: FormulaNode,
  name: string,
  from: number,
  to: number,
  span: Span,
): FormulaNode {
  let all: FormulaNode | undefined;
  for (let value = from; value <= to; value++) {
    const term = copyTree(body, { name, value });
    all = all === undefined ? term : binaryNode(operator, all, term, span);
  }
  return all === undefined ? numberNode(operator === '+' ? '0' : '1', span) : { ...all, span };
}
