/**
 * JavaScript from a syntax tree, with its arithmetic handed to the runtime of `runtime.ts`. In: a node of the tree
 * (ESTree, types of TypeScript allowed) and what its names mean. Out: text on one line that does what the node does,
 * where operators, comparisons, truth tests, reads and writes by index, calls and `new` are calls of `$t`. All else
 * stays what it is: classes, `this`, closures, generators, exceptions are run by JavaScript itself.
 *
 * Guaranteed: operands are evaluated once, in their order; a construct that has no such form becomes a call of
 * `$t.refuse`, which throws when it is reached and costs nothing in a branch that is not. The technique of rewriting
 * every expression of real programs is that of coverage tools (istanbul-lib-instrument, src/visitor.js).
 *
 * Here are functions, classes, statements and patterns; expressions are in `print-expressions.ts`.
 */
import {
  childrenOf,
  isFunction,
  isTypeOnly,
  isTypeWrapper,
  type Node,
  nameOf,
  nodeIn,
  nodesIn,
} from '../frontend/syntax/parse-module.ts';
import { ownName, rewrittenMark } from './marks.ts';
import { ExpressionPrinter, type PrintOptions } from './print-expressions.ts';

/**
 * The rewritten form of a function expression, arrow, declaration, method body or class.
 */
export function printTraced(node: Node, options: PrintOptions): Printed {
  const printer = new Printer(options);
  const text = node.type.startsWith('Class')
    ? printer.classText(node)
    : node.type === 'Property'
      ? printer.method(node, nodeIn(node, 'value')!)
      : printer.functionText(node);
  return { text, differs: printer.differs };
}

/** The rewritten statements of a function's body, to stand inside the function itself. */
export function printTracedBody(fn: Node, options: PrintOptions): Printed {
  const printer = new Printer(options);
  const text = printer.bodyInPlace(fn);
  return { text, differs: printer.differs };
}

/** The rewritten form of an expression: the value of a field, a default. */
export function printTracedExpression(node: Node, options: PrintOptions): Printed {
  const printer = new Printer(options);
  const text = printer.closed(node);
  return { text, differs: printer.differs };
}

/** A rewritten form, and whether it does anything that the text as it stands does not. */
export interface Printed {
  readonly text: string;
  readonly differs: boolean;
}

class Printer extends ExpressionPrinter {
  // ── Functions and classes ─────────────────────────────────────────────────────────────────────────────

  override functionText(fn: Node): string {
    const generator = fn['generator'] === true ? '*' : '';
    const asynchronous = fn['async'] === true ? 'async ' : '';
    const { params, body } = this.paramsAndBody(fn);
    if (fn.type === 'ArrowFunctionExpression') return `(${asynchronous}(${params}) => ${body})`;
    const name = nameOf(nodeIn(fn, 'id')) ?? '';
    const text = `${asynchronous}function${generator} ${name}(${params}) ${body}`;
    return fn.type === 'FunctionDeclaration' ? text : `(${text})`;
  }

  private paramsAndBody(fn: Node): { params: string; body: string } {
    const outer = this.frame;
    this.frame = { temporaries: 0 };
    const params = nodesIn(fn, 'params')
      .filter((param) => nameOf(param) !== 'this')
      .map((param) => this.pattern(param))
      .join(', ');
    const body = `{ ${this.body(fn)} }`;
    this.frame = outer;
    return { params, body };
  }

  /** The body of a function that keeps its own parameters: they are unpacked already. */
  bodyInPlace(fn: Node): string {
    const refused = nodesIn(fn, 'params')
      .filter((param) => this.takesByNumber(param))
      .map((param) => `${this.byNumber(param)}; `);
    const text = refused.join('') + this.body(fn);
    const ends = nodeIn(fn, 'body')!.type === 'BlockStatement';
    return ends ? `${text} return;` : text;
  }

  private body(fn: Node): string {
    const body = nodeIn(fn, 'body')!;
    const statements =
      body.type === 'BlockStatement' ? this.statements(body, true) : `return ${this.expression(body)};`;
    const rests = nodesIn(fn, 'params')
      .map((param) => nameOf(restOf(param)))
      .filter((name) => name !== undefined)
      .map((name) => `${this.t}.rest(${name}); `);
    return `${rewrittenMark}; ${this.declared()}${rests.join('')}${statements}`;
  }

