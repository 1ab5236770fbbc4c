/**
 * From what an element is asked to show to the figure in its place. In: the attributes, and functions or a figure given by
 * a program. Out: the figure, made anew only where it is another one, with fields for its functions where they are wanted.
 * Code that a figure needs is fetched first; what was asked meanwhile wins. Errors are thrown to whoever asked.
 */
import { NotLoadedError, SecantError } from '../../base/diagnostics.ts';
import { loadKinkAnalysis } from '../../calculus/loaded-parts.ts';
import type { Figure } from '../../pictures/figures/index.ts';
import { type FigureKind, figureKinds, mustBeKind } from '../../pictures/figures/kinds.ts';
import { loadedMaker, loadMaker } from '../../pictures/figures/load-figure.ts';
import { type FunctionGiven, makeFigureWith } from '../../pictures/figures/make-figure-with.ts';
import type { AttributeProperties } from './attribute-element.ts';
import { optionsOf } from './attributes.ts';
import type { FieldsSetting, FunctionFields, MountFields } from './fields.ts';
import type { LivePlace } from './live-place.ts';

/** What a program gave, beside the attributes. */
export interface Given {
  /** A figure ready-made; it goes before all else. */
  readonly figure: Figure | undefined;
  readonly functions: readonly FunctionGiven[];
}

/** What the drawing tells its element. */
export interface DrawingEvents {
  /** A figure is there to be shown; `withView` if it does not have the element's view already. */
  made(figure: Figure, withView: boolean): void;
  /** These functions are in the fields now, and are drawn. */
  typed(texts: readonly string[], byReader: boolean): void;
  /** Something went wrong after the update that began it. */
  failed(error: unknown): void;
}

/** What the figure that is shown was made from. */
interface Drawn {
  readonly key: string;
  readonly functions: readonly FunctionGiven[];
}

/** Fields come when the first element wants some. */
let mountFields: MountFields | undefined;

async function loadFields(): Promise<void> {
  ({ mountFields } = await import('./fields.ts'));
}

/** The drawing of one element in one place. */
export class Drawing {
  readonly #element: HTMLElement & AttributeProperties;
  readonly #place: LivePlace;
  readonly #events: DrawingEvents;
  #fields: (FieldsSetting & { readonly mounted: FunctionFields }) | undefined;
  #drawn: Drawn | undefined;
  /** Counts updates, so that one that waited for code is dropped when a later one came. */
  #turn = 0;

  constructor(element: HTMLElement & AttributeProperties, place: LivePlace, events: DrawingEvents) {
    this.#element = element;
    this.#place = place;
    this.#events = events;
  }

  /**
   * Shows what is asked for now.
   *
   * @returns whether this is still what is asked for: false where a later update came while code was fetched
   * @throws (by its promise) SecantError and whatever a function throws, where it makes no figure; what is shown stays
   */
  async update({ figure, functions }: Given): Promise<boolean> {
    const turn = ++this.#turn;
    if (figure !== undefined) {
      this.#dropFields();
      this.#drawn = undefined;
      if (figure !== this.#place.figure) this.#events.made(figure, true);
      return true;
    }
    if (this.#element.kind === '') {
      throw new SecantError('S203', 'the attribute `kind` is missing', { hint: 'such as kind="secant-to-tangent"' });
    }
    const kind = mustBeKind(this.#element.kind);
    const texts = functions.filter((one) => typeof one === 'string');
    const withFields = this.#element.field && texts.length === functions.length;
    if (loadedMaker(kind, functions) === undefined || (withFields && mountFields === undefined)) {
      try {
        await Promise.all([loadMaker(kind, functions), withFields ? loadFields() : undefined]);
      } catch (error) {
        if (turn === this.#turn) throw error;
      }
      if (turn !== this.#turn) return false;
    }
    if (withFields && mountFields !== undefined) this.#showFields(mountFields, kind, texts);
    else {
      this.#dropFields();
      this.#draw(kind, functions);
    }
    return true;
  }

  /** Forgets updates that wait, and takes the fields away. */
  destroy(): void {
    this.#turn++;
    this.#dropFields();
  }

  /** Makes the figure that the attributes describe, with these functions, and shows it. */
  #draw(kind: FigureKind, functions: readonly FunctionGiven[]): void {
    const maker = loadedMaker(kind, functions);
    if (maker === undefined) return;
    const options = optionsOf(this.#element);
    // Another view turns the figure that is there, if it is one that can be turned.
    const turns = Object.hasOwn(figureKinds[kind].options, 'view');
    const key = JSON.stringify([kind, turns ? { ...options, view: undefined } : options]);
    const before = this.#drawn;
    const isSame =
      before?.key === key &&
      before.functions.length === functions.length &&
      before.functions.every((one, index) => one === functions[index]);
    if (isSame) return;
    try {
      this.#events.made(makeFigureWith(maker, kind, functions, options), false);
      this.#drawn = { key, functions };
      void this.#fetchKinkAnalysis();
    } catch (error) {
      if (!(error instanceof NotLoadedError)) throw error;
      void this.#drawWhenLoaded(kind, functions);
    }
  }

  /** The analysis of kinks is on its way while the first picture is looked at. */
  async #fetchKinkAnalysis(): Promise<void> {
    const { figure } = this.#place;
    try {
      await loadKinkAnalysis(() => {
        if (figure !== undefined && figure === this.#place.figure) this.#place.mounted?.replace(figure);
      });
    } catch (error) {
      this.#events.failed(error);
    }
  }

  /**
   * The first picture stands on a kink: it is drawn when what that takes is there, unless another was asked for
   * meanwhile.
   */
  async #drawWhenLoaded(kind: FigureKind, functions: readonly FunctionGiven[]): Promise<void> {
    const turn = this.#turn;
    try {
      await loadKinkAnalysis();
      if (turn === this.#turn) this.#draw(kind, functions);
    } catch (error) {
      if (turn === this.#turn) this.#events.failed(error);
    }
  }

  /** Fields of the functions: what is typed into one is drawn and told. */
  #showFields(mount: MountFields, kind: FigureKind, texts: readonly string[]): void {
    const { examples, parameters = {} } = this.#element;
    const told = Object.keys(parameters);
    const before = this.#fields;
    if (before?.kind === kind && before.examples?.join() === examples?.join() && before.told.join() === told.join()) {
      if (!before.mounted.read(texts)) this.#draw(kind, texts);
      return;
    }
    this.#dropFields();
    const mounted = mount(this.#place.fields, { kind, examples, told }, texts, (typed, byReader) => {
      this.#draw(kind, typed);
      this.#events.typed(typed, byReader);
    });
    this.#fields = { kind, examples, told, mounted };
  }

  #dropFields(): void {
    this.#fields?.mounted.destroy();
    this.#fields = undefined;
  }
}
