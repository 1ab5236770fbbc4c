/**
 * The core of the plugin: a module's text in, the text with captured values attached out. A function that may
 * be differentiated is handed, as it is, to a small helper at the end of the module, which leaves three things
 * on it: its text as written, the place of that text, and getters for the names it captures. The getters are
 * run when a derivative is called, so they see what the names hold then. Declarations stay declarations and get
 * a statement at the head of their block. No line moves: everything is added within lines, or at the end.
 */
import { MagicString, type SourceMap } from 'magic-string';
import { placeIn } from '../../compiler/trace/print-expressions.ts';
import { secondBodies } from '../../compiler/trace/dual.ts';
import { insertedFrom, insertedTo, switchName } from '../../compiler/trace/marks.ts';
import { helpersFor, methodsHelper, scopeHelper } from './helpers.ts';
import {
  childrenOf,
  type Node,
  nameOf,
  nodeIn,
  nodesIn,
  type ParsedModule,
  parseModule,
} from '../../compiler/frontend/syntax/parse-module.ts';
import { parseStrictModule } from '../../compiler/frontend/syntax/strict-module.ts';
import { plainText } from './plain-text.ts';
import { functionsThatMayReach, parentBeyondWrappers } from './reach.ts';
import { analyseScopes, type ModuleScopes } from '../../compiler/frontend/syntax/scopes.ts';
import { importsSecant, mayImportSecant } from './secant-calls.ts';

/** A module that was changed: its new text and the map from there to the old. */
export interface TransformedModule {
  readonly code: string;
  readonly map: SourceMap;
}

/** What every adapter of the plugin accepts. */
export interface SecantPluginOptions {
  /** Modules to treat although they do not import Secant: helper functions that other modules differentiate. */
  readonly include?: RegExp | readonly RegExp[];
  /**
   * Whether functions get a second body in which they can be run and recorded; true if not given. Without it a built
   * program is smaller, and a function that the compiler refuses is an error.
   */
  readonly traced?: boolean;
}

/** Options of one module. */
export interface TransformOptions extends SecantPluginOptions {
  /** The name of the file in error messages; the last part of the id if not given. */
  readonly file?: string;
  /** The module is part of a program that imports Secant elsewhere: its outermost functions are treated. */
  readonly reached?: boolean;
  /** Every outermost function carries its own text, also one that captures nothing: somebody will ask for it by its name. */
  readonly asked?: boolean;
}

/** In a comment, it has a module treated that does not import Secant. */
const mark = /@secant\b(?!\/)/;

/**
 * Attaches to the functions of a module what they capture, so that Secant can differentiate them.
 *
 * @param code - JavaScript or TypeScript
 * @param id - the module's path; only its last part reaches the result, in places of error messages
 * @returns nothing if the module does not import Secant and is not marked, or if there is nothing to do
 *
 * @example
 * ```ts
 * transformModule("import { grad } from 'secant'", '/src/app.ts') // → null
 * ```
 */
export function transformModule(code: string, id: string, options: TransformOptions = {}): TransformedModule | null {
  const own = isIncluded(id, options);
  const included = own || options.reached === true;
  const mayBeMarked = mark.test(code);
  if (!included && !mayBeMarked && !mayImportSecant(code)) return null;
  if (code.includes(scopeHelper) || code.includes(switchName)) return null;
  const parsed = parseModule(code, isTypeScript(id));
  if (parsed === undefined) return null;
  const isMarked = mayBeMarked && parsed.comments.some(({ start, end }) => mark.test(code.slice(start, end)));
  if (!included && !isMarked && !importsSecant(parsed.program)) return null;
  const whole = own || isMarked || importsSecant(parsed.program);
  return new Edit(code, id, options, parsed, whole).run();
}

function isIncluded(id: string, { include = [] }: SecantPluginOptions): boolean {
  const patterns = include instanceof RegExp ? [include] : include;
  return patterns.some((pattern) => id.search(pattern) >= 0);
}

