/** Films of a figure, made in the browser, and read by its own decoders, which know nothing of Secant. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Download, Page } from 'playwright-core';
import { afterAll, describe, expect, test } from 'vitest';
import type * as FiguresModule from '../../src/pictures/figures/index.ts';
import type * as FilmModule from '../../src/pictures/film/index.ts';
import { useBrowser, type PageOptions } from '../support/browser.ts';
import { menuItem, openFigure } from './mounted-figure.ts';

const browser = useBrowser();
const folder = mkdtempSync(join(tmpdir(), 'secant-films-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const short = 'secantToTangent((w) => Math.sin(w), { at: 0, frames: 25, title: "Short" })';

async function contentOf(download: Download): Promise<Buffer> {
  const file = join(folder, download.suggestedFilename());
  await download.saveAs(file);
  return readFileSync(file);
}

/** What the browser's own reader of pictures finds in a GIF. */
async function readGif(
  page: Page,
  file: Buffer,
): Promise<{ width: number; height: number; times: number[]; green: number[] }> {
  return page.evaluate(async (encoded) => {
    const data = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const decoder = new ImageDecoder({ data, type: 'image/gif' });
    await decoder.tracks.ready;
    await decoder.completed;
    const count = decoder.tracks.selectedTrack?.frameCount ?? 0;
    const times: number[] = [];
    const green: number[] = [];
    let [width, height] = [0, 0];
    for (let frameIndex = 0; frameIndex < count; frameIndex++) {
      const { image } = await decoder.decode({ frameIndex });
      [width, height] = [image.displayWidth, image.displayHeight];
      times.push((image.duration ?? 0) / 1000);
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext('2d');
      context?.drawImage(image, 0, 0);
      image.close();
      const pixels = context?.getImageData(0, 0, width, height).data ?? [];
      let found = 0;
      for (let at = 0; at < pixels.length; at += 4)
        if ((pixels[at] ?? 0) < 40 && (pixels[at + 1] ?? 0) > 110 && (pixels[at + 1] ?? 0) < 170) found++;
      green.push(found);
    }
    return { width, height, times, green };
  }, file.toString('base64'));
}

/** What a video element makes of a file: its size and length, and a pixel of its ground at the end. */
async function readVideo(page: Page, file: Buffer) {
  return page.evaluate(async (encoded) => {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const video = document.createElement('video');
    video.muted = true;
    video.src = URL.createObjectURL(new Blob([bytes], { type: 'video/mp4' }));
    await new Promise((done, fail) => {
      video.addEventListener('loadeddata', done);
      video.addEventListener('error', () => fail(new Error(video.error?.message ?? 'no video')));
    });
    const { videoWidth, videoHeight, duration } = video;
    const canvas = new OffscreenCanvas(videoWidth, videoHeight);
    const context = canvas.getContext('2d', { willReadFrequently: true });
    const dark = (): number => {
      context?.drawImage(video, 0, 0);
      const pixels = context?.getImageData(0, 0, videoWidth, videoHeight).data ?? [];
      let found = 0;
      for (let at = 0; at < pixels.length; at += 4) if ((pixels[at] ?? 0) < 90 && (pixels[at + 1] ?? 0) < 90) found++;
      return found / (videoWidth * videoHeight);
    };
    const seek = async (time: number): Promise<void> => {
      const seeked = new Promise((done) => video.addEventListener('seeked', done, { once: true }));
      video.currentTime = time;
      await seeked;
    };
    await seek(0.05);
    const first = dark();
    await seek(duration - 0.1);
    context?.drawImage(video, 0, 0);
    const corner = [...(context?.getImageData(2, 2, 1, 1).data ?? [])].slice(0, 3);
    return { videoWidth, videoHeight, duration, first, last: dark(), corner };
  }, file.toString('base64'));
}

