/**
 * From the data of a figure to the whole figure: frames, sentences, SVG text, a page of its own, and the
 * live figure where a view is loaded. Also the checks every figure makes of its options, so that a wrong
 * one is named with its value.
 */
import { checkOption } from './option-shapes.ts';
import { domainsOf, type Domains, type PlaneDomain } from './positions.ts';
import { SecantError } from '../../base/diagnostics.ts';
import { notebookSymbol, shownAs } from '../../base/shown.ts';
import { withinPicture } from '../../base/steps.ts';
import type { Figure, FigureData, FigureFiles, SvgOptions } from '../scene/figure.ts';
import type { SurfaceLook } from '../scene/scene.ts';
import { svgText } from '../scene/svg.ts';
import { mountWith } from './mounting.ts';

/** What makes files, in a page or in Node: it comes when the first file is asked for. */
async function files(): Promise<FigureFiles> {
  return (await import('#figure-files')).figureFiles;
}

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

/**
 * Completes a figure.
 *
 * @example
 * ```ts
 * const mine = figure({ kind: 'mine', title: 'Mine', parameter, frames: 10, handles: [], valueAt, sceneAt, describeAt, valueText });
 * mine.svg(0) // the first picture
 * ```
 */
export function figure(given: FigureData): Figure {
  const data = withinAllowance(given);
  const valueOf = (k: number): number => {
    if (!Number.isInteger(k) || k < 0 || k >= data.frames) {
      throw new SecantError('S203', `there is no frame ${k} among ${data.frames}`, {
        hint: `frames count from 0 to ${data.frames - 1}`,
      });
    }
    return data.valueAt(k);
  };
  const svgAt = (value: number, options: SvgOptions = {}): string =>
    svgText(data.sceneAt(value, undefined, options.windows), {
      ...options,
      title: data.title,
      description: data.describeAt(value),
    });
  const whole: Figure = {
    ...data,
    scene: (k) => data.sceneAt(valueOf(k)),
    describe: (k) => data.describeAt(valueOf(k)),
    svg: (k, options) => {
      if (options?.view !== undefined) checkOption('view', 'view', options.view);
      return svgAt(valueOf(k), options);
    },
    [notebookSymbol]: () => ({
      'text/plain': data.describeAt(data.parameter.value),
      'image/svg+xml': svgAt(data.parameter.value, { theme: 'light' }),
    }),
    png: async (options = {}) => (await files()).png(whole, options),
    gif: async (options = {}) => (await files()).gif(whole, options),
    webp: async (options = {}) => (await files()).webp(whole, options),
    mp4: async (options = {}) => (await files()).mp4(whole, options),
    webm: async (options = {}) => (await files()).webm(whole, options),
    html: () => pageOf(data, svgAt(data.parameter.value, { theme: 'auto' })),
    mount: (element) => mountWith(whole, element),
  };
  return shownAs('figure', whole);
}

/** What a figure is asked for, each answer within the steps of a picture. */
function withinAllowance(data: FigureData): FigureData {
  const { wayFrom } = data;
  return {
    ...data,
    sceneAt: (...place) => withinPicture(() => data.sceneAt(...place)),
    describeAt: (...place) => withinPicture(() => data.describeAt(...place)),
    valueText: (...place) => withinPicture(() => data.valueText(...place)),
    ...(wayFrom === undefined ? {} : { wayFrom: (...place) => withinPicture(() => wayFrom(...place)) }),
  };
}

function pageOf(data: FigureData, svg: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(data.title)}</title>
<style>body{margin:0;display:grid;place-items:center;min-height:100vh;background:#fff}svg{max-width:100%;height:auto}@media (prefers-color-scheme:dark){body{background:#101317}}</style>
</head>
<body>
<figure class="secant-figure" data-kind="${escaped(data.kind)}">
${svg}
</figure>
</body>
</html>
`;
}

/** Refuses what is not a function. */
export function mustBeFunction(g: unknown): void {
  if (typeof g !== 'function') {
    throw new SecantError('S003', `a figure needs a function and was given ${g === null ? 'null' : typeof g}`, {
      hint: 'pass a function of one number, or use fromFormula for text',
    });
  }
}

/** Refuses a domain that is not an interval. */
export function mustBeDomain(domain: readonly [number, number], name = 'domain'): void {
  const [from, to] = domain;
  if (!(Number.isFinite(from) && Number.isFinite(to) && from < to)) {
    throw new SecantError('S203', `the ${name} [${from}, ${to}] is not an interval`, {
      hint: 'give two finite numbers, the smaller first',
    });
  }
}

/** Refuses an argument that is not in the domain shown. */
export function mustBeArgument(at: number, [from, to]: readonly [number, number], name: string): void {
  if (!(at >= from && at <= to)) {
    throw new SecantError('S203', `\`${name}\` is ${at}, which is not in the domain [${from}, ${to}]`, {
      hint: `choose \`${name}\` inside the domain, or widen the domain`,
    });
  }
}

/** The domains of two inputs; refuses what is no interval. */
export function mustBeDomains(domain: PlaneDomain): Domains {
  const domains = domainsOf(domain);
  for (const each of domains) mustBeDomain(each);
  return domains;
}

/** Refuses a point of the plane of two inputs that is not in what is shown. */
export function mustBePoint(at: readonly [number, number], domains: Domains): void {
  if (at.length !== 2 || !domains.every(([from, to], axis) => (at[axis] ?? NaN) >= from && (at[axis] ?? NaN) <= to)) {
    const where = domains.map((each) => `[${each.join(', ')}]`).join(' × ');
    throw new SecantError('S203', `the point (${at.join(', ')}) is not in ${where}`, {
      hint: 'give two numbers inside the domain, or widen the domain',
    });
  }
}

/** Refuses a number of frames that makes no film. */
export function mustBeFrames(frames: number): void {
  if (!Number.isInteger(frames) || frames < 2) {
    throw new SecantError('S203', `a figure cannot have ${frames} frames`, { hint: 'give a whole number from 2' });
  }
}

/**
 * Refuses what no figure of a surface can be made of.
 *
 * @throws SecantError S003 for no function, S203 for options that make no figure
 */
export function mustBeOfSurface(
  f: unknown,
  options: {
    readonly domains: Domains;
    readonly frames: number;
    readonly at: readonly [number, number];
    readonly view: readonly [number, number];
    readonly surface: SurfaceLook | undefined;
  },
): void {
  const { domains, frames, at, view, surface } = options;
  mustBeFunction(f);
  mustBeFrames(frames);
  mustBePoint(at, domains);
  checkOption('view', 'view', view);
  if (surface !== undefined) checkOption('surface', 'surface look', surface);
}
