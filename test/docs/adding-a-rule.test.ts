/**
 * What docs/architecture.md says about adding a rule, done in a copy of the sources: `erf` takes three files, its tests
 * run, and each piece that is left out is told by the compiler. A new instruction of the IR, a method of arrays, a name that is
 * refused and a kind of figure likewise.
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root, toolPath } from '../../scripts/project.mjs';

const guide = readFileSync(join(root, 'docs/architecture.md'), 'utf8').split('## Adding a rule')[1]!;
const [facts, row, value, recurrence] = Array.from(guide.matchAll(/ {3}```ts\n([^]*?) {3}```/g), ([, code]) => code!);

const operations = 'src/compiler/ir/operations.ts';
const smooth = 'src/compiler/rules/smooth.ts';
const taylor = 'src/compiler/rules/taylor-rules.ts';
/** Where each piece goes: behind the line that opens its table, or at the end of the file. */
const pieces = {
  facts: { file: operations, behind: 'export const smoothOperations = {\n', code: facts! },
  row: { file: smooth, behind: /export const smoothRules: .*\n/, code: row! },
  value: { file: smooth, behind: /$/, code: value! },
  recurrence: { file: taylor, behind: /const rows: .*\n/, code: recurrence! },
} as const;
type Piece = keyof typeof pieces;

