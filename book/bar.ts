/** A line at the lower edge of a page that says something and offers buttons. */

/** What a bar says and offers. */
export interface Bar {
  /** Its class; a bar of the same class goes when this one comes. */
  readonly name: string;
  /** `status` is told when there is time; `alertdialog` asks, and takes the keyboard. */
  readonly role: 'status' | 'alertdialog';
  readonly sentence: string;
  readonly buttons: readonly { readonly label: string; readonly act: () => void }[];
}

/** Shows a bar, and gives what takes it away. The first button of one that asks has the focus, and Escape presses it. */
export function showBar({ name, role, sentence, buttons }: Bar): () => void {
  document.querySelector(`.bar.${name}`)?.remove();
  const before = document.activeElement;
  const bar = document.createElement('div');
  bar.className = `bar ${name}`;
  bar.setAttribute('role', role);
  const words = document.createElement('span');
  words.id = `${name}-sentence`;
  words.textContent = `${sentence} `;
  bar.setAttribute('aria-labelledby', words.id);
  bar.append(words);
  const remove = (): void => {
    const hadFocus = bar.contains(document.activeElement);
    bar.remove();
    if (hadFocus && before instanceof HTMLElement) before.focus({ preventScroll: true });
  };
  const made = buttons.map(({ label, act }) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = label;
    button.addEventListener('click', () => {
      remove();
      act();
    });
    return button;
  });
  bar.append(...made.flatMap((button) => [button, ' ']));
  let bars = document.querySelector('.bars');
  if (bars === null) {
    bars = document.createElement('div');
    bars.className = 'bars';
    document.body.append(bars);
  }
  bars.append(bar);
  if (role === 'alertdialog') {
    made[0]?.focus({ preventScroll: true });
    bar.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') made[0]?.click();
    });
  }
  return remove;
}
