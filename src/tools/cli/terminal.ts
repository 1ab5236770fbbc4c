/**
 * What a command sees of the place it runs in: where its words go, how wide that is, whether colour is wanted, and
 * what comes in. Commands are functions of this and of their arguments, so tests run them without a process.
 */
import { styleText } from 'node:util';

/** A place that commands write to and read from. */
export interface Terminal {
  /** Results: standard output. */
  out(text: string | Uint8Array): void;
  /** Everything that is no result: errors, notes, progress. */
  err(text: string): void;
  /** Everything on standard input. */
  readInput(): Promise<string>;
  /** Asks the terminal itself, and gives what it answers up to a letter; nothing where it is silent or nobody is there. */
  ask(question: string, until: string): Promise<string>;
  readonly columns: number;
  /** True where a person looks at standard output. */
  readonly interactive: boolean;
  /** True where a person looks at standard error. */
  readonly interactiveErrors: boolean;
  readonly color: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly directory: string;
}

/** The terminal of this process. Colour only where a person looks, and not where NO_COLOR asks for none. */
export function processTerminal(): Terminal {
  const { stdout, stderr, stdin, env } = process;
  const interactive = stdout.isTTY;
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    readInput: async () => {
      const parts: Buffer[] = [];
      for await (const part of stdin) parts.push(part as Buffer);
      return Buffer.concat(parts).toString('utf8');
    },
    ask: (question, until) => (interactive && stdin.isTTY ? askTerminal(question, until) : Promise.resolve('')),
    columns: interactive ? Math.max(20, stdout.columns) : 80,
    interactive,
    interactiveErrors: stderr.isTTY,
    color: (interactive || (env['FORCE_COLOR'] ?? '') !== '') && (env['NO_COLOR'] ?? '') === '',
    environment: env,
    directory: process.cwd(),
  };
}

/** How long a terminal may think, in milliseconds; those that answer at all do so at once. */
const patience = 250;

function askTerminal(question: string, until: string): Promise<string> {
  const { stdin, stdout } = process;
  return new Promise((done) => {
    let answer = '';
    const end = (): void => {
      clearTimeout(timer);
      stdin.off('data', heard);
      stdin.setRawMode(false);
      stdin.pause();
      done(answer);
    };
    const heard = (part: Buffer): void => {
      answer += part.toString('latin1');
      if (answer.includes(until)) end();
    };
    const timer = setTimeout(end, patience);
    stdin.setRawMode(true);
    stdin.on('data', heard);
    stdout.write(question);
  });
}

/** A text in a style, where the terminal wants colour. */
export function styled(terminal: Terminal, style: Parameters<typeof styleText>[0], text: string): string {
  return terminal.color ? styleText(style, text, { validateStream: false }) : text;
}
