/**
 * Expressions of the rewritten form: operators, members, calls, and what is assigned to become calls of the runtime. What
 * stands inside them with statements of its own is printed by `print.ts`.
 */
import { isFunction, isTypeWrapper, type Node, nameOf, nodeIn, nodesIn } from '../frontend/syntax/parse-module.ts';
import type { Binding, ModuleScopes } from '../frontend/syntax/scopes.ts';
import { ownName } from './marks.ts';
import { oneArgument } from './math-functions.ts';

/** What the printer must know of the text around a node. */
export interface PrintOptions {
  readonly text: string;
  readonly scopes: ModuleScopes;
  /** The function whose rewritten form this is: what is declared outside of it outlives the run. */
  readonly root: Node | undefined;
  /** The name under which the runtime stands. */
  readonly runtime: string;
  /** True where functions around the root are rewritten in place too, and may be called as they are. */
  readonly inPlace?: boolean;
  /** True where what is read may have getters that are not rewritten: each read then looks for one. */
  readonly accessors?: boolean;
  /** How a name without a declaration in the text is read; itself if not given. */
  readonly free?: (name: string, node: Node) => string;
}

const binaryCalls: Readonly<Record<string, string>> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'rem', '**': 'pow',
  '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge', '==': 'eq', '!=': 'ne', '===': 'same', '!==': 'differ',
  '&': 'bitand', '|': 'bitor', '^': 'bitxor', '<<': 'shl', '>>': 'shr', '>>>': 'ushr',
}; // prettier-ignore

const truthOperators = new Set(['<', '<=', '>', '>=', '==', '!=', '===', '!==', 'in', 'instanceof']);

/** One rewritten body: how many variables it needs for values that are used twice. */
interface Frame {
  temporaries: number;
}

/** Prints expressions. */
export abstract class ExpressionPrinter {
  /** True once the runtime is called. */
  differs = false;
  protected readonly options: PrintOptions;
  protected frame: Frame = { temporaries: 0 };

  constructor(options: PrintOptions) {
    this.options = options;
  }

  /** The runtime, about to be called. */
  protected get t(): string {
    this.differs = true;
    return this.options.runtime;
  }

  protected get get(): string {
    return this.options.accessors === true ? 'read' : 'get';
  }

  protected get set(): string {
    return this.options.accessors === true ? 'write' : 'set';
  }

  abstract functionText(fn: Node): string;
  abstract classText(node: Node): string;
  /** A method, getter or setter of a class or an object. */
  abstract method(property: Node, fn: Node): string;
  /** What is assigned to: names and members, also inside a pattern. */
  protected abstract target(node: Node, outermost?: boolean): string;
  /** What a pattern takes apart: an object pattern may take elements of a typed array by their numbers. */
  protected abstract taken(pattern: Node, value: string): string;

  protected declared(): string {
    const { temporaries } = this.frame;
    if (temporaries === 0) return '';
    return `let ${Array.from({ length: temporaries }, (_, k) => `${ownName}${k + 1}`).join(', ')}; `;
  }

  /** An expression where no statement may stand before it, with variables of its own if it needs them. */
  closed(node: Node): string {
    const outer = this.frame;
    this.frame = { temporaries: 0 };
    const text = this.expression(node);
    const result = this.frame.temporaries === 0 ? text : `(() => { ${this.declared()}return ${text}; })()`;
    this.frame = outer;
    return result;
  }

  protected key(property: Node): string {
    const key = nodeIn(property, 'key')!;
    if (property['computed'] === true) return `[${this.t}.key(${this.expression(key)})]`;
    return key.type === 'Literal' ? this.literal(key) : nameOf(key)!;
  }

  // ── Expressions ───────────────────────────────────────────────────────────────────────────────────────

  protected temporary(): string {
    return `${ownName}${++this.frame.temporaries}`;
  }

