/** `<secant-figure>`: what it tells, and the places it can stand in. */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { SecantFigureDetail } from '../../src/pages/elements/index.ts';
import { violations } from './violations.ts';
import { useBrowser } from '../support/browser.ts';
import { alive, define, elementScript, frames, handleAt, heard, openWith } from '../support/element-page.ts';

const browser = useBrowser();
const secant = '<secant-figure kind="secant-to-tangent" g="sin(w)" at="1" value="2"></secant-figure>';

describe('each move is told once, with its values', () => {
  test('drag', async () => {
    const page = await openWith(browser, secant);
    await alive(page);
    await page.evaluate(() => {
      Reflect.set(window, 'details', []);
      for (const type of ['input', 'change'])
        window.figure.addEventListener(type, (event) => {
          const { value, view, description, others, g } = (event as CustomEvent<SecantFigureDetail>).detail;
          (Reflect.get(window, 'details') as unknown[]).push({ type, value, view, description, others, g });
        });
    });
    const { x, y } = await handleAt(page);
    await page.mouse.move(x, y);
    await page.mouse.down();
    await page.mouse.move(x - 40, y);
    await page.mouse.move(x - 60, y);
    await page.mouse.up();
    await frames(page);
    const told = await heard(page);
    const value = await page.evaluate(() => Number(window.figure.value.toFixed(3)));
    expect(told.map((line) => line.split(' ')[0])).toEqual(['input', 'input', 'change']);
    expect(told[1]).toBe(`input ${value}`);
    expect(told[2]).toBe(`change ${value}`);
    const last = await page.evaluate(() => (Reflect.get(window, 'details') as unknown[]).at(-1));
    const description = await page.locator('secant-figure desc').first().textContent();
    expect(last).toEqual({ type: 'change', value: expect.closeTo(value, 3), others: [], description, g: ['sin(w)'] });
  });

  test('keys on the point and on the slider', async () => {
    const page = await openWith(browser, secant);
    await alive(page);
    for (const selector of ['.secant-handle', '.secant-slider']) {
      const before = await page.evaluate(() => window.figure.value);
      await page.locator(selector).first().focus();
      await page.keyboard.press('ArrowRight');
      await frames(page);
      expect((await heard(page)).map((line) => line.split(' ')[0])).toEqual(['input', 'change']);
      expect(await page.evaluate(() => window.figure.value)).toBeGreaterThan(before);
    }
  });

  test('the slider by mouse: its own events do not come out a second time', async () => {
    const page = await openWith(browser, secant);
    await alive(page);
    const slider = page.locator('.secant-slider').first();
    const box = await slider.boundingBox();
    if (box === null) throw new Error('no slider');
    await page.mouse.click(box.x + box.width * 0.25, box.y + box.height / 2);
    await frames(page);
    expect((await heard(page)).map((line) => line.split(' ')[0])).toEqual(['input', 'change']);
  });

  test('touch', async () => {
    const page = await openWith(browser, secant, {
      hasTouch: true,
      isMobile: true,
      viewport: { width: 390, height: 800 },
    });
    await alive(page);
    const { x, y } = await handleAt(page);
    const session = await page.context().newCDPSession(page);
    const touch = (
      type: 'touchStart' | 'touchMove' | 'touchEnd',
      touchPoints: { x: number; y: number }[],
    ): Promise<unknown> => session.send('Input.dispatchTouchEvent', { type, touchPoints });
    await touch('touchStart', [{ x, y }]);
    await touch('touchMove', [{ x: x - 30, y }]);
    await touch('touchEnd', []);
    await frames(page);
    const told = await heard(page);
    expect(told.map((line) => line.split(' ')[0])).toEqual(['input', 'change']);
    expect(await page.evaluate(() => window.figure.value)).toBeLessThan(1.9);
  });

  test('what a program does is not told', async () => {
    const page = await openWith(browser, secant);
    await alive(page);
    await page.evaluate(() => {
      const { figure } = window;
      figure.value = 1.7;
      figure.setAttribute('value', '1.6');
      figure.g = 'cos(w)';
      figure.at = 0;
    });
    await frames(page);
    expect(await heard(page)).toEqual([]);
    expect(await page.evaluate(() => window.figure.value)).toBe(1.6);
  });

  test('playing and turning', async () => {
    const page = await openWith(browser, '<secant-figure kind="secant-planes" g="w1^2 + w2^2"></secant-figure>');
    await alive(page);
    await page.evaluate(() => {
      window.figure.play();
    });
    await expect
      .poll(() => page.evaluate(() => window.heard.filter((line) => line.startsWith('input ')).length))
      .toBeGreaterThan(1);
    expect(await page.evaluate(() => window.figure.playing)).toBe(true);
    await page.evaluate(() => {
      window.figure.pause();
    });
    expect(await page.evaluate(() => window.figure.playing)).toBe(false);
    await frames(page);
    const told = (await heard(page)).map((line) => line.split(' ')[0]);
    expect(told.filter((type) => type === 'input').length).toBeGreaterThan(1);
    expect(told.filter((type) => type === 'change')).toHaveLength(1);
    expect(told.at(-1)).toBe('change');
    const before = await page.evaluate(() => window.figure.view);
    await page.locator('.secant-turntable').first().focus();
    await page.keyboard.press('ArrowLeft');
    await frames(page);
    expect((await heard(page)).map((line) => line.split(' ')[0])).toEqual(['input', 'change']);
    expect(await page.evaluate(() => window.figure.view)).not.toEqual(before);
    await page.evaluate(() => {
      window.figure.resetView();
    });
    expect(await page.evaluate(() => window.figure.view)).toEqual(before);
  });
});

