/* SPDX-License-Identifier: MIT */
/*
 * The arrays of frames, and the few hundred of them that are kept as text: a place that
 * all of a program's children go through is written once for each of them.
 */
#include "frames.h"
#include "json.h"

#include <stdlib.h>

enum { KEPT = 512 };

struct kept {
	const void *of;
	char *text;
	size_t size;
};

static void frame(FILE *to, const struct frame *frame)
{
	fprintf(to, "{\"pc\":\"0x%llx\"", (unsigned long long)frame->pc);
	json_member(to, "function", frame->function);
	fprintf(to, ",\"offset\":%llu", (unsigned long long)frame->offset);
	json_member(to, "file", frame->file);
	if (frame->file)
		fprintf(to, ",\"line\":%d", frame->line);
	json_member(to, "object", frame->object);
	if (frame->is_inlined)
		fputs(",\"inlined\":true", to);
	if (*frame->build_id)
		json_member(to, "build_id", frame->build_id);
	putc('}', to);
}

static void trace_frames(FILE *to, const void *of)
{
	const struct trace *trace = of;
	for (int i = 0; i < trace->count; i++) {
		fputs(i ? "," : "", to);
		frame(to, &trace->frames[i]);
	}
}

static void script_frames(FILE *to, const void *of)
{
	const struct script *script = of;
	for (int i = 0; i < script->count; i++) {
		const struct script_frame *frame = &script->frames[i];
		fputs(i ? ",{\"file\":" : "{\"file\":", to);
		json_string(to, frame->file);
		if (frame->line)
			fprintf(to, ",\"line\":%d", frame->line);
		else
			fputs(",\"line\":null", to);
		json_member(to, "function", frame->function);
		if (frame->is_library)
			fputs(",\"library\":true", to);
		putc('}', to);
	}
}

static void keep(struct kept *kept, const void *of, void (*write)(FILE *, const void *))
{
	free(kept->text);
	FILE *to = open_memstream(&kept->text, &kept->size);
	if (!to)
		abort();
	write(to, of);
	if (fclose(to) != 0)
		abort();
	kept->of = of;
}

/* Another one with the same place in the table takes it: each is written anew then.
 * Traces and scripts are never freed, so that an address is one's name. */
static void array(FILE *to, const char *name, const void *of,
		  void (*write)(FILE *, const void *))
{
	static struct kept table[KEPT];
	fprintf(to, ",\"%s\":[", name);
	if (of) {
		struct kept *kept = &table[(uintptr_t)of / 16 % KEPT];
		if (kept->of != of)
			keep(kept, of, write);
		fwrite(kept->text, 1, kept->size, to);
	}
	putc(']', to);
}

void frames_trace(FILE *to, const char *name, const struct trace *trace)
{
	array(to, name, trace, trace_frames);
	if (trace && trace->ended) {
		fprintf(to, ",\"%s_ended\":", name);
		json_string(to, trace->ended);
	}
}

void frames_script(FILE *to, const char *name, const struct script *script)
{
	array(to, name, script, script_frames);
	if (script && script->is_cut)
		fprintf(to, ",\"%s_ended\":\"%s\"", name, SCRIPT_CUT);
}
