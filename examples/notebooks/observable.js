/**
 * Secant in Observable: each cell of a notebook is one of these. `show` gives an element of the page, which Observable displays, and
 * the figure in it is alive. In a notebook the first line is
 *
 *     const { show, secantToTangent } = { ...(await import('https://esm.sh/secant/show')), ...(await import('https://esm.sh/secant/figures')) }
 */
import { secantToTangent } from 'secant/figures';
import { show } from 'secant/show';

/** A cell whose value is a figure of a function of the notebook. */
export const figure = () => show(secantToTangent((w) => Math.sin(w), { at: 1 }));

/** A cell whose value is a matrix. */
export const matrix = () =>
  show([
    [2, 0],
    [0, 4],
  ]);
