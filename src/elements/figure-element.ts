/**
 * `<secant-figure>`: a live figure as an element of any page. Attributes and properties say which figure; changes of
 * a moment are gathered and drawn together, in place, so that slider, focus and drag stay. `input` is sent while the
 * reader moves something and `change` when it was let go, once each. What cannot be read or drawn is said in the
 * element, and the figure before it stays. The figure comes to life when the element nears the window.
 */
import { isNotLoaded, SecantError } from '../base/diagnostics.ts';
import { type FigureKind, figureKinds, mustBeKind } from '../figures/kinds.ts';
import { loadedMaker, loadJudge, loadMaker } from '../figures/load-figure.ts';
import { type FunctionGiven, makeFigureWith } from '../figures/make-figure-with.ts';
import type { Figure, View } from '../figures/index.ts';
import {
  type AttributeName,
  attributeNames,
  attributeTable,
  attributeValue,
  isAttributeName,
  OptionElement,
  optionsOf,
  readAttribute,
  textOfValue,
  writeAttribute,
} from './attributes.ts';
import { type FieldsSetting, type FunctionFields, mountFields } from './fields.ts';
import { createLivePlace, type LivePlace, type Standing } from './live-place.ts';
import { whenNear } from './near-window.ts';
import { adoptStyles } from '../view/style-sheet.ts';

/** What `input` and `change` carry in `detail`. */
export interface SecantFigureDetail {
  /** The value of the slider. */
  readonly value: number;
  /** The values of the other sliders. */
  readonly others: readonly number[];
  /** Elevation and azimuth from which space is seen; absent for a flat figure. */
  readonly view: View | undefined;
  /** The sentence a screen reader says there. */
  readonly description: string;
  /** The functions as text, where they are known as text. */
  readonly g: readonly string[];
}

/** What `error` carries in `detail`. */
export interface SecantFigureError {
  readonly error: unknown;
}

/** Properties that are not options, and that a program may have set before the element was defined. */
const ownProperties = ['kind', 'g', 'figure', 'value', 'others', 'view', 'field', 'examples', 'eager'] as const;

/**
 * The element `<secant-figure>`.
 *
 * @example
 * ```ts
 * const element = document.createElement('secant-figure')
 * element.kind = 'secant-to-tangent'
 * element.g = (w: number) => Math.sin(w)
 * element.addEventListener('input', () => console.log(element.value))
 * document.body.append(element)
 * ```
 */
export class SecantFigureElement extends OptionElement {
  static readonly observedAttributes: readonly string[] = attributeNames;

  /** Functions given by property; the attributes hold them otherwise. */
  #functions: readonly FunctionGiven[] | undefined;
  /** A figure given ready-made. */
  #ready: Figure | undefined;
  /** What was asked of a figure that is not there yet. */
  #wanted: Standing & { readonly playing?: boolean } = {};
  #place: LivePlace;
  #fields: (FieldsSetting & { readonly mounted: FunctionFields }) | undefined;
  /** What the figure that is shown was made from. */
  #drawn: { readonly key: string; readonly functions: readonly FunctionGiven[] } | undefined;
  #near = false;
  #waiting: (() => void) | undefined;
  #scheduled = false;
  /** Counts updates, so that one that waited for code is dropped when a later one came. */
  #turn = 0;

  constructor() {
    super();
    this.#place = createLivePlace(this.attachShadow({ mode: 'open' }), (name) => this.#tell(name));
  }

  /** Which figure: a key of the table of kinds; empty where there is none. */
  get kind(): string {
    return this.getAttribute('kind') ?? '';
  }

  set kind(kind: string | undefined) {
    writeAttribute(this, 'kind', textOfValue(kind));
  }

  /** The function, or a list of two where the kind draws two: each a function, a formula or a TypeScript text. */
  get g(): FunctionGiven | readonly FunctionGiven[] | undefined {
    const given = this.#given();
    return given.length > 1 ? given : given[0];
  }

