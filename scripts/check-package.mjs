/**
 * The package as it is published, held to what is promised of it: `npm run check -- package`. It is built and packed; publint
 * and Are The Types Wrong look at it; it may hold nothing that only tests need, and weigh no more than its budget; and
 * its public names and signatures are those of `docs/api-report.txt`.
 *
 *     node scripts/check-package.mjs           exit code 1 where anything is wrong
 *     node scripts/check-package.mjs --update  writes the report of names and signatures anew, to be reviewed
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { apiReport, firstChange, reportFile } from './api-report.mjs';
import { makePackage, packInto } from './package.mjs';
import { isMain, root, toolPath } from './project.mjs';

/** What the packed file may weigh, in kilobytes (1000 bytes). */
export const budget = 1200;

/** What only tests need: by the names of files, and by words that stand in the text of such modules. */
const ofTests = { names: /\.test\.|(?:^|\/)random-/, words: /\bfast-check\b|\bvitest\b|\brandomProgram\b/ };

/**
 * The files of a folder, with forward slashes.
 * @param {string} folder
 */
function filesOf(folder) {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => statSync(join(folder, name)).isFile())
    .map((name) => name.replaceAll('\\', '/'));
}

/**
 * What is in the package and should not be.
 * @param {string} folder
 * @returns {string[]}
 */
export function strangers(folder) {
  return filesOf(folder).flatMap((name) => {
    if (ofTests.names.test(name)) return [`${name} is for tests`];
    const word = /\.(?:js|ts)$/.test(name) ? ofTests.words.exec(readFileSync(join(folder, name), 'utf8')) : null;
    return word === null ? [] : [`${name} says ${word[0]}, which is for tests`];
  });
}

/**
 * What a tool says of the package where it is not content.
 * @param {'publint' | 'attw'} tool
 * @param {readonly string[]} args
 * @returns {string[]}
 */
function saidBy(tool, args) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [toolPath(tool), ...args], { encoding: 'utf8' });
  return status === 0 ? [] : [`${tool}: ${stdout}${stderr}`];
}

/** @param {string} folder @param {boolean} update @returns {string[]} */
function reportSays(folder, update) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const now = apiReport(folder, exports);
  const file = join(root, reportFile);
  if (update) {
    writeFileSync(file, now);
    return [];
  }
  const before = existsSync(file) ? readFileSync(file, 'utf8').replaceAll('\r\n', '\n') : '';
  if (before === now) return [];
  return [
    `public names or signatures are not those of ${reportFile}, ${firstChange(before, now)}\n` +
      'where that is meant: node scripts/check-package.mjs --update, and review what changed',
  ];
}

/** @param {{ readonly update?: boolean }} [options] @returns {Promise<number>} 1 if anything is wrong */
export async function checkPackage({ update = false } = {}) {
  const folder = join(root, 'build', 'package');
  await makePackage(folder);
  const { tarball, size, files } = packInto(folder, join(root, 'build'));
  const faults = [
    ...saidBy('publint', [folder, '--strict', '--pack', 'false']),
    ...saidBy('attw', [tarball, '--profile', 'esm-only', '--no-emoji', '--format', 'ascii']),
    ...strangers(folder),
    ...(size > budget * 1000 ? [`the package weighs ${(size / 1000).toFixed(0)} kB, and may weigh ${budget} kB`] : []),
    ...reportSays(folder, update),
  ];
  for (const fault of faults) console.log(fault);
  console.log(`the package: ${(size / 1000).toFixed(0)} kB of ${budget} kB packed, ${files} files`);
  return faults.length === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) process.exitCode = await checkPackage({ update: process.argv.includes('--update') });
