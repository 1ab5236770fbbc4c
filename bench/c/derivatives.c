/* The derivatives of sin(4w) + 0.1w² and of cos(40w)^100/(w² + 1) at a million points. */
#include "measure.h"

enum { n = 1000000 };
static double points[n], out[n];

static double sine(void) {
  for (int k = 0; k < n; k++) {
    double w = points[k];
    out[k] = 4 * cos(4 * w) + 0.2 * w;
  }
  return out[n / 2];
}

static double power(void) {
  for (int k = 0; k < n; k++) {
    double w = points[k], c = cos(40 * w), d = w * w + 1;
    out[k] = -4000 * pow(c, 99) * sin(40 * w) / d - 2 * w * pow(c, 100) / (d * d);
  }
  return out[n / 2];
}

int main(void) {
  for (int k = 0; k < n; k++) points[k] = -5 + 10.0 * k / n;
  report("sine", sine);
  report("power", power);
  return 0;
}
