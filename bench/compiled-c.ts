/** Gradients written by hand in C, compiled by the system's compiler where there is one. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The compiler's first line about itself; undefined where there is none. */
export const compiler: string | undefined = spawnSync('cc', ['--version'], { encoding: 'utf8' }).stdout?.split('\n')[0];

/** Median times in microseconds by name, of one of the programs in `bench/c`; none without a compiler. */
export function timesInC(name: 'derivatives' | 'rosenbrock' | 'network'): ReadonlyMap<string, number> {
  if (compiler === undefined) return new Map();
  const folder = mkdtempSync(join(tmpdir(), 'secant-c-'));
  try {
    const program = join(folder, name);
    const made = spawnSync('cc', ['-O3', '-o', program, join('bench', 'c', `${name}.c`), '-lm'], { encoding: 'utf8' });
    if (made.status !== 0) throw new Error(made.stderr);
    const { stdout } = spawnSync(program, { encoding: 'utf8' });
    return new Map(stdout.trim().split('\n').map((line) => [line.split('\t')[0]!, Number(line.split('\t')[1])])); // prettier-ignore
  } finally {
    rmSync(folder, { recursive: true });
  }
}