let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'secant-rule-'));
  for (const part of [
    'src',
    'package.json',
    'tsconfig.json',
    'vitest.config.ts',
    'scripts',
    'test/docs/rule-table.test.ts',
  ])
    cpSync(join(root, part), join(copy, part), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'), 'junction');
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

function original(file: string): string {
  return readFileSync(join(root, file), 'utf8');
}

/** Writes the files anew, with these pieces; gives the files that are not as they were. */
function write(wanted: readonly Piece[], change: (text: string) => string = (text) => text): string[] {
  const files = [operations, smooth, taylor];
  return files.filter((file) => {
    let text = original(file);
    for (const name of wanted) {
      const { file: home, behind, code } = pieces[name];
      if (home !== file) continue;
      const before = text;
      text = text.replace(behind, (line) => line + change(code));
      expect(text).not.toBe(before);
    }
    writeFileSync(join(copy, file), text);
    return text !== original(file);
  });
}

/** Runs a tool of the project in the copy. */
function run(
  tool: 'tsc' | 'vitest',
  args: readonly string[],
): { readonly output: string; readonly status: number | null } {
  const { stdout, stderr, status } = spawnSync(process.execPath, [toolPath(tool), ...args], {
    cwd: copy,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  });
  return { output: stdout + stderr, status };
}

/** What the compiler says of some files and all they import: file and message. */
function compile(...files: readonly string[]): string[] {
  const { compilerOptions } = JSON.parse(original('tsconfig.json')) as { compilerOptions: object };
  writeFileSync(join(copy, 'tsconfig.scratch.json'), JSON.stringify({ compilerOptions, files, include: [] }));
  const { output } = run('tsc', ['-p', 'tsconfig.scratch.json', '--noEmit', '--pretty', 'false']);
  return output.split('\n').filter((line) => /^\S+\(\d+,\d+\): error/.test(line));
}

/** The tests of the new rule, beside those that every rule has. */
const ownTests = `import { derivative, differentiability, fromFormula, fromSource, grad } from 'secant';
import { moduleText, sumOver } from 'secant/data';
import { expect, test } from 'vitest';

const slope = (w: number): number => (2 / Math.sqrt(Math.PI)) * Math.exp(-w * w);

test('in formulas and texts, forward, reverse, of higher order and on germs', () => {
  for (const g of [fromFormula('erf(w)'), fromSource('(w) => Math.erf(w)')]) {
    expect(g(1)).toBeCloseTo(0.8427007929497149, 15);
    expect(derivative(g)(1)).toBeCloseTo(slope(1), 15);
    expect(derivative(g, { order: 3 })(1)).toBeCloseTo(2 * slope(1), 13);
    expect(differentiability(g, 1)).toMatchObject({ verdict: 'differentiable', exact: true });
  }
  const f = fromSource<(w: number[]) => number>('(w) => Math.erf(w[0] * w[1])');
  expect(grad(f)([0.5, 2])).toEqual([2 * slope(1), 0.5 * slope(1)]);
});

test('in a module that needs nothing; in a query it is refused', async () => {
  const f = fromSource<(w: number[], row: { x: number }) => number>('(w, row) => Math.erf(w[0] * row.x)');
  const module = await import('data:text/javascript,' + encodeURIComponent(moduleText(f, [[1], { x: 1 }])));
  expect(module.value([0.5], { x: 2 })).toBeCloseTo(0.8427007929497149, 15);
  expect(() => sumOver(f, { table: 't' }).sql()).toThrow(/S103: DuckDB has no \`erf\`[^]*leave it out/);
});
`;

test('the rule of the guide takes three files, compiles, and passes its tests', { timeout: 300_000 }, () => {
  expect(write(['facts', 'row', 'value', 'recurrence'])).toEqual([operations, smooth, taylor]);
  expect(compile('src/index.ts', 'src/data/index.ts')).toEqual([]);
  writeFileSync(join(copy, 'test/docs/erf.test.ts'), ownTests);
  const { output, status } = run('vitest', ['run', '--project', 'unit', 'test/docs']);
  expect(status, output).toBe(0);
  expect(output).toContain('erf.test.ts');
});

test('every piece that is left out is told by the compiler', { timeout: 300_000 }, () => {
  write(['facts']);
  const missing = compile('src/index.ts').join('\n');
  expect(missing).toMatch(/rules\/smooth\.ts.*'erf' is missing/);
  expect(missing).toMatch(/rules\/taylor-rules\.ts.*'erf' is missing/);

  // Facts that are forgotten, a partial for an argument that is not there, singular points without a case.
  write(['facts', 'row', 'value', 'recurrence'], (code) =>
    code.replace("math: 'erf', ", '').replace('overflows: false, ', '').replace('(t, [w]) =>', '(t, [w, more]) =>'),
  );
  const forgotten = compile('src/compiler/rules/index.ts').join('\n');
  expect(forgotten).toMatch(/ir\/operations\.ts.*is not assignable to type 'SmoothFacts'/);
  expect(forgotten).toMatch(/rules\/smooth\.ts.*has no element at index '1'/);

  write(['facts', 'row', 'value', 'recurrence'], (code) =>
    code.replace("germ: 'entire'", "germ: 'cases'").replace("helper: 'erf', ", ''),
  );
  const unwritten = compile('src/index.ts', 'src/data/index.ts').join('\n');
  expect(unwritten).toMatch(/interpret\/germ-functions\.ts.*not assignable to parameter of type 'never'/);
  expect(unwritten).toMatch(/emit\/sql\/functions\.ts.*'erf' is missing/);
});

/** What the compiler says of some files with one place of one file changed. */
function compileChanged(file: string, from: string | RegExp, to: string, ...files: readonly string[]): string[] {
  write([]);
  const text = original(file).replace(from, to);
  expect(text).not.toBe(original(file));
  writeFileSync(join(copy, file), text);
  try {
    return compile(...files);
  } finally {
    writeFileSync(join(copy, file), original(file));
  }
}

test('an instruction of the IR that a pass does not know does not compile', { timeout: 300_000 }, () => {
  const said = compileChanged(
    'src/compiler/ir/ir.ts',
    'export type Instruction =\n',
    "export interface Pause {\n  readonly kind: 'pause';\n}\n\nexport type Instruction =\n  | Pause\n",
    'src/index.ts',
    'src/data/index.ts',
    'src/compiler/ir/verify.ts',
  );
  const files = new Set(said.map((line) => line.slice(0, line.indexOf('('))));
  const asked = [
    'analysis/alias',
    'analysis/effects',
    'emit/javascript/statements',
    'interpret/interpret',
    'ir/print',
    'ir/verify',
    'ir/visit',
    'optimize/rewrite',
    'transform/propagate/propagation',
    'transform/reverse/backward-sweep',
    'transform/reverse/forward-sweep',
    'transform/unfold/unfold',
  ];
  expect(asked.filter((name) => !files.has(`src/compiler/${name}.ts`))).toEqual([]);
});

test('a method of arrays is a row and its meaning', { timeout: 300_000 }, () => {
  const facts = 'src/compiler/frontend/syntax/array-methods.ts';
  const meanings = 'src/compiler/frontend/lower/array-methods.ts';
  const row = '  toSpliced: { stores: true, indices: [0, 2] },\n';
  const withoutMeaning = compileChanged(meanings, /  toSpliced\(l[^]*?\n  \},\n/, '', 'src/index.ts').join('\n');
  expect(withoutMeaning).toMatch(/lower\/array-methods\.ts.*'toSpliced' is missing/);
  expect(compileChanged(facts, row, '', 'src/index.ts').join('\n')).toMatch(/lower\/array-methods\.ts.*'toSpliced'/);
  expect(compileChanged(facts, row, row.replace('stores', 'keeps'), 'src/index.ts').join('\n')).toMatch(/'keeps'/);
});

test('a name that reaches outside says what traced runs refuse of it', { timeout: 300_000 }, () => {
  const file = 'src/compiler/frontend/syntax/outside-world.ts';
  const said = compileChanged(file, "  fetch: 'itself',\n", "  fetch: 'itself',\n  open: true,\n", 'src/index.ts');
  expect(said.join('\n')).toMatch(/outside-world\.ts.*'true' is not assignable to type 'Refused'/);
});

test('a kind of figure without a row, a way to load it, panels or room does not compile', { timeout: 300_000 }, () => {
  const maker = "export { secantPlanes } from './secant-planes.ts';\n";
  const said = compileChanged(
    'src/pictures/figures/makers.ts',
    maker,
    maker + maker.replace('secantPlanes', 'secantPlanes as otherPlanes'),
    'src/pages/elements/index.ts',
  ).join('\n');
  for (const file of ['figures/kinds', 'figures/load-figure', 'figures/panel-forms', 'elements/reserved-room'])
    expect(said).toMatch(new RegExp(`${file}\\.ts.*other-planes.* is missing`));
});