  override classText(node: Node): string {
    const name = nameOf(nodeIn(node, 'id')) ?? '';
    const base = nodeIn(node, 'superClass');
    const heritage = base === undefined ? '' : ` extends (${this.expression(base)})`;
    const members = nodesIn(nodeIn(node, 'body')!, 'body').map((member) => this.member(member));
    const text = `class ${name}${heritage} { static { ${rewrittenMark}; } ${members.join(' ')} }`;
    return node.type === 'ClassDeclaration' ? text : `(${text})`;
  }

  private member(member: Node): string {
    if (member.type === 'StaticBlock') {
      const outer = this.frame;
      this.frame = { temporaries: 0 };
      const statements = this.statements(member, false);
      const text = `static { ${this.declared()}${statements} }`;
      this.frame = outer;
      return text;
    }
    const fixed = member['static'] === true ? 'static ' : '';
    const value = nodeIn(member, 'value');
    if (member.type === 'MethodDefinition') return value === undefined ? '' : fixed + this.method(member, value);
    if (member.type === 'PropertyDefinition' && member['declare'] !== true)
      return `${fixed}${this.key(member)}${value === undefined ? '' : ` = ${this.closed(value)}`};`;
    if (isTypeOnly(member) || member['declare'] === true || value === undefined) return '';
    return `${fixed}${this.key(member)} = ${this.refusal(member, `a class member of the kind ${member.type}`)};`;
  }

  override method(property: Node, fn: Node): string {
    const kind = property['kind'] === 'get' || property['kind'] === 'set' ? `${property['kind']} ` : '';
    const asynchronous = fn['async'] === true ? 'async ' : '';
    const generator = fn['generator'] === true ? '*' : '';
    const { params, body } = this.paramsAndBody(fn);
    return `${kind}${asynchronous}${generator}${this.key(property)}(${params}) ${body}`;
  }

  // ── Statements ────────────────────────────────────────────────────────────────────────────────────────

  private statements(block: Node, ofFunction: boolean): string {
    const list = nodesIn(block, block.type === 'SwitchCase' ? 'consequent' : 'body');
    const declares = ofFunction && list.some(({ type }) => type === 'FunctionDeclaration');
    const variables = new Set(declares ? list.flatMap(variablesOf) : []);
    // Of functions with one name the last one counts, and a block holds no other.
    const last = new Map(list.map((statement) => [functionNamed(statement), statement]));
    return list
      .map((statement) => {
        // Inside a block `var f` and `function f` exclude one another; in a function they do not.
        const name = functionNamed(statement);
        if (name !== undefined && (variables.has(name) || last.get(name) !== statement)) return '';
        return this.statement(statement);
      })
      .join(' ')
      .replace(/^/, () =>
        list
          .filter(({ type }) => type === 'FunctionDeclaration')
          .map((fn) => [fn, functionNamed(fn)] as const)
          .filter(([, name]) => name !== undefined && variables.has(name))
          .map(([fn, name]) => `var ${name} = (${this.functionText(fn)}); `)
          .join(''),
      );
  }

