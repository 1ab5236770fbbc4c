/**
 * `secant differentiable`: whether there is a derivative at a point, with the secants that say so, or every place of an
 * interval where there is none. The exit code is the answer: 0 differentiable, 3 not.
 */
import { type Differentiability, differentiability, type ScalarFunction } from '../../../index.ts';
import { prepareCurve } from '../../../pictures/figures/curve.ts';
import { type Command, functionArgument, shared, textOption, textOptions } from '../command.ts';
import { readScalar } from '../function-argument.ts';
import { readInterval, readNumber } from '../numbers.ts';
import { plot } from '../plot.ts';
import { type Report, writeReport } from '../report.ts';
import { UsageError } from '../usage-error.ts';

/** The exit code for "no". */
const notDifferentiable = 3;

export const differentiableCommand: Command = {
  name: 'differentiable',
  summary: 'whether a function has a derivative, and if not, why',
  args: [functionArgument],
  options: [
    { flags: '--at <number>', means: 'at which point' },
    shared.from,
    shared.to,
    { flags: '--black-box', means: 'judge by calling the function only' },
    shared.json,
    shared.csv,
    shared.plot,
  ],
  examples: [
    [
      "secant differentiable 'max(0, w)' --at 0",
      'the secants from both sides and the verdict; exit code 3, since there is none',
    ],
    ["secant differentiable '|sin(w)| + floor(w)' --from -3 --to 3", 'every place without a derivative'],
  ],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readScalar(text, terminal);
    const form = { json: options['json'] === true, csv: options['csv'] === true };
    const at = textOption(options, 'at');
    const where = textOptions(options, ['from', 'to']);
    const draws = options['plot'] === true && !form.json && !form.csv;
    if (at === undefined) {
      const domain = readInterval(where);
      if (draws) terminal.out(await plot([{ name, at: fn }], domain, terminal));
      return writeReport(along(fn, name, domain), form, terminal);
    }
    if (where.from !== undefined || where.to !== undefined)
      throw new UsageError('--at and --from … --to … both say where', 'keep one of them');
    const w = readNumber(at, '--at');
    if (draws) terminal.out(await plot([{ name, at: fn }], [w - 3, w + 3], terminal));
    return writeReport(
      atPoint(name, w, differentiability(fn, w, { blackBox: options['blackBox'] === true })),
      form,
      terminal,
    );
  },
};

function atPoint(name: string, at: number, found: Differentiability): Report {
  const { verdict, differentiable, left, right, derivative, reason, secants, exact } = found;
  return {
    json: {
      function: name,
      at,
      verdict,
      differentiable,
      left,
      right,
      ...(derivative === undefined ? {} : { derivative }),
      reason,
      exact,
      secants,
    },
    table: {
      header: ['epsilon', 'left secant', 'right secant'],
      rows: secants.map((row) => [row.epsilon, row.left, row.right]),
    },
    text: [
      differentiable
        ? `differentiable at ${at}: the derivative is ${derivative}`
        : `not differentiable at ${at}: ${verdict}`,
      ...(differentiable ? [] : [reason]),
    ],
    exitCode: differentiable ? 0 : notDifferentiable,
  };
}

function along(fn: ScalarFunction, name: string, [from, to]: [number, number]): Report {
  const { kinks } = prepareCurve(fn, [from, to]);
  const places = kinks.stops.map((at) => ({
    at,
    verdict: kinks.verdictAt(at).verdict,
    reason: kinks.verdictAt(at).reason,
  }));
  return {
    json: { function: name, from, to, differentiable: places.length === 0, places },
    table: {
      header: ['at', 'verdict', 'reason'],
      rows: places.map(({ at, verdict, reason }) => [at, verdict, reason]),
    },
    text: [
      places.length === 0
        ? `differentiable everywhere from ${from} to ${to}, as far as it was looked at`
        : `no derivative at ${places.length === 1 ? 'one place' : `${places.length} places`} from ${from} to ${to}`,
    ],
    exitCode: places.length === 0 ? 0 : notDifferentiable,
  };
}
