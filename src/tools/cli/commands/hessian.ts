/** `secant hessian`: all second derivatives of a function of several numbers. */
import { hessian, SecantError } from '../../../index.ts';
import { type Command, functionArgument, shared, textOption } from '../command.ts';
import { readAny } from '../function-argument.ts';
import { readPoint } from '../numbers.ts';
import { writeReport } from '../report.ts';
import { plainTree, treeText } from './point-of.ts';

export const hessianCommand: Command = {
  name: 'hessian',
  summary: 'the matrix of second derivatives',
  args: [functionArgument],
  options: [shared.point, shared.variables, shared.json, shared.csv],
  examples: [["secant hessian 'w1^2 w2 + sin(w2)' --at 1,0", 'rows of second derivatives']],
  async run([text = ''], options, terminal) {
    const { fn, name } = await readAny(text, terminal, textOption(options, 'variables'));
    const point = readPoint(textOption(options, 'at'));
    if (fn.length > 1) {
      throw new SecantError('S201', `the function takes ${fn.length} arguments`, {
        hint: 'give a function of one list of numbers: w => w[0] ** 2 * w[1]',
      });
    }
    const matrix: unknown = hessian(fn)(point);
    const rows = isMatrix(matrix) ? matrix : undefined;
    return writeReport(
      {
        json: { function: name, at: point, hessian: plainTree(matrix) },
        ...(rows === undefined ? {} : { table: { header: rows.map((_, k) => `w${k + 1}`), rows } }),
        text: rows === undefined ? [treeText(matrix)] : [],
      },
      { json: options['json'] === true, csv: options['csv'] === true },
      terminal,
    );
  },
};

function isMatrix(tree: unknown): tree is number[][] {
  return Array.isArray(tree) && tree.every((row) => Array.isArray(row) && row.every((x) => typeof x === 'number'));
}
