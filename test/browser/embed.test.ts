/** The page of one figure, for frames: its state is in the link, which follows the reader, and other pages are given it as HTML. */
import { expect, test } from 'vitest';
import { pageUrl, useBrowser } from '../support/browser.ts';
import { embedFragment, type EmbedState, readEmbed } from '../../book/page/embed-link.ts';

const browser = useBrowser();

const state: EmbedState = {
  spec: {
    kind: 'secant-to-tangent',
    functions: [{ notation: 'formula', text: 'sin(w)' }],
    options: { at: 1 },
  },
  value: -1,
};

test('a link is read as it was written, and what is no state is none', () => {
  expect(readEmbed(`#${embedFragment(state)}`)).toEqual(state);
  for (const wrong of ['', '%', '5', 'null', encodeURIComponent('{"spec":{"kind":7}}')])
    expect(readEmbed(wrong)).toBeUndefined();
  const odd = { ...state, value: 'far', others: [1, 'two'], view: [1] };
  expect(readEmbed(encodeURIComponent(JSON.stringify(odd)))).toEqual({ spec: state.spec });
});

test('the figure stands as the link says, and the link follows it', async () => {
  const page = await browser.open({
    viewport: { width: 800, height: 700 },
    permissions: ['clipboard-read', 'clipboard-write'],
  });
  await page.goto(`${pageUrl()}embed.html#${embedFragment(state)}`);
  const slider = page.locator('.secant-slider');
  await slider.waitFor();
  await expect.poll(() => slider.inputValue()).toBe('-1');
  await slider.focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  const link = async (): Promise<number | undefined> => readEmbed(new URL(page.url()).hash)?.value;
  await expect.poll(link).toBe(3);
  await page.locator('.secant-menu-button').click();
  await page.getByRole('menuitem', { name: 'Copy embed' }).click();
  const copied = (): Promise<string> => page.evaluate(() => navigator.clipboard.readText());
  await expect.poll(copied).toMatch(/^<iframe src="[^"]*embed\.html#[^"]*" title="[^"]+" loading="lazy"/);
  const address = /src="([^"]*)"/.exec(await copied())?.[1]?.replaceAll('&amp;', '&') ?? '';
  await page.goto('about:blank');
  await page.goto(address);
  await slider.waitFor();
  await expect.poll(() => slider.inputValue()).toBe('3');
});

test('another link in the same frame shows another figure, and only that one writes the link', async () => {
  const page = await browser.open({ viewport: { width: 800, height: 700 } });
  await page.goto(`${pageUrl()}embed.html#${embedFragment(state)}`);
  await page.locator('.secant-slider').waitFor();
  const other = { ...state, spec: { ...state.spec, options: { at: 0.5 } }, value: 2 };
  await page.evaluate((fragment) => {
    location.hash = fragment;
  }, embedFragment(other));
  await expect.poll(() => page.locator('.secant-slider').inputValue()).toBe('2');
  expect(await page.locator('.secant-figure').count()).toBe(1);
  await page.locator('.secant-slider').focus();
  await page.keyboard.press('End');
  await page.keyboard.press('Tab');
  await expect.poll(() => readEmbed(new URL(page.url()).hash)).toMatchObject({ spec: other.spec, value: 3 });
});

test('a link that holds no figure says so, and a function in one can act on nothing', async () => {
  const page = await browser.open({ viewport: { width: 800, height: 700 } });
  for (const nothing of ['', '#nothing']) {
    await page.goto('about:blank');
    await page.goto(`${pageUrl()}embed.html${nothing}`);
    await expect.poll(() => page.locator('#figure').innerText()).toMatch(/^This link holds no figure\. .*Copy embed/);
  }
  const text = '(w) => { globalThis.document.title = "taken"; return w; }';
  const functions = [{ notation: 'source', text }] as const;
  await page.goto(`${pageUrl()}embed.html#${embedFragment({ spec: { ...state.spec, functions } })}`);
  await expect.poll(() => page.locator('#figure').innerText()).toContain('document');
  expect(await page.title()).not.toBe('taken');
});
