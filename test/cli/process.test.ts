/** The command as a process, built as the package has it: exit codes, pipes that close early, signals, files of TypeScript. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { toolPath } from '../../scripts/project.mjs';
import { commands } from '../../src/tools/cli/commands/index.ts';
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

test('of several functions the default one is meant, unless another is named', async () => {
  writeFileSync(
    join(folder, 'two.ts'),
    'export default (w: number) => w ** 2;\nexport const cube = (w: number) => w ** 3;\n',
  );
  expect((await secant(['derivative', 'two.ts', '--at', '3'])).out).toBe('6\n');
  expect((await secant(['derivative', 'two.ts#cube', '--at', '3'])).out).toBe('27\n');
});

test('a function of a file that captures nothing is compiled', async () => {
  const { out } = await secant(['code', 'loss.ts#ofModel', '--at', '{"m":2,"v":[1,2]}']);
  expect(out).toContain('function ofModel_bar(');
  expect(out).not.toMatch(/traced|__secant/);
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

test('a film on standard output is the film, byte for byte', async () => {
  const words = ['figure', 'secant-to-tangent', 'sin(w)', '--frames', '4', '--size', '240x150', '--format', 'gif'];
  const child = spawn(process.execPath, [built.main, ...words, '-o', '-'], { cwd: folder });
  const parts: Buffer[] = [];
  child.stdout.on('data', (part: Buffer) => parts.push(part));
  const [code] = (await once(child, 'close')) as [number | null];
  expect(code).toBe(0);
  const { format, pages = 0 } = await sharp(Buffer.concat(parts), { animated: true }).metadata();
  expect(format).toBe('gif');
  expect(pages).toBeGreaterThan(2);
});

test('several films come from one command', async () => {
  const names = ['several.gif', 'several.webp', 'several.png', 'several.svg'];
  const words = ['figure', 'secant-to-tangent', 'sin(w)', '--frames', '5', '--size', '240x150'];
  expect(await secant([...words, ...names.flatMap((name) => ['-o', name])])).toEqual({ code: 0, out: '', err: '' });
  for (const name of names) {
    const { format, pages = 1 } = await sharp(join(folder, name), { animated: true }).metadata();
    expect(name).toContain(`.${format}`);
    expect(pages > 1).toBe(/gif|webp/.test(name));
  }
  const twice = await secant([...words, '-o', 'one.gif', '-o', 'one.gif']);
  expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('asked for twice')]);
  // One that cannot be made says so, and nothing unfinished stays.
  expect((await secant([...words, '-o', 'left.svg', '-o', 'nowhere/a.gif'])).err).toContain('there is no such folder');
  expect(readdirSync(folder).filter((name) => name.includes('.part'))).toEqual([]);
});

test('code --module has types, which a strict compiler holds callers to', async () => {
  const { out } = await secant(['code', 'loss.ts#ofModel', '--at', '{"m":2,"v":[1,2]}', '--module']);
  expect(out).not.toMatch(/\bimport\b/);
  writeFileSync(join(folder, 'of-model.mjs'), out);
  writeFileSync(
    join(folder, 'uses.ts'),
    `import { grad, hvp, value } from './of-model.mjs';
const p = { m: 2, v: [1, 2] };
const slopes: { m: number; v: number[] } = grad(p);
const product: { m: number; v: number[] } = hvp(p, slopes);
const number: number = value(p);
// @ts-expect-error no field v
grad({ m: 2 });
// @ts-expect-error no text
const text: string = value(p);
console.log(number, JSON.stringify(slopes), JSON.stringify(product), text);
`,
  );
  const options = [
    '--strict',
    '--noEmit',
    '--allowJs',
    '--module',
    'nodenext',
    '--target',
    'es2022',
    '--types',
    'node',
  ];
  const checked = spawnSync(process.execPath, [toolPath('tsc'), '--ignoreConfig', ...options, 'uses.ts'], {
    cwd: folder,
    encoding: 'utf8',
  });
  expect(checked.stdout + checked.stderr).toBe('');
  const { grad } = (await import(`data:text/javascript,${encodeURIComponent(out)}`)) as { grad(p: unknown): unknown };
  expect(grad({ m: 2, v: [1, 2] })).toEqual({ m: 5, v: [2, 8] });
});

describe('completions work in the shells they are for', () => {
  const has = (shell: string): boolean => spawnSync(shell, ['-c', 'exit 0']).status === 0;
  const names = [...new Set(commands.map(({ name }) => name.split(' ')[0] ?? name))].sort();
  const script = async (shell: string): Promise<string> => {
    const file = join(folder, `completion.${shell}`);
    writeFileSync(file, (await secant(['completion', shell])).out);
    return file;
  };
  const said = (shell: string, program: string): string[] => {
    const { stdout, stderr, status } = spawnSync(shell, ['-c', program], { cwd: folder, encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, '']);
    return stdout.split('\n').filter((line) => line !== '');
  };

  test.skipIf(!has('bash'))('bash', async () => {
    const file = await script('bash');
    const complete = (...words: string[]): string[] =>
      said(
        'bash',
        `source ${file}; COMP_WORDS=(secant ${words.map((word) => `'${word}'`).join(' ')}); COMP_CWORD=${words.length}; _secant; printf '%s\\n' "\${COMPREPLY[@]}"`,
      );
    expect(
      complete('')
        .filter((word) => !word.startsWith('--'))
        .sort(),
    ).toEqual(names);
    expect(complete('deriv')).toEqual(['derivative']);
    expect(complete('derivative', '--at')).toEqual(['--at', '--at-kink']);
    expect(complete('figure', 'secant-to')).toEqual(['secant-to-tangent']);
    expect(complete('completion', '')).toEqual(expect.arrayContaining(['bash', 'zsh', 'fish']));
    expect(complete('derivative', 'loss')).toEqual(['loss.ts']);
  });
  test.skipIf(!has('zsh'))('zsh', async () => {
    const file = await script('zsh');
    const complete = (...words: string[]): string[] =>
      said(
        'zsh',
        `compdef() {}; compadd() { shift; print -l -- "$@" }; _files() {}; words=(secant ${words.join(' ')}); CURRENT=${words.length + 1}; source ${file}; _secant`,
      );
    expect(
      complete("''")
        .filter((word) => !word.startsWith('--'))
        .sort(),
    ).toEqual(names);
    expect(complete('derivative', "''")).toEqual(expect.arrayContaining(['--at', '--order', '--json', '--help']));
  });
  test.skipIf(!has('fish'))('fish', async () => {
    const file = await script('fish');
    const complete = (line: string): string[] =>
      said('fish', `source ${file}; complete --do-complete '${line}'`).map((each) => each.split('\t')[0] ?? '');
    expect(complete('secant ').sort()).toEqual(names);
    expect(complete('secant deriv')).toEqual(['derivative']);
    expect(complete('secant derivative --or')).toEqual(['--order']);
    expect(complete('secant figure secant-to')).toContain('secant-to-tangent');
  });
});

/** Runs in a terminal of forty columns that the system makes; Linux has `script` for it. */
const inTerminal = (command: string, env: NodeJS.ProcessEnv = {}): string => {
  const program = `stty cols 40; '${process.execPath}' '${built.main}' ${command}`;
  const environment: NodeJS.ProcessEnv = { ...process.env, TERM: 'xterm', ...env };
  if (env['NO_COLOR'] === undefined) delete environment['NO_COLOR'];
  return spawnSync('script', ['-qec', program, '/dev/null'], { cwd: folder, encoding: 'utf8', env: environment })
    .stdout;
};
const hasTerminals = process.platform === 'linux' && spawnSync('script', ['-qec', 'true', '/dev/null']).status === 0;
const escape = String.fromCharCode(27);

