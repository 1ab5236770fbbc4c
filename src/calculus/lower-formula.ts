/**
 * A formula's tree → the IR, without the reader of JavaScript. In: a formula that was read, and the kinds of its
 * arguments. Out: the program that the reader makes of the formula's JavaScript text, instruction for instruction, with
 * the same places in that text and the same errors; undefined for arguments that a formula is not made for (none, or
 * records, or texts), which are the reader's affair. The tests compare both roads on random formulas.
 *
 * What a comparison may compare, and what pieces may give, is that of JavaScript: a formula of one number that is given
 * an array is told where it needs a number, in the same words.
 */
import { SecantError, type SourceText, type Span, textOf, internalError, unreachable } from '../base/diagnostics.ts';
import type { FormulaSource } from '../compiler/frontend/formula/index.ts';
import type { PrintedPart } from '../compiler/frontend/formula/print.ts';
import type { Comparison, FormulaNode, Piece } from '../compiler/frontend/formula/tree.ts';
import { type ArgumentDescription, describeType, type Lowered } from '../compiler/ir/described.ts';
import { type Block, newValue, numberType, type Type, type Value } from '../compiler/ir/ir.ts';
import { type OperationName, operationOfMath, operations } from '../compiler/ir/operations.ts';
import { Builder, emptyBlock } from '../compiler/rules/builder.ts';

