/**
 * The corpus on the traced road: every row that is a function of the program is run as it is, and gives the
 * derivatives of the closed forms and those of the compiled road. Arguments stay as they were. Rows given as a text are
 * loaded as the build plugin leaves them, so that second bodies are tried as well as texts rewritten on the spot.
 */
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { derivative, grad, hessian, jacobian } from 'secant';
import { copyOf } from '../../src/calculus/compile.ts';
import type { AnyFunction } from '../../src/calculus/functions.ts';
import { leavesOf } from '../../src/calculus/trees.ts';
import { transformModule } from '../../src/tools/plugin/transform.ts';
import { corpus } from './corpus.ts';
import type { Row } from './row.ts';

function functionOf(row: Row): AnyFunction {
  if (typeof row.f !== 'string') return row.f as AnyFunction;
  const declared = /(?:^|\n)(?:export (?:default )?)?(?:function|const|let|var) f\b/.test(row.f);
  const plain = row.f.replace(/export (default )?/g, '');
  const typed = declared ? `${plain}\n;place.result = f` : `place.result = (${plain.replace(/;\s*$/, '')}\n)`;
  const { code } = transformSync(typed, { loader: 'ts', target: 'esnext' });
  const scope = row.scope ?? {};
  const rewritten = transformModule(code, `${row.name}.js`, { include: /^/ })?.code ?? code;
  const place: { result?: AnyFunction } = {};
  new Function('place', ...Object.keys(scope), rewritten)(place, ...Object.values(scope));
  return place.result!;
}

function expectClose(actual: unknown, expected: unknown, row: Row, what: string): void {
  const a = leavesOf(actual);
  const b = leavesOf(expected);
  expect(a.length, `${what}: shape`).toBe(b.length);
  const { tolerance = 2e-14, scale = 1e-2 } = row;
  a.forEach((x, k) => {
    const y = b[k]!;
    if (Object.is(x, y) || x === y) return;
    const error = Math.abs(x - y) / Math.max(Math.abs(y), scale);
    if (!(error <= Math.max(tolerance, 1e-12)))
      expect.fail(`${what}[${k}] is ${x}, expected ${y}, relative error ${error}`);
  });
}

/**
 * Texts that are no program on their own: helpers of a bundler that are not in the text, and a method's own text. And a
 * Map whose keys are numbers that are differentiated: two that are equal are refused, since a memory of results by such keys
 * would give one's derivative for the other.
 */
const leftOut = new Set([
  'esbuild’s __name',
  'esbuild’s __name on a declaration',
  'method shorthand as text',
  'a Map of arrays, grouped by a key of the data',
]);

function check(row: Row): void {
  const f = functionOf(row) as (...args: unknown[]) => number;
  const options = { ...(row.scope && { scope: row.scope }), road: 'traced' } as const;
  if (row.kind === 'scalar') {
    for (const w of row.at) {
      const made = derivative(f as (w: number) => number, options);
      expectClose(made(w), row.closed(1, w), row, `derivative at ${w}`);
      expect(made.road.name).toBe('traced');
      if (row.orders >= 2)
        expectClose(
          derivative(f as (w: number) => number, { ...options, order: 2 })(w),
          row.closed(2, w),
          row,
          `second derivative at ${w}`,
        );
    }
    return;
  }
  const args = row.args();
  const kept = args.map(copyOf);
  if (row.kind === 'gradient') {
    const { wrt = 0 } = row;
    expectClose(
      grad(f, { ...options, wrt })(...(args as never[])),
      row.gradient(...(args as never[])),
      row,
      'gradient',
    );
    if (row.hessian)
      expectClose(hessian(f, { ...options, wrt })(...args), row.hessian(...(args as never[])), row, 'Hessian');
  } else expectClose(jacobian<unknown>(f, options)(...args), row.jacobian(...(args as never[])), row, 'Jacobian');
  expect(args, 'the arguments are unchanged').toEqual(kept);
}

describe.each(Object.entries(corpus))('%s', (_file, rows) => {
  it.each(rows.filter(({ name }) => !leftOut.has(name)).map((row) => [row.name, row] as const))('%s', (_name, row) => {
    check(row);
  });
});
