/**
 * The property of random programs, in shards so that the test runner can use its cores. `SECANT_FUZZ=100000` runs
 * that many programs instead of 2,000, `SECANT_FUZZ_SEED=7` other ones. A failure prints its seed, and the program
 * reduced to the lines that matter.
 */
import fc from 'fast-check';
import { checkJacobian } from './check-jacobian.ts';
import { checkProgram, type Finding } from './check-program.ts';
import { checkSecondOrder } from './check-second-order.ts';
import { reduceProgram } from './reduce-program.ts';
import { type RandomProgram, writeProgram } from './random-program.ts';

/** Files that share the programs between them. */
const shards = 2;
const wanted = Number(process.env['SECANT_FUZZ'] ?? 2000);
const baseSeed = Number(process.env['SECANT_FUZZ_SEED'] ?? 20260);

/** Programs that one shard runs, and how long that may take. */
export const programsPerShard = Math.ceil(wanted / shards);
export const timeLimit = Math.max(120_000, programsPerShard * 300);

/** How many programs ended in which way. */
export type Tally = Record<string, number>;

/** Runs one shard; fails with the reduced program where something does not agree. */
export function runPrograms(shard: number): Tally {
  const tally: Tally = {};
  const count = (finding: Finding): void => {
    const key = finding.kind === 'right' ? finding.derivative : finding.kind;
    tally[key] = (tally[key] ?? 0) + 1;
  };
  const list = fc.array(fc.nat(9999), { minLength: 20, maxLength: 420, size: 'max' });
  const direction = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 7, maxLength: 7 });
  const property = fc.property(list, direction, fc.nat(7), (choices, eighths, extra) => {
    const numbers = eighths.map((k, j) => (k === 0 ? 0.3 + j / 10 : k / 8));
    const { source, point } = writeProgram(choices);
    const finding = checkProgram(source, point, numbers);
    count(finding);
    mustBeRight(finding, { source, point }, (text) => checkProgram(text, point, numbers));
    if (extra === 0 && finding.kind === 'right' && finding.derivative === 'checked')
      mustBeRight(checkSecondOrder(source, point, numbers), { source, point }, (text) =>
        checkSecondOrder(text, point, numbers),
      );
    if (extra === 1) {
      const several = writeProgram(choices, { vector: true });
      const run = (text: string): Finding => checkJacobian(text, several.point);
      if (finding.kind === 'right') mustBeRight(run(several.source), several, run);
    }
  });
  // The program is reduced as text, which leaves less than shrinking its choices would.
  fc.assert(property, { seed: baseSeed + shard, numRuns: programsPerShard, endOnFailure: true });
  return tally;
}

function mustBeRight(finding: Finding, { source, point }: RandomProgram, check: (source: string) => Finding): void {
  if (finding.kind !== 'wrong') return;
  const same = (text: string): boolean => {
    try {
      const found = check(text);
      return found.kind === 'wrong' && found.what === finding.what;
    } catch {
      // Too much was left out: a name without a declaration, say.
      return false;
    }
  };
  const small = reduceProgram(source, point, same);
  const found = check(small);
  const details = found.kind === 'wrong' ? found.details : finding.details;
  throw new Error(
    `${finding.what} is wrong: ${details}\nat ${JSON.stringify(point)}\n\n${small}\n\nreduced from\n\n${source}`,
  );
}