  /** An expression whose value nobody uses. */
  protected effect(node: Node): string {
    const inner = bare(node);
    if (inner.type === 'UpdateExpression') return this.update({ ...inner, prefix: true });
    if (inner.type === 'SequenceExpression')
      return nodesIn(inner, 'expressions')
        .map((part) => this.effect(part))
        .join(', ');
    const text = this.expression(node);
    return /^(?:\{|function|class|async|let\b)/.test(text) ? `(${text})` : text;
  }

  /** A condition. */
  protected test(node: Node): string {
    const inner = bare(node);
    if (inner.type === 'LogicalExpression' && inner['operator'] !== '??')
      return `(${this.test(nodeIn(inner, 'left')!)} ${String(inner['operator'])} ${this.test(nodeIn(inner, 'right')!)})`;
    if (inner.type === 'UnaryExpression' && inner['operator'] === '!')
      return `!(${this.test(nodeIn(inner, 'argument')!)})`;
    const text = this.expression(inner);
    const isTruth = inner.type === 'BinaryExpression' && truthOperators.has(String(inner['operator']));
    return isTruth || inner.type === 'Literal' ? text : `${this.t}.truth(${text})`;
  }

  protected list(nodes: readonly (Node | null)[]): string {
    return nodes
      .map((node) => {
        if (node === null) return '';
        return node.type === 'SpreadElement'
          ? `...${this.t}.each(${this.expression(nodeIn(node, 'argument')!)})`
          : this.expression(node);
      })
      .join(', ');
  }

  expression(node: Node): string {
    switch (node.type) {
      case 'Identifier':
        return this.name(node);
      case 'Literal':
        return this.literal(node);
      case 'ThisExpression':
        return 'this';
      case 'TemplateLiteral':
        return this.template(node, (part) => `${this.t}.text(${this.expression(part)})`);
      case 'TaggedTemplateExpression': {
        const quasi = this.template(nodeIn(node, 'quasi')!, (part) => this.expression(part));
        const tag = bare(nodeIn(node, 'tag')!);
        const object = tag.type === 'MemberExpression' ? nodeIn(tag, 'object')! : undefined;
        if (object === undefined || object.type === 'Super' || nodeIn(tag, 'property')!.type === 'PrivateIdentifier')
          return `${this.callee(tag, node)}${quasi}`;
        return `${this.t}.tag(${this.expression(object)}, ${this.propertyOf(tag)}, ${this.place(node)})${quasi}`;
      }
      case 'ArrayExpression': {
        const elements = node['elements'] as (Node | null)[];
        return `[${this.list(elements)}${elements.at(-1) === null ? ',' : ''}]`;
      }
      case 'ObjectExpression':
        return this.object(node);
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
        return this.functionText(node);
      case 'ClassExpression':
        return this.classText(node);
      case 'UnaryExpression':
        return this.unary(node);
      case 'UpdateExpression':
        return this.update(node);
      case 'BinaryExpression':
        return this.binary(node);
      case 'LogicalExpression':
        return this.logical(node);
      case 'AssignmentExpression':
        return this.assignment(node);
      case 'ConditionalExpression':
        return `(${this.test(nodeIn(node, 'test')!)} ? ${this.expression(nodeIn(node, 'consequent')!)} : ${this.expression(nodeIn(node, 'alternate')!)})`;
      case 'SequenceExpression':
        return `(${nodesIn(node, 'expressions')
          .map((part) => this.expression(part))
          .join(', ')})`;
      case 'MemberExpression':
        return this.member_(node);
      case 'CallExpression':
        return this.call(node);
      case 'NewExpression': {
        const args = this.list(node['arguments'] as Node[]);
        const callee = nodeIn(node, 'callee')!;
        return `${this.t}.construct(${this.expression(callee)}, ${this.place(node)}${args === '' ? '' : `, ${args}`})`;
      }
      case 'ChainExpression':
        return this.chain(nodeIn(node, 'expression')!);
      case 'YieldExpression': {
        const argument = nodeIn(node, 'argument');
        if (argument === undefined) return '(yield)';
        const value = this.expression(argument);
        return node['delegate'] === true ? `(yield* ${this.t}.each(${value}))` : `(yield ${value})`;
      }
      case 'AwaitExpression':
        return `(await ${this.expression(nodeIn(node, 'argument')!)})`;
      case 'MetaProperty':
        return this.options.text.slice(node.start, node.end);
      case 'ParenthesizedExpression':
        return this.expression(nodeIn(node, 'expression')!);
      default:
        return isTypeWrapper(node)
          ? this.expression(nodeIn(node, 'expression')!)
          : this.refusal(node, `an expression of the kind ${node.type}`);
    }
  }

  protected name(node: Node): string {
    const name = nameOf(node)!;
    if (this.options.free === undefined || name === 'arguments' || this.options.scopes.bindingOf(node) !== undefined)
      return name;
    return this.options.free(name, node);
  }

  protected literal(node: Node): string {
    const { value } = node;
    if (typeof value === 'string') return quoted(value);
    return this.options.text.slice(node.start, node.end);
  }

  private template(node: Node, part: (node: Node) => string): string {
    const quasis = nodesIn(node, 'quasis').map((quasi) => (quasi['value'] as { raw: string }).raw);
    const parts = nodesIn(node, 'expressions').map(part);
    const text = quasis.map((raw, k) => (k < parts.length ? `${raw}\${${parts[k]}}` : raw)).join('');
    return `\`${text.replace(/\r?\n/g, '\\n')}\``;
  }

  private object(node: Node): string {
    const parts = nodesIn(node, 'properties').map((property) => {
      if (property.type === 'SpreadElement')
        return `...${this.t}.items(${this.expression(nodeIn(property, 'argument')!)})`;
      const value = nodeIn(property, 'value')!;
      if (property['method'] === true || property['kind'] === 'get' || property['kind'] === 'set')
        return this.method(property, value);
      return `${this.key(property)}: ${this.expression(value)}`;
    });
    return `({ ${parts.join(', ')} })`;
  }

  private unary(node: Node): string {
    const operand = nodeIn(node, 'argument')!;
    switch (node['operator']) {
      case '-':
        return operand.type === 'Literal' && typeof operand['value'] === 'number'
          ? `(-${this.literal(operand)})`
          : `${this.t}.neg(${this.expression(operand)})`;
      case '+':
        return `${this.t}.number(${this.expression(operand)})`;
      case '~':
        // Twice, it cuts off the fraction.
        if (bare(operand).type === 'UnaryExpression' && bare(operand)['operator'] === '~')
          return `${this.t}.bitor(${this.expression(nodeIn(bare(operand), 'argument')!)}, 0)`;
        return `${this.t}.bitnot(${this.expression(operand)})`;
      case '!':
        return `!(${this.test(operand)})`;
      case 'void':
        return `(void ${this.expression(operand)})`;
      case 'typeof': {
        const value = this.expression(operand);
        // A name that is declared nowhere may be asked for its type.
        return operand.type === 'Identifier' && this.options.scopes.bindingOf(operand) === undefined
          ? `(typeof ${value} === 'undefined' ? 'undefined' : ${this.t}.type(${value}))`
          : `${this.t}.type(${value})`;
      }
      default: {
        const inner = bare(operand);
        if (inner.type !== 'MemberExpression' || nodeIn(inner, 'object')!.type === 'Super')
          return this.refusal(node, 'this use of `delete`');
        return `${this.t}.remove(${this.expression(nodeIn(inner, 'object')!)}, ${this.propertyOf(inner)})`;
      }
    }
  }

  private binary(node: Node): string {
    const operator = String(node['operator']);
    const left = nodeIn(node, 'left')!;
    const right = this.expression(nodeIn(node, 'right')!);
    if (operator === 'instanceof') return `${this.t}.isInstance(${this.expression(left)}, ${right})`;
    if (operator === 'in')
      return left.type === 'PrivateIdentifier'
        ? `(${nameOf(left)} in ${right})`
        : `(${this.t}.key(${this.expression(left)}) in ${right})`;
    return `${this.t}.${binaryCalls[operator]}(${this.expression(left)}, ${right})`;
  }

  private logical(node: Node): string {
    const left = this.expression(nodeIn(node, 'left')!);
    const right = this.expression(nodeIn(node, 'right')!);
    if (node['operator'] === '??') return `(${left} ?? ${right})`;
    const value = this.temporary();
    const test = `${this.t}.truth(${value} = ${left})`;
    return node['operator'] === '&&' ? `(${test} ? ${right} : ${value})` : `(${test} ? ${value} : ${right})`;
  }

  /** Where a variable that was there before the run is changed: its value, and how to put it back. */
  protected outlivesRun(node: Node): string | undefined {
    const { root, scopes } = this.options;
    const binding: Binding | undefined = scopes.bindingOf(node);
    const name = nameOf(node)!;
    if (binding === undefined) return this.options.free === undefined ? undefined : this.outsideSetter(name, node);
    if (root === undefined || binding.scope.within.includes(root) || binding.scope.node === root) return undefined;
    return `${name}, ($v) => { ${name} = $v; }`;
  }

  private outsideSetter(name: string, node: Node): string {
    return `${this.refusal(node, `\`${name}\`, a variable outside of the function, is assigned, which`)}, () => undefined`;
  }

  private assignment(node: Node): string {
    const operator = String(node['operator']).slice(0, -1);
    const left = bare(nodeIn(node, 'left')!);
    const right = nodeIn(node, 'right')!;
    if (left.type === 'Identifier') {
      const value = this.combined(operator, () => this.name(left), right);
      const outer = this.outlivesRun(left);
      const plain = `${this.name(left)} = ${value}`;
      const whole =
        outer === undefined
          ? `(${plain})`
          : this.bindingIsFree(left)
            ? `(${this.t}.variable(${outer}).value = ${value})`
            : `(${this.t}.variable(${outer}), ${plain})`;
      return isShort(operator) ? this.shortCircuit(operator, this.name(left), whole) : whole;
    }
    if (left.type !== 'MemberExpression') {
      const value = this.expression(right);
      return `(${this.target(left, true)} = ${this.taken(left, value)})`;
    }
    const object = nodeIn(left, 'object')!;
    const property = nodeIn(left, 'property')!;
    if (object.type === 'Super' || property.type === 'PrivateIdentifier') {
      const place = this.member_(left);
      const saved = this.savedHidden(object, property);
      const whole = `(${saved}${place} = ${this.combined(operator, () => place, right)})`;
      return isShort(operator) ? this.shortCircuit(operator, place, whole) : whole;
    }
    if (operator === '') {
      return `${this.t}.${this.set}(${this.expression(object)}, ${this.propertyOf(left)}, ${this.expression(right)})`;
    }
    const [at, key, first] = this.twice(object, left);
    const read = `${this.t}.${this.get}(${at}, ${key})`;
    const write = `${this.t}.${this.set}(${at}, ${key}, ${this.combined(operator, () => read, right)})`;
    return `(${first}${isShort(operator) ? this.shortCircuit(operator, read, write) : write})`;
  }

  private bindingIsFree(node: Node): boolean {
    return this.options.scopes.bindingOf(node) === undefined;
  }

  /** Has a private field remembered before it is written to, so that it can be put back; others are objects' own. */
  private savedHidden(object: Node, property: Node): string {
    if (property.type !== 'PrivateIdentifier' || !isSimple(object)) return '';
    const name = nameOf(property);
    return `${this.t}.hidden(${this.expression(object)}, ($o) => $o.${name}, ($o, $v) => { $o.${name} = $v; }), `;
  }

  /** Object and key of a member that is read and written, and what evaluates them first. */
  private twice(object: Node, member: Node): readonly [string, string, string] {
    const property = this.propertyOf(member);
    const keyIsSimple = member['computed'] !== true || isSimple(nodeIn(member, 'property')!);
    if (isSimple(object) && keyIsSimple) return [this.expression(object), property, ''];
    const at = this.temporary();
    const key = keyIsSimple ? property : this.temporary();
    return [at, key, `${at} = ${this.expression(object)}, ${keyIsSimple ? '' : `${key} = ${property}, `}`];
  }

  private combined(operator: string, read: () => string, right: Node): string {
    const value = this.expression(right);
    return operator === '' || isShort(operator) ? value : `${this.t}.${binaryCalls[operator]}(${read()}, ${value})`;
  }

  /** `a ||= b`, `a &&= b`, `a ??= b`: the write only where it happens. */
  private shortCircuit(operator: string, read: string, write: string): string {
    if (operator === '??') return `(${read} ?? ${write})`;
    const value = this.temporary();
    const test = `${this.t}.truth(${value} = ${read})`;
    return operator === '||' ? `(${test} ? ${value} : ${write})` : `(${test} ? ${write} : ${value})`;
  }

  private update(node: Node): string {
    const place = bare(nodeIn(node, 'argument')!);
    const step = node['operator'] === '++' ? 'next' : 'previous';
    const prefix = node['prefix'] === true;
    if (place.type === 'Identifier') {
      const outer = this.outlivesRun(place);
      const name = this.name(place);
      const saved = outer === undefined ? '' : `${this.t}.variable(${outer}), `;
      if (prefix) return `(${saved}${name} = ${this.t}.${step}(${name}))`;
      const old = this.temporary();
      return `(${saved}${old} = ${this.t}.numeric(${name}), ${name} = ${this.t}.${step}(${old}), ${old})`;
    }
    const object = nodeIn(place, 'object')!;
    const property = nodeIn(place, 'property')!;
    const old = this.temporary();
    if (object.type === 'Super' || property.type === 'PrivateIdentifier') {
      const read = this.member_(place);
      const saved = this.savedHidden(object, property);
      const write = `${read} = ${this.t}.${step}(${old})`;
      return `(${saved}${old} = ${this.t}.numeric(${read}), ${write}${prefix ? '' : `, ${old}`})`;
    }
    const [at, key, first] = this.twice(object, place);
    const write = `${this.t}.${this.set}(${at}, ${key}, ${this.t}.${step}(${old}))`;
    return `(${first}${old} = ${this.t}.numeric(${this.t}.get(${at}, ${key})), ${write}${prefix ? '' : `, ${old}`})`;
  }

  // ── Members and calls ─────────────────────────────────────────────────────────────────────────────────

  /** The key of a member, as a value. */
  protected propertyOf(member: Node): string {
    const property = nodeIn(member, 'property')!;
    return member['computed'] === true ? this.expression(property) : quoted(nameOf(property)!);
  }

  protected member_(node: Node): string {
    const object = nodeIn(node, 'object')!;
    const property = nodeIn(node, 'property')!;
    const owner = object.type === 'Super' ? 'super' : this.operand(object);
    if (node['computed'] !== true) {
      if (this.options.accessors !== true || owner === 'super' || property.type === 'PrivateIdentifier')
        return `${owner}.${nameOf(property)}`;
      return `${this.t}.read(${this.expression(object)}, ${this.propertyOf(node)})`;
    }
    if (object.type === 'Super') return `super[${this.t}.key(${this.expression(property)})]`;
    return `${this.t}.${this.get}(${this.expression(object)}, ${this.expression(property)})`;
  }

  /** An expression that a dot or a bracket may follow. */
  private operand(node: Node): string {
    const text = this.expression(node);
    return /^[\w$.]+$/.test(text) && !/^\d/.test(text) ? text : `(${text})`;
  }

  /** A function to be called without an object. */
  private callee(node: Node, call: Node): string {
    const inner = bare(node);
    if (inner.type === 'Super') return 'super';
    if (inner.type === 'Identifier' && this.isOwnFunction(inner)) {
      this.differs = true;
      return this.name(inner);
    }
    return `${this.t}.callable(${this.expression(inner)}, ${this.place(call)})`;
  }

  /** True for a name that always holds a function of this text: it is rewritten too. */
  private isOwnFunction(identifier: Node): boolean {
    const binding = this.options.scopes.bindingOf(identifier);
    const [value] = binding?.values ?? [];
    if (binding?.values.length !== 1 || value === undefined || !isFunction(value) || value['async'] === true)
      return false;
    const { root, inPlace } = this.options;
    if (root !== undefined && inPlace !== true && !binding.scope.within.includes(root)) return false;
    return !binding.uses.some(({ parent, node }) => isWrite(parent, node));
  }

  private call(node: Node): string {
    const callee = bare(nodeIn(node, 'callee')!);
    const args = this.list(node['arguments'] as Node[]);
    if (callee.type === 'Super') return `super(${args})`;
    if (callee.type === 'Import') return this.refusal(node, '`import()`');
    if (callee.type !== 'MemberExpression') {
      if (callee.type === 'Identifier' && nameOf(callee) === 'eval') return this.refusal(node, '`eval`');
      return `${this.callee(callee, node)}(${args})`;
    }
    const object = nodeIn(callee, 'object')!;
    const property = nodeIn(callee, 'property')!;
    // What stands above may come from a text that is not rewritten.
    if (object.type === 'Super')
      return `${this.t}.callable(${this.member_(callee)}, ${this.place(node)}, this).call(this${args === '' ? '' : `, ${args}`})`;
    if (property.type === 'PrivateIdentifier') return `${this.member_(callee)}(${args})`;
    if (
      this.isMath(object) &&
      callee['computed'] !== true &&
      Object.hasOwn(oneArgument, nameOf(property) ?? '') &&
      nodesIn(node, 'arguments').length === 1
    )
      return `${this.t}.math.${nameOf(property)}(${args})`;
    const rest = args === '' ? '' : `, ${args}`;
    return `${this.t}.method(${this.expression(object)}, ${this.propertyOf(callee)}, ${this.place(node)}${rest})`;
  }

  /** True for JavaScript's own `Math`, by its name. */
  private isMath(node: Node): boolean {
    const { scopes, free } = this.options;
    if (nameOf(node) !== 'Math' || scopes.bindingOf(node) !== undefined) return false;
    return free === undefined || free('Math', node) === 'Math';
  }

  /** `a?.b.c(d)`: undefined as soon as what stands before `?.` is nothing. */
  private chain(node: Node): string {
    const tests: string[] = [];
    const guard = (text: string): string => {
      const value = this.temporary();
      tests.push(`(${value} = ${text}) == null`);
      return value;
    };
    const walk = (inner: Node): string => {
      const step = bare(inner);
      if (step.type === 'MemberExpression') {
        let object = nodeIn(step, 'object')!.type === 'Super' ? 'super' : `(${walk(nodeIn(step, 'object')!)})`;
        if (step['optional'] === true) object = guard(object);
        const property = nodeIn(step, 'property')!;
        if (step['computed'] === true) return `${this.t}.${this.get}(${object}, ${this.expression(property)})`;
        return this.options.accessors === true && property.type !== 'PrivateIdentifier' && object !== 'super'
          ? `${this.t}.read(${object}, ${this.propertyOf(step)})`
          : `${object}.${nameOf(property)}`;
      }
      if (step.type === 'CallExpression') {
        const callee = bare(nodeIn(step, 'callee')!);
        const args = this.list(step['arguments'] as Node[]);
        const rest = args === '' ? '' : `, ${args}`;
        if (callee.type === 'MemberExpression' && nodeIn(callee, 'object')!.type !== 'Super') {
          let object = walk(nodeIn(callee, 'object')!);
          if (callee['optional'] === true) object = guard(object);
          const property = nodeIn(callee, 'property')!;
          if (property.type === 'PrivateIdentifier') {
            if (step['optional'] !== true) return `(${object}).${nameOf(property)}(${args})`;
            const at = this.temporary();
            return `${guard(`(${at} = ${object}).${nameOf(property)}`)}.call(${at}${rest})`;
          }
          if (step['optional'] !== true)
            return `${this.t}.method(${object}, ${this.propertyOf(callee)}, ${this.place(step)}${rest})`;
          const owner = this.temporary();
          const fn = guard(`${this.t}.${this.get}(${owner} = ${object}, ${this.propertyOf(callee)})`);
          return `${this.t}.callable(${fn}, ${this.place(step)}).call(${owner}${rest})`;
        }
        let fn = walk(callee);
        if (step['optional'] === true) fn = guard(fn);
        return `${this.t}.callable(${fn}, ${this.place(step)})(${args})`;
      }
      return this.expression(step);
    };
    const value = walk(node);
    return `(${tests.join(' || ')} ? undefined : ${value})`;
  }

  // ── Refusals ──────────────────────────────────────────────────────────────────────────────────────────

  /** Where a node stands and what it says, for messages. */
  private place(node: Node): string {
    const { text } = this.options;
    const { line, column } = placeIn(text, node.start);
    const excerpt = text.slice(node.start, Math.min(node.end, node.start + 80)).replace(/\s+/g, ' ');
    const short = excerpt.length > 40 ? `${excerpt.slice(0, 37)}...` : excerpt;
    return quoted(`${line}:${column} ${short}`);
  }

  protected refusal(node: Node, what: string): string {
    return `${this.t}.refuse(${quoted(what)}, ${this.place(node)})`;
  }
}

let lines: { readonly text: string; readonly starts: readonly number[] } | undefined;

/** Line and column of an offset, from 1. A module is asked thousands of times, so its lines are counted once. */
export function placeIn(text: string, offset: number): { readonly line: number; readonly column: number } {
  if (lines?.text !== text) {
    const starts = [0];
    for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
    lines = { text, starts };
  }
  const { starts } = lines;
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

/** A node without parentheses and types around it. */
function bare(node: Node): Node {
  let inner = node;
  while (isTypeWrapper(inner)) inner = nodeIn(inner, 'expression')!;
  return inner;
}

function isShort(operator: string): boolean {
  return operator === '||' || operator === '&&' || operator === '??';
}

/** True for what can be evaluated twice. */
function isSimple(node: Node): boolean {
  return node.type === 'Identifier' || node.type === 'ThisExpression' || node.type === 'Literal';
}

function isWrite(parent: Node, node: Node): boolean {
  if (parent.type === 'AssignmentExpression') return nodeIn(parent, 'left') === node;
  return (
    parent.type === 'UpdateExpression' ||
    parent.type === 'ArrayPattern' ||
    parent.type === 'AssignmentPattern' ||
    parent.type === 'RestElement' ||
    parent.type === 'ForInStatement' ||
    parent.type === 'ForOfStatement' ||
    parent.type === 'Property'
  );
}

/** A string of JavaScript on one line. */
export function quoted(text: string): string {
  return JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029');
}
