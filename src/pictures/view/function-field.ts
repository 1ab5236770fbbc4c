/**
 * The field in which a reader types a function, as a formula or as TypeScript. In: the text to begin with
 * and what to do with each function read. Out: a text field that reports a function within one frame of
 * every keystroke that leaves a readable text, and otherwise, once the reader rests, says under the field
 * where and why it cannot be read; nothing is reported then, so the last good figure stays. The message
 * is the field's description for assistive technology and is announced politely.
 */
import { createElement, freshId, runsToNodes } from './dom.ts';
import { errorNodes } from './error-message.ts';
import type { FunctionInputs } from '../figures/kinds.ts';
import { readDrawn } from '../figures/read-drawn.ts';
import { type DrawnFunctions, readFunction } from '../figures/read-function.ts';
import { fieldCss } from './field-style.ts';
import { adoptStyles } from './style-sheet.ts';
import type { TextRun } from '../scene/scene.ts';

/** How long typing must rest before a text that cannot be read is called wrong, in milliseconds. */
const REST_BEFORE_COMPLAINT = 350;

/** Functions worth trying first: smooth, wavy, flat-bottomed, cornered, spiky. */
export const exampleFunctions: readonly string[] = [
  'sin(w)',
  'sin(4w) + 0.1w^2',
  'tanh(w)^2',
  'max(0, w)',
  'cos(40w)^100/(w^2+1)',
];

/** The same for functions of two numbers. */
const examplesOfTwo: readonly string[] = ['w1^2 + w2^2', 'sin(w1 + w2)', 'w1 w2', 'max(w1, w2)', 'cos(2w1) sin(2w2)'];

const leftSide = /^\s*\p{L}[\p{L}\d_]*\s*(?:\([^()=]*\)\s*)?=(?![=>])/u;

/** What a function field is given. */
export interface FunctionFieldOptions<Inputs extends FunctionInputs = 'one'> {
  readonly initial: string;
  /** How many numbers the function takes; one if absent. */
  readonly inputs?: Inputs;
  /**
   * For a figure that is made of the text and has sliders for its parameters: letters beside the variable are read, and
   * these are never variables. Absent: a function of its variables is wanted, and another letter is an error.
   */
  readonly parameters?: readonly string[];
  /**
   * Called with each function read. What it throws is shown as a message under the field, so a figure that
   * refuses a function may simply throw its SecantError.
   */
  onFunction(g: DrawnFunctions[Inputs], text: string): void;
  /**
   * Asked before a text is read, for a page that tries functions somewhere else first. While the promise is open the
   * last good figure stays; what it is rejected with is shown under the field. Undefined reads the text at once.
   */
  beforeReading?(text: string): Promise<void> | undefined;
  /** Texts offered as buttons; {@link exampleFunctions}, or some of two numbers, if absent. */
  readonly examples?: readonly string[];
  /** What stands before the field; g(w), or g(w₁, w₂), if absent. */
  readonly label?: readonly TextRun[];
}

/** A function field in a page. */
export interface FunctionField {
  /** The text in the field; setting it reads it as if it had been typed. */
  text: string;
  destroy(): void;
}

const g = { text: 'g', style: 'italic' } as const;
const w = { text: 'w', style: 'italic' } as const;
const index = (text: string): TextRun => ({ text, style: 'subscript' });
const gOfW: readonly TextRun[] = [g, { text: '(' }, w, { text: ')' }];
const gOfTwo: readonly TextRun[] = [g, { text: '(' }, w, index('1'), { text: ', ' }, w, index('2'), { text: ')' }];

/**
 * Puts a function field into an element, after whatever the element holds, and reads the first function.
 *
 * @param element where it goes; a connected element, in a document or a shadow root
 */
