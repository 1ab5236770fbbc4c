/**
 * `npm run bench -- import`: what `import 'secant'` costs a process that starts, from the package as it is published. Node is
 * started again and again, in turn with nothing to import, with acorn and its TypeScript (which Secant reads functions with), and
 * with the package; what stands there is the median, and the median of the differences to the bare start just before it.
 * Nothing here passes or fails: the target is 45 ms on a quiet machine.
 */
import { spawnSync } from 'node:child_process';
import { cpus } from 'node:os';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { makePackage } from './package.mjs';
import { root } from './project.mjs';

/** @param {readonly number[]} values */
const median = (values) => [...values].sort((one, other) => one - other)[values.length >> 1] ?? NaN;

/**
 * The milliseconds of a process that imports something and ends, by the clock and of processor time.
 * @param {string} code
 */
function start(code) {
  const began = performance.now();
  const said =
    "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log(user + system); });";
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ['--input-type=module', '--eval', `${said}\n${code}`],
    {
      encoding: 'utf8',
      cwd: root,
    },
  );
  if (status !== 0) throw new Error(`a process that was to be measured ended with ${status}: ${stderr}`);
  return { wall: performance.now() - began, processor: Number(stdout) / 1000 };
}

/** @param {number} rounds */
export async function benchImport(rounds) {
  // Inside the project, so that the packages that Secant imports are found.
  const folder = join(root, 'node_modules', '.cache', 'secant-bench', 'package');
  await makePackage(folder);
  const entry = pathToFileURL(join(folder, 'dist', 'index.js')).href;
  const rows = [
    { name: 'nothing', code: '' },
    { name: 'what Secant imports: acorn', code: "import 'acorn'; import '@sveltejs/acorn-typescript';" },
    { name: "'secant', as it is packed", code: `import ${JSON.stringify(entry)};` },
  ].map((row) => ({ ...row, wall: /** @type {number[]} */ ([]), processor: /** @type {number[]} */ ([]) }));
  for (const { code } of rows) start(code);
  for (let round = 0; round < rounds; round++)
    for (const row of rows) {
      const { wall, processor } = start(row.code);
      row.wall.push(wall);
      row.processor.push(processor);
    }
  const [bare] = rows;
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);
  console.log(`\nimport in a cold process, medians of ${rounds}; more: over the bare start of the same round`);
  for (const { name, wall, processor } of rows) {
    const more = (/** @type {readonly number[]} */ times, /** @type {readonly number[] | undefined} */ without) =>
      median(times.map((time, round) => time - (without?.[round] ?? 0)));
    const shown = (/** @type {number} */ time) => `${time.toFixed(1).padStart(7)} ms`;
    console.log(
      `  ${name.padEnd(28)} ${shown(median(wall))}, more ${shown(more(wall, bare?.wall))}` +
        `   processor ${shown(median(processor))}, more ${shown(more(processor, bare?.processor))}`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}
