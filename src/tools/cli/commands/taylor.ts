/** `secant taylor`: Taylor coefficients and the polynomial they make. */
import { taylor, taylorPolynomial } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption } from '../command.ts';
import { readScalar } from '../function-argument.ts';
import { readNumber, readWhole } from '../numbers.ts';
import { plot } from '../plot.ts';
import { writeReport } from '../report.ts';

export const taylorCommand: Command = {
  name: 'taylor',
  summary: 'Taylor coefficients of a function of one number, and their polynomial',
  args: [functionArgument],
  options: [
    { flags: '--at <number>', means: 'around which point (0)' },
    { flags: '--order <n>', means: 'up to which order (4)' },
    shared.json,
    shared.csv,
    shared.plot,
  ],
  examples: [["secant taylor 'exp(w) sin(w)' --at 0 --order 6", 'seven coefficients']],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readScalar(text, terminal);
    const at = readNumber(textOption(options, 'at') ?? '0', '--at');
    const order = readWhole(textOption(options, 'order') ?? '4', '--order', 0);
    const coefficients = taylor(fn, at, order);
    const whole = coefficients.every(Number.isFinite) ? taylorPolynomial(fn, at, order) : undefined;
    const equation = whole?.equation({ digits: 6 });
    if (options['plot'] === true && whole !== undefined && options['json'] !== true && options['csv'] !== true)
      terminal.out(
        await plot(
          [
            { name, at: fn },
            { name: 'polynomial', at: whole.at },
          ],
          [at - 3, at + 3],
          terminal,
        ),
      );
    return writeReport(
      {
        json: { function: name, at, order, coefficients, ...(equation === undefined ? {} : { equation }) },
        table: { header: ['order', 'coefficient'], rows: coefficients.map((c, k) => [k, c]) },
        text: [equation ?? `there is no Taylor polynomial of order ${order} at ${at}: a coefficient is not finite`],
      },
      { json: options['json'] === true, csv: options['csv'] === true },
      terminal,
    );
  },
};
