/**
 * Random programs in WebAssembly: with the engine's own elementary functions they give what the interpreter gives, results,
 * memory and notes, bit for bit, or leave the run and change nothing.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { randomProgram, sampleArguments } from '../../../../test/support/random-ir.ts';
import { SecantError } from '../../../base/diagnostics.ts';
import { createPlainMachine, interpret } from '../../interpret/interpret.ts';
import type { FunctionIr, KinkFlag } from '../../ir/ir.ts';
import { printFunction } from '../../ir/print.ts';
import { optimize } from '../../optimize/index.ts';
import { emitWebAssembly, instantiate } from './index.ts';

interface Outcome {
  readonly results: unknown;
  readonly memory: unknown;
  readonly kink: KinkFlag['hit'];
}

function interpreted(fn: FunctionIr, which: number): Outcome | undefined {
  const args = sampleArguments(which);
  const flag: KinkFlag = { hit: false };
  try {
    const results = interpret(fn, args, createPlainMachine(flag));
    return { results, memory: args, kink: flag.hit };
  } catch (error) {
    // An error of the program's own, a length that cannot be.
    if (error instanceof SecantError || error instanceof RangeError || error instanceof TypeError) return undefined;
    throw error;
  }
}

const size = Number(process.env['SECANT_PROGRAMS'] ?? 400);

it('random programs give in WebAssembly what the interpreter gives, or leave the run', () => {
  const counts = { ran: 0, left: 0, refused: 0 };
  fc.assert(
    fc.property(fc.array(fc.nat(239), { minLength: 40, maxLength: 400 }), fc.boolean(), (choices, optimized) => {
      const made = randomProgram(choices, { plain: true });
      const fn = optimized ? optimize(made) : made;
      const emitted = emitWebAssembly(fn, { functions: 'engine' });
      if (typeof emitted === 'string') {
        counts.refused++;
        return;
      }
      try {
        const flag: KinkFlag = { hit: false };
        const program = instantiate(emitted, flag);
        for (const which of [0, 2, 5]) {
          flag.hit = false;
          const args = sampleArguments(which);
          const results = program.run(args);
          if (results === undefined) {
            counts.left++;
            expect({ args, kink: flag.hit }).toStrictEqual({ args: sampleArguments(which), kink: false });
          } else {
            counts.ran++;
            const expected = interpreted(fn, which);
            expect({ results, memory: args, kink: flag.hit }).toStrictEqual(expected);
          }
        }
      } catch (error) {
        throw new Error(`${String(error)}\n${printFunction(fn)}\n${emitted.code}`, { cause: error });
      }
    }),
    { numRuns: size, seed: 20261129 },
  );
  // Programs that are refused or leave their runs would show nothing.
  expect(counts.ran).toBeGreaterThan(size / 2);
  expect(counts.left).toBeGreaterThan(size / 10);
}, 120_000);
