/** What a share link keeps: sliders, those beside the first too, what is turned and zoomed, and nothing that is neither. */
import { deflateRawSync } from 'node:zlib';
import { expect, test, vi } from 'vitest';
import { fragmentOf, leftOutOf, stateOf } from '../../book/page/share-link.ts';

test('the other sliders of a figure come back', async () => {
  const state = {
    cells: {},
    figures: { walk: { value: 12, others: [0.3, -1.25, 2] }, field: { text: 'w1 w2' } },
    codeHidden: false,
  };
  expect(await stateOf(await fragmentOf(state))).toEqual(state);
});

test.each([
  ['words', ['1', 2]],
  ['no list', 3],
  ['too many', Array.from({ length: 9 }, () => 1)],
  ['no numbers', [null]],
])('others that are %s are left out', async (_, others) => {
  const state = { cells: {}, figures: { walk: { value: 1, others } }, codeHidden: false };
  const fragment = await fragmentOf(state as Parameters<typeof fragmentOf>[0]);
  expect((await stateOf(fragment))?.figures['walk']).toEqual({ value: 1 });
});

test('what is turned, drawn larger and zoomed comes back', async () => {
  const windows = { curve: { x: [-1, 0.5], y: [2, 3] } } as const;
  const state = {
    cells: {},
    figures: { planes: { sight: { view: [20, -100], magnification: 2.5 } }, tangent: { value: 1, sight: { windows } } },
    codeHidden: true,
  } as const;
  expect(await stateOf(await fragmentOf(state))).toEqual(state);
});

test('a link from before there was any of that reads as ever', async () => {
  // {"cells":{},"figures":{"walk":{"value":12,"others":[0.3]}},"codeHidden":false}
  const fragment =
    '#s=q1ZKTs3JKVayqq7VUUrLTC8tSgVxlMoTc7JBdFliTmmqkpWhkY5SfklGalGxklW0gZ5xbG2tjlJyfkqqR2ZKSmqeklVaYk5xai0A';
  expect((await stateOf(fragment))?.figures['walk']).toEqual({ value: 12, others: [0.3] });
});

test.each([
  ['no record', 3, undefined],
  ['a view of three angles', { view: [1, 2, 3] }, {}],
  ['a view of words', { view: ['a', 'b'] }, {}],
  ['no number', { magnification: '3' }, {}],
  ['a window with its ends the wrong way round', { windows: { curve: { x: [1, 0], y: [0, 1] } } }, {}],
  ['a window without a height', { windows: { curve: { x: [0, 1] } } }, {}],
  ['a window of nothing', { windows: { curve: null } }, {}],
  [
    'too many windows',
    { windows: Object.fromEntries(Array.from({ length: 9 }, (_, k) => [k, { x: [0, 1], y: [0, 1] }])) },
    {},
  ],
])('a sight that is %s is left out', async (_, sight, kept) => {
  const state = { cells: {}, figures: { walk: { value: 1, sight } }, codeHidden: false };
  const read = (await stateOf(await fragmentOf(state as Parameters<typeof fragmentOf>[0])))?.figures['walk'];
  expect(read).toEqual(kept === undefined ? { value: 1 } : { value: 1, sight: kept });
});

test('a link that unpacks to more than a page can hold is refused before it is unpacked whole', async () => {
  let unpacked = 0;
  const Plain = globalThis.DecompressionStream;
  class Counted {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<BufferSource>;
    constructor(format: 'deflate-raw') {
      const inner = new Plain(format);
      this.writable = inner.writable;
      this.readable = inner.readable.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(part, to) {
            unpacked += part.length;
            to.enqueue(part);
          },
        }),
      );
    }
  }
  vi.stubGlobal('DecompressionStream', Counted);
  try {
    const fragment = `#s=${deflateRawSync(Buffer.alloc(3e8, ' ')).toString('base64url')}`;
    expect(fragment.length).toBeLessThan(1e6);
    expect(await stateOf(fragment)).toBe(undefined);
    expect(unpacked).toBeGreaterThan(5e5);
    expect(unpacked).toBeLessThan(1e7);
  } finally {
    vi.unstubAllGlobals();
  }
});

test('what a link cannot hold is counted', () => {
  const state = (texts: readonly string[]) => ({
    cells: Object.fromEntries(texts.map((text, k) => [`cell-${k}`, text])),
    figures: {},
    codeHidden: false,
  });
  expect(leftOutOf(state(['a', 'x'.repeat(20_000)]))).toEqual({ texts: 0, all: false });
  expect(leftOutOf(state(['a', 'x'.repeat(20_001)]))).toEqual({ texts: 1, all: false });
  expect(leftOutOf(state(Array.from({ length: 26 }, () => 'x'.repeat(20_000))))).toEqual({ texts: 0, all: true });
});
