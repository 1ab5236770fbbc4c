/**
 * Which name means which declaration, in one module. In: the syntax tree. Out: every binding with what is
 * known of its value and where it is used, and for every function the bindings it takes from outside itself.
 * The rules are those of ECMAScript: `var` and parameters belong to the function, `let`, `const`, `class` and
 * functions in blocks to the block, a function expression's own name to itself alone; declarations are seen
 * in their whole scope, also above the place where they stand. Names used in types only are not uses.
 */
import { declaredBy, type Declared, declaredIn, patternNames } from './declarations.ts';
import {
  childrenOf,
  isFunction,
  isNode,
  isTypeOnly,
  isTypeWrapper,
  type Node,
  nameOf,
  nodeIn,
  nodesIn,
} from './parse-module.ts';

/** A declared name. */
export interface Binding {
  readonly name: string;
  readonly scope: Scope;
  readonly from?: Declared['from'];
  /** Expressions that are put into it, and functions that it declares. */
  readonly values: Node[];
  readonly uses: Use[];
}

/** A place where a name is used. */
export interface Use {
  readonly node: Node;
  readonly parent: Node;
  /** The functions around it, innermost first. */
  readonly within: readonly Node[];
}

export interface Scope {
  readonly parent: Scope | undefined;
  readonly node: Node;
  /** The functions around it, innermost first; a function's own parameters are inside it. */
  readonly within: readonly Node[];
  readonly bindings: Map<string, Binding>;
}

export interface ModuleScopes {
  readonly module: Scope;
  /** Each function with what it captures, in the order of first use. Outer functions come before inner ones. */
  readonly captures: ReadonlyMap<Node, readonly Binding[]>;
  /** Every declared name. */
  readonly bindings: readonly Binding[];
  /** What an identifier that is used as a value means; nothing for globals. */
  bindingOf(identifier: Node): Binding | undefined;
  parentOf(node: Node): Node | undefined;
  /** The functions around a node, innermost first. */
  functionsAround(node: Node): readonly Node[];
}

/**
 * Analyses a module.
 *
 * @example
 * ```ts
 * const { program } = parseModule('const a = 1; const f = (w) => a * w')!;
 * [...analyseScopes(program).captures.values()].map((of) => of.map(({ name }) => name)) // → [['a']]
 * ```
 */
export function analyseScopes(program: Node): ModuleScopes {
  const analysis = new Analysis(program);
  analysis.run();
  return analysis;
}

class Analysis implements ModuleScopes {
  readonly module: Scope;
  readonly captures = new Map<Node, Binding[]>();
  readonly bindings: Binding[] = [];
  private readonly parents = new Map<Node, Node>();
  private readonly resolved = new Map<Node, Binding>();
  private readonly assigned: { readonly target: Node; readonly value: Node }[] = [];
  private readonly pending: { readonly use: Use; readonly scope: Scope }[] = [];
  private scope: Scope;
  private functions: readonly Node[] = [];
  private readonly program: Node;

  constructor(program: Node) {
    this.program = program;
    this.module = { parent: undefined, node: program, within: [], bindings: new Map() };
    this.scope = this.module;
  }

  bindingOf(identifier: Node): Binding | undefined {
    return this.resolved.get(identifier);
  }

  parentOf(node: Node): Node | undefined {
    return this.parents.get(node);
  }

  functionsAround(node: Node): readonly Node[] {
    const around: Node[] = [];
    for (let at = this.parents.get(node); at !== undefined; at = this.parents.get(at))
      if (isFunction(at)) around.push(at);
    return around;
  }

  run(): void {
    this.declare(declaredIn(this.program, true));
    this.visitChildren(this.program);
    for (const { use, scope } of this.pending) {
      const binding = lookup(scope, String(use.node['name']));
      if (binding === undefined) continue;
      this.resolved.set(use.node, binding);
      binding.uses.push(use);
      for (const fn of use.within) {
        if (binding.scope.within.includes(fn)) break;
        const captured: Binding[] = this.captures.get(fn)!;
        if (!captured.includes(binding)) captured.push(binding);
      }
    }
    for (const { target, value } of this.assigned) this.resolved.get(target)?.values.push(value);
  }

  // ── Declarations ──────────────────────────────────────────────────────────────────────────────────────

  private declare(declared: readonly Declared[]): void {
    for (const { name, value, from } of declared) {
      let binding = this.scope.bindings.get(name);
      if (binding === undefined) {
        binding = { name, scope: this.scope, ...(from && { from }), values: [], uses: [] };
        this.scope.bindings.set(name, binding);
        this.bindings.push(binding);
      }
      if (value !== undefined) binding.values.push(value);
    }
  }

  // ── Uses ──────────────────────────────────────────────────────────────────────────────────────────────

  private within(node: Node, inside: () => void): void {
    const outer = this.scope;
    this.scope = { parent: outer, node, within: this.functions, bindings: new Map() };
    inside();
    this.scope = outer;
  }

  private visitChildren(node: Node): void {
    for (const child of childrenOf(node)) this.visit(child, node);
  }

