/** The page of bench/figures.ts: one picture at a time, mounted when it is asked for. */
import { mountFigure } from 'secant/view';
import { draggedPictures } from './dragged-figures.ts';

/** Shows a picture of bench/dragged-figures.ts by its number, alone on the page. */
function showPicture(index: number): void {
  const picture = draggedPictures()[index];
  if (picture === undefined) throw new Error(`there is no picture ${index}`);
  const element = document.createElement('div');
  element.style.marginBlock = '100px';
  document.body.replaceChildren(element);
  mountFigure(picture.make(), element);
}

Object.assign(globalThis, { showPicture });
