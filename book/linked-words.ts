/**
 * Words that name a mark. While the pointer rests on such a word, or the keyboard's focus is on it, the mark it names
 * stands out in the figures of the same section.
 */

/** Links every `.mark` of the page to the figures of its section. */
export function linkWordsToMarks(): void {
  for (const word of document.querySelectorAll<HTMLElement>('.mark')) {
    const { role } = word.dataset;
    const section = word.closest('section');
    if (role === undefined || section === null) continue;
    const light = (on: boolean): void => {
      for (const figure of figuresIn(section)) {
        if (on) figure.setAttribute('data-highlight', role);
        else figure.removeAttribute('data-highlight');
      }
    };
    word.tabIndex = 0;
    for (const event of ['pointerenter', 'focus']) word.addEventListener(event, () => light(true));
    for (const event of ['pointerleave', 'blur']) word.addEventListener(event, () => light(false));
  }
}

/** The live figures of a part of a page, also those inside elements. */
function* figuresIn(part: ParentNode): Generator<Element> {
  for (const found of part.querySelectorAll('.secant-figure, secant-figure, secant-cell')) {
    if (found.shadowRoot === null) yield found;
    else yield* figuresIn(found.shadowRoot);
  }
}
