/** `secant figure`: a figure as a file: picture, film or a page of its own. */
import { extname } from 'node:path';
import {
  type Figure,
  type FigureKind,
  figureKinds,
  isFigureKind,
  makeFigure,
  notationOf,
} from '../../../pictures/figures/index.ts';
import { textOptions } from '../../../pictures/figures/kinds.ts';
import { describeShape, readOption } from '../../../pictures/figures/option-shapes.ts';
import { fromSource, SecantError } from '../../../index.ts';
import { inlineScripts } from '../../../pictures/film/node/page-scripts.ts';
import { figurePage } from '../../../pages/elements/server.ts';
import { type Command, type Option, type OptionValues, listOption, textOption } from '../command.ts';
import { isFile, readAny } from '../function-argument.ts';
import { readNumber, readWhole } from '../numbers.ts';
import { progressOn } from '../progress.ts';
import type { Terminal } from '../terminal.ts';
import { UsageError } from '../usage-error.ts';
import { writeOutput } from '../write-file.ts';

/** What a film or a picture is made with, as the commands' words say it. */
interface FileOptions {
  readonly width?: number;
  readonly height?: number;
  readonly scale?: number;
  readonly theme?: 'light' | 'dark';
  readonly background?: boolean;
  readonly frames?: number;
  readonly fps?: number;
  readonly loop?: boolean;
  readonly easing?: 'linear' | 'ease';
  readonly signal?: AbortSignal;
  onProgress?(done: number, all: number): void;
}

/** What a figure is made from: its kind, and its functions as text where they are text. */
interface Made {
  readonly figure: Figure;
  readonly kind: FigureKind;
  readonly texts: readonly string[] | undefined;
  readonly options: Readonly<Record<string, unknown>>;
}

/** The formats, by the ending of the file. */
const formats: Readonly<Record<string, (made: Made, options: FileOptions) => Promise<string | Uint8Array>>> = {
  svg: async ({ figure }, { width, height, theme, background }) =>
    figure.svg(frameOf(figure), {
      ...(width === undefined ? {} : { width }),
      ...(height === undefined ? {} : { height }),
      ...(background === undefined ? {} : { background }),
      theme: theme ?? 'light',
    }),
  png: ({ figure }, options) => figure.png(options),
  gif: ({ figure }, options) => figure.gif(options),
  webp: ({ figure }, options) => figure.webp(options),
  mp4: ({ figure }, options) => figure.mp4(options),
  webm: ({ figure }, options) => figure.webm(options),
  html: (made) => pageText(made),
};

const names = Object.keys(formats);

/** Every option of every kind, once: the shape of the kind that is asked for holds. */
const figureOptions: readonly Option[] = [
  ...new Map(
    [...Object.values(figureKinds), { options: textOptions }].flatMap(({ options }) =>
      Object.entries(options).map(
        ([name, shape]) => [name, { flags: `--${kebab(name)} <${name}>`, means: describeShape(shape).words }] as const,
      ),
    ),
  ).values(),
].filter(({ flags }) => !flags.startsWith('--frames '));

export const figureCommand: Command = {
  name: 'figure',
  summary: 'a figure as a picture, a film or a page',
  args: [
    { name: 'kind', means: `one of ${Object.keys(figureKinds).join(', ')}`, words: Object.keys(figureKinds) },
    { name: 'function', means: 'a formula, TypeScript, or file.ts#export; two for line-and-plane', many: true },
  ],
  options: [
    {
      flags: '-o, --output <file>',
      means: `the file: its ending says the format (${names.join(', ')}); - is standard output. Given more than once, all are made side by side`,
      many: true,
    },
    { flags: '--format <format>', means: 'the format where the file has no ending', words: names },
    { flags: '--size <size>', means: 'width and height in pixels: 720x450, or the width alone' },
    { flags: '--scale <number>', means: 'pixels of the file for each of those (2 for PNG, 1 for films)' },
    { flags: '--theme <theme>', means: 'light or dark (light)', words: ['light', 'dark'] },
    { flags: '--transparent', means: 'nothing behind the figure (SVG, PNG)' },
    { flags: '--frames <count>', means: 'pictures of a film (120, video 240)' },
    { flags: '--fps <number>', means: 'pictures a second of a video (30)' },
    { flags: '--once', means: 'a GIF or WebP that ends instead of beginning again' },
    { flags: '--easing <easing>', means: 'linear, or ease for slow ends (linear)', words: ['linear', 'ease'] },
    ...figureOptions,
  ],
  examples: [
    ["secant figure secant-to-tangent 'sin(w)' --at 1 -o sine.svg", 'a picture'],
    ["secant figure secant-to-tangent 'sin(w)' --frames 200 -o sine.gif", 'a film'],
    ["secant figure secant-to-tangent 'sin(w)' -o sine.gif -o sine.mp4 -o sine.svg", 'several files side by side'],
    ["secant figure tangent-planes 'w1^2 - w2^2' --view 30,45 --theme dark -o saddle.png", 'from space, dark'],
    ["secant figure tangent-along-curve 'max(0, w)' -o relu.html", 'a page to drag in, without a network'],
  ],
  async run([kind = '', ...functions], options, terminal) {
    const outputs = listOption(options, 'output');
    if (outputs.length === 0)
      throw new UsageError('it is not said where to', `add -o ${kind}.svg, or -o - --format svg`);
    if (new Set(outputs).size < outputs.length)
      throw new UsageError('the same file is asked for twice', 'give each -o a name of its own');
    const works = outputs.map((output) => ({ output, write: writerFor(output, textOption(options, 'format')) }));
    const made = await makeFrom(kind, functions, options, terminal);
    const progress = progressOn(terminal, 'drawing');
    const stop = new AbortController();
    const interrupted = (): void => stop.abort(new UsageError('stopped'));
    process.once('SIGINT', interrupted);
    // How far each film is: the line shows all of them together.
    const [done, all] = [works.map(() => 0), works.map(() => 0)];
    const sum = (numbers: readonly number[]): number => numbers.reduce((one, other) => one + other, 0);
    try {
      const writing = works.map(async ({ output, write }, k) => {
        const onProgress = (pictures: number, ofAll: number): void => {
          [done[k], all[k]] = [pictures, ofAll];
          progress.tell(sum(done), sum(all));
        };
        const content = await write(made, { ...fileOptions(options), signal: stop.signal, onProgress });
        stop.signal.throwIfAborted();
        await writeOutput(output, content, terminal);
      });
      try {
        await Promise.all(writing);
      } catch (error) {
        // One that cannot be made ends the others; what is finished stays.
        stop.abort(error);
        await Promise.allSettled(writing);
        throw error;
      }
    } finally {
      process.off('SIGINT', interrupted);
      progress.end();
    }
    return 0;
  },
};