describe('from the menu', () => {
  test('a GIF has every frame, rests at the stop, and is green there only', async () => {
    const page = await openFigure(browser, short);
    const item = await menuItem(page, 'save-gif');
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
    expect(download.suggestedFilename()).toBe('saved.gif');
    const { width, height, times, green } = await readGif(page, await contentOf(download));
    const panels = await page.locator('.secant-picture').boundingBox();
    expect(width).toBe(640);
    expect(height).toBeGreaterThan(panels?.height ?? 0);
    expect(times).toHaveLength(25);
    expect(times.filter((time) => time > 900)).toHaveLength(3);
    expect(times.reduce((sum, time) => sum + time, 0)).toBeGreaterThan(10_000);
    const most = Math.max(...green);
    expect(green.filter((count) => count > 0.5 * most)).toHaveLength(1);
    expect(times[green.indexOf(most)]).toBeGreaterThan(900);
    expect(await page.locator('.secant-saving').isVisible()).toBe(false);
  });

  test('an MP4 plays: its size, its length and its colours are those of the figure', async () => {
    const page = await openFigure(browser, short);
    const item = await menuItem(page, 'save-mp4');
    await item.click();
    const panel = page.locator('.secant-saving');
    await panel.waitFor();
    const hasH264 = await page.evaluate(async () => {
      const config = { codec: 'avc1.42e01f', width: 1280, height: 720 };
      return (await VideoEncoder.isConfigSupported(config)).supported === true;
    });
    const downloaded = page.waitForEvent('download');
    if (!hasH264) {
      expect(await panel.innerText()).toContain('This browser cannot make H.264');
      await panel.getByRole('button', { name: 'Save as MP4 with VP9' }).click();
    }
    const video = await readVideo(page, await contentOf(await downloaded));
    expect(video.videoWidth).toBe(1280);
    expect(video.videoHeight % 2).toBe(0);
    expect(video.duration).toBeCloseTo(8 + 3 * 0.9, 1);
    for (const channel of video.corner) expect(channel).toBeGreaterThan(246);
    for (const dark of [video.first, video.last]) {
      expect(dark).toBeGreaterThan(0.002);
      expect(dark).toBeLessThan(0.05);
    }
  });

  test('it can be broken off, and then there is no file', async () => {
    const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w))');
    let files = 0;
    page.on('download', () => (files += 1));
    await (await menuItem(page, 'save-gif')).click();
    await page.locator('.secant-saving progress').waitFor();
    await page.waitForFunction(
      () => (document.querySelector('.secant-saving progress')?.getAttribute('value') ?? '0') !== '0',
    );
    await page.getByRole('button', { name: 'Cancel' }).click();
    expect(await page.locator('.secant-saving').isVisible()).toBe(false);
    await page.waitForTimeout(1000);
    expect(files).toBe(0);
  });

  test('a browser without any encoder of video offers what it can do', async () => {
    const page = await openFigure(browser, short);
    await page.evaluate(() => Reflect.deleteProperty(window, 'VideoEncoder'));
    await (await menuItem(page, 'save-mp4')).click();
    const panel = page.locator('.secant-saving');
    await panel.getByText('This browser cannot make H.264').waitFor();
    expect(await panel.getByRole('button').allInnerTexts()).toEqual(['Save as GIF', 'Close']);
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Save as GIF');
    await page.keyboard.press('Escape');
    expect(await panel.isVisible()).toBe(false);
    expect(await page.locator('.secant-menu-button').evaluate((button) => button === document.activeElement)).toBe(
      true,
    );
  });
});

test('PNG and SVG are the picture as it stands: value, zoom, light colours, text as text', async () => {
  const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w))', { colorScheme: 'dark' });
  await page.evaluate(() => {
    window.mounted.value = 2;
    window.mounted.zoom(2);
  });
  const save = async (key: string): Promise<Buffer> => {
    const item = await menuItem(page, key);
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
    return contentOf(download);
  };
  const svg = (await save('save-svg')).toString('utf8');
  expect(svg).toContain('slope');
  expect(svg).toContain('−0.42');
  expect(svg).toContain('fill="#ffffff"');
  const { curve } = await page.evaluate(() => window.mounted.windows);
  expect((curve?.x[1] ?? 9) - (curve?.x[0] ?? 0)).toBeCloseTo(3.18, 6);
  expect(svg).toContain('>2.5<');
  expect(svg).not.toContain('>−3<');
  const png = await save('save-png');
  expect([...png.subarray(1, 4)]).toEqual([...Buffer.from('PNG')]);
  expect(png.readUInt32BE(16)).toBe(1280);
});

