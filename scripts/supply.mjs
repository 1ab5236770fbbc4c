/**
 * What users get from others, and what they can check of it: `npm run check -- supply`.
 *
 * - Every package that the library needs, and every one whose code is in the published files or on the site, has a licence of the
 *   list below, and none runs a script when it is installed; nor does the published package.
 * - `npm audit` of the lock, where a registry answers. A known vulnerability of any severity in what users get fails; in
 *   tools of the project a critical one does, and the others are listed. Where no registry answers, that is said and
 *   nothing fails: the lock is the same as when it was audited last.
 * - Two builds of the package, in folders of different names, are the same bytes.
 *
 *     node scripts/supply.mjs   exit code 1 where anything is wrong
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makePackage, packInto, publishedManifest } from './package.mjs';
import { isMain, npmPath, root } from './project.mjs';

/** Licences that ask for no more than that their text goes along. OFL is for fonts; the texts go along with what is bundled. */
export const licences = new Set(['0BSD', 'Apache-2.0', 'BSD-2-Clause', 'BSD-3-Clause', 'ISC', 'MIT', 'OFL-1.1']);

/**
 * @typedef {object} Locked
 * @property {string} [version]
 * @property {string} [license]
 * @property {boolean} [hasInstallScript]
 * @property {Readonly<Record<string, string>>} [dependencies]
 * @property {Readonly<Record<string, string>>} [devDependencies]
 */
/** @typedef {{ readonly packages: Readonly<Record<string, Locked>> }} Lock */

/**
 * Packages by their place in the lock: those named, and all that they need.
 * @param {Lock} lock
 * @param {readonly string[]} names
 * @returns {string[]}
 */
export function closureOf({ packages }, names) {
  /** @type {Set<string>} */
  const found = new Set();
  /** @param {string} name @param {string} from */
  const visit = (name, from) => {
    // The nearest folder of packages, as Node looks for it.
    let at = from;
    while (packages[`${at}node_modules/${name}`] === undefined) {
      if (at === '') throw new Error(`${name} is not in the lock`);
      at = at.replace(/(?:^|(?<=\/))node_modules\/(?:@[^/]+\/)?[^/]+\/$/, '');
    }
    const place = `${at}node_modules/${name}`;
    if (found.has(place)) return;
    found.add(place);
    for (const inner of Object.keys(packages[place]?.dependencies ?? {})) visit(inner, `${place}/`);
  };
  for (const name of names) visit(name, '');
  return [...found].sort();
}

/**
 * Development packages that the pages of the site import, by their names in its sources. `build/` makes the pages, and is in none.
 * @param {Lock} lock
 * @param {string} folder
 */
export function ofTheSite(lock, folder = join(root, 'book')) {
  const texts = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:ts|css|html)$/.test(name) && !/^build[\\/]/.test(name))
    .map((name) => readFileSync(join(folder, name), 'utf8'))
    .join('\n');
  const names = Object.keys(lock.packages['']?.devDependencies ?? {});
  return names.filter((name) => texts.includes(`'${name}'`) || texts.includes(`'${name}/`));
}

/**
 * What is wrong with packages that reach users.
 * @param {Lock} lock
 * @param {readonly string[]} places
 * @returns {string[]}
 */
export function faultsOf({ packages }, places) {
  return places.flatMap((place) => {
    const { version, license, hasInstallScript } = packages[place] ?? {};
    const name = `${place.replace(/^.*node_modules\//, '')} ${version}`;
    return [
      ...(license !== undefined && licences.has(license)
        ? []
        : [`${name} has the licence ${license}, which is not in the list`]),
      ...(hasInstallScript === true ? [`${name} runs a script when it is installed`] : []),
    ];
  });
}

/**
 * What an audit says. In: the text that `npm audit --json` printed.
 * @param {string} text
 * @param {readonly string[]} places of packages that reach users
 * @returns {{ readonly faults: readonly string[], readonly notes: readonly string[] }}
 */
export function auditSays(text, places) {
  /** @type {{ vulnerabilities?: Readonly<Record<string, { severity: string, nodes?: readonly string[] }>>, message?: string }} */
  let report = {};
  try {
    report = JSON.parse(text);
  } catch {
    // Whatever else was printed is no report.
  }
  const { vulnerabilities } = report;
  if (vulnerabilities === undefined)
    return {
      faults: [],
      notes: [
        `not audited: no registry answers here${report.message === undefined ? '' : ` (${report.message.split(' - ')[0]})`}`,
      ],
    };
  /** @type {string[]} */
  const faults = [];
  /** @type {string[]} */
  const notes = [];
  for (const [name, { severity, nodes = [] }] of Object.entries(vulnerabilities)) {
    const reaches = nodes.some((node) => places.includes(node));
    const sentence = `${name} has a known vulnerability (${severity}), and ${reaches ? 'reaches users' : 'is a tool of the project'}`;
    (reaches || severity === 'critical' ? faults : notes).push(sentence);
  }
  return { faults, notes: [...notes, 'audited'] };
}

/**
 * Files of two folders that differ.
 * @param {string} one
 * @param {string} other
 * @returns {string[]}
 */
export function differing(one, other) {
  /** @param {string} folder */
  const hashes = (folder) =>
    new Map(
      readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => statSync(join(folder, name)).isFile())
        .map((name) => [
          name,
          createHash('sha256')
            .update(readFileSync(join(folder, name)))
            .digest('hex'),
        ]),
    );
  const [left, right] = [hashes(one), hashes(other)];
  return [...new Set([...left.keys(), ...right.keys()])].filter((name) => left.get(name) !== right.get(name)).sort();
}

/** @returns {Promise<string[]>} what two builds of the package differ in */
async function twoBuilds() {
  const folder = mkdtempSync(join(tmpdir(), 'secant-twice-'));
  try {
    const [one = '', other = ''] = ['first', 'second-time'].map((name) => join(folder, name));
    await makePackage(one);
    await makePackage(other);
    const files = differing(one, other).map((name) => `${name} is not the same in two builds`);
    const packed = [one, other].map((built) => {
      mkdirSync(`${built}-packed`);
      return createHash('sha512')
        .update(readFileSync(packInto(built, `${built}-packed`).tarball))
        .digest('base64');
    });
    if (packed[0] === packed[1]) console.log(`two builds are the same bytes: sha512-${packed[0]}`);
    else files.push('two builds are packed into different bytes');
    return files;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** @returns {Promise<number>} 1 if anything is wrong */
export async function checkSupply() {
  /** @type {Lock} */
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const own = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const needed = closureOf(lock, Object.keys(own.dependencies));
  const places = [...new Set([...needed, ...closureOf(lock, ofTheSite(lock))])];
  const { stdout } = spawnSync(process.execPath, [npmPath(), 'audit', '--json'], {
    cwd: root,
    encoding: 'utf8',
    timeout: 60_000,
    env: { ...process.env, npm_config_fetch_retries: '0' },
  });
  const audit = auditSays(stdout ?? '', places);
  const faults = [
    ...faultsOf(lock, places),
    ...('scripts' in publishedManifest(own, []) ? ['the published package has scripts'] : []),
    ...audit.faults,
    ...(await twoBuilds()),
  ];
  for (const line of [...audit.notes, ...faults]) console.log(line);
  console.log(`${needed.length} packages are installed with the library, ${places.length} reach users with the site`);
  return faults.length === 0 ? 0 : 1;
}

if (isMain(import.meta.url)) process.exitCode = await checkSupply();
