/**
 * Tokens → tree, by recursive descent, one method a level of binding:
 *
 *     sum      product (+|- product)*
 *     product  signed (*|/ signed | power)*        side by side is a product, as strong as * and /
 *     signed   (+|-)? power
 *     power    primary superscript* (^ signed)?    to the right: 2^3^2 is 2^9, and -w^2 is -(w^2)
 *     primary  number | name | call | (sum) | |sum| | √power | {condition: sum, …}
 *
 * So `1/2w` is (1/2)w, left to right, as `1/2*w` is. A function without parentheses takes the numbers and names
 * that follow, with their powers: `sin 4w` is sin(4w), `sin w^2` is sin(w²), `sin w cos w` is sin(w)·cos(w), and
 * `sin 2(w+1)`, which readers understand in two ways, is an error. `√` takes one factor: `√2w` is (√2)w.
 *
 * In: paired tokens and the names declared as variables. Out: the tree and where each free name stands first.
 * Guaranteed: the whole text is read or an error names the place; recursion is bounded.
 * Method: precedence by recursive descent, Aho, Lam, Sethi and Ullman, Compilers, section 4.4.
 */
import { excerptOf, type SecantError, type SourceText, type Span } from '../../../base/diagnostics.ts';
import { exampleOf, hintForCount, inverseFunction, missingValue, sideBySide, unexpectedToken } from './complaints.ts';
import type { Token, TokenKind } from './tokens.ts';
import {
  binaryNode,
  factorialNode,
  formulaError,
  mathCall,
  numberNode,
  powerNode,
  signedNumber,
  type Comparison,
  type FormulaNode,
  type Piece,
} from './tree.ts';
import { sizeOf, writtenOut } from './rewrite.ts';
import {
  constantNamed,
  functionNamed,
  hintForName,
  isVariableName,
  remainder,
  type FunctionRow,
} from './vocabulary.ts';

/** A formula, read, with the free names in it and the span where each stands first. */
export interface ReadFormula {
  readonly tree: FormulaNode;
  readonly names: ReadonlyMap<string, Span>;
}

/** Deeper nesting than this is refused, so that no text can exhaust the stack. */
const deepestNesting = 200;
/** A sum of more terms is a loop, and so is a formula that would have more parts with its sums written out. */
const mostTerms = 500;
const mostParts = 5000;

/** What is known of the names in a formula before it is read. */
export interface KnownNames {
  /** Names that are variables, whatever else they might mean. */
  readonly declared?: readonly string[] | undefined;
  /** The function's own name, which cannot stand in it. */
  readonly self?: string | undefined;
  /** Letters that stand for numbers. */
  readonly numbers?: ReadonlyMap<string, number> | undefined;
}

/** Reads tokens that `pairBrackets` has been over. */
export function readFormula(source: SourceText, tokens: readonly Token[], known: KnownNames = {}): ReadFormula {
  return new FormulaReader(source, tokens, known).read();
}

const valueEnds: ReadonlySet<TokenKind> = new Set([
  'number',
  'name',
  'superscript',
  'factorial',
  'close',
  'barClose',
] as const);

class FormulaReader {
  private readonly source: SourceText;
  private readonly tokens: readonly Token[];
  private readonly declared: readonly string[];
  private readonly self: string | undefined;
  private readonly numbers: ReadonlyMap<string, number> | undefined;
  private readonly names = new Map<string, Span>();
  /** The counting names of the sums around. */
  private readonly counting: string[] = [];
  /** How many parts the sums have so far, written out. */
  private written = 0;
  private at = 0;
  private depth = 0;

  constructor(source: SourceText, tokens: readonly Token[], { declared = [], self, numbers }: KnownNames) {
    this.source = source;
    this.tokens = tokens;
    this.declared = declared;
    this.self = self;
    this.numbers = numbers;
  }

  read(): ReadFormula {
    const tree = this.sum();
    const rest = this.peek();
    if (rest.kind !== 'end') throw unexpectedToken(this.source, this.tokens, this.at);
    return { tree, names: this.names };
  }

  private sum(): FormulaNode {
    let left = this.product();
    for (let sign = this.operator('+', '-'); sign; sign = this.operator('+', '-')) {
      const right = this.product();
      left = binaryNode(sign === '+' ? '+' : '-', left, right, this.across(left.span, right.span));
    }
    return left;
  }

  private product(): FormulaNode {
    let left = this.signed();
    for (;;) {
      if (this.peek().text === 'mod' && this.peek().kind === 'name' && !this.declared.includes('mod')) {
        this.at++;
        const divisor = this.signed();
        left = remainder(left, divisor, this.across(left.span, divisor.span));
        continue;
      }
      const sign = this.operator('*', '/');
      if (sign === undefined && !this.startsFactor(this.peek())) return left;
      const right = sign === undefined ? this.power() : this.signed();
      left = binaryNode(sign === '/' ? '/' : '*', left, right, this.across(left.span, right.span));
    }
  }

