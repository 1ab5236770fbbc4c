/** Five lines to begin with: `npm run example hello`. */
import { derivative, differentiability, grad } from 'secant';

const g = (w: number): number => Math.sin(4 * w) + 0.1 * w ** 2;
console.log("g'(1) =", derivative(g)(1));

const f = (w: number[]): number => 5 + (w[0]! + 0.5) ** 2 + (w[1]! + 0.5) ** 2;
console.log('gradient of f at (0, 0) =', grad(f)([0, 0]));

const { verdict, reason } = differentiability((w) => Math.max(0, w), 0);
console.log(`max(0, w) at 0: ${verdict}; ${reason}`);