/** The last part of a path, without a bundler's query: `/src/app.ts?v=1` is `app.ts`. */
export function fileNameOf(id: string): string {
  return id.replace(/[?#].*$/s, '').replace(/^.*[\\/]/s, '') || 'module';
}

function isTypeScript(id: string): boolean {
  return /\.[cm]?tsx?(?:[?#]|$)/.test(id);
}

/** A node that becomes the first argument of a helper, and the other arguments. */
interface Wrap {
  readonly node: Node;
  readonly helper: string;
  readonly rest: readonly string[];
}

/** What is put before and after a piece of the text; `around` for what stands outside of the piece's own text. */
interface Change {
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
  readonly around: boolean;
}

class Edit {
  private readonly code: string;
  private readonly id: string;
  private readonly file: string;
  private readonly traced: boolean;
  private readonly asked: boolean;
  private readonly reached: boolean;
  private readonly whole: boolean;
  private readonly parsed: ParsedModule;
  private readonly scopes: ModuleScopes;
  private readonly result: MagicString;
  private readonly typescript: boolean;

  /** @param whole whether functions inside functions carry what they capture too */
  constructor(code: string, id: string, options: TransformOptions, parsed: ParsedModule, whole: boolean) {
    this.whole = whole;
    this.code = code;
    this.id = id;
    this.file = options.file ?? fileNameOf(id);
    this.traced = options.traced !== false;
    this.asked = options.asked === true;
    this.reached = options.reached === true;
    this.parsed = parsed;
    this.scopes = analyseScopes(parsed.program);
    this.result = new MagicString(code);
    this.typescript = parsed.typed || isTypeScript(id);
  }

  run(): TransformedModule | null {
    // Bundlers drop the comments by which a text is found again under its second body.
    const outermost = this.asked || (this.whole && this.traced);
    const all = functionsThatMayReach(this.scopes, this.parsed.program, outermost);
    // What a function of a package makes each time it runs is not slowed down: it has its second body.
    const functions = this.whole ? all : all.filter((fn) => this.scopes.functionsAround(fn).length === 0);
    const second = this.traced ? secondBodies(this.code, this.parsed.program, this.scopes) : undefined;
    const calls = this.reached && /\bFunction\s*[.(]/.test(this.code);
    const makers = calls ? calledFunctions(this.parsed.program, this.scopes) : [];
    if (functions.length === 0 && second === undefined && makers.length === 0) return null;
    const methods = new Map<Node, string[]>();
    const wraps: Wrap[] = [];
    for (const fn of functions) {
      const parent = this.scopes.parentOf(fn)!;
      if (fn.type === 'FunctionDeclaration') this.attachToDeclaration(fn);
      else if (parent.type === 'Property' && parent['method'] === true) {
        const object = this.scopes.parentOf(parent)!;
        const entry = `[${quote(keyOf(parent))}, ${this.facts(parent, fn)}]`;
        methods.set(object, [...(methods.get(object) ?? []), entry]);
      } else wraps.push({ node: fn, helper: scopeHelper, rest: [this.facts(fn, fn), ...this.nameFor(fn)] });
    }
    for (const [node, rest] of methods) wraps.push({ node, helper: methodsHelper, rest });
    const changes: Change[] = wraps.map(({ node, helper, rest }) => ({
      start: node.start,
      end: node.end,
      before: `/*#__PURE__*/ ${helper}(`,
      after: `, ${rest.join(', ')})`,
      around: true,
    }));
    for (const { start, end } of makers)
      changes.push({ start, before: madeCode[0], end, after: madeCode[1], around: false });
    for (const insertion of second?.insertions ?? []) changes.push({ ...insertion, around: false });
    // Where two end at the same place, the inner one's brackets close first.
    changes.sort((a, b) => a.end - b.end || b.start - a.start || Number(b.around) - Number(a.around));
    for (const { start, end, before, after, around } of changes) {
      if (around) this.result.appendRight(start, before);
      else this.result.appendLeft(start, before);
      if (after !== '') this.result.appendLeft(end, after);
    }
    if (second !== undefined) this.result.prependLeft(second.prologueAt, second.prologue);
    if (functions.length > 0) this.result.append(`\n${helpersFor(this.file, this.typescript, methods.size > 0)}`);
    const map = this.result.generateMap({ source: this.id, includeContent: true, hires: 'boundary' });
    return { code: this.result.toString(), map };
  }

  /** Text, line, column and the getters of what is captured, as arguments. */
  private facts(node: Node, fn: Node): string {
    const { line, column } = placeIn(this.code, node.start);
    const text = plainText(this.code, node, this.parsed.comments);
    const readable = isJavaScript(text) ? text : this.code.slice(node.start, node.end);
    const any = this.typescript ? ': any' : '';
    const getters = this.scopes.captures.get(fn)!.map(({ name }) => `get ${name}()${any} { return ${name}; }`);
    const scope = getters.length === 0 ? 'undefined' : `() => ({ ${getters.join(', ')} })`;
    return `${quote(readable)}, ${line}, ${column}, ${scope}`;
  }

  /** A declaration keeps its form; a statement at the head of its block attaches, before anything else runs. */
  private attachToDeclaration(fn: Node): void {
    let name = nameOf(nodeIn(fn, 'id'));
    let given = '';
    if (name === undefined) {
      // `export default function () {}` has no name to be called by, and `default` as its own.
      name = '__secantDefault';
      given = ', "default"';
      this.result.appendLeft(fn.start + 'function'.length, ` ${name}`);
    } else if (this.isOverridden(fn)) return;
    let block = this.scopes.parentOf(fn)!;
    if (block.type.startsWith('Export')) block = this.scopes.parentOf(block)!;
    this.result.appendLeft(this.headOf(block), `${scopeHelper}(${name}, ${this.facts(fn, fn)}${given}); `);
  }

  /** Whether a later declaration of the same name in the same scope takes this one's place. */
  private isOverridden(fn: Node): boolean {
    const owner = this.scopes.bindings.find(({ values }) => values.includes(fn));
    return owner?.values.findLast(({ type }) => type === 'FunctionDeclaration') !== fn;
  }

  /** Where the first statement of a block begins, behind directives such as 'use strict'. */
  private headOf(block: Node): number {
    const statements = nodesIn(block, block.type === 'SwitchCase' ? 'consequent' : 'body');
    return (statements.find((statement) => statement['directive'] === undefined) ?? block).start;
  }

  /** The name a function would have got from where it stands, which a call around it hides. */
  private nameFor(fn: Node): string[] {
    if (nodeIn(fn, 'id')) return [];
    const parent = parentBeyondWrappers(this.scopes, fn);
    const name = parent && nameFrom(parent);
    return name === undefined ? [] : [quote(name)];
  }
}

/** What stands around `Function`, which makes functions of texts: under the loader they pass through the transform too. */
const madeCode = [
  `${insertedFrom}(globalThis[globalThis.Symbol.for("secant.function")] ?? ${insertedTo}`,
  `${insertedFrom})${insertedTo}`,
] as const;

/** Where JavaScript's own `Function` is called. */
function calledFunctions(node: Node, scopes: ModuleScopes): Node[] {
  if (node.type !== 'Identifier') return childrenOf(node).flatMap((child) => calledFunctions(child, scopes));
  if (nameOf(node) !== 'Function' || scopes.bindingOf(node) !== undefined) return [];
  const parent = scopes.parentOf(node);
  const isCallee = (call: Node | undefined, callee: Node): boolean =>
    /^(?:Call|New)Expression$/.test(call?.type ?? '') && nodeIn(call!, 'callee') === callee;
  if (isCallee(parent, node)) return [node];
  const isMethod =
    parent?.type === 'MemberExpression' && /^(?:apply|call)$/.test(nameOf(nodeIn(parent, 'property')) ?? '');
  return isMethod && isCallee(scopes.parentOf(parent), parent) ? [node] : [];
}

function nameFrom(parent: Node): string | undefined {
  const identifier = (field: string): string | undefined => {
    const node = nodeIn(parent, field);
    return node?.type === 'Identifier' ? nameOf(node) : undefined;
  };
  switch (parent.type) {
    case 'VariableDeclarator':
      return identifier('id');
    case 'AssignmentPattern':
      return identifier('left');
    case 'AssignmentExpression':
      return /^(?:|\|\||&&|\?\?)=$/.test(String(parent['operator'])) ? identifier('left') : undefined;
    case 'Property':
      return keyOf(parent) === '__proto__' ? undefined : keyOf(parent);
    case 'PropertyDefinition':
      return keyOf(parent);
    case 'ExportDefaultDeclaration':
      return 'default';
    default:
      return undefined;
  }
}

function keyOf(property: Node): string {
  return nameOf(nodeIn(property, 'key')) ?? '';
}

/** A string of JavaScript; the two line ends that JSON has and old JavaScript has not are escaped. */
function quote(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}

/** Whether Secant can read a text without its TypeScript parser: a function, or a method inside an object. */
function isJavaScript(text: string): boolean {
  return [`(${text})`, `({${text}})`].some((candidate) => {
    try {
      parseStrictModule(candidate);
      return true;
    } catch {
      return false;
    }
  });
}
