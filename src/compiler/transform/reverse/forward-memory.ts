/** Arrays and records in the forward sweep: what happens to their shape happens to their shadows. */
import { SecantError, internalError } from '../../../base/diagnostics.ts';
import { isRead, type MemoryInstruction, writtenReference } from '../../analysis/effects.ts';
import { isReference, type List, newValue, type Struct, type Type, type Value } from '../../ir/ir.ts';
import { adjointName } from './adjoints.ts';
import type { Context } from './context.ts';
import type { Environment } from './environment.ts';

/** Arrays and records in the forward sweep: shadows take the same shape, with zeros for numbers. */
export function forwardMemory(context: Context, instruction: MemoryInstruction, environment: Environment): void {
  const { builder } = context;
  const written = writtenReference(instruction);
  if (written && environment.leftOut(context.classOf(written))) {
    if (instruction.kind === 'pop') internalError('a pop that is run again');
    return;
  }
  // The old length is needed to undo a change of length.
  let before: Value | undefined;
  if (instruction.kind === 'set-length' && context.activity.isActive(instruction.array))
    before = builder.length(environment.primal(instruction.array));
  // An element that is taken may itself be undefined, so only the length says whether there was one.
  let some: Value | undefined;
  if (instruction.kind === 'pop' && environment.shadow(instruction.array) !== undefined)
    some = builder.apply('gt', builder.length(environment.primal(instruction.array)), builder.constant(0));
  const copy = context.copy(instruction, environment);
  if (isRead(instruction)) context.oldReads.set(copy, instruction);
  switch (instruction.kind) {
    case 'allocate': {
      if (!context.activity.isActive(instruction.result) || copy.kind !== 'allocate') return;
      const result = context.freshShadow(instruction.result, environment);
      const plain = instruction.result.type.kind === 'array' && isReference(instruction.result.type.element);
      builder.emit({
        kind: 'allocate',
        result,
        length: copy.length,
        fill: plain || !isList(result) ? undefined : builder.constant(0),
      });
      return;
    }
    case 'list':
    case 'struct': {
      if (!context.activity.isActive(instruction.result)) return;
      const elements = instruction.elements.map((element, k) =>
        context.shadowElement(element, environment, heldType(instruction, k)),
      );
      const result = context.freshShadow(instruction.result, environment);
      if (instruction.kind === 'list') builder.emit({ kind: 'list', result, elements });
      else builder.emit({ kind: 'struct', result, names: instruction.names, elements });
      return;
    }
    case 'load': {
      const array = environment.shadow(instruction.array);
      if (
        !isReference(instruction.result.type) ||
        array === undefined ||
        !context.activity.isActive(instruction.result)
      )
        return;
      const load = {
        kind: 'load' as const,
        result: context.freshShadow(instruction.result, environment),
        array,
        index: environment.primal(instruction.index),
      };
      context.shadowReads.set(builder.emit(load), instruction);
      return;
    }
    case 'pop': {
      const array = environment.shadow(instruction.array);
      if (array === undefined || some === undefined) return;
      const result = isReference(instruction.result.type)
        ? context.freshShadow(instruction.result, environment)
        : newValue(instruction.result.type);
      builder.emit({ kind: 'pop', result, array });
      environment.records.set(instruction, { kind: 'pop', shadow: result, some });
      return;
    }
    case 'get-field': {
      const object = environment.shadow(instruction.object);
      if (
        !isReference(instruction.result.type) ||
        object === undefined ||
        !context.activity.isActive(instruction.result)
      )
        return;
      const get = {
        kind: 'get-field' as const,
        result: context.freshShadow(instruction.result, environment),
        object,
        field: instruction.field,
      };
      context.shadowReads.set(builder.emit(get), instruction);
      return;
    }
    case 'store': {
      const array = environment.shadow(instruction.array);
      if (array === undefined) return;
      if (isReference(instruction.value.type)) {
        const index = environment.primal(instruction.index);
        // The caller's shadow must be found as it was: the reverse sweep puts the old reference back.
        if (context.classOf(instruction.array).isParameter) {
          const before = context.changesLength(instruction.array) ? builder.length(array) : undefined;
          const old = builder.load(array, index, adjointName(instruction.value));
          environment.records.set(instruction, { kind: 'replaced', old, before });
        }
        builder.emit({
          kind: 'store',
          array,
          index,
          value: context.shadowElement(instruction.value, environment),
        });
      } else if (instruction.array.type.kind === 'array' && instruction.array.type.storage === 'list') {
        // Where elements are pushed and popped too, the shadow must shrink again in the reverse sweep.
        if (context.changesLength(instruction.array))
          environment.records.set(instruction, { kind: 'grown', before: builder.length(array) });
        const of = context.classOf(instruction.array);
        if (context.parameterLists.has(of)) context.parameterLists.set(of, 'to be cut back');
        growShadow(context, array, environment.primal(instruction.index));
      }
      return;
    }
    case 'push': {
      const array = environment.shadow(instruction.array);
      if (array !== undefined) {
        const held = array.type.kind === 'array' ? array.type.element : undefined;
        builder.emit({ kind: 'push', array, value: context.shadowElement(instruction.value, environment, held) });
      }
      return;
    }
    case 'set-length': {
      const array = environment.shadow(instruction.array);
      if (array === undefined || before === undefined) return;
      if (instruction.array.type.kind === 'array' && isReference(instruction.array.type.element)) {
        throw new SecantError('S101', 'the length of an array of arrays is set', {
          span: instruction.span,
          hint: 'use push, pop or slice',
        });
      }
      resize(context, array, before, environment.primal(instruction.length));
      environment.records.set(instruction, { kind: 'set-length', before });
      return;
    }
    case 'set-field': {
      const object = environment.shadow(instruction.object);
      if (object !== undefined && isReference(instruction.value.type)) {
        if (context.classOf(instruction.object).isParameter) {
          const old = newValue(instruction.value.type, adjointName(instruction.value));
          builder.emit({ kind: 'get-field', result: old, object, field: instruction.field });
          environment.records.set(instruction, { kind: 'replaced', old, before: undefined });
        }
        builder.emit({
          kind: 'set-field',
          object,
          field: instruction.field,
          value: context.shadowElement(instruction.value, environment),
        });
      }
      return;
    }
    case 'accumulate':
    case 'accumulate-field':
    case 'length':
      return;
  }
}

