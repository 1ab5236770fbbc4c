/**
 * The style of live figures and function fields. It comes with the script, so a page needs no sheet from outside, and
 * it is adopted as constructed sheets, which a policy against inline styles permits; each document or shadow root
 * adopts them once. Everything is scoped by `.secant-…` classes.
 *
 * Colours are the theme's, written once as custom properties with `light-dark()`: a figure follows the
 * colour scheme in force where it stands (`color-scheme: light dark` on the page follows the system, and
 * `data-theme="dark"` or `"light"` on the page or on any element around the figure decides instead). A
 * browser without `light-dark()` shows the light picture that the attributes of the marks carry.
 */
import { controlsCss } from './style-text.ts';
import {
  either,
  fonts,
  forcedTextOf,
  grounds,
  heightShades,
  roles,
  rules,
  shadeOf,
  surfaceShades,
  textColourOf,
  theme,
} from '../scene/theme.ts';

/** Style rules of every figure. */
export function figureCss(): string {
  const properties = roles.flatMap((role) => [
    `--secant-${role}:${either(theme[role].light, theme[role].dark)}`,
    `--secant-${role}-text:${either(textColourOf(role, 'light'), textColourOf(role, 'dark'))}`,
  ]);
  const forced = roles.flatMap((role) => [
    `--secant-${role}:${theme[role].forced}`,
    `--secant-${role}-text:${forcedTextOf(role)}`,
  ]);
  const picture = rules(
    '.secant-picture ',
    (role) => `var(--secant-${role})`,
    (role) => `var(--secant-${role}-text)`,
    'var(--secant-ground)',
    [...surfaceShades, ...heightShades],
    (shade) => either(shadeOf(shade, 'light'), shadeOf(shade, 'dark')),
  );
  const lit = roles.map(
    (role) =>
      `.secant-figure [data-role='${role}']{color:var(--secant-${role}-text)}` +
      `.secant-figure[data-highlight='${role}'] .secant-picture .sc-line.sc-${role}{stroke-width:${2 * theme[role].width}px}` +
      `.secant-figure[data-highlight='${role}'] .secant-picture .sc-fill.sc-${role}{stroke:var(--secant-${role});stroke-width:4px}`,
  );
  const forcedShading = `.secant-picture [class^='sc-shade-']{fill:${grounds.forced}}`;
  const root = ':root,:host';
  return [
    `${root}{--secant-ground:${either(grounds.light, grounds.dark)};--secant-sans:${fonts.sans};--secant-serif:${fonts.serif};${properties.join(';')}}`,
    `@media (forced-colors:active){${root}{--secant-ground:${grounds.forced};${forced.join(';')}}` +
      `.secant-picture{forced-color-adjust:none}}`,
    `[data-theme='light']{color-scheme:light}[data-theme='dark']{color-scheme:dark}`,
    picture,
    ...lit,
    `@media (forced-colors:active){${forcedShading}}`,
    controlsCss,
  ].join('\n');
}

/** The sheets of a document by their texts, each made once. */
const sheets = new WeakMap<Document, Map<() => string, CSSStyleSheet>>();

/**
 * Gives the document or shadow root around an element a sheet, once: that of every figure, or one that a module with
 * elements of its own brings.
 */
export function adoptStyles(element: Element, text: () => string = figureCss): void {
  const owner = element.ownerDocument;
  const view = owner.defaultView;
  if (view === null) return;
  const root = element.getRootNode();
  const scope = root instanceof view.ShadowRoot ? root : owner;
  const own = sheets.get(owner) ?? new Map<() => string, CSSStyleSheet>();
  sheets.set(owner, own);
  let sheet = own.get(text);
  if (sheet === undefined) {
    own.set(text, (sheet = new view.CSSStyleSheet()));
    sheet.replaceSync(text());
  }
  if (!scope.adoptedStyleSheets.includes(sheet)) scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet];
}
