/**
 * The fonts of a page for a picture that leaves it. SVG text on a canvas, in an `<img>` or in a window of its own is a
 * document of its own, which knows none of the page's fonts. In: an element of a live figure. Out: style rules that name
 * the fonts the figure is written in and hold their files as `data:` addresses; `withFonts` puts them into SVG text. Only
 * files that the page has loaded already are fetched, and each once. A style sheet or a file of another origin that may
 * not be read is left out: the next font of the list then stands in, as it does in a page where the first does not come.
 */

/** Where a family is used, and in which style: words upright in the sans, letters of mathematics slanted in the serif. */
const uses = [
  { property: '--secant-sans', style: 'normal', selector: '.secant-picture text' },
  { property: '--secant-serif', style: 'italic', selector: '.secant-picture tspan[font-style=italic]' },
] as const;

/** Whether a face is for any of some letters: `range` is its `unicode-range`, U+0-FF, U+131, U+4??. */
function isFor(range: string, letters: ReadonlySet<number> | undefined): boolean {
  const parts = [...range.matchAll(/U\+([0-9A-F?]+)(?:-([0-9A-F]+))?/gi)].map(([, from = '', to = from]) =>
    [from.replaceAll('?', '0'), to.replaceAll('?', 'F')].map((digits) => Number.parseInt(digits, 16)),
  );
  if (letters === undefined || parts.length === 0) return true;
  return [...letters].some((letter) => parts.some(([from = 0, to = 0]) => letter >= from && letter <= to));
}

function nameOf(family: string): string {
  return family.trim().replace(/^["']|["']$/g, '');
}

/** What tells the faces of a page from one another, written as one text; a rule and what became of it give the same. */
function faceKey(face: { readonly family: string; style: string; weight: string; unicodeRange: string }): string {
  const range = face.unicodeRange === '' ? 'U+0-10FFFF' : face.unicodeRange.toUpperCase().replace(/\s/g, '');
  return [nameOf(face.family), face.style || 'normal', weightsOf(face.weight).join(' '), range].join();
}

/** The weights a face is for, from and to. */
function weightsOf(weight: string): readonly number[] {
  const numbers = (weight || 'normal').split(' ').map((word) => Number({ normal: 400, bold: 700 }[word] ?? word));
  return numbers.length === 1 ? [...numbers, ...numbers] : numbers;
}

/** All `@font-face` rules that hold in a list of rules, each with the address that its own ones are relative to. */
function* faceRules(
  rules: CSSRuleList,
  base: string,
  view: Window & typeof globalThis,
): Generator<{ readonly rule: CSSFontFaceRule; readonly base: string }> {
  for (const rule of rules) {
    if (rule instanceof view.CSSFontFaceRule) yield { rule, base };
    else if (rule instanceof view.CSSImportRule) {
      if (rule.styleSheet !== null) yield* facesOf(rule.styleSheet, base, view);
    } else if (rule instanceof view.CSSGroupingRule) yield* faceRules(rule.cssRules, base, view);
  }
}

function* facesOf(
  sheet: CSSStyleSheet,
  base: string,
  view: Window & typeof globalThis,
): Generator<{ readonly rule: CSSFontFaceRule; readonly base: string }> {
  let rules: CSSRuleList;
  try {
    rules = sheet.cssRules;
  } catch {
    // A sheet of another origin keeps its rules to itself.
    return;
  }
  yield* faceRules(rules, sheet.href ?? base, view);
}

const files = new Map<string, Promise<string | undefined>>();

/** A file as a `data:` address; undefined where it cannot be had, and then asked for again the next time. */
function fileOf(address: string): Promise<string | undefined> {
  if (address.startsWith('data:')) return Promise.resolve(address);
  let file = files.get(address);
  if (file === undefined) {
    file = fetch(address)
      .then(async (answer) => {
        if (!answer.ok) throw new Error(`no font at ${address}`);
        const bytes = new Uint8Array(await answer.arrayBuffer());
        let text = '';
        for (const byte of bytes) text += String.fromCharCode(byte);
        return `data:font/woff2;base64,${btoa(text)}`;
      })
      .catch(() => {
        files.delete(address);
        return undefined;
      });
    files.set(address, file);
  }
  return file;
}

const descriptors = ['font-family', 'font-style', 'font-weight', 'unicode-range'] as const;

/** A rule with its file inside; a rule that names a font of the system stays as it is. */
async function ruleText({ style, cssText }: CSSFontFaceRule, base: string): Promise<string> {
  const [, address] = /url\("([^"]*)"\)/.exec(style.getPropertyValue('src')) ?? [];
  if (address === undefined) return cssText;
  const file = URL.canParse(address, base) ? await fileOf(new URL(address, base).href) : undefined;
  if (file === undefined) return '';
  const kept = descriptors
    .map((name) => [name, style.getPropertyValue(name)] as const)
    .filter(([, value]) => value !== '');
  return `@font-face{${kept.map(([name, value]) => `${name}:${value}`).join(';')};src:url(${file})}`;
}

/**
 * Style rules with the fonts that a live figure is written in.
 *
 * @param element any element of the figure
 * @param written what is to be written in them, as text; faces that are for none of its letters are left out
 * @returns rules for {@link withFonts}; empty where the element is in no live figure
 */
export async function pageFonts(element: Element, written?: string): Promise<string> {
  const owner = element.ownerDocument;
  const view = owner.defaultView;
  if (view === null) return '';
  const computed = view.getComputedStyle(element);
  const letters = written === undefined ? undefined : new Set(Array.from(written, (letter) => letter.codePointAt(0)!));
  const loaded = new Set([...owner.fonts].filter(({ status }) => status === 'loaded').map(faceKey));
  const faces = [...owner.styleSheets, ...owner.adoptedStyleSheets]
    .flatMap((sheet) => [...facesOf(sheet, owner.baseURI, view)])
    .map(({ rule, base }) => {
      const [family = '', style = '', weight = '', unicodeRange = ''] = descriptors.map((name) =>
        rule.style.getPropertyValue(name),
      );
      return { rule, base, family: nameOf(family), style: style || 'normal', weight, unicodeRange };
    })
    .filter((face) => loaded.has(faceKey(face)) && isFor(face.unicodeRange, letters));
  const rules = uses.flatMap(({ property, style, selector }) => {
    const families = computed.getPropertyValue(property);
    if (families === '') return [];
    const wanted = new Set(families.split(',').map(nameOf));
    const used = faces.filter((face) => {
      const [from = 400, to = 400] = weightsOf(face.weight);
      return wanted.has(face.family) && face.style === style && from <= 400 && to >= 400;
    });
    return [
      ...used.map(({ rule, base }) => ruleText(rule, base)),
      Promise.resolve(`${selector}{font-family:${families}}`),
    ];
  });
  return rules.length === 0
    ? ''
    : `${(await Promise.all(rules)).join('')}.secant-picture text{font-variant-numeric:tabular-nums}`;
}

/**
 * SVG text with style rules in it.
 *
 * @param svg text with a description, such as `figure.svg(0)`
 * @param fonts rules, as {@link pageFonts} gives them
 * @example
 * ```ts
 * withFonts('<svg><desc>A line.</desc></svg>', 'text{}') // → '<svg><desc>A line.</desc><style>text{}</style></svg>'
 * ```
 */
export function withFonts(svg: string, fonts = ''): string {
  if (fonts === '') return svg;
  const rules = fonts.replace(/&/g, '&amp;').replace(/</g, '&lt;');
  return svg.replace('</desc>', () => `</desc><style>${rules}</style>`);
}
