/**
 * `npm run fuzz`: random texts in the fields and links of the built site, in a real browser. It prints every text that was not answered
 * or held the page, with the seed that gives it again.
 *
 *     npm run fuzz                    10 000 texts from the usual seed
 *     npm run fuzz -- 500 1234        500 texts from seed 1234
 */
import { isMain } from './project.mjs';
import { test } from './test.mjs';

if (isMain(import.meta.url)) {
  const [count = '10000', seed] = process.argv.slice(2);
  process.env['SECANT_TEXTS'] = count;
  if (seed !== undefined) process.env['SECANT_SEED'] = seed;
  process.exitCode = await test(['--project', 'browser', '--retry', '0', 'test/browser/fuzz-texts.test.ts']);
}
