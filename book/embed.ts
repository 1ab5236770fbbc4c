/** The page for frames: one figure, from the link, which follows what is done with it. */
import { buildFigure, type MountedFigure } from 'secant/figures';
import { mountFigure, reasonOf } from 'secant/view';
import { embedFragment, embedHtml, type EmbedState, readEmbed } from './page/embed-link.ts';

const place = document.querySelector<HTMLElement>('#figure');
let shown: string | undefined;
let before: MountedFigure | undefined;

function show(): void {
  if (place === null || location.hash.slice(1) === shown) return;
  shown = location.hash.slice(1);
  before?.destroy();
  before = undefined;
  const state = readEmbed(shown);
  if (state === undefined) {
    place.textContent = 'This link holds no figure. “Copy embed”, in the menu of every figure, gives one that does.';
    return;
  }
  const element = document.createElement('div');
  place.replaceChildren(element);
  try {
    before = bring(element, state);
  } catch (error) {
    place.textContent = reasonOf(error);
  }
}

function bring(element: HTMLElement, { spec, value, others, view }: EmbedState): MountedFigure {
  const figure = buildFigure(spec);
  const now = (): EmbedState => ({ spec, value: mounted.value, others: mounted.others, view: mounted.view });
  const mounted = mountFigure(figure, element, { embed: () => embedHtml(now(), figure.title, location.href) });
  document.title = figure.title;
  if (value !== undefined) mounted.value = value;
  if (others !== undefined) mounted.others = others;
  if (view !== undefined && mounted.view !== undefined) mounted.view = view;
  element.addEventListener('secant-change', () => {
    shown = embedFragment(now());
    history.replaceState(null, '', `#${shown}`);
  });
  return mounted;
}

addEventListener('hashchange', show);
show();
