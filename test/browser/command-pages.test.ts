/** The pages of the command, from real processes: `secant new chapter` and `secant chapter`, served and as a folder, and `secant explore`. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from 'playwright-core';
import { beforeAll, expect, test, vi } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { builtCommand, type Running } from '../support/built-command.ts';
import { serveFolder } from '../support/static-host.ts';
import { violations } from './violations.ts';

vi.setConfig({ testTimeout: 60_000 });

const browser = useBrowser();
const command = builtCommand('pages');
const chapter = join(command.folder, 'my-book', 'chapter.md');

beforeAll(async () => {
  await command.build();
  expect((await command.run(['new', 'chapter', 'my-book'])).code).toBe(0);
}, 180_000);

/** The address that a server says. */
async function addressOf(running: Running): Promise<string> {
  return (await running.said(/ is at (http:\/\/127\.0\.0\.1:\d+\/\S*)\n/))[1] ?? '';
}

async function expectChapter(page: Page): Promise<void> {
  await page.locator('#sine secant-figure .secant-slider').waitFor();
  expect(
    await page
      .locator('.katex')
      .first()
      .evaluate((math) => getComputedStyle(math).fontFamily),
  ).toContain('KaTeX');
  await page.locator('#cell-slope').scrollIntoViewIfNeeded();
  await page.locator('#cell-slope .output-number').getByText('1', { exact: true }).waitFor();
  await page.locator('#cell-meeting').scrollIntoViewIfNeeded();
  await page.locator('#cell-meeting secant-figure .secant-slider').waitFor();
  // Words light up the marks they name.
  await page.locator('.mark[data-role=tangent]').first().hover();
  await page.locator('#sine .secant-figure[data-highlight=tangent]').waitFor();
}

test('a new chapter is served, follows what is saved, tells mistakes, and ends with Ctrl-C', async () => {
  const running = command.start(['chapter', 'my-book']);
  const address = await addressOf(running);
  const page = await browser.open({ expectErrors: true });
  await page.goto(address);
  await expectChapter(page);
  expect(await violations(page)).toEqual([]);

  const before = readFileSync(chapter, 'utf8');
  writeFileSync(chapter, `${before}\n## A third section\n\nNew.\n`);
  await page.getByRole('heading', { name: 'A third section' }).waitFor();

  try {
    writeFileSync(chapter, before.replace('figure tangent-along-curve', 'figure tangent-along-curv'));
    await page.getByText('my-book/chapter.md:16:11 S503').waitFor();
    await running.said(/my-book\/chapter\.md:16:11 S503: there is no figure of the kind "tangent-along-curv"/);
  } finally {
    writeFileSync(chapter, before);
  }
  await page.locator('#sine secant-figure .secant-slider').waitFor();

  // Nothing outside the folder is handed out, and nothing hidden.
  for (const path of ['..%2fpackage.json', '.gitignore', 'package.json', 'secant/..%2f..%2fpackage.json', 'chapter.md'])
    expect((await fetch(address + path)).status).toBe(404);
  const { code, err } = await running.interrupt();
  expect(code).toBe(0);
  expect(err).toContain('Ctrl-C ends it');
});

test('a folder of pages works from any host, without the command', async () => {
  const { code, err } = await command.run(['chapter', 'my-book', '-o', 'site']);
  expect([code, err]).toEqual([0, 'one page is in site\n']);
  const page = await browser.open();
  await page.goto((await serveFolder(join(command.folder, 'site'))).url);
  await expectChapter(page);
  // The pages it made before may be replaced; other things may not.
  expect((await command.run(['chapter', 'my-book', '-o', 'site'])).code).toBe(0);
  expect((await command.run(['chapter', 'my-book', '-o', 'my-book'])).err).toContain('my-book has other things in it');
});

