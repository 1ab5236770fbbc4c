/**
 * What can be said about a name in a cell without a type checker. In: the syntax tree of the cell, the texts of the
 * cells above, and the table of Secant's declarations. Out: facts about the name at a place, the members of a value, and
 * the names that can be used. A value has the type that was written for it, or the one its declaration promises:
 * `differentiability(g, 0)` is a `Differentiability`, so its `verdict` is known; `x + 1` is nothing that is known.
 */
import { typescriptLanguage } from '@codemirror/lang-javascript';
import type { syntaxTree } from '@codemirror/language';
import type { CellText } from 'secant/cells';
import type { Declaration, Member } from './declarations.ts';
import { mathNames } from './math-names.ts';

export type Tree = ReturnType<typeof syntaxTree>;
export type SyntaxNode = Tree['topNode'];

/** What is said about a name. */
export interface Fact {
  readonly name: string;
  readonly kind: Declaration['kind'] | 'variable' | 'member';
  readonly signature: string;
  readonly sentence: string;
  /** Where it comes from, in words; empty where that says nothing. */
  readonly origin: string;
  /** Where the reference tells of it, from the page. */
  readonly page?: string;
  /** The module it would have to be imported from first. */
  readonly missingImport?: string;
}

/** A cell as it is looked at: its own text and tree, and the cells above it. */
export interface Outlook {
  readonly text: string;
  readonly tree: Tree;
  readonly above: readonly CellText[];
}

/** A place where a cell gives something a name. */
interface Definition {
  readonly node: SyntaxNode;
  readonly text: string;
  readonly outlook: Outlook;
  /** The cell, if it is another one. */
  readonly cell?: string;
}

const LONGEST_LINE = 100;
const DEEPEST = 8;

const mathFacts: readonly Fact[] = Object.entries(mathNames).map(([name, [signature, sentence]]) => ({
  name,
  kind: signature.startsWith(':') ? ('constant' as const) : ('function' as const),
  signature: `Math.${name}${signature}`,
  sentence,
  origin: '',
}));

/** What is known, from the table of declarations. */
export class Knowledge {
  private readonly declarations: ReadonlyMap<string, Declaration>;
  /** Cells above do not change while one is edited. */
  private readonly parsed = new Map<string, Tree>();

  constructor(declarations: readonly Declaration[]) {
    this.declarations = new Map(declarations.map((declaration) => [declaration.name, declaration]));
  }

  /** The fact about the name at a node; undefined if nothing is known, or there is no name. */
  at(node: SyntaxNode, outlook: Outlook): Fact | undefined {
    const name = textOf(node, outlook.text);
    if (node.name === 'PropertyName' && node.parent?.name !== 'PatternProperty') {
      const object = node.parent?.name === 'MemberExpression' ? node.parent.firstChild : null;
      return object === null ? undefined : this.membersOf(object, outlook).find((fact) => fact.name === name);
    }
    if (node.name === 'PropertyDefinition') return this.optionsAt(node, outlook).find((fact) => fact.name === name);
    if (!/^(?:Variable|Type)(?:Name|Definition)$/.test(node.name)) return undefined;
    if (!isImport(node)) {
      const definition = this.definitionOf(name, node.from, outlook);
      if (definition !== undefined) return factOfDefinition(definition);
    }
    const declaration = this.declarations.get(name);
    return declaration === undefined ? undefined : this.factOf(declaration, outlook);
  }

  /** The function whose arguments a place stands among. */
  callAround(node: SyntaxNode, outlook: Outlook): Fact | undefined {
    const call = ancestor(node, 'ArgList')?.parent;
    const callee = call?.firstChild;
    if (callee == null) return undefined;
    return this.at(callee.name === 'MemberExpression' ? (callee.lastChild ?? callee) : callee, outlook);
  }

  /** Members of the value of an expression. */
  membersOf(expression: SyntaxNode, outlook: Outlook): readonly Fact[] {
    if (expression.name === 'VariableName' && textOf(expression, outlook.text) === 'Math') return mathFacts;
    const type = this.typeOf(expression, outlook, 0);
    return this.membersOfType(type).map((member) => ({ ...member, kind: 'member', origin: type ?? '' }));
  }

