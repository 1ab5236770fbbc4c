/** `secant gradient`: the gradient of a function of several numbers, in the shape of its point. */
import { type NumberFunction, valueAndGrad } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption } from '../command.ts';
import { readAny } from '../function-argument.ts';
import { readPoint } from '../numbers.ts';
import { writeReport } from '../report.ts';
import { argumentsAt, numbersOf, plainTree, treeText } from './point-of.ts';

export const gradientCommand: Command = {
  name: 'gradient',
  summary: 'the gradient of a function of several numbers',
  args: [functionArgument],
  options: [shared.point, shared.variables, shared.json, shared.csv],
  examples: [
    ["secant gradient '5 + (w1 + 0.5)^2 + (w2 + 0.5)^2' --at 0,0", 'two slopes'],
    ['secant gradient ./loss.ts#loss --at \'{"w": [0, 0], "b": 1}\' --json', 'in the shape of the argument'],
  ],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readAny(text, terminal, textOption(options, 'variables'));
    const point = readPoint(textOption(options, 'at'));
    const { args, wrt } = argumentsAt(fn, point);
    const { value, grad } = gradientAt(fn, args, wrt);
    return writeReport(
      {
        json: { function: name, at: point, value, gradient: plainTree(grad) },
        table: { header: ['component', 'slope'], rows: numbersOf(grad).map((slope, k) => [k, slope]) },
        text: [treeText(grad)],
      },
      { json: options['json'] === true, csv: options['csv'] === true },
      terminal,
    );
  },
};

function gradientAt(
  fn: NumberFunction,
  args: readonly unknown[],
  wrt: readonly number[],
): { value: number; grad: unknown } {
  const both: (...args: never[]) => { value: number; grad: readonly unknown[] } = valueAndGrad(fn, { wrt });
  const { value, grad } = both(...(args as never[]));
  return { value, grad: grad.length === 1 ? grad[0] : grad };
}
