/**
 * Expressions: from a syntax node to what it evaluates to. Arithmetic on what is known to be a number becomes
 * operations of the rule table; operators without a derivative on numbers that may depend on the input are
 * kept where their derivative is zero and refused where they have none.
 */
import type * as acorn from 'acorn';
import { type StructType, type Value, newValue, numberType } from '../ir/ir.ts';
import type { OperationName } from '../ir/operations.ts';
import {
  type Abstract,
  abstractOf,
  describeAbstract,
  nullAbstract,
  sameFunction,
  undefinedAbstract,
} from './abstract.ts';
import { arrayLiteral, getIndex, getMember, setIndex, setMember } from './memory.ts';
import { call, lowerNew } from './calls.ts';
import { closureOf } from './functions.ts';
import { lookupGlobal } from './globals.ts';
import type { Lowering } from './lowering.ts';
import { assignPattern } from './patterns.ts';
import { type Node, visitNodes, withoutTypes } from './syntax.ts';

const binaryOperations: Record<string, OperationName> = {
  '+': 'add', '-': 'sub', '*': 'mul', '/': 'div', '%': 'rem', '**': 'pow',
  '&': 'bitand', '|': 'bitor', '^': 'bitxor', '<<': 'shl', '>>': 'shr', '>>>': 'ushr',
  '<': 'lt', '<=': 'le', '>': 'gt', '>=': 'ge',
}; // prettier-ignore

/** Evaluates an expression. `name` is what a function expression would be called. */
export function evaluate(
  l: Lowering,
  expression: acorn.Expression | acorn.SpreadElement | acorn.PrivateIdentifier | acorn.Super,
  name?: string,
): Abstract {
  const node = withoutTypes(expression) as acorn.Expression;
  l.at(node);
  switch (node.type) {
    case 'Literal':
      return literal(l, node);
    case 'Identifier':
      return identifier(l, node);
    case 'ParenthesizedExpression':
      return evaluate(l, node.expression, name);
    case 'ArrowFunctionExpression':
    case 'FunctionExpression':
      return closureOf(l, node, name);
    case 'BinaryExpression':
      return binary(l, node);
    case 'UnaryExpression':
      return unary(l, node);
    case 'LogicalExpression':
      return logical(l, node);
    case 'ConditionalExpression':
      return choice(
        l,
        condition(l, node.test),
        node,
        () => evaluate(l, node.consequent),
        () => evaluate(l, node.alternate),
      );
    case 'AssignmentExpression':
      return assignment(l, node);
    case 'UpdateExpression':
      return update(l, node);
    case 'MemberExpression':
      return member(l, node);
    case 'ChainExpression':
      return evaluate(l, node.expression);
    case 'CallExpression':
      return call(l, node);
    case 'NewExpression':
      return lowerNew(l, node);
    case 'ArrayExpression':
      return arrayLiteral(l, node);
    case 'ObjectExpression':
      return objectLiteral(l, node);
    case 'SequenceExpression':
      for (const inner of node.expressions.slice(0, -1)) evaluate(l, inner);
      return evaluate(l, node.expressions.at(-1)!);
    case 'TemplateLiteral':
      return template(l, node);
    case 'ThisExpression':
      return l.fail('S101', node, '`this` is outside the accepted language', 'pass the object as an argument');
    case 'AwaitExpression':
      return l.fail(
        'S101',
        node,
        '`await` is outside the accepted language',
        'wait for the data first, then differentiate',
      );
    case 'YieldExpression':
      return l.fail('S101', node, '`yield` is outside the accepted language', 'collect the values in an array');
    case 'ClassExpression':
      return l.fail('S101', node, '`class` is outside the accepted language', 'use plain objects and functions');
    case 'TaggedTemplateExpression':
      return l.fail('S101', node, 'a tagged template is outside the accepted language', 'use an ordinary call');
    case 'ImportExpression':
      return l.fail('S104', node, '`import()` reaches the outside world', 'pass what it gives in through `scope`');
    case 'MetaProperty':
      return l.fail(
        'S104',
        node,
        `\`${l.text(node)}\` reaches the outside world`,
        'pass what it gives in through `scope`',
      );
    default:
      return l.fail(
        'S101',
        node,
        `\`${l.text(node)}\` is outside the accepted language`,
        'write it with numbers, arrays, objects and functions',
      );
  }
}

