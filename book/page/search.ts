/** The search of the book: a dialog with a field and what is found under it. Loaded when a reader asks for it, with its index. */
import entries from 'virtual:search';
import { find, type Found } from './find.ts';

/** Opens the search. It is one dialog, which keeps what was looked for. */
export function openSearch(): void {
  const dialog = document.querySelector<HTMLDialogElement>('.search') ?? makeSearch();
  dialog.showModal();
  dialog.querySelector('input')?.select();
}

function makeSearch(): HTMLDialogElement {
  const dialog = document.createElement('dialog');
  dialog.className = 'search';
  dialog.setAttribute('aria-label', 'Search all chapters');
  const field = document.createElement('input');
  field.type = 'search';
  field.placeholder = 'Search all chapters';
  field.setAttribute('aria-label', 'Words to look for');
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'quiet-button';
  close.textContent = 'Close';
  close.addEventListener('click', () => dialog.close());
  const bar = document.createElement('div');
  bar.className = 'search-bar';
  bar.append(field, close);
  const count = document.createElement('p');
  count.className = 'search-count';
  count.setAttribute('role', 'status');
  const list = document.createElement('ol');
  field.addEventListener('input', () => {
    const found = find(entries, field.value);
    list.replaceChildren(...found.map(resultOf));
    count.textContent =
      field.value.trim() === ''
        ? ''
        : `${found.length === 0 ? 'No' : found.length} ${found.length === 1 ? 'section' : 'sections'}`;
  });
  // A result may be a place of this page, which would stay behind the dialog.
  list.addEventListener('click', ({ target }) => {
    if (target instanceof Element && target.closest('a') !== null) dialog.close();
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter') list.querySelector('a')?.click();
    // Browsers would empty the field first, and close the dialog only then.
    if (event.key === 'Escape') dialog.close();
  });
  dialog.append(bar, count, list);
  document.body.append(dialog);
  return dialog;
}

function resultOf({ entry, excerpt }: Found): HTMLElement {
  const item = document.createElement('li');
  const link = document.createElement('a');
  link.href = `./${entry.address}`;
  link.textContent = entry.title;
  const chapter = document.createElement('span');
  chapter.className = 'search-chapter';
  chapter.textContent = entry.chapter;
  const words = document.createElement('p');
  words.append(
    ...excerpt.map(({ text, hit }) => {
      if (!hit) return text;
      const mark = document.createElement('mark');
      mark.textContent = text;
      return mark;
    }),
  );
  item.append(link, chapter, words);
  return item;
}
