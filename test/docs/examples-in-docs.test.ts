/** Every example in the documentation is run, and what it claims is compared with what comes. */
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import * as secant from 'secant';
import * as data from 'secant/data';
import * as server from 'secant/elements/server';
import * as figures from 'secant/figures';
import * as notebook from 'secant/notebook';
import { describe, expect, test } from 'vitest';
import { errorCodes } from '../../src/base/diagnostics.ts';
import { claims, examplesOfMarkdown, examplesOfSource, filesOf, mismatch, namesFor, run } from './code-examples.ts';

const modules = {
  secant,
  'secant/data': data,
  'secant/figures': figures,
  'secant/elements/server': server,
  'secant/notebook': notebook,
};
const root = process.cwd();
const sources = filesOf('src', '.ts').filter((file) => readFileSync(file, 'utf8').includes('// →'));
const pages = [join(root, 'README.md'), ...filesOf('docs', '.md')];

const nameOf = (file: string): string => relative(root, file).replaceAll('\\', '/');

describe('examples of the sources', () => {
  test.each(sources.map((file) => [nameOf(file), file]))('%s', async (_, file) => {
    const examples = examplesOfSource(file).filter(claims);
    expect(examples.length, 'arrows outside ```ts blocks').toBeGreaterThan(0);
    const own = await namesFor(file, examples);
    const outcomes = await Promise.all(examples.map((example) => run(example, modules, own)));
    expect(outcomes.flatMap(({ wrong }) => wrong)).toEqual([]);
  });
});

describe('examples of the pages', () => {
  test.each(pages.map((file) => [nameOf(file), file]))('%s', async (_, file) => {
    const examples = examplesOfMarkdown(file).filter(claims);
    const outcomes = await Promise.all(examples.map((example) => run(example, modules)));
    expect(outcomes.flatMap(({ wrong }) => wrong)).toEqual([]);
  });
});

/** The comment that stands before the declaration of an export, over all sources. */
function commentOf(name: string, texts: readonly string[]): string | undefined {
  const pattern = new RegExp(
    String.raw`\/\*\*((?:(?!\*\/)[^])*)\*\/\s*export (?:async )?(?:function|class|const) ${name}\b`,
  );
  for (const text of texts) {
    const comment = pattern.exec(text)?.[1];
    if (comment !== undefined) return comment;
  }
  return undefined;
}

describe('public functions', () => {
  const texts = filesOf('src', '.ts').map((file) => readFileSync(file, 'utf8'));
  test.each(Object.keys(secant))('%s has an example that claims something', (name) => {
    const comment = commentOf(name, texts) ?? '';
    expect(comment).toContain('@example');
    expect(comment).toContain('// →');
  });

  test('one without an example is found', () => {
    const planted =
      '/** With.\n * @example x // → 1 */\nexport function a() {}\n/** Without. */\nexport function b() {}';
    expect(commentOf('a', [planted])).toContain('@example');
    expect(commentOf('b', [planted])).not.toContain('@example');
    expect(commentOf('c', [planted])).toBeUndefined();
  });
});

describe('the runner', () => {
  const planted = async (code: string): Promise<readonly string[]> =>
    (await run({ place: 'planted:1', file: 'planted', code }, modules)).wrong;

  test('a wrong claim is red, a right one is not', async () => {
    expect(await planted('derivative((w: number) => w ** 2)(1) // → 2')).toEqual([]);
    expect(await planted('derivative((w: number) => w ** 2)(1) // → 3')).toEqual(['planted:1: → 3: got 2']);
    expect(await planted('const slope = derivative((w: number) => w ** 2)(1) // → 3')).toHaveLength(1);
    expect(
      await planted("import { grad } from 'secant'\nconsole.log(grad((w: number) => w ** 2)(1)) // → 3"),
    ).toHaveLength(1);
  });

  test('an example that throws is red, unless it claims to', async () => {
    expect(await planted('derivative(1 as never) // → 2')).toHaveLength(1);
    expect(await planted('derivative(1 as never) // → throws S003')).toEqual([]);
    expect(await planted('derivative(1 as never) // → throws S102')).toHaveLength(1);
    expect(await planted('1 + 1 // → throws S102')).toHaveLength(1);
  });

  test('an arrow that claims nothing is red', async () => {
    expect(await planted('if (true) { 1 } // → 1')).toHaveLength(1);
    expect(await planted('// → 1')).toHaveLength(1);
  });

  test.each([
    [4, '4', true],
    [4.3, '4', false],
    [-0, '0', false],
    [0, '-0', false],
    [-0, '-0', true],
    [0.198269, '0.1983', true],
    [0.198269, '0.1984', false],
    [0.54, '0.5', false],
    [0.198269, '0.1982…', true],
    [0.198269, '0.198…', true],
    [0.198269, '0.199…', false],
    [0.198269, '0.197…', false],
    [-0.198269, '-0.198…', true],
    [1.61171936e-8, '1.6117e-8', true],
    [1.62e-8, '1.6117e-8', false],
    [-2.5, '-2.5', true],
    [NaN, 'NaN', true],
    [0, 'NaN', false],
    [[1, 2], '[1, 2]', true],
    [[1, 2], '[1, 3]', false],
    [[1, 2, 3], '[1, 2]', false],
    [Float64Array.of(1, 2), '[1, 2]', false],
    [Float64Array.of(1, 2), 'Float64Array.of(1, 2)', true],
    [Float32Array.of(1, 2), 'Float64Array.of(1, 2)', false],
    [{ a: 1, b: [2] }, '{ a: 1, b: [2] }', true],
    [{ a: 1, b: [2] }, '{ a: 1 }', false],
    [{ a: 1, b: [2] }, '{ a: 1, … }', true],
    [{ a: 1, b: [2] }, '{ a: 2, … }', false],
    ['corner', "'corner'", true],
    ['corner', "'cusp'", false],
    [undefined, 'undefined', true],
    [1, 'about 1', false],
  ])('%s against %s', (value, written, holds) => {
    expect(mismatch(value, written, {}) === undefined).toBe(holds);
  });
});

test('docs/library.md lists every error code, and speaks of every public function', () => {
  const page = readFileSync(join(root, 'docs', 'library.md'), 'utf8');
  for (const [code, meaning] of Object.entries(errorCodes)) expect(page).toMatch(new RegExp(`${code} *\\| ${meaning}`));
  for (const name of Object.keys(secant)) expect(page, name).toContain(name);
});
