/** `secant code`: the derivative as the JavaScript that was made of it. */
import { moduleText, type UdfDialect, udfText } from '../../../data/index.ts';
import {
  type AnyFunction,
  derivative,
  grad,
  type NumberFunction,
  type ScalarFunction,
  SecantError,
} from '../../../index.ts';
import { type Command, functionArgument, type OptionValues, shared, textOption } from '../command.ts';
import { readAny } from '../function-argument.ts';
import { readPoint, readWhole } from '../numbers.ts';
import { UsageError } from '../usage-error.ts';
import { argumentsAt } from './point-of.ts';

const modes = ['forward', 'reverse'] as const;
const engines: readonly UdfDialect[] = ['bigquery', 'snowflake'];

export const codeCommand: Command = {
  name: 'code',
  summary: 'the derivative as code',
  args: [functionArgument],
  options: [
    { flags: '--mode <mode>', means: 'forward (functions of one number) or reverse (reverse)', words: modes },
    { flags: '--at <point>', means: 'a point whose shape the code is for: 0, or 0,0' },
    shared.order,
    { flags: '--module', means: 'a standalone ES module with value, grad and hvp, for arguments of the shape of --at' },
    {
      flags: '--udf <engine>',
      means: 'a statement that makes the gradient a function of bigquery or snowflake',
      words: engines,
    },
    shared.variables,
    shared.json,
  ],
  examples: [
    ["secant code 'sin(4w)' --mode forward", 'the slope as a function'],
    ["secant code 'w1^2 + w2^2' --at 0,0", 'the gradient, by reverse mode'],
    ['secant code ./loss.ts#loss --at 0,0 --module > loss-gradient.mjs', 'a module that needs nothing'],
  ],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readAny(text, terminal, textOption(options, 'variables'));
    const standalone = standaloneCode(fn, options);
    if (standalone !== undefined) {
      terminal.out(standalone);
      return 0;
    }
    const mode = textOption(options, 'mode') ?? 'reverse';
    if (!modes.some((known) => known === mode))
      throw new UsageError(`there is no mode ${mode}`, `the modes are ${modes.join(' and ')}`);
    const code = mode === 'forward' ? forwardCode(fn as unknown as ScalarFunction, options) : reverseCode(fn, options);
    terminal.out(
      options['json'] === true ? `${JSON.stringify({ function: name, mode, code }, null, 2)}\n` : `${code}\n`,
    );
    return 0;
  },
};

/** A module or a function of an engine, if one was asked for. */
function standaloneCode(fn: AnyFunction, options: OptionValues): string | undefined {
  const engine = textOption(options, 'udf');
  if (options['module'] !== true && engine === undefined) return undefined;
  const at = textOption(options, 'at');
  if (at === undefined && fn.length > 1)
    throw new UsageError('the shape of the arguments is not said', 'add --at with a number for each');
  const { args } = argumentsAt(fn, at === undefined ? 0 : readPoint(at));
  if (engine === undefined) return moduleText(fn, args);
  const dialect = engines.find((known) => known === engine);
  if (dialect === undefined)
    throw new UsageError(`there is no engine ${engine}`, `the engines are ${engines.join(' and ')}`);
  return `${udfText(fn, args, { dialect })}\n`;
}

function forwardCode(fn: ScalarFunction, options: Parameters<typeof textOption>[0]): string {
  return derivative(fn, { order: readWhole(textOption(options, 'order') ?? '1', '--order', 1) }).code;
}

/** Code is made for arguments of a shape, so the gradient is taken once. */
function reverseCode(fn: NumberFunction, options: Parameters<typeof textOption>[0]): string {
  const at = textOption(options, 'at');
  const { args, wrt } = argumentsAt(fn, at === undefined ? 0 : readPoint(at));
  const gradient = grad(fn, { wrt });
  const refuse = (why: string): UsageError =>
    new UsageError(`of one number there is no code: ${why}`, 'if it takes others, say so: --at 0,0 for two numbers');
  try {
    gradient(...(args as never[]));
  } catch (error) {
    throw at === undefined && error instanceof SecantError ? refuse(error.sentence) : error;
  }
  const { reason } = gradient.road;
  if (at === undefined && reason !== undefined) throw refuse(reason);
  return gradient.code;
}
