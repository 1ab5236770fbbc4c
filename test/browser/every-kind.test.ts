/**
 * What holds for every kind of figure, whatever it shows: how it stands at every width and with text of twice the size,
 * what can be touched, what is seen in forced colours, what moves, what is said. The rows are those of the table of
 * kinds, each with the first figure that the gallery has of it, so a new kind is looked at here without a word.
 */
import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openKinds as openKindsIn, kindNames } from './gallery-kinds.ts';
import { useBrowser, type PageOptions } from '../support/browser.ts';

const browser = useBrowser();
const openKinds = (options?: PageOptions, rootSize?: string): Promise<Page> => openKindsIn(browser, options, rootSize);

/** By kind, what of some parts reaches beyond the figure, or has more inside than it shows. */
function cutParts(page: Page): Promise<string[]> {
  return page.locator('.secant-figure').evaluateAll((figures) =>
    figures.flatMap((figure) => {
      const outer = figure.getBoundingClientRect();
      const kind = figure.getAttribute('data-kind') ?? '';
      return [
        ...figure.querySelectorAll<HTMLElement>(
          'button, input, output, p, .secant-read-out-item, .secant-picture text',
        ),
      ].flatMap((part) => {
        const box = part.getBoundingClientRect();
        if (box.width === 0 || part.closest('[visibility=hidden]') !== null) return [];
        const isOut = box.left < outer.left - 1 || box.right > outer.right + 1;
        const isCut = part.scrollWidth > part.clientWidth + 1 && part instanceof HTMLElement && part.clientWidth > 0;
        return isOut || isCut ? [`${kind}: ${part.className || part.tagName} ${part.textContent ?? ''}`] : [];
      });
    }),
  );
}

const sizes = [320, 390, 768, 1280, 2560].flatMap((width) =>
  width < 1280
    ? [
        { width, rootSize: '100%' },
        { width, rootSize: '200%' },
      ]
    : [{ width, rootSize: '100%' }],
);