  private signed(): FormulaNode {
    const start = this.peek();
    const sign = this.operator('+', '-');
    if (sign === undefined) return this.power();
    const operand = this.power();
    if (sign === '+') return operand;
    return { kind: 'negate', operand, span: this.across(this.spanOf(start), operand.span) };
  }

  private power(): FormulaNode {
    this.enter();
    const derivative = this.derivative();
    if (derivative) {
      this.depth--;
      return derivative;
    }
    let base = this.primary();
    for (let raised = this.raised(); raised; raised = this.raised()) {
      const span = this.across(base.span, this.spanOf(raised));
      base = raised.kind === 'factorial' ? this.factorial(base, span) : powerNode(base, this.superscript(raised), span);
    }
    if (this.operator('^')) {
      const exponent = this.signed();
      base = powerNode(base, exponent, this.across(base.span, exponent.span));
    }
    this.depth--;
    return base;
  }

  private raised(): Token | undefined {
    return this.take('superscript') ?? this.take('factorial');
  }

  /** `5!`, or `k!` of the counting name of a sum: a factorial is a matter of whole numbers. */
  private factorial(operand: FormulaNode, span: Span): FormulaNode {
    const node = factorialNode(operand, span);
    if (node.kind === 'number' || this.counting.length > 0) return node;
    throw this.error(span, `\`${excerptOf(span)}\` is defined on whole numbers only`, 'write a number, as in 5!');
  }

  /** `d/dw` and what it differentiates: the product that follows. `d²/dw²` is the second derivative. */
  private derivative(): FormulaNode | undefined {
    const start = this.peek();
    if (start.kind !== 'name' || start.text !== 'd' || this.declared.includes('d')) return undefined;
    let at = this.at + 1;
    const orderAt = (): number => {
      const [token, next] = [this.tokens[at], this.tokens[at + 1]];
      if (token?.kind === 'superscript') at += 1;
      else if (token?.text === '^' && next?.kind === 'number') at += 2;
      else return 1;
      return Number((token.kind === 'superscript' ? token : next!).text);
    };
    const order = orderAt();
    const [slash, by] = [this.tokens[at], this.tokens[at + 1]];
    const name = by?.kind === 'name' && slash?.text === '/' ? /^d(.+)$/.exec(by.text)?.[1] : undefined;
    if (name === undefined || (!this.declared.includes(name) && !isVariableName(name))) return undefined;
    at += 2;
    const again = orderAt();
    if (order !== again || !Number.isInteger(order) || order < 1 || order > 10)
      throw this.error(
        this.across(this.spanOf(start), this.spanOf(by!)),
        'the orders of a derivative differ',
        'write d^2/dw^2',
      );
    this.at = at;
    const body = this.product();
    if (!this.names.has(name)) this.names.set(name, this.spanOf(by!));
    return { kind: 'derivative', variable: name, order, body, span: this.across(this.spanOf(start), body.span) };
  }

  /** `sum(k, 1, 10, w^k/k!)`: each term with its number in the place of the name. */
  private counted(token: Token, operator: '+' | '*'): FormulaNode {
    const example = `write ${token.text}(k, 1, 10, w^k/k!)`;
    const open = this.take('open');
    const name = this.take('name');
    if (open?.text !== '(' || !name || !isVariableName(name.text) || !this.take('comma'))
      throw this.error(token, `\`${token.text}\` counts with a name, from a whole number to another`, example);
    const from = this.bound(token, example);
    const to = this.bound(token, example);
    this.counting.push(name.text);
    const body = this.sum();
    this.counting.pop();
    const end = this.take('close');
    if (end === undefined) throw unexpectedToken(this.source, this.tokens, this.at);
    const span = this.across(this.spanOf(token), this.spanOf(end));
    if (this.counting.length === 0 || to - from < mostTerms) this.written += Math.max(0, to - from + 1) * sizeOf(body);
    if (to - from >= mostTerms || this.written > mostParts)
      throw this.error(span, 'this sum is too long to be written out', 'write a loop in TypeScript: fromSource');
    return writtenOut(operator, body, name.text, from, to, span);
  }

  private bound(token: Token, example: string): number {
    const minus = this.operator('-');
    const number = this.take('number');
    const value = Number(number?.text) * (minus ? -1 : 1);
    if (!Number.isInteger(value) || !this.take('comma'))
      throw this.error(token, `the bounds of \`${token.text}\` are whole numbers`, example);
    return value;
  }

