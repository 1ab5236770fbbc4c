/**
 * Files of figures made in Node, opened by programs that are not ours: PNG, GIF and WebP by sharp, video by ffprobe, where
 * there is an ffmpeg. Where there is none, what is said instead.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { secantToTangent, tangentPlanes } from 'secant/figures';
import { describe, expect, test } from 'vitest';
import { runCommand } from './run-command.ts';

const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const figure = secantToTangent((w) => Math.sin(w), { at: 1 });

describe('pictures', () => {
  test('a PNG has the size that was asked for, and words in it without any font of the system', async () => {
    const { width, height, format } = await sharp(await figure.png({ width: 300, height: 200, scale: 1.5 })).metadata();
    expect([width, height, format]).toEqual([450, 300, 'png']);
    const words = await sharp(await figure.png({ width: 300, height: 200 }))
      .extract({ left: 0, top: 340, width: 600, height: 60 })
      .stats();
    expect(words.channels[0]?.min).toBeLessThan(128);
  });
  test('dark, transparent, and from space', async () => {
    const corner = async (options: Parameters<typeof figure.png>[0]): Promise<number[]> => [
      ...(await sharp(await figure.png({ ...options, scale: 1 }))
        .extract({ left: 1, top: 1, width: 1, height: 1 })
        .ensureAlpha()
        .raw()
        .toBuffer()),
    ];
    expect((await corner({ theme: 'dark' })).slice(0, 3).every((channel) => channel < 64)).toBe(true);
    expect((await corner({}))[3]).toBe(255);
    expect((await corner({ background: false }))[3]).toBe(0);
    const space = tangentPlanes((w) => w[0]! ** 2 - w[1]! ** 2);
    expect(Buffer.compare(await space.png({ scale: 1 }), await space.png({ scale: 1, view: [60, 10] }))).not.toBe(0);
  });
});

describe('films', () => {
  test('a GIF has its pictures, its times and its end', async () => {
    const told: number[] = [];
    const film = await figure.gif({ frames: 5, width: 240, height: 150, onProgress: (done) => told.push(done) });
    const { pages = 0, delay = [], loop, format } = await sharp(film, { animated: true }).metadata();
    expect(format).toBe('gif');
    expect(pages).toBeGreaterThanOrEqual(5);
    expect(told).toEqual(Array.from({ length: pages }, (_, k) => k + 1));
    // Eight seconds for the way, and a rest at both ends and where the points meet.
    expect(delay.reduce((sum, time) => sum + time, 0)).toBeCloseTo(8000 + 3 * 900, -2);
    expect(loop).toBe(0);
    expect(
      (
        await sharp(await figure.gif({ frames: 2, width: 240, height: 150, loop: false }), {
          animated: true,
        }).metadata()
      ).loop,
    ).not.toBe(0);
  });
  test('a WebP moves', async () => {
    const { pages = 0, format } = await sharp(await figure.webp({ frames: 4, width: 240, height: 150 }), {
      animated: true,
    }).metadata();
    expect(format).toBe('webp');
    expect(pages).toBeGreaterThanOrEqual(4);
  });
  test('a signal stops the work', async () => {
    await expect(
      figure.gif({ frames: 50, width: 240, height: 150, signal: AbortSignal.abort(new Error('enough')) }),
    ).rejects.toThrow('enough');
  });
  test.each(['mp4', 'webm'] as const)('%s is what ffprobe knows, or the way to an ffmpeg is said', async (format) => {
    const film = figure[format]({ frames: 6, width: 241, height: 151, fps: 10, speed: 8 });
    if (!hasFfmpeg) {
      await expect(film).rejects.toMatchObject({ code: 'S502', hint: expect.stringContaining('ffmpeg') as string });
      return;
    }
    const file = join(mkdtempSync(join(tmpdir(), 'secant-')), `film.${format}`);
    writeFileSync(file, await film);
    const probe = spawnSync(
      'ffprobe',
      ['-v', 'error', '-show_entries', 'stream=codec_name,width,height:format=duration', '-of', 'json', file],
      { encoding: 'utf8' },
    );
    const { streams, format: about } = JSON.parse(probe.stdout) as {
      streams: { codec_name: string; width: number; height: number }[];
      format: { duration: string };
    };
    expect(streams[0]?.codec_name).toBe(format === 'mp4' ? 'h264' : 'vp9');
    expect([streams[0]!.width % 2, streams[0]!.height % 2]).toEqual([0, 0]);
    expect(Number(about.duration)).toBeGreaterThan(1);
  });
  test('easing stands nearly still at the ends', async () => {
    const { filmFrames } = await import('../../src/pictures/film/film-frames.ts');
    const steps = filmFrames(figure, 21, 1, { easing: 'ease' }).map(({ value }) => value);
    expect(Math.abs(steps[1]! - steps[0]!)).toBeLessThan(0.3 * Math.abs(steps[11]! - steps[10]!));
  });
});

describe('the command', () => {
  const folder = mkdtempSync(join(tmpdir(), 'secant-figure-'));
  const make = (...words: string[]) => runCommand(['figure', ...words], { directory: folder });

  test('writes a file under its name, and leaves nothing else', async () => {
    expect(await make('secant-to-tangent', 'sin(w)', '--at', '1', '-o', 'sine.svg')).toEqual({
      code: 0,
      out: '',
      err: '',
    });
    expect(readFileSync(join(folder, 'sine.svg'), 'utf8')).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
    await make('secant-to-tangent', 'sin(w)', '--size', '300x200', '--scale', '1', '-o', 'sine.png');
    expect((await sharp(join(folder, 'sine.png')).metadata()).width).toBe(300);
    expect(readdirSync(folder).sort()).toEqual(['sine.png', 'sine.svg']);
  });
  test('writes to standard output', async () => {
    const { out } = await make('tangent-along-curve', 'w => w ** 2', '--format', 'svg', '-o', '-');
    expect(out).toMatch(/^<svg /);
  });
  test('options of the kind are read by their shapes', async () => {
    const { out } = await make(
      'tangent-along-curve',
      'w^2',
      '--orders',
      '1,2',
      '--domain',
      '-1,2',
      '--title',
      'A parabola',
      '--format',
      'svg',
      '-o',
      '-',
    );
    expect(out).toMatch(/<title[^>]*>A parabola<.title>/);
  });
  test.each([
    [['parabola', 'w^2', '-o', 'a.svg'], 'there is no figure of the kind "parabola"'],
    [['secant-to-tangent', 'w^2'], 'it is not said where to'],
    [['secant-to-tangent', 'w^2', '-o', 'a.bmp'], 'there is no format bmp'],
    [['secant-to-tangent', 'w^2', '-o', 'nowhere/a.svg'], 'there is no such folder'],
    [['secant-to-tangent', 'w^2', '--rate', '2', '-o', 'a.svg'], 'has no option --rate'],
    [['secant-to-tangent', 'w^2', '--at', 'x', '-o', 'a.svg'], '`at` is "x"'],
    [['secant-to-tangent', 'w^', '-o', 'a.svg'], 'S002'],
    [['secant-to-tangent', 'w^2', '--theme', 'blue', '-o', 'a.svg'], 'there is no theme blue'],
  ])('%j', async (words, said) => {
    const { code, err } = await make(...words);
    expect(code).toBe(2);
    expect(err).toContain(said);
    expect(readdirSync(folder).filter((name) => name.startsWith('.') || name.startsWith('a.'))).toEqual([]);
  });
});