describe('places', () => {
  const valueOf = (page: Page): Promise<number> => page.evaluate(() => window.figure.value);

  test('in a shadow root, in a frame, made by innerHTML and by createElement', async () => {
    const page = await openWith(browser, '<div id="host"></div><iframe title="inner" srcdoc="<p>inner</p>"></iframe>');
    await page.frameLocator('iframe').locator('p').waitFor();
    await page.evaluate(
      ({ html, script }) => {
        const host = document.getElementById('host');
        host!.attachShadow({ mode: 'open' }).innerHTML = html;
        const made = document.createElement('secant-figure');
        made.kind = 'tangent-along-curve';
        made.g = (w: number) => w ** 2;
        document.body.prepend(made);
        const inner = document.querySelector('iframe')?.contentDocument;
        if (inner == null) throw new Error('no frame');
        inner.body.innerHTML = html;
        const element = inner.createElement('script');
        element.type = 'module';
        element.textContent = script;
        inner.body.append(element);
      },
      { html: secant, script: elementScript },
    );
    await page.locator('#host .secant-picture').waitFor();
    await page.locator('body > secant-figure .secant-picture').waitFor();
    await page.locator('iframe').scrollIntoViewIfNeeded();
    const inFrame = page.frameLocator('iframe').locator('.secant-picture');
    await inFrame.waitFor();
    expect(await inFrame.locator('path.sc-function').evaluate((path) => getComputedStyle(path).stroke)).toBe(
      'rgb(29, 32, 38)',
    );
  });

  test('moved, taken out and put back: value and picture stay', async () => {
    const page = await openWith(browser, `<div id="a">${secant}</div><div id="b"></div>`);
    await alive(page);
    const same = await page.evaluate(async () => {
      const { figure } = window;
      figure.value = 1.25;
      const picture = figure.shadowRoot?.querySelector('svg');
      document.getElementById('b')?.append(figure);
      await new Promise((done) => setTimeout(done, 50));
      figure.remove();
      figure.value = 0.5;
      await new Promise((done) => setTimeout(done, 50));
      document.getElementById('a')?.append(figure);
      return picture === figure.shadowRoot?.querySelector('svg');
    });
    await frames(page);
    expect(same).toBe(true);
    expect(await valueOf(page)).toBe(0.5);
    await page.locator('.secant-handle').first().focus();
    await page.keyboard.press('ArrowRight');
    expect(await valueOf(page)).toBeGreaterThan(0.5);
  });

  test('moved into another document, it is made anew where it stood', async () => {
    const page = await openWith(browser, `${secant}<iframe title="inner" srcdoc="<p>inner</p>"></iframe>`);
    await alive(page);
    await page.frameLocator('iframe').locator('p').waitFor();
    await page.evaluate(() => {
      window.figure.value = 1.25;
      document.querySelector('iframe')?.contentDocument?.body.append(window.figure);
    });
    const picture = page.frameLocator('iframe').locator('.secant-picture');
    await picture.waitFor();
    expect(await valueOf(page)).toBe(1.25);
    expect(await picture.locator('path.sc-function').evaluate((path) => getComputedStyle(path).stroke)).toBe(
      'rgb(29, 32, 38)',
    );
  });

  test('defined late: what was set on the element before is taken over', async () => {
    const page = await browser.openEmpty();
    await page.evaluate(() => {
      document.body.innerHTML = '<secant-figure><p>a picture from the server</p></secant-figure>';
      const element = document.querySelector('secant-figure')!;
      Object.assign(element, { kind: 'secant-to-tangent', g: (w: number) => w ** 2, at: 1, value: 2 });
      window.figure = element;
    });
    await define(page);
    await alive(page);
    expect(
      await page.evaluate(() => [window.figure.value, window.figure.at, window.figure.getAttribute('kind')]),
    ).toEqual([2, 1, 'secant-to-tangent']);
    expect(await page.evaluate(() => Object.keys(window.figure))).toEqual([]);
    expect(await page.locator('p', { hasText: 'server' }).isVisible()).toBe(false);
  });

  test('two copies of the script, and defining twice, do no harm', async () => {
    const page = await openWith(browser, secant);
    await page.addScriptTag({
      type: 'module',
      content:
        "import { defineElements } from '/src/pages/elements/index.ts?second'; defineElements(); document.title = 'second';",
    });
    await page.waitForFunction(() => document.title === 'second');
    await alive(page);
    expect(await valueOf(page)).toBe(2);
  });

  test('hidden at first, it comes to life when it is shown; far below, when it comes near; eager, at once', async () => {
    const page = await openWith(
      browser,
      `<div id="hidden" style="display:none">${secant}</div><div style="height:4000px"></div><div id="far">${secant}</div>` +
        `<div style="height:1000px"></div><div id="eager">${secant.replace(' kind', ' eager kind')}</div>`,
    );
    await page.locator('#eager .secant-picture').waitFor({ state: 'attached' });
    await page.waitForTimeout(200);
    expect(await page.locator('#hidden .secant-picture, #far .secant-picture').count()).toBe(0);
    await page.evaluate(() => document.getElementById('hidden')?.removeAttribute('style'));
    await page.locator('#hidden .secant-picture').waitFor();
    await page.evaluate(() => scrollTo(0, 4000));
    await page.locator('#far .secant-picture').waitFor();
    const width = await page.locator('#far .secant-picture').getAttribute('width');
    expect(Number(width)).toBeGreaterThan(1000);
    await page.evaluate(() => {
      window.figure.hidden = true;
    });
    expect(await page.locator('#hidden secant-figure').isVisible()).toBe(false);
  });
});