  set g(g: FunctionGiven | readonly FunctionGiven[] | undefined) {
    const given: readonly FunctionGiven[] = g === undefined || g === null ? [] : Array.isArray(g) ? g : [g];
    const before = this.#given();
    if (given.length === before.length && given.every((one, index) => one === before[index])) return;
    const texts = given.filter((one) => typeof one === 'string');
    const areTexts = texts.length === given.length;
    writeAttribute(this, 'g', areTexts ? texts[0] : undefined);
    writeAttribute(this, 'g2', areTexts ? texts[1] : undefined);
    // After the attributes, whose change would take the functions away.
    this.#functions = areTexts ? undefined : given;
    this.#schedule();
  }

  /** The figure that is shown. Setting one shows that one, whatever kind and functions say; undefined goes back to them. */
  get figure(): Figure | undefined {
    return this.#place.figure;
  }

  set figure(figure: Figure | undefined) {
    this.#ready = figure ?? undefined;
    this.#schedule();
  }

  /** Where the slider stands; NaN as long as nobody knows. Setting it moves the figure and sends no event. */
  get value(): number {
    const written = attributeValue(this, 'value');
    return this.#place.mounted?.value ?? this.#wanted.value ?? (typeof written === 'number' ? written : NaN);
  }

  set value(value: number | string) {
    this.#put({ value: Number(value) });
  }

  /** Where the other sliders stand. */
  get others(): readonly number[] {
    const written = attributeValue(this, 'others');
    return this.#place.mounted?.others ?? this.#wanted.others ?? (Array.isArray(written) ? written : []);
  }

  set others(others: readonly number[]) {
    writeAttribute(this, 'others', textOfValue(others));
  }

  /** Elevation and azimuth of the moment, in degrees; undefined for a flat figure. Setting it turns the picture. */
  get view(): View | undefined {
    const written = attributeValue(this, 'view');
    const [elevation, azimuth] = Array.isArray(written) ? written : [];
    const first: View | undefined = elevation === undefined || azimuth === undefined ? undefined : [elevation, azimuth];
    return this.#place.mounted === undefined ? first : this.#place.mounted.view;
  }

  set view(view: View | undefined) {
    writeAttribute(this, 'view', textOfValue(view));
  }

  /** Whether the reader gets a field for another function. */
  get field(): boolean {
    return this.hasAttribute('field');
  }

  set field(field: boolean) {
    this.toggleAttribute('field', field);
  }

  /** The functions offered under the field; undefined for the usual ones. */
  get examples(): readonly string[] | undefined {
    return this.getAttribute('examples')
      ?.split(' | ')
      .map((text) => text.trim())
      .filter((text) => text !== '');
  }

  set examples(examples: readonly string[] | string | undefined) {
    writeAttribute(this, 'examples', Array.isArray(examples) ? examples.join(' | ') : textOfValue(examples));
  }

  /** Whether the figure comes to life before it nears the window. */
  get eager(): boolean {
    return this.hasAttribute('eager');
  }

  set eager(eager: boolean) {
    this.toggleAttribute('eager', eager);
  }

  /** Whether the figure is playing. */
  get playing(): boolean {
    return this.#place.mounted?.playing ?? this.#wanted.playing ?? false;
  }

