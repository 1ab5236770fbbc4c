/** Places: what can stand on the left of an assignment, evaluated once, then read and written. */
import type * as acorn from '../syntax/tree.ts';
import { numberType, type Value } from '../../ir/ir.ts';
import { type Abstract, abstractOf } from './abstract.ts';
import type { Lowering } from './lowering.ts';
import { setEntry } from './collections.ts';
import { assignMember, getIndex, getMember, memberKey, textOfKey } from './members.ts';
import { collectionOf, setIndex } from './memory.ts';
import { type Node, visitNodes, withoutTypes } from '../syntax/function-text.ts';
import { numberOf } from './values.ts';

/** Somewhere a value can be read from and written to: a name, an element, a field. */
interface Place {
  read(): Abstract;
  write(value: Abstract): void;
  /** Adds in place; false where that is not possible or the operand may have changed the place. */
  accumulate?(amount: Value, operand: Node): boolean;
}

export function placeOf(l: Lowering, pattern: acorn.Pattern): Place {
  const node = withoutTypes(pattern);
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
    return l.fail('S101', node, '`super` cannot be assigned to', 'assign a field of `this`');
  const object = l.evaluate(node.object);
  const key = memberKey(l, node);
  return {
    read: () => (typeof key === 'string' ? getMember(l, object, key, node) : getIndex(l, object, key, node)),
    write: (value) => {
      if (collectionOf(l, object) === 'dictionary') {
        const name = typeof key === 'string' ? abstractOf(l.builder.constant(key)) : textOfKey(l, key, node);
        setEntry(l, object, name, value, node);
        return;
      }
      if (collectionOf(l, object))
        l.fail('S101', node, `\`${l.text(node)}\` writes to a member of a Map or Set`, 'use set or add');
      if (typeof key === 'string') assignMember(l, object, key, value, node);
      else setIndex(l, object, key, value, node);
    },
    accumulate: (amount, operand) => {
      if (mayWrite(operand) || object.kind !== 'value' || collectionOf(l, object)) return false;
      const type = l.types.find(object.value.type);
      if (type.kind === 'struct') {
        const field = typeof key === 'string' ? key : fieldOfIndex(key);
        if (field === undefined || l.types.fieldOf(type, field)?.kind !== 'number') return false;
        l.literalFields.delete(object.value);
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