  private statement(node: Node): string {
    if (isTypeOnly(node)) return '';
    switch (node.type) {
      case 'ExpressionStatement':
        return `${this.effect(nodeIn(node, 'expression')!)};`;
      case 'BlockStatement':
        return `{ ${this.statements(node, false)} }`;
      case 'EmptyStatement':
      case 'DebuggerStatement':
        return ';';
      case 'VariableDeclaration':
        return node['declare'] === true ? '' : `${this.declaration(node)};`;
      case 'FunctionDeclaration':
        return nodeIn(node, 'body') === undefined ? '' : this.functionText(node);
      case 'ClassDeclaration':
        return node['declare'] === true ? '' : this.classText(node);
      case 'ReturnStatement': {
        const value = nodeIn(node, 'argument');
        return value === undefined ? 'return;' : `return ${this.expression(value)};`;
      }
      case 'ThrowStatement':
        return `throw ${this.expression(nodeIn(node, 'argument')!)};`;
      case 'IfStatement': {
        const otherwise = nodeIn(node, 'alternate');
        const head = `if (${this.test(nodeIn(node, 'test')!)}) ${this.branch(nodeIn(node, 'consequent')!)}`;
        return otherwise === undefined ? head : `${head} else ${this.branch(otherwise)}`;
      }
      case 'WhileStatement':
        return `while (${this.test(nodeIn(node, 'test')!)}) ${this.branch(nodeIn(node, 'body')!)}`;
      case 'DoWhileStatement':
        return `do ${this.branch(nodeIn(node, 'body')!)} while (${this.test(nodeIn(node, 'test')!)});`;
      case 'ForStatement': {
        const init = nodeIn(node, 'init');
        const test = nodeIn(node, 'test');
        const update = nodeIn(node, 'update');
        const first =
          init === undefined ? '' : init.type === 'VariableDeclaration' ? this.declaration(init) : this.effect(init);
        const parts = [
          first,
          test === undefined ? '' : this.test(test),
          update === undefined ? '' : this.effect(update),
        ];
        return `for (${parts.join('; ')}) ${this.branch(nodeIn(node, 'body')!)}`;
      }
      case 'ForInStatement':
      case 'ForOfStatement': {
        const left = nodeIn(node, 'left')!;
        const target = left.type === 'VariableDeclaration' ? this.declaration(left) : this.target(left);
        const right = this.expression(nodeIn(node, 'right')!);
        const body = this.branch(nodeIn(node, 'body')!);
        if (node.type === 'ForInStatement') return `for (${target} in ${right}) ${body}`;
        return node['await'] === true
          ? `for await (${target} of ${right}) ${body}`
          : `for (${target} of ${this.t}.each(${right})) ${body}`;
      }
      case 'SwitchStatement': {
        const subject = this.temporary();
        const cases = nodesIn(node, 'cases').map((one) => {
          const test = nodeIn(one, 'test');
          const label = test === undefined ? 'default' : `case ${this.t}.same(${subject}, ${this.expression(test)})`;
          return `${label}: ${this.statements(one, false)}`;
        });
        const given = this.expression(nodeIn(node, 'discriminant')!);
        return `switch (${subject} = ${given}, true) { ${cases.join(' ')} }`;
      }
      case 'TryStatement':
        return this.tryStatement(node);
      case 'LabeledStatement':
        return `${nameOf(nodeIn(node, 'label'))}: ${this.statement(nodeIn(node, 'body')!)}`;
      case 'BreakStatement':
      case 'ContinueStatement': {
        const label = nameOf(nodeIn(node, 'label'));
        return `${node.type === 'BreakStatement' ? 'break' : 'continue'}${label === undefined ? '' : ` ${label}`};`;
      }
      default:
        // Only where the function stands do the names inside mean what they meant.
        if (node.type === 'WithStatement' && this.options.free === undefined)
          return `with (${this.expression(nodeIn(node, 'object')!)}) ${this.branch(nodeIn(node, 'body')!)}`;
        return `${this.refusal(node, `a statement of the kind ${node.type}`)};`;
    }
  }

  /** What follows a condition: a declaration may not stand there alone. */
  private branch(node: Node): string {
    return node.type === 'BlockStatement' ? this.statement(node) : `{ ${this.statement(node)} }`;
  }

  private tryStatement(node: Node): string {
    const handler = nodeIn(node, 'handler');
    const last = nodeIn(node, 'finalizer');
    let text = `try ${this.statement(nodeIn(node, 'block')!)}`;
    if (handler !== undefined) {
      const param = nodeIn(handler, 'param');
      const body = this.statements(nodeIn(handler, 'body')!, false);
      const caught = `${ownName}e`;
      // What Secant itself has to say is not for the program to catch.
      text +=
        param?.type === 'Identifier'
          ? ` catch (${nameOf(param)}) { ${this.t}.pass(${nameOf(param)}); ${body} }`
          : ` catch (${caught}) { ${this.t}.pass(${caught}); ${param === undefined ? '' : `let ${this.pattern(param)} = ${caught}; `}${body} }`;
    }
    return last === undefined ? text : `${text} finally ${this.statement(last)}`;
  }

  private declaration(node: Node): string {
    const parts = nodesIn(node, 'declarations').map((declarator) => {
      const id = nodeIn(declarator, 'id')!;
      const init = nodeIn(declarator, 'init');
      if (init === undefined) return this.pattern(id);
      return `${this.pattern(id, true)} = ${this.taken(id, this.expression(init))}`;
    });
    return `${String(node['kind'])} ${parts.join(', ')}`;
  }

  // ── Patterns ──────────────────────────────────────────────────────────────────────────────────────────

  /** A pattern that declares. `outermost` if what it takes apart has gone through `taken`. */
  private pattern(node: Node, outermost = false): string {
    return this.patternWith(node, (name) => nameOf(name)!, outermost);
  }

  /** What a pattern takes apart: an object pattern may take elements of a typed array by their numbers. */
  protected override taken(pattern: Node, value: string): string {
    return pattern.type === 'ObjectPattern' && (hasNumbers(pattern) || restOf(pattern) !== undefined)
      ? `${this.t}.items(${value})`
      : value;
  }

