/**
 * The numbers a function divides by, as functions of its argument. Where one of them is 0 the function may have no value
 * though it has a limit, and nobody who only calls it would find the place. In: a function of one number. Out: for an
 * argument, what it divides by there, what it raises to a power that may be negative and what it takes logarithms of, as
 * far as that happens whatever the argument is: what stands in a branch or a loop is guarded by it.
 */
import type { FunctionIr, Instruction, Value } from '../compiler/ir/ir.ts';
import { copyFunction } from '../compiler/ir/visit.ts';
import { type CompiledTransform, programsOf } from './compile.ts';
import type { ScalarFunction } from './types.ts';

const logarithms: ReadonlySet<string> = new Set(['log', 'log2', 'log10']);

function divisorOf(instruction: Instruction): Value | undefined {
  if (instruction.kind !== 'apply') return undefined;
  const { operation, args } = instruction;
  const [first, second] = args;
  if (operation === 'div') return second;
  if (logarithms.has(operation)) return first;
  if (operation !== 'pow') return undefined;
  const exponent = second?.constant?.value;
  return typeof exponent === 'number' && exponent > 0 ? undefined : first;
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