describe('the fonts of the page', () => {
  const fonts = '/node_modules/katex/dist/fonts/KaTeX_';

  /** A figure in two fonts that no system has: letters of a typewriter, and italics as TeX writes them. */
  async function openInFonts(options: PageOptions = {}): Promise<Page> {
    const page = await openFigure(browser, 'tangentAlongCurve((w) => Math.sin(w))', {
      deviceScaleFactor: 2,
      ...options,
    });
    await page.addStyleTag({
      content: `
        @font-face { font-family: 'Page Sans'; src: url('${fonts}Typewriter-Regular.woff2') format('woff2'); }
        @media all { @font-face { font-family: 'Page Serif'; font-style: italic; src: url(${fonts}Main-Italic.woff2); } }
        @font-face { font-family: 'Not Used'; src: url('/nowhere.woff2'); }
        .secant-figure { --secant-sans: 'Page Sans', sans-serif; --secant-serif: 'Page Serif', serif; }`,
    });
    await page.evaluate(async () => {
      await document.fonts.load('16px "Page Sans"', 'tangent');
      await document.fonts.load('italic 16px "Page Serif"', 'w');
    });
    return page;
  }

  async function saved(page: Page, format: 'png' | 'svg'): Promise<Buffer> {
    const item = await menuItem(page, `save-${format}`);
    const [download] = await Promise.all([page.waitForEvent('download'), item.click()]);
    return contentOf(download);
  }

  /** What an `<img>` shows of SVG text, in a page that has none of its fonts. */
  async function asImage(svg: Buffer): Promise<Buffer> {
    const page = await browser.openEmpty({ viewport: { width: 900, height: 800 }, deviceScaleFactor: 2 });
    const requests: string[] = [];
    page.on('request', (request) => requests.push(request.url()));
    await page.evaluate(async (source) => {
      document.body.style.margin = '0';
      const image = new Image();
      Object.assign(image.style, { display: 'block' });
      image.src = `data:image/svg+xml;base64,${source}`;
      document.body.append(image);
      await image.decode();
    }, svg.toString('base64'));
    expect(requests.filter((address) => !address.startsWith('data:'))).toEqual([]);
    return page.locator('img').screenshot();
  }

  /** The share of the page's pixels that are not ground and that another picture has otherwise. */
  async function differing(page: Page, shown: Buffer, saved: Buffer): Promise<number> {
    return page.evaluate(
      async (files) => {
        const pixels: Uint8ClampedArray[] = [];
        let [width, height] = [0, 0];
        for (const file of files) {
          const image = await createImageBitmap(await (await fetch(`data:image/png;base64,${file}`)).blob());
          if (width === 0) [width, height] = [image.width, image.height];
          const context = new OffscreenCanvas(width, height).getContext('2d');
          context?.drawImage(image, 0, 0);
          pixels.push(context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray());
        }
        const [page = new Uint8ClampedArray(), other = page] = pixels;
        let [drawn, wrong] = [0, 0];
        for (let at = 0; at < page.length; at += 4) {
          // The menu stands in the corner of the page only.
          if ((at / 4) % width > width - 100 && at / 4 / width < 100) continue;
          const away = [0, 1, 2].map((channel) => Math.abs((page[at + channel] ?? 0) - (other[at + channel] ?? 0)));
          if (Math.max(...away) > 90) wrong++;
          if ([0, 1, 2].some((channel) => (page[at + channel] ?? 0) < 160)) drawn++;
        }
        return wrong / drawn;
      },
      [shown, saved].map((file) => file.toString('base64')),
    );
  }

  test('are those of a PNG: it has the pixels of the page, which a picture with the fonts of the system has not', async () => {
    const page = await openInFonts();
    const shown = await page.locator('.secant-picture').screenshot();
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    const file = await saved(page, 'png');
    expect(asked.filter((url) => url.endsWith('.woff2')).map((url) => url.split('_').at(-1))).toEqual([
      'Typewriter-Regular.woff2',
      'Main-Italic.woff2',
    ]);
    expect(await differing(page, shown, file)).toBeLessThan(0.02);
    const film = await browser.load<typeof FilmModule>(page, '/src/pictures/film/index.ts');
    const plain = await page.evaluate(async ({ pngOf }) => {
      const size = { width: 640, height: Number(document.querySelector('.secant-picture')?.getAttribute('height')) };
      const bytes = new Uint8Array(await (await pngOf(window.mounted.svg(size), size)).arrayBuffer());
      return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
    }, film);
    expect(await differing(page, shown, Buffer.from(plain, 'base64'))).toBeGreaterThan(0.1);
  });

  test('that cannot be had are done without', async () => {
    const page = await openInFonts({ expectErrors: true });
    await page.route('**/*.woff2', (route) => route.fulfill({ status: 404 }));
    expect((await saved(page, 'png')).readUInt32BE(16)).toBe(1280);
    const svg = (await saved(page, 'svg')).toString('utf8');
    expect(svg).not.toContain('@font-face');
    expect(svg).toContain("font-family:'Page Sans', sans-serif");
  });

  test('are in an SVG: as an image of another page it has the pixels of this one, its text is text, its bytes are the same', async () => {
    const page = await openInFonts();
    const shown = await page.locator('.secant-picture').screenshot();
    const file = await saved(page, 'svg');
    expect(await differing(page, shown, await asImage(file))).toBeLessThan(0.02);
    const text = file.toString('utf8');
    const plain = Buffer.from(text.replace(/<style>.*?<\/style>/s, ''));
    expect(await differing(page, shown, await asImage(plain))).toBeGreaterThan(0.1);
    expect(text.match(/@font-face/g)).toHaveLength(2);
    expect(text).toMatch(/<text[^>]*>[^]*tangent/);
    // Pasted into a page, it leaves the page's own words alone.
    expect(text).not.toMatch(/[>}]t(?:ext|span)[[{]/);
    expect(text.replace(/data:font[^)]*/g, '')).not.toMatch(/(?:href|url\()\W*(?:https?:|\/)/);
    expect((await saved(page, 'svg')).equals(file)).toBe(true);
  });

  test('are in an SVG only where they write something, and not at all where the page says so', async () => {
    const page = await openInFonts();
    await page.addStyleTag({
      content: `
        @font-face { font-family: 'Page Sans'; src: url('${fonts}Fraktur-Regular.woff2'); unicode-range: U+4??, U+1F1-1F3; }
        @font-face { font-family: 'Page Sans'; src: url('${fonts}Script-Regular.woff2'); unicode-range: U+2212, U+500; }`,
    });
    await page.evaluate(() => document.fonts.load('16px "Page Sans"', 'Ж−'));
    expect(await page.evaluate(() => [...document.fonts].filter(({ status }) => status === 'loaded').length)).toBe(4);
    const ranges = (svg: Buffer): string[] =>
      [...svg.toString('utf8').matchAll(/unicode-range:([^;]*)/g)].map(([, range = '']) => range);
    expect(ranges(await saved(page, 'svg'))).toEqual(['U+2212, U+500']);
    await page.addStyleTag({ content: 'main, body { --secant-svg-fonts: none }' });
    const without = (await saved(page, 'svg')).toString('utf8');
    expect(without).not.toContain('<style>');
    expect(without).toContain('<text');
  });

  test('are those of a film', async () => {
    const page = await openInFonts();
    const film = await browser.load<typeof FilmModule>(page, '/src/pictures/film/index.ts');
    const figures = await browser.load<typeof FiguresModule>(page, '/src/pictures/figures/index.ts');
    const [plain = 0, inFonts = 1] = await page.evaluate(
      async ([{ makeFilm, pageFonts, pngOf, withFonts }, { tangentAlongCurve }]) => {
        const figure = tangentAlongCurve((w) => Math.sin(w), { frames: 3 });
        const found = document.querySelector('.secant-figure');
        const fonts = found === null ? '' : await pageFonts(found);
        const size = { width: 640, height: 430 };
        const pixelsOf = async (picture: Blob): Promise<Uint8ClampedArray> => {
          const context = new OffscreenCanvas(size.width, size.height).getContext('2d');
          context?.drawImage(await createImageBitmap(picture), 0, 0);
          return context?.getImageData(0, 0, size.width, size.height).data ?? new Uint8ClampedArray();
        };
        const png = await pixelsOf(await pngOf(withFonts(figure.svg(0, size), fonts), size, 1));
        const wrong: number[] = [];
        for (const used of ['', fonts]) {
          const panels = { width: size.width, height: 400 };
          const film = await pixelsOf(await makeFilm(figure, { format: 'gif', most: 2, size: panels, fonts: used }));
          wrong.push(film.filter((channel, at) => Math.abs(channel - (png[at] ?? 0)) > 90).length);
        }
        return wrong;
      },
      [film, figures] as const,
    );
    expect(plain).toBeGreaterThan(1000);
    expect(inFonts).toBeLessThan(plain / 20);
  });
});
