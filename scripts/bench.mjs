/**
 * `npm run bench`: bundles bench/main.ts with the library's sources into one file and runs that in plain Node. The
 * types are stripped and nothing else is done to the text of a function: no minifying, no lowering, no counters, no
 * `__name` wrappers. So what is measured, and what Secant reads of a function, is what was written. Arguments after
 * `--` go to the program; `globalThis.gc` is there. Then bench/figures.ts drags figures in a browser, if there is one;
 * `npm run bench -- workloads` times the workload set alone, with the words after it only what has them in its name;
 * `npm run bench -- film` times a film by the command as it is installed, alone and several side by side;
 * `npm run bench -- data` is sums over tables alone, `npm run bench -- data-fit` fits to 1e7 rows and is not done otherwise;
 * `npm run bench -- import` is the start of a process that imports the package;
 * `npm run bench -- dragged` does figures alone, `npm run bench -- dragged zoom` only rows with "zoom" in their names.
 */
import { spawnSync } from 'node:child_process';
import { cp, mkdir } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { benchImport } from './bench-import.mjs';
import { findBrowser, launchOptions } from './browser.mjs';
import { bundleLibrary } from './build.mjs';
import { isMain, root, runNode } from './project.mjs';

/**
 * Bundles a program for plain Node; packages other than Secant itself stay imports.
 * @param {string} entry
 * @param {string} outfile inside the project, so that its imports are found
 * @param {import('esbuild').Plugin[]} plugins
 */
export async function bundle(entry, outfile, plugins = []) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'esnext',
    conditions: ['source'],
    minify: false,
    keepNames: false,
    sourcemap: true,
    charset: 'utf8',
    logLevel: 'warning',
    plugins: [
      ...plugins,
      {
        name: 'packages-stay',
        setup(context) {
          context.onResolve({ filter: /^[^./]/ }, ({ path, kind }) => {
            const own = kind === 'entry-point' || path === 'secant' || path.startsWith('secant/');
            return own ? undefined : { path, external: true };
          });
        },
      },
    ],
  });
}

/** The folder of the bundles, inside the project. */
async function cacheFolder() {
  const folder = join(root, 'node_modules', '.cache', 'secant-bench');
  await mkdir(folder, { recursive: true });
  return folder;
}

/** @param {readonly string[]} args @returns {Promise<number>} */
async function bench(args) {
  if (args.includes('workloads')) return benchWorkloads(args);
  if (args.includes('film')) return benchFilm();
  if (args.includes('import')) {
    await benchImport(21);
    return 0;
  }
  const outfile = join(await cacheFolder(), 'main.mjs');
  await bundle(join(root, 'bench', 'main.ts'), outfile);
  const code = await runNode(outfile, args, { nodeArgs: ['--expose-gc', '--enable-source-maps'] });
  const wanted = args.filter((arg) => !arg.startsWith('-'));
  const title = 'figures while they are dragged';
  const isWanted = wanted.length === 0 || wanted.some((word) => title.includes(word));
  return code === 0 && isWanted ? benchFigures(wanted.filter((word) => !title.includes(word))) : code;
}

/**
 * The workload set, built with the plugin, which hands over what the programs capture.
 * @param {readonly string[]} args
 * @returns {Promise<number>}
 */
async function benchWorkloads(args) {
  const folder = await cacheFolder();
  const plugin = join(folder, 'plugin.mjs');
  await build({
    entryPoints: [join(root, 'src', 'tools', 'plugin', 'index.ts')],
    outfile: plugin,
    bundle: true,
    platform: 'node',
    format: 'esm',
    conditions: ['source'],
    packages: 'external',
    logLevel: 'warning',
  });
  /** @type {{ secantEsbuild(options: { include: RegExp }): import('esbuild').Plugin }} */
  const { secantEsbuild } = await import(pathToFileURL(plugin).href);
  const outfile = join(folder, 'workloads.mjs');
  await bundle(join(root, 'bench', 'workloads.ts'), outfile, [secantEsbuild({ include: /workloads/ })]);
  return runNode(outfile, args, { nodeArgs: ['--expose-gc', '--enable-source-maps'] });
}

/**
 * Films by the command, built as the package has it, each in a process of its own: 200 pictures of `secantToTangent`.
 * @returns {Promise<number>}
 */
async function benchFilm() {
  const folder = join(await cacheFolder(), 'command');
  await bundleLibrary(join(folder, 'dist'));
  await cp(join(root, 'package.json'), join(folder, 'package.json'));
  await cp(join(root, 'assets'), join(folder, 'assets'), { recursive: true });
  const main = join(folder, 'dist', 'tools', 'cli', 'main.js');
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model.trim() ?? 'unknown processor'}`);
  console.log('200 pictures of secant-to-tangent, from the command to the file; the shortest of three\n');
  const rows = [['one.gif'], ['one.gif', 'two.gif'], ['one.gif', 'one.webp']];
  for (const files of rows) {
    const outputs = files.flatMap((name) => ['-o', join(folder, name)]);
    const words = ['figure', 'secant-to-tangent', 'sin(w)', '--frames', '200', ...outputs];
    const times = [];
    for (let k = 0; k < 3; k++) {
      const start = performance.now();
      // The child itself says what processor time it took, on its way out.
      const told =
        "process.on('exit', () => { const { user, system } = process.cpuUsage(); console.log(user + system) })";
      const said = spawnSync(process.execPath, ['--import', `data:text/javascript,${told}`, main, ...words], {
        encoding: 'utf8',
      });
      if (said.status !== 0) throw new Error(said.stderr);
      times.push({ wall: (performance.now() - start) / 1000, processor: Number(said.stdout) / 1e6 });
    }
    const best = times.sort((one, other) => one.wall - other.wall)[0];
    console.log(
      `  ${files
        .map((name) => name.replace(/^\w+\./, ''))
        .join(' + ')
        .padEnd(12)} ${best?.wall.toFixed(2)} s, ${best?.processor.toFixed(2)} s of processor time`,
    );
  }
  return 0;
}

/**
 * Drags figures in a browser, or says why not.
 * @param {readonly string[]} rows words that choose rows; all rows where there are none
 * @returns {Promise<number>}
 */
async function benchFigures(rows) {
  /** @type {string[]} */
  const tried = [];
  const browser = findBrowser(undefined, tried);
  if (browser === undefined) {
    console.log('\nfigures while they are dragged: left out, there is no Chrome or Chromium. Looked for:');
    for (const line of tried) console.log(`  ${line}`);
    return 0;
  }
  const folder = await cacheFolder();
  const page = join(folder, 'figures-page.js');
  await build({
    entryPoints: [join(root, 'bench', 'figures-page.ts')],
    outfile: page,
    bundle: true,
    format: 'iife',
    target: 'es2022',
    conditions: ['source'],
    charset: 'utf8',
    logLevel: 'warning',
  });
  const outfile = join(folder, 'figures.mjs');
  await bundle(join(root, 'bench', 'figures.ts'), outfile);
  return runNode(outfile, [browser.path, page, ...launchOptions(browser).args, '--', ...rows]);
}

if (isMain(import.meta.url)) {
  try {
    process.exitCode = await bench(process.argv.slice(2));
  } catch (error) {
    // What esbuild throws it has printed.
    if (!(error instanceof Error && 'errors' in error)) console.error(error);
    process.exitCode = 1;
  }
}
