/** `secant code`: the derivative as the JavaScript that was made of it. */
import { derivative, grad, type ScalarFunction } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption } from '../command.ts';
import { readAny } from '../function-argument.ts';
import { readPoint, readWhole } from '../numbers.ts';
import { UsageError } from '../usage-error.ts';
import { argumentsAt } from './point-of.ts';

const modes = ['forward', 'reverse'] as const;

export const codeCommand: Command = {
  name: 'code',
  summary: 'the derivative as code',
  args: [functionArgument],
  options: [
    { flags: '--mode <mode>', means: 'forward (functions of one number) or reverse (reverse)', words: modes },
    { flags: '--at <point>', means: 'a point whose shape the code is for: 0, or 0,0' },
    shared.order,
    shared.variables,
    shared.json,
  ],
  examples: [
    ["secant code 'sin(4w)' --mode forward", 'the slope as a function'],
    ["secant code 'w1^2 + w2^2' --at 0,0", 'the gradient, by reverse mode'],
  ],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readAny(text, terminal, textOption(options, 'variables'));
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

function forwardCode(fn: ScalarFunction, options: Parameters<typeof textOption>[0]): string {
  return derivative(fn, { order: readWhole(textOption(options, 'order') ?? '1', '--order', 1) }).code;
}

/** Code is made for arguments of a shape, so the gradient is taken once. */
function reverseCode(fn: Parameters<typeof grad>[0], options: Parameters<typeof textOption>[0]): string {
  const at = textOption(options, 'at');
  const { args, wrt } = argumentsAt(fn, at === undefined ? 0 : readPoint(at));
  const gradient = grad(fn, { wrt });
  gradient(...(args as never[]));
  return gradient.code;
}
