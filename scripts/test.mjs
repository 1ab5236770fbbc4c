/**
 * `npm test`: makes sure that there are a browser and the servers of SQL, then runs Vitest once. What follows `--` goes to Vitest, so
 * `npm test -- --project unit` needs no browser and `npm test -- src/compiler/ir` runs the tests of one folder.
 */
import { ensureBrowser } from './browser.mjs';
import { isMain, runNode, toolPath } from './project.mjs';
import { ensureServers } from './servers.mjs';

/**
 * @param {readonly string[]} args for Vitest
 * @returns {Promise<number>} the exit code
 */
export async function test(args) {
  const env = { ...process.env };
  ensureServers();
  const unitOnly = /(^| )--project[= ]unit( |$)/.test(args.join(' '));
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
  return runNode(toolPath('vitest'), ['run', ...args], { env });
}

if (isMain(import.meta.url)) process.exitCode = await test(process.argv.slice(2));
