/** `<secant-figure>`: what attributes and properties do, and what is said when they are wrong. */
import type * as FiguresModule from '../../src/pictures/figures/index.ts';
import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import { alive, frames, openWith } from '../support/element-page.ts';

type Figures = typeof FiguresModule;

const browser = useBrowser();
const secant = '<secant-figure kind="secant-to-tangent" g="sin(w)" at="1" value="2"></secant-figure>';

test('attributes make the figure', async () => {
  const page = await openWith(
    browser,
    '<secant-figure kind="secant-to-tangent" g="w => w ** 2" at="1" domain="[-2, 4]" value="2" label="Squares"></secant-figure>',
  );
  await alive(page);
  const found = await page.evaluate(() => {
    const { figure } = window;
    const { kind, g, at, domain, value, label, view, others, field, eager } = figure;
    return {
      kind,
      g,
      at,
      domain,
      value,
      label,
      view,
      others,
      field,
      eager,
      title: figure.figure?.title,
      display: getComputedStyle(figure).display,
    };
  });
  expect(found).toEqual({
    kind: 'secant-to-tangent',
    g: 'w => w ** 2',
    at: 1,
    domain: [-2, 4],
    value: 2,
    label: 'Squares',
    view: undefined,
    others: [],
    field: false,
    eager: false,
    title: 'Squares',
    display: 'block',
  });
  expect(await page.locator('.secant-read-out').innerText()).toMatch(/slope\s+3\.00/);
});

test('every kind comes to life', async () => {
  const page = await openWith(browser, '');
  const figures = await browser.load<Figures>(page, '/src/pictures/figures/index.ts');
  const kinds = await page.evaluate(({ figureKinds }) => {
    document.body.innerHTML = Object.entries(figureKinds)
      .map(([kind, { functions }]) => {
        const texts = functions.map((inputs) => (inputs === 'two' ? 'w1^2 + w2' : 'sin(w)'));
        const attributes = texts.map((text, k) => `g${k === 0 ? '' : k + 1}="${text}"`).join(' ');
        return `<secant-figure eager kind="${kind}" ${attributes}></secant-figure>`;
      })
      .join('');
    return Object.keys(figureKinds);
  }, figures);
  await expect
    .poll(() => page.locator('.secant-figure .secant-picture').count(), { timeout: 20_000 })
    .toBe(kinds.length);
  const shown = await page.evaluate(() =>
    [...document.querySelectorAll('secant-figure')].map(({ figure }) => figure?.kind),
  );
  expect(shown).toEqual(kinds);
});

test('a formula needs neither the reader of JavaScript nor the code of other kinds', async () => {
  const page = await openWith(browser, secant.replace(' kind', ' field kind'), { fileByFile: true });
  await alive(page);
  await page.evaluate(() => performance.setResourceTimingBufferSize(2000));
  const loaded = (): Promise<string[]> =>
    page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
  expect(await loaded()).toContain('/src/pictures/figures/secant-to-tangent.ts');
  expect(
    (await loaded()).filter((path) =>
      /parts\/front-end|frontend\/lower|acorn|line-and-plane|tangent-planes/.test(path),
    ),
  ).toEqual([]);
  const field = page.locator('secant-figure textarea');
  await field.fill('w => 2 * w');
  const readOut = page.locator('.secant-read-out');
  // What reads TypeScript is on its way, in many files where it is not bundled.
  await expect.poll(() => readOut.innerText(), { timeout: 15_000 }).toMatch(/slope\s+2\.00/);
  expect(await loaded()).toContain('/src/calculus/parts/front-end.ts');
});

test('a figure that stands on a kink at first waits for what looks at kinks, with a field too', async () => {
  const relu = '<secant-figure kind="secant-to-tangent" g="max(0, w)" at="0" value="0"></secant-figure>';
  const page = await openWith(
    browser,
    `${relu}<secant-figure field kind="secant-panels" g="|w|" at="0"></secant-figure>`,
  );
  await expect.poll(() => page.locator('.secant-notice').allInnerTexts()).toHaveLength(2);
  for (const notice of await page.locator('.secant-notice').allInnerTexts())
    expect(notice).toContain('no tangent here');
  expect(await page.locator('.secant-field-message').allInnerTexts()).toEqual(['', '', '']);
});

