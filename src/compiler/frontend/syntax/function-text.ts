/**
 * From the text of a function to its syntax tree, for the front end of the compiler. It accepts what
 * `f.toString()` gives (arrows, function expressions, method shorthand) and what people write in a file:
 * helper declarations followed by the function itself. Plain JavaScript is tried first; only when that
 * fails are types accepted (and dropped).
 */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import * as acorn from 'acorn';
import { SecantError, type SourceText, type Span } from '../../../base/diagnostics.ts';

export type Node = acorn.Node;
export type ClassNode = acorn.ClassDeclaration | acorn.ClassExpression | acorn.AnonymousClassDeclaration;
export type FunctionNode = acorn.FunctionExpression | acorn.FunctionDeclaration | acorn.ArrowFunctionExpression;

/** A parsed function, the declarations that stand before it, and the text both came from. */
export interface ParsedSource {
  readonly source: SourceText;
  readonly fn: FunctionNode | ClassNode;
  /** Statements before the function: helpers and constants of the same text. */
  readonly prelude: readonly (acorn.Statement | acorn.ModuleDeclaration)[];
}

type ParserClass = typeof acorn.Parser;
/** Made when the first typed text comes: to extend a parser takes longer than to read most texts. */
let typedParser: ParserClass | undefined;

const options: acorn.Options = { ecmaVersion: 'latest', sourceType: 'module', allowReturnOutsideFunction: false };

/**
 * Parses the text of a function.
 *
 * @throws SecantError S001 where the text cannot be read, S003 where it is not a function, S004 for native functions.
 */
export function parseFunction(text: string, name: string): ParsedSource {
  const source: SourceText = { name, text: withoutHelpers(text) };
  if (/\{\s*\[native code\]\s*\}\s*$/.test(text)) {
    throw new SecantError('S004', `\`${name}\` is a native or bound function and shows no source`, {
      hint: `wrap it in an arrow that spells out what it computes, or use numericalDerivative`,
    });
  }
  const program = parseProgram(source);
  const last = program.body.at(-1);
  const fn = last && functionOf(last);
  if (fn === undefined) {
    throw new SecantError('S003', 'this is not a function', {
      span: last && { source, start: last.start, end: last.end },
      hint: 'write a function such as `w => Math.sin(w)`',
    });
  }
  return { source, fn, prelude: program.body.slice(0, -1) };
}

/** The helpers that the build plugin puts around functions, the mark before them, and the switch of second bodies. */
const helperCall = /^__secant(?:Scope|Methods)$/;
const pureMark = '/*#__PURE__*/ ';
const switchTest = /^__secantOn\d*\?\.on$/;

/**
 * The text as its author wrote it: a function inside another may carry what the build plugin attached to it, and a class
 * its second bodies, where a bundler has dropped the comments around them.
 */
function withoutHelpers(text: string): string {
  if (!text.includes('__secant')) return text;
  let program: acorn.Program;
  try {
    program = parseProgram({ name: 'text', text });
  } catch {
    return text;
  }
  const cuts: [number, number][] = [];
  visitNodes(program, (node) => {
    const statement = node as acorn.Statement;
    if (node.type === 'IfStatement' || node.type === 'ConditionalExpression') {
      const { test, consequent, alternate } = node as acorn.IfStatement | acorn.ConditionalExpression;
      if (!switchTest.test(text.slice(test.start, test.end))) return;
      cuts.push([node.start, alternate ? text.indexOf(':', consequent.end) + 1 : node.end]);
      return alternate ? undefined : false;
    }
    const call = (statement.type === 'ExpressionStatement' ? statement.expression : node) as acorn.CallExpression;
    if (call.type !== 'CallExpression' || call.callee.type !== 'Identifier' || !helperCall.test(call.callee.name))
      return;
    const [given] = call.arguments;
    if (given === undefined) return;
    if (statement.type === 'ExpressionStatement') {
      cuts.push([node.start, text[node.end] === ' ' ? node.end + 1 : node.end]);
      return false;
    }
    const marked = text.slice(0, call.start).endsWith(pureMark);
    cuts.push([marked ? call.start - pureMark.length : call.start, given.start], [given.end, call.end]);
    return;
  });
  let result = '';
  let at = 0;
  for (const [start, end] of cuts.sort(([a], [b]) => a - b)) {
    if (start < at) continue;
    result += text.slice(at, start);
    at = end;
  }
  return result + text.slice(at);
}

function parseProgram(source: SourceText): acorn.Program {
  const attempts: readonly (() => acorn.Program)[] = [
    () => acorn.parse(source.text, options),
    () => asTypeScript(source.text),
    () => (/^\s*class\b/.test(source.text) ? asClass(source.text) : asMethod(source.text)),
  ];
  let first: unknown;
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
      first = further(first, error);
    }
  }
  throw syntaxError(first, source);
}

function asTypeScript(text: string): acorn.Program {
  typedParser ??= acorn.Parser.extend(tsPlugin());
  // It reads places from `loc`, so it needs them switched on.
  return typedParser.parse(text, { ...options, locations: true });
}

/** Of two syntax errors, the one that got further into the text says more. */
function further(first: unknown, second: unknown): unknown {
  return first === undefined || positionOf(second) > positionOf(first) ? second : first;
}