  /** Plays the figure, as soon as it is there. */
  play(): void {
    if (this.#place.mounted === undefined) this.#wanted = { ...this.#wanted, playing: true };
    else this.#place.mounted.play();
  }

  pause(): void {
    this.#wanted = { ...this.#wanted, playing: false };
    this.#place.mounted?.pause();
  }

  /** Puts the focus on what moves the figure: its point, or else its slider. */
  override focus(options?: FocusOptions): void {
    this.shadowRoot?.querySelector<HTMLElement>('.secant-handle, .secant-slider')?.focus(options);
  }

  /** Back to the view the figure came with. */
  resetView(): void {
    this.#place.mounted?.resetView();
  }

  connectedCallback(): void {
    // The sheet's variables and themes for the page around, so that a picture that came with the page wears them.
    adoptStyles(this);
    for (const name of ownProperties) this.#takeEarly(name);
    for (const name of attributeNames) if (attributeTable[name].role === 'option') this.#takeEarly(name);
    this.#watch();
  }

  disconnectedCallback(): void {
    this.#waiting?.();
    this.#waiting = undefined;
    this.#place.mounted?.pause();
  }

  /** Moving within a document keeps everything as it is. */
  connectedMoveCallback(): void {}

  /** In another document everything inside is made anew, where it stood. */
  adoptedCallback(): void {
    const { value, others, view } = this;
    const wasLive = this.#place.mounted !== undefined;
    this.#dropFields();
    this.#drawn = undefined;
    this.#place.destroy();
    if (this.shadowRoot !== null) this.#place = createLivePlace(this.shadowRoot, (name) => this.#tell(name));
    if (wasLive) this.#wanted = { value, others, view };
    this.#schedule();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (before === now || !isAttributeName(name)) return;
    const { role } = attributeTable[name];
    if (role === 'function') this.#functions = undefined;
    if (name === 'eager' && this.isConnected) this.#watch();
    const { mounted } = this.#place;
    // A view that the figure does not have is a matter of its options.
    if (role === 'state' && mounted !== undefined && (name !== 'view' || mounted.view !== undefined))
      this.#moveTo(name, now);
    else this.#schedule();
  }

  /** A property that a program set on the element before it was one of ours: taken away, and set again as ours. */
  #takeEarly(name: string): void {
    if (!Object.hasOwn(this, name)) return;
    const value: unknown = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }

  #watch(): void {
    this.#waiting?.();
    this.#waiting = undefined;
    const come = (): void => {
      this.#near = true;
      this.#schedule();
    };
    if (this.#near || this.eager) come();
    else this.#waiting = whenNear(this, come);
  }

  /** The functions as they are given now. */
  #given(): readonly FunctionGiven[] {
    if (this.#functions !== undefined) return this.#functions;
    return [this.getAttribute('g'), this.getAttribute('g2')].filter((text) => text !== null);
  }

