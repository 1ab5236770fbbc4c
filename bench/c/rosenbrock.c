/* The gradient of Rosenbrock's function of N numbers. */
#include "measure.h"

enum { most = 100000 };
static double x[most], g[most];
static int n;

static double gradient(void) {
  for (int i = 0; i < n; i++) g[i] = 0;
  for (int i = 0; i + 1 < n; i++) {
    double a = x[i + 1] - x[i] * x[i];
    g[i] += -400 * a * x[i] - 2 * (1 - x[i]);
    g[i + 1] += 200 * a;
  }
  return g[n / 2];
}

int main(void) {
  for (int i = 0; i < most; i++) x[i] = sin(1 + i);
  int sizes[] = {10, 1000, 100000};
  for (int k = 0; k < 3; k++) {
    char name[16];
    n = sizes[k];
    snprintf(name, sizeof name, "%d", n);
    report(name, gradient);
  }
  return 0;
}
