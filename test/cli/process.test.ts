/** The command as a process, built as the package has it: exit codes, pipes that close early, signals, files of TypeScript. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { builtCommand } from '../support/built-command.ts';

vi.setConfig({ testTimeout: 60_000 });

const built = builtCommand('library');
const { folder } = built;

beforeAll(async () => {
  await built.build();
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

const secant = (words: readonly string[], input = '') => built.run(words, { input });

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
    [built.main, 'derivative', 'sin(w)', '--from', '0', '--to', '1', '--points', '60000', '--csv'],
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
    [built.main, 'figure', 'secant-to-tangent', 'sin(w)', '--frames', '2000', '-o', 'long.gif'],
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
