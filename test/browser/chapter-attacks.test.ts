/** Code from a link is not the reader's own. What it must not be able to do, tried. */
import { expect, test } from 'vitest';
import { floods, hasItsFrames, reachedBy } from '../support/attacks.ts';
import { useBrowser } from '../support/browser.ts';
import {
  cell,
  chapterUrl,
  linkWith,
  linkWithText,
  openChapter,
  runCell,
  settled,
  shown,
  write,
} from './chapter-page.ts';

const browser = useBrowser();
const cellId = 'your-own';

test('a cell reaches neither storage nor page nor network', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  await page.evaluate(() => localStorage.setItem('secret', 'hidden'));
  const reached = await reachedBy(async (code) => {
    await write(page, cellId, code);
    await runCell(page, cellId);
    return shown(page, cellId);
  });
  expect(reached).toEqual([]);
});

test('code from a link runs in the sandbox, and the page stays where and what it is', async () => {
  const attack = [
    'try { location.href = "https://example.com/" } catch {}',
    'try { self.open("https://example.com/") } catch {}',
    'try { top.location = "https://example.com/" } catch {}',
    'try { parent.document.title = "acted" } catch {}',
    'try { self.postMessage({ kind: "finished", run: 1, id: "tools", outputs: [{ kind: "text", text: "acted" }] }) } catch {}',
    'Object.prototype.kind = "error"',
    'Array.prototype.map = () => []',
    '"ran"',
  ].join('\n');
  const fragment = linkWith({ cells: { [cellId]: attack }, figures: {}, codeHidden: false });
  const opened = await openChapter(browser, { expectErrors: true }, fragment);
  await settled(opened);
  await opened.waitForTimeout(300);
  expect(opened.url()).toBe(chapterUrl() + fragment);
  expect(await opened.title()).toContain('Calculus');
  expect(await opened.locator('text=acted').count()).toBe(await cell(opened, cellId).locator('text=acted').count());
  expect(opened.context().pages().length).toBe(1);
  expect(await opened.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts');
});

test('a figure from a cell cannot bring code or markup, nor hang the page', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  await write(page, cellId, 'tangentAlongCurve((w) => w, { title: \'<img src=x onerror="document.title=1">\' })');
  await runCell(page, cellId);
  await cell(page, cellId).locator('.secant-slider').waitFor();
  expect(await cell(page, cellId).locator('img').count()).toBe(0);
  await write(page, cellId, 'tangentAlongCurve((w) => { let s = w; while (w === w) s++; return s })');
  await runCell(page, cellId);
  expect(await shown(page, cellId)).toContain('stopped');
});

test('a function typed in a link is tried in the sandbox before the page draws it', async () => {
  const text = 'w => { let s = w; while (s === s) s = s + 1 - 1; return s }';
  const state = { cells: {}, figures: { 'tangent-on-sine': { text, value: 2 } }, codeHidden: false };
  const fragment = linkWith(state);
  const opened = await openChapter(browser, {}, fragment);
  await opened.waitForFunction(
    () => document.querySelector<HTMLInputElement>('#tangent-on-sine .secant-slider')?.valueAsNumber === 2,
    undefined,
    { timeout: 20_000 },
  );
  expect(await opened.locator('#tangent-on-sine .secant-field-text').inputValue()).toBe('sin(w)');
});

/** Functions that take for ever, or try to. */
const bombs: readonly (readonly [name: string, text: string])[] = [
  ['a loop', '(w) => { let s = w; while (true) s = s + 1 - 1; return s }'],
  ['a loop at the place of the slider alone', '(w) => { let s = w; while (w === 2) s = s + 1 - 1; return s }'],
  ['a sum of a thousand million', 'w => { let s = 0; for (let k = 0; k < 1e9; k++) s += Math.sin(w + k); return s }'],
  [
    'calls that double at every step',
    `w => { const f0 = (x) => x + 1; ${Array.from({ length: 40 }, (_, k) => `const f${k + 1} = (x) => f${k}(f${k}(x));`).join(' ')} return f40(w) }`,
  ],
  ['recursion', 'function g(w) { return w > 1e9 ? w : g(w) + g(w) }'],
  ['brackets in brackets', `${'('.repeat(4000)}w${')'.repeat(4000)}`],
  ['sines of sines', `${'sin('.repeat(2000)}w${')'.repeat(2000)}`],
  ['a tower of powers', `w${'^w'.repeat(2000)}`],
];

