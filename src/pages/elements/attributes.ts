/**
 * Every attribute of `<secant-figure>`, in one table: which option of a figure it is (attribute-meanings.ts says what it means). The options
 * of all kinds of figures must be in it (a figure that gets another option does not compile until its attribute has
 * a row), and the documentation is held against it. Attributes are the state of the element that is written down;
 * what the reader moves is not written back.
 */
import type { FigureKind, FigureOptions, KebabCase } from '../../pictures/figures/kinds.ts';
import { figureKinds, textOptions } from '../../pictures/figures/kinds.ts';
import {
  checkOption,
  type OptionShape,
  type OptionValue,
  optionText,
  readOption,
} from '../../pictures/figures/option-shapes.ts';

/** The options of all kinds. */
type OptionsOfKinds = { [Kind in FigureKind]: Required<FigureOptions<Kind>> }[FigureKind];
type OptionName = OptionsOfKinds extends infer Options ? (Options extends unknown ? keyof Options : never) : never;
type OptionType<Name extends PropertyKey> = OptionsOfKinds extends infer Options
  ? Options extends Readonly<Record<Name, infer Value>>
    ? Value
    : never
  : never;

/** `title` is a name of HTML's own, so the title of a figure is its label; `value` is where the slider stands. */
type PlainOption = Exclude<OptionName, 'title' | 'value' | 'view'>;

/** What an attribute is to the element. */
type AttributeRole =
  /** One of the functions. */
  | 'function'
  /** An option with which the figure is made. */
  | 'option'
  /** Where the figure stands: it is put there, and not made anew. */
  | 'state'
  /** There or not. */
  | 'switch'
  | 'other';

/** One row: what it is. */
export interface AttributeRow {
  readonly role: AttributeRole;
  /** The option of the figure; the attribute's own name in camelCase if absent. */
  readonly option?: OptionName;
}

type OwnName = 'kind' | 'g' | 'g2' | 'label' | 'value' | 'others' | 'view' | 'field' | 'examples' | 'eager';

/** The name of an attribute. */
export type AttributeName = OwnName | KebabCase<PlainOption>;

/** The table. */
export const attributeTable: { readonly [Name in AttributeName]: AttributeRow } = {
  kind: { role: 'other' },
  g: { role: 'function' },
  g2: { role: 'function' },
  at: { role: 'option' },
  through: { role: 'option' },
  domain: { role: 'option' },
  y: { role: 'option' },
  view: { role: 'state', option: 'view' },
  surface: { role: 'option' },
  value: { role: 'state' },
  others: { role: 'state' },
  parameters: { role: 'option' },
  also: { role: 'option' },
  frames: { role: 'option' },
  orders: { role: 'option' },
  mode: { role: 'option' },
  direction: { role: 'option' },
  from: { role: 'option' },
  rate: { role: 'option' },
  steps: { role: 'option' },
  highest: { role: 'option' },
  exclusions: { role: 'option' },
  label: { role: 'option', option: 'title' },
  field: { role: 'switch' },
  examples: { role: 'other' },
  eager: { role: 'switch' },
};

/** All attributes. */
export const attributeNames = Object.keys(attributeTable) as readonly AttributeName[];

/** Whether a word is one of the attributes. */
export function isAttributeName(word: string): word is AttributeName {
  return Object.hasOwn(attributeTable, word);
}

/** The option of a figure that an attribute is. */
export function optionOf(name: AttributeName): string {
  return attributeTable[name].option ?? name.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
}

/** The attribute of an option; the option itself where it has none. */
export function attributeOf(option: string): string {
  return attributeNames.find((name) => optionOf(name) === option) ?? option;
}

/** The shape of an attribute that is an option: the kind's own, or that of the first kind that has it. */
function shapeOf(name: AttributeName, kind: string | null): OptionShape | undefined {
  const rows = Object.entries(figureKinds);
  const own = rows.filter(([known]) => known === kind);
  const shapes: Readonly<Record<string, OptionShape>>[] = [...own, ...rows].map(([, { options }]) => options);
  shapes.push(textOptions);
  return shapes.find((options) => Object.hasOwn(options, optionOf(name)))?.[optionOf(name)];
}

/** Shapes of the states, which are no options of the kind that is shown. */
const stateShapes: Readonly<Record<string, OptionShape>> = { value: 'number', others: 'numbers', view: 'view' };

/**
 * The value that an attribute's text stands for.
 *
 * @throws SecantError S203 where the text is something else
 */
export function readAttribute(name: AttributeName, text: string, kind: string | null): OptionValue {
  return readOption(name, stateShapes[name] ?? shapeOf(name, kind) ?? 'text', text);
}

/** The value of an attribute, or undefined where it is absent or cannot be read. */
export function attributeValue(element: Element, name: AttributeName): OptionValue | undefined {
  const text = element.getAttribute(name);
  if (text === null) return undefined;
  try {
    return readAttribute(name, text, element.getAttribute('kind'));
  } catch {
    return undefined;
  }
}

/** A value as the text of an attribute, whatever a program or a framework hands over; undefined for nothing. */
export function textOfValue(value: unknown): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (typeof value === 'string') return value;
  if (Array.isArray(value))
    return value.map(String).join(value.some((item) => typeof item === 'string') ? ' | ' : ', ');
  if (typeof value === 'object' && Object.keys(value).length > 0)
    return JSON.stringify(checkOption('value', 'parameters', value));
  return optionText(checkOption('value', 'number', value));
}

/**
 * The options that the attributes of an element give to a figure.
 *
 * @throws SecantError S203 for a text that is no value of its option
 */
export function optionsOf(element: Element): Readonly<Record<string, OptionValue>> {
  const kind = element.getAttribute('kind');
  const options: Record<string, OptionValue> = {};
  for (const name of attributeNames) {
    const { role, option } = attributeTable[name];
    const text = element.getAttribute(name);
    if (text !== null && (role === 'option' || option === 'view'))
      options[optionOf(name)] = readAttribute(name, text, kind);
  }
  return options;
}

/** The properties that are options, by the names of their attributes in camelCase. */
export type OptionProperties = {
  -readonly [Name in PlainOption]: OptionType<Name> | undefined;
} & { label: string | undefined };

/** Writes an attribute, or takes it away. */
export function writeAttribute(element: HTMLElement, name: AttributeName, text: string | undefined): void {
  if (text === undefined) element.removeAttribute(name);
  else if (element.getAttribute(name) !== text) element.setAttribute(name, text);
}