function positionOf(error: unknown): number {
  return typeof error === 'object' && error !== null && 'pos' in error && typeof error.pos === 'number' ? error.pos : 0;
}

function syntaxError(error: unknown, source: SourceText): SecantError {
  const start = Math.min(positionOf(error), Math.max(0, source.text.length - 1));
  const message = error instanceof Error ? error.message.replace(/ \(\d+:\d+\)$/, '') : 'syntax error';
  const span: Span = { source, start, end: start + 1 };
  return new SecantError('S001', message.charAt(0).toLowerCase() + message.slice(1), {
    span,
    hint: 'this is not TypeScript or JavaScript that can be read',
  });
}

/** Method shorthand, `f(w) { … }`, read inside an object literal so that offsets stay those of the text. */
function asMethod(text: string): acorn.Program {
  const head = '({';
  // A method alone may name private fields of its class.
  const shifted = acorn.parse(`${head}${text}})`, { ...options, checkPrivateFields: false });
  const statement = shifted.body[0];
  if (statement?.type !== 'ExpressionStatement' || statement.expression.type !== 'ObjectExpression') {
    throw new SyntaxError('not a method');
  }
  const property = statement.expression.properties[0];
  if (property?.type !== 'Property' || property.value.type !== 'FunctionExpression')
    throw new SyntaxError('not a method');
  shift(property.value, -head.length);
  return { ...shifted, body: [{ ...statement, expression: property.value }] };
}

/** A class without a name. */
function asClass(text: string): acorn.Program {
  const program = acorn.parse(`(${text})`, options);
  shift(program.body, -1);
  return program;
}

function shift(node: unknown, by: number): void {
  if (Array.isArray(node)) for (const item of node) shift(item, by);
  else if (isNode(node)) {
    node.start += by;
    node.end += by;
    for (const child of Object.values(node)) if (typeof child === 'object') shift(child, by);
  }
}

/** True for objects that are syntax tree nodes. */
export function isNode(value: unknown): value is Node {
  return (
    typeof value === 'object' && value !== null && 'type' in value && 'start' in value && typeof value.type === 'string'
  );
}

function functionOf(statement: acorn.Statement | acorn.ModuleDeclaration): FunctionNode | ClassNode | undefined {
  switch (statement.type) {
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return statement;
    case 'ExpressionStatement':
      return functionExpression(statement.expression);
    case 'VariableDeclaration': {
      const init = statement.declarations.at(-1)?.init;
      return init ? functionExpression(init) : undefined;
    }
    case 'ExportNamedDeclaration':
      return statement.declaration ? functionOf(statement.declaration) : undefined;
    case 'ExportDefaultDeclaration': {
      const { declaration } = statement;
      if (declaration.type === 'FunctionDeclaration') return declaration as FunctionNode;
      return declaration.type === 'ClassDeclaration' ? declaration : functionExpression(declaration);
    }
    default:
      return undefined;
  }
}

function functionExpression(expression: acorn.Expression): FunctionNode | ClassNode | undefined {
  const inner = withoutTypes(expression);
  if (inner.type === 'ArrowFunctionExpression' || inner.type === 'FunctionExpression') return inner;
  if (inner.type === 'ClassExpression') return inner;
  if (inner.type === 'ParenthesizedExpression') return functionExpression(inner.expression);
  return undefined;
}

/** An expression without TypeScript's wrappers: `x as T`, `x!`, `x satisfies T`, `<T>x`. */
export function withoutTypes<N extends { readonly type: string }>(node: N): N {
  let inner: { readonly type: string } = node;
  while (/^TS(As|NonNull|Satisfies|TypeAssertion|Instantiation)/.test(inner.type) && 'expression' in inner) {
    inner = inner.expression as { readonly type: string };
  }
  return inner as N;
}

/** True for the nodes of classes. */
export function isClass(node: FunctionNode | ClassNode): node is ClassNode {
  return node.type === 'ClassDeclaration' || node.type === 'ClassExpression';
}

const mentions = new WeakMap<Node, { readonly self: boolean; readonly args: boolean }>();

/** Whether a function says `this` (or `super`) and `arguments`, itself or in arrows inside it. */
export function mentionedBy(fn: FunctionNode): { readonly self: boolean; readonly args: boolean } {
  let found = mentions.get(fn);
  if (found !== undefined) return found;
  let self = false;
  let args = false;
  for (const part of [...fn.params, fn.body]) {
    if (part.type === ('TSParameterProperty' as string)) self = true;
    visitNodes(part, (node) => {
      if (node.type === 'FunctionExpression' || node.type === 'FunctionDeclaration') return false;
      if (node.type === 'ThisExpression' || node.type === 'Super') self = true;
      if (node.type === 'Identifier' && (node as acorn.Identifier).name === 'arguments') args = true;
      return true;
    });
  }
  mentions.set(fn, (found = { self, args }));
  return found;
}

/** Visits a node and all below it, functions inside included unless `enter` says false. */
export function visitNodes(node: unknown, enter: (node: Node) => boolean | void): void {
  if (Array.isArray(node)) for (const item of node) visitNodes(item, enter);
  else if (isNode(node)) {
    if (enter(node) === false) return;
    for (const [key, child] of Object.entries(node)) {
      if (key !== 'typeAnnotation' && key !== 'returnType' && key !== 'loc' && typeof child === 'object')
        visitNodes(child, enter);
    }
  }
}
