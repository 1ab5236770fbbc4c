/**
 * Pictures to MP4 or WebM by the system's ffmpeg, which is fed raw pixels and writes a file of its own in a folder for
 * the while. A picture that stands for longer is sent again, so that every player keeps the time.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SecantError } from '../../../base/diagnostics.ts';
import type { Pixels } from './draw-svg.ts';

/** Encoders by container: what is widely played. */
const encoders = {
  mp4: ['-c:v', 'libx264', '-preset', 'medium', '-crf', '18', '-pix_fmt', 'yuv420p', '-movflags', '+faststart'],
  webm: ['-c:v', 'libvpx-vp9', '-crf', '24', '-b:v', '0', '-row-mt', '1', '-cpu-used', '4', '-pix_fmt', 'yuv420p'],
} as const;

/**
 * Encodes a film.
 *
 * @throws SecantError S502 where there is no ffmpeg, or it fails
 */
export async function encodeVideo(
  format: keyof typeof encoders,
  { width, height, fps }: { readonly width: number; readonly height: number; readonly fps: number },
  pictures: AsyncIterable<{ readonly pixels: Pixels; readonly time: number }>,
  signal: AbortSignal | undefined,
): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'secant-film-'));
  try {
    const file = join(folder, `film.${format}`);
    const raw = `-v error -f rawvideo -pix_fmt rgba -s ${width}x${height} -r ${fps} -i -`.split(' ');
    // Sides of video are even.
    const even = ['-vf', 'pad=ceil(iw/2)*2:ceil(ih/2)*2:color=white'];
    const ffmpeg = spawn('ffmpeg', [...raw, ...even, ...encoders[format], '-y', file], {
      stdio: ['pipe', 'ignore', 'pipe'],
      ...(signal === undefined ? {} : { signal }),
    });
    let said = '';
    ffmpeg.stderr.on('data', (part: Buffer) => (said += part.toString()));
    // A broken pipe is told of by the exit code.
    ffmpeg.stdin.on('error', () => undefined);
    const ended = new Promise<void>((settle, fail) => {
      ffmpeg.on('error', (error) => fail('code' in error && error.code === 'ENOENT' ? noFfmpeg() : error));
      ffmpeg.on('close', (code) =>
        code === 0
          ? settle()
          : fail(
              new SecantError('S502', `ffmpeg could not write the film: ${said.trim()}`, {
                hint: 'make a GIF instead',
              }),
            ),
      );
    });
    const fed = (async () => {
      let due = 0;
      let sent = 0;
      for await (const { pixels, time } of pictures) {
        due += (time * fps) / 1000;
        for (; sent < due - 0.5 && ffmpeg.exitCode === null; sent++) {
          if (!ffmpeg.stdin.write(pixels.rgba)) await Promise.race([once(ffmpeg.stdin, 'drain'), ended]);
        }
      }
      ffmpeg.stdin.end();
    })();
    await Promise.all([fed, ended]);
    return Uint8Array.from(await readFile(file));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function noFfmpeg(): SecantError {
  return new SecantError('S502', 'video is made by ffmpeg, which is not installed', {
    hint: 'install ffmpeg (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), or make a GIF',
  });
}
