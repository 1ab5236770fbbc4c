/** `secant check`: a gradient against differences, for continuous integration: exit code 0 if it agrees, 1 if it does not. */
import { checkGradient } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption } from '../command.ts';
import { readAny } from '../function-argument.ts';
import { readPoint } from '../numbers.ts';
import { writeReport } from '../report.ts';

export const checkCommand: Command = {
  name: 'check',
  summary: 'compare a gradient with differences',
  args: [functionArgument],
  options: [shared.point, shared.variables, shared.json, shared.csv],
  examples: [['secant check ./loss.ts#loss --at 0,0,1', 'which component is off, if any; exit code 1 then']],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readAny(text, terminal, textOption(options, 'variables'));
    const point = readPoint(textOption(options, 'at'));
    const { agrees, report, components, wrong } = checkGradient(fn, point);
    const off = new Set(wrong.map(({ index }) => index));
    return writeReport(
      {
        json: { function: name, at: point, agrees, report, components },
        table: {
          header: ['component', 'exact', 'numerical', 'bound', 'agrees'],
          rows: components.map((c) => [c.index, c.exact, c.numerical, c.bound, off.has(c.index) ? 'no' : 'yes']),
        },
        text: [report],
        exitCode: agrees ? 0 : 1,
      },
      { json: options['json'] === true, csv: options['csv'] === true },
      terminal,
    );
  },
};