  /** The options that a record at this place can have, if it is an argument of one of Secant's functions. */
  optionsAt(node: SyntaxNode, outlook: Outlook): readonly Fact[] {
    // A record that is still being written looks like a pattern.
    const record = ancestor(node, 'ObjectExpression') ?? ancestor(node, 'ObjectPattern')?.parent;
    const callee = record?.parent?.name === 'ArgList' ? record.parent.parent?.firstChild : undefined;
    if (callee == null || callee.name !== 'VariableName') return [];
    const options = this.declarations.get(textOf(callee, outlook.text))?.options;
    return this.membersOfType(options).map((member) => ({ ...member, kind: 'member', origin: options ?? '' }));
  }

  /** All names that can stand at a place: Secant's, Math, those of cells above, and those of the cell itself. */
  names(place: number, outlook: Outlook): readonly Fact[] {
    const found = new Map<string, Fact>();
    for (const declaration of this.declarations.values())
      if (declaration.module !== undefined) found.set(declaration.name, this.factOf(declaration, outlook));
    const sentence = 'Functions and constants that every program has.';
    found.set('Math', { name: 'Math', kind: 'constant', signature: 'Math', sentence, origin: '' });
    const add = (definition: Definition): void => {
      if (isImport(definition.node)) return;
      const fact = factOfDefinition(definition);
      found.set(fact.name, fact);
    };
    for (const cell of outlook.above) {
      const inner: Outlook = { text: cell.text, tree: this.treeOf(cell), above: [] };
      for (const node of topDefinitions(inner.tree)) add({ node, text: cell.text, outlook: inner, cell: cell.id });
    }
    for (const node of definitions(outlook.tree)) {
      // A name that is being written is no suggestion for itself.
      const scope = scopeOf(node);
      if (node.to !== place && scope.from <= place && place <= scope.to) add({ node, text: outlook.text, outlook });
    }
    return [...found.values()];
  }

  /** Names that a module exports. */
  exportsOf(module: string | undefined): readonly Fact[] {
    return [...this.declarations.values()]
      .filter((one) => one.module !== undefined && (module === undefined || one.module === module))
      .map((declaration) => this.factOf(declaration));
  }

  /** With an outlook the fact says whether the name would have to be imported. */
  private factOf({ name, kind, signature, sentence, module, members }: Declaration, outlook?: Outlook): Fact {
    const lines =
      kind === 'type' && members !== undefined ? [' {', ...members.map((member) => `  ${member.signature}`), '}'] : [];
    const missing = outlook !== undefined && kind !== 'type' && !this.isImported(name, outlook);
    return {
      name,
      kind,
      signature: signature + lines.join('\n'),
      sentence,
      origin: module === undefined ? '' : `from '${module}'`,
      ...(module === undefined ? {} : { page: `reference.html#${name}` }),
      ...(missing && module !== undefined ? { missingImport: module } : {}),
    };
  }

  private isImported(name: string, { text, tree, above }: Outlook): boolean {
    const imports = (source: string, inner: Tree): boolean =>
      topDefinitions(inner).some((node) => isImport(node) && textOf(node, source) === name);
    return imports(text, tree) || above.some((cell) => imports(cell.text, this.treeOf(cell)));
  }

  private treeOf({ text }: CellText): Tree {
    const tree = this.parsed.get(text) ?? typescriptLanguage.parser.parse(text);
    this.parsed.set(text, tree);
    return tree;
  }

