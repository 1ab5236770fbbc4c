/**
 * Every instruction of the IR as JavaScript statements: those of `straight-line.ts`, and what loops, memory and calls
 * need besides.
 */
import { internalError, unreachable } from '../../../base/diagnostics.ts';
import type { Allocate, Call, Instruction, Push, Throw, Value } from '../../ir/ir.ts';
import { atom, compose, elementExpression, type Expression, literal, listExpression, within } from './expressions.ts';
import type { Statements } from './function-text.ts';
import { emitLoop } from './loops.ts';
import { fieldExpression, recordExpression } from './record-expressions.ts';
import { countedLength } from './steps.ts';
import { emitSimple } from './straight-line.ts';
import type { Tape } from './tape-plan.ts';
import { holdsTruth, planTapes } from './tapes.ts';
import type { ModuleContext, Writer } from './writer.ts';

/** All instructions. */
export const allStatements: Statements = { emit: emitInstruction, planTapes };

function emitInstruction(w: Writer, instruction: Instruction, context: ModuleContext): void {
  if (emitSimple(w, instruction)) return;
  switch (instruction.kind) {
    case 'loop':
      return emitLoop(w, instruction, context);
    case 'allocate':
      return emitAllocate(w, instruction, context);
    case 'list':
      if (w.plannedTapes.sharing.has(instruction.result)) return openTape(w, instruction.result, context);
      return w.define(instruction.result, listExpression(instruction.elements.map((value) => w.take(value))));
    case 'struct': {
      const elements = instruction.elements.map((value) => w.take(value));
      const { type } = instruction.result;
      const tuple = type.kind === 'struct' && type.tuple;
      return w.define(
        instruction.result,
        tuple ? listExpression(elements) : recordExpression(instruction.names, elements),
      );
    }
    case 'get-field':
      return w.define(instruction.result, fieldExpression(w.take(instruction.object), instruction.field));
    case 'length': {
      const array = w.take(instruction.array);
      const { result } = instruction;
      const expression = { ...compose(`${within(array, atom)}.length`, atom, [array]), memory: true };
      if (w.uses.usesOf(result).length === 1) w.pending.set(result, expression);
      else w.define(result, expression);
      return;
    }
    case 'store':
    case 'accumulate': {
      const operands = [instruction.array, instruction.index, instruction.value];
      const [array, index, value] = w.takeAll(operands) as [Expression, Expression, Expression];
      w.flushMemory();
      return emitWrite(w, elementExpression(array, index), value, instruction.kind === 'accumulate');
    }
    case 'set-length': {
      const [array, length] = w.takeAll([instruction.array, instruction.length]) as [Expression, Expression];
      w.flushMemory();
      return w.line(`${within(array, atom)}.length = ${countedLength(length.text, context)};`);
    }
    case 'push': {
      const tape = w.tapes.get(instruction.array);
      if (tape !== undefined) return pushOnTape(w, tape, instruction);
      const [array, value] = w.takeAll([instruction.array, instruction.value]) as [Expression, Expression];
      w.flushMemory();
      return w.line(`${within(array, atom)}.push(${value.text});`);
    }
    case 'pop': {
      const tape = w.tapes.get(instruction.array);
      if (tape !== undefined) {
        const taken = `${tape.array.name}[--${tape.height.name}]`;
        return emitEffect(w, literal(holdsTruth(instruction.array) ? `${taken} !== 0` : taken), [instruction.result]);
      }
      const array = w.take(instruction.array);
      w.flushMemory();
      return emitEffect(w, compose(`${within(array, atom)}.pop()`, atom, [array]), [instruction.result]);
    }
    case 'set-field':
    case 'accumulate-field': {
      const [object, value] = w.takeAll([instruction.object, instruction.value]) as [Expression, Expression];
      w.flushMemory();
      return emitWrite(w, fieldExpression(object, instruction.field), value, instruction.kind === 'accumulate-field');
    }
    case 'call':
      return emitCall(w, instruction, context);
    case 'derive':
      return internalError('a derivative inside the program that was not expanded', instruction.target.name);
    case 'throw':
      return emitThrow(w, instruction, context);
    default:
      return unreachable('emitting', instruction);
  }
}