function literal(l: Lowering, node: acorn.Literal): Abstract {
  if ('regex' in node && node.regex)
    return l.fail(
      'S101',
      node,
      'a regular expression is outside the accepted language',
      'keep text out of the differentiated part',
    );
  if (typeof node.value === 'bigint') return l.fail('S105', node, 'a BigInt has no derivative', 'use a number');
  if (node.value === null) return nullAbstract;
  return abstractOf(l.builder.constant(node.value as number | string | boolean));
}

function identifier(l: Lowering, node: acorn.Identifier): Abstract {
  const binding = l.scope.lookup(node.name);
  return binding ? l.read(binding, node) : lookupGlobal(l, node);
}

/** A number from an expression, or an error that says what stands there instead. */
export function numberOf(l: Lowering, abstract: Abstract, node: Node): Value {
  if (abstract.kind === 'value') {
    const { value } = abstract;
    const type = l.types.find(value.type);
    switch (type.kind) {
      case 'number':
      case 'unknown':
        return value;
      case 'boolean':
        return l.builder.apply('number', value);
      case 'string':
        if (value.constant !== undefined || isKeyText(l, value)) return l.builder.apply('number', value);
        break;
      default:
    }
  }
  if (abstract.kind === 'undefined') return l.builder.constant(NaN);
  if (abstract.kind === 'null') return l.builder.constant(0);
  return l.fail(
    'S105',
    node,
    `\`${l.text(node)}\` is ${describeAbstract(abstract)}, and a number is needed here`,
    hintFor(abstract),
  );
}

function hintFor(abstract: Abstract): string {
  if (abstract.kind === 'function') return 'call it';
  if (abstract.kind === 'value' && abstract.value.type.kind === 'array')
    return 'use one of its elements, or loop over it';
  return 'convert it to a number first';
}

/** True for the text of an array index, as `for (const key in array)` gives it. */
function isKeyText(l: Lowering, value: Value): boolean {
  return value.type.kind === 'string' && l.keyTexts.has(value);
}

/** The truth value of an expression. */
export function condition(l: Lowering, node: acorn.Expression): Value {
  return truth(l, evaluate(l, node), node);
}

export function truth(l: Lowering, abstract: Abstract, node: Node): Value {
  switch (abstract.kind) {
    case 'value': {
      const type = l.types.find(abstract.value.type);
      if (abstract.value.constant) return l.builder.constant(Boolean(abstract.value.constant.value));
      return type.kind === 'boolean' ? abstract.value : l.builder.apply('truthy', abstract.value);
    }
    case 'undefined':
    case 'null':
      return l.builder.constant(false);
    case 'conflict':
      return l.fail(
        'S105',
        node,
        `\`${l.text(node)}\` is ${describeAbstract(abstract)}`,
        'keep one kind of value in one name',
      );
    default:
      return l.builder.constant(true);
  }
}

/** `c ? a : b` where both give a value. */
export function choice(
  l: Lowering,
  test: Value,
  node: Node,
  then: () => Abstract,
  otherwise: () => Abstract,
): Abstract {
  const result = l.choose(test, node, then, otherwise);
  if (result === 'throws') return undefinedAbstract;
  if (result.kind === 'conflict') {
    return l.fail(
      'S105',
      node,
      `\`${l.text(node)}\` is ${describeAbstract(result)}`,
      'give both branches the same kind of value',
    );
  }
  return result;
}

function binary(l: Lowering, node: acorn.BinaryExpression): Abstract {
  const { operator } = node;
  const left = evaluate(l, node.left);
  const right = evaluate(l, node.right);
  l.at(node);
  return applyBinary(l, operator, left, right, node, node.left, node.right);
}

function isText(l: Lowering, abstract: Abstract): boolean {
  return abstract.kind === 'value' && l.types.find(abstract.value.type).kind === 'string';
}