test('properties are written into attributes, and read from text as frameworks set it', async () => {
  const page = await openWith(browser, secant);
  await alive(page);
  const found = await page.evaluate(() => {
    const { figure } = window;
    figure.at = 0.1 + 0.2;
    figure.domain = [-1, 1];
    figure.eager = true;
    const written = [figure.getAttribute('at'), figure.getAttribute('domain'), figure.hasAttribute('eager')];
    Reflect.set(figure, 'domain', '-2 2');
    Reflect.set(figure, 'value', '1.5');
    figure.at = undefined;
    return { written, domain: figure.domain, value: figure.value, at: figure.hasAttribute('at') };
  });
  expect(found).toEqual({ written: ['0.30000000000000004', '-1, 1', true], domain: [-2, 2], value: 1.5, at: false });
});

test('functions and ready figures are properties', async () => {
  const page = await openWith(browser, secant);
  await alive(page);
  const read = (): Promise<string> => page.locator('.secant-read-out').innerText();
  await page.evaluate(() => {
    window.figure.g = (w: number) => 3 * w;
  });
  await expect.poll(read).toMatch(/slope\s+3\.00/);
  expect(await page.evaluate(() => [window.figure.hasAttribute('g'), typeof window.figure.g])).toEqual([
    false,
    'function',
  ]);

  const figures = await browser.load<Figures>(page, '/src/pictures/figures/index.ts');
  await page.evaluate(({ tangentAlongCurve }) => {
    window.figure.figure = tangentAlongCurve((w) => w ** 2, { value: -1 });
  }, figures);
  await frames(page);
  expect(await page.evaluate(() => [window.figure.figure?.kind, window.figure.value])).toEqual([
    'tangent-along-curve',
    2,
  ]);
  await page.evaluate(() => {
    window.figure.figure = undefined;
    window.figure.g = 'cos(w)';
  });
  await frames(page);
  expect(await page.evaluate(() => [window.figure.figure?.kind, window.figure.getAttribute('g')])).toEqual([
    'secant-to-tangent',
    'cos(w)',
  ]);
});

test('a figure of two functions takes two', async () => {
  const page = await openWith(
    browser,
    '<secant-figure kind="line-and-plane" g="2 + sin(w)" g2="2 + sin(w1 + w2)" view="20 -60" at="0.5 0"></secant-figure>',
  );
  await alive(page);
  expect(await page.evaluate(() => [window.figure.g, window.figure.view, window.figure.at])).toEqual([
    ['2 + sin(w)', '2 + sin(w1 + w2)'],
    [20, -60],
    [0.5, 0],
  ]);
  await page.evaluate(() => {
    window.figure.g = [(w: number) => w, (w: number[]) => w[0]! - w[1]!];
    window.figure.view = [30, 40];
  });
  await expect.poll(() => page.locator('.secant-read-out').innerText()).toContain('(1.00, −1.00)');
  expect(await page.evaluate(() => window.figure.view)).toEqual([30, 40]);
});

test('changes of one moment are one picture, in place', async () => {
  const page = await openWith(browser, secant);
  await alive(page);
  await page.locator('.secant-handle').first().focus();
  const found = await page.evaluate(async () => {
    const { figure } = window;
    const root = figure.shadowRoot;
    const inside = root?.querySelector('svg');
    let loads = 0;
    figure.addEventListener('load', () => loads++);
    figure.value = 1.5;
    figure.g = 'cos(w)';
    figure.at = 0;
    figure.domain = [-2, 2];
    await new Promise((done) => setTimeout(done, 100));
    return {
      loads,
      same: inside === root?.querySelector('svg'),
      value: figure.value,
      focus: root?.activeElement?.className,
      slider: root?.querySelector('input')?.max,
    };
  });
  expect(found).toEqual({ loads: 1, same: true, value: 1.5, focus: 'secant-handle', slider: '2' });
});

test('another kind takes the place of the first', async () => {
  const page = await openWith(browser, '<secant-figure kind="secant-to-tangent" g="sin(w)"></secant-figure>');
  await alive(page);
  await page.evaluate(() => {
    window.figure.kind = 'tangent-along-curve';
  });
  await page.locator('[data-kind=tangent-along-curve]').waitFor();
  expect(await page.locator('.secant-picture').count()).toBe(1);
});