/** Lowers a formula whose text is `source` for one number, or for one array of numbers. */
export function lowerFormula(
  formula: FormulaSource,
  source: SourceText,
  args: readonly ArgumentDescription[],
  name: string,
): Lowered | undefined {
  const [argument, ...more] = args;
  if (argument?.kind !== 'value' || more.length > 0 || !isOrdinary(argument.type)) return undefined;
  // A derivative inside a formula is the reader's affair too.
  if (/\bderivative\(/.test(formula.source)) return undefined;
  const parameter = newValue(argument.type, formula.parameter);
  const result = new FormulaLowering(formula, source, parameter).lower();
  return {
    fn: { name, parameters: [parameter], body: result.body },
    captured: [],
    gives: describeType(result.value.type),
  };
}

function isOrdinary(type: Type): boolean {
  return type.kind === 'number' || (type.kind === 'array' && type.element.kind === 'number');
}

const binaryOperations = { '+': 'add', '-': 'sub', '*': 'mul', '/': 'div' } as const;
const comparisons = { '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge' } as const;
const constants: Readonly<Record<string, number>> = { 'Math.PI': Math.PI, 'Math.E': Math.E, Infinity };

class FormulaLowering {
  private readonly builder = new Builder();
  private readonly formula: FormulaSource;
  private readonly source: SourceText;
  private readonly parameter: Value;
  /** How far behind their first writing the parts that are read now are written again. */
  private again = 0;

  constructor(formula: FormulaSource, source: SourceText, parameter: Value) {
    this.formula = formula;
    this.source = source;
    this.parameter = parameter;
  }

  lower(): { readonly body: Block; readonly value: Value } {
    const body = this.builder.block;
    const value = this.evaluate(this.formula.tree);
    body.yields = [value];
    return { body, value };
  }

  private evaluate(node: FormulaNode): Value {
    const { builder } = this;
    switch (node.kind) {
      case 'number':
        return builder.constant(Number(node.text));
      case 'constant':
        return builder.constant(constants[node.text] ?? internalError('constant of a formula', node.text));
      case 'variable':
        return this.variable(node);
      case 'negate': {
        const operand = this.evaluate(node.operand);
        this.at(node);
        return builder.apply('neg', this.number(operand, node.operand));
      }
      case 'binary':
        return this.apply(binaryOperations[node.operator], node, [node.left, node.right]);
      case 'power':
        return this.apply('pow', node, [node.base, node.exponent]);
      case 'call':
        return this.call(node);
      case 'pieces':
        return this.piecesFrom(0, node);
      case 'derivative':
      case 'factorial':
        return internalError('formula node', node.kind);
      default:
        return unreachable('formula node', node);
    }
  }

  private variable(node: Extract<FormulaNode, { kind: 'variable' }>): Value {
    const { parameter, formula } = this;
    if (!formula.vector) return parameter;
    this.at(node);
    if (parameter.type.kind !== 'array') {
      return this.fail(node, `reads from ${describeType(parameter.type)}`, 'only arrays and objects have members');
    }
    const index = this.builder.constant(formula.variables.indexOf(node.name));
    const result = newValue(numberType);
    this.builder.emit({ kind: 'load', result, array: parameter, index, span: this.builder.span });
    return result;
  }

  private apply(operation: OperationName, node: FormulaNode, operands: readonly FormulaNode[]): Value {
    return this.builder.apply(operation, ...this.numbers(node, operands));
  }

  /** All operands, then that each is a number, as JavaScript does it. */
  private numbers(node: FormulaNode, operands: readonly FormulaNode[]): Value[] {
    const values = operands.map((operand) => this.evaluate(operand));
    this.at(node);
    return values.map((value, k) => this.number(value, operands[k]!));
  }

  private call(node: Extract<FormulaNode, { kind: 'call' }>): Value {
    const operation = operationOfMath(node.callee.slice('Math.'.length));
    const [first, ...rest] = this.numbers(node, node.parameters);
    if (operation === undefined || first === undefined) return internalError('a call in a formula', node.callee);
    const { fold } = operations[operation];
    if (fold === undefined) return this.builder.apply(operation, first, ...rest);
    if (rest.length === 0) return this.builder.apply(fold.one, first);
    return rest.reduce((a, b) => this.builder.apply(operation, a, b), first);
  }

  /** `condition: value, …` from the piece at `index` on, as nested choices. */
  private piecesFrom(index: number, node: Extract<FormulaNode, { kind: 'pieces' }>): Value {
    const piece = node.pieces[index];
    if (piece === undefined) return node.otherwise ? this.evaluate(node.otherwise) : this.builder.constant(NaN);
    return this.choose(
      this.conditions(piece.conditions.length - 1, piece),
      () => this.evaluate(piece.value),
      () => this.piecesFrom(index + 1, node),
      piece,
    );
  }

  /** The comparisons up to the one at `last`, which hold together. */
  private conditions(last: number, piece: Piece): Value {
    const comparison = piece.conditions[last] ?? internalError('a piece without a condition');
    if (last === 0) return this.comparison(comparison);
    const before = this.conditions(last - 1, piece);
    if (before.constant) return before.constant.value ? this.comparison(comparison) : before;
    return this.choose(
      before,
      () => this.comparison(comparison),
      () => before,
      piece,
    );
  }

  private comparison(comparison: Comparison): Value {
    const { operator, left, right } = comparison;
    const { builder } = this;
    const { again } = this.formula.rangeOf(comparison);
    this.again += again;
    const a = this.evaluate(left);
    this.again -= again;
    const b = this.evaluate(right);
    this.at(comparison);
    if (operator !== '===' && operator !== '!==')
      return builder.apply(comparisons[operator], this.number(a, left), this.number(b, right));
    const same = a.type.kind === b.type.kind ? builder.apply('eq', a, b) : builder.constant(false);
    return operator === '===' ? same : builder.apply('not', same);
  }

  /** `condition ? then : otherwise`; where both sides are one value, that is the value. */
  private choose(condition: Value, then: () => Value, otherwise: () => Value, piece: Piece): Value {
    if (condition.constant) return condition.constant.value ? then() : otherwise();
    const first = this.branch(then);
    const second = this.branch(otherwise);
    const [a, b] = [first.value, second.value];
    const results: Value[] = [];
    let value = a;
    if (a !== b && !(a.constant && b.constant && Object.is(a.constant.value, b.constant.value))) {
      if (a.type.kind !== b.type.kind) {
        const sentence = `is sometimes ${describeType(a.type)} and sometimes ${describeType(b.type)}`;
        this.fail(piece, sentence, 'give both branches the same kind of value');
      }
      value = newValue(a.type, a.name ?? b.name);
      first.block.yields.push(a);
      second.block.yields.push(b);
      results.push(value);
    }
    const { span } = this.builder;
    this.builder.emit({ kind: 'if', condition, then: first.block, otherwise: second.block, results, span });
    return value;
  }

  private branch(write: () => Value): { readonly block: Block; readonly value: Value } {
    const { builder } = this;
    const { span } = builder;
    let value: Value | undefined;
    const block = builder.inBlock(emptyBlock(), () => {
      value = write();
    });
    builder.span = span;
    return { block, value: value ?? internalError('a branch without a value') };
  }

  private number(value: Value, node: FormulaNode): Value {
    if (value.type.kind === 'number') return value;
    const sentence = `is ${describeType(value.type)}, and a number is needed here`;
    return this.fail(node, sentence, 'use one of its elements, or loop over it');
  }

  private at(part: PrintedPart): void {
    this.builder.span = this.spanOf(part);
  }

  private spanOf(part: PrintedPart): Span {
    const { start, end } = this.formula.rangeOf(part);
    return { source: this.source, start: start + this.again, end: end + this.again };
  }

  private fail(part: PrintedPart, sentence: string, hint: string): never {
    const span = this.spanOf(part);
    const text = textOf(span);
    const shown = text.length > 40 ? `${text.slice(0, 37)}...` : text;
    throw new SecantError('S105', `\`${shown}\` ${sentence}`, { span, hint });
  }
}