export function applyBinary(
  l: Lowering,
  operator: string,
  left: Abstract,
  right: Abstract,
  node: Node,
  leftNode: Node,
  rightNode: Node,
): Abstract {
  switch (operator) {
    case '===':
    case '!==': {
      const same = strictlyEqual(l, left, right, node);
      return operator === '===' ? same : { kind: 'value', value: l.builder.apply('not', l.valueOf(same)!) };
    }
    case '==':
    case '!=': {
      const same = looselyEqual(l, left, right, node);
      return operator === '==' ? same : { kind: 'value', value: l.builder.apply('not', l.valueOf(same)!) };
    }
    case 'in':
    case 'instanceof':
      return membership(l, operator, left, right, node);
    default:
  }
  const operation = binaryOperations[operator];
  if (operation === undefined)
    return l.fail('S101', node, `\`${operator}\` is outside the accepted language`, 'use arithmetic');
  if (isText(l, left) || isText(l, right)) {
    if (operator === '+') {
      const a = l.valueOf(left);
      const b = l.valueOf(right);
      if (a && b)
        return {
          kind: 'value',
          value: l.builder.apply('concat', l.builder.apply('text', a), l.builder.apply('text', b)),
        };
    } else if (/[<>]=?$/.test(operator) && operator.length <= 2 && isText(l, left) && isText(l, right)) {
      return { kind: 'value', value: l.builder.apply(operation, l.valueOf(left)!, l.valueOf(right)!) };
    }
  }
  const a = numberOf(l, left, leftNode);
  const b = numberOf(l, right, rightNode);
  l.at(node);
  return abstractOf(l.builder.apply(operation, a, b));
}

/** `===` where kinds are known: only values of one kind are compared at run time. */
export function strictlyEqual(l: Lowering, left: Abstract, right: Abstract, node: Node): Abstract {
  if (left.kind === 'conflict' || right.kind === 'conflict')
    return l.fail(
      'S105',
      node,
      `\`${l.text(node)}\` compares different kinds of value`,
      'keep one kind of value in one name',
    );
  for (const [a, b] of [
    [left, right],
    [right, left],
  ] as const) {
    if (b.kind === 'undefined') return nullish(l, a, 'is_undefined', 'undefined');
    if (b.kind === 'null') return nullish(l, a, 'is_null', 'null');
  }
  if (left.kind === 'function' && right.kind === 'function') return l.boolean(sameFunction(left.fn, right.fn));
  if (left.kind !== 'value' || right.kind !== 'value') return l.boolean(false);
  const a = l.types.find(left.value.type);
  const b = l.types.find(right.value.type);
  if (a.kind !== b.kind && a.kind !== 'unknown' && b.kind !== 'unknown') return l.boolean(false);
  return { kind: 'value', value: l.builder.apply('eq', left.value, right.value) };
}

function nullish(
  l: Lowering,
  abstract: Abstract,
  operation: 'is_undefined' | 'is_null',
  kind: 'undefined' | 'null',
): Abstract {
  if (abstract.kind === kind) return l.boolean(true);
  if (abstract.kind !== 'value') return l.boolean(false);
  if (l.isNever(abstract.value, kind)) return l.boolean(false);
  return { kind: 'value', value: l.builder.apply(operation, abstract.value) };
}

function looselyEqual(l: Lowering, left: Abstract, right: Abstract, node: Node): Abstract {
  const isNothing = (abstract: Abstract): boolean => abstract.kind === 'undefined' || abstract.kind === 'null';
  if (isNothing(left) || isNothing(right)) {
    const other = isNothing(left) ? right : left;
    return { kind: 'value', value: isNullish(l, other) };
  }
  const kindOf = (abstract: Abstract): string =>
    abstract.kind === 'value' ? l.types.find(abstract.value.type).kind : abstract.kind;
  if (kindOf(left) !== kindOf(right) && left.kind === 'value' && right.kind === 'value') {
    return { kind: 'value', value: l.builder.apply('eq', numberOf(l, left, node), numberOf(l, right, node)) };
  }
  return strictlyEqual(l, left, right, node);
}

/** `x == null`. */
export function isNullish(l: Lowering, abstract: Abstract): Value {
  return l.either(
    l.valueOf(nullish(l, abstract, 'is_undefined', 'undefined'))!,
    l.valueOf(nullish(l, abstract, 'is_null', 'null'))!,
  );
}

function membership(l: Lowering, operator: string, left: Abstract, right: Abstract, node: Node): Abstract {
  if (operator === 'in' && right.kind === 'value' && left.kind === 'value') {
    const type = l.types.find(right.value.type);
    if (type.kind === 'struct' && typeof left.value.constant?.value === 'string')
      return l.boolean(type.fields.has(left.value.constant.value));
    if (type.kind === 'array') {
      const index = numberOf(l, left, node);
      const below = l.builder.apply('lt', index, l.builder.length(right.value));
      return { kind: 'value', value: l.both(l.builder.apply('ge', index, l.builder.constant(0)), below) };
    }
  }
  if (operator === 'instanceof' && right.kind === 'function' && right.fn.kind === 'native') {
    const type = left.kind === 'value' ? l.types.find(left.value.type) : undefined;
    if (type?.kind === 'array')
      return l.boolean(
        right.fn.name === type.storage ||
          (right.fn.name === 'Array' && type.storage === 'list') ||
          right.fn.name === 'Object',
      );
    if (type?.kind === 'struct')
      return l.boolean(right.fn.name === 'Object' || (type.tuple && right.fn.name === 'Array'));
    return l.boolean(false);
  }
  return l.fail('S101', node, `\`${l.text(node)}\` is outside the accepted language`, 'compare values instead');
}

