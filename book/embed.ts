/** The page for frames: one figure, from the link, which follows what is done with it. */
import { buildFigure } from 'secant/figures';
import { mountFigure, reasonOf } from 'secant/view';
import { embedFragment, embedHtml, type EmbedState, readEmbed } from './page/embed-link.ts';

const place = document.querySelector<HTMLElement>('#figure');
let shown = '';

function show(): void {
  if (place === null || location.hash.slice(1) === shown) return;
  shown = location.hash.slice(1);
  place.replaceChildren();
  const state = readEmbed(shown);
  if (state === undefined) {
    place.textContent = 'This link holds no figure.';
    return;
  }
  try {
    bring(place, state);
  } catch (error) {
    place.textContent = reasonOf(error);
  }
}

function bring(element: HTMLElement, { spec, value, others, view }: EmbedState): void {
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
}

addEventListener('hashchange', show);
show();
