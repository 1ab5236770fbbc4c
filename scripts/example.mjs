/**
 * `npm run example nist`: bundles a program of examples/ from the sources, as `npm run bench` does, and runs it.
 * Arguments after the name go to the program; without a name the examples are listed, each with its first line.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle } from './bench.mjs';
import { isMain, root, runNode } from './project.mjs';

const folder = join(root, 'examples');

/** The programs: the files whose first lines say how they are run. @returns {{ name: string, about: string }[]} */
export function examples() {
  return readdirSync(folder)
    .sort()
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ name: file.slice(0, -3), head: readFileSync(join(folder, file), 'utf8').split('*/')[0] ?? '' }))
    .filter(({ name, head }) => head.includes(`npm run example ${name}`))
    .map(({ name, head }) => ({
      name,
      about: /^[/*\s]*(.*?)[.:](\s|$)/.exec(head.replace(/\s+\*?\s*/g, ' '))?.[1] ?? '',
    }));
}

/** @param {readonly string[]} args @returns {Promise<number>} the exit code */
export async function example([name, ...args]) {
  const known = examples();
  if (name === undefined || !known.some((one) => one.name === name)) {
    if (name !== undefined) console.error(`there is no example "${name}"; there are:`);
    const width = Math.max(...known.map((one) => one.name.length));
    for (const one of known) console.log(`  npm run example ${one.name.padEnd(width)}  ${one.about}`);
    return name === undefined ? 0 : 1;
  }
  const output = join(root, 'node_modules', '.cache', 'secant-examples');
  await mkdir(output, { recursive: true });
  const outfile = join(output, `${name}.mjs`);
  await bundle(join(folder, `${name}.ts`), outfile);
  return runNode(outfile, args, { nodeArgs: ['--enable-source-maps'] });
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await example(process.argv.slice(2));
  } catch {
    // esbuild has printed why.
    process.exitCode = 1;
  }
}
