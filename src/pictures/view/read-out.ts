/**
 * The lines of text under a figure. In: the scene of the moment. Out: the read-out in its one form,
 * `w = 1.00   g(w) = 0.84   slope 0.54   differentiable`, and the notice that says what is not there. Items
 * are kept by key and only texts that changed are written. An item has room for the minus signs its numbers may get and
 * never grows narrower than it has been, and no line grows lower, so what changes stands still and what comes below
 * does not move up and down.
 */
import { createElement, setNumber, setRuns } from './dom.ts';
import { lengthWithSigns, plainText } from '../scene/text.ts';
import type { ReadOut, Scene } from '../scene/scene.ts';

/** The read-out and the notice of one figure. */
export interface ReadOutLines {
  readonly line: HTMLElement;
  readonly notice: HTMLElement;
  show(scene: Scene): void;
  /** Forgets how wide and high everything has been: another function has other numbers, another column other lines. */
  forgetSizes(): void;
}

interface Item {
  readonly element: HTMLElement;
  readonly label: HTMLElement;
  readonly value: HTMLElement;
  labelText: string;
  widest: number;
}

/** Makes the two lines, empty. */
export function createReadOut(owner: Document): ReadOutLines {
  const line = createElement(owner, 'p', { class: 'secant-read-out' });
  const notice = createElement(owner, 'p', { class: 'secant-notice' });
  const items = new Map<string, Item>();
  let reshaped = false;
  let noticed = '';
  const highest = new Map<HTMLElement, number>();

  const create = (key: string): Item => {
    const label = createElement(owner, 'span', { class: 'secant-read-out-label' });
    const value = createElement(owner, 'span', { class: 'secant-read-out-value' });
    const element = createElement(owner, 'span', { class: 'secant-read-out-item', 'data-key': key }, label, ' ', value);
    return { element, label, value, labelText: '', widest: 0 };
  };

  const patch = (item: Item, content: ReadOut): void => {
    const labelText = plainText(content.label);
    if (labelText !== item.labelText) {
      item.labelText = labelText;
      setRuns(item.label, content.label);
    }
    setNumber(item.value, content.value);
    if (lengthWithSigns(content.value) > item.widest && labelText !== '') {
      reshaped = true;
      item.widest = lengthWithSigns(content.value);
      item.value.style.minInlineSize = `min(${item.widest}ch, 60vw)`;
    }
    const role = content.role ?? '';
    if (item.element.dataset['role'] !== role) item.element.dataset['role'] = role;
  };

  /** Keeps the lines as high as they are now. To measure costs a layout, so it is done only where they may have grown. */
  const keepHeights = (): void => {
    for (const element of [line, notice]) {
      const height = element.offsetHeight;
      if (height <= (highest.get(element) ?? 0)) continue;
      highest.set(element, height);
      element.style.minBlockSize = `${height}px`;
    }
    reshaped = false;
  };

  return {
    line,
    notice,
    forgetSizes() {
      highest.clear();
      for (const element of [line, notice]) element.style.minBlockSize = '';
      reshaped = true;
      for (const item of items.values()) {
        item.widest = 0;
        item.value.style.minInlineSize = '';
      }
    },
    show(scene) {
      const wanted = new Set(scene.readOut.map((content) => content.key));
      for (const [key, item] of items) {
        if (wanted.has(key)) continue;
        item.element.remove();
        items.delete(key);
        reshaped = true;
      }
      scene.readOut.forEach((content, index) => {
        let item = items.get(content.key);
        if (item === undefined) {
          item = create(content.key);
          items.set(content.key, item);
        }
        patch(item, content);
        const standing = line.children[index];
        if (standing !== item.element) line.insertBefore(item.element, standing ?? null);
      });
      const told = scene.notice ?? '';
      if (told !== noticed) reshaped = true;
      noticed = told;
      setNumber(notice, told);
      if (reshaped) keepHeights();
    },
  };
}