  private membersOfType(type: string | undefined): readonly Member[] {
    const name = /^\w+(?![\w[])/.exec(type?.replace(/<[^]*>$/, '') ?? '')?.[0];
    if (name === undefined || name !== type?.replace(/<[^]*>$/, '')) return [];
    const declaration = this.declarations.get(name);
    const inherited = declaration?.parents?.flatMap((parent) => this.membersOfType(parent)) ?? [];
    return [...(declaration?.members ?? []), ...inherited];
  }

  /** The nearest definition of a name above a place: in the cell itself, then in the cells above, the last one first. */
  private definitionOf(name: string, before: number, outlook: Outlook): Definition | undefined {
    const { text, tree, above } = outlook;
    const isIt = (node: SyntaxNode, source: string): boolean => textOf(node, source) === name && !isImport(node);
    const own = definitions(tree).filter((node) => isIt(node, text));
    const node = own.findLast(({ from }) => from <= before) ?? own[0];
    if (node !== undefined) return { node, text, outlook };
    for (const [index, cell] of [...above.entries()].reverse()) {
      const inner: Outlook = { text: cell.text, tree: this.treeOf(cell), above: above.slice(0, index) };
      const found = topDefinitions(inner.tree).findLast((one) => isIt(one, cell.text));
      if (found !== undefined) return { node: found, text: cell.text, outlook: inner, cell: cell.id };
    }
    return undefined;
  }

  private typeOf(expression: SyntaxNode, outlook: Outlook, depth: number): string | undefined {
    if (depth > DEEPEST) return undefined;
    const first = expression.firstChild;
    switch (expression.name) {
      case 'ParenthesizedExpression':
        return first?.nextSibling == null ? undefined : this.typeOf(first.nextSibling, outlook, depth + 1);
      case 'VariableName': {
        const name = textOf(expression, outlook.text);
        const definition = this.definitionOf(name, expression.from, outlook);
        if (definition !== undefined) return this.typeOfDefinition(definition, depth + 1);
        const declaration = this.declarations.get(name);
        return declaration?.kind === 'constant' ? declaration.returns : undefined;
      }
      case 'CallExpression': {
        if (first?.name === 'MemberExpression') return this.typeOf(first, outlook, depth + 1);
        if (first?.name !== 'VariableName') return undefined;
        const name = textOf(first, outlook.text);
        if (this.definitionOf(name, first.from, outlook) !== undefined) return undefined;
        return this.declarations.get(name)?.returns;
      }
      case 'MemberExpression': {
        const name = expression.lastChild === null ? '' : textOf(expression.lastChild, outlook.text);
        const type = first === null ? undefined : this.typeOf(first, outlook, depth + 1);
        return this.membersOfType(type).find((member) => member.name === name)?.type;
      }
      default:
        return undefined;
    }
  }

  private typeOfDefinition({ node, text, outlook }: Definition, depth: number): string | undefined {
    let next = node.nextSibling;
    if (next?.name === 'TypeAnnotation') return textOf(next, text).replace(/^:\s*/, '');
    if (next?.name === 'Equals') next = next.nextSibling;
    else return undefined;
    return next === null ? undefined : this.typeOf(next, outlook, depth);
  }
}

function textOf({ from, to }: { readonly from: number; readonly to: number }, text: string): string {
  return text.slice(from, to);
}

function ancestor(node: SyntaxNode, name: string): SyntaxNode | undefined {
  for (let at: SyntaxNode | null = node; at !== null; at = at.parent) if (at.name === name) return at;
  return undefined;
}

function isImport(node: SyntaxNode): boolean {
  return ancestor(node, 'ImportDeclaration') !== undefined;
}

/** The part of a program in which a definition holds, roughly: the function, loop or block around it. */
function scopeOf(definition: SyntaxNode): SyntaxNode {
  const { parent } = definition;
  // The name of a function or class belongs to what is around that.
  const named = /^(?:Function|Class)Declaration$/.test(parent?.name ?? '');
  let scope = (named ? parent?.parent : parent) ?? definition;
  while (scope.parent !== null && !/Function|Block|^For|Method|Arrow/.test(scope.name)) scope = scope.parent;
  return scope;
}

/** Every place of a tree that defines a name. */
function definitions(tree: Tree): SyntaxNode[] {
  const found: SyntaxNode[] = [];
  tree.iterate({
    enter(at) {
      if (at.name === 'VariableDefinition' || at.name === 'TypeDefinition') found.push(at.node);
    },
  });
  return found;
}

/** Definitions that other cells see: those in no function and no block. */
function topDefinitions(tree: Tree): SyntaxNode[] {
  return definitions(tree).filter((node) => scopeOf(node).parent === null);
}

function factOfDefinition({ node, text, cell }: Definition): Fact {
  return {
    name: textOf(node, text),
    kind: 'variable',
    signature: lineOfDefinition(node, text),
    sentence: '',
    origin: cell === undefined ? '' : `from the cell “${cell}”`,
  };
}

/** The line that gives a name its meaning, as far as it fits. */
function lineOfDefinition(node: SyntaxNode, text: string): string {
  const { parent } = node;
  if (parent?.name === 'ParamList') {
    const type = node.nextSibling?.name === 'TypeAnnotation' ? textOf(node.nextSibling, text) : '';
    return `parameter ${textOf(node, text)}${type}`;
  }
  const statement = ancestor(node, 'VariableDeclaration') ?? parent ?? node;
  const [line = ''] = textOf(statement, text).split('\n');
  const whole = textOf(statement, text).length === line.length;
  return whole && line.length <= LONGEST_LINE ? line : `${line.slice(0, LONGEST_LINE).trimEnd()} …`;
}