test.each(bombs)('a figure of a link: %s', async (_name, text) => {
  const state = { cells: {}, figures: { 'tangent-on-sine': { text, value: 2 } }, codeHidden: false };
  const opened = await openChapter(browser, {}, linkWith(state));
  const slider = opened.locator('#tangent-on-sine .secant-slider');
  await slider.waitFor({ timeout: 20_000 });
  // Refused, or drawn: either way the figure is there and the page answers.
  await slider.press('ArrowRight', { timeout: 5000 });
  expect(await hasItsFrames(opened)).toBe(true);
});

test.each(bombs.filter(([, text]) => /=>|function/.test(text)))('a figure that is typed: %s', async (name, text) => {
  const page = await openChapter(browser);
  const figure = page.locator('#tangent-on-sine');
  await figure.scrollIntoViewIfNeeded();
  const field = figure.locator('.secant-field-text');
  await figure.locator('.secant-slider').waitFor();
  await field.fill('2w');
  await page.waitForFunction(() =>
    document.querySelector('#tangent-on-sine .secant-read-out')?.textContent?.includes('2.00'),
  );
  await field.fill(text);
  expect(await hasItsFrames(page)).toBe(true);
  // The slider is not at 2, so the second one is harmless here.
  if (name.includes('slider')) return;
  await figure.locator('.secant-field-text[aria-invalid=true]').waitFor({ timeout: 20_000 });
  const message = await figure.locator('.secant-field-message').innerText();
  expect(message).toMatch(name === 'recursion' ? /\w/ : /steps|too slow|too large/);
  expect(await figure.locator('.secant-read-out').innerText()).toContain('2.00');
  await field.fill('w => { let s = 0; for (let k = 0; k < 3; k++) s += w; return s }');
  await page.waitForFunction(() =>
    document.querySelector('#tangent-on-sine .secant-read-out')?.textContent?.includes('3.00'),
  );
  expect(await field.getAttribute('aria-invalid')).toBe(null);
});

test('a figure whose text is not the function that was drawn in the cell is tried where no cell has been', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  const forged = [
    'const kind = (w: number) => w',
    'const drawn = tangentAlongCurve(kind)',
    "Object.defineProperty(kind, Symbol.for('secant.source'), { value: { name: 'cell', text: '(w) => { let s = w; while (true) s = s + 1 - 1; return s }', line: 1, column: 1 } })",
    'drawn',
  ].join('\n');
  await write(page, cellId, forged);
  await runCell(page, cellId);
  await cell(page, cellId).getByText(/steps/).first().waitFor({ timeout: 15_000 });
  expect(await hasItsFrames(page)).toBe(true);
});

test.each(floods)('a flood of %s leaves the page its frames', async (_name, code) => {
  const page = await openChapter(browser, { expectErrors: true });
  await write(page, cellId, code);
  await cell(page, cellId).locator('.cell-run').click();
  await page.waitForTimeout(1500);
  expect(await hasItsFrames(page)).toBe(true);
  await cell(page, cellId).locator('.cell-stop').click();
  await settled(page);
  await write(page, cellId, '1 + 1');
  await runCell(page, cellId);
  expect(await shown(page, cellId)).toBe('2');
});

test('what a cell began by a timer ends with its run', async () => {
  const page = await openChapter(browser);
  await write(page, cellId, 'globalThis.ticks = 0\nsetInterval(() => { globalThis.ticks++ }, 1)\n"begun"');
  await runCell(page, cellId);
  // The next run begins with what is left of the one before.
  const look =
    'const before = globalThis.ticks\nawait new Promise((done) => setTimeout(done, 100))\nglobalThis.ticks - before';
  await write(page, 'numerical', look);
  await runCell(page, 'numerical');
  expect(await shown(page, 'numerical')).toBe('0');
});

