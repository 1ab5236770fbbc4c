/**
 * The fields of an element's functions: one for each function that the kind of figure draws. In: texts from outside,
 * and what the reader types. Out: all texts at once, whenever one that can be read came. What cannot be read, or
 * drawn, is said under its field.
 */
import { loadFrontEnd, partIfLoaded } from '../../calculus/loaded-parts.ts';
import { mountFunctionField, type FunctionField } from '../../pictures/view/function-field.ts';
import { createElement } from '../../pictures/view/dom.ts';
import { type FigureKind, figureKinds } from '../../pictures/figures/kinds.ts';
import { notationOf } from '../../pictures/figures/read-function.ts';

/** The fields of one element. */
export interface FunctionFields {
  /** Takes texts from outside; answers whether a field took one in. */
  read(texts: readonly string[]): boolean;
  destroy(): void;
}

/** What decides which fields there are: when it changes they are made anew. */
export interface FieldsSetting {
  readonly kind: FigureKind;
  /** Functions offered under each field; the usual ones if absent. */
  readonly examples: readonly string[] | undefined;
  /** Letters that are named as parameters. */
  readonly told: readonly string[];
}

/** What `mountFields` is, for those who load it. */
export type MountFields = typeof mountFields;

/**
 * Puts the fields into an element, and reads the first texts.
 *
 * @param onTexts called with the texts of all fields when one was read; what it throws is said under that field
 */
export function mountFields(
  place: HTMLElement,
  { kind, examples, told }: FieldsSetting,
  texts: readonly string[],
  onTexts: (texts: readonly string[], byReader: boolean) => void,
): FunctionFields {
  const shown = figureKinds[kind].functions.map((_, index) => texts[index] ?? '');
  const fields: FunctionField[] = [];
  let byReader = false;

  figureKinds[kind].functions.forEach((inputs, index) => {
    const element = createElement(place.ownerDocument, 'div');
    place.append(element);
    fields.push(
      mountFunctionField(element, {
        initial: shown[index] ?? '',
        inputs,
        parameters: told,
        ...(examples === undefined ? {} : { examples }),
        onFunction(_, text) {
          shown[index] = text;
          // While the fields are being made the last one reports for all.
          if (byReader || index === shown.length - 1 || fields.length === shown.length) onTexts([...shown], byReader);
        },
      }),
    );
  });
  byReader = true;

  /** Whoever comes to a field may write TypeScript: what reads it is fetched, and then reads what was written before. */
  const fetchFrontEnd = async (): Promise<void> => {
    if (partIfLoaded('frontEnd') !== undefined) return;
    await loadFrontEnd();
    for (const field of fields) {
      const { text } = field;
      if (notationOf(text) === 'source') field.text = text;
    }
  };
  const begin = (): void => void fetchFrontEnd();
  place.addEventListener('focusin', begin, { once: true });

  return {
    read(next) {
      byReader = false;
      const changed = fields.filter((field, index) => field.text !== (next[index] ?? ''));
      fields.forEach((field, index) => {
        const text = next[index] ?? '';
        if (field.text !== text) field.text = text;
      });
      byReader = true;
      return changed.length > 0;
    },
    destroy() {
      place.removeEventListener('focusin', begin);
      for (const field of fields) field.destroy();
      place.replaceChildren();
    },
  };
}