  private superscript(token: Token): FormulaNode {
    const span = this.spanOf(token);
    const magnitude = numberNode(token.text.replace('-', '').replace(/^0+(?=\d)/, ''), span);
    return token.text.startsWith('-') ? { kind: 'negate', operand: magnitude, span } : magnitude;
  }

  private primary(): FormulaNode {
    const token = this.peek();
    this.at++;
    if (token.kind === 'number') return numberNode(token.text, this.spanOf(token));
    if (token.kind === 'name') return this.named(token);
    if (token.kind === 'open' && token.text === '(') return this.group(token, 'close');
    if (token.kind === 'open') return this.pieces(token);
    if (token.kind === 'barOpen') {
      const inner = this.group(token, 'barClose');
      return mathCall('abs', [inner], inner.span);
    }
    if (token.kind === 'root') {
      const radicand = this.power();
      return mathCall(token.text, [radicand], this.across(this.spanOf(token), radicand.span));
    }
    this.at--;
    throw missingValue(this.source, token, this.tokens[this.at - 1]);
  }

  /** What stands between brackets, with the span of the brackets. */
  private group(start: Token, closing: TokenKind): FormulaNode {
    const inner = this.sum();
    const end = this.take(closing);
    if (end === undefined) throw unexpectedToken(this.source, this.tokens, this.at);
    return { ...inner, span: this.across(this.spanOf(start), this.spanOf(end)) };
  }

  private named(token: Token): FormulaNode {
    const span = this.spanOf(token);
    if (this.counting.includes(token.text)) return { kind: 'variable', name: token.text, span };
    if (!this.declared.includes(token.text)) {
      const known = this.numbers?.get(token.text);
      if (known !== undefined) return signedNumber(known, span);
      if (token.text === 'sum' || token.text === 'prod') return this.counted(token, token.text === 'sum' ? '+' : '*');
      const row = functionNamed(token.text);
      if (row !== undefined) return this.call(token, row);
      const constant = constantNamed(token.text, span);
      if (constant !== undefined) return constant;
      if (token.text === this.self) {
        throw this.error(token, `\`${token.text}\` stands on both sides of =`, 'write the right side without it');
      }
      const next = this.peek();
      const looksCalled = /^[fgh]$/.test(token.text) && next.text === '(' && next.start === token.end;
      if (!isVariableName(token.text) || looksCalled) {
        const shown = excerptOf(span);
        const hint = looksCalled
          ? `a product needs *: ${shown}*(…)`
          : hintForName(token.text, this.declared, next.text === '(');
        throw this.error(token, `\`${shown}\` is not a known ${looksCalled ? 'function' : 'name'}`, hint);
      }
    }
    if (!this.names.has(token.text)) this.names.set(token.text, span);
    return { kind: 'variable', name: token.text, span };
  }

  private call(token: Token, row: FunctionRow): FormulaNode {
    const name = token.text;
    const exponent = this.functionExponent(token);
    const parameters = this.peek().text === '(' ? this.parameters(token) : [this.bareParameter(token)];
    const end = this.tokens[this.at - 1] ?? token;
    const span = this.across(this.spanOf(token), this.spanOf(end));
    if (parameters.length < row.least || parameters.length > row.most) {
      const few = row.least === row.most ? String(row.least) : `at least ${row.least}`;
      const sentence = `\`${name}\` takes ${few} argument${row.least === 1 ? '' : 's'}, not ${parameters.length}`;
      throw this.error(span, sentence, hintForCount(token, this.tokens.slice(0, this.at), parameters.length));
    }
    const call = row.build(parameters, span);
    return exponent === undefined ? call : powerNode(call, exponent, span);
  }

  /** The 2 of sin^2(w) or sin²(w). */
  private functionExponent(token: Token): FormulaNode | undefined {
    const raised = this.take('superscript');
    if (raised !== undefined) {
      if (raised.text.startsWith('-')) throw inverseFunction(this.source, token, raised);
      return this.superscript(raised);
    }
    if (!this.operator('^')) return undefined;
    const next = this.peek();
    if (next.text === '-') throw inverseFunction(this.source, token, this.tokens[this.at + 1] ?? next);
    if (next.kind === 'number' || next.text === '(') return this.primary();
    throw this.error(
      next,
      `the exponent of \`${token.text}\` is missing`,
      `write ${token.text}^2(w) or ${token.text}(w)^2`,
    );
  }

