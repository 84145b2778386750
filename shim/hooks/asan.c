/* SPDX-License-Identifier: MIT
 *
 * AddressSanitizer's shared runtime ends a program in which it is not the first library,
 * and so every such program that is started with the shim in LD_PRELOAD. It asks this
 * function, the first that the loader finds, for what holds unless ASAN_OPTIONS says
 * otherwise (compiler-rt/lib/asan/asan_flags.cpp). The order does no harm: we replace
 * nothing that the runtime replaces, but dlopen, which both hand on. A program's own
 * function of this name stands in front of ours. Nobody else calls it.
 */
#include "core/compiler.h"

const char *__asan_default_options(void);
const char *__asan_default_options(void)
{
	return "verify_asan_link_order=0";
}
