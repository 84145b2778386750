/* SPDX-License-Identifier: MIT
 *
 * The wrapped functions: into the gate, on to the next definition, out of it. What a
 * signal handler, a cancellation or longjmp(3) leaves behind is found by whoever looks
 * (inside.c, slots.c); libc's errno is not touched.
 */
#include "next.h"

#include "gate.h"

enum { THREADS = false, ALWAYS = true };

#define CALL(when, type, name, parameters, arguments) \
	type name parameters                          \
	{                                             \
		struct stay stay;                     \
		gate_enter(&stay, #name, when);       \
		type result = next.name arguments;    \
		gate_leave(&stay);                    \
		return result;                        \
	}
#define VOID(when, name, parameters, arguments)       \
	void name parameters                          \
	{                                             \
		struct stay stay;                     \
		gate_enter(&stay, #name, when);       \
		next.name arguments;                  \
		gate_leave(&stay);                    \
	}
#include "table.h"