/** What writes a file, by its ending or the format that was asked for. */
function writerFor(output: string, asked: string | undefined): NonNullable<(typeof formats)[string]> {
  const format = asked ?? extname(output).slice(1).toLowerCase();
  const write = formats[format];
  if (write === undefined)
    throw new UsageError(
      format === '' ? `the format of ${output} is not said` : `there is no format ${format}`,
      `the formats are ${names.join(', ')}`,
    );
  return write;
}

async function makeFrom(
  kind: string,
  functions: readonly string[],
  values: OptionValues,
  terminal: Terminal,
): Promise<Made> {
  if (!isFigureKind(kind))
    throw new UsageError(
      `there is no figure of the kind "${kind}"`,
      `the kinds are ${Object.keys(figureKinds).join(', ')}`,
    );
  const options: Record<string, unknown> = {};
  const shapes: Readonly<Record<string, Parameters<typeof readOption>[1]>> = {
    ...figureKinds[kind].options,
    ...textOptions,
  };
  for (const { flags } of figureOptions) {
    const name = /<(.*)>/.exec(flags)?.[1] ?? '';
    const text = textOption(values, name);
    if (text === undefined) continue;
    const shape = shapes[name];
    if (shape === undefined)
      throw new UsageError(
        `${kind} has no option --${kebab(name)}`,
        `it has ${Object.keys(shapes)
          .map((known) => `--${kebab(known)}`)
          .join(', ')}`,
      );
    options[name] = readOption(name, shape, text);
  }
  if (Object.hasOwn(shapes, 'frames') && textOption(values, 'frames') !== undefined)
    options['frames'] = readWhole(textOption(values, 'frames') ?? '', '--frames', 1);
  const given = await Promise.all(
    functions.map(async (text) => {
      if (isFile(text)) return (await readAny(text, terminal)).fn;
      const written = text === '-' ? await terminal.readInput() : text;
      return notationOf(written) === 'source' ? fromSource(written) : written;
    }),
  );
  const texts = functions.some((text) => isFile(text) || text === '-') ? undefined : functions;
  return { figure: makeFigure(kind, given as never, options as never), kind, texts, options };
}

function fileOptions(values: OptionValues): FileOptions {
  const text = (name: string): string | undefined => textOption(values, name);
  const size = text('size');
  const [width, height] = size === undefined ? [] : size.split(/[x×,]/).map((side) => readWhole(side, '--size', 16));
  const [theme, easing] = [text('theme'), text('easing')];
  if (theme !== undefined && theme !== 'light' && theme !== 'dark')
    throw new UsageError(`there is no theme ${theme}`, 'light or dark');
  if (easing !== undefined && easing !== 'linear' && easing !== 'ease')
    throw new UsageError(`there is no easing ${easing}`, 'linear or ease');
  const [scale, frames, fps] = [text('scale'), text('frames'), text('fps')];
  return {
    ...(width === undefined ? {} : { width }),
    ...(height === undefined ? {} : { height }),
    ...(scale === undefined ? {} : { scale: readNumber(scale, '--scale') }),
    ...(theme === undefined ? {} : { theme }),
    ...(easing === undefined ? {} : { easing }),
    ...(frames === undefined ? {} : { frames: readWhole(frames, '--frames', 1) }),
    ...(fps === undefined ? {} : { fps: readNumber(fps, '--fps') }),
    ...(values['transparent'] === true ? { background: false } : {}),
    ...(values['once'] === true ? { loop: false } : {}),
  };
}

/** The frame at which the figure stands first. */
function frameOf(figure: Figure): number {
  let best = 0;
  for (let k = 1; k < figure.frames; k++)
    if (Math.abs(figure.valueAt(k) - figure.parameter.value) < Math.abs(figure.valueAt(best) - figure.parameter.value))
      best = k;
  return best;
}

/** One page with everything in it: the live element with its script inside. */
async function pageText({ kind, texts, options }: Made): Promise<string> {
  if (texts === undefined) {
    throw new SecantError('S502', 'a page holds its function as text, and this one is in a file', {
      hint: 'give the function as a formula or as TypeScript text',
    });
  }
  return figurePage(kind, texts, options as never, { inline: await inlineScripts() });
}

function kebab(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
