/**
 * All figures of the page: their places, which come to life when they near the window, and their values for a share
 * link.
 */
import { type CellSandbox, type FigureSpec, readFigureSpec } from 'secant/cells';
import type { FigureStart, LiveFigure } from './live-figures.ts';

/** Where figures are tried that are not the chapter's own: a sandbox in which no cell has run. */
export type Trials = Pick<CellSandbox, 'try'>;

/** One figure of the page. */
export class FigurePlace {
  readonly element: HTMLElement;
  readonly spec: FigureSpec;
  private live: Promise<LiveFigure> | undefined;
  private now: LiveFigure | undefined;
  private start: FigureStart = {};

  private readonly trials: Trials;
  private readonly foreign: boolean;

  constructor(element: HTMLElement, spec: FigureSpec, trials: Trials, foreign: boolean) {
    this.element = element;
    this.spec = spec;
    this.trials = trials;
    this.foreign = foreign;
  }

  /** Mounts the figure, once. */
  bring(): Promise<LiveFigure> {
    this.live ??= this.begin();
    return this.live;
  }

  private async begin(): Promise<LiveFigure> {
    const loading = import('./live-figures.ts');
    if (this.foreign) {
      const { fault } = await this.trials.try(this.spec);
      if (fault !== undefined) throw new Error(fault);
    }
    const { bringToLife } = await loading;
    this.now = bringToLife(this.element, this.spec, this.start);
    this.element.dataset['living'] = '';
    return this.now;
  }

  /** The figure that is seen: the page's, or with the function that the reader has typed. */
  get drawn(): FigureSpec {
    return this.now?.spec ?? this.spec;
  }

  /** What the reader changed; undefined if nothing. */
  changes(): FigureStart | undefined {
    if (this.now === undefined)
      return Object.values(this.start).every((change) => change === undefined) ? undefined : this.start;
    const text = this.now.spec.functions[0]?.text;
    const typed = this.now.field !== undefined && text !== this.spec.functions[0]?.text ? text : undefined;
    const moved = this.now.value === this.firstValue ? undefined : this.now.value;
    const others = this.now.othersMoved ? this.now.others : undefined;
    const looked = Object.keys(this.now.sight).length === 0 ? undefined : this.now.sight;
    const changes = { value: moved, others, text: typed, sight: looked };
    return Object.values(changes).every((change) => change === undefined) ? undefined : changes;
  }

  private get firstValue(): number {
    return Number(this.element.dataset['value']);
  }

  /** Puts the figure where a link says. */
  async restore(start: FigureStart): Promise<void> {
    if (this.live === undefined) {
      this.start = start;
      await this.bring();
      return;
    }
    const live = await this.live;
    if (start.text !== undefined && live.field !== undefined) live.field.text = start.text;
    if (start.value !== undefined) live.value = start.value;
    if (start.others !== undefined) live.others = start.others;
    if (start.sight !== undefined) live.sight = start.sight;
  }

  /** Back to what the chapter shows. */
  async reset(): Promise<void> {
    await this.restore({ value: this.firstValue, others: [], text: this.spec.functions[0]?.text, sight: {} });
  }

  /** Says under the figure what is wrong with what was asked of it. */
  complain(sentence: string): void {
    const message = this.element.ownerDocument.createElement('p');
    message.className = 'output output-error';
    message.setAttribute('role', 'status');
    message.textContent = sentence;
    this.element.append(message);
  }

  destroy(): void {
    this.now?.destroy();
  }
}

/** Watches figures and brings each to life as it nears the window. */
export class FigurePlaces {
  private readonly places = new Map<Element, FigurePlace>();
  private readonly observer: IntersectionObserver;
  private readonly trials: Trials;

  constructor(trials: Trials) {
    this.trials = trials;
    this.observer = new IntersectionObserver(
      (entries) => {
        for (const { isIntersecting, target } of entries) {
          if (!isIntersecting) continue;
          this.observer.unobserve(target);
          this.bring(target);
        }
      },
      { rootMargin: '400px 0px' },
    );
  }

  /**
   * Takes an element with a description; answers nothing if the description is none.
   *
   * @param foreign whether it comes from a run, so possibly from a link, and not from the chapter
   */
  take(element: HTMLElement, foreign: boolean): FigurePlace | undefined {
    const spec = specIn(element);
    if (spec === undefined) return undefined;
    const place = new FigurePlace(element, spec, this.trials, foreign);
    this.places.set(element, place);
    this.observer.observe(element);
    return place;
  }

  /** Lets go of the figures inside an element. */
  drop(inside: Element): void {
    for (const [element, place] of this.places) {
      if (!inside.contains(element)) continue;
      this.observer.unobserve(element);
      place.destroy();
      this.places.delete(element);
    }
  }

  private bring(element: Element): void {
    this.places
      .get(element)
      ?.bring()
      .catch((error: unknown) => {
        const message = element.ownerDocument.createElement('p');
        message.className = 'output output-error';
        message.textContent = error instanceof Error ? error.message : String(error);
        element.append(message);
      });
  }
}

function specIn(element: HTMLElement): FigureSpec | undefined {
  try {
    return readFigureSpec(JSON.parse(element.dataset['figure'] ?? ''));
  } catch {
    return undefined;
  }
}
