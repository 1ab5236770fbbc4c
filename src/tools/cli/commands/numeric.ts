/** `secant numeric`: a derivative of what can only be called, with a bound of its error. */
import { numericalDerivative } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption } from '../command.ts';
import { readScalar } from '../function-argument.ts';
import { readNumbers, readWhole } from '../numbers.ts';
import { writeReport } from '../report.ts';
import { UsageError } from '../usage-error.ts';

export const numericCommand: Command = {
  name: 'numeric',
  summary: 'a derivative by differences, with a bound of its error',
  args: [functionArgument],
  options: [shared.at, { flags: '--order <n>', means: 'which derivative, 1 to 6 (1)' }, shared.json, shared.csv],
  examples: [['secant numeric ./loss.ts#loss --at 1', 'the function is called, never read']],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readScalar(text, terminal);
    const at = textOption(options, 'at');
    if (at === undefined) throw new UsageError('it is not said where', 'add --at 1');
    const order = readWhole(textOption(options, 'order') ?? '1', '--order', 1);
    const numeric = numericalDerivative(fn, { order });
    const rows = readNumbers(at, '--at').map((w) => ({ at: w, ...numeric.estimate(w) }));
    const [only] = rows;
    const single = rows.length === 1 ? only : undefined;
    return writeReport(
      {
        json: single === undefined ? { function: name, order, points: rows } : { function: name, order, ...single },
        table: {
          header: ['at', 'value', 'error', 'epsilon', 'evaluations', 'side'],
          rows: rows.map((row) => [row.at, row.value, row.error, row.epsilon, row.evaluations, row.side]),
        },
        text: single === undefined ? [] : [`${single.value} ± ${single.error}`],
      },
      { json: options['json'] === true, csv: options['csv'] === true },
      terminal,
    );
  },
};
