/**
 * Pictures as a video, by the browser's own encoder (WebCodecs). In: a canvas that is drawn again for each picture.
 * Out: an MP4 file. H.264 is what every player knows and is taken wherever the browser can make it; a browser that
 * cannot may still make VP9, which browsers and the larger players know.
 */
import { mp4Of, TIMESCALE, type EncodedPicture, type VideoTrack } from './mp4.ts';
import { SecantError } from '../../base/diagnostics.ts';
import type { Size } from '../scene/scene.ts';

/** What an MP4 can hold: pictures of H.264, or of VP9. */
export type VideoCodec = 'h264' | 'vp9';

/** Names of the codecs, the one that suits large pictures first. */
const names: Readonly<Record<VideoCodec, readonly string[]>> = {
  // High profile, then baseline; levels 4 and 3.1.
  h264: ['avc1.640028', 'avc1.42e028', 'avc1.42e01f'],
  vp9: ['vp09.00.40.08', 'vp09.00.10.08'],
};

/** Bits for each pixel of a second, at some thirty pictures: drawings have sharp edges and little else. */
const BITS_PER_PIXEL = 4;

function configuration(codec: string, { width, height }: Size): VideoEncoderConfig {
  return {
    codec,
    width,
    height,
    bitrate: Math.min(12e6, Math.max(1e6, Math.round(width * height * BITS_PER_PIXEL))),
    framerate: 30,
    // Pictures come out in the order they are shown in.
    latencyMode: 'realtime',
    ...(codec.startsWith('avc1') ? { avc: { format: 'avc' } } : {}),
  };
}

async function supported(codec: VideoCodec, size: Size): Promise<VideoEncoderConfig | undefined> {
  if (typeof VideoEncoder === 'undefined') return undefined;
  for (const name of names[codec]) {
    const config = configuration(name, size);
    const answer = await VideoEncoder.isConfigSupported(config).catch(() => undefined);
    if (answer?.supported === true) return config;
  }
  return undefined;
}

/** The codecs this browser can make pictures of this size in, the more widely known first. */
export async function videoCodecs(size: Size): Promise<readonly VideoCodec[]> {
  const found: VideoCodec[] = [];
  for (const codec of ['h264', 'vp9'] as const) if ((await supported(codec, size)) !== undefined) found.push(codec);
  return found;
}

/** Writes a video picture by picture. */
export interface VideoWriter {
  /** Adds what is drawn on the canvas now, for so many milliseconds. */
  add(canvas: HTMLCanvasElement, time: number): Promise<void>;
  finish(): Promise<Blob>;
  /** Lets go of the encoder without a file. */
  close(): void;
}

/** Begins a video. @throws SecantError S502 where the browser has no such encoder */
export async function createVideo(codec: VideoCodec, size: Size): Promise<VideoWriter> {
  const config = await supported(codec, size);
  if (config === undefined)
    throw new SecantError('S502', `this browser cannot make a video of ${codec === 'h264' ? 'H.264' : 'VP9'}`, {
      hint: 'save as GIF instead',
    });
  const pictures: EncodedPicture[] = [];
  const times: number[] = [];
  let record: Uint8Array | undefined;
  let failure: DOMException | undefined;
  const encoder = new VideoEncoder({
    output(chunk, metadata) {
      const bytes = new Uint8Array(chunk.byteLength);
      chunk.copyTo(bytes);
      const duration = times[pictures.length] ?? 0;
      pictures.push({ bytes, duration, key: chunk.type === 'key' });
      const description = metadata?.decoderConfig?.description;
      if (description !== undefined) record ??= bytesOf(description);
    },
    error(error) {
      failure = error;
    },
  });
  encoder.configure(config);
  const mustGoOn = (): void => {
    if (failure !== undefined)
      throw new SecantError('S502', `the encoder of this browser failed: ${failure.message}`, {
        hint: 'save as GIF instead',
      });
  };
  let now = 0;
  return {
    async add(canvas, time) {
      mustGoOn();
      const duration = Math.max(1, Math.round((time / 1000) * TIMESCALE));
      const frame = new VideoFrame(canvas, {
        timestamp: now * (1e6 / TIMESCALE),
        duration: duration * (1e6 / TIMESCALE),
      });
      encoder.encode(frame, { keyFrame: times.length % 60 === 0 });
      frame.close();
      times.push(duration);
      now += duration;
      // A slow encoder is waited for, or pictures pile up in memory.
      while (encoder.encodeQueueSize > 8) await new Promise((done) => setTimeout(done, 4));
    },
    async finish() {
      await encoder.flush();
      encoder.close();
      mustGoOn();
      return new Blob([mp4Of({ ...size, codec: codecOf(codec, config.codec, record), pictures })], {
        type: 'video/mp4',
      });
    },
    close() {
      if (encoder.state !== 'closed') encoder.close();
    },
  };
}

function codecOf(codec: VideoCodec, name: string, record: Uint8Array | undefined): VideoTrack['codec'] {
  if (codec === 'vp9') return { kind: 'vp9', name };
  if (record === undefined)
    throw new SecantError('S502', 'the encoder of this browser did not describe its video', {
      hint: 'save as GIF instead',
    });
  return { kind: 'h264', record };
}

function bytesOf(source: AllowSharedBufferSource): Uint8Array {
  const view = ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
  return view.slice();
}
