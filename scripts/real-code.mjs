/**
 * Differentiates functions of packages that other people wrote, on each road, and writes the scoreboard into
 * docs/real-code.md. The packages are those of test/real-code/package.json; they are installed there, when this is asked
 * for and at no other time. Red where a derivative is wrong, or where fewer than 95 of 100 work.
 *
 *     npm run build && node scripts/real-code.mjs
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';
import { root } from './project.mjs';

const folder = join(root, 'test/real-code');
const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
execFileSync(npm, ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--no-package-lock'], {
  cwd: folder,
  stdio: 'inherit',
});
const link = join(folder, 'node_modules/secant');
if (!existsSync(link)) symlinkSync(root, link, 'junction');

/** @type {{ package: string, name: string, [road: string]: any }[]} */
let rows;
try {
  const printed = execFileSync(process.execPath, ['--import', 'secant/register', 'run.mjs'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  rows = printed
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
} finally {
  rmSync(link);
}

/** @param {readonly string[]} words @returns {string} in lines of at most 120 characters, with commas and a full stop */
function wrapped(words) {
  let line = 'Packages: '.length;
  return words
    .map((word, k) => {
      const piece = `${word}${k === words.length - 1 ? '.' : ','}`;
      const breaks = line + piece.length + 1 > 120;
      line = (breaks ? 0 : line) + piece.length + 1;
      return k === 0 ? piece : `${breaks ? '\n' : ' '}${piece}`;
    })
    .join('');
}

/** @param {string} road @param {string} verdict */
const count = (road, verdict) => rows.filter((row) => row[road].verdict === verdict).length;
const packages = new Set(rows.map((row) => row.package));
const table = ['default', 'compiled', 'traced'].map(
  (road) => `| ${road} | ${['right', 'refused', 'wrong'].map((verdict) => count(road, verdict)).join(' | ')} |`,
);
const failed = rows.filter((row) => row['default'].verdict !== 'right');
const { dependencies } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
const text = `# Code that other people wrote

${rows.length} functions of ${packages.size} packages from npm, differentiated with \`node --import secant/register\` and
nothing else: no \`scope\`, no wrapper types, arguments as the packages take them. Each gradient is checked by differences
that know how far off they may be. Functions that round or bisect inside have derivative 0 almost everywhere; that is
right, and of no use: give them a derivative with \`withDerivative\`.

| road | right | refused | wrong |
| --- | ---: | ---: | ---: |
${table.join('\n')}

\`default\` takes the compiled road where it leads and the traced one elsewhere. Made by \`node scripts/real-code.mjs\` on
${cpus().length} cores with Node ${process.version.slice(1)}. The functions stand in \`test/real-code/functions.mjs\`.

Packages: ${wrapped(Object.entries(dependencies).map(([name, version]) => `${name} ${version}`))}
`;
writeFileSync(join(root, 'docs/real-code.md'), text);
console.log(table.join('\n'));
for (const row of failed)
  console.error(`${row.package}, ${row.name}: ${row['default'].verdict}: ${row['default'].why}`);
const wrong = rows.some((row) => ['default', 'compiled', 'traced'].some((road) => row[road].verdict === 'wrong'));
process.exitCode = wrong || failed.length > 0.05 * rows.length ? 1 : 0;
