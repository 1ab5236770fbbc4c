/** The IR as text: one instruction a line, blocks indented, values numbered in order of appearance. Goldens read it. */
import { unreachable } from '../../base/diagnostics.ts';
import type { Block, FunctionIr, Instruction, Type, Value } from './ir.ts';

/** Prints a function. Numbering starts anew for each call, so the text does not depend on what ran before. */
export function printFunction(fn: FunctionIr): string {
  const names = new Map<Value, string>();
  const name = (value: Value): string => {
    if (value.constant !== undefined) return printConstant(value.constant.value);
    let known = names.get(value);
    if (known === undefined) {
      known = `%${names.size}${value.name === undefined ? '' : `:${value.name}`}`;
      names.set(value, known);
    }
    return known;
  };
  const list = (values: readonly Value[]): string => values.map(name).join(', ');
  const block = (inner: Block, indent: string): string[] => [
    ...inner.instructions.flatMap((instruction) => print(instruction, indent)),
    `${indent}yield ${list(inner.yields)}`.trimEnd(),
  ];
  const print = (instruction: Instruction, indent: string): string[] => {
    const line = (text: string): string[] => [indent + text];
    switch (instruction.kind) {
      case 'apply':
        return line(`${name(instruction.result)} = ${instruction.operation} ${list(instruction.args)}`);
      case 'if':
        return [
          `${indent}${list(instruction.results)} = if ${name(instruction.condition)} {`,
          ...block(instruction.then, `${indent}  `),
          `${indent}} else {`,
          ...block(instruction.otherwise, `${indent}  `),
          `${indent}}`,
        ];
      case 'loop':
        return [
          `${indent}${list(instruction.results)} = loop (${instruction.parameters.map((p, k) => `${name(p)} = ${name(instruction.initial[k]!)}`).join(', ')}) while {`,
          ...block(instruction.test, `${indent}  `),
          `${indent}} do {`,
          ...block(instruction.body, `${indent}  `),
          `${indent}}`,
        ];
      case 'allocate':
        return line(
          `${name(instruction.result)} = allocate ${printType(instruction.result.type)} ${name(instruction.length)}${instruction.fill ? ` filled ${name(instruction.fill)}` : ''}`,
        );
      case 'list':
        return line(`${name(instruction.result)} = list [${list(instruction.elements)}]`);
      case 'struct':
        return line(
          `${name(instruction.result)} = struct {${instruction.names.map((field, k) => `${field}: ${name(instruction.elements[k]!)}`).join(', ')}}`,
        );
      case 'load':
        return line(`${name(instruction.result)} = ${name(instruction.array)}[${name(instruction.index)}]`);
      case 'store':
        return line(`${name(instruction.array)}[${name(instruction.index)}] = ${name(instruction.value)}`);
      case 'accumulate':
        return line(`${name(instruction.array)}[${name(instruction.index)}] += ${name(instruction.value)}`);
      case 'length':
        return line(`${name(instruction.result)} = length ${name(instruction.array)}`);
      case 'set-length':
        return line(`length ${name(instruction.array)} = ${name(instruction.length)}`);
      case 'push':
        return line(`push ${name(instruction.array)}, ${name(instruction.value)}`);
      case 'pop':
        return line(`${name(instruction.result)} = pop ${name(instruction.array)}`);
      case 'get-field':
        return line(`${name(instruction.result)} = ${name(instruction.object)}.${instruction.field}`);
      case 'set-field':
        return line(`${name(instruction.object)}.${instruction.field} = ${name(instruction.value)}`);
      case 'accumulate-field':
        return line(`${name(instruction.object)}.${instruction.field} += ${name(instruction.value)}`);
      case 'call':
        return line(`${list(instruction.results)} = call ${instruction.target.name}(${list(instruction.args)})`);
      case 'derive':
        return line(
          `${list(instruction.results)} = ${instruction.mode} ${instruction.target.name}(${list(instruction.args)})`,
        );
      case 'throw':
        return line(`throw ${name(instruction.message)}`);
      case 'kink':
        return line(`${instruction.missed ? 'missed' : 'kink'} ${name(instruction.left)} = ${name(instruction.right)}`);
      default:
        return unreachable('printing', instruction);
    }
  };
  const head = `function ${fn.name}(${fn.parameters.map((p) => `${name(p)} ${printType(p.type)}`).join(', ')}) {`;
  return [head, ...block(fn.body, '  '), '}'].join('\n');
}

function printConstant(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}

const classNumbers = new WeakMap<object, number>();
/** Classes are numbered as they are first printed, so that a type has one text in all programs. */
let nextClass = 0;

/** A number that stands for a class in texts of types: different classes, different numbers. */
function numberOfClass(shared: object): number {
  let number = classNumbers.get(shared);
  if (number === undefined) classNumbers.set(shared, (number = nextClass++));
  return number;
}

/** A type as people write it; recursive records end in an ellipsis. */
export function printType(type: Type, depth = 0): string {
  switch (type.kind) {
    case 'array':
      if (type.storage !== 'list') return type.storage;
      return depth > 4 ? '…[]' : `${printType(type.element, depth + 1)}[]`;
    case 'struct': {
      if (depth > 4) return '{…}';
      const fields = [...type.fields].map(
        ([field, inner]) => (type.tuple ? '' : `${fieldName(field)}: `) + printType(inner, depth + 1),
      );
      if (type.tuple) return `[${fields.join(', ')}]`;
      for (const [field, what] of type.closed ?? []) fields.push(`${fieldName(field)}: ${what}`);
      return `${type.shared === undefined ? '' : `class ${numberOfClass(type.shared)} `}{${fields.join(', ')}}`;
    }
    default:
      return type.kind;
  }
}

/** A type whole, however deep: equal texts are equal types, so that programs can be found by it. */
export function typeKey(type: Type): string {
  return printType(type, -Infinity);
}

/** A name as it is, or in quotes where it could be taken for more than a name. */
function fieldName(field: string): string {
  return /^[\p{L}\d_$]+$/u.test(field) ? field : JSON.stringify(field);
}
