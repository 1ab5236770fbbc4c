/** What a share link keeps: sliders, those beside the first too, and nothing that is not a number. */
import { expect, test } from 'vitest';
import { fragmentOf, stateOf } from '../../book/page/share-link.ts';

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