function unary(l: Lowering, node: acorn.UnaryExpression): Abstract {
  if (node.operator === 'typeof') return typeOf(l, node);
  if (node.operator === 'delete')
    return l.fail('S101', node, '`delete` is outside the accepted language', 'build a new object or array instead');
  const operand = evaluate(l, node.argument);
  l.at(node);
  switch (node.operator) {
    case '-':
      return abstractOf(l.builder.apply('neg', numberOf(l, operand, node.argument)));
    case '+': {
      const value = numberOf(l, operand, node.argument);
      return abstractOf(l.mayBeNothing(value) ? l.builder.apply('number', value) : value);
    }
    case '~':
      return abstractOf(l.builder.apply('bitnot', numberOf(l, operand, node.argument)));
    case '!':
      return abstractOf(l.builder.apply('not', truth(l, operand, node.argument)));
    case 'void':
      return undefinedAbstract;
    default:
      return l.fail('S101', node, `\`${node.operator}\` is outside the accepted language`, 'use arithmetic');
  }
}

function typeOf(l: Lowering, node: acorn.UnaryExpression): Abstract {
  const { argument } = node;
  const unknownName =
    argument.type === 'Identifier' &&
    !l.scope.lookup(argument.name) &&
    l.environment.describe([argument.name]) === undefined &&
    !/^(Math|Number|undefined|NaN|Infinity)$/.test(argument.name);
  const operand: Abstract = unknownName ? undefinedAbstract : evaluate(l, argument);
  const text = (name: string): Abstract => abstractOf(l.builder.constant(name));
  switch (operand.kind) {
    case 'undefined':
      return text('undefined');
    case 'null':
    case 'namespace':
    case 'captured':
      return text('object');
    case 'function':
    case 'choice':
      return text('function');
    case 'conflict':
      return l.fail(
        'S105',
        node,
        `\`${l.text(argument)}\` is ${describeAbstract(operand)}`,
        'keep one kind of value in one name',
      );
    case 'value': {
      const type = l.types.find(operand.value.type);
      const known = type.kind === 'array' || type.kind === 'struct' ? 'object' : type.kind;
      if (!l.mayBeNothing(operand.value)) return text(known);
      const isMissing = l.builder.apply('is_undefined', operand.value);
      return abstractOf(
        l.builder.apply('select', isMissing, l.builder.constant('undefined'), l.builder.constant(known)),
      );
    }
  }
}

function logical(l: Lowering, node: acorn.LogicalExpression): Abstract {
  const left = evaluate(l, node.left);
  const right = (): Abstract => evaluate(l, node.right);
  if (node.operator === '??') return choice(l, isNullish(l, left), node, right, () => left);
  const test = truth(l, left, node.left);
  const isBoolean = (abstract: Abstract): boolean =>
    abstract.kind === 'value' && l.types.find(abstract.value.type).kind === 'boolean';
  const and = node.operator === '&&';
  if (test.constant) return Boolean(test.constant.value) === and ? right() : left;
  // Where only truth counts, operands of different kinds do no harm.
  const wrap = (abstract: Abstract): Abstract =>
    isBoolean(left) || abstract.kind === 'value' ? abstract : { kind: 'value', value: truth(l, abstract, node.right) };
  const result = l.choose(
    test,
    node,
    () => (and ? wrap(right()) : left),
    () => (and ? left : wrap(right())),
  );
  if (result === 'throws') return undefinedAbstract;
  if (result.kind !== 'conflict') return result;
  return l.fail(
    'S105',
    node,
    `\`${l.text(node)}\` is ${describeAbstract(result)}`,
    'give both sides the same kind of value, or use `? :`',
  );
}

function template(l: Lowering, node: acorn.TemplateLiteral): Abstract {
  let text: Value = l.builder.constant(node.quasis[0]!.value.cooked ?? '');
  for (const [k, expression] of node.expressions.entries()) {
    const value = l.valueOf(evaluate(l, expression));
    const part = value === undefined ? l.builder.constant('…') : l.builder.apply('text', value);
    text = l.builder.apply('concat', text, part);
    text = l.builder.apply('concat', text, l.builder.constant(node.quasis[k + 1]!.value.cooked ?? ''));
  }
  return abstractOf(text);
}