  /** True where JavaScript itself would read elements by their numbers. */
  private takesByNumber(pattern: Node): boolean {
    return (
      (pattern.type === 'ObjectPattern' && hasNumbers(pattern)) ||
      (!isFunction(pattern) && childrenOf(pattern).some((child) => this.takesByNumber(child)))
    );
  }

  private byNumber(pattern: Node): string {
    return this.refusal(pattern, 'a pattern that takes what stands under a computed key, other than in a declaration,');
  }

  /** What is assigned to: names and members, also inside a pattern. */
  protected override target(node: Node, outermost = false): string {
    const leaf = (inner: Node): string => {
      if (inner.type === 'Identifier') {
        const outer = this.outlivesRun(inner);
        return outer === undefined ? this.name(inner) : `${this.t}.variable(${outer}).value`;
      }
      if (inner.type === 'MemberExpression' && nodeIn(inner, 'property')!.type !== 'PrivateIdentifier') {
        const object = nodeIn(inner, 'object')!;
        if (object.type !== 'Super')
          return `${this.t}.place(${this.expression(object)}, ${this.propertyOf(inner)}).value`;
      }
      return this.member_(inner);
    };
    return this.patternWith(node, leaf, outermost);
  }

  private patternWith(node: Node, leaf: (node: Node) => string, outermost = false): string {
    switch (node.type) {
      case 'ObjectPattern': {
        // A key is evaluated before anything is read.
        const first = !outermost && hasNumbers(node) ? [`[${this.byNumber(node)}]: {}`] : [];
        const parts = nodesIn(node, 'properties').map((property) =>
          property.type === 'RestElement'
            ? `...${this.patternWith(nodeIn(property, 'argument')!, leaf)}`
            : `${this.key(property)}: ${this.patternWith(nodeIn(property, 'value')!, leaf)}`,
        );
        return `{ ${[...first, ...parts].join(', ')} }`;
      }
      case 'ArrayPattern': {
        const elements = (node['elements'] as (Node | null)[]).map((element) =>
          element === null ? '' : this.patternWith(element, leaf),
        );
        return `[${elements.join(', ')}${elements.at(-1) === '' ? ',' : ''}]`;
      }
      case 'AssignmentPattern':
        return `${this.patternWith(nodeIn(node, 'left')!, leaf)} = ${this.closed(nodeIn(node, 'right')!)}`;
      case 'RestElement':
        return `...${this.patternWith(nodeIn(node, 'argument')!, leaf)}`;
      case 'TSParameterProperty':
        return this.patternWith(nodeIn(node, 'parameter')!, leaf);
      default:
        return isTypeWrapper(node) ? this.patternWith(nodeIn(node, 'expression')!, leaf) : leaf(node);
    }
  }
}

/** True for an object pattern with a key that may be the number of an element. */
function hasNumbers(pattern: Node): boolean {
  return nodesIn(pattern, 'properties').some((property) => {
    if (property.type === 'RestElement') return false;
    if (property['computed'] === true) return true;
    return /^\d+$/.test(String(nodeIn(property, 'key')?.['value'] ?? ''));
  });
}

/** What takes the rest of an object in a pattern, with or without a default. */
function restOf(pattern: Node): Node | undefined {
  if (pattern.type === 'AssignmentPattern') return restOf(nodeIn(pattern, 'left')!);
  if (pattern.type !== 'ObjectPattern') return undefined;
  const last = nodesIn(pattern, 'properties').at(-1);
  return last?.type === 'RestElement' ? nodeIn(last, 'argument') : undefined;
}

/** Names of `var` in a statement, not entering functions. */
function variablesOf(node: Node): string[] {
  if (isFunction(node) || node.type.startsWith('Class')) return [];
  const own =
    node.type === 'VariableDeclaration' && node['kind'] === 'var'
      ? nodesIn(node, 'declarations').flatMap((declarator) => nameOf(nodeIn(declarator, 'id')) ?? [])
      : [];
  const inner = Object.keys(node)
    .filter((field) => field !== 'loc')
    .flatMap((field) => (Array.isArray(node[field]) ? nodesIn(node, field) : (nodeIn(node, field) ?? [])));
  return [...own, ...inner.flatMap(variablesOf)];
}

/** The name of a function that a statement declares. */
function functionNamed(statement: Node): string | undefined {
  return statement.type === 'FunctionDeclaration' ? nameOf(nodeIn(statement, 'id')) : undefined;
}
