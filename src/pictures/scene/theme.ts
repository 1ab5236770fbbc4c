/**
 * The theme: one row per role, one column per way of looking (light, dark, forced colours). Figures name
 * roles, painters ask this table, and nothing else in Secant names a colour. A role without a row does not
 * compile. In come role and theme; out go colour, width, dash and marker shape, or the style sheet that
 * lets one SVG follow the reader's system. Guaranteed by tests: contrast of every mark with its ground,
 * and a colour distance between the marks that survives deuteranopia and protanopia. Because colour is
 * never the only sign, each role also has a width, a dash or a shape of its own.
 */
import type { Role } from './scene.ts';

export { fonts } from './fonts.ts';

/** Light or dark: the two columns that are colours of our own. */
export type ColourScheme = 'light' | 'dark';

/** The shape a dot takes from its role. */
export type MarkerShape = 'disc' | 'ring' | 'square' | 'none';

/** The look of one role. Widths and radii are CSS pixels. */
export interface RoleLook {
  readonly light: string;
  readonly dark: string;
  /** A CSS system colour, for readers whose system forces colours. */
  readonly forced: string;
  /** Colour of words in this role on light ground, where the mark's colour is too pale for small text. */
  readonly lightText?: string;
  readonly darkText?: string;
  readonly width: number;
  /** SVG dash pattern; absent for a solid line. */
  readonly dash?: string;
  readonly marker: MarkerShape;
}

/** The background of a picture. */
export const grounds = { light: '#ffffff', dark: '#101317', forced: 'Canvas' } as const;

/** The table. */
export const theme: Readonly<Record<Role, RoleLook>> = {
  function: { light: '#1d2026', dark: '#e8eaed', forced: 'CanvasText', width: 2, marker: 'disc' },
  'moving-point': {
    light: '#d1381b',
    dark: '#ff7a5c',
    forced: 'LinkText',
    lightText: '#c23217',
    width: 2.5,
    marker: 'ring',
  },
  'fixed-point': {
    light: '#008f68',
    dark: '#35c79a',
    forced: 'Highlight',
    lightText: '#007a58',
    width: 2,
    marker: 'disc',
  },
  'second-point': { light: '#1f6fd6', dark: '#6aa8ff', forced: 'LinkText', width: 2, marker: 'square' },
  secant: { light: '#d1381b', dark: '#ff7a5c', forced: 'LinkText', lightText: '#c23217', width: 1.5, marker: 'none' },
  tangent: {
    light: '#008f68',
    dark: '#35c79a',
    forced: 'Highlight',
    lightText: '#007a58',
    width: 2.75,
    marker: 'none',
  },
  'second-order': {
    light: '#1f9bd1',
    dark: '#5cc8f2',
    forced: 'GrayText',
    lightText: '#14749e',
    width: 2,
    dash: '10 5',
    marker: 'none',
  },
  'numerical-derivative': {
    light: '#d1381b',
    dark: '#ff7a5c',
    forced: 'LinkText',
    lightText: '#c23217',
    width: 1.5,
    marker: 'none',
  },
  'true-derivative': { light: '#1f6fd6', dark: '#6aa8ff', forced: 'Highlight', width: 2, dash: '6 4', marker: 'none' },
  guide: {
    light: '#8a919c',
    dark: '#6f7681',
    forced: 'GrayText',
    lightText: '#5c636e',
    darkText: '#9aa1ac',
    width: 1.25,
    dash: '3 3',
    marker: 'none',
  },
  axis: { light: '#5c636e', dark: '#9aa1ac', forced: 'CanvasText', width: 1, marker: 'none' },
  grid: {
    light: '#e6e8eb',
    dark: '#262a31',
    forced: 'GrayText',
    lightText: '#5c636e',
    darkText: '#9aa1ac',
    width: 1,
    marker: 'none',
  },
  label: { light: '#1d2026', dark: '#e8eaed', forced: 'CanvasText', width: 1, marker: 'none' },
  surface: { light: '#1d2026', dark: '#e8eaed', forced: 'CanvasText', width: 0.75, marker: 'none' },
  adjoint: { light: '#1f6fd6', dark: '#6aa8ff', forced: 'Highlight', width: 2.5, marker: 'square' },
  plane: { light: '#008f68', dark: '#35c79a', forced: 'Highlight', lightText: '#007a58', width: 1, marker: 'none' },
};

/** Number of shades of a surface, from the cell farthest from the light to the one that faces it. */
export const shadeCount = 10;

/** Number of colours between the lowest and the highest place of a map: as many as its levels leave, and more. */
const heightCount = 16;

/** The first and the last colour of surfaces, by light, and of maps, by height. */
const shadeEnds = {
  light: [
    ['#95a2b3', '#eff2f5'],
    ['#c5e0fb', '#fffbd8'],
  ],
  dark: [
    ['#161a20', '#5f6c7d'],
    ['#0c1f3a', '#443e1c'],
  ],
} as const;

const steps = (count: number, from = 0): readonly number[] => Array.from({ length: count }, (_, k) => from + k);

