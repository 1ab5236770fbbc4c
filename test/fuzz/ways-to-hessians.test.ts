/**
 * Random programs at special points: every way to the Hessian against the others and against differences.
 * `SECANT_FUZZ_SPECIAL=100000` runs that many programs, `SECANT_FUZZ_SEED=7` other ones.
 */
import { expect, it } from 'vitest';
import { SecantError } from '../../src/base/diagnostics.ts';
import { checkHessians, specialPoint } from './check-hessians.ts';
import type { Finding } from './check-program.ts';
import { choicesFromSeed } from './choices.ts';
import { writeProgram } from './random-program.ts';
import { reduceProgram } from './reduce-program.ts';

const wanted = Number(process.env['SECANT_FUZZ_SPECIAL'] ?? 100);
const base = Number(process.env['SECANT_FUZZ_SEED'] ?? 1) * 1_000_000;

function check(source: string, point: readonly unknown[]): Finding {
  try {
    return checkHessians(source, point);
  } catch (error) {
    if (error instanceof SecantError && error.code !== 'S901') return { kind: 'refused', message: error.message };
    if (error instanceof Error && error.name === 'Error') return { kind: 'throws' };
    return { kind: 'wrong', what: 'compiler', details: String((error as Error).stack) };
  }
}

it(
  'all ways to second derivatives agree',
  () => {
    const tally: Record<string, number> = {};
    for (let k = 0; k < wanted; k++) {
      const choices = choicesFromSeed(base + k, k % 2 === 0 ? 60 : 160);
      const program = writeProgram(choices);
      const point = specialPoint(program.point, choices.slice(-9));
      const finding = check(program.source, point);
      const key = finding.kind === 'right' ? finding.derivative : finding.kind;
      tally[key] = (tally[key] ?? 0) + 1;
      if (finding.kind !== 'wrong') continue;
      const small = reduceProgram(program.source, point, (text) => {
        const found = check(text, point);
        return found.kind === 'wrong' && found.what === finding.what;
      });
      const found = check(small, point);
      const details = found.kind === 'wrong' ? found.details : finding.details;
      expect.fail(`seed ${base + k}: ${finding.what}: ${details}\nat ${JSON.stringify(point)}\n\n${small}`);
    }
    if (process.env['SECANT_FUZZ_SPECIAL'] !== undefined) console.log(tally);
    expect(tally['checked'] ?? 0).toBeGreaterThan(wanted / 10);
  },
  Math.max(120_000, wanted * 300),
);
