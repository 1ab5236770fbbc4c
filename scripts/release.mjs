/**
 * The two steps of a release that a machine can do; RUNBOOK.md has the others.
 *
 *     node scripts/release.mjs prepare 0.2.0  the version into package.json and package-lock.json, today into CHANGELOG.md
 *     node scripts/release.mjs check v0.2.0   exit code 1 where the tag, the manifests and the changelog do not say the same
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMain, root } from './project.mjs';

const manifests = ['package.json', 'package-lock.json'];
const version = /^\d+\.\d+\.\d+(?:-[\w.]+)?$/;

/** @param {string} text for a pattern */
const literally = (text) => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);

/**
 * Writes the version and the day of a release.
 * @param {string} next
 * @param {{ folder?: string, day?: string }} [options]
 */
export function prepare(next, { folder = root, day = new Date().toISOString().slice(0, 10) } = {}) {
  if (!version.test(next)) throw new Error(`${next} is no version; write it like 0.2.0`);
  const changelog = join(folder, 'CHANGELOG.md');
  const before = readFileSync(changelog, 'utf8');
  const heading = new RegExp(`^## ${literally(next)} \\(unreleased\\)$`, 'm');
  if (!heading.test(before))
    throw new Error(`CHANGELOG.md has no heading "## ${next} (unreleased)": say first what is new`);
  writeFileSync(
    changelog,
    before.replace(heading, () => `## ${next} (${day})`),
  );
  for (const name of manifests) {
    const file = join(folder, name);
    const manifest = JSON.parse(readFileSync(file, 'utf8'));
    manifest.version = next;
    if (manifest.packages?.[''] !== undefined) manifest.packages[''].version = next;
    writeFileSync(file, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

/**
 * What keeps a tag from being published.
 * @param {string} tag
 * @param {string} folder
 * @returns {string[]}
 */
export function faultsOf(tag, folder = root) {
  const tagged = tag.replace(/^v/, '');
  const faults = manifests.flatMap((name) => {
    const { version: said, packages } = JSON.parse(readFileSync(join(folder, name), 'utf8'));
    const all = [said, ...(packages === undefined ? [] : [packages['']?.version])];
    return all.filter((one) => one !== tagged).map((one) => `${name} says ${one}, and the tag says ${tagged}`);
  });
  const dated = new RegExp(`^## ${literally(tagged)} \\(\\d{4}-\\d{2}-\\d{2}\\)$`, 'm');
  if (!dated.test(readFileSync(join(folder, 'CHANGELOG.md'), 'utf8')))
    faults.push(`CHANGELOG.md has no heading "## ${tagged} (year-month-day)"`);
  return faults;
}

if (isMain(import.meta.url)) {
  const [step, name = ''] = process.argv.slice(2);
  try {
    if (step === 'prepare') prepare(name);
    else if (step === 'check') {
      const faults = faultsOf(name);
      for (const fault of faults) console.error(fault);
      process.exitCode = faults.length === 0 ? 0 : 1;
    } else throw new Error('the steps are prepare and check');
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 2;
  }
}
