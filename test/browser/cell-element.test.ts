/** `<secant-cell>`: what it shows, what it tells, and what its code cannot do. */
import { createHash } from 'node:crypto';
import type { Locator, Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { frameScript } from '../../src/pages/cells/index.ts';
import { floods, hasItsFrames, reachedBy } from '../support/attacks.ts';
import { useBrowser } from '../support/browser.ts';
import { escaped, restOf, runCell, useCellSite, writeCell } from '../support/cell-page.ts';
import { handleAt } from '../support/element-page.ts';
import { violations } from './violations.ts';

const browser = useBrowser();
const site = useCellSite(browser);

const tag = (code: string, attributes = ''): string =>
  `<secant-cell ${attributes}><pre>${escaped(code)}</pre></secant-cell>`;
const secantCell =
  "import { secantToTangent } from 'secant/figures'\nsecantToTangent((w: number) => Math.sin(w), { at: 0, value: -2 })";

/** The cells of a page, from 0. */
const cellOf = (page: Page, index = 0): Locator => page.locator('secant-cell').nth(index);

describe('what a cell shows', () => {
  test('numbers, lines, tables and texts, and code reads as it was written', async () => {
    const page = await site.open(
      '<secant-cell>\n      // a table below\n      const a = 2\n      console.log(a < 3 && a, "&lt;b>")\n      console.table([{ a, b: a ** 2 }])\n      a / 4\n    </secant-cell>',
    );
    const cell = cellOf(page);
    expect(await cell.locator('.cell-text').inputValue()).toBe(
      '// a table below\nconst a = 2\nconsole.log(a < 3 && a, "<b>")\nconsole.table([{ a, b: a ** 2 }])\na / 4',
    );
    await runCell(cell);
    expect(await cell.locator('.output-log').innerText()).toBe('2 <b>');
    expect(await cell.locator('td').allInnerTexts()).toEqual(['2', '4']);
    expect(await cell.locator('.output-number').innerText()).toBe('0.5');
    expect(await page.evaluate(() => document.querySelector('secant-cell')?.outputs.length)).toBe(3);
  });

  test('a figure that is dragged', async () => {
    const page = await site.open(tag(secantCell));
    await runCell(cellOf(page));
    const slider = page.locator('.secant-slider');
    await slider.waitFor();
    expect(await slider.inputValue()).toBe('-2');
    const { x, y } = await handleAt(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x + 60, y, { steps: 4 });
    await page.mouse.up();
    await expect.poll(async () => Number(await slider.inputValue())).toBeGreaterThan(-1.9);
  });

  test('what a figure has a stand-in for is there in full: the second back end', async () => {
    const code = [
      "import { grad } from 'secant'",
      'const f = (w: Float64Array): number => { let s = 0; for (let k = 0; k < w.length; k++) s += w[k]! ** 2; return s }',
      "const gradient = grad(f, { backend: 'webassembly' })",
      'await gradient.ready',
      'console.log(gradient(Float64Array.of(1, 2))[1], gradient.backend.name)',
    ];
    const page = await site.open(tag(code.join('\n')));
    expect(await runCell(cellOf(page))).toBe('4 webassembly');
  });

  test('an error with its place, the line and a caret under what is meant', async () => {
    const page = await site.open(tag('const a: number = 1\nconst g = (w: number): number => a * lost(w)\ng(2)'));
    const cell = cellOf(page);
    await runCell(cell);
    const error = cell.locator('.output-error');
    expect(await error.locator('p').innerText()).toBe('Line 2, column 38: ReferenceError: lost is not defined');
    const [line = '', caret = ''] = (await error.locator('pre').innerText()).split('\n');
    expect(line.slice(caret.indexOf('^'), caret.length)).toBe('lost');
  });

  test('cells of a page are one notebook, in the order of the page; what depends on a cell runs again', async () => {
    const page = await site.open(`${tag('const a = 2\na')}${tag('a * 10', 'autorun')}${tag('a * 100')}`);
    expect(await restOf(cellOf(page, 1))).toBe('20');
    await writeCell(cellOf(page), 'const a = 3\na');
    expect(await runCell(cellOf(page))).toBe('3');
    await expect.poll(() => cellOf(page, 1).locator('.cell-outputs').innerText()).toBe('30');
    // Nobody has run the last one.
    expect(await cellOf(page, 2).locator('.output').count()).toBe(0);
  });

  test('a loop without an end is stopped by the button, and by the time limit', async () => {
    const page = await site.open(tag('while (true) {}'));
    const cell = cellOf(page);
    await cell.locator('.cell-run').click();
    await cell.locator('.cell-stop').waitFor();
    expect(await hasItsFrames(page)).toBe(true);
    await cell.locator('.cell-stop').click();
    await restOf(cell);
    expect(await cell.locator('.cell-status').innerText()).toBe('stopped');
    expect(await runCell(cell)).toContain('stopped: this ran for more than 10 seconds');
  });
});

describe('properties, attributes and events', () => {
  test('code, run, outputs, reset; a program is not told what it did itself', async () => {
    const page = await site.open(tag('1 + 1', 'label="A sum"'));
    expect(await page.getByRole('textbox', { name: 'A sum' }).count()).toBe(1);
    const told = await page.evaluate(async () => {
      const cell = document.querySelector('secant-cell');
      if (cell === null) throw new Error('there is no cell');
      await customElements.whenDefined('secant-cell');
      const heard: string[] = [];
      for (const name of ['input', 'change', 'run'])
        document.body.addEventListener(name, ({ target, type }) => heard.push(`${type} ${String(target === cell)}`));
      cell.code = '2 + 3';
      const outputs = await cell.run();
      cell.reset();
      return [...heard, JSON.stringify(outputs), cell.code];
    });
    expect(told).toEqual(['run true', '[{"kind":"number","text":"5"}]', '1 + 1']);
  });

  test('what the reader types is told, once, with the code; reset comes and goes', async () => {
    const page = await site.open(tag(secantCell));
    const cell = cellOf(page);
    await page.evaluate(() => {
      const heard: string[] = [];
      Reflect.set(window, 'heard', heard);
      for (const name of ['input', 'change', 'run'])
        document.body.addEventListener(name, (event) => {
          const detail: unknown = event instanceof CustomEvent ? event.detail : undefined;
          heard.push(`${name} ${String(Reflect.get(Object(detail), 'code'))}`);
        });
    });
    await cell.locator('.cell-text').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('12');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => window.heard)).toEqual(['input 1', 'input 12', 'change 12']);
    await cell.getByRole('button', { name: 'Reset' }).click();
    await restOf(cell);
    // What a figure inside says stays inside.
    await page.locator('.secant-slider').press('ArrowRight');
    expect(await page.evaluate(() => window.heard)).toEqual(['input 1', 'input 12', 'change 12', 'run undefined']);
    expect(await cell.getByRole('button', { name: 'Reset' }).isVisible()).toBe(false);
  });

  test('keys: Ctrl and Enter runs, Enter keeps the margin, Tab leaves, also after Escape', async () => {
    const page = await site.open(tag('const f = () => {\n  return 6\n}\nf() * 7'));
    const cell = cellOf(page);
    await cell.locator('.cell-colours').waitFor();
    await cell.locator('.cell-text').focus();
    await page.keyboard.press('Control+Enter');
    expect(await restOf(cell)).toBe('42');
    await page.keyboard.press('Control+Home');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('+ 1');
    expect(await cell.locator('.cell-text').inputValue()).toContain('  return 6\n  + 1\n}');
    expect(await cell.locator('.cell-colours').innerText()).toContain('  return 6\n  + 1\n}');
    await page.keyboard.press('ControlOrMeta+z');
    await page.keyboard.press('Escape');
    await page.keyboard.press('Tab');
    const focused = await cell.evaluate((element) => element.shadowRoot?.activeElement?.textContent);
    expect(focused).toBe('Run');
  });

  test('set before the element is defined, written later, taken out and put back', async () => {
    const page = await site.open('<secant-cell id="early"></secant-cell><secant-cell id="late"></secant-cell>', {
      script: '',
    });
    await page.evaluate(async () => {
      const [early, late] = ['early', 'late'].map((id) => document.getElementById(id));
      if (early === null || early === undefined || late === null || late === undefined) throw new Error('no cells');
      Reflect.set(early, 'code', '3 * 3');
      const script = document.createElement('script');
      script.type = 'module';
      script.src = 'dist/browser/secant-cell.js';
      document.head.append(script);
      await customElements.whenDefined('secant-cell');
      late.textContent = '  4 * 4\n';
      await Promise.resolve();
      const { parentElement } = late;
      late.remove();
      parentElement?.append(late);
    });
    expect(await runCell(page.locator('#early'))).toBe('9');
    expect(await runCell(page.locator('#late'))).toBe('16');
    expect(await page.locator('iframe').count()).toBe(1);
    // The last cell takes the frame with it, also where runs still wait.
    await page.evaluate(() =>
      document.querySelectorAll('secant-cell').forEach((cell) => {
        void cell.run();
        cell.remove();
      }),
    );
    await page.waitForTimeout(500);
    expect(await page.locator('iframe').count()).toBe(0);
  });

  test('moved while its figure is on the way, it shows it all the same', async () => {
    const page = await site.open(`${tag(secantCell)}<div id="elsewhere"></div>`);
    await page.evaluate(
      () =>
        new Promise<void>((settle) => {
          document.addEventListener('run', ({ target }) => {
            if (target instanceof Element) document.getElementById('elsewhere')?.append(target);
            settle();
          });
          void document.querySelector('secant-cell')?.run();
        }),
    );
    await page.locator('#elsewhere .secant-slider').waitFor();
    expect(await page.locator('secant-figure').count()).toBe(1);
  });

  test('in a shadow root, with a figure; its cells are a notebook of their own', async () => {
    const page = await site.open('<div id="host"></div>');
    await page.evaluate(
      (html) => {
        const root = document.getElementById('host')?.attachShadow({ mode: 'open' });
        if (root !== undefined) root.innerHTML = html;
      },
      tag(secantCell, 'autorun'),
    );
    await page.locator('secant-cell .secant-slider').waitFor();
    expect(await cellOf(page).locator('.secant-read-out').innerText()).toContain('secant');
  });
});