describe('looks', () => {
  test.each(['light', 'dark'] as const)('no violations of axe, colours follow the page: %s', async (colorScheme) => {
    const page = await openWith(
      browser,
      `<main><h1>Figures</h1>${secant.replace(' kind', ' field kind')}<secant-figure kind="tangent-planes" g="w1 w2"></secant-figure></main>`,
      { colorScheme },
    );
    await page.evaluate(() => {
      document.documentElement.style.colorScheme = 'light dark';
      document.body.style.background = 'Canvas';
    });
    await alive(page);
    await page.locator('[data-kind=tangent-planes]').waitFor();
    const stroke = await page
      .locator('path.sc-function')
      .first()
      .evaluate((path) => getComputedStyle(path).stroke);
    expect(stroke).toBe(colorScheme === 'light' ? 'rgb(29, 32, 38)' : 'rgb(232, 234, 237)');
    expect(await violations(page)).toEqual([]);
  });

  test('a theme set on the page or on the element is followed', async () => {
    const page = await openWith(browser, secant);
    await alive(page);
    const stroke = (): Promise<string> =>
      page
        .locator('path.sc-function')
        .first()
        .evaluate((path) => getComputedStyle(path).stroke);
    await page.evaluate(() => {
      document.documentElement.dataset['theme'] = 'dark';
    });
    expect(await stroke()).toBe('rgb(232, 234, 237)');
    await page.evaluate(() => {
      window.figure.dataset['theme'] = 'light';
    });
    expect(await stroke()).toBe('rgb(29, 32, 38)');
  });

  test('forced colours', async () => {
    const page = await openWith(browser, secant, { forcedColors: 'active' });
    await alive(page);
    const forced = await page.evaluate(() => {
      const probe = document.createElement('span');
      probe.style.color = 'CanvasText';
      document.body.append(probe);
      return getComputedStyle(probe).color;
    });
    const stroke = await page
      .locator('path.sc-function')
      .first()
      .evaluate((path) => getComputedStyle(path).stroke);
    expect(stroke).toBe(forced);
  });
});
