/** The workload set. */
import { alignment } from './alignment.ts';
import { blackScholes } from './black-scholes.ts';
import { bodies } from './bodies.ts';
import { cameras } from './cameras.ts';
import { cholesky } from './cholesky.ts';
import { circuit } from './circuit.ts';
import { conjugateGradients } from './conjugate-gradients.ts';
import { convolution } from './convolution.ts';
import { elimination } from './elimination.ts';
import { heat } from './heat.ts';
import { hiddenMarkov } from './hidden-markov.ts';
import { kalman } from './kalman.ts';
import { leapfrog } from './leapfrog.ts';
import { lenses } from './lenses.ts';
import { logistic } from './logistic.ts';
import { lstm } from './lstm.ts';
import { networkRows } from './network-rows.ts';
import { newtonInside } from './newton-inside.ts';
import { optimiser } from './optimiser.ts';
import { pendulums } from './pendulums.ts';
import { plate } from './plate.ts';
import { products } from './products.ts';
import { rootedNetwork } from './rooted-network.ts';
import { softmaxClassifier } from './softmax.ts';
import { spline } from './spline.ts';
import { tracking } from './tracking.ts';
import { tree } from './tree.ts';
import { vectors } from './vectors.ts';
import { warping } from './warping.ts';
import type { Workload } from './workload.ts';

export const workloads: readonly Workload[] = [
  bodies,
  logistic,
  pendulums,
  products,
  lstm,
  kalman,
  blackScholes,
  convolution,
  lenses,
  spline,
  conjugateGradients,
  newtonInside,
  softmaxClassifier,
  networkRows,
  tree,
  warping,
  hiddenMarkov,
  elimination,
  cholesky,
  heat,
  cameras,
  leapfrog,
  vectors,
  circuit,
  alignment,
  tracking,
  optimiser,
  plate,
  rootedNetwork,
];
