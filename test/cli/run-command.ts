/** A command without a process: what it wrote and its exit code. */
import { run } from '../../src/tools/cli/program.ts';
import type { Terminal } from '../../src/tools/cli/terminal.ts';

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs `secant` with these words. */
export async function runCommand(
  words: readonly string[],
  given: Partial<Terminal> & { readonly input?: string } = {},
): Promise<Outcome> {
  let out = '';
  let err = '';
  const { input = '', ...terminal } = given;
  const code = await run(words, {
    out: (text) => (out += typeof text === 'string' ? text : new TextDecoder().decode(text)),
    err: (text) => (err += text),
    readInput: () => Promise.resolve(input),
    ask: () => Promise.resolve(''),
    columns: 80,
    interactive: false,
    interactiveErrors: false,
    color: false,
    environment: {},
    directory: process.cwd(),
    ...terminal,
  });
  return { code, out, err };
}
