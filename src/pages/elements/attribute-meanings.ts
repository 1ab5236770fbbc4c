/**
 * What each attribute of `<secant-figure>` means, in a sentence: for tools and for the documentation. No figure asks for it,
 * so the element as a script does without these texts (scripts/browser-scripts.mjs).
 */
import { attributeNames, attributeTable, type AttributeName, type AttributeRow } from './attributes.ts';

const meanings: Readonly<Record<AttributeName, string>> = {
  kind: 'which figure: a name from the list of kinds',
  g: 'the function, as a formula or as TypeScript',
  g2: 'the second function, where the kind draws two',
  at: 'the point that is looked at',
  through: 'the second point of the secant',
  domain: 'the interval that the inputs run through, or one for each of two inputs',
  y: 'which values are shown, from the lowest to the highest',
  view: 'elevation and azimuth from which space is seen, in degrees',
  surface: 'how a surface is drawn: shaded, wire, or both',
  value: 'where the slider stands at first',
  others: 'where the other sliders of a figure stand at first',
  parameters:
    'the sliders of letters that are no variables, as JSON: {"a": {"min": 0, "max": 2, "step": 0.1, "value": 1}}',
  also: 'formulas that are drawn beside, with a bar between spaces; d/da is the derivative by the parameter a',
  frames: 'positions of a film',
  orders: 'which approximations are drawn: 1, or 1 and 2',
  mode: 'what runs through a computation graph: values, forward or reverse',
  direction: 'the tangents of the inputs, one for each',
  from: 'where a descent starts: a number, or two',
  rate: 'how far a step of a descent goes, in units of the gradient',
  steps: 'how many steps a descent has',
  highest: 'the highest order of the slider',
  exclusions: 'arguments where the line of the function is cut',
  label: 'the name of the figure, for screen readers',
  field: 'shows a field under the figure in which the reader types another function',
  examples: 'functions offered under the field, with a bar between spaces from one to the next',
  eager: 'comes to life at once, not only when it nears the window',
};

/** Every attribute, with what it is and what it means. */
export const figureAttributes = Object.fromEntries(
  attributeNames.map((name) => [name, { ...attributeTable[name], means: meanings[name] }]),
) as Readonly<Record<AttributeName, AttributeRow & { readonly means: string }>>;
