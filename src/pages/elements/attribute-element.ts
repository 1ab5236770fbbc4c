/**
 * HTMLElement with a property for each attribute that a property repeats. A property is its attribute as a value: setting
 * it writes the attribute, from a value or from text, and there is no state beside. A server without a DOM can load
 * this; there the element is no element, and is never made.
 */
import {
  attributeNames,
  attributeTable,
  attributeValue,
  type AttributeName,
  optionOf,
  type OptionProperties,
  textOfValue,
  writeAttribute,
} from './attributes.ts';
import { Base } from './html-element.ts';

/** The properties that are attributes and nothing else. */
export type AttributeProperties = OptionProperties & {
  /** Which figure: a key of the table of kinds; empty where there is none. */
  kind: string;
  /** Whether the reader gets a field for another function. */
  field: boolean;
  /** Whether the figure comes to life before it nears the window. */
  eager: boolean;
  /** The functions offered under the field; undefined for the usual ones. */
  examples: readonly string[] | undefined;
};

/** How a property reads and writes its attribute. */
interface Way {
  read(element: HTMLElement): unknown;
  write(element: HTMLElement, value: unknown): void;
}

const asSwitch = (name: 'field' | 'eager'): Way => ({
  read: (element) => element.hasAttribute(name),
  write: (element, value) => element.toggleAttribute(name, value !== undefined && value !== null && value !== false),
});

const asOption = (name: AttributeName): Way => ({
  read: (element) => attributeValue(element, name),
  write: (element, value) => writeAttribute(element, name, textOfValue(value)),
});

const kind: Way = {
  read: (element) => element.getAttribute('kind') ?? '',
  write: (element, value) => writeAttribute(element, 'kind', textOfValue(value)),
};

const examples: Way = {
  read: (element) =>
    element
      .getAttribute('examples')
      ?.split(' | ')
      .map((text) => text.trim())
      .filter((text) => text !== ''),
  write: (element, value) =>
    writeAttribute(element, 'examples', Array.isArray(value) ? value.map(String).join(' | ') : textOfValue(value)),
};

const ways: Readonly<Record<string, Way>> = {
  kind,
  examples,
  field: asSwitch('field'),
  eager: asSwitch('eager'),
  ...Object.fromEntries(
    attributeNames
      .filter((name) => attributeTable[name].role === 'option')
      .map((name) => [name === 'label' ? name : optionOf(name), asOption(name)]),
  ),
};

/** Names of these properties. */
export const attributeProperties: readonly string[] = Object.keys(ways);

function withProperties(element: typeof HTMLElement): new () => HTMLElement & AttributeProperties {
  for (const [name, { read, write }] of Object.entries(ways)) {
    Object.defineProperty(element.prototype, name, {
      configurable: true,
      enumerable: true,
      get(this: HTMLElement) {
        return read(this);
      },
      set(this: HTMLElement, value: unknown) {
        write(this, value);
      },
    });
  }
  return element as new () => HTMLElement & AttributeProperties;
}

/** The base of `<secant-figure>`. */
export const AttributeElement = withProperties(class extends Base {});