test('the first of many outputs are shown, and the rest when asked for', async () => {
  const page = await openChapter(browser);
  const row = 'Array.from({ length: 20 }, (_, k) => k)';
  const rows = `const rows = Array.from({ length: 200 }, () => ${row})`;
  await write(page, cellId, `${rows}\nfor (let k = 0; k < 10; k++) console.table(rows)\n"last"`);
  await runCell(page, cellId);
  const outputs = cell(page, cellId).locator('.cell-outputs .output');
  const first = await outputs.count();
  await cell(page, cellId).locator('.cell-more').first().click();
  expect(await outputs.count()).toBeGreaterThan(first);
});

test('huge results are cut, and a list of a thousand million numbers is not copied', async () => {
  const page = await openChapter(browser);
  await write(page, cellId, 'console.log("x".repeat(1e8))\nconsole.log(new Float64Array(1e8))\n"y".repeat(1e8)');
  await runCell(page, cellId);
  expect((await shown(page, cellId)).length).toBeLessThan(25_000);
});

test('the way to the page does not fall into the hands of a cell', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  const grab = [
    'const seen: unknown[] = []',
    "for (const [kind, name] of [[MessageEvent, 'data'], [Event, 'target'], [MessageEvent, 'ports']] as const)",
    '  Object.defineProperty(kind.prototype, name, { get() { seen.push(this); return undefined }, configurable: true })',
    "for (const name of ['postMessage', 'start'] as const)",
    '  MessagePort.prototype[name] = function () { seen.push(this) } as never',
    'globalThis.seen = seen',
  ].join('\n');
  await write(page, cellId, grab);
  await runCell(page, cellId);
  await write(page, 'numerical', 'globalThis.seen.length');
  await runCell(page, 'numerical');
  expect(await shown(page, 'numerical')).toBe('0');
});

test('markup in any kind of result stays text, and nothing is drawn outside the cell', async () => {
  const page = await openChapter(browser, { expectErrors: true });
  const markup = '<svg onload="document.title=1"><style>body{display:none}</style></svg>';
  await write(
    page,
    cellId,
    [
      `const markup = ${JSON.stringify(markup)}`,
      'console.log(markup)',
      'console.table([{ [markup]: markup }])',
      'throw new Error(markup)',
    ].join('\n'),
  );
  await runCell(page, cellId);
  const outputs = cell(page, cellId).locator('.cell-outputs');
  expect(await outputs.locator('svg, style').count()).toBe(0);
  expect(await outputs.getByText('<style>').count()).toBe(4);
  // Letters with many accents, or a font with tall ones, may reach far above their line: what does is not painted.
  await write(page, cellId, `"A" + "\\u0301\\u0323".repeat(1000)`);
  await runCell(page, cellId);
  const painted = await outputs.locator('.output').evaluate((output) => {
    const probe = document.createElement('b');
    probe.textContent = 'M';
    probe.style.position = 'relative';
    output.append(probe);
    const reached = [0, 40].map((up) => {
      probe.style.top = `-${up}px`;
      const { x, y, width, height } = probe.getBoundingClientRect();
      return document.elementFromPoint(x + width / 2, y + height / 2) === probe;
    });
    probe.remove();
    return reached;
  });
  expect(painted).toEqual([true, false]);
});

test('names and texts of a link mean nothing but themselves', async () => {
  const long = 'x'.repeat(400_000);
  const state = `{"cells":{"__proto__":"1","constructor":"2","${cellId}":"${long}"},"figures":{"__proto__":{"value":1,"text":"w"},"toString":{"text":"w"}},"codeHidden":false,"__proto__":{"polluted":1}}`;
  const opened = await openChapter(browser, {}, linkWithText(state));
  await settled(opened);
  expect(await opened.evaluate(() => Reflect.get({}, 'polluted') as unknown)).toBe(undefined);
  expect(await opened.locator('[data-edited]').count()).toBe(0);
  await runCell(opened, 'example-4');
  expect(await shown(opened, 'example-4')).toBe('1');
});

test('a damaged link is an ordinary page', async () => {
  const page = await openChapter(browser, {}, '#s=AAAA_not-a-state');
  expect(await shown(page, 'example-4')).toBe('1');
  expect(await page.locator('iframe').count()).toBe(0);
});
