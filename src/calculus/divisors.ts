/**
 * The numbers a function divides by, as functions of its argument. Where one of them is 0 the function may have no value
 * though it has a limit, and nobody who only calls it would find the place. In: a function of one number. Out: for an
 * argument, what it divides by there, what it raises to a power that may be negative and what it takes logarithms of, as
 * far as that happens whatever the argument is: what stands in a branch or a loop is guarded by it.
 */
import type { FunctionIr, Instruction, Value } from '../compiler/ir/ir.ts';
import { operations } from '../compiler/ir/operations.ts';
import { copyFunction } from '../compiler/ir/visit.ts';
import type { CompiledTransform } from './compile.ts';
import { programsOf } from './programs.ts';
import type { ScalarFunction } from './types.ts';

function divisorOf(instruction: Instruction): Value | undefined {
  if (instruction.kind !== 'apply') return undefined;
  const { operation, args } = instruction;
  const { pole } = operations[operation];
  if (pole === undefined) return undefined;
  const exponent = operation === 'pow' ? args[1]?.constant?.value : undefined;
  return typeof exponent === 'number' && exponent > 0 ? undefined : args[pole];
}

const divisorsTransform: CompiledTransform = {
  key: 'divisors',
  apply: (fn: FunctionIr) => {
    const copy = copyFunction(fn);
    const divisors = copy.body.instructions.map(divisorOf).filter((value) => value !== undefined);
    copy.body.yields = [...new Set(divisors)].filter((value) => value.constant === undefined);
    return copy;
  },
};

/**
 * What a function divides by at an argument, in the order of its program.
 *
 * @throws SecantError as `derivative` does
 */
export function divisorsOf(g: ScalarFunction): (w: number) => readonly number[] {
  const programs = programsOf(g);
  return (w) => {
    const program = programs.compiledFor([w]);
    return program.get(divisorsTransform).run([...program.safe([w]), ...program.captured()]) as number[];
  };
}
