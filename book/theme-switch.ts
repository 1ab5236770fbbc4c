/**
 * Dark or light. The page follows the reader's system until the switch is used; a choice that differs from
 * the system is remembered, and one that agrees with it goes back to following. The choice stands as
 * `data-theme` on the root element, which the page's colours and the figures both obey.
 */
const storageKey = 'secant-theme';

type Choice = 'light' | 'dark';

/** Makes a button switch between dark and light. */
export function mountThemeSwitch(button: HTMLButtonElement): void {
  const root = document.documentElement;
  const system = window.matchMedia('(prefers-color-scheme: dark)');
  const systemChoice = (): Choice => (system.matches ? 'dark' : 'light');
  const inForce = (): Choice => {
    const chosen = root.dataset['theme'];
    return chosen === 'dark' || chosen === 'light' ? chosen : systemChoice();
  };
  const show = (): void => {
    button.setAttribute('aria-pressed', String(inForce() === 'dark'));
  };
  button.addEventListener('click', () => {
    const next: Choice = inForce() === 'dark' ? 'light' : 'dark';
    if (next === systemChoice()) delete root.dataset['theme'];
    else root.dataset['theme'] = next;
    remember(root.dataset['theme']);
    show();
  });
  system.addEventListener('change', show);
  show();
}

/** Storage may be forbidden; then the choice holds for this visit. */
function remember(choice: string | undefined): void {
  try {
    if (choice === undefined) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, choice);
  } catch {
    // Nothing to do: the page works without a memory.
  }
}