  private parameters(token: Token): FormulaNode[] {
    this.at++;
    if (this.peek().kind === 'close') {
      const span = this.across(this.spanOf(token), this.spanOf(this.peek()));
      throw this.error(span, `\`${token.text}\` has no argument`, `write ${exampleOf(token.text)}`);
    }
    const found: FormulaNode[] = [];
    do {
      found.push(this.sum());
    } while (this.take('comma'));
    if (!this.take('close')) throw unexpectedToken(this.source, this.tokens, this.at);
    return found;
  }

  /** The argument of `sin 4w`: a bracketed value, or numbers and names side by side. */
  private bareParameter(token: Token): FormulaNode {
    const first = this.peek();
    if (first.kind !== 'number' && !this.startsFactor(first)) {
      const hint = first.text === '-' ? `write ${token.text}(-w)` : `write ${exampleOf(token.text)}`;
      throw this.error(token, `\`${token.text}\` has no argument`, hint);
    }
    const plain = (next: Token): boolean =>
      next.kind === 'name' && next.text !== 'mod' && (this.declared.includes(next.text) || !functionNamed(next.text));
    let argument = this.power();
    if (first.kind !== 'number' && !plain(first)) return argument;
    for (let next = this.peek(); plain(next); next = this.peek()) {
      const factor = this.power();
      argument = binaryNode('*', argument, factor, this.across(argument.span, factor.span));
    }
    const next = this.peek();
    if (this.startsFactor(next) && next.kind !== 'name') {
      const span = this.across(this.spanOf(token), this.spanOf(next));
      const sentence = `it is not clear where the argument of \`${token.text}\` ends`;
      throw this.error(span, sentence, `put it in parentheses: ${token.text}(…)`);
    }
    return argument;
  }

  /** `{w > 0: w, 0 < w < 1: 2w, 0}`. */
  private pieces(open: Token): FormulaNode {
    const pieces: Piece[] = [];
    let otherwise: FormulaNode | undefined;
    do {
      const value = this.sum();
      const conditions = this.conditions(value);
      if (conditions.length === 0) {
        otherwise = value;
        break;
      }
      if (!this.take('colon')) throw this.error(this.peek(), 'a condition has no value', 'write {w > 0: w, 0}');
      pieces.push({ conditions, value: this.sum() });
    } while (this.take('comma'));
    const end = this.take('close');
    if (end === undefined) throw unexpectedToken(this.source, this.tokens, this.at);
    const span = this.across(this.spanOf(open), this.spanOf(end));
    if (pieces.length === 0)
      throw this.error(span, 'braces without a condition', 'write {w > 0: w, 0}, or group with ( )');
    return { kind: 'pieces', pieces, otherwise, span };
  }

  private conditions(first: FormulaNode): Comparison[] {
    const found: Comparison[] = [];
    let left = first;
    for (let relation = this.take('relation'); relation; relation = this.take('relation')) {
      const right = this.sum();
      found.push({ operator: comparisonOperator(relation.text), left, right });
      left = right;
    }
    return found;
  }

  /** Whether this token begins a factor that may follow a value; a number may not, or `5 6` would be 30. */
  private startsFactor(token: Token): boolean {
    if (token.kind === 'number') {
      const before = this.tokens[this.at - 1];
      if (before !== undefined && valueEnds.has(before.kind)) throw sideBySide(this.source, before, token);
    }
    if (token.kind === 'name' && token.text === 'mod' && !this.declared.includes('mod')) return false;
    return token.kind === 'name' || token.kind === 'open' || token.kind === 'barOpen' || token.kind === 'root';
  }

  private enter(): void {
    if (++this.depth <= deepestNesting) return;
    throw this.error(this.peek(), `more than ${deepestNesting} levels of nesting`, 'split the formula');
  }

  private peek(): Token {
    const end = this.source.text.length;
    return this.tokens[this.at] ?? { kind: 'end', text: '', start: end, end };
  }

  private take(kind: TokenKind): Token | undefined {
    const token = this.peek();
    if (token.kind !== kind) return undefined;
    this.at++;
    return token;
  }

  private operator(...wanted: readonly string[]): string | undefined {
    const token = this.peek();
    if (token.kind !== 'operator' || !wanted.includes(token.text)) return undefined;
    this.at++;
    return token.text;
  }

  private spanOf(token: Token): Span {
    return { source: this.source, start: token.start, end: token.end };
  }

  private across(first: Span, last: Span): Span {
    return { source: this.source, start: first.start, end: last.end };
  }

  private error(where: { start: number; end: number }, sentence: string, hint: string): SecantError {
    return formulaError(this.source, where.start, where.end, sentence, hint);
  }
}

function comparisonOperator(text: string): Comparison['operator'] {
  if (text === '<' || text === '>' || text === '<=' || text === '>=') return text;
  return text === '!=' ? '!==' : '===';
}
