/** The price of a call by Monte Carlo with given draws, its sensitivities the gradient. */
import { drawn, workload } from './workload.ts';

interface Market {
  spot: number;
  rate: number;
  sigma: number;
  years: number;
}

function price(market: Market, strike: number, draws: Float64Array): number {
  const { spot, rate, sigma, years } = market;
  const drift = (rate - 0.5 * sigma ** 2) * years;
  const spread = sigma * Math.sqrt(years);
  let sum = 0;
  for (let k = 0; k < draws.length; k++) {
    const end = spot * Math.exp(drift + spread * draws[k]!);
    sum += Math.max(end - strike, 0);
  }
  return (Math.exp(-rate * years) * sum) / draws.length;
}

function byHand(market: Market, strike: number, draws: Float64Array): Market {
  const { spot, rate, sigma, years } = market;
  const root = Math.sqrt(years);
  const drift = (rate - 0.5 * sigma ** 2) * years;
  const spread = sigma * root;
  let sum = 0;
  let ends = 0;
  let weighted = 0;
  for (let k = 0; k < draws.length; k++) {
    const end = spot * Math.exp(drift + spread * draws[k]!);
    if (end > strike) {
      sum += end - strike;
      ends += end;
      weighted += end * draws[k]!;
    }
  }
  const scale = Math.exp(-rate * years) / draws.length;
  return {
    spot: (scale * ends) / spot,
    rate: scale * (ends * years - years * sum),
    sigma: scale * (-sigma * years * ends + root * weighted),
    years: scale * ((rate - 0.5 * sigma ** 2) * ends + ((0.5 * sigma) / root) * weighted - rate * sum),
  };
}

const next = drawn(7);

export const blackScholes = workload({
  name: 'price of a call by Monte Carlo, 10 000 draws',
  loss: price,
  args: [
    { spot: 100, rate: 0.03, sigma: 0.2, years: 1.5 },
    105,
    Float64Array.from({ length: 10_000 }, () => next() + next() + next()),
  ],
  byHand,
});
