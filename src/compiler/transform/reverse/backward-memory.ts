/** Arrays and records in the reverse sweep: adjoints are gathered in shadows and come out of them. */
import type { MemoryInstruction } from '../../analysis/effects.ts';
import { type Instruction, isReference, type Load, newValue, type Value } from '../../ir/ir.ts';
import { adjointName, Adjoints } from './adjoints.ts';
import type { Context } from './context.ts';
import type { Environment } from './environment.ts';
import { resize } from './forward-memory.ts';

/** Undoes an instruction on arrays and records: shadows take back their shape, adjoints come out of them. */
export function backwardMemory(
  context: Context,
  instruction: MemoryInstruction,
  environment: Environment,
  adjoints: Adjoints,
): void {
  const { builder } = context;
  switch (instruction.kind) {
    case 'load': {
      const adjoint = adjoints.take(instruction.result);
      const array = environment.shadow(instruction.array);
      if (adjoint === undefined || array === undefined || isReference(instruction.result.type)) return;
      const index = environment.primal(instruction.index);
      noteMiss(context, instruction, array, index);
      addToElement(context, array, index, adjoint, mayMiss(context, instruction, adjoint));
      return;
    }
    case 'get-field': {
      const adjoint = adjoints.take(instruction.result);
      const object = environment.shadow(instruction.object);
      if (adjoint !== undefined && object !== undefined)
        builder.emit({ kind: 'accumulate-field', object, field: instruction.field, value: adjoint });
      return;
    }
    case 'store': {
      const array = environment.shadow(instruction.array);
      if (array === undefined) return;
      const index = environment.primal(instruction.index);
      const record = environment.records.get(instruction);
      if (isReference(instruction.value.type)) {
        if (record?.kind !== 'replaced') return;
        builder.emit({ kind: 'store', array, index, value: record.old });
        if (record.before) cutTo(context, array, record.before);
        return;
      }
      const adjoint = fromMemory(instruction.value, (result) => builder.emit({ kind: 'load', result, array, index }));
      builder.emit({ kind: 'store', array, index, value: builder.constant(0) });
      if (record?.kind === 'grown') cutTo(context, array, record.before);
      context.addIfActive(adjoints, instruction.value, adjoint);
      return;
    }
    case 'accumulate': {
      const array = environment.shadow(instruction.array);
      if (array === undefined || !context.activity.isActive(instruction.value)) return;
      const index = environment.primal(instruction.index);
      context.addIfActive(
        adjoints,
        instruction.value,
        fromMemory(instruction.value, (result) => builder.emit({ kind: 'load', result, array, index })),
      );
      return;
    }
    case 'set-field': {
      const object = environment.shadow(instruction.object);
      const { field } = instruction;
      const record = environment.records.get(instruction);
      if (object !== undefined && record?.kind === 'replaced')
        builder.emit({ kind: 'set-field', object, field, value: record.old });
      if (
        object === undefined ||
        instruction.value.type.kind !== 'number' ||
        !context.activity.holdsActive(instruction.object, field)
      )
        return;
      const adjoint = fromMemory(instruction.value, (result) =>
        builder.emit({ kind: 'get-field', result, object, field }),
      );
      builder.emit({ kind: 'set-field', object, field, value: builder.constant(0) });
      context.addIfActive(adjoints, instruction.value, adjoint);
      return;
    }
    case 'accumulate-field': {
      const object = environment.shadow(instruction.object);
      if (object === undefined || !context.activity.isActive(instruction.value)) return;
      const { field } = instruction;
      context.addIfActive(
        adjoints,
        instruction.value,
        fromMemory(instruction.value, (result) => builder.emit({ kind: 'get-field', result, object, field })),
      );
      return;
    }
    case 'allocate':
      backwardFill(context, instruction, environment, adjoints);
      return;
    case 'list':
    case 'struct': {
      const shadow = environment.shadow(instruction.result);
      if (shadow === undefined) return;
      instruction.elements.forEach((element, k) => {
        if (isReference(element.type) || !context.activity.isActive(element)) return;
        const read = (result: Value): unknown =>
          instruction.kind === 'list'
            ? builder.emit({ kind: 'load', result, array: shadow, index: builder.constant(k) })
            : builder.emit({ kind: 'get-field', result, object: shadow, field: instruction.names[k]! });
        context.addIfActive(adjoints, element, fromMemory(element, read));
      });
      return;
    }
    case 'push': {
      const array = environment.shadow(instruction.array);
      if (array === undefined) return;
      const adjoint = fromMemory(instruction.value, (result) => builder.emit({ kind: 'pop', result, array }));
      if (!isReference(instruction.value.type)) context.addIfActive(adjoints, instruction.value, adjoint);
      return;
    }
    case 'pop': {
      const array = environment.shadow(instruction.array);
      const record = environment.records.get(instruction);
      if (array === undefined || record?.kind !== 'pop') return;
      const adjoint = adjoints.take(instruction.result);
      const value = isReference(instruction.result.type)
        ? record.shadow
        : (adjoint ?? builder.constant(instruction.result.type.kind === 'number' ? 0 : undefined));
      // Popping an empty array takes nothing, so nothing is put back.
      builder.choose(
        record.some,
        [],
        () => {
          builder.emit({ kind: 'push', array, value });
          return [];
        },
        () => [],
      );
      return;
    }
    case 'set-length': {
      const array = environment.shadow(instruction.array);
      const record = environment.records.get(instruction);
      if (array !== undefined && record?.kind === 'set-length')
        resize(context, array, environment.primal(instruction.length), record.before);
      return;
    }
    case 'length':
      return;
  }
}