describe('code that is not trusted', () => {
  test('reaches neither storage nor page nor network', async () => {
    const page = await site.open(tag(''), { expectErrors: true });
    await page.evaluate(() => localStorage.setItem('secret', 'hidden'));
    const cell = cellOf(page);
    const reached = await reachedBy(async (code) => {
      await writeCell(cell, code);
      return runCell(cell);
    });
    expect(reached).toEqual([]);
    expect(await page.locator('iframe').getAttribute('sandbox')).toBe('allow-scripts');
  }, 60_000);

  test.each(floods)('a flood of %s leaves the page its frames', async (_name, code) => {
    const page = await site.open(tag(code), { expectErrors: true });
    const cell = cellOf(page);
    await cell.locator('.cell-run').click();
    await page.waitForTimeout(1500);
    expect(await hasItsFrames(page)).toBe(true);
    await page.evaluate(() => document.querySelector('secant-cell')?.stop());
    await restOf(cell);
    await writeCell(cell, '1 + 1');
    expect(await runCell(cell)).toBe('2');
  });

  test('a figure is tried where no cell has run, and markup stays text', async () => {
    const forged = [
      "import { tangentAlongCurve } from 'secant/figures'",
      'const kind = (w: number) => w',
      'const drawn = tangentAlongCurve(kind)',
      "Object.defineProperty(kind, Symbol.for('secant.source'), { value: { name: 'cell', text: '(w) => { let s = w; while (true) s = s + 1 - 1; return s }', line: 1, column: 1 } })",
      'drawn',
    ].join('\n');
    const page = await site.open(tag(forged), { expectErrors: true });
    const cell = cellOf(page);
    await cell.locator('.cell-run').click();
    await cell.getByText(/steps/).first().waitFor({ timeout: 15_000 });
    expect(await page.locator('secant-figure').count()).toBe(0);
    await writeCell(cell, `'<img src=x onerror="document.title=1">'`);
    expect(await runCell(cell)).toBe('<img src=x onerror="document.title=1">');
    expect(await cell.locator('img').count()).toBe(0);
  });
});

