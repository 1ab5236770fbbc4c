/**
 * The second body: in a module's text, each function gets its rewritten form beside its own, chosen by one switch,
 *
 *     function f(a) { if (__secantOn?.on) { …rewritten… return; } …as written… }
 *
 * so that both share names, `this`, private fields and live variables, and nothing has to be taken out of its scope.
 * In: the tree and the names of a module. Out: insertions. No line moves, since rewritten forms are on one line.
 *
 * Left alone are functions without anything to rewrite, asynchronous ones, and functions that only wrap a module and
 * run once while it loads.
 */
import {
  childrenOf,
  isFunction,
  isTypeOnly,
  type Node,
  nameOf,
  nodeIn,
  nodesIn,
} from '../frontend/syntax/parse-module.ts';
import type { ModuleScopes } from '../frontend/syntax/scopes.ts';
import { insertedFrom, insertedTo, moduleMark, rewrittenMark, runtimeName, switchName } from './marks.ts';
import { printTracedBody, printTracedExpression } from './print.ts';
import type { PrintOptions } from './print-expressions.ts';

/** A change of a text: what is put at a place, and what at the end of the piece that begins there. */
export interface Insertion {
  readonly start: number;
  readonly before: string;
  readonly end: number;
  readonly after: string;
}

export interface SecondBodies {
  readonly insertions: readonly Insertion[];
  /** What must stand before the module's first statement, on its line. */
  readonly prologue: string;
  /** Where it must stand. */
  readonly prologueAt: number;
}

// `Symbol` may be a name of the module's own, not yet initialised here.
const prologue =
  `var { on: ${switchName}, runtime: ${runtimeName} } = ` +
  `globalThis[globalThis.Symbol.for("secant.trace")] ??= { on: { on: false }, runtime: {} }; `;

/** The second bodies of a module's functions; nothing where there is none to give. */
export function secondBodies(text: string, program: Node, scopes: ModuleScopes): SecondBodies | undefined {
  if (scopes.bindings.some(({ name }) => name === 'globalThis')) return undefined;
  const maker = new Maker(text, scopes);
  maker.visit(program, false);
  if (maker.insertions.length === 0) return undefined;
  const statements = nodesIn(program, 'body');
  const first = statements.find((statement) => statement['directive'] === undefined);
  return {
    insertions: maker.insertions.map(delimited),
    prologue,
    prologueAt: first?.start ?? text.length,
  };
}

function delimited({ start, before, end, after }: Insertion): Insertion {
  const marked = (text: string): string => (text === '' ? '' : `${insertedFrom}${text}${insertedTo}`);
  return { start, before: marked(before), end, after: marked(after) };
}

class Maker {
  readonly insertions: Insertion[] = [];
  private readonly text: string;
  private readonly scopes: ModuleScopes;

  constructor(text: string, scopes: ModuleScopes) {
    this.text = text;
    this.scopes = scopes;
  }

  /** @param inside true within a function that may run more than once */
  visit(node: Node, inside: boolean): void {
    if (isTypeOnly(node)) return;
    if (isFunction(node)) {
      const body = nodeIn(node, 'body');
      const wraps = !inside && this.isWrapper(node);
      if (!wraps && body !== undefined && node['async'] !== true) this.secondBody(node, body);
      for (const child of childrenOf(node)) this.visit(child, !wraps);
      return;
    }
    if (node.type === 'PropertyDefinition' && node['static'] !== true) this.choose(nodeIn(node, 'value'), undefined);
    for (const child of childrenOf(node)) this.visit(child, inside);
  }

  private options(root: Node | undefined): PrintOptions {
    return { text: this.text, scopes: this.scopes, root, runtime: runtimeName, inPlace: true };
  }

  private secondBody(fn: Node, body: Node): void {
    const printed = printTracedBody(fn, this.options(fn));
    for (const param of nodesIn(fn, 'params')) this.defaults(param, fn);
    // A function without anything to rewrite only says so: it can be run on boxes as it is.
    const head = printed.differs ? `if (${moduleMark}) { ${printed.text} } ` : `${rewrittenMark}; `;
    if (body.type === 'BlockStatement') {
      const statements = nodesIn(body, 'body');
      const directives = statements.filter((statement) => statement['directive'] !== undefined);
      const start = directives.at(-1)?.end ?? body.start + 1;
      // A directive may end with its line.
      const ended = directives.length === 0 || this.text[start - 1] === ';' ? '' : ';';
      this.insertions.push({ start, before: `${ended} ${head}`, end: start, after: '' });
      return;
    }
    const arrow = this.text.lastIndexOf('=>', body.start) + 2;
    this.insertions.push({ start: arrow, before: ` { ${head}return (`, end: fn.end, after: '); }' });
  }

  /** Defaults in parameters are evaluated before the body. */
  private defaults(param: Node, fn: Node): void {
    if (isTypeOnly(param) || isFunction(param)) return;
    if (param.type === 'AssignmentPattern') this.choose(nodeIn(param, 'right'), fn);
    for (const child of childrenOf(param)) this.defaults(child, fn);
  }

  /** An expression with its rewritten form before it. */
  private choose(value: Node | undefined, root: Node | undefined): void {
    if (value === undefined || isFunction(value) || value.type === 'Literal' || value.type === 'Identifier') return;
    const printed = printTracedExpression(value, this.options(root));
    if (!printed.differs) return;
    this.insertions.push({
      start: value.start,
      before: `${moduleMark} ? ${printed.text} : (`,
      end: value.end,
      after: ')',
    });
  }

  /** A function that is called where it stands, or handed to one that is: it runs once, while the module loads. */
  private isWrapper(fn: Node): boolean {
    const call = this.around(fn);
    if (call === undefined) return false;
    if (call.type === 'MemberExpression') return nameOf(nodeIn(call, 'property')) === 'call';
    if (call.type !== 'CallExpression') return false;
    const callee = inParentheses(nodeIn(call, 'callee')!);
    if (callee === fn || isFunction(callee)) return true;
    return nameOf(callee) === 'define';
  }

  private around(node: Node): Node | undefined {
    let parent = this.scopes.parentOf(node);
    while (parent?.type === 'ParenthesizedExpression') parent = this.scopes.parentOf(parent);
    return parent;
  }
}

function inParentheses(node: Node): Node {
  let inner = node;
  while (inner.type === 'ParenthesizedExpression') inner = nodeIn(inner, 'expression')!;
  return inner;
}
