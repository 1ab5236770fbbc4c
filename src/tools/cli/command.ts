/**
 * A command as a row: its name, what it takes, what it does, and examples. The parser, `--help`, the completions of shells
 * and the documentation are all made from these rows.
 */
import type { Terminal } from './terminal.ts';

/** Something that stands behind the command's name. */
export interface Argument {
  readonly name: string;
  readonly means: string;
  readonly optional?: boolean;
  /** May be given more than once; only the last argument can. */
  readonly many?: boolean;
  /** The words it can be, for completion. */
  readonly words?: readonly string[];
}

/** An option: `--at <numbers>` takes a value, `--json` does not. */
export interface Option {
  readonly flags: string;
  readonly means: string;
  readonly words?: readonly string[];
  /** May be given more than once; `listOption` reads it. */
  readonly many?: boolean;
}

/** The values of options, by the option's long name in camelCase. */
export type OptionValues = Readonly<Record<string, string | true | undefined>>;

/** One command. */
export interface Command {
  /** The words that call it: `derivative`, `new chapter`. */
  readonly name: string;
  readonly summary: string;
  readonly args: readonly Argument[];
  readonly options: readonly Option[];
  /** What to type, and what it does. */
  readonly examples: readonly (readonly [typed: string, means: string])[];
  /** Answers with the exit code. */
  run(args: readonly string[], options: OptionValues, terminal: Terminal): Promise<number>;
}

/** The text of an option, if it was given. */
export function textOption(options: OptionValues, name: string): string | undefined {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
}

/** Stands between the values of an option that was given more than once: no word of a command line can hold it. */
export const between = '\u0000';

/** The texts of an option that may be given more than once. */
export function listOption(options: OptionValues, name: string): readonly string[] {
  return textOption(options, name)?.split(between) ?? [];
}

/** The text options of some names, without those that were not given. */
export function textOptions<Name extends string>(
  options: OptionValues,
  names: readonly Name[],
): { [name in Name]?: string } {
  const given: { [name in Name]?: string } = {};
  for (const name of names) {
    const value = textOption(options, name);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

/** The function, as most commands take it. */
export const functionArgument: Argument = {
  name: 'function',
  means:
    "a formula such as 'sin(4w) + 0.1w^2', TypeScript such as 'w => w ** 2', file.ts#export, or - for standard input",
};

/** Options of many commands. */
export const shared = {
  json: { flags: '--json', means: 'print an object for programs' },
  csv: { flags: '--csv', means: 'print a table with commas' },
  plot: { flags: '--plot', means: 'draw the curve in the terminal' },
  at: { flags: '--at <numbers>', means: 'where: one number, or several with commas' },
  point: {
    flags: '--at <point>',
    means: 'where: numbers with commas, or any shape as JSON: \'{"a": 1, "b": [2, 3]}\'',
  },
  from: { flags: '--from <number>', means: 'the lower end of an interval' },
  to: { flags: '--to <number>', means: 'the upper end of an interval' },
  points: { flags: '--points <count>', means: 'how many points, both ends included (11)' },
  order: { flags: '--order <n>', means: 'which derivative (1)' },
  variables: { flags: '--variables <names>', means: 'the variables of the formula in order: x,y,z' },
} as const satisfies Readonly<Record<string, Option>>;
