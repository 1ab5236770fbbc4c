import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlainMachine, interpret } from '../interpret/interpret.ts';
import type { Block, FunctionIr, Instruction, Value } from '../ir/ir.ts';
import { printFunction } from '../ir/print.ts';
import { verify } from '../ir/verify.ts';
import { optimize } from './optimize.ts';
import { randomProgram, sampleArguments } from '../../../test/support/random-ir.ts';
import { keyOf, replaceAll, Replacements, withOperands } from './rewrite.ts';
import { outcomeOf, type RunFunction } from '../../../test/support/outcome-of.ts';

const run: RunFunction = (fn, args, flag) => interpret(fn, args, createPlainMachine(flag));
const choices = fc.array(fc.nat(1000), { minLength: 60, maxLength: 700, size: 'max' });
const runs = Number(process.env['SECANT_PROGRAMS'] ?? 1000);
const parameters = { seed: 20240607, numRuns: runs };

/** Fails with both texts where a transformed program differs from the original. */
function expectSameMeaning(before: FunctionIr, after: FunctionIr, what: string): void {
  verify(after);
  for (let which = 0; which < 9; which += 2) {
    const expected = outcomeOf(run, before, sampleArguments(which));
    if (expected === undefined) continue;
    const given = outcomeOf(run, after, sampleArguments(which));
    if (given === expected) continue;
    const text = `${printFunction(before)}\n\nafter ${what}:\n${printFunction(after)}`;
    throw new Error(`expected ${expected}\nbut got ${given}\nfor sample ${which} of\n${text}`);
  }
}

/** A wrong pass, to see the property fail: a second load of one element is the first, whatever was stored between. */
function forgetStores(fn: FunctionIr): FunctionIr {
  const replaced = new Replacements();
  const inBlock = (block: Block): Block => {
    const loads = new Map<string, Value>();
    const instructions = block.instructions.flatMap((original): Instruction[] => {
      const instruction = withOperands(original, replaced.of);
      if (instruction.kind === 'load') {
        const key = `${instruction.array.id} ${keyOf(instruction.index)}`;
        const known = loads.get(key);
        if (known !== undefined) {
          replaced.set(instruction.result, known);
          return [];
        }
        loads.set(key, instruction.result);
      } else if (instruction.kind === 'if') {
        return [{ ...instruction, then: inBlock(instruction.then), otherwise: inBlock(instruction.otherwise) }];
      } else if (instruction.kind === 'loop') {
        return [{ ...instruction, test: inBlock(instruction.test), body: inBlock(instruction.body) }];
      }
      return [instruction];
    });
    return { instructions, yields: [...replaceAll(block.yields, replaced.of)] };
  };
  return { ...fn, body: inBlock(fn.body) };
}

describe('optimize', () => {
  it('keeps the meaning of random programs, pass by pass', { timeout: 20_000 + 20 * runs }, () => {
    fc.assert(
      fc.property(choices, (list) => {
        const program = randomProgram(list);
        const text = printFunction(program);
        optimize(program, { watch: (pass, fn) => expectSameMeaning(program, fn, pass) });
        expect(printFunction(program)).toBe(text);
      }),
      parameters,
    );
  });

  it('would be caught if it forgot a store', () => {
    const forgetful = fc.property(choices, (list) => {
      const program = randomProgram(list);
      expectSameMeaning(program, forgetStores(program), 'forgetting stores');
    });
    expect(fc.check(forgetful, { ...parameters, endOnFailure: true }).failed).toBe(true);
  });
});