/** A store just past the end of a list makes it longer, and its shadow with it. */
function growShadow(context: Context, array: Value, index: Value): void {
  const { builder } = context;
  const isNew = builder.apply('ge', index, builder.length(array));
  builder.choose(
    isNew,
    [],
    () => {
      const length = builder.length(array);
      const missing = builder.apply('add', builder.apply('sub', index, length), builder.constant(1));
      builder.count(missing, [], () => {
        builder.emit({ kind: 'push', array, value: builder.constant(0) });
        return [];
      });
      return [];
    },
    () => [],
  );
}

/** Changes the length of a shadow; new places are zero. */
export function resize(context: Context, array: Value, from: Value, to: Value): void {
  const { builder } = context;
  builder.choose(
    builder.apply('lt', to, from),
    [],
    () => {
      builder.emit({ kind: 'set-length', array, length: to });
      return [];
    },
    () => {
      builder.count(builder.apply('sub', to, from), [], () => {
        builder.emit({ kind: 'push', array, value: builder.constant(0) });
        return [];
      });
      return [];
    },
  );
}

/** The type of what a new list or record holds in its k-th place. */
function heldType({ result, ...instruction }: List | Struct, k: number): Type | undefined {
  if (result.type.kind === 'array') return result.type.element;
  if (result.type.kind !== 'struct' || !('names' in instruction)) return undefined;
  return result.type.fields.get(instruction.names[k]!);
}

/** Typed arrays start at zero by themselves. */
function isList(array: Value): boolean {
  return array.type.kind === 'array' && array.type.storage === 'list';
}