describe.skipIf(!hasTerminals)('in a real terminal', () => {
  test('forty columns hold help and a plot, in colour, and without where NO_COLOR says so', () => {
    const plot = "derivative 'sin(w)' --at 0 --plot";
    const coloured = inTerminal(plot);
    expect(coloured).toContain(`${escape}[32m`);
    const plain = inTerminal(plot, { NO_COLOR: '1' });
    expect(plain).not.toContain(`${escape}[3`);
    expect(plain).toMatch(/[\u2801-\u28ff]/);
    // The question to the terminal, which is silent, is the only sequence.
    for (const line of plain.replaceAll(`${escape}[c`, '').split(/\r?\n/)) expect(line.length).toBeLessThanOrEqual(40);
    for (const line of inTerminal('derivative --help').split(/\r?\n/))
      // What is to be typed stands in one line, and the terminal breaks it.
      if (!/^(?: {2}secant |Usage: )/.test(line)) expect(line.length, line).toBeLessThanOrEqual(40);
  });
  test('a long work shows how far it is, and takes that away', () => {
    const out = inTerminal("figure secant-to-tangent 'sin(w)' --frames 400 -o long-film.gif");
    expect(out).toMatch(/drawing █*░* \d+ of \d+, \d+ s left/);
    expect(out.endsWith(`\r${escape}[K`)).toBe(true);
    expect(readFileSync(join(folder, 'long-film.gif')).subarray(0, 6).toString()).toBe('GIF89a');
  });
});