  #texts(): readonly string[] {
    return this.#given().filter((one) => typeof one === 'string');
  }

  /** Moves what is shown; where nothing is shown yet, it will begin there. */
  #put(standing: Standing): void {
    if (this.#place.mounted === undefined) this.#wanted = { ...this.#wanted, ...standing };
    else this.#place.put(standing);
  }

  /** Follows an attribute that says where the figure stands. */
  #moveTo(name: AttributeName, text: string | null): void {
    if (text === null) {
      if (name === 'view') this.resetView();
      return;
    }
    try {
      this.#place.put({ [name]: readAttribute(name, text, this.kind) });
      this.#place.accept();
    } catch (error) {
      this.#complain(error);
    }
  }

  #tell(name: 'input' | 'change'): void {
    const { figure, mounted } = this.#place;
    if (figure === undefined || mounted === undefined) return;
    const { value, others, view } = mounted;
    const detail: SecantFigureDetail = {
      value,
      others,
      view,
      g: this.#texts(),
      // Made when it is asked for: most listeners want the number.
      get description() {
        return figure.describeAt(value, others);
      },
    };
    this.dispatchEvent(new CustomEvent(name, { bubbles: true, composed: true, detail }));
  }

  #complain(error: unknown): void {
    this.#place.complain(error, this.#texts()[0] ?? '');
    const detail: SecantFigureError = { error };
    this.dispatchEvent(new CustomEvent('error', { detail }));
  }

  /** Asks for an update; what changes before the next microtask is one. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      void this.#update();
    });
  }

  async #update(): Promise<void> {
    if (!this.isConnected || !(this.#near || this.eager)) return;
    const turn = ++this.#turn;
    try {
      if (this.#ready !== undefined) {
        this.#dropFields();
        this.#show(this.#ready);
        return;
      }
      if (this.kind === '') {
        throw new SecantError('S203', 'the attribute `kind` is missing', { hint: 'such as kind="secant-to-tangent"' });
      }
      const kind = mustBeKind(this.kind);
      if (loadedMaker(kind, this.#given()) === undefined) {
        await loadMaker(kind, this.#given());
        if (turn !== this.#turn || !this.isConnected) return;
      }
      if (this.field && this.#functions === undefined) this.#showFields(kind);
      else {
        this.#dropFields();
        this.#draw(kind, this.#given());
      }
    } catch (error) {
      this.#complain(error);
    }
  }

  /** Makes the figure that the attributes describe, with these functions, and shows it. */
  #draw(kind: FigureKind, functions: readonly FunctionGiven[]): void {
    const maker = loadedMaker(kind, functions);
    if (maker === undefined) return;
    const options = optionsOf(this);
    // Another view turns the figure that is there, if it is one that can be turned.
    const turns = Object.hasOwn(figureKinds[kind].options, 'view');
    const key = JSON.stringify([kind, turns ? { ...options, view: undefined } : options]);
    const before = this.#drawn;
    const isSame =
      before?.key === key &&
      before.functions.length === functions.length &&
      before.functions.every((one, index) => one === functions[index]);
    if (isSame) {
      this.#place.accept();
      return;
    }
    try {
      this.#show(makeFigureWith(maker, kind, functions, options), { key, functions });
      void this.#fetchJudge();
    } catch (error) {
      if (!isNotLoaded(error)) throw error;
      void this.#drawWhenJudged();
    }
  }

  /** The judge of kinks is on its way while the first picture is looked at. */
  async #fetchJudge(): Promise<void> {
    const { figure } = this.#place;
    try {
      await loadJudge(() => {
        if (figure !== undefined && figure === this.#place.figure) this.#place.mounted?.replace(figure);
      });
    } catch (error) {
      this.#complain(error);
    }
  }

  /** The first picture stands on a kink: it is drawn when the judge is there. */
  async #drawWhenJudged(): Promise<void> {
    const turn = this.#turn;
    try {
      await loadJudge();
      if (turn === this.#turn && this.isConnected) await this.#update();
    } catch (error) {
      this.#complain(error);
    }
  }

  #show(figure: Figure, from?: { readonly key: string; readonly functions: readonly FunctionGiven[] }): void {
    if (figure !== this.#place.figure) {
      const { playing, ...standing } = this.#wanted;
      this.#place.show(figure, { ...this.#written(from === undefined), ...standing });
      this.#wanted = {};
      if (playing === true) this.play();
      this.dispatchEvent(new Event('load'));
    }
    this.#drawn = from;
    this.#place.accept();
  }

  /** Where the attributes say that the figure stands at first; a figure that was made here has its view already. */
  #written(withView: boolean): Standing {
    const read = (name: 'value' | 'others' | 'view'): Standing => {
      const text = this.getAttribute(name);
      return text === null ? {} : { [name]: readAttribute(name, text, this.kind) };
    };
    return { ...read('value'), ...read('others'), ...(withView ? read('view') : {}) };
  }

  /** Fields of the functions: what is typed into one is drawn and written into the attribute. */
  #showFields(kind: FigureKind): void {
    const texts = this.#texts();
    const { examples } = this;
    const before = this.#fields;
    if (before?.kind === kind && before.examples?.join() === examples?.join()) {
      if (!before.mounted.read(texts)) this.#draw(kind, texts);
      return;
    }
    this.#dropFields();
    const mounted = mountFields(this.#place.fields, { kind, examples }, texts, (typed, byReader) => {
      this.#draw(kind, typed);
      typed.forEach((text, index) => writeAttribute(this, index === 0 ? 'g' : 'g2', text));
      if (byReader) this.#tell('change');
    });
    this.#fields = { kind, examples, mounted };
  }

  #dropFields(): void {
    this.#fields?.mounted.destroy();
    this.#fields = undefined;
  }
}
