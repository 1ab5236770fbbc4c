/** Destructuring: parameters, declarations and assignments. */
import type * as acorn from '../syntax/tree.ts';
import { giveName, newValue } from '../../ir/ir.ts';
import { discover } from '../../ir/open-shape.ts';
import { type Abstract, describeAbstract, undefinedAbstract } from './abstract.ts';
import { choose } from './branches.ts';
import { fieldsOf } from './fields.ts';
import { Restart } from './facts.ts';
import type { Lowering } from './lowering.ts';
import { getIndex, getMember, propertyName } from './members.ts';
import { copySlice, listOf } from './memory.ts';
import { placeOf } from './places.ts';
import { type Node, withoutTypes } from '../syntax/function-text.ts';
import { strictlyEqual } from './values.ts';

/** How a pattern's names come about: newly declared, as `var`, or assigned. */
type Mode = { readonly constant: boolean } | 'var' | 'assign';

export function assignPattern(l: Lowering, pattern: acorn.Pattern, value: Abstract): void {
  bindPattern(l, pattern, value, 'assign');
}

export function bindPattern(l: Lowering, target: acorn.Pattern, value: Abstract, mode: Mode): void {
  const pattern = withoutTypes(target);
  if (value.kind === 'value' && (pattern.type === 'ArrayPattern' || pattern.type === 'ObjectPattern')) {
    const type = l.types.find(value.value.type);
    if (discover(type, pattern.type === 'ArrayPattern' ? 'array' : 'record')) throw new Restart();
  }
  switch (pattern.type) {
    case 'Identifier':
      bindName(l, pattern, value, mode);
      return;
    case 'MemberExpression':
      placeOf(l, pattern).write(value);
      return;
    case 'AssignmentPattern':
      bindPattern(l, pattern.left, withDefault(l, value, pattern), mode);
      return;
    case 'ArrayPattern':
      bindArray(l, pattern, value, mode);
      return;
    case 'ObjectPattern':
      bindObject(l, pattern, value, mode);
      return;
    default:
      // A parameter property of TypeScript, or a rest element out of place.
      l.fail('S101', pattern, `\`${l.text(pattern)}\` is outside the accepted language`, 'use plain names');
  }
}

function bindName(l: Lowering, pattern: acorn.Identifier, value: Abstract, mode: Mode): void {
  if (typeof mode === 'object') {
    if (value.kind === 'value') giveName(value.value, pattern.name);
    l.declare(l.scope, pattern.name, pattern, mode.constant, value);
    return;
  }
  if (mode === 'assign') {
    placeOf(l, pattern).write(value);
    return;
  }
  const binding = l.scope.lookup(pattern.name);
  if (binding) l.assign(binding, value, pattern);
  else l.declare(l.scope, pattern.name, pattern, false, value);
}

/** `pattern = default`: the default is evaluated only where the value is undefined. */
function withDefault(l: Lowering, value: Abstract, pattern: acorn.AssignmentPattern): Abstract {
  if (value.kind === 'undefined') return l.evaluate(pattern.right);
  const isMissing = l.valueOf(strictlyEqual(l, value, undefinedAbstract, pattern))!;
  const result = choose(
    l,
    isMissing,
    pattern,
    () => l.evaluate(pattern.right),
    () => value,
  );
  return result === 'throws' ? undefinedAbstract : result;
}

function bindArray(l: Lowering, pattern: acorn.ArrayPattern, value: Abstract, mode: Mode): void {
  if (value.kind !== 'value' || (value.value.type.kind !== 'array' && value.value.type.kind !== 'struct')) {
    l.fail(
      'S105',
      pattern,
      `\`${l.text(pattern)}\` takes an array apart, but gets ${describeAbstract(value)}`,
      'pass an array',
    );
  }
  // Read everything before anything is assigned: [a, b] = [b, a].
  const parts = pattern.elements.map((element, k): [acorn.Pattern, Abstract] | undefined => {
    if (element === null) return undefined;
    if (element.type === 'RestElement') return [element.argument, restOf(l, value, k, element)];
    return [element, getIndex(l, value, l.number(k), element)];
  });
  for (const part of parts) if (part) bindPattern(l, part[0], part[1], mode);
}

function restOf(l: Lowering, value: Abstract, from: number, node: Node): Abstract {
  if (value.kind !== 'value') return undefinedAbstract;
  const type = l.types.find(value.value.type);
  if (type.kind === 'struct') {
    const fields = [...type.fields.keys()].slice(from);
    return {
      kind: 'value',
      value: listOf(
        l,
        fields.map((field) => getMember(l, value, field, node)),
        node,
      ),
    };
  }
  return {
    kind: 'value',
    value: copySlice(l, value.value, l.builder.constant(from), l.builder.length(value.value), node),
  };
}

function bindObject(l: Lowering, pattern: acorn.ObjectPattern, value: Abstract, mode: Mode): void {
  if (value.kind === 'undefined' || value.kind === 'null') {
    l.fail(
      'S105',
      pattern,
      `\`${l.text(pattern)}\` takes an object apart, but gets ${describeAbstract(value)}`,
      'pass an object',
    );
  }
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      bindPattern(l, property.argument, restOfObject(l, value, taken, property), mode);
      continue;
    }
    const name = propertyName(l, property);
    taken.add(name);
    bindPattern(l, property.value, getMember(l, value, name, property), mode);
  }
}

function restOfObject(l: Lowering, value: Abstract, taken: ReadonlySet<string>, node: Node): Abstract {
  if (value.kind !== 'value' || value.value.type.kind !== 'struct') {
    return l.fail('S105', node, `${describeAbstract(value)} has no other fields to collect`, 'name the fields');
  }
  const names = fieldsOf(l, value, node).filter((name) => !taken.has(name));
  const elements = names.map((name) => l.flatten(getMember(l, value, name, node), node));
  const result = newValue(
    l.types.struct(
      names.map((name, k) => [name, elements[k]!.type] as const),
      false,
    ),
  );
  l.builder.emit({ kind: 'struct', result, names, elements, span: l.builder.span });
  return { kind: 'value', value: result };
}

/** Names a pattern binds or assigns. */
export function boundNames(target: acorn.Pattern | acorn.Expression): string[] {
  const pattern = withoutTypes(target) as acorn.Pattern;
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'AssignmentPattern':
      return boundNames(pattern.left);
    case 'RestElement':
      return boundNames(pattern.argument);
    case 'ArrayPattern':
      return pattern.elements.flatMap((element) => (element ? boundNames(element) : []));
    case 'ObjectPattern':
      return pattern.properties.flatMap((property) =>
        boundNames(property.type === 'RestElement' ? property.argument : property.value),
      );
    default:
      return [];
  }
}
