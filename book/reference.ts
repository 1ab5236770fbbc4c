/** The reference: what is typed into the field leaves the names that have it; Enter goes to that name, or the first. */
import { keepForOffline } from './offline.ts';
import { mountThemeSwitch } from './theme-switch.ts';

const field = document.querySelector<HTMLInputElement>('#search');
const count = document.querySelector<HTMLElement>('#found');
const contents = document.querySelector<HTMLElement>('.contents');
const entries = [...document.querySelectorAll<HTMLElement>('.entry')];
const sections = [...document.querySelectorAll<HTMLElement>('.module')];

function filter(): void {
  const words = (field?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  let shown = 0;
  for (const entry of entries) {
    const text = entry.dataset['search'] ?? '';
    entry.hidden = !words.every((word) => text.includes(word));
    if (!entry.hidden) shown++;
  }
  for (const section of sections) section.hidden = section.querySelector('.entry:not([hidden])') === null;
  // What was found comes right under the field.
  if (contents !== null) contents.hidden = words.length > 0;
  if (count !== null)
    count.textContent = words.length === 0 ? '' : shown === 1 ? '1 name' : `${shown === 0 ? 'no' : shown} names`;
}

field?.addEventListener('input', filter);
field?.addEventListener('keydown', ({ key }) => {
  const typed = field.value.trim().toLowerCase();
  const shown = entries.filter((entry) => !entry.hidden);
  const first = shown.find(({ id }) => id.toLowerCase() === typed) ?? shown[0];
  if (key === 'Enter' && first !== undefined) location.hash = first.id;
  if (key === 'Escape' && field.value !== '') {
    field.value = '';
    filter();
  }
});
// A link to a name shows it, whatever was searched for.
addEventListener('hashchange', () => {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target?.closest('[hidden]') == null || field === null) return;
  field.value = '';
  filter();
  target.scrollIntoView();
});
addEventListener('keydown', (event) => {
  if (event.key !== '/' || event.target === field || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  field?.focus();
});
// The browser may have kept what was typed.
filter();

const themeSwitch = document.getElementById('theme-switch');
if (themeSwitch instanceof HTMLButtonElement) mountThemeSwitch(themeSwitch);
keepForOffline();