// ── Members ─────────────────────────────────────────────────────────────────────────────────────────────

/** The constant name of a member, or the expression that computes its index. */
export function memberKey(l: Lowering, node: acorn.MemberExpression): string | Abstract {
  if (!node.computed)
    return node.property.type === 'Identifier'
      ? node.property.name
      : l.fail('S101', node, 'private members are outside the accepted language', 'use plain objects');
  const key = evaluate(l, node.property as acorn.Expression);
  if (key.kind === 'value' && typeof key.value.constant?.value === 'string') return key.value.constant.value;
  return key;
}

function member(l: Lowering, node: acorn.MemberExpression): Abstract {
  if (node.object.type === 'Super')
    return l.fail('S101', node, '`super` is outside the accepted language', 'use plain functions');
  const object = evaluate(l, node.object);
  const read = (): Abstract => readMember(l, object, node);
  if (!node.optional && !isChained(node)) return read();
  return choice(l, isNullish(l, object), node, () => undefinedAbstract, read);
}

function isChained(node: acorn.MemberExpression): boolean {
  return node.object.type === 'MemberExpression' && (node.object.optional || isChained(node.object));
}

export function readMember(l: Lowering, object: Abstract, node: acorn.MemberExpression): Abstract {
  const key = memberKey(l, node);
  l.at(node);
  return typeof key === 'string' ? getMember(l, object, key, node) : getIndex(l, object, key, node);
}

function objectLiteral(l: Lowering, node: acorn.ObjectExpression): Abstract {
  const fields = new Map<string, Value>();
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      const from = evaluate(l, property.argument);
      if (from.kind === 'undefined' || from.kind === 'null') continue;
      if (from.kind !== 'value' || from.value.type.kind !== 'struct') {
        return l.fail(
          'S105',
          property,
          `\`${l.text(property.argument)}\` is ${describeAbstract(from)}, and only an object can be spread here`,
          'name the fields',
        );
      }
      for (const field of l.types.find<StructType>(from.value.type).fields.keys())
        fields.set(field, l.flatten(getMember(l, from, field, property), property));
      continue;
    }
    if (property.kind !== 'init')
      return l.fail('S101', property, 'getters and setters are outside the accepted language', 'use plain fields');
    const name = propertyName(l, property);
    fields.set(name, l.flatten(evaluate(l, property.value, name), property.value));
  }
  const type = l.types.struct(
    [...fields].map(([name, value]) => [name, value.type] as const),
    false,
  );
  const result = newValue(type);
  l.at(node);
  l.builder.emit({
    kind: 'struct',
    result,
    names: [...fields.keys()],
    elements: [...fields.values()],
    span: l.builder.span,
  });
  return { kind: 'value', value: result };
}

export function propertyName(l: Lowering, property: acorn.Property | acorn.AssignmentProperty): string {
  const { key } = property;
  if (!property.computed) {
    if (key.type === 'Identifier') return key.name;
    if (key.type === 'Literal') return String(key.value);
  } else {
    const value = evaluate(l, key);
    const known = value.kind === 'value' ? value.value.constant?.value : undefined;
    if (typeof known === 'string' || typeof known === 'number') return String(known);
  }
  return l.fail('S101', key, 'the name of a field must be known', 'write the field name, or use an array');
}

// ── Assignment ──────────────────────────────────────────────────────────────────────────────────────────

