/** The built bench keeps functions as written, and a taken port is passed over. */
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../scripts/bench.mjs';
import { freePort, isFree } from '../../scripts/port.mjs';
import { linkSecant, plant } from '../support/planting.ts';

function runNode(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

test('a bundled program keeps the text of its functions and finds Secant in src/', async () => {
  const tree = plant({
    'main.ts':
      "import { derivative } from 'secant';\n" +
      'const g = (w: number): number => { let s = 0; if (w > 0) s = Math.log(1 + w); return s + w ** 2 };\n' +
      'function named(w: number) { return w!==0 ? w / 2 : 1; }\n' +
      'console.log(g.toString());\nconsole.log(named.toString());\nconsole.log(derivative(g)(1));\n',
    'package.json': '{ "name": "secant-user", "type": "module" }\n',
  });
  // A package that has Secant installed.
  linkSecant(tree);
  const outfile = join(tree, 'out.mjs');
  await bundle(join(tree, 'main.ts'), outfile);
  const { status, output } = runNode([outfile], tree);
  expect(output.replace(/\s+/g, ' ')).toBe(
    '(w) => { let s = 0; if (w > 0) s = Math.log(1 + w); return s + w ** 2; } ' +
      'function named(w) { return w !== 0 ? w / 2 : 1; } 2.5 ',
  );
  expect(status).toBe(0);
});

test('a taken port is passed over', async () => {
  const first = await freePort(45_173);
  const taken = createServer();
  await new Promise<void>((settle) => taken.listen(first, '127.0.0.1', settle));
  expect(await isFree(first)).toBe(false);
  expect(await freePort(first)).toBeGreaterThan(first);
  await new Promise((settle) => taken.close(settle));
  expect(await isFree(first)).toBe(true);
});