function emitAllocate(w: Writer, { result, length, fill }: Allocate, context: ModuleContext): void {
  const size = w.take(length);
  const storage = result.type.kind === 'array' ? result.type.storage : 'list';
  const count = length.constant?.value;
  const content = fill && w.take(fill);
  const parts = content === undefined ? [size] : [size, content];
  const text = (): string => {
    const room = countedLength(size.text, context);
    if (storage !== 'list') return `new ${storage}(${room})${content ? `.fill(${content.text})` : ''}`;
    if (count === 0) return '[]';
    if (content === undefined) return `new Array(${room})`;
    // A literal is the fastest to make. `new Array` stands in the text itself and not in a shared helper, so that the
    // engine learns for each place what the elements are.
    const width = (content.text.length + 2) * (typeof count === 'number' ? count : Infinity);
    if (Number.isInteger(count) && width > 0 && width <= 80) {
      return `[${new Array(count as number).fill(content.text).join(', ')}]`;
    }
    return `new Array(${room}).fill(${content.text})`;
  };
  emitEffect(w, compose(text(), atom, parts), [result]);
}

function emitCall(w: Writer, { target, args, results }: Call, context: ModuleContext): void {
  const operands = w.takeAll(args);
  w.flushMemory();
  const list = operands.map((operand) => within(operand, 2)).join(', ');
  emitEffect(w, compose(`${context.nameOf(target)}(${list})`, atom, operands), results);
}

/** `place = value`, or `place += value`. */
function emitWrite(w: Writer, place: Expression, value: Expression, accumulate: boolean): void {
  if (!accumulate) w.line(`${place.text} = ${value.text};`);
  else if (value.opposite === undefined) w.line(`${place.text} += ${value.text};`);
  else w.line(`${place.text} -= ${value.opposite.text};`);
}

/** An expression with effects, on a line of its own; several results come as an array. */
function emitEffect(w: Writer, expression: Expression, results: readonly Value[]): void {
  const used = results.filter((result) => w.uses.usesOf(result).length > 0);
  if (used.length === 0) return w.line(`${expression.text};`);
  if (results.length === 1) return w.defineNow(results[0]!, expression);
  const all = w.newVariable(undefined, false);
  w.line(`const ${all.name} = ${expression.text};`);
  results.forEach((result, k) => {
    if (used.includes(result)) w.defineNow(result, literal(`${all.name}[${k}]`));
  });
}

function emitThrow(w: Writer, { message, span }: Throw, context: ModuleContext): void {
  const text = w.take(message);
  w.flushMemory();
  const number = context.spanNumber(span);
  w.line(`throw raise(${text.text}${number === undefined ? '' : `, ${number}`});`);
}

function openTape(w: Writer, value: Value, context: ModuleContext): void {
  const first = w.plannedTapes.sharing.get(value)!;
  const opened = w.tapes.get(first);
  if (opened !== undefined) {
    w.tapes.set(value, opened);
    return;
  }
  const array = w.newVariable(first.name, true);
  const height = w.newVariable(`${array.name}_height`, true);
  const store = context.newStore();
  // Taken while the function runs, so that the same function called meanwhile, from a Proxy that is read, has its own.
  w.line(`let ${array.name} = ${store} ?? grown();`);
  w.line(`${store} = undefined;`);
  w.line(`let ${height.name} = 0;`);
  const tape = { array, height, store };
  w.tapes.set(first, tape);
  w.tapes.set(value, tape);
}

function pushOnTape(w: Writer, { array, height }: Tape, push: Push): void {
  const value = w.take(push.value);
  const run = w.plannedTapes.runs.get(push);
  const isFull =
    run === 1 ? `${height.name} === ${array.name}.length` : `${height.name} + ${run} > ${array.name}.length`;
  if (run !== undefined) w.line(`if (${isFull}) ${array.name} = grown(${array.name});`);
  const number = holdsTruth(push.array) ? `${within(value, 4)} ? 1 : 0` : within(value, 2);
  w.line(`${array.name}[${height.name}++] = ${number};`);
}
