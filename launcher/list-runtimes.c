/* SPDX-License-Identifier: MIT */
/*
 * --list-runtimes: a line for each row of the shim's own table. A runtime that has no
 * words here does not compile.
 */
#include "../shim/runtimes/runtimes.h"
#include "launcher.h"

/* What is healed; how it is noticed; what holds unless said otherwise. */
#define WORDS_FOR_numpy_runtime                                                          \
	"np.random, and generator objects made without a seed; noticed when CPython has" \
	" imported numpy.random; default on"
#define WORDS_FOR_python_random_runtime                                                  \
	"random.Random() objects made without a seed; noticed when CPython has imported" \
	" _random; default on"

void list_runtimes(void)
{
#define X(name, runtime) tell(name, ": ", WORDS_FOR_##runtime, NULL);
	RUNTIMES(X)
#undef X
}
