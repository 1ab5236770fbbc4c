/**
 * Words that name a mark. While the pointer rests on such a word, the mark it names stands out in the figure
 * of the same section.
 */

/** Links every `.mark` of the page to the figure of its section. */
export function linkWordsToMarks(): void {
  for (const word of document.querySelectorAll<HTMLElement>('.mark')) {
    const figure = (): HTMLElement | null | undefined => word.closest('section')?.querySelector('.secant-figure');
    word.addEventListener('pointerenter', () => {
      const { role } = word.dataset;
      if (role !== undefined) figure()?.setAttribute('data-highlight', role);
    });
    word.addEventListener('pointerleave', () => figure()?.removeAttribute('data-highlight'));
  }
}
