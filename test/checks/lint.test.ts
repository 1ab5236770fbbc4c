/** Lint, types and format are on: a planted fault of each kind turns the tool red and is named. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root, toolPath } from '../../scripts/project.mjs';
import { plant } from '../support/planting.ts';

/** The project's own settings, without what needs its node_modules. */
function settings(): Record<string, string> {
  const read = (name: string) => readFileSync(join(root, name), 'utf8');
  return {
    '.oxlintrc.json': read('.oxlintrc.json'),
    '.prettierrc.json': read('.prettierrc.json'),
    'tsconfig.json': read('tsconfig.json').replace(/"types": \[.*\]/, '"types": []'),
    'tsconfig.pure.json': read('tsconfig.pure.json'),
    'scripts/no-dom.d.ts': read('scripts/no-dom.d.ts'),
  };
}

function run(tool: Parameters<typeof toolPath>[0], args: readonly string[], cwd: string) {
  // Oxlint looks for its part that knows types from where it is started, and a planted project has no packages.
  const program = process.platform === 'win32' ? 'tsgolint.cmd' : 'tsgolint';
  const env = { ...process.env, OXLINT_TSGOLINT_PATH: join(root, 'node_modules', '.bin', program) };
  const { status, stdout, stderr } = spawnSync(process.execPath, [toolPath(tool), ...args], {
    cwd,
    encoding: 'utf8',
    env,
  });
  return { status, output: `${stdout}${stderr}` };
}

test('lint finds any, cycles, default exports, forgotten promises, missing cases, eval', () => {
  const tree = plant({
    ...settings(),
    'src/base/any.ts': 'export const a: any = 1;\n',
    'src/base/one.ts': "import { two } from './two.ts';\nexport const one = (): number => two();\n",
    'src/base/two.ts': "import { one } from './one.ts';\nexport const two = (): number => one();\n",
    'src/base/default.ts': 'export default 1;\n',
    'src/base/promise.ts': 'async function p(): Promise<void> {}\nexport function f(): void {\n  p();\n}\n',
    'src/base/cases.ts':
      "type K = 'a' | 'b';\nexport function k(x: K): number {\n  switch (x) {\n    case 'a':\n      return 1;\n  }\n  return 2;\n}\n",
    'src/base/function.ts': "export const f: unknown = new Function('return 1');\n",
    'src/base/BadName.ts': 'export const b = 1;\n',
    'src/base/a.test.ts': "import { test } from 'vitest';\ntest.only('x', () => {});\n",
  });
  const { status, output } = run('oxlint', ['--deny-warnings', '--format=unix'], tree);
  expect(status).toBe(1);
  const rules: readonly (readonly [string, string])[] = [
    ['any.ts', 'no-explicit-any'],
    ['one.ts', 'no-cycle'],
    ['default.ts', 'no-default-export'],
    ['promise.ts', 'no-floating-promises'],
    ['cases.ts', 'switch-exhaustiveness-check'],
    ['function.ts', 'no-implied-eval'],
    ['BadName.ts', 'filename-case'],
    ['a.test.ts', 'no-focused-tests'],
  ];
  for (const [file, rule] of rules) expect(output).toMatch(new RegExp(`${file}:.*${rule}`));
});

test('lint is green on faultless code, and on emitted functions in src/compiler/emit/javascript alone', () => {
  const tree = plant({
    ...settings(),
    'src/base/one.ts': "import { two } from './two.ts';\nexport const one = (): number => two();\n",
    'src/base/two.ts': 'export const two = (): number => 2;\n',
    'src/compiler/emit/javascript/compile.ts':
      'export const compile = (text: string): unknown => new Function(text);\n',
  });
  expect(run('oxlint', ['--deny-warnings'], tree)).toMatchObject({ status: 0 });
});

test('types are strict about indices, optional properties and enums', () => {
  const tree = plant({
    ...settings(),
    'src/base/index-access.ts': 'export const first = (v: readonly number[]): number => v[0];\n',
    'src/base/optional.ts': 'export const o: { a?: number } = { a: undefined };\n',
    'src/base/enum.ts': 'export enum E {\n  A,\n}\n',
  });
  const { status, output } = run('tsc', ['-p', 'tsconfig.json'], tree);
  expect(status).not.toBe(0);
  expect(output).toMatch(/index-access\.ts.*TS2322/);
  expect(output).toMatch(/optional\.ts.*TS2375/);
  expect(output).toMatch(/enum\.ts.*TS1294/);
});

test('below view there is no DOM and no Node, and an element is only a name', () => {
  const tree = plant({
    ...settings(),
    'src/pictures/scene/fine.ts': 'export interface F {\n  mount(element: HTMLElement): void;\n}\n',
    'src/pictures/scene/document.ts': "export const d = document.createElement('p');\n",
    'src/pictures/scene/element.ts': "export const s = (e: HTMLElement): void => e.setAttribute('a', 'b');\n",
    'src/calculus/numeric/node.ts': 'export const p = process.cwd();\n',
    'src/pictures/view/view.ts': "export const d = document.createElement('p');\n",
  });
  expect(run('tsc', ['-p', 'tsconfig.json'], tree).output).not.toContain('document.ts');
  const { status, output } = run('tsc', ['-p', 'tsconfig.pure.json'], tree);
  expect(status).not.toBe(0);
  const files = output.split('\n').flatMap((line) => /^(src[^(]*)\(/.exec(line)?.[1] ?? []);
  expect([...new Set(files)].sort()).toEqual([
    'src/calculus/numeric/node.ts',
    'src/pictures/scene/document.ts',
    'src/pictures/scene/element.ts',
  ]);
});

test('format finds a file that is not as prettier writes it', () => {
  const tree = plant({ ...settings(), 'a.ts': 'export const a = "1"\n', 'b.ts': "export const b = '1';\n" });
  const { status, output } = run('prettier', ['--check', '.'], tree);
  expect(status).toBe(1);
  expect(output).toContain('a.ts');
  expect(output).not.toContain('b.ts');
});
