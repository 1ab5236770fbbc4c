/**
 * A module's text to its syntax tree, for the build plugin. JavaScript is tried, TypeScript, and both with
 * JSX; a text that none of them reads gives nothing, and the module is left as it is. Which comes first is for
 * the caller to say, since `f<a>(b)` is a call in one language and two comparisons in the other. Reading is
 * lenient: an export that is not declared or a name declared twice is for the bundler to tell, not for us.
 */
import { tsPlugin } from '@sveltejs/acorn-typescript';
import * as acorn from 'acorn';

/** A node of the tree, read by its fields. */
export interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [field: string]: unknown;
}

/** A module that was read. */
export interface ParsedModule {
  readonly program: Node;
  /** Comments as ranges of the text, in order. */
  readonly comments: readonly { readonly start: number; readonly end: number }[];
  /** True if the text needed TypeScript's grammar. */
  readonly typed: boolean;
}

type ParserClass = typeof acorn.Parser;

/** An acorn plugin that lets errors pass which do not hinder reading. */
const lenient = (Parser: ParserClass): ParserClass => {
  const Lenient = class extends Parser {};
  Object.defineProperty(Lenient.prototype, 'raiseRecoverable', { value: () => undefined });
  return Lenient;
};

const plain = acorn.Parser.extend(lenient);
/** Made when the first typed text comes: to extend a parser takes longer than to read most texts. */
let typedParsers: readonly ParserClass[] | undefined;

function typed(): readonly ParserClass[] {
  typedParsers ??= [tsPlugin(), tsPlugin({ jsx: true })].map((plugin) => acorn.Parser.extend(plugin, lenient));
  return typedParsers;
}

/**
 * Reads a module or a script.
 *
 * @param typescript - whether it is TypeScript by its name
 * @returns nothing where the text is in no language that is known here
 *
 * @example
 * ```ts
 * parseModule('const a: number = 1')?.typed // → true
 * ```
 */
export function parseModule(text: string, typescript = false): ParsedModule | undefined {
  const asJavaScript = (): ParsedModule => parseAs(plain, text, 'module', false);
  const asTypeScript = typed().map((Parser) => () => parseAs(Parser, text, 'module', true));
  const attempts: (() => ParsedModule)[] = typescript
    ? [...asTypeScript, asJavaScript]
    : [asJavaScript, ...asTypeScript, () => parseAs(plain, text, 'script', false)];
  for (const attempt of attempts) {
    try {
      return attempt();
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error;
    }
  }
  return undefined;
}

function parseAs(Parser: ParserClass, text: string, sourceType: 'module' | 'script', isTyped: boolean): ParsedModule {
  const comments: { start: number; end: number }[] = [];
  const program = Parser.parse(text, {
    ecmaVersion: 'latest',
    sourceType,
    // The TypeScript parser reads places from `loc`, so it needs them switched on.
    locations: isTyped,
    allowReturnOutsideFunction: true,
    allowHashBang: true,
    onComment: (_block, _text, start, end) => comments.push({ start, end }),
  });
  // Trying out readings of generics and arrows, the TypeScript parser may tell of a comment twice.
  const known = new Map(comments.map((comment) => [comment.start, comment]));
  return { program: program as unknown as Node, comments: [...known.values()].sort(byStart), typed: isTyped };
}

function byStart(a: { readonly start: number }, b: { readonly start: number }): number {
  return a.start - b.start;
}

/** True for objects that are nodes of the tree. */
export function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && 'type' in value && 'start' in value;
}

/** The nodes right below a node, in the order of its fields; `loc` and other data left out. */
export function childrenOf(node: Node): Node[] {
  const found: Node[] = [];
  const add = (value: unknown): void => {
    if (Array.isArray(value)) for (const item of value) add(item);
    else if (isNode(value)) found.push(value);
  };
  for (const field of Object.keys(node)) if (field !== 'loc' && field !== 'range') add(node[field]);
  return found;
}

/** A field that holds a node, or nothing. */
export function nodeIn(node: Node, field: string): Node | undefined {
  const value = node[field];
  return isNode(value) ? value : undefined;
}

/** A field that holds nodes; holes of arrays are left out. */
export function nodesIn(node: Node, field: string): Node[] {
  const value = node[field];
  return Array.isArray(value) ? value.filter(isNode) : [];
}

/** The name of an identifier, or the text of a plain property key. */
export function nameOf(node: Node | undefined): string | undefined {
  if (node?.type === 'Identifier') return String(node['name']);
  if (node?.type === 'PrivateIdentifier') return `#${String(node['name'])}`;
  if (node?.type === 'Literal' && (typeof node['value'] === 'string' || typeof node['value'] === 'number'))
    return String(node['value']);
  return undefined;
}

/** Arrow, function expression or function declaration. */
export interface FunctionNode extends Node {
  readonly type: 'ArrowFunctionExpression' | 'FunctionExpression' | 'FunctionDeclaration';
}

/** True for the nodes that are functions. */
export function isFunction(node: Node | undefined): node is FunctionNode {
  return (
    node?.type === 'ArrowFunctionExpression' ||
    node?.type === 'FunctionExpression' ||
    node?.type === 'FunctionDeclaration'
  );
}

const wrappers = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSTypeAssertion',
  'TSInstantiationExpression',
  'ParenthesizedExpression',
]);

/** True for what stands around an expression for the type checker only. */
export function isTypeWrapper(node: Node): boolean {
  return wrappers.has(node.type);
}

/** True for nodes that are types, or declarations of types: nothing of them is left when the program runs. */
export function isTypeOnly(node: Node): boolean {
  if (!node.type.startsWith('TS')) return node.type === 'ImportDeclaration' && node['importKind'] === 'type';
  return !wrappers.has(node.type) && !valueNodes.has(node.type);
}

/** TypeScript's own constructs that exist at run time. */
const valueNodes = new Set([
  'TSEnumDeclaration',
  'TSModuleDeclaration',
  'TSImportEqualsDeclaration',
  'TSParameterProperty',
  'TSExportAssignment',
]);
