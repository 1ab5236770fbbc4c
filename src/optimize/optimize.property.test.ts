import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPlainMachine, interpret } from '../interpret/interpret.ts';
import type { FunctionIr } from '../ir/ir.ts';
import { printFunction } from '../ir/print.ts';
import { verify } from '../ir/verify.ts';
import { optimize } from './optimize.ts';
import { randomProgram, sampleArguments } from './random-program.ts';
import { outcomeOf, type RunFunction } from './same-meaning.ts';

const run: RunFunction = (fn, args, flag) => interpret(fn, args, createPlainMachine(flag));
const choices = fc.array(fc.nat(1000), { minLength: 20, maxLength: 600, size: 'max' });
const parameters = { seed: 20240607, numRuns: Number(process.env['SECANT_RUNS'] ?? 1500) };

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

describe('optimize', () => {
  it('keeps the meaning of random programs, pass by pass', () => {
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
});
