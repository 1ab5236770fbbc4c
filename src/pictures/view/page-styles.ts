/** The look of figures and fields as a text, for pages that hold pictures of them before a script runs. */
import { fieldCss } from './field-style.ts';
import { figureCss } from './style-sheet.ts';

/** The style rules of figures and of function fields. What is fetched on demand brings its own. */
export function styleText(): string {
  return `${figureCss()}\n${fieldCss()}`;
}
