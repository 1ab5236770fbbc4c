/**
 * From the words typed behind `secant` to the command that runs, and from whatever it throws to words and an exit code:
 * 0 done, 2 could not be done; some commands have a 3 for an answer that is a "no" (`differentiable`) or a 1 for a check that failed.
 */
import { Command as Parser, CommanderError } from 'commander';
import { SecantError } from '../../base/diagnostics.ts';
import { between, type Command, type Option, type OptionValues } from './command.ts';
import { commands } from './commands/index.ts';
import { styled, type Terminal } from './terminal.ts';
import { UsageError } from './usage-error.ts';
import { version } from './version.ts';

/** Stands before a formula that begins with a minus sign while the parser looks at it: `-w^2` is no option. */
const shield = '\u0001';

/** The short options there are; everything else behind a single minus sign is a formula or a number. */
const shortFlags = new Set(['-h', '-V', '-o']);

/**
 * Runs a command.
 *
 * @param words what was typed behind `secant`
 * @returns the exit code
 */
export async function run(words: readonly string[], terminal: Terminal): Promise<number> {
  let code = 0;
  try {
    const program = parser(terminal, (exit) => (code = exit));
    await program.parseAsync(
      words.map((word) => (/^-[^-]/.test(word) && !shortFlags.has(word) ? shield + word : word)),
      { from: 'user' },
    );
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    terminal.err(`${explain(error, terminal)}\n`);
    return 2;
  }
}

/** What went wrong, in words; the stack of a fault that nobody foresaw. */
function explain(error: unknown, terminal: Terminal): string {
  const mark = styled(terminal, 'red', 'secant:');
  if (error instanceof SecantError)
    return error.code === 'S901' ? `${mark} ${error.stack ?? error.message}` : `${mark} ${error.message}`;
  if (error instanceof UsageError)
    return `${mark} ${error.message}${error.hint === undefined ? '' : `\n  ${error.hint}`}`;
  if (!(error instanceof Error)) return `${mark} ${String(error)}`;
  // A file of the caller's that cannot be read or that throws while it is loaded.
  const expected = error instanceof SyntaxError || 'code' in error;
  return `${mark} ${expected ? error.message : (error.stack ?? error.message)}`;
}

function parser(terminal: Terminal, done: (code: number) => void): Parser {
  const program = new Parser('secant')
    .description('Derivatives of functions, exact, and pictures of what they mean.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', overview)
    .exitOverride()
    .configureOutput({
      writeOut: terminal.out,
      writeErr: terminal.err,
      getOutHelpWidth: () => terminal.columns,
      getErrHelpWidth: () => terminal.columns,
      outputError: (text, write) => write(text.replace(/^error:/, styled(terminal, 'red', 'secant:'))),
    })
    .showHelpAfterError(false)
    .helpCommand(false)
    // Also where there is little room: forty columns leave twenty for what an option means.
    .configureHelp({ minWidthToWrap: 12 });
  for (const command of commands) add(program, command, terminal, done);
  return program;
}

const overview = `
Examples:
  secant derivative 'sin(4w) + 0.1w^2' --at 1
  secant gradient '5 + (w1 + 0.5)^2 + (w2 + 0.5)^2' --at 0,0
  secant differentiable 'max(0, w)' --at 0

secant <command> --help has the options of a command, with examples.`;

function add(program: Parser, command: Command, terminal: Terminal, done: (code: number) => void): void {
  const words = command.name.split(' ');
  let parent = program;
  for (const word of words.slice(0, -1))
    parent =
      parent.commands.find((known) => known.name() === word) ?? parent.command(word).summary(`make a ${words.at(-1)}`);
  const added = parent
    .command(words.at(-1) ?? '')
    .summary(command.summary)
    .description(`${capital(command.summary)}.`)
    .helpOption('-h, --help', 'print this help')
    .addHelpText('after', examplesOf(command, terminal.columns));
  for (const argument of command.args) {
    const name = argument.many === true ? `${argument.name}...` : argument.name;
    added.argument(argument.optional === true ? `[${name}]` : `<${name}>`, argument.means);
  }
  for (const { flags, means, many } of command.options) {
    if (many === true)
      added.option(flags, means, (value: string, before?: string) =>
        before === undefined ? value : `${before}${between}${value}`,
      );
    else added.option(flags, means);
  }
  added.action(async (...given: unknown[]) => {
    const args = given.slice(0, command.args.length).flat().filter(isText);
    done(await command.run(args.map(unshielded), optionsOf(command.options, added.opts()), terminal));
  });
}

function optionsOf(options: readonly Option[], values: Readonly<Record<string, unknown>>): OptionValues {
  const read: Record<string, string | true | undefined> = {};
  for (const { flags } of options) {
    const name = nameOf(flags);
    const value = values[name];
    if (value === true) read[name] = true;
    else if (typeof value === 'string') read[name] = value.split(between).map(unshielded).join(between);
  }
  return read;
}

/** `-o, --output <file>` is `output`, `--at-kink <answer>` is `atKink`. */
function nameOf(flags: string): string {
  const long = /--([a-z-]+)/.exec(flags)?.[1] ?? '';
  return long.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function unshielded(text: string): string {
  return text.startsWith(shield) ? text.slice(shield.length) : text;
}

function examplesOf({ examples }: Command, columns: number): string {
  if (examples.length === 0) return '';
  return `\nExamples:\n${examples.map(([typed, means]) => `  ${typed}\n${wrapped(means, columns)}`).join('\n')}`;
}

/** A sentence in lines that fit, six letters from the edge. */
function wrapped(text: string, columns: number): string {
  const lines = [''];
  for (const word of text.split(' ')) {
    const last = lines.at(-1) ?? '';
    if (last !== '' && last.length + 1 + word.length > columns - 6) lines.push(word);
    else lines[lines.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return lines.map((line) => `      ${line}`).join('\n');
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
