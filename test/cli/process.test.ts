/** The command as a process, built as the package has it: exit codes, pipes that close early, signals, files of TypeScript. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdtempSync, readdirSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { bundleLibrary } from '../../scripts/build.mjs';
import { root } from '../../scripts/project.mjs';

vi.setConfig({ testTimeout: 60_000 });

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'secant-command-')));
const main = join(folder, 'dist', 'tools', 'cli', 'main.js');

beforeAll(async () => {
  await bundleLibrary(join(folder, 'dist'));
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
  for (const name of ['node_modules', 'assets']) symlinkSync(join(root, name), join(folder, name), 'junction');
  writeFileSync(join(folder, 'helper.ts'), 'export const half = (x: number): number => x / 2;\n');
  writeFileSync(
    join(folder, 'loss.ts'),
    `import { half } from './helper';
interface Model { readonly m: number; readonly v: number[] }
const rate: number = 3;
export const loss = (w: number): number => rate * w ** 2 + half(w);
export function ofModel(p: Model): number {
  return p.m * (p.v[0]! + p.v[1]! ** 2);
}
export const refused = (w: number): number => w * Math.random();
export const count = 3;
`,
  );
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the command to its end. */
async function secant(
  words: readonly string[],
  input = '',
): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, [main, ...words], { cwd: folder, env: { ...process.env, NO_COLOR: '1' } });
  let out = '';
  let err = '';
  child.stdout.on('data', (part: Buffer) => (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  child.stdin.end(input);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, out, err };
}

test('an answer, a no, and an error', async () => {
  expect(await secant(['derivative', 'w^3', '--at', '2'])).toEqual({ code: 0, out: '12\n', err: '' });
  expect((await secant(['differentiable', '|w|', '--at', '0'])).code).toBe(3);
  const error = await secant(['derivative', 'w^', '--at', '2']);
  expect([error.code, error.out]).toEqual([2, '']);
  expect(error.err).toMatch(/^secant: formula:1:\d+ S002: [\s\S]*\^/);
});

test('a function of a file, with what it imports and captures', async () => {
  expect((await secant(['derivative', 'loss.ts#loss', '--at', '1'])).out).toBe('6.5\n');
  expect(
    JSON.parse((await secant(['gradient', './loss.ts#ofModel', '--at', '{"m":2,"v":[1,2]}', '--json'])).out),
  ).toMatchObject({
    gradient: { m: 5, v: [2, 8] },
  });
  expect((await secant(['check', 'loss.ts#ofModel', '--at', '{"m":2,"v":[1,2]}'])).code).toBe(0);
});

test('what is wrong with a file is said with its place', async () => {
  const chance = await secant(['derivative', 'loss.ts#refused', '--at', '1']);
  expect(chance.code).toBe(2);
  expect(chance.err).toMatch(/S104: .Math.random[\s\S]*\^/);
  expect((await secant(['derivative', 'loss.ts#count', '--at', '1'])).err).toContain(
    'loss.ts exports no function count',
  );
  expect((await secant(['derivative', 'loss.ts', '--at', '1'])).err).toContain('it exports loss, ofModel, refused');
});

test('standard input', async () => {
  expect((await secant(['derivative', '-', '--at', '2'], 'w^3')).out).toBe('12\n');
});

test('a reader who has seen enough is no error', async () => {
  const child = spawn(
    process.execPath,
    [main, 'derivative', 'sin(w)', '--from', '0', '--to', '1', '--points', '60000', '--csv'],
    { cwd: folder },
  );
  let err = '';
  child.stderr.on('data', (part: Buffer) => (err += part.toString()));
  child.stdout.once('data', () => child.stdout.destroy());
  const [code] = (await once(child, 'close')) as [number | null];
  expect([code, err]).toEqual([0, '']);
});

test('an interrupted film leaves nothing behind', async () => {
  const child = spawn(
    process.execPath,
    [main, 'figure', 'secant-to-tangent', 'sin(w)', '--frames', '2000', '-o', 'long.gif'],
    { cwd: folder },
  );
  // Long enough to have begun, and far from done.
  const watch = setInterval(() => child.kill('SIGINT'), 1500);
  const [code, signal] = (await once(child, 'close')) as [number | null, string | null];
  clearInterval(watch);
  expect(code === 2 || signal === 'SIGINT').toBe(true);
  expect(readdirSync(folder).filter((name) => name.includes('long'))).toEqual([]);
});

test('a figure on standard output is nothing but the figure', async () => {
  const { out, err, code } = await secant(['figure', 'secant-to-tangent', 'sin(w)', '--format', 'svg', '-o', '-']);
  expect([code, err]).toEqual([0, '']);
  expect(out).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
});
