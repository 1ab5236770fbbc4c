/** What a chapter made by the command `secant chapter` has beyond its elements: words that light up marks, exercises, and light or dark. */
import { linkWordsToMarks } from './linked-words.ts';
import { mountExercises } from './page/exercise-places.ts';
import { mountThemeSwitch } from './theme-switch.ts';

const button = document.createElement('button');
button.type = 'button';
button.className = 'theme-switch';
button.style.marginInlineStart = 'auto';
button.setAttribute('aria-label', 'Dark colours');
button.innerHTML =
  '<svg viewBox="0 0 20 20" aria-hidden="true"><circle cx="10" cy="10" r="7.25" fill="none" stroke="currentColor" stroke-width="1.5"/>' +
  '<path d="M10 2.75a7.25 7.25 0 0 1 0 14.5z" fill="currentColor"/></svg>';
document.querySelector('.masthead')?.append(button);
mountThemeSwitch(button);
linkWordsToMarks();
mountExercises(document);
