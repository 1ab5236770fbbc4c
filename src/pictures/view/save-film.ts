/**
 * Saving a figure as a file, from the menu, by 'secant/film', which is loaded then. In: the state of the figure and the
 * panel that shows progress. Out: a download, and words about what happened. Every file has the page's fonts in it; a
 * page whose fonts may not be given away keeps them out of SVG by `--secant-svg-fonts: none`. A browser that has no
 * encoder for what was asked is told of, with what there is instead.
 */
import type { Announcer } from './announcer.ts';
import { reasonOf } from './error-message.ts';
import type { SaveFormat } from './figure-menu.ts';
import type { FigureState } from './figure-state.ts';
import { saveFile, svgFile } from './save-picture.ts';
import type { Choice, SavingPanel } from './saving-panel.ts';
import type { FilmOptions, VideoCodec } from '../film/index.ts';
import { readOutHeight } from '../scene/layout.ts';
import type { Size } from '../scene/scene.ts';

/** What saving asks of its figure. */
export interface SavingSource {
  readonly owner: Document;
  readonly state: FigureState;
  readonly announcer: Announcer;
  readonly panel: SavingPanel;
  fileName(): string;
  /** Size of the live picture. */
  size(): Size;
  speed(): number;
}

/** Answers how to save a figure. */
export function createSaving(source: SavingSource): { save(format: SaveFormat): void; cancel(): void } {
  const { owner, state, announcer, panel } = source;
  let working: AbortController | undefined;

  const say = (words: string): void => announcer.say(() => words);
  const done = (format: SaveFormat, file: Blob): void => {
    saveFile(owner, `${source.fileName()}.${format}`, file);
    say(`saved as ${format.toUpperCase()}`);
  };
  /** What went wrong stays to be read. */
  const failed = (error: unknown): void => {
    panel.ask(reasonOf(error), [{ label: 'Close', take: () => undefined }]);
    say(reasonOf(error));
  };

  const picture = async (format: 'svg' | 'png'): Promise<void> => {
    const shown = source.size();
    const size = { ...shown, height: Math.ceil(shown.height + readOutHeight(state.picture.scene, shown)) };
    const svg = state.svg({ ...size, theme: 'light' });
    // Pixels hold no font, so a page has nothing to forbid there.
    const style = owner.defaultView?.getComputedStyle(panel.element);
    if (format === 'svg' && style?.getPropertyValue('--secant-svg-fonts').trim() === 'none')
      return done(format, svgFile(svg));
    const { pageFonts, pngOf, withFonts } = await import('../film/index.ts');
    const written = withFonts(svg, await pageFonts(panel.element, svg));
    done(format, format === 'svg' ? svgFile(written) : await pngOf(written, size));
  };

  const film = async (options: Pick<FilmOptions, 'format' | 'codec'>): Promise<void> => {
    const { format } = options;
    const name = format.toUpperCase();
    working?.abort();
    const controller = (working = new AbortController());
    const tell = panel.work(`Saving as ${name}`, () => {
      controller.abort();
      say('saving was broken off');
    });
    say(`saving as ${name}`);
    try {
      const { makeFilm, pageFonts } = await import('../film/index.ts');
      const { magnification, windows, view } = state.viewport;
      const file = await makeFilm(state.figure, {
        ...options,
        size: source.size(),
        value: state.value,
        others: state.others,
        magnification,
        windows,
        ...(view === undefined ? {} : { view }),
        speed: source.speed(),
        fonts: await pageFonts(panel.element),
        signal: controller.signal,
        onProgress: tell,
      });
      if (working === controller) panel.end();
      done(format, file);
    } catch (error) {
      if (!controller.signal.aborted) failed(error);
    }
  };

  /** Asks what else, where the browser has no H.264. */
  const video = async (): Promise<void> => {
    const { videoCodecs } = await import('../film/index.ts');
    const codecs = await videoCodecs({ width: 1280, height: 720 });
    if (codecs.includes('h264')) return film({ format: 'mp4' });
    const instead = (label: string, options: { format: 'gif' | 'mp4'; codec?: VideoCodec }): Choice => ({
      label,
      take: () => void film(options),
    });
    panel.ask('This browser cannot make H.264, the kind of video that every player knows.', [
      ...(codecs.includes('vp9')
        ? [instead('Save as MP4 with VP9, for browsers and newer players', { format: 'mp4', codec: 'vp9' })]
        : []),
      instead('Save as GIF', { format: 'gif' }),
      { label: 'Close', take: () => undefined },
    ]);
  };

  return {
    save(format) {
      const saving = format === 'gif' ? film({ format }) : format === 'mp4' ? video() : picture(format);
      saving.catch(failed);
    },
    cancel: () => working?.abort(),
  };
}
