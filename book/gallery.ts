/**
 * The gallery: the rows of gallery-rows.ts, live, each under its call. A figure is mounted when it comes near the
 * window, so that opening the page costs little; `?all` in the address mounts all of them at once, and
 * `?only=tangent-sin,graph-step` only the rows named, which the tests use.
 */
import { galleryGroups, type GalleryRow } from './gallery-rows.ts';
import { mountFigure } from 'secant/view';
import { keepForOffline } from './offline.ts';
import { mountThemeSwitch } from './theme-switch.ts';

const asked = new URLSearchParams(location.search);
const only = asked.get('only')?.split(',');

function rowElement({ id, call, make }: GalleryRow): HTMLElement {
  const figure = document.createElement('figure');
  figure.id = id;
  const caption = document.createElement('figcaption');
  const code = document.createElement('code');
  code.textContent = call;
  caption.append(code);
  const place = document.createElement('div');
  place.style.minHeight = '20rem';
  figure.append(caption, place);
  const mount = (): void => {
    mountFigure(make(), place);
    place.style.minHeight = '';
    figure.dataset['mounted'] = '';
  };
  if (asked.has('all') || only !== undefined) queueMicrotask(mount);
  else {
    const watcher = new IntersectionObserver(
      (entries) => {
        if (!entries.some((entry) => entry.isIntersecting)) return;
        watcher.disconnect();
        mount();
      },
      { rootMargin: '400px' },
    );
    watcher.observe(figure);
  }
  return figure;
}

const gallery = document.getElementById('gallery');
for (const [title, rows] of galleryGroups) {
  const heading = document.createElement('h2');
  heading.textContent = title;
  const shown = rows.filter(({ id }) => only?.includes(id) ?? true);
  if (shown.length > 0) gallery?.append(heading, ...shown.map(rowElement));
}
const themeSwitch = document.getElementById('theme-switch');
if (themeSwitch instanceof HTMLButtonElement) mountThemeSwitch(themeSwitch);
keepForOffline();