describe('the policy of a page', () => {
  const self = "default-src 'self'; img-src data:; style-src 'self'";
  const policies = [
    ['forbids all but its own scripts', `${self}; script-src 'self'`],
    ['forbids workers from blobs', `${self}; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; worker-src 'none'`],
    ['asks for trusted types', `require-trusted-types-for 'script'`],
    ['forbids to compile', `${self}; script-src 'self' 'unsafe-inline' blob:; worker-src blob:`],
  ] as const;
  const meta = (policy: string): string => `<meta http-equiv="Content-Security-Policy" content="${policy}">`;

  test.each(policies)('that %s is named in the cell', async (_, policy) => {
    const page = await site.open(tag('1 + 1'), { head: meta(policy), expectErrors: true });
    expect(await runCell(cellOf(page))).toContain('the content security policy of this page does not let cells run');
  });

  test('that allows what cells need, and no more, lets them run', async () => {
    const hash = createHash('sha256').update(frameScript).digest('base64');
    const policy = `${self}; script-src 'self' 'unsafe-eval' blob: 'sha256-${hash}'; worker-src blob:`;
    const page = await site.open(tag(secantCell), { head: meta(policy) });
    await runCell(cellOf(page));
    await page.locator('secant-figure .secant-slider').waitFor();
    expect(await cellOf(page).locator('.output-error').count()).toBe(0);
  });
});

