/**
 * `<secant-figure>` as HTML text, for servers and for pages that are made once: the element with its attributes, and in it
 * the first picture, so that a page reads with scripts off. Nothing here needs a DOM, and the element itself is not
 * brought along.
 */
import { figureKinds, isFigureKind, makeFigure, type Figure, type OptionsFor } from '../../pictures/figures/index.ts';
import { textOptions } from '../../pictures/figures/kinds.ts';
import { checkOption, type OptionValue, optionText } from '../../pictures/figures/option-shapes.ts';
import { type AttributeName, attributeOf } from './attributes.ts';
import { firstPicture } from './first-picture.ts';

/** Attributes beside those that the figure's own functions and options give: switches, and any of HTML's. */
export type MoreAttributes = Readonly<
  Partial<Record<Exclude<AttributeName, 'kind' | 'g' | 'g2'>, string | number | boolean>>
> &
  Readonly<Record<string, string | number | boolean | undefined>>;

function escaped(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');
}

function attributeText(attributes: MoreAttributes): string {
  return Object.entries(attributes)
    .filter(([, value]) => value !== undefined && value !== false)
    .map(([name, value]) => (value === true ? ` ${name}` : ` ${name}="${escaped(String(value))}"`))
    .join('');
}

/** The attributes that describe a figure. */
function describing(kind: string, functions: readonly string[], options: object, figure: Figure): MoreAttributes {
  const attributes: Record<string, string> = { kind };
  functions.forEach((text, index) => {
    attributes[index === 0 ? 'g' : `g${index + 1}`] = text;
  });
  const shapes = isFigureKind(kind) ? { ...figureKinds[kind].options, ...textOptions } : {};
  for (const [name, value] of Object.entries<OptionValue | undefined>({ ...options })) {
    if (value === undefined || !Object.hasOwn(shapes, name)) continue;
    // Where the slider stands is said in its own terms.
    attributes[attributeOf(name)] = name === 'value' ? String(figure.parameter.value) : optionText(value);
  }
  return attributes;
}

/**
 * A figure as an element of HTML, with its first picture inside.
 *
 * @param kind a row of `figureKinds`
 * @param functions as many as the kind draws, each as a formula or as TypeScript text
 * @param options the options of the kind, as its own function takes them
 * @param more attributes of the element beside these, such as `field`, `id` or `class`; a `value` is where the slider
 *   stands
 * @throws SecantError what `makeFigure` throws
 *
 * @example
 * ```ts
 * elementHtml('secant-to-tangent', 'sin(w)', { at: 1 }).slice(0, 58) // → '<secant-figure kind="secant-to-tangent" g="sin(w)" at="1">'
 * ```
 */
export function elementHtml<Kind extends string>(
  kind: Kind,
  functions: string | readonly string[],
  options?: OptionsFor<Kind>,
  more: MoreAttributes = {},
): string {
  const texts = typeof functions === 'string' ? [functions] : functions;
  const figure = makeFigure(kind, texts, options);
  const start =
    more['value'] === undefined ? figure.parameter.value : checkOption('value', 'number', Number(more['value']));
  const attributes = { ...describing(kind, texts, options ?? {}, figure), ...more };
  return `<secant-figure${attributeText(attributes)}>${firstPicture(figure, start)}</secant-figure>`;
}

/**
 * A whole page with one figure: its first picture at once, the live figure when the script has come.
 *
 * @param script the address of `secant-elements.js`, from the page; or `{ inline }`, an element with the script in it
 * @throws SecantError what `makeFigure` throws
 *
 * @example
 * ```ts
 * figurePage('secant-to-tangent', 'sin(w)', { at: 1 }, 'secant-elements.js').startsWith('<!doctype html>') // → true
 * ```
 */
export function figurePage<Kind extends string>(
  kind: Kind,
  functions: string | readonly string[],
  options: OptionsFor<Kind>,
  script: string | { readonly inline: string },
): string {
  const texts = typeof functions === 'string' ? [functions] : functions;
  const { title } = makeFigure(kind, texts, options);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>body{max-width:60rem;margin:1rem auto;padding:0 1rem}</style>
${typeof script === 'string' ? `<script type="module" src="${escaped(script)}"></script>\n` : ''}</head>
<body>
${elementHtml(kind, texts, options)}
${typeof script === 'string' ? '' : `${script.inline}\n`}</body>
</html>
`;
}