/** The shades of surfaces and those of maps, by their numbers. */
export const surfaceShades = steps(shadeCount);
export const heightShades = steps(heightCount, shadeCount);

/** The shade of a map at a height from 0, its lowest, to 1. */
export function shadeOfHeight(height: number): number {
  return shadeCount + Math.round(height * (heightCount - 1));
}

function mixed(from: string, to: string, share: number): string {
  const channel = (start: number): string => {
    const [a, b] = [from, to].map((colour) => Number.parseInt(colour.slice(start, start + 2), 16));
    return Math.round((a ?? 0) + share * ((b ?? 0) - (a ?? 0)))
      .toString(16)
      .padStart(2, '0');
  };
  return `#${channel(1)}${channel(3)}${channel(5)}`;
}

const shadeTable = (['light', 'dark'] as const).map((scheme) =>
  [surfaceShades, heightShades].flatMap((shades, kind) => {
    const [from, to] = shadeEnds[scheme][kind as 0 | 1];
    return shades.map((_, k) => mixed(from, to, k / (shades.length - 1)));
  }),
);

/** Colour of a shade of a surface or a map. */
export function shadeOf(shade: number, scheme: ColourScheme): string {
  return shadeTable[scheme === 'light' ? 0 : 1]?.[shade] ?? grounds[scheme];
}

/** All roles, in the table's order. */
export const roles = Object.keys(theme) as readonly Role[];

/** Colour of a role's lines and dots. */
export function colourOf(role: Role, scheme: ColourScheme): string {
  return theme[role][scheme];
}

/** Colour of words in a role. */
export function textColourOf(role: Role, scheme: ColourScheme): string {
  const look = theme[role];
  return (scheme === 'light' ? look.lightText : look.darkText) ?? look[scheme];
}

/** Words where a system forces colours: `Highlight` is made for grounds, and not for them. */
export function forcedTextOf(role: Role): string {
  const { forced } = theme[role];
  return forced === 'Highlight' ? 'CanvasText' : forced;
}

/** A colour that follows the colour scheme in force where the picture stands. */
export function either(light: string, dark: string): string {
  return `light-dark(${light},${dark})`;
}

/** The rules of a style sheet for the classes of painted nodes. */
export function rules(
  scope: string,
  colour: (role: Role) => string,
  text: (role: Role) => string,
  ground: string,
  shades: readonly number[],
  shade: (level: number) => string,
): string {
  const lines = [
    `${scope}.sc-ground{fill:${ground}}`,
    `${scope}.sc-halo{stroke:${ground}}`,
    `${scope}.sc-hollow{fill:${ground}}`,
  ];
  for (const role of roles) {
    lines.push(`${scope}.sc-line.sc-${role}{stroke:${colour(role)}}`);
    lines.push(`${scope}.sc-fill.sc-${role}{fill:${colour(role)}}`);
    lines.push(`${scope}.sc-text.sc-${role}{fill:${text(role)}}`);
  }
  for (const level of shades) lines.push(`${scope}.sc-shade-${level}{fill:${shade(level)}}`);
  return lines.join('');
}

/**
 * The style sheet that makes a painted picture follow the reader's system: light, dark, and forced colours.
 * Painted nodes carry light colours as attributes, which any rule of a style sheet overrides; a viewer
 * that knows no style sheets shows the light picture.
 *
 * With `page` it is the colour scheme in force where the picture stands that is followed, as live figures do.
 *
 * @param scope a selector that limits the rules to one picture, e.g. `.secant-picture`
 * @param shades those of surfaces or maps that are in the picture
 * @example
 * ```ts
 * themeCss('.secant-picture').includes('@media (prefers-color-scheme:dark)') // → true
 * ```
 */
export function themeCss(
  scope = '',
  follow: ColourScheme | 'auto' | 'page' = 'auto',
  shades: readonly number[] = [],
): string {
  const prefix = scope === '' ? '' : `${scope} `;
  const forced = `@media (forced-colors:active){${prefix}.sc-line,${prefix}.sc-fill,${prefix}.sc-text,${prefix}.sc-ground{forced-color-adjust:none}${rules(
    prefix,
    (role) => theme[role].forced,
    forcedTextOf,
    grounds.forced,
    shades,
    () => grounds.forced,
  )}}`;
  const column = (scheme: ColourScheme): string =>
    rules(
      prefix,
      (role) => colourOf(role, scheme),
      (role) => textColourOf(role, scheme),
      grounds[scheme],
      shades,
      (level) => shadeOf(level, scheme),
    );
  if (follow === 'page') {
    const page = rules(
      prefix,
      (role) => either(colourOf(role, 'light'), colourOf(role, 'dark')),
      (role) => either(textColourOf(role, 'light'), textColourOf(role, 'dark')),
      either(grounds.light, grounds.dark),
      shades,
      (level) => either(shadeOf(level, 'light'), shadeOf(level, 'dark')),
    );
    return page + forced;
  }
  if (follow === 'dark') return column('dark') + forced;
  if (follow === 'light') return column('light') + forced;
  return `@media (prefers-color-scheme:dark){${column('dark')}}${forced}`;
}
