/**
 * The one style sheet of live figures and function fields. It comes with the script, so a page needs no
 * sheet from outside, and it is adopted as a constructed sheet, which a policy against inline styles
 * permits; each document or shadow root adopts it once. Everything is scoped by `.secant-…` classes.
 *
 * Colours are the theme's, written once as custom properties with `light-dark()`: a figure follows the
 * colour scheme in force where it stands (`color-scheme: light dark` on the page follows the system, and
 * `data-theme="dark"` or `"light"` on the page or on any element around the figure decides instead). A
 * browser without `light-dark()` shows the light picture that the attributes of the marks carry.
 */
import { controlsCss } from './style-text.ts';
import { fonts, grounds, roles, shadeCount, shadeOf, textColourOf, theme } from '../scene/theme.ts';

/** The whole text of the sheet. */
export function styleText(): string {
  const properties = roles.flatMap((role) => [
    `--secant-${role}:light-dark(${theme[role].light},${theme[role].dark})`,
    `--secant-${role}-text:light-dark(${textColourOf(role, 'light')},${textColourOf(role, 'dark')})`,
  ]);
  const forced = roles.flatMap((role) => [
    `--secant-${role}:${theme[role].forced}`,
    `--secant-${role}-text:${theme[role].forced === 'Highlight' ? 'CanvasText' : theme[role].forced}`,
  ]);
  const picture = roles.map(
    (role) =>
      `.secant-picture .sc-line.sc-${role}{stroke:var(--secant-${role})}` +
      `.secant-picture .sc-fill.sc-${role}{fill:var(--secant-${role})}` +
      `.secant-picture .sc-text.sc-${role}{fill:var(--secant-${role}-text)}` +
      `.secant-figure [data-role='${role}']{color:var(--secant-${role}-text)}` +
      `.secant-figure[data-highlight='${role}'] .secant-picture .sc-line.sc-${role}{stroke-width:calc(var(--secant-width-${role})*2px)}` +
      `.secant-figure[data-highlight='${role}'] .secant-picture .sc-fill.sc-${role}{stroke:var(--secant-${role});stroke-width:4px}`,
  );
  const shades = Array.from({ length: shadeCount }, (_, level) => level);
  const shading = shades.map(
    (level) =>
      `.secant-picture .sc-shade-${level}{fill:light-dark(${shadeOf(level, 'light')},${shadeOf(level, 'dark')})}`,
  );
  const forcedShading = `.secant-picture [class^='sc-shade-']{fill:${grounds.forced}}`;
  const widths = roles.map((role) => `--secant-width-${role}:${theme[role].width}`);
  const root = ':root,:host';
  return [
    `${root}{--secant-ground:light-dark(${grounds.light},${grounds.dark});--secant-sans:${fonts.sans};--secant-serif:${fonts.serif};${[...properties, ...widths].join(';')}}`,
    `@media (forced-colors:active){${root}{--secant-ground:${grounds.forced};${forced.join(';')}}` +
      `.secant-picture{forced-color-adjust:none}}`,
    `[data-theme='light']{color-scheme:light}[data-theme='dark']{color-scheme:dark}`,
    `.secant-picture .sc-ground,.secant-picture .sc-hollow{fill:var(--secant-ground)}`,
    `.secant-picture .sc-halo{stroke:var(--secant-ground)}`,
    ...picture,
    ...shading,
    `@media (forced-colors:active){${forcedShading}}`,
    controlsCss,
  ].join('\n');
}

const sheets = new WeakMap<Document, CSSStyleSheet>();

/** Gives the document or shadow root around an element the sheet, once. */
export function adoptStyles(element: Element): void {
  const owner = element.ownerDocument;
  const view = owner.defaultView;
  const root = element.getRootNode();
  const scope = view !== null && root instanceof view.ShadowRoot ? root : owner;
  let sheet = sheets.get(owner);
  if (sheet === undefined) {
    if (view === null) return;
    sheet = new view.CSSStyleSheet();
    sheet.replaceSync(styleText());
    sheets.set(owner, sheet);
  }
  if (!scope.adoptedStyleSheets.includes(sheet)) scope.adoptedStyleSheets = [...scope.adoptedStyleSheets, sheet];
}