function assignment(l: Lowering, node: acorn.AssignmentExpression): Abstract {
  const { operator, left, right } = node;
  if (operator === '=') {
    if (left.type === 'Identifier' || left.type === 'MemberExpression') {
      const place = placeOf(l, left);
      const value = evaluate(l, right, left.type === 'Identifier' ? left.name : undefined);
      l.at(node);
      place.write(value);
      return value;
    }
    const value = evaluate(l, right);
    assignPattern(l, left, value);
    return value;
  }
  const target = withoutTypes(left) as acorn.Pattern;
  if (target.type !== 'Identifier' && target.type !== 'MemberExpression')
    return l.fail('S101', node, `\`${operator}\` cannot destructure`, 'use `=`');
  const place = placeOf(l, target);
  if (operator === '&&=' || operator === '||=' || operator === '??=') {
    const old = place.read();
    const test = operator === '??=' ? isNullish(l, old) : truth(l, old, left);
    const write = (): Abstract => {
      const value = evaluate(l, right);
      place.write(value);
      return value;
    };
    return operator === '||=' ? choice(l, test, node, () => old, write) : choice(l, test, node, write, () => old);
  }
  if ((operator === '+=' || operator === '-=') && place.accumulate) {
    // `a[i] += x` is kept whole: its reverse needs no old value. The operand is evaluated after the place, as JavaScript does, but must not change it.
    const value = evaluate(l, right);
    l.at(node);
    if (!isText(l, value)) {
      const amount = numberOf(l, value, right);
      if (place.accumulate(operator === '+=' ? amount : l.builder.apply('neg', amount), right)) return place.read();
    }
    const sum = applyBinary(l, operator.slice(0, -1), place.read(), value, node, left, right);
    place.write(sum);
    return sum;
  }
  const old = place.read();
  const value = evaluate(l, right);
  l.at(node);
  const result = applyBinary(l, operator.slice(0, -1), old, value, node, left, right);
  place.write(result);
  return result;
}

/** Somewhere a value can be read from and written to: a name, an element, a field. */
export interface Place {
  read(): Abstract;
  write(value: Abstract): void;
  /** Adds in place; false where that is not possible or the operand may have changed the place. */
  accumulate?(amount: Value, operand: Node): boolean;
}

export function placeOf(l: Lowering, pattern: acorn.Pattern): Place {
  const node = withoutTypes(pattern) as acorn.Pattern;
  if (node.type === 'Identifier') {
    const binding = l.scope.lookup(node.name);
    if (!binding) {
      return l.fail(
        'S102',
        node,
        `\`${node.name}\` is not declared in the function, so assigning it would change the program outside`,
        'declare it inside, or return the value',
      );
    }
    return { read: () => l.read(binding, node), write: (value) => l.assign(binding, value, node) };
  }
  if (node.type !== 'MemberExpression')
    return l.fail('S101', node, `\`${l.text(node)}\` cannot be assigned`, 'assign a name, an element or a field');
  if (node.object.type === 'Super')
    return l.fail('S101', node, '`super` is outside the accepted language', 'use plain functions');
  const object = evaluate(l, node.object);
  const key = memberKey(l, node);
  return {
    read: () => (typeof key === 'string' ? getMember(l, object, key, node) : getIndex(l, object, key, node)),
    write: (value) =>
      typeof key === 'string' ? setMember(l, object, key, value, node) : setIndex(l, object, key, value, node),
    accumulate: (amount, operand) => {
      if (mayWrite(operand) || object.kind !== 'value') return false;
      const type = l.types.find(object.value.type);
      if (type.kind === 'struct') {
        const field = typeof key === 'string' ? key : fieldOfIndex(key);
        if (field === undefined || l.types.fieldOf(type, field)?.kind !== 'number') return false;
        l.builder.emit({ kind: 'accumulate-field', object: object.value, field, value: amount });
        return true;
      }
      if (type.kind !== 'array' || typeof key === 'string') return false;
      if (!l.types.addElement(type, numberType)) return false;
      l.builder.emit({
        kind: 'accumulate',
        array: object.value,
        index: numberOf(l, key, node),
        value: amount,
        span: l.builder.span,
      });
      return true;
    },
  };
}

function fieldOfIndex(key: Abstract): string | undefined {
  const known = key.kind === 'value' ? key.value.constant?.value : undefined;
  return typeof known === 'number' ? String(known) : undefined;
}

/** True if evaluating an expression may change memory or names: it calls or assigns. */
function mayWrite(node: Node): boolean {
  let writes = false;
  visitNodes(node, (inner) => {
    if (/^(Call|New|Assignment|Update|Tagged)/.test(inner.type) && !isMathCall(inner)) writes = true;
  });
  return writes;
}

function isMathCall(node: Node): boolean {
  const { callee } = node as acorn.CallExpression;
  return callee?.type === 'MemberExpression' && callee.object.type === 'Identifier' && callee.object.name === 'Math';
}

function update(l: Lowering, node: acorn.UpdateExpression): Abstract {
  const place = placeOf(l, node.argument as acorn.Pattern);
  const old = numberOf(l, place.read(), node.argument);
  l.at(node);
  const next = l.builder.apply(node.operator === '++' ? 'add' : 'sub', old, l.builder.constant(1));
  place.write(abstractOf(next));
  return abstractOf(node.prefix ? next : old);
}
