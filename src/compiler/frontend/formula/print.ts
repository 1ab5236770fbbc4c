/**
 * Tree → JavaScript. Parentheses stand only where JavaScript needs them, with two rules of its own: a power's base
 * is always a primary (`-w ** 2` is a syntax error there), and sums and products keep their grouping, so that
 * rounding is that of the formula as written. Powers with a whole number as exponent are `**`, others `Math.pow`.
 *
 * In: a tree and the name of every variable in JavaScript. Out: the text, and for each node the range it fills.
 * Guaranteed: the text is one expression; ranges of inner nodes lie inside those of outer ones.
 */
import { internalError, unreachable, type Span } from '../../../base/diagnostics.ts';
import type { Comparison, FormulaNode, Piece } from './tree.ts';

/** The range `[start, end)` of generated text that a node fills, and the formula text it came from. */
export interface Origin {
  readonly start: number;
  readonly end: number;
  readonly span: Span;
}

/** The range `[start, end)` of generated text that a part of the tree fills, without the parentheses around it. */
export interface PrintedRange {
  readonly start: number;
  readonly end: number;
  /** Of a comparison whose left side was written before (0 < w < 1): how far behind that it is written again. */
  readonly again: number;
}

/** What has a range of its own: nodes, comparisons, and a piece with all the pieces after it. */
export type PrintedPart = FormulaNode | Comparison | Piece;

/** Generated text and where each part of it came from, inner parts first. */
export interface PrintedFormula {
  readonly text: string;
  readonly origins: readonly Origin[];
  /** Where each part stands; for one that is written twice, where it stands first. */
  readonly ranges: ReadonlyMap<PrintedPart, PrintedRange>;
}

type BinaryNode = Extract<FormulaNode, { kind: 'binary' }>;

/** Binding strength in JavaScript, weakest first. */
const strength = { conditional: 0, relation: 1, sum: 2, product: 3, sign: 4, power: 5, primary: 6 } as const;

/** Writes the tree after `prefix`; ranges count from the start of the prefix. */
export function printFormula(
  prefix: string,
  tree: FormulaNode,
  variableText: (name: string) => string,
): PrintedFormula {
  let text = prefix;
  const origins: Origin[] = [];
  const ranges = new Map<PrintedPart, PrintedRange>();
  const inside: (readonly [variable: string, text: string])[] = [];
  const textOf = (name: string): string =>
    inside.findLast(([variable]) => variable === name)?.[1] ?? variableText(name);
  const note = (part: PrintedPart, start: number, again = 0): void => {
    if (!ranges.has(part)) ranges.set(part, { start, end: text.length, again });
  };

  const write = (node: FormulaNode, least: number): void => {
    const start = text.length;
    const bracketed = strengthOf(node) < least;
    if (bracketed) text += '(';
    const bare = text.length;
    writeBare(node);
    note(node, bare);
    if (bracketed) text += ')';
    origins.push({ start, end: text.length, span: node.span });
  };

  const writeBare = (node: FormulaNode): void => {
    switch (node.kind) {
      case 'number':
      case 'constant':
        text += node.text;
        return;
      case 'variable':
        text += textOf(node.name);
        return;
      case 'negate':
        text += '-';
        write(node.operand, strength.primary);
        return;
      case 'binary':
        writeChain(node);
        return;
      case 'power':
        if (isWholeNumber(node.exponent)) {
          write(node.base, strength.primary);
          text += ' ** ';
          write(node.exponent, strength.sign);
          return;
        }
        text += 'Math.pow(';
        write(node.base, strength.conditional);
        text += ', ';
        write(node.exponent, strength.conditional);
        text += ')';
        return;
      case 'call':
        text += `${node.callee}(`;
        for (const [index, parameter] of node.parameters.entries()) {
          if (index > 0) text += ', ';
          write(parameter, strength.conditional);
        }
        text += ')';
        return;
      case 'derivative': {
        // The variable is the parameter of an inner function, by a name of its own.
        const inner = `${node.variable}_`;
        text += `derivative((${inner}) => `;
        inside.push([node.variable, inner]);
        write(node.body, strength.conditional);
        inside.pop();
        text += `${node.order === 1 ? '' : `, { order: ${node.order} }`})(${textOf(node.variable)})`;
        return;
      }
      case 'factorial':
        return internalError('a factorial of what is no number');
      case 'pieces': {
        const starts: number[] = [];
        for (const { conditions, value } of node.pieces) {
          starts.push(text.length);
          for (const [index, condition] of conditions.entries()) {
            if (index > 0) text += ' && ';
            writeComparison(condition);
          }
          text += ' ? ';
          write(value, strength.relation);
          text += ' : ';
        }
        if (node.otherwise) write(node.otherwise, strength.relation);
        else text += 'NaN';
        for (const [index, piece] of node.pieces.entries()) note(piece, starts[index]!);
        return;
      }
      default:
        unreachable('formula node', node);
    }
  };

  // A long sum leans to the left; its spine is walked in a loop, so that length does not become depth.
  const writeChain = (outermost: BinaryNode): void => {
    const start = text.length;
    const spine: BinaryNode[] = [outermost];
    let innermost = outermost;
    while (innermost.left.kind === 'binary' && strengthOf(innermost.left) >= strengthOf(innermost)) {
      innermost = innermost.left;
      spine.push(innermost);
    }
    write(innermost.left, strengthOf(innermost));
    for (const node of spine.toReversed()) {
      text += ` ${node.operator} `;
      write(node.right, strengthOf(node) + 1);
      note(node, start);
      if (node !== outermost) origins.push({ start, end: text.length, span: node.span });
    }
  };

  const writeComparison = (comparison: Comparison): void => {
    const start = text.length;
    const bare = start + (strengthOf(comparison.left) < strength.sum ? 1 : 0);
    const again = bare - (ranges.get(comparison.left)?.start ?? bare);
    write(comparison.left, strength.sum);
    text += ` ${comparison.operator} `;
    write(comparison.right, strength.sum);
    note(comparison, start, again);
  };

  write(tree, strength.conditional);
  return { text, origins, ranges };
}

function strengthOf(node: FormulaNode): number {
  switch (node.kind) {
    case 'number':
    case 'variable':
    case 'constant':
    case 'call':
    case 'derivative':
    case 'factorial':
      return strength.primary;
    case 'negate':
      return strength.sign;
    case 'binary':
      return node.operator === '+' || node.operator === '-' ? strength.sum : strength.product;
    case 'power':
      return isWholeNumber(node.exponent) ? strength.power : strength.primary;
    case 'pieces':
      return strength.conditional;
    default:
      return unreachable('formula node', node);
  }
}

function isWholeNumber(node: FormulaNode): boolean {
  if (node.kind === 'negate') return isWholeNumber(node.operand);
  return node.kind === 'number' && Number.isInteger(Number(node.text));
}