/** Gives a shadow its length before a store again; mostly it has it, and engines are slow to set what is there. */
function cutTo({ builder }: Context, array: Value, length: Value): void {
  builder.choose(
    builder.apply('eq', builder.length(array), length),
    [],
    () => [],
    () => {
      builder.emit({ kind: 'set-length', array, length });
      return [];
    },
  );
}

/** Reads an adjoint from memory: zero there may mean that nothing was added. */
function fromMemory(value: Value, read: (result: Value) => unknown): Value {
  const result = newValue(value.type, adjointName(value));
  read(result);
  Adjoints.mark(result, 'memory');
  return result;
}

/**
 * True if a read may have been past the end without the result showing it: then its adjoint is zero, and adding it
 * would make the shadow longer. The shadow of a list that is a parameter of its own is cut back in the end instead.
 */
function mayMiss(context: Context, load: Load, adjoint: Value): boolean {
  if (context.ranges.isWithin(load)) return false;
  const { array, result } = load;
  const zero = Adjoints.zeroKind(adjoint);
  if (zero === 'branch' || context.isLookedAt(result)) return true;
  if (zero === 'none' || array.type.kind !== 'array' || array.type.storage !== 'list') return false;
  if (context.changesLength(array)) return true;
  const of = context.classOf(array);
  if (!of.isParameter) return false;
  if (!context.parameterLists.has(of)) return true;
  context.parameterLists.set(of, 'to be cut back');
  return false;
}

/** Notes that a read found nothing, where it is not known to find something. */
function noteMiss(context: Context, load: Load, shadow: Value, index: Value): void {
  if (!context.ties || !context.ranges.needsLook(load)) return;
  context.builder.noteMissing(context.builder.load(shadow, index));
}

/** Adds to an element of a shadow. A read past the end gave undefined, and there is nothing to add to. */
function addToElement(context: Context, array: Value, index: Value, adjoint: Value, mayMiss: boolean): void {
  const { builder } = context;
  const add = (): Value[] => {
    builder.emit({ kind: 'accumulate', array, index, value: adjoint, span: builder.span });
    return [];
  };
  if (!mayMiss) {
    add();
    return;
  }
  // Whether there is a place is asked of the shadow, never of the adjoint: an adjoint that is zero here may still move.
  builder.choose(builder.apply('is_undefined', builder.load(array, index)), [], () => [], add);
}

function backwardFill(
  context: Context,
  instruction: Extract<Instruction, { kind: 'allocate' }>,
  environment: Environment,
  adjoints: Adjoints,
): void {
  const { builder } = context;
  const shadow = environment.shadow(instruction.result);
  const { fill } = instruction;
  if (shadow === undefined || fill === undefined || isReference(fill.type) || !context.activity.isActive(fill)) return;
  const [total] = builder.count(builder.length(shadow), [builder.constant(0)], (index, [sum]) => {
    const element = builder.load(shadow, index);
    return [builder.apply('add', sum!, element)];
  });
  adjoints.add(builder, fill, total!);
}