describe('what is wrong is said in place, and the last good figure stays', () => {
  test.each([
    ['kind', 'secant-tangent', 'There is no figure of the kind "secant-tangent"', 'The kinds are tangent-along-curve'],
    ['g', 'sin(w) + 7qq', 'qq is not a known name', 'Column 11'],
    ['at', 'one', 'at is "one", and should be a number', 'Such as 0.5'],
    ['at', '9', 'not in the domain', 'Choose'],
    ['domain', '3 -3', 'domain is "3 -3", and should be two numbers, the smaller first', 'Such as -3, 3'],
    [
      'through',
      '2',
      'a figure secant-to-tangent has no option through'.replace('a', 'A'),
      'Its options are at, domain',
    ],
    ['view', '20 150', 'no option view', 'Its options are'],
    ['value', 'x', 'value is "x", and should be a number', 'Such as'],
  ])('%s="%s"', async (name, text, sentence, hint) => {
    const page = await openWith(browser, secant);
    await alive(page);
    const before = await page.locator('.secant-read-out').innerText();
    const good = await page.evaluate(
      ([attribute, wrong]) => {
        window.figure.addEventListener('error', (event) => window.heard.push(event.type));
        const kept = window.figure.getAttribute(attribute);
        window.figure.setAttribute(attribute, wrong);
        return kept;
      },
      [name, text] as const,
    );
    const message = page.locator('secant-figure .secant-field-message');
    await expect.poll(() => message.innerText()).toContain(sentence);
    expect(await message.innerText()).toContain(hint);
    expect(await page.locator('.secant-read-out').innerText()).toBe(before);
    expect(await page.evaluate(() => window.heard)).toEqual(['error']);
    await page.evaluate(
      ([attribute, kept]) => {
        if (kept === null) window.figure.removeAttribute(attribute);
        else window.figure.setAttribute(attribute, kept);
      },
      [name, good] as const,
    );
    await expect.poll(() => message.innerText()).toBe('');
  });

  test('nothing given', async () => {
    const page = await openWith(browser, '<secant-figure></secant-figure>');
    const message = page.locator('secant-figure .secant-field-message');
    await expect.poll(() => message.innerText()).toContain('The attribute kind is missing');
    await page.evaluate(() => {
      window.figure.kind = 'secant-panels';
    });
    await expect.poll(() => message.innerText()).toContain('draws one function and was given 0');
  });
});

test('the field draws what is typed, writes it into the attribute, and keeps the slider', async () => {
  const page = await openWith(browser, secant.replace(' at=', ' field examples="w^2 | |w|" at='));
  await alive(page);
  const field = page.locator('secant-figure textarea');
  expect(await field.inputValue()).toBe('sin(w)');
  expect(await page.locator('.secant-example').allInnerTexts()).toEqual(['w^2', '|w|']);
  await field.fill('w^3');
  await expect.poll(() => page.locator('.secant-read-out').innerText()).toMatch(/slope\s+7\.00/);
  expect(await page.evaluate(() => [window.figure.g, window.figure.getAttribute('g'), window.figure.value])).toEqual([
    'w^3',
    'w^3',
    2,
  ]);
  expect(await page.evaluate(() => window.heard.splice(0))).toEqual(['change 2']);
  await field.fill('w^3 +');
  await expect.poll(() => page.locator('.secant-field-message').first().innerText()).toContain('Column');
  expect(await page.locator('.secant-read-out').innerText()).toMatch(/slope\s+7\.00/);
  await page.evaluate(() => {
    window.figure.g = 'w^2';
  });
  await expect.poll(() => field.inputValue()).toBe('w^2');
  await expect.poll(() => page.locator('.secant-read-out').innerText()).toMatch(/slope\s+3\.00/);
  expect(await page.evaluate(() => window.heard)).toEqual([]);
  await page.evaluate(() => {
    window.figure.field = false;
  });
  await expect.poll(() => field.count()).toBe(0);
});

test('a figure of two functions has two fields', async () => {
  const page = await openWith(
    browser,
    '<secant-figure field kind="line-and-plane" g="sin(w)" g2="w1 - w2"></secant-figure>',
  );
  await alive(page);
  await page.locator('secant-figure textarea').nth(1).fill('2w1 + 3w2');
  await expect.poll(() => page.locator('.secant-read-out').innerText()).toContain('(2.00, 3.00)');
  expect(await page.evaluate(() => window.figure.getAttribute('g2'))).toBe('2w1 + 3w2');
});
