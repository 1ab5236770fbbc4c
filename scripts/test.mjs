/**
 * `npm test`: makes sure that there are a browser and the servers of SQL, then runs Vitest once. What follows `--` goes to Vitest, so
 * `npm test -- --project unit` needs no browser and `npm test -- src/compiler/ir` runs the tests of one folder.
 * `npm test -- --quick` is for while one works: the unit tests that do not take long and one file in the browser.
 */
import { ensureBrowser } from './browser.mjs';
import { isMain, runNode, toolPath } from './project.mjs';
import { ensureServers } from './servers.mjs';

/**
 * @param {readonly string[]} args for Vitest
 * @returns {Promise<number>} the exit code
 */
export async function test(args) {
  const isQuick = args.includes('--quick');
  const rest = args.filter((arg) => arg !== '--quick');
  const env = { ...process.env };
  if (isQuick) env['SECANT_TESTS'] = 'quick';
  ensureServers();
  const unitOnly = /(^| )--project[= ]unit( |$)/.test(rest.join(' '));
  if (!unitOnly) {
    try {
      const browser = await ensureBrowser();
      console.log(`browser: ${browser.path}`);
      env['SECANT_BROWSER'] = browser.path;
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      return 1;
    }
  }
  return runNode(
    toolPath('vitest'),
    ['run', ...(isQuick ? ['--project', 'unit', '--project', 'browser'] : []), ...rest],
    { env },
  );
}

if (isMain(import.meta.url)) process.exitCode = await test(process.argv.slice(2));
