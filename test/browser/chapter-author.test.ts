/** The author's road: `npm run dev`, edit Markdown, see it. The chapters are planted; everything else is the book's own. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createServer, defaultClientConditions } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { chapterPlugin } from '../../book/build/chapter-plugin.ts';
import { cellProgramPlugin } from '../../scripts/cell-program.mjs';
import { freePort } from '../../scripts/port.mjs';
import { root } from '../../scripts/project.mjs';
import { useBrowser } from '../support/browser.ts';
import { plant } from '../support/planting.ts';
import { runCell, shown, write } from './chapter-page.ts';

const browser = useBrowser();

const chapter = (title: string, order: number, cell: string): string =>
  `---\ntitle: ${title}\npage: ${title.toLowerCase()}.html\norder: ${order}\n---\n\n## 1. A section of ${title}\n\n` +
  `Text with a [curve]{function} and $w^2$.\n\n\`\`\`ts cell only\n${cell}\n\`\`\`\n\n` +
  '```figure tangent-along-curve\nid: only-figure\ng: sin(w)\n```\n';

/** The development server over planted chapters. */
async function develop(chapters: string): Promise<string> {
  const server = await createServer({
    configFile: false,
    root: join(root, 'book'),
    appType: 'mpa',
    logLevel: 'silent',
    resolve: { conditions: ['source', ...defaultClientConditions] },
    optimizeDeps: { noDiscovery: true, include: [] },
    plugins: [cellProgramPlugin(), chapterPlugin(root, chapters)],
    server: { host: '127.0.0.1', port: await freePort(4673), strictPort: true, fs: { strict: false } },
  });
  onTestFinished(() => server.close());
  await server.listen();
  return server.resolvedUrls?.local[0] ?? '';
}

test('a saved chapter is seen at once, with the results of its cells, and cells and figures live', async () => {
  const folder = plant({
    'before.md': chapter('Before', 1, '1'),
    // The first page of the book asks for this one.
    'calculus.md': chapter('Middle', 2, '1 + 1'),
    'after.md': chapter('After', 3, '3'),
  });
  const page = await browser.open();
  await page.goto(await develop(folder));
  await page.locator('html[data-ready]').waitFor();
  expect(await page.locator('h1').innerText()).toBe('Middle');
  expect(await shown(page, 'only')).toBe('2');
  await page.locator('#only-figure .secant-slider').waitFor();

  // No service worker keeps an old page from an author.
  expect(await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length)).toBe(0);

  const neighbours = page.getByRole('navigation', { name: 'Chapters' });
  expect(await neighbours.locator('[rel=prev]').innerText()).toBe('Previous: Before');
  expect(await neighbours.locator('[rel=next]').getAttribute('href')).toBe('./after.html');

  writeFileSync(join(folder, 'calculus.md'), `${chapter('Middle', 2, '20 + 2')}\n## 2. A new section\n\nNew.\n`);
  await page.getByRole('heading', { name: 'A new section' }).waitFor();
  expect(await shown(page, 'only')).toBe('22');
  expect(await page.locator('.contents a').allInnerTexts()).toEqual([
    'Before',
    'A section of Before',
    'Middle',
    'A section of Middle',
    'A new section',
    'After',
    'A section of After',
  ]);

  await page.locator('html[data-ready]').waitFor();
  await write(page, 'only', '6 * 7');
  await runCell(page, 'only');
  expect(await shown(page, 'only')).toBe('42');
}, 60_000);

test('a mistake in a chapter is told with the file and the line', async () => {
  const folder = plant({ 'calculus.md': '# x\n\ntext\n\n```figure nothing-like-it\ng: sin(w)\n```\n' });
  const page = await browser.open({ expectErrors: true });
  const response = await page.goto(await develop(folder));
  expect(response?.status()).toBe(500);
  expect(await response?.text()).toContain('calculus.md:5');
});
