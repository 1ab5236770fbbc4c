/** A program without a build: every entry that runs without a page is imported and used. */
import { derivative, differentiability, grad } from 'secant';
import { sumOver } from 'secant/data';
import { elementHtml } from 'secant/elements/server';
import { secantToTangent } from 'secant/figures';
import * as cells from 'secant/cells';
import * as film from 'secant/film';
import * as plugin from 'secant/plugin';
import * as view from 'secant/view';

const slope = derivative((w) => w ** 3)(2);
const { m, v } = grad((/** @type {{ m: number, v: [number, number] }} */ p) => p.m * p.v[0] + p.v[1] ** 2)({
  m: 2,
  v: [3, 4],
});
const { verdict } = differentiability((w) => Math.max(0, w), 0);
const picture = secantToTangent((w) => Math.sin(w), { at: 1 }).svg(0);
const element = elementHtml('secant-to-tangent', 'sin(w)', { at: 1 });
const others = [sumOver, cells.CellSandbox, film.makeFilm, plugin.secantVite, view.mountFigure];
console.log(
  JSON.stringify({
    slope,
    gradient: { m, v },
    verdict,
    picture: picture.startsWith('<svg'),
    element: element.startsWith('<secant-figure'),
    others: others.map((each) => typeof each),
  }),
);
