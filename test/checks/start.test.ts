/** `npm start` builds, serves the page, prints its address, and ends when it is told to. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { freePort } from '../../scripts/port.mjs';
import { root } from '../../scripts/project.mjs';

function start(port: string) {
  const env = { ...process.env, PORT: port };
  return spawn(process.execPath, [join(root, 'scripts', 'start.mjs')], { cwd: root, env });
}

test('the page is there, under the printed address, and a missing page is not', { timeout: 60_000 }, async () => {
  const port = await freePort(46_173);
  const server = start(String(port));
  try {
    const address = await new Promise<string>((settle, fail) => {
      let output = '';
      const read = (chunk: Buffer): void => {
        output += chunk.toString();
        const found = /Secant is at (\S+)/.exec(output)?.[1];
        if (found !== undefined) settle(found);
      };
      server.stdout.on('data', read);
      server.stderr.on('data', read);
      server.on('close', () => fail(new Error(output)));
    });
    expect(address).toBe(`http://localhost:${port}/`);
    const page = await fetch(address);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain('<title>');
    expect((await fetch(`${address}nowhere.html`)).status).toBe(404);
  } finally {
    server.kill();
  }
  await once(server, 'close');
});

test('a wrong PORT is an error that says so', async () => {
  const server = start('often');
  let message = '';
  server.stderr.on('data', (chunk: Buffer) => (message += chunk.toString()));
  const [code] = (await once(server, 'close')) as [number];
  expect(code).toBe(1);
  expect(message).toBe('PORT=often is not a port number\n');
});