describe('every kind', () => {
  test.each([...sizes, { width: 1280, rootSize: '200%' }])(
    'stands whole at $width px with text at $rootSize: nothing sticks out or is cut, sliders begin and end together',
    async ({ width, rootSize }) => {
      const page = await openKinds({ viewport: { width, height: 900 } }, rootSize);
      expect(
        await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth),
      ).toBe(0);
      expect(await cutParts(page)).toEqual([]);
      const uneven = await page.locator('.secant-figure').evaluateAll((figures) =>
        figures.flatMap((figure) => {
          const first = figure.querySelector('.secant-controls .secant-slider')?.getBoundingClientRect();
          const others = [...figure.querySelectorAll('.secant-others .secant-slider')].map((slider) =>
            slider.getBoundingClientRect(),
          );
          if (first === undefined || others.length === 0) return [];
          const [left, right] = [
            Math.min(...others.map((box) => box.left)),
            Math.max(...others.map((box) => box.right)),
          ];
          const away = [left - first.left, right - first.right].map(Math.abs);
          return Math.max(...away) > 1 ? [`${figure.getAttribute('data-kind')}: ${away.join(', ')}`] : [];
        }),
      );
      expect(uneven).toEqual([]);
      if (width < 768 || rootSize !== '100%') return;
      const broken = await page
        .locator('.secant-read-out-item')
        .evaluateAll((items) =>
          items.filter((item) => item.getBoundingClientRect().height > 30).map((item) => item.textContent),
        );
      expect(broken).toEqual([]);
    },
    120_000,
  );

  test('is written as large as the reader has text', async () => {
    const sizeOf = async (rootSize: string): Promise<Record<string, number>> => {
      const page = await openKinds({ viewport: { width: 700, height: 900 } }, rootSize);
      const pairs = await page
        .locator('.secant-figure')
        .evaluateAll((figures) =>
          figures.map((figure) => [
            figure.getAttribute('data-kind') ?? '',
            Math.max(
              ...[...figure.querySelectorAll('.secant-picture text')].map((text) =>
                Number.parseFloat(text.getAttribute('font-size') ?? '0'),
              ),
            ),
          ]),
        );
      return Object.fromEntries(pairs) as Record<string, number>;
    };
    const [usual, large] = [await sizeOf('100%'), await sizeOf('200%')];
    for (const kind of kindNames) expect((large[kind] ?? 0) / (usual[kind] ?? 1), kind).toBeGreaterThan(1.5);
  }, 120_000);

  test.each([390, 1280])(
    'does not jerk while it moves: no slider changes its length, no figure becomes lower, %i px',
    async (width) => {
      const page = await openKinds({ viewport: { width, height: 900 } });
      const jerks = await page.locator('.secant-figure').evaluateAll(async (figures) => {
        const found: string[] = [];
        const watch = async (figure: Element): Promise<void> => {
          const slider = figure.querySelector<HTMLInputElement>('.secant-controls:not([hidden]) .secant-slider');
          if (slider === null || !(figure instanceof HTMLElement)) return;
          const [from, to, length] = [Number(slider.min), Number(slider.max), slider.clientWidth];
          let highest = 0;
          for (let k = 0; k <= 30; k++) {
            slider.value = String(from + ((to - from) * k) / 30);
            slider.dispatchEvent(new Event('input', { bubbles: true }));
            await new Promise(requestAnimationFrame);
            await new Promise(requestAnimationFrame);
            const kind = figure.dataset['kind'] ?? '';
            if (slider.clientWidth !== length) found.push(`${kind}: slider of ${slider.clientWidth}, not ${length}`);
            if (figure.offsetHeight < highest) found.push(`${kind}: from ${highest} to ${figure.offsetHeight} at ${k}`);
            highest = Math.max(highest, figure.offsetHeight);
          }
        };
        await Promise.all(figures.map(watch));
        return found;
      });
      expect(jerks).toEqual([]);
    },
    120_000,
  );

  test.each([320, 390, 1280])(
    'has no word on another and none cut, wherever it is moved, %i px',
    async (width) => {
      const page = await openKinds({ viewport: { width, height: 900 } });
      const found = await page.locator('.secant-figure').evaluateAll(async (figures) => {
        const wrong: string[] = [];
        const watch = async (figure: Element): Promise<void> => {
          const picture = figure.querySelector('.secant-picture');
          const slider = figure.querySelector<HTMLInputElement>('.secant-controls:not([hidden]) .secant-slider');
          const [from, to] = [Number(slider?.min), Number(slider?.max)];
          for (let k = 0; k <= (slider === null ? 0 : 30); k++) {
            if (slider !== null) slider.value = String(from + ((to - from) * k) / 30);
            slider?.dispatchEvent(new Event('input', { bubbles: true }));
            for (let frame = 0; frame < 2; frame++) await new Promise(requestAnimationFrame);
            const outer = picture?.getBoundingClientRect() ?? new DOMRect();
            const words = [...(picture?.querySelectorAll('text') ?? [])].flatMap((text) => {
              const { left, right, top, bottom, width: wide } = text.getBoundingClientRect();
              const isSeen = wide > 0 && getComputedStyle(text).visibility !== 'hidden';
              return isSeen ? [{ left, right, top, bottom, text: text.textContent }] : [];
            });
            for (const [index, word] of words.entries()) {
              const place = `${figure.getAttribute('data-kind')} at ${k} of 30: ${word.text}`;
              if (word.left < outer.left - 1 || word.right > outer.right + 1) wrong.push(`${place} is cut`);
              for (const other of words.slice(index + 1)) {
                const across = Math.min(word.right, other.right) - Math.max(word.left, other.left);
                const down = Math.min(word.bottom, other.bottom) - Math.max(word.top, other.top);
                // The box of a word is larger than its letters.
                if (across > 3 && down > 5) wrong.push(`${place} lies on ${other.text}`);
              }
            }
          }
        };
        await Promise.all(figures.map(watch));
        return wrong;
      });
      expect(found).toEqual([]);
    },
    120_000,
  );

  test('has targets of 44 px on a phone', async () => {
    const page = await openKinds({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    const small = await page.locator('.secant-figure').evaluateAll((figures) =>
      figures.flatMap((figure) =>
        [...figure.querySelectorAll<HTMLElement>('button, input, .secant-handle, .secant-turntable')].flatMap(
          (part) => {
            const box = part.getBoundingClientRect();
            if (box.width === 0 || getComputedStyle(part).visibility === 'hidden') return [];
            return box.width < 43.9 || box.height < 43.9
              ? [`${figure.getAttribute('data-kind')}: ${part.className} ${box.width} × ${box.height}`]
              : [];
          },
        ),
      ),
    );
    expect(small).toEqual([]);
  }, 120_000);

  test.each(['light', 'dark'] as const)(
    'shows every mark and word in forced colours, %s',
    async (colorScheme) => {
      const page = await openKinds({ forcedColors: 'active', colorScheme });
      const unseen = await page.locator('.secant-figure').evaluateAll((figures) =>
        figures.flatMap((figure) => {
          const kind = figure.getAttribute('data-kind') ?? '';
          const picture = figure.querySelector('.secant-picture');
          const ground = picture === null ? '' : getComputedStyle(picture).backgroundColor;
          const marks = [...figure.querySelectorAll('.sc-line, .sc-fill, .sc-text')];
          const lost = marks.filter((mark) => {
            const { stroke, fill } = getComputedStyle(mark);
            const isWord = mark.classList.contains('sc-text');
            return isWord ? fill === ground : [stroke, fill].every((colour) => colour === ground || colour === 'none');
          });
          const controls = [...figure.querySelectorAll('.secant-play svg, .secant-step svg, .secant-menu-button svg')];
          const plain = controls.filter((control) => getComputedStyle(control).fill === ground);
          const roles = new Set(
            marks.map((mark) => getComputedStyle(mark)[mark.matches('.sc-line') ? 'stroke' : 'fill']),
          );
          return [
            ...lost.map((mark) => `${kind}: ${mark.getAttribute('class') ?? ''}`),
            ...plain.map((control) => `${kind}: ${control.getAttribute('class') ?? ''}`),
            ...(marks.length === 0 || roles.size < 2
              ? [`${kind}: ${marks.length} marks in ${roles.size} colours`]
              : []),
          ];
        }),
      );
      expect(unseen).toEqual([]);
    },
    120_000,
  );

  test('does not move by itself, and with reduced motion steps and stands still between', async () => {
    const page = await openKinds({ reducedMotion: 'reduce' });
    const found = await page.locator('.secant-figure').evaluateAll(async (figures) => {
      const wrong: string[] = [];
      const watch = async (figure: Element): Promise<void> => {
        const kind = figure.getAttribute('data-kind') ?? '';
        const slider = figure.querySelector<HTMLInputElement>('.secant-controls:not([hidden]) .secant-slider');
        const play = figure.querySelector<HTMLButtonElement>('.secant-play');
        if (slider === null || play === null) return;
        // A frame accounts for 50 ms at most, as in the player: what a busy machine leaves out is not played.
        const seen = async (time: number): Promise<number[]> => {
          const values: number[] = [];
          let [spent, last] = [0, performance.now()];
          while (spent < time) {
            const now = await new Promise<number>(requestAnimationFrame);
            spent += Math.min(50, Math.max(0, now - last));
            last = now;
            values.push(slider.valueAsNumber);
          }
          return [...new Set(values)];
        };
        if ((await seen(150)).length !== 1) wrong.push(`${kind} moves by itself`);
        play.click();
        const values = await seen(1600);
        play.click();
        if (values.length < 2 || values.length > 6) wrong.push(`${kind} plays ${values.length} positions`);
      };
      await Promise.all(figures.map(watch));
      return wrong;
    });
    expect(found).toEqual([]);
  }, 120_000);

  test('is said: a name, the sentence of the moment, and words for every slider and point', async () => {
    const page = await openKinds();
    const said = await page.locator('.secant-figure').evaluateAll((figures) =>
      figures.map((figure) => {
        const picture = figure.querySelector('.secant-picture');
        const sentence = picture?.querySelector('desc')?.textContent ?? '';
        const sliders = [...figure.querySelectorAll('input[type=range], [role=slider]')].filter(
          (slider) => slider.closest('[hidden]') === null,
        );
        figure.querySelector<HTMLButtonElement>('.secant-controls:not([hidden]) .secant-step')?.click();
        return {
          kind: figure.getAttribute('data-kind') ?? '',
          role: picture?.getAttribute('role') ?? '',
          title: picture?.querySelector('title')?.textContent ?? '',
          sentence,
          labels: sliders.map((slider) => slider.getAttribute('aria-label') ?? ''),
          values: sliders.map((slider) => slider.getAttribute('aria-valuetext') ?? ''),
          unnamed: [...figure.querySelectorAll('button')]
            .filter((button) => (button.getAttribute('aria-label') ?? button.textContent ?? '').trim() === '')
            .map((button) => button.className),
          moves: figure.querySelector('.secant-controls:not([hidden])') !== null,
        };
      }),
    );
    const now = (): Promise<{ sentence: string; announced: string }[]> =>
      page.locator('.secant-figure').evaluateAll((figures) =>
        figures.map((figure) => ({
          sentence: figure.querySelector('.secant-picture desc')?.textContent ?? '',
          announced: figure.querySelector('[role=status].secant-unseen')?.textContent ?? '',
        })),
      );
    await expect
      .poll(async () => (await now()).filter(({ announced }, index) => said[index]?.moves && announced === '').length)
      .toBe(0);
    const after = await now();
    for (const [index, { kind, role, title, sentence, labels, values, unnamed, moves }] of said.entries()) {
      expect(role, kind).toBe('img');
      expect(title, kind).not.toBe('');
      expect(sentence, kind).toMatch(/^[A-Z].*\.$/s);
      expect(new Set(labels).size, kind).toBe(labels.length);
      for (const text of [...labels, ...values]) expect(text, kind).toMatch(/\w/);
      expect(unnamed, kind).toEqual([]);
      if (!moves) continue;
      expect(labels.length, kind).toBeGreaterThan(0);
      expect(after[index]?.sentence, kind).not.toBe(sentence);
      expect(after[index]?.announced, kind).toBe(after[index]?.sentence);
    }
  }, 120_000);
});
