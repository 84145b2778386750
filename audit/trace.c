/* SPDX-License-Identifier: MIT */
/*
 * Unwinding with libdwfl: the objects of the process at the addresses where they were,
 * its registers and its stack from the recording.
 */
#include "trace.h"
#include "symbols.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_FRAMES = 128, NEAR = 1 << 20 };

/* What libdwfl's callbacks are given. */
struct unwinding {
	const struct site_record *site;
	Dwfl *dwfl;
	struct trace *trace;
	bool past_stack; /* the stack behind what was recorded was wanted last */
	bool past_shim;
};

static pid_t next_thread(Dwfl *dwfl, void *data, void **thread_data)
{
	(void)dwfl;
	bool is_first = *thread_data == NULL;
	*thread_data = data;
	return is_first ? 1 : 0;
}

static bool get_thread(Dwfl *dwfl, pid_t tid, void *data, void **thread_data)
{
	(void)dwfl, (void)tid;
	*thread_data = data;
	return true;
}

static bool read_memory(Dwfl *dwfl, Dwarf_Addr address, Dwarf_Word *word, void *data)
{
	struct unwinding *unwinding = data;
	const struct site_record *site = unwinding->site;
	uint64_t at = address - site->sp;
	(void)dwfl;
	if (address < site->sp || at + sizeof *word > site->stack_size) {
		unwinding->past_stack = at >= site->stack_size && at < NEAR;
		return false;
	}
	memcpy(word, site->stack + at, sizeof *word);
	return true;
}

static bool set_registers(Dwfl_Thread *thread, void *data)
{
	const struct site_record *site = ((struct unwinding *)data)->site;
	dwfl_thread_state_register_pc(thread, site->pc);
	return dwfl_thread_state_registers(thread, 0, site->registers, site->values);
}

static const Dwfl_Thread_Callbacks callbacks = {
	.next_thread = next_thread,
	.get_thread = get_thread,
	.memory_read = read_memory,
	.set_initial_registers = set_registers,
};

static void add_frame(struct unwinding *unwinding, uint64_t pc, bool is_exact)
{
	struct trace *trace = unwinding->trace;
	struct frame *frames = trace->frames + trace->count;
	*frames = (struct frame){.pc = pc};
	int count = symbols_name(unwinding->dwfl, frames, MOST_FRAMES - trace->count,
				 is_exact ? pc : pc - 1);
	if (!unwinding->past_shim && symbols_is_shim(frames->object))
		return;
	unwinding->past_shim = true;
	trace->count += count;
}

static int visit(Dwfl_Frame *state, void *data)
{
	struct unwinding *unwinding = data;
	Dwarf_Addr pc;
	bool is_exact;
	if (!dwfl_frame_pc(state, &pc, &is_exact) || pc == 0 ||
	    unwinding->trace->count == MOST_FRAMES)
		return DWARF_CB_ABORT;
	add_frame(unwinding, pc, is_exact);
	return DWARF_CB_OK;
}

/* All threads begin in libc; the first one's caller is the program's _start. */
static bool is_whole(const struct trace *trace)
{
	for (int i = trace->count - 1; i >= 0 && i >= trace->count - 2; i--)
		if (trace->frames[i].is_libc)
			return true;
	return false;
}

/* libdwfl tells no end from another. */
static const char *why_it_ended(const struct unwinding *unwinding)
{
	const struct trace *trace = unwinding->trace;
	if (trace->count == 0)
		return unwinding->past_stack ? "too little of the stack could be recorded"
					     : "nothing could be unwound";
	if (trace->count == MOST_FRAMES)
		return "more frames than are shown";
	if (unwinding->past_stack && unwinding->site->is_cut)
		return "the recorded slice of the stack ends here";
	if (is_whole(trace))
		return NULL;
	if (!trace->frames[trace->count - 1].object)
		return "this address is in no object that is known";
	return "no unwind information here";
}

static void unwind(struct unwinding *unwinding)
{
	struct trace *trace = unwinding->trace;
	if (!unwinding->dwfl ||
	    (dwfl_pid(unwinding->dwfl) < 0 &&
	     !dwfl_attach_state(unwinding->dwfl, NULL, 1, &callbacks, unwinding))) {
		add_frame(unwinding, unwinding->site->pc, true);
		trace->ended = "the program's file can't be read any more";
		return;
	}
	dwfl_getthread_frames(unwinding->dwfl, 1, visit, unwinding);
	trace->ended = why_it_ended(unwinding);
}

static struct trace *make(const struct records *records, uint32_t site)
{
	struct trace *trace = calloc(1, sizeof *trace);
	trace->frames = calloc(MOST_FRAMES, sizeof *trace->frames);
	const struct site_record *record = records_at(records, site, RECORD_SITE);
	if (!record) {
		trace->ended = "the place was not recorded";
		return trace;
	}
	trace->site = site;
	static struct unwinding unwinding; /* libdwfl keeps a pointer to it */
	unwinding = (struct unwinding){.site = record, .trace = trace};
	unwinding.dwfl = symbols_open(records, record->head.process);
	unwind(&unwinding);
	return trace;
}

const struct trace *trace_of(const struct records *records, uint32_t site)
{
	static struct trace **kept;
	if (!kept)
		kept = calloc((size_t)(records->recording->mark.size / RECORDING_UNIT) +
				      1,
			      sizeof *kept);
	if (!records_at(records, site, RECORD_SITE))
		site = 0;
	if (!kept[site])
		kept[site] = make(records, site);
	return kept[site];
}

const struct frame *trace_top(const struct trace *trace)
{
	for (int i = 0; i < trace->count; i++)
		if (!trace->frames[i].is_libc)
			return &trace->frames[i];
	return trace->count ? &trace->frames[0] : NULL;
}
