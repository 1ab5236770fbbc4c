/** `secant derivative`: a derivative of some order, at points or along an interval. */
import { type AtKink, derivative, differentiability, type ScalarFunction } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption, textOptions } from '../command.ts';
import { readScalar } from '../function-argument.ts';
import { readArguments, readWhole } from '../numbers.ts';
import { plot } from '../plot.ts';
import { type Report, writeReport } from '../report.ts';

/** One point: the number, and why there is none where there is none. */
interface Row {
  readonly at: number;
  readonly value: number;
  readonly derivative: number;
  readonly reason?: string;
}

export const derivativeCommand: Command = {
  name: 'derivative',
  summary: 'the derivative of a function of one number',
  args: [functionArgument],
  options: [
    shared.at,
    shared.from,
    shared.to,
    shared.points,
    shared.order,
    {
      flags: '--at-kink <answer>',
      means: 'what to answer where there is none: midpoint, left, right, nan or throw (nan)',
    },
    shared.json,
    shared.csv,
    shared.plot,
  ],
  examples: [
    ["secant derivative 'sin(4w) + 0.1w^2' --at 1", 'the slope at 1'],
    ["secant derivative 'exp(-w^2)' --order 2 --from -3 --to 3 --points 100 --csv", 'a table of second derivatives'],
    ['secant derivative ./loss.ts#loss --at 0,0.5,1 --json', 'of a function in a file, for a program'],
  ],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readScalar(text, terminal);
    const order = readWhole(textOption(options, 'order') ?? '1', '--order', 0);
    const where = textOptions(options, ['at', 'from', 'to', 'points']);
    const points = readArguments(where);
    const slope = derivative(fn, { order, atKink: (textOption(options, 'atKink') ?? 'nan') as AtKink });
    const rows = points.map((at) => rowAt(fn, slope, at, order));
    const report = reportOf(name, order, rows);
    if (options['plot'] === true && options['json'] !== true && options['csv'] !== true)
      terminal.out(
        await plot(
          [
            { name, at: fn },
            { name: derivativeName(order), at: slope },
          ],
          domainOf(points),
          terminal,
        ),
      );
    return writeReport(report, { json: options['json'] === true, csv: options['csv'] === true }, terminal);
  },
};

function rowAt(fn: ScalarFunction, slope: ScalarFunction, at: number, order: number): Row {
  const row = { at, value: fn(at), derivative: slope(at) };
  if (Number.isFinite(row.derivative)) return row;
  const { differentiable, verdict, reason } = differentiability(fn, at);
  if (order === 1 || !differentiable) return { ...row, reason: `${verdict}: ${reason}` };
  return { ...row, reason: `the derivative of order ${order} does not exist here` };
}

function derivativeName(order: number): string {
  return order === 1 ? 'derivative' : `derivative ${order}`;
}

function reportOf(name: string, order: number, rows: readonly Row[]): Report {
  const [only] = rows;
  const about = { function: name, order };
  if (rows.length === 1 && only !== undefined) {
    const why = only.reason === undefined ? [] : [only.reason];
    return {
      json: { ...about, ...only },
      text: [String(only.derivative), ...why],
    };
  }
  const table = {
    header: ['at', 'value', derivativeName(order)],
    rows: rows.map((row) => [row.at, row.value, row.derivative]),
  };
  const notes = rows.filter(({ reason }) => reason !== undefined).map(({ at, reason }) => `at ${at}: ${reason}`);
  return { json: { ...about, points: rows }, table, text: notes };
}

/** What is drawn: the points from the first to the last, or a little around a single one. */
function domainOf(points: readonly number[]): [number, number] {
  const [low, high] = [Math.min(...points), Math.max(...points)];
  return low < high ? [low, high] : [low - 3, high + 3];
}
