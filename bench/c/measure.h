/* Times a function as bench/measure.ts does: runs of about five milliseconds, the median over the rounds, in microseconds. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(void) {
  return 1e3 * clock() / CLOCKS_PER_SEC * 1e3;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static volatile double sink;

static void report(const char *name, double (*run)(void)) {
  double begun = now();
  long count = 0;
  while (now() - begun < 50e3) {
    sink = run();
    count++;
  }
  long repeats = count / 10 > 0 ? count / 10 : 1;
  enum { rounds = 61 };
  double times[rounds];
  for (int round = 0; round < rounds; round++) {
    double start = now();
    for (long k = 0; k < repeats; k++) sink = run();
    times[round] = (now() - start) / repeats;
  }
  qsort(times, rounds, sizeof(double), ascending);
  printf("%s\t%.6f\n", name, times[rounds / 2]);
}
