/**
 * Checks the invariants that stand at the head of `ir.ts`, and what follows from the types. Run after every
 * pass in the tests, it turns a fault of a pass into an error beside its cause, with the function printed.
 */
import { SecantError, unreachable } from '../../base/diagnostics.ts';
import type { Block, FunctionIr, Instruction, Type, Value } from './ir.ts';
import { operations } from './operations.ts';
import { printFunction } from './print.ts';
import { operandsOf, reachable, resultsOf } from './visit.ts';

/**
 * Checks a function and all it calls.
 *
 * @throws SecantError S901 with what is wrong and the printed function.
 */
export function verify(fn: FunctionIr): void {
  for (const one of reachable(fn)) new Verifier(one).run();
}

class Verifier {
  private readonly fn: FunctionIr;
  /** Defined and usable at the place being looked at. */
  private readonly visible = new Set<Value>();
  /** Defined anywhere so far. */
  private readonly defined = new Set<Value>();
  /** What the block being looked at defines. */
  private own: Value[] = [];

  constructor(fn: FunctionIr) {
    this.fn = fn;
  }

  run(): void {
    for (const parameter of this.fn.parameters) this.define(parameter);
    this.block(this.fn.body);
  }

  private fail(what: string): never {
    throw new SecantError('S901', `${what}, in\n${printed(this.fn)}`);
  }

  private check(holds: boolean, what: () => string): void {
    if (!holds) this.fail(what());
  }

  private define(value: Value): void {
    this.check(value.constant === undefined, () => `an immediate is defined: ${describe(value)}`);
    this.check(!this.defined.has(value), () => `${describe(value)} is defined twice`);
    this.defined.add(value);
    this.visible.add(value);
    this.own.push(value);
  }

  private use(value: Value | undefined, where: string): void {
    if (value === undefined) return this.fail(`an operand of ${where} is missing`);
    if (value.constant !== undefined || this.visible.has(value)) return;
    const why = this.defined.has(value) ? 'outside the block that defines it' : 'before its definition';
    this.fail(`${describe(value)} is used ${why}, by ${where}`);
  }

  /** Checks a block; what it defines cannot be seen after it. */
  private block(block: Block): void {
    this.hiding(() => {
      for (const instruction of block.instructions) this.instruction(instruction);
      for (const value of block.yields) this.use(value, 'a yield');
    });
  }

  /** Runs `look`, after which the values it met the definitions of cannot be used. */
  private hiding(look: () => void): void {
    const { own } = this;
    this.own = [];
    look();
    for (const value of this.own) this.visible.delete(value);
    this.own = own;
  }

  private instruction(instruction: Instruction): void {
    for (const value of operandsOf(instruction)) this.use(value, instruction.kind);
    switch (instruction.kind) {
      case 'apply': {
        const { operation, args } = instruction;
        this.check(Object.hasOwn(operations, operation), () => `there is no operation ${operation}`);
        const { arity } = operations[operation];
        this.check(args.length === arity, () => `${operation} takes ${arity} arguments, not ${args.length}`);
        for (const arg of args) this.check(!isMemory(arg) || takesAnything(operation), () => `${operation} of memory`);
        break;
      }
      case 'if':
        this.kind(instruction.condition, 'boolean', 'a condition');
        for (const branch of [instruction.then, instruction.otherwise]) {
          this.block(branch);
          this.lengths('the yields of a branch', branch.yields.length, instruction.results.length);
        }
        break;
      case 'loop': {
        const { initial, parameters, results, test, body } = instruction;
        this.lengths('the initial values of a loop', initial.length, parameters.length);
        this.lengths('the results of a loop', results.length, parameters.length);
        this.hiding(() => {
          for (const parameter of parameters) this.define(parameter);
          this.block(test);
          this.lengths('the yields of a test', test.yields.length, 1);
          this.kind(test.yields[0]!, 'boolean', 'the test of a loop');
          this.block(body);
          this.lengths('the yields of a loop', body.yields.length, parameters.length);
        });
        break;
      }
      case 'allocate':
        this.kind(instruction.result, 'array', 'an allocation');
        this.kind(instruction.length, 'number', 'the length of an allocation');
        break;
      case 'list':
        this.kind(instruction.result, 'array', 'a list');
        break;
      case 'struct':
        this.kind(instruction.result, 'struct', 'a record');
        this.lengths('the fields of a record', instruction.elements.length, instruction.names.length);
        this.check(new Set(instruction.names).size === instruction.names.length, () => 'a record with a field twice');
        break;
      case 'load':
      case 'store':
      case 'accumulate':
        this.kind(instruction.array, 'array', `the array of a ${instruction.kind}`);
        this.kind(instruction.index, 'number', `the index of a ${instruction.kind}`);
        break;
      case 'length':
      case 'pop':
      case 'push':
        this.kind(instruction.array, 'array', `the array of a ${instruction.kind}`);
        break;
      case 'set-length':
        this.kind(instruction.array, 'array', 'the array of a set-length');
        this.kind(instruction.length, 'number', 'a new length');
        break;
      case 'get-field':
      case 'set-field':
      case 'accumulate-field':
        this.kind(instruction.object, 'struct', `the object of a ${instruction.kind}`);
        break;
      case 'call':
        this.lengths(
          `the arguments of ${instruction.target.name}`,
          instruction.args.length,
          instruction.target.parameters.length,
        );
        this.lengths(
          `the results of ${instruction.target.name}`,
          instruction.results.length,
          instruction.target.body.yields.length,
        );
        break;
      case 'derive':
        this.lengths(
          'the active parameters of a derivative',
          instruction.active.length,
          instruction.target.parameters.length,
        );
        break;
      case 'throw':
      case 'kink':
        break;
      default:
        unreachable('verifying', instruction);
    }
    for (const result of resultsOf(instruction)) this.define(result);
  }

  /** A value's type is of this kind, or not known. */
  private kind(value: Value, kind: Type['kind'], what: string): void {
    const actual = value.type.kind;
    this.check(
      actual === kind || actual === 'unknown',
      () => `${what} is a ${actual}, not a ${kind}: ${describe(value)}`,
    );
  }

  private lengths(what: string, actual: number, expected: number): void {
    this.check(actual === expected, () => `${what} are ${actual}, not ${expected}`);
  }
}

/** The function's text; a function with parts missing may not have one. */
function printed(fn: FunctionIr): string {
  try {
    return printFunction(fn);
  } catch (error) {
    return `${fn.name}, which cannot be printed: ${String(error)}`;
  }
}

function isMemory({ type }: Value): boolean {
  return type.kind === 'array' || type.kind === 'struct';
}

/** Operations that may look at an array or a record as a whole. */
function takesAnything(operation: string): boolean {
  return ['eq', 'ne', 'not', 'truthy', 'is_undefined', 'is_null', 'select', 'stop'].includes(operation);
}

function describe(value: Value): string {
  if (value.constant !== undefined) return String(value.constant.value);
  return value.name === undefined ? `value #${value.id}` : `${value.name} (value #${value.id})`;
}