export function mountFunctionField<Inputs extends FunctionInputs = 'one'>(
  element: HTMLElement,
  options: FunctionFieldOptions<Inputs>,
): FunctionField {
  const owner = element.ownerDocument;
  const view = owner.defaultView ?? window;
  // Without `inputs` the type says 'one' by its default.
  const inputs = options.inputs ?? ('one' as Inputs);
  const isOfTwo = inputs === 'two';
  adoptStyles(element);
  adoptStyles(element, fieldCss);

  const id = freshId('function');
  const label = createElement(
    owner,
    'label',
    { class: 'secant-field-label', for: id },
    ...runsToNodes(owner, options.label ?? (isOfTwo ? gOfTwo : gOfW)),
    ' =',
  );
  const field = createElement(owner, 'textarea', {
    id,
    class: 'secant-field-text',
    rows: 1,
    spellcheck: 'false',
    autocapitalize: 'off',
    autocomplete: 'off',
    autocorrect: 'off',
    'aria-describedby': `${id}-message`,
  });
  const message = createElement(owner, 'div', {
    id: `${id}-message`,
    class: 'secant-field-message',
    role: 'status',
    'aria-live': 'polite',
  });
  const examples = (options.examples ?? (isOfTwo ? examplesOfTwo : exampleFunctions)).map((text) => {
    const button = createElement(
      owner,
      'button',
      { type: 'button', class: 'secant-example', 'aria-pressed': 'false' },
      text,
    );
    button.addEventListener('click', () => {
      field.value = text;
      read();
    });
    return { text, button };
  });
  const root = createElement(owner, 'div', { class: 'secant-field' });
  root.append(createElement(owner, 'div', { class: 'secant-field-row' }, label, field), message);
  if (examples.length > 0) {
    const names = createElement(owner, 'span', { class: 'secant-examples-label', id: `${id}-examples` }, 'Try');
    const list = createElement(owner, 'div', { class: 'secant-examples-list' });
    list.append(...examples.map(({ button }) => button));
    root.append(
      createElement(
        owner,
        'div',
        { class: 'secant-examples', role: 'group', 'aria-labelledby': names.id },
        names,
        list,
      ),
    );
  }

  const growsByItself = view.CSS.supports('field-sizing', 'content');
  let frame: number | undefined;
  let complaint: ReturnType<typeof setTimeout> | undefined;

  function accept(): void {
    field.removeAttribute('aria-invalid');
    if (message.hasChildNodes()) message.replaceChildren();
  }

  function complain(error: unknown): void {
    field.setAttribute('aria-invalid', 'true');
    message.replaceChildren(...errorNodes(owner, error, field.value));
  }

  /** Reads the text now; a wrong one is called wrong after a rest, or at once when nobody is typing. */
  function read(rest = 0): void {
    clearTimeout(complaint);
    if (frame !== undefined) view.cancelAnimationFrame(frame);
    frame = undefined;
    if (!growsByItself) fitHeight();
    for (const { text, button } of examples) button.setAttribute('aria-pressed', String(text === field.value.trim()));
    const text = field.value;
    // A text with a left side says itself what it is called.
    label.classList.toggle('secant-unseen', leftSide.test(text));
    const waiting = options.beforeReading?.(text);
    if (waiting === undefined) {
      readNow(text, rest);
      return;
    }
    // By then the reader may have typed on.
    waiting.then(
      () => field.value === text && readNow(text, 0),
      (error: unknown) => field.value === text && complain(error),
    );
  }

  /** The function of a text, where letters may be parameters with 1 in their place. */
  function functionOf(text: string): DrawnFunctions[Inputs] {
    if (options.parameters === undefined) return readFunction(text, inputs);
    const drawn = readDrawn(text, inputs, options.parameters);
    return drawn.at(new Map(drawn.parameters.map((letter) => [letter, 1])));
  }

  function readNow(text: string, rest: number): void {
    try {
      options.onFunction(functionOf(text), text);
      accept();
    } catch (error) {
      if (rest === 0) complain(error);
      else complaint = setTimeout(() => complain(error), rest);
    }
  }

  function fitHeight(): void {
    field.style.height = 'auto';
    field.style.height = `${field.scrollHeight}px`;
  }

  field.addEventListener('input', () => {
    frame ??= view.requestAnimationFrame(() => {
      frame = undefined;
      read(REST_BEFORE_COMPLAINT);
    });
  });
  field.addEventListener('change', () => read());

  field.value = options.initial;
  element.append(root);
  read();

  return {
    get text() {
      return field.value;
    },
    set text(text) {
      field.value = text;
      read();
    },
    destroy() {
      clearTimeout(complaint);
      if (frame !== undefined) view.cancelAnimationFrame(frame);
      root.remove();
    },
  };
}
