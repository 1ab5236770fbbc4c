import { describe, expect, test } from 'vitest';
import { useBrowser } from '../support/browser.ts';
import {
  curveOf,
  functionField,
  nextFrame,
  openPage,
  picture,
  readOut,
  slideTo,
  typeFunction,
  valueOf,
} from './two-figures-page.ts';

const browser = useBrowser();

const program = 'w => { let s = 0; if (w > 0) s = Math.log(1 + w); return s + w ** 2 }';
const cases: readonly (readonly [text: string, at: number, value: string, slope: string])[] = [
  ['sin(w)', 1, '0.84', '0.54'],
  ['sin(4w) + 0.1w^2', 1, '−0.66', '−2.41'],
  ['tanh(w)^2', 1, '0.58', '0.64'],
  ['max(0, w)', 1, '1.00', '1.00'],
  ['cos(40w)^100/(w^2+1)', 0, '1.00', '0.00'],
  [program, 1, '1.69', '2.50'],
];

test.each(cases)('%s is read and drawn', async (text, at, value, slope) => {
  const page = await openPage(browser);
  await typeFunction(page, '#first', text);
  await slideTo(page, '#first', at);
  const line = await readOut(page, '#first');
  expect(line).toContain(value);
  expect(line).toContain(slope);
  expect(await functionField(page, '#first').getAttribute('aria-invalid')).toBeNull();
  expect(await page.locator('#first .secant-field-message').innerText()).toBe('');
  expect((await curveOf(page, '#first')).length).toBeGreaterThan(20);
});

test('the picture follows every keystroke that leaves a function', async () => {
  const page = await openPage(browser);
  await functionField(page, '#first').fill('');
  const curves = new Set<string>();
  for (const key of 'w^2') {
    await page.keyboard.type(key);
    await nextFrame(page);
    curves.add(await curveOf(page, '#first'));
  }
  expect(curves.size).toBe(2);
});

test('the examples under a field fill it', async () => {
  const page = await openPage(browser);
  await slideTo(page, '#second', 1.5);
  await page.locator('#second').getByRole('button', { name: 'max(0, w)' }).click();
  expect(await functionField(page, '#second').inputValue()).toBe('max(0, w)');
  expect(await readOut(page, '#second')).toContain('1.00');
  expect(await valueOf(page, '#second')).toBeCloseTo(1.5, 6);
});

test('TypeScript by its example, in the first figure', async () => {
  const page = await openPage(browser);
  await page.getByRole('button', { name: 'try a small program' }).click();
  expect(await functionField(page, '#first').inputValue()).toBe(program);
  await slideTo(page, '#first', 1);
  expect(await readOut(page, '#first')).toContain('1.69');
});

describe('what cannot be read', () => {
  const wrong: readonly (readonly [text: string, place: RegExp])[] = [
    ['sin(4w', /column \d/i],
    ['sin(w) + q7z(', /column \d/i],
    ['w => w +', /column \d/i],
    ['w => {\n  let s = w;\n  s |= 1;\n  return s;\n}', /line 3, column \d/i],
  ];
  test.each(wrong)('%j is told with its place, and the last good figure stays', async (text, place) => {
    const page = await openPage(browser);
    await typeFunction(page, '#first', 'w^2/4');
    const curve = await curveOf(page, '#first');
    await typeFunction(page, '#first', text);
    const message = page.locator('#first .secant-field-message');
    await message.locator('p').first().waitFor();
    expect(await message.innerText()).toMatch(place);
    expect(await message.locator('pre').innerText()).toContain('^');
    const field = functionField(page, '#first');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await field.getAttribute('aria-describedby')).toBe(await message.getAttribute('id'));
    expect(await curveOf(page, '#first')).toBe(curve);
    await slideTo(page, '#first', 2);
    expect(await readOut(page, '#first')).toContain('1.00');
    await typeFunction(page, '#first', 'w');
    expect(await message.innerText()).toBe('');
    expect(await field.getAttribute('aria-invalid')).toBeNull();
  });

  test('a name that nobody knows, two variables, and nothing at all', async () => {
    const page = await openPage(browser);
    const message = page.locator('#first .secant-field-message');
    for (const text of ['sinn(w)', 'w1 + w2', 'w x*yy', '']) {
      await typeFunction(page, '#first', 'w');
      await typeFunction(page, '#first', text);
      await message.locator('p').first().waitFor();
      expect((await message.innerText()).length, text).toBeGreaterThan(10);
    }
  });

  test('a letter beside the variable is no mistake: it has a slider', async () => {
    const page = await openPage(browser);
    for (const place of ['#first', '#second'] as const) {
      await typeFunction(page, place, 'x*y');
      await page.locator(`${place} .secant-other`).waitFor();
      expect(await page.locator(`${place} .secant-other`).innerText()).toContain('y = 1');
      expect(await page.locator(`${place} .secant-field-message`).innerText()).toBe('');
    }
  });

  test('text in a field can compute but not act', async () => {
    const page = await openPage(browser);
    for (const text of [
      'w => { globalThis.acted = 1; return w }',
      'w => (document.title = "acted", w)',
      'w => alert(1)',
    ]) {
      await typeFunction(page, '#first', text);
      await page.locator('#first .secant-field-message p').first().waitFor();
    }
    expect(await page.evaluate(() => Reflect.has(globalThis, 'acted'))).toBe(false);
    expect(await page.title()).not.toContain('acted');
  });
});

test('markup in a message stays text', async () => {
  const page = await openPage(browser);
  await typeFunction(page, '#first', '<img src=x onerror=alert(1)>');
  const message = page.locator('#first .secant-field-message');
  await message.locator('p').first().waitFor();
  expect(await message.locator('img').count()).toBe(0);
  expect(await picture(page, '#first').count()).toBe(1);
});

test('the fixed point is where it was asked', async () => {
  const page = await openPage(browser);
  await page.getByLabel('fixed point').fill('1.5');
  await nextFrame(page);
  await slideTo(page, '#second', 1.5);
  expect(await readOut(page, '#second')).toContain('0.07');
  expect(await picture(page, '#second').locator('path.sc-tangent').count()).toBeGreaterThan(0);
});

test('a fixed point that is no number, or outside, is told; the last good figure stays', async () => {
  const page = await openPage(browser);
  const place = page.getByLabel('fixed point');
  const words = picture(page, '#second').locator('desc');
  const before = await words.textContent();
  for (const text of ['', '7', '-3.1']) {
    await place.fill(text);
    await nextFrame(page);
    expect(await place.getAttribute('aria-invalid')).toBe('true');
    expect(await page.locator('#place-message').innerText()).toContain('from −3 to 3');
    expect(await words.textContent()).toBe(before);
  }
  await place.fill('-2');
  expect(await place.getAttribute('aria-invalid')).toBeNull();
  expect(await page.locator('#place-message').innerText()).toBe('');
  expect(await words.textContent()).not.toBe(before);
});