  private visit(node: Node | undefined, parent: Node): void {
    if (node === undefined || isTypeOnly(node)) return;
    this.parents.set(node, parent);
    switch (node.type) {
      case 'Identifier':
        this.pending.push({ use: { node, parent, within: this.functions }, scope: this.scope });
        return;
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'FunctionDeclaration':
        this.visitFunction(node);
        return;
      case 'ClassDeclaration':
      case 'ClassExpression':
        this.visitClass(node);
        return;
      case 'BlockStatement':
      case 'StaticBlock':
        this.within(node, () => {
          this.declare(declaredIn(node, node.type === 'StaticBlock'));
          this.visitChildren(node);
        });
        return;
      case 'SwitchStatement':
        this.visit(nodeIn(node, 'discriminant'), node);
        this.within(node, () => {
          this.declare(declaredIn(node, false));
          for (const one of nodesIn(node, 'cases')) this.visit(one, node);
        });
        return;
      case 'ForStatement':
      case 'ForInStatement':
      case 'ForOfStatement':
        this.within(node, () => {
          for (const field of ['init', 'left']) {
            const declaration = nodeIn(node, field);
            if (declaration?.type === 'VariableDeclaration') this.declare(declaredBy(declaration));
          }
          this.visitChildren(node);
        });
        return;
      case 'CatchClause':
        this.within(node, () => {
          const param = nodeIn(node, 'param');
          if (param) {
            this.declare(patternNames(param));
            this.visitPattern(param, node);
          }
          this.visit(nodeIn(node, 'body'), node);
        });
        return;
      case 'VariableDeclarator':
        this.visitPattern(nodeIn(node, 'id')!, node);
        this.visit(nodeIn(node, 'init'), node);
        return;
      case 'AssignmentExpression': {
        const left = nodeIn(node, 'left')!;
        this.visit(left, node);
        this.visit(nodeIn(node, 'right'), node);
        if (left.type === 'Identifier') this.assigned.push({ target: left, value: nodeIn(node, 'right')! });
        return;
      }
      default:
        this.visitPlain(node);
    }
  }

  /** Nodes whose fields are all visited, but for those that hold names which are not uses. */
  private visitPlain(node: Node): void {
    switch (node.type) {
      case 'MemberExpression':
        this.visit(nodeIn(node, 'object'), node);
        if (node['computed']) this.visit(nodeIn(node, 'property'), node);
        return;
      case 'Property':
      case 'MethodDefinition':
      case 'PropertyDefinition':
      case 'AccessorProperty':
        if (node['computed']) this.visit(nodeIn(node, 'key'), node);
        this.visit(nodeIn(node, 'value'), node);
        for (const decorator of nodesIn(node, 'decorators')) this.visit(decorator, node);
        return;
      case 'LabeledStatement':
        this.visit(nodeIn(node, 'body'), node);
        return;
      case 'ExportSpecifier':
        if (node['exportKind'] !== 'type') this.visit(nodeIn(node, 'local'), node);
        return;
      case 'ExportNamedDeclaration':
        if (nodeIn(node, 'source') === undefined && node['exportKind'] !== 'type') this.visitChildren(node);
        return;
      case 'BreakStatement':
      case 'ContinueStatement':
      case 'ImportDeclaration':
      case 'ExportAllDeclaration':
      case 'MetaProperty':
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
      case 'TSImportEqualsDeclaration':
        return;
      default:
        this.visitChildren(node);
    }
  }

  private visitFunction(node: Node): void {
    const outer = this.functions;
    this.captures.set(node, []);
    const inside = (): void => {
      this.functions = [node, ...outer];
      this.within(node, () => {
        for (const param of nodesIn(node, 'params')) this.declare(patternNames(param));
        for (const param of nodesIn(node, 'params')) this.visitPattern(param, node);
        const body = nodeIn(node, 'body')!;
        if (body.type !== 'BlockStatement') this.visit(body, node);
        else {
          this.parents.set(body, node);
          this.within(body, () => {
            this.declare(declaredIn(body, true));
            this.visitChildren(body);
          });
        }
      });
      this.functions = outer;
    };
    const name = node.type === 'FunctionExpression' ? nameOf(nodeIn(node, 'id')) : undefined;
    if (name === undefined) {
      inside();
      return;
    }
    this.functions = [node, ...outer];
    this.within(node, () => {
      this.declare([{ name, value: node }]);
      this.functions = outer;
      inside();
    });
  }

  private visitClass(node: Node): void {
    this.visit(nodeIn(node, 'superClass'), node);
    for (const decorator of nodesIn(node, 'decorators')) this.visit(decorator, node);
    this.within(node, () => {
      const name = node.type === 'ClassExpression' ? nameOf(nodeIn(node, 'id')) : undefined;
      if (name !== undefined) this.declare([{ name }]);
      this.visit(nodeIn(node, 'body'), node);
    });
  }

  /** A pattern that declares: its names are no uses, its defaults and computed keys hold expressions. */
  private visitPattern(pattern: Node, parent: Node): void {
    this.parents.set(pattern, parent);
    switch (pattern.type) {
      case 'ObjectPattern':
        for (const property of nodesIn(pattern, 'properties')) this.visitPattern(property, pattern);
        break;
      case 'Property':
        if (pattern['computed']) this.visit(nodeIn(pattern, 'key'), pattern);
        this.visitPattern(nodeIn(pattern, 'value')!, pattern);
        break;
      case 'ArrayPattern':
        for (const element of nodesIn(pattern, 'elements')) this.visitPattern(element, pattern);
        break;
      case 'AssignmentPattern':
        this.visitPattern(nodeIn(pattern, 'left')!, pattern);
        this.visit(nodeIn(pattern, 'right'), pattern);
        break;
      case 'RestElement':
        this.visitPattern(nodeIn(pattern, 'argument')!, pattern);
        break;
      case 'TSParameterProperty':
        this.visitPattern(nodeIn(pattern, 'parameter')!, pattern);
        break;
      default:
    }
  }
}

function lookup(scope: Scope | undefined, name: string): Binding | undefined {
  for (let at = scope; at !== undefined; at = at.parent) {
    const found = at.bindings.get(name);
    if (found) return found;
  }
  return undefined;
}

/** An expression without parentheses and types around it. */
export function withoutWrappers(node: Node): Node {
  let inner = node;
  while (isTypeWrapper(inner) && isNode(inner['expression'])) inner = inner['expression'];
  return inner;
}
