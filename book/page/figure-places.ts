/**
 * All figures of the page: their places, which come to life when they near the window, and their values for a share
 * link.
 */
import { type FigureSpec, readFigureSpec } from '../notebook/outputs-only.ts';
import type { FigureStart, LiveFigure } from './live-figures.ts';

/** One figure of the page. */
export class FigurePlace {
  readonly element: HTMLElement;
  readonly spec: FigureSpec;
  private live: Promise<LiveFigure> | undefined;
  private now: LiveFigure | undefined;
  private start: FigureStart = {};

  constructor(element: HTMLElement, spec: FigureSpec) {
    this.element = element;
    this.spec = spec;
  }

  /** Mounts the figure, once. */
  bring(): Promise<LiveFigure> {
    this.live ??= import('./live-figures.ts').then(({ bringToLife }) => {
      this.now = bringToLife(this.element, this.spec, this.start);
      this.element.dataset['living'] = '';
      return this.now;
    });
    return this.live;
  }

  /** What the reader changed; undefined if nothing. */
  changes(): FigureStart | undefined {
    if (this.now === undefined)
      return Object.values(this.start).every((change) => change === undefined) ? undefined : this.start;
    const text = this.now.spec.functions[0]?.text;
    const typed = this.now.field !== undefined && text !== this.spec.functions[0]?.text ? text : undefined;
    const moved = this.now.value === this.firstValue ? undefined : this.now.value;
    const others = this.now.othersMoved ? this.now.others : undefined;
    return typed === undefined && moved === undefined && others === undefined
      ? undefined
      : { value: moved, others, text: typed };
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
  }

  /** Back to what the chapter shows. */
  async reset(): Promise<void> {
    await this.restore({ value: this.firstValue, others: [], text: this.spec.functions[0]?.text });
  }

  destroy(): void {
    this.now?.destroy();
  }
}

/** Watches figures and brings each to life as it nears the window. */
export class FigurePlaces {
  private readonly places = new Map<Element, FigurePlace>();
  private readonly observer: IntersectionObserver;

  constructor() {
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

  /** Takes an element with a description; answers nothing if the description is none. */
  take(element: HTMLElement): FigurePlace | undefined {
    const spec = specIn(element);
    if (spec === undefined) return undefined;
    const place = new FigurePlace(element, spec);
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
