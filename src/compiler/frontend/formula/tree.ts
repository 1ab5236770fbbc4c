/**
 * The tree between reading a formula and writing it as JavaScript. Every node keeps the span of formula text it
 * came from, so that whatever is later said about the JavaScript can be said about the formula. Operators are
 * those of JavaScript; everything else (sec, relu, |w|, e^w, log_3) has already been rewritten to calls of `Math`.
 *
 * In: nothing. Out: types and a few constructors. Guaranteed: nodes are never changed after they are made.
 */
import { SecantError, type SourceText, type Span } from '../../../base/diagnostics.ts';

/** A comparison inside the condition of a piece, `left < right`. */
export interface Comparison {
  readonly operator: '<' | '>' | '<=' | '>=' | '===' | '!==';
  readonly left: FormulaNode;
  readonly right: FormulaNode;
}

/** One piece `condition: value`; several comparisons hold together, as in `0 < w < 1`. */
export interface Piece {
  readonly conditions: readonly Comparison[];
  readonly value: FormulaNode;
}

/** A formula, read. */
export type FormulaNode =
  | { readonly kind: 'number'; readonly text: string; readonly span: Span }
  | { readonly kind: 'variable'; readonly name: string; readonly span: Span }
  | { readonly kind: 'constant'; readonly text: string; readonly span: Span }
  | { readonly kind: 'negate'; readonly operand: FormulaNode; readonly span: Span }
  | {
      readonly kind: 'binary';
      readonly operator: '+' | '-' | '*' | '/';
      readonly left: FormulaNode;
      readonly right: FormulaNode;
      readonly span: Span;
    }
  | { readonly kind: 'power'; readonly base: FormulaNode; readonly exponent: FormulaNode; readonly span: Span }
  | {
      readonly kind: 'call';
      readonly callee: string;
      readonly parameters: readonly FormulaNode[];
      readonly span: Span;
    }
  /** `operand!`, for whole numbers. */
  | { readonly kind: 'factorial'; readonly operand: FormulaNode; readonly span: Span }
  /** `d/dw body`, or a higher derivative: in the value of `variable` where the formula stands. */
  | {
      readonly kind: 'derivative';
      readonly variable: string;
      readonly order: number;
      readonly body: FormulaNode;
      readonly span: Span;
    }
  | {
      readonly kind: 'pieces';
      readonly pieces: readonly Piece[];
      readonly otherwise: FormulaNode | undefined;
      readonly span: Span;
    };

/** A number written as JavaScript writes it. */
export function numberNode(text: string, span: Span): FormulaNode {
  return { kind: 'number', text, span };
}

/** A number of either sign, as `-` and a number where it is below zero. */
export function signedNumber(value: number, span: Span): FormulaNode {
  const size = numberNode(String(Math.abs(value)), span);
  return value < 0 || Object.is(value, -0) ? { kind: 'negate', operand: size, span } : size;
}

/** `Math.name(parameters)`. */
export function mathCall(name: string, parameters: readonly FormulaNode[], span: Span): FormulaNode {
  return { kind: 'call', callee: `Math.${name}`, parameters, span };
}

/** `left operator right`. */
export function binaryNode(
  operator: '+' | '-' | '*' | '/',
  left: FormulaNode,
  right: FormulaNode,
  span: Span,
): FormulaNode {
  return { kind: 'binary', operator, left, right, span };
}

/** `base ^ exponent`. A power of e is `Math.exp`, which is exact to the last digit where `Math.E ** w` is not. */
export function powerNode(base: FormulaNode, exponent: FormulaNode, span: Span): FormulaNode {
  if (base.kind === 'constant' && base.text === 'Math.E') return mathCall('exp', [exponent], span);
  return { kind: 'power', base, exponent, span };
}

/** `operand!`: the number itself where the operand is a whole number that is known. */
export function factorialNode(operand: FormulaNode, span: Span): FormulaNode {
  const known = operand.kind === 'number' ? Number(operand.text) : NaN;
  if (!Number.isInteger(known) || known > 170) return { kind: 'factorial', operand, span };
  let product = 1n;
  for (let k = 2n; k <= BigInt(known); k++) product *= k;
  return numberNode(String(Number(product)), span);
}

/** The error of this folder: S002 at `[start, end)` of the formula. */
export function formulaError(
  source: SourceText,
  start: number,
  end: number,
  sentence: string,
  hint?: string,
): SecantError {
  return new SecantError('S002', sentence, { span: { source, start, end }, hint });
}
