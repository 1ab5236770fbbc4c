/**
 * `<secant-figure>`: a live figure as an element of any page. Attributes and properties say which figure; changes of
 * a moment are gathered and drawn together, in place, so that slider, focus and drag stay. `input` is sent while the
 * reader moves something and `change` when it was let go, once each. What cannot be read or drawn is said in the
 * element, and the figure before it stays. The figure comes to life when the element nears the window.
 */
import type { Figure, View } from '../../pictures/figures/index.ts';
import type { FunctionGiven } from '../../pictures/figures/make-figure-with.ts';
import { adoptStyles } from '../../pictures/view/style-sheet.ts';
import { AttributeElement, attributeProperties } from './attribute-element.ts';
import {
  type AttributeName,
  attributeNames,
  attributeTable,
  attributeValue,
  isAttributeName,
  readAttribute,
  textOfValue,
  writeAttribute,
} from './attributes.ts';
import { Drawing } from './drawing.ts';
import { createLivePlace, type LivePlace, type Position } from './live-place.ts';
import { whenNear } from './near-window.ts';
import { isKind, reservedHeight } from './reserved-room.ts';

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

/** Properties that a program may have set before the element was defined. */
const properties = [...attributeProperties, 'g', 'figure', 'value', 'others', 'view'];

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
export class SecantFigureElement extends AttributeElement {
  static readonly observedAttributes: readonly string[] = attributeNames;

  /** Functions given by property; the attributes hold them otherwise. */
  #functions: readonly FunctionGiven[] | undefined;
  /** A figure given ready-made. */
  #ready: Figure | undefined;
  /** What was asked of a figure that is not there yet. */
  #wanted: Position & { readonly playing?: boolean } = {};
  #place: LivePlace;
  #drawing: Drawing;
  #near = false;
  #waiting: (() => void) | undefined;
  #scheduled = false;

  constructor() {
    super();
    const root = this.attachShadow({ mode: 'open' });
    this.#place = createLivePlace(root, (name) => this.#tell(name));
    this.#drawing = this.#newDrawing();
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
    for (const name of properties) this.#takeEarly(name);
    this.#reserve();
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
    this.#drawing.destroy();
    this.#place.destroy();
    if (this.shadowRoot !== null) this.#place = createLivePlace(this.shadowRoot, (name) => this.#tell(name));
    this.#drawing = this.#newDrawing();
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

  /** Keeps the room that the figure will take, where nothing came with the page that takes it. */
  #reserve(): void {
    const { clientWidth: width, ownerDocument } = this;
    if (width === 0 || this.#place.mounted !== undefined || this.childElementCount > 0) return;
    const fields = this.field ? Math.max(1, this.#given().length) : 0;
    const windowHeight = ownerDocument.defaultView?.innerHeight ?? 800;
    if (isKind(this.kind))
      this.#place.reserve(reservedHeight(this.kind, this.#texts(), { width, windowHeight, fields }));
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
  #put(position: Position): void {
    if (this.#place.mounted === undefined) this.#wanted = { ...this.#wanted, ...position };
    else this.#place.put(position);
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
    const drawing = this.#drawing;
    try {
      const isCurrent = await drawing.update({ figure: this.#ready, functions: this.#given() });
      if (isCurrent && drawing === this.#drawing) this.#place.accept();
    } catch (error) {
      if (drawing === this.#drawing) this.#complain(error);
    }
  }

  #newDrawing(): Drawing {
    return new Drawing(this, this.#place, {
      made: (figure, withView) => this.#show(figure, withView),
      failed: (error) => this.#complain(error),
      typed: (texts, byReader) => {
        texts.forEach((text, index) => writeAttribute(this, index === 0 ? 'g' : 'g2', text));
        if (byReader) this.#tell('change');
      },
    });
  }

  #show(figure: Figure, withView: boolean): void {
    const { playing, ...position } = this.#wanted;
    this.#place.show(figure, { ...this.#written(withView), ...position });
    this.#wanted = {};
    if (playing === true) this.play();
    this.#place.accept();
    this.dispatchEvent(new Event('load'));
  }

  /** Where the attributes say that the figure stands at first; a figure that was made of them has its view already. */
  #written(withView: boolean): Position {
    const read = (name: 'value' | 'others' | 'view'): Position => {
      const text = this.getAttribute(name);
      return text === null ? {} : { [name]: readAttribute(name, text, this.kind) };
    };
    return { ...read('value'), ...read('others'), ...(withView ? read('view') : {}) };
  }
}
