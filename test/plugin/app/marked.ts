/*! @secant: helpers that do not import Secant; this comment has them treated all the same. */
const sharpness = 1;

export const softplus = (x: number): number => Math.log1p(Math.exp(sharpness * x)) / sharpness;
