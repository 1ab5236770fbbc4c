/** The tools of a page: code shown or hidden, a link that holds the reader's changes, reset, and downloads. */
import type { FigureSpec } from 'secant/cells';
import { saveFile } from './save-file.ts';
import { fragmentOf, leftOutOf, type PageState } from './share-link.ts';

/** What the tools work on. */
export interface ToolEvents {
  state(): PageState;
  reset(): Promise<void>;
  runAll(): Promise<void>;
  cellTexts(): readonly string[];
  /** The figures of the chapter as they are drawn, by name. */
  figureSpecs(): ReadonlyMap<string, FigureSpec>;
}

/** Puts the tools into an element. */
export function mountTools(element: HTMLElement, events: ToolEvents): void {
  const owner = element.ownerDocument;
  const root = owner.documentElement;
  const status = owner.createElement('span');
  status.className = 'tools-status';
  status.setAttribute('role', 'status');
  const button = (name: string, label: string, action: () => void): HTMLButtonElement => {
    const made = owner.createElement('button');
    made.type = 'button';
    made.className = `quiet-button tool-${name}`;
    made.textContent = label;
    made.addEventListener('click', action);
    return made;
  };

  const code = button('code', 'Code', () => {
    const hidden = root.dataset['code'] !== 'hidden';
    if (hidden) root.dataset['code'] = 'hidden';
    else delete root.dataset['code'];
    showCode();
    remember(hidden);
  });
  const showCode = (): void => code.setAttribute('aria-pressed', String(root.dataset['code'] !== 'hidden'));
  showCode();
  new MutationObserver(showCode).observe(root, { attributeFilter: ['data-code'] });

  const share = button('share', 'Share', () => void shareLink());
  async function shareLink(): Promise<void> {
    const state = events.state();
    const { texts, all } = leftOutOf(state);
    if (all) {
      status.textContent = 'These changes are too long for a link';
      return;
    }
    const address = location.href.replace(/#.*$/s, '') + (await fragmentOf(state));
    history.replaceState(null, '', address);
    try {
      await navigator.clipboard.writeText(address);
      status.textContent = 'Link copied';
    } catch {
      status.textContent = 'The link is in the address bar';
    }
    if (texts > 0)
      status.textContent +=
        texts === 1 ? ', without a text that is too long for it' : `, without ${texts} texts that are too long for it`;
    setTimeout(() => (status.textContent = ''), texts > 0 ? 12_000 : 4000);
  }

  const reset = button('reset', 'Reset', () => {
    history.replaceState(null, '', location.href.replace(/#.*$/s, ''));
    void events.reset();
  });

  const menu = owner.createElement('details');
  menu.className = 'tool-menu';
  const summary = owner.createElement('summary');
  summary.className = 'quiet-button';
  summary.textContent = 'More';
  const list = owner.createElement('div');
  list.className = 'tool-list';
  const chapter = owner.body.dataset['chapter'] ?? '';
  const name = chapter.replace(/\.md$/, '');
  const download = async (kind: 'notebook' | 'typescript'): Promise<void> => {
    menu.open = false;
    const [{ default: texts }, { asNotebook, asTypeScript }] = await Promise.all([
      import('virtual:chapters'),
      import('./downloads.ts'),
    ]);
    const state = { markdown: texts[chapter] ?? '', cells: events.cellTexts(), figures: events.figureSpecs() };
    if (kind === 'notebook') saveFile(`${name}.ipynb`, 'application/x-ipynb+json', asNotebook(state));
    else saveFile(`${name}.ts`, 'text/typescript', asTypeScript(state));
  };
  list.append(
    button('run-all', 'Run all cells', () => {
      menu.open = false;
      void events.runAll();
    }),
    button('notebook', 'Download as notebook', () => void download('notebook')),
    button('typescript', 'Download as TypeScript', () => void download('typescript')),
  );
  menu.append(summary, list);
  menu.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    menu.open = false;
    summary.focus();
  });
  const search = button('search', 'Search', () => void import('./search.ts').then(({ openSearch }) => openSearch()));
  element.append(search, code, share, reset, menu, status);
}

function remember(hidden: boolean): void {
  try {
    if (hidden) localStorage.setItem('secant-code', 'hidden');
    else localStorage.removeItem('secant-code');
  } catch {
    // The choice then holds for this visit.
  }
}