describe('how it looks and reads', () => {
  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('axe finds nothing, %s, at %i pixels', async (colorScheme, width) => {
    const page = await site.open(
      `${tag(secantCell, 'autorun label="A secant"')}${tag('// a comment\nconsole.table([{ a: 1, b: "x" }])\nlost', 'autorun label="A mistake"')}`,
      {
        colorScheme,
        viewport: { width, height: 900 },
        head: '<style>body{background:Canvas;color:CanvasText}</style>',
      },
    );
    await page.locator('.secant-slider').waitFor();
    await page.locator('.output-error').waitFor();
    await page.locator('.cell-colours').nth(1).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(
      0,
    );
    const heights = await page.locator('.cell-run').evaluateAll((all) => all.map((each) => each.clientHeight));
    expect(Math.min(...heights)).toBeGreaterThanOrEqual(44);
  });

  test('a theme of the page or of the element is followed, and forced colours show the text itself', async () => {
    const page = await site.open(tag('const a = 1'));
    await page.locator('.cell-colours .keyword').waitFor();
    const colours = (): Promise<string[]> =>
      page
        .locator('.cell-text, .cell-colours, .keyword')
        .evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
    expect(await colours()).toEqual(['rgba(0, 0, 0, 0)', 'rgb(29, 32, 38)', 'rgb(138, 42, 127)']);
    await page.evaluate(() => (document.documentElement.dataset['theme'] = 'dark'));
    expect((await colours()).slice(1)).toEqual(['rgb(232, 234, 237)', 'rgb(229, 154, 219)']);
    await page.evaluate(() => document.querySelector('secant-cell')?.setAttribute('data-theme', 'light'));
    expect((await colours()).slice(1)).toEqual(['rgb(29, 32, 38)', 'rgb(138, 42, 127)']);
    await page.emulateMedia({ forcedColors: 'active' });
    expect(await page.locator('.cell-colours').isVisible()).toBe(false);
    expect((await colours())[0]).not.toBe('rgba(0, 0, 0, 0)');
  });

  test('the colours lie under the letters, however far long lines are moved', async () => {
    const code =
      `const b = [${'1234567890,'.repeat(20)}]\n` +
      '// a comment of many words that breaks at every width of a phone, and once more\n\n  const a = 1\n\t2 // tab\n\na';
    const page = await site.open(tag(code));
    await page.locator('.cell-colours .keyword').first().waitFor();
    for (const width of [320, 390, 511, 768, 1280]) {
      await page.setViewportSize({ width, height: 800 });
      const both = page.locator('.cell-text, .cell-colours');
      const read = (): Promise<number[][]> =>
        both.evaluateAll((all) => all.map((each) => [each.scrollLeft, each.scrollHeight, each.clientHeight]));
      for (const end of [true, false]) {
        await page.locator('.cell-text').evaluate((field, to) => (field.scrollLeft = to ? field.scrollWidth : 0), end);
        await expect.poll(async () => JSON.stringify((await read())[1])).toBe(JSON.stringify((await read())[0]));
        expect((await read())[0]?.[0] !== 0, String(width)).toBe(end);
      }
    }
    await page.locator('.cell-text').press('ControlOrMeta+End');
    await page.keyboard.type('\nconst last = 3');
    expect(await page.locator('.cell-colours .keyword').count()).toBe(3);
  });

  test('where a browser does not size fields by itself, they show all their lines, also when they are shown late', async () => {
    const page = await site.open(`<div hidden>${tag(`const a = ${'1 + '.repeat(40)}1\nconst b = 2\na + b`)}</div>`, {
      script: '',
    });
    await page.evaluate(() => {
      const script = document.createElement('script');
      script.type = 'module';
      script.src = 'dist/browser/secant-cell.js';
      document.head.append(script);
    });
    const field = page.locator('.cell-text');
    await field.waitFor({ state: 'attached' });
    await field.evaluate((element) => element.style.setProperty('field-sizing', 'fixed'));
    await page.locator('div[hidden]').evaluate((element) => element.removeAttribute('hidden'));
    const isWhole = (): Promise<boolean> =>
      field.evaluate((element) => element.clientHeight > 40 && element.scrollHeight <= element.clientHeight);
    for (const width of [1000, 360]) {
      await page.setViewportSize({ width, height: 800 });
      expect(await isWhole(), String(width)).toBe(true);
    }
    await field.press('ControlOrMeta+End');
    await page.keyboard.type('\n\n\nb');
    expect(await isWhole()).toBe(true);
  });

  test('with scripts off the code is there to read; what comes is said to those who do not see it', async () => {
    const off = await site.open(tag('const a = 1\na'), { javaScriptEnabled: false });
    expect(await off.locator('secant-cell pre').innerText()).toBe('const a = 1\na');
    const page = await site.open(tag('const a = 1\na'));
    const result = cellOf(page).getByRole('status', { name: 'Result' });
    await runCell(cellOf(page));
    expect(await result.innerText()).toBe('1');
  });
});
