/* SPDX-License-Identifier: MIT
 *
 * The wrapped functions: into the gate, on to the next definition, out of it. What a
 * signal handler, a cancellation or longjmp(3) leaves behind is found by whoever looks
 * (inside.c, slots.c); libc's errno is not touched.
 */
#include "next.h"

#include "gate.h"

#define ENTER(name, caller) gate_enter(&(struct stay){0}, #name, caller)

/* ALWAYS: also in a process with one thread. */
#define CALL_ALWAYS(type, name, parameters, arguments)                                   \
	type name parameters                                                             \
	{                                                                                \
		struct slot *slot = ENTER(name, __builtin_return_address(0));            \
		type result = next.name arguments;                                       \
		gate_leave(slot);                                                        \
		return result;                                                           \
	}
#define VOID_ALWAYS(name, parameters, arguments)                                         \
	void name parameters                                                             \
	{                                                                                \
		struct slot *slot = ENTER(name, __builtin_return_address(0));            \
		next.name arguments;                                                     \
		gate_leave(slot);                                                        \
	}

/* THREADS: with one thread it is a jump. What has to call for help is a function of its
 * own, since saving registers for that is not to cost the usual way. */
#define CALL_THREADS(type, name, parameters, arguments)                                  \
	static seldom type name##_rarely parameters                                      \
	{                                                                                \
		struct slot *slot = ENTER(name, gate_caller);                            \
		type result = next.name arguments;                                       \
		gate_leave(slot);                                                        \
		return result;                                                           \
	}                                                                                \
	static __attribute__((noinline)) type name##_inside parameters                   \
	{                                                                                \
		struct stay stay;                                                        \
		struct slot *slot = gate_enter_at_once(&stay, #name);                    \
		if (unlikely(!slot))                                                     \
			return name##_rarely arguments;                                  \
		type result = next.name arguments;                                       \
		gate_leave(slot);                                                        \
		return result;                                                           \
	}                                                                                \
	type name parameters                                                             \
	{                                                                                \
		if (likely(!gate_has_threads()))                                         \
			jump next.name arguments;                                        \
		jump name##_inside arguments;                                            \
	}
#define VOID_THREADS(name, parameters, arguments)                                        \
	static seldom void name##_rarely parameters                                      \
	{                                                                                \
		struct slot *slot = ENTER(name, gate_caller);                            \
		next.name arguments;                                                     \
		gate_leave(slot);                                                        \
	}                                                                                \
	void name parameters                                                             \
	{                                                                                \
		if (likely(!gate_has_threads())) {                                       \
			next.name arguments;                                             \
			return;                                                          \
		}                                                                        \
		gate_caller = __builtin_return_address(0);                               \
		name##_rarely arguments;                                                 \
	}

#define CALL(when, type, name, parameters, arguments)                                    \
	CALL_##when(type, name, parameters, arguments)
#define VOID(when, name, parameters, arguments) VOID_##when(name, parameters, arguments)
#include "table.h"
