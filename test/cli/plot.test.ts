/** `--plot`: a picture where the terminal takes one, opened by sharp, and Braille letters everywhere else. */
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { imageText } from '../../src/tools/cli/plot-image.ts';
import { runCommand } from './run-command.ts';

const words = ['derivative', 'sin(w)', '--at', '0', '--plot'];
const braille = /[\u2801-\u28ff]/;

/** Control characters by their names, for patterns. */
const named = (text: string): string => text.replaceAll('\u001b', 'ESC').replaceAll('\u0007', 'BEL');

const plotIn = async (environment: Record<string, string>, answer = '') =>
  named((await runCommand(words, { interactive: true, environment, ask: () => Promise.resolve(answer) })).out);

describe('a terminal that takes pictures gets one', () => {
  const expectPicture = async (base64: string): Promise<void> => {
    const picture = sharp(Buffer.from(base64, 'base64'));
    expect(await picture.metadata()).toMatchObject({ format: 'png', width: 640, height: 360 });
    // The second curve is green, and the first is there.
    const { data } = await picture.raw().toBuffer({ resolveWithObject: true });
    let [green, dark] = [0, 0];
    for (let k = 0; k < data.length; k += 4) {
      const [r = 0, g = 0, b = 0] = data.subarray(k, k + 3);
      if (g > r + 60 && g > b) green++;
      if (r + g + b < 150) dark++;
    }
    expect(green).toBeGreaterThan(300);
    expect(dark).toBeGreaterThan(300);
  };
  test.each([{ TERM: 'xterm-kitty' }, { KITTY_WINDOW_ID: '1', TERM: 'xterm-256color' }, { TERM: 'xterm-ghostty' }])(
    'kitty: %j',
    async (environment) => {
      const out = await plotIn(environment);
      const parts = [...out.matchAll(/ESC_G(a=T,f=100,)?m=([01]);([A-Za-z0-9+/=]*)ESC\\/g)];
      expect(parts[0]?.[1]).toBe('a=T,f=100,');
      expect(parts.map(([, , more]) => more)).toEqual([...parts.slice(1).map(() => '1'), '0']);
      for (const [, , , data = ''] of parts) expect(data.length).toBeLessThanOrEqual(4096);
      await expectPicture(parts.map(([, , , data]) => data).join(''));
      expect(out).not.toMatch(braille);
      expect(out).toMatch(/\n1\n$/);
    },
  );
  test.each([{ TERM_PROGRAM: 'iTerm.app' }, { TERM_PROGRAM: 'WezTerm' }, { LC_TERMINAL: 'iTerm2' }])(
    'iTerm: %j',
    async (environment) => {
      const out = await plotIn(environment);
      const [, size, data = ''] = /ESC\]1337;File=inline=1;size=(\d+):([A-Za-z0-9+/=]*)BEL/.exec(out) ?? [];
      expect(Buffer.from(data, 'base64')).toHaveLength(Number(size));
      await expectPicture(data);
    },
  );
  test('sixels, where the terminal says that it knows them', async () => {
    const out = await plotIn({ TERM: 'xterm' }, '\u001b[?62;4;22c');
    expect(out).toMatch(/^ESCP0;1q"1;1;640;360#0;2;0;0;0#/);
  });
  test('sixels hold every pixel in its colour', () => {
    const colours = [
      [255, 0, 0],
      [0, 255, 0],
      [51, 102, 153],
      [255, 255, 255],
    ] as const;
    const [width, height] = [9, 14];
    const rgba = new Uint8ClampedArray(width * height * 4);
    const indexOf = (pixel: number): number => (pixel * 7 + Math.floor(pixel / 5)) % 4;
    for (let k = 0; k < width * height; k++) rgba.set([...(colours[indexOf(k)] ?? []), 255], 4 * k);
    const text = imageText({ width, height, rgba, png: () => new Uint8Array() }, 'sixel');
    const seen = decoded(text, width, height);
    for (let k = 0; k < width * height; k++)
      expect(seen[k]).toBe((colours[indexOf(k)] ?? []).map((value) => Math.round((value / 255) * 100)).join());
  });
});

describe('Braille letters', () => {
  test.each([
    ['nobody looks', { interactive: false, environment: { TERM: 'xterm-kitty' } }],
    ['inside tmux', { interactive: true, environment: { TERM: 'xterm-kitty', TMUX: '/tmp/x' } }],
    ['inside screen', { interactive: true, environment: { TERM: 'screen', TERM_PROGRAM: 'iTerm.app' } }],
    [
      'a terminal without pictures',
      { interactive: true, environment: { TERM: 'xterm' }, ask: () => Promise.resolve('\u001b[?62;22c') },
    ],
    ['a terminal that is silent', { interactive: true, environment: { TERM: 'xterm' } }],
  ])('%s', async (_what, terminal) => {
    const { out } = await runCommand(words, terminal);
    expect(out).toMatch(braille);
    expect(named(out)).not.toMatch(/ESC[_\]P]/);
  });
  test.each(['derivative', 'taylor', 'differentiable'])('of %s in forty columns', async (command) => {
    const { out } = await runCommand([command, 'w^3', '--at', '0', '--plot'], { columns: 40 });
    const drawn = out.split('\n').filter((line) => braille.test(line));
    expect(drawn.length).toBeGreaterThan(4);
    for (const line of drawn) expect(line.length).toBeLessThanOrEqual(40);
  });
});

/** A reader of sixels as small as they come: the colour of each pixel in percent. */
function decoded(text: string, width: number, height: number): string[] {
  const seen = Array.from({ length: width * height }, () => '');
  const colours = new Map<string, string>();
  let [x, top, colour] = [0, 0, ''];
  const body = /q"[\d;]+(.*)ESC\\/s.exec(named(text))?.[1] ?? '';
  for (const [token, index, rgb, count, letter] of body.matchAll(/#(\d+)(?:;2;(\d+;\d+;\d+))?|!(\d+)(.)|[$\-?-~]/g)) {
    if (index !== undefined && rgb !== undefined) colours.set(index, rgb.replaceAll(';', ','));
    else if (index !== undefined) colour = colours.get(index) ?? 'none';
    else if (token === '$') x = 0;
    else if (token === '-') [x, top] = [0, top + 6];
    else
      for (let k = 0; k < Number(count ?? 1); k++, x++)
        for (let y = 0; y < 6; y++) {
          if ((((letter ?? token).charCodeAt(0) - 63) >> y) % 2 === 0) continue;
          expect(seen[(top + y) * width + x]).toBe('');
          seen[(top + y) * width + x] = colour;
        }
  }
  return seen;
}