test('a page of one figure, and what a notebook is given, live where nothing can be fetched', async () => {
  const file = join(command.folder, 'figure.html');
  const words = ['figure', 'tangent-along-curve', '(w) => Math.abs(w)', '-o', file];
  expect((await command.run(words)).code).toBe(0);
  const page = await browser.open({ viewport: { width: 800, height: 700 } });
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url().slice(0, 80)));
  await page.goto(pathToFileURL(file).href);
  const slider = page.locator('.secant-slider');
  await slider.waitFor();
  await slider.press('ArrowRight');
  await expect.poll(() => slider.getAttribute('aria-valuetext')).toContain('slope');
  expect(asked).toEqual([pathToFileURL(file).href]);
  // In a process of its own, since what is built is not what is tested here from the sources.
  const show = pathToFileURL(join(command.folder, 'dist', 'pages', 'show', 'index.js')).href;
  const code = `import { show } from ${JSON.stringify(show)};
    console.log((await show('secant-to-tangent', 'sin(w)', { at: 1 }).bundle())['text/html']);`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '--eval', code], {
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  expect(stderr).toBe('');
  const notebook = join(command.folder, 'notebook.html');
  writeFileSync(notebook, `<!doctype html><meta charset="utf-8"><title>A notebook</title>${stdout}`);
  await page.goto(pathToFileURL(notebook).href);
  const frame = page.frameLocator('iframe[sandbox="allow-scripts"]');
  await frame.locator('.secant-slider').waitFor();
  await frame.locator('.secant-slider').press('End');
  await expect.poll(() => frame.locator('.secant-slider').inputValue()).toBe('3');
});

test('an exercise of a chapter is checked, in pages for any host', async () => {
  const before = readFileSync(chapter, 'utf8');
  const exercise = ['exercise cube', 'ask: What is the derivative of $w^3$?', 'derivative: w^3'].join('\n');
  writeFileSync(chapter, `${before}\n\`\`\`${exercise}\n\`\`\`\n`);
  try {
    expect((await command.run(['chapter', 'my-book', '-o', 'exercises'])).code).toBe(0);
  } finally {
    writeFileSync(chapter, before);
  }
  const page = await browser.open();
  await page.goto((await serveFolder(join(command.folder, 'exercises'))).url);
  const [field, said] = [page.locator('#cube input'), page.locator('#cube .exercise-verdict')];
  await field.fill('-3w^2');
  await field.press('Enter');
  await expect.poll(() => said.innerText()).toContain('The sign is wrong.');
  await field.fill('3|w|^2');
  await field.press('Enter');
  await expect.poll(() => said.innerText()).toBe('Right.');
});

test.each([390, 1280])('a chapter is not too wide at %i px', async (width) => {
  await command.run(['chapter', 'my-book', '-o', 'wide']);
  const page = await browser.open({ viewport: { width, height: 900 } });
  await page.goto((await serveFolder(join(command.folder, 'wide'))).url);
  await page.locator('#sine secant-figure .secant-slider').waitFor();
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
});

test('the explorer is served at the function that was named, from the library as it is installed', async () => {
  const running = command.start(['explore', 'max(0, w)', '--at', '0', '--from', '-2', '--to', '2']);
  const page = await browser.open();
  await page.goto(await addressOf(running));
  await page.getByText('there is no derivative (corner)').waitFor();
  await page.locator('#tangent secant-figure .secant-slider').waitFor();
  expect(await page.locator('#function').inputValue()).toBe('max(0, w)');
  expect(await page.locator('#from').inputValue()).toBe('-2');
  await page.locator('#function').fill('(w: number[]) => w[0]! * w[1]!');
  await page.locator('#at').fill('2, 3');
  await page.getByText('the gradient is (3, 2)').waitFor();
  // What it still loads would fail when the server has gone.
  await page.close();
  expect((await running.interrupt()).code).toBe(0);
});

test('a port that is taken is passed by, or said', async () => {
  const holder = createServer();
  await new Promise<void>((done) => holder.listen({ host: '127.0.0.1', port: 0 }, done));
  const { port } = holder.address() as { port: number };
  try {
    const { code, err } = await command.run(['explore', '--port', String(port)]);
    expect([code, err]).toEqual([2, expect.stringContaining(`port ${port} is taken`)]);
  } finally {
    holder.close();
  }
});
