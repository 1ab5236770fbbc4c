/** What a user installs: dist/ works in plain Node and for TypeScript, and the built bench keeps functions as written. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { bundle } from '../../scripts/bench.mjs';
import { buildLibrary } from '../../scripts/build.mjs';
import { freePort, isFree } from '../../scripts/port.mjs';
import { root, toolPath } from '../../scripts/project.mjs';
import { linkSecant, plant } from '../support/planting.ts';

function runNode(args: readonly string[], cwd: string) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
  return { status, output: `${stdout}${stderr}` };
}

test('dist/ runs in plain Node and type-checks in a strict project', async () => {
  const tree = plant({
    'package.json': '{ "type": "module" }\n',
    'run.mjs':
      "import { derivative } from './dist/index.js';\nimport * as figures from './dist/pictures/figures/index.js';\n" +
      'console.log(derivative((w) => w ** 3)(2), typeof figures.secantToTangent);\n',
    'use.ts':
      "import { derivative } from './dist/index.js';\nexport const d: number = derivative((w) => w ** 3)(2);\n" +
      '// @ts-expect-error the types are there: a text is not a number\nexport const e: string = derivative((w) => w)(2);\n',
  });
  symlinkSync(join(root, 'node_modules'), join(tree, 'node_modules'), 'junction');
  const dist = join(tree, 'dist');
  expect(await buildLibrary(dist)).toBe(0);

  expect(runNode(['run.mjs'], tree)).toEqual({ status: 0, output: '12 function\n' });
  const strict = ['--ignoreConfig', '--noEmit', '--strict', '--module', 'nodenext', '--types', '', 'use.ts'];
  expect(runNode([toolPath('tsc'), ...strict], tree)).toEqual({ status: 0, output: '' });

  const files = readdirSync(dist, { recursive: true, encoding: 'utf8' });
  expect(files.filter((name) => name.includes('.test.'))).toEqual([]);
  for (const ending of ['.js', '.js.map', '.d.ts']) {
    expect(existsSync(join(dist, `index${ending}`)), ending).toBe(true);
  }
}, 60_000);

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
