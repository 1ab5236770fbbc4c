/* The gradient of the mean squared error of a 2-64-64-1 tanh network on 256 points. */
#include "measure.h"

enum { n = 64, p = 256, b1 = 2 * n, w2 = b1 + n, b2 = w2 + n * n, w3 = b2 + n, b3 = w3 + n, size = b3 + 1 };
static double weights[size], inputs[2 * p], targets[p], g[size];

static double gradient(void) {
  double h1[n], h2[n], d1[n];
  for (int k = 0; k < size; k++) g[k] = 0;
  for (int i = 0; i < p; i++) {
    const double *u = inputs + 2 * i;
    for (int j = 0; j < n; j++) h1[j] = tanh(weights[2 * j] * u[0] + weights[2 * j + 1] * u[1] + weights[b1 + j]);
    double y = weights[b3];
    for (int j = 0; j < n; j++) {
      double s = weights[b2 + j];
      for (int k = 0; k < n; k++) s += weights[w2 + j * n + k] * h1[k];
      h2[j] = tanh(s);
      y += weights[w3 + j] * h2[j];
    }
    double dy = 2.0 / p * (y - targets[i]);
    g[b3] += dy;
    for (int k = 0; k < n; k++) d1[k] = 0;
    for (int j = 0; j < n; j++) {
      double ds = dy * weights[w3 + j] * (1 - h2[j] * h2[j]);
      g[w3 + j] += dy * h2[j];
      g[b2 + j] += ds;
      for (int k = 0; k < n; k++) {
        g[w2 + j * n + k] += ds * h1[k];
        d1[k] += ds * weights[w2 + j * n + k];
      }
    }
    for (int j = 0; j < n; j++) {
      double ds = d1[j] * (1 - h1[j] * h1[j]);
      g[2 * j] += ds * u[0];
      g[2 * j + 1] += ds * u[1];
      g[b1 + j] += ds;
    }
  }
  return g[w2];
}

int main(void) {
  for (int i = 0; i < 2 * p; i++) inputs[i] = sin(3 * i + 1);
  for (int i = 0; i < p; i++) targets[i] = inputs[2 * i] * inputs[2 * i + 1];
  for (int i = 0; i < size; i++) weights[i] = 0.4 * sin(12.9898 * i + 78.233);
  report("network", gradient);
  return 0;
}
