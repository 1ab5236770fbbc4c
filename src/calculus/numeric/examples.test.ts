/** Runs the `@example` blocks of this folder and compares their last expression with what stands after `// →`. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as blackBox from './black-box-differentiability.ts';
import * as candidates from './candidate-search.ts';
import * as derivative from './numerical-derivative.ts';
import * as estimate from './numerical-estimate.ts';
import * as openSide from './open-side.ts';
import * as partials from './numerical-partials.ts';
import * as sampler from './sampler.ts';
import * as scale from './scale-search.ts';
import * as limit from './secant-limit.ts';
import * as table from './secant-table.ts';
import * as side from './side-behaviour.ts';
import * as smaller from './smaller-steps.ts';
import * as stencil from './stencil-estimate.ts';
import * as weights from './stencil-weights.ts';

const names: Readonly<Record<string, unknown>> = {
  ...blackBox,
  ...candidates,
  ...derivative,
  ...estimate,
  ...openSide,
  ...partials,
  ...sampler,
  ...scale,
  ...limit,
  ...table,
  ...side,
  ...smaller,
  ...stencil,
  ...weights,
};

const folder = new URL('.', import.meta.url);
const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
const examples = files.flatMap((file) => {
  const text = readFileSync(new URL(file, folder), 'utf8');
  return [...text.matchAll(/@example\n \* ```ts\n([\s\S]*?) \* ```/g)].map((match, k) => {
    const lines = (match[1] ?? '')
      .split('\n')
      .map((line) => line.replace(/^ \* ?/, ''))
      .filter((line) => line !== '');
    return { name: `${file} ${k + 1}`, lines };
  });
});

function evaluate(code: string): unknown {
  const run: unknown = new Function(...Object.keys(names), code);
  return typeof run === 'function' ? Reflect.apply(run, undefined, Object.values(names)) : undefined;
}

describe('the examples in the documentation comments', () => {
  it('are there', () => expect(examples.length).toBeGreaterThan(12));

  it.each(examples)('$name', ({ lines }) => {
    const [last = '', expected = 'missing'] = (lines.at(-1) ?? '').split(' // → ');
    const actual = evaluate([...lines.slice(0, -1), `return (${last})`].join('\n'));
    expect(actual).toEqual(evaluate(`return (${expected})`));
  });
});
