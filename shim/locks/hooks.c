/* SPDX-License-Identifier: MIT
 *
 * The wrapped functions: into the gate, on to the next definition, out of it. What a
 * signal handler, a cancellation or longjmp(3) leaves behind is found by whoever looks
 * (inside.c, slots.c); libc's errno is not touched.
 */
#include "next.h"

#include "gate.h"

enum { THREADS = false, ALWAYS = true };

#define CALL(when, type, name, parameters, arguments)                                    \
	type name parameters                                                             \
	{                                                                                \
		if (!(when) && likely(!gate_has_threads()))                              \
			return next.name arguments;                                      \
		struct stay stay;                                                        \
		struct slot *slot = gate_enter(&stay, #name);                            \
		type result = next.name arguments;                                       \
		gate_leave(slot);                                                        \
		return result;                                                           \
	}
#define VOID(when, name, parameters, arguments)                                          \
	void name parameters                                                             \
	{                                                                                \
		if (!(when) && likely(!gate_has_threads())) {                            \
			next.name arguments;                                             \
			return;                                                          \
		}                                                                        \
		struct stay stay;                                                        \
		struct slot *slot = gate_enter(&stay, #name);                            \
		next.name arguments;                                                     \
		gate_leave(slot);                                                        \
	}
#include "table.h"
