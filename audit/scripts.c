/* SPDX-License-Identifier: MIT */
/*
 * Reading the recorded text of a script's frames, and telling the program's own files
 * from Python's and Perl's libraries by their paths.
 */
#include "scripts.h"

#include <fnmatch.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_FRAMES = 64 };

/* python3.11/..., lib/python3/dist-packages/..., python311.zip/...; what CPython was
 * built with; what libraries make up. perl5/..., perl/5.36/..., perl-base/... PHP's
 * packages, and what Composer installs. */
static const char *const libraries[] = {"*/lib/python[0-9]*/*",  "*/lib64/python[0-9]*/*",
					"*/site-packages/*",     "*/dist-packages/*",
					"*/python[0-9]*.zip/*",  "<frozen *>",
					"<__array_function__ *", "*/lib/*perl5/*",
					"*/lib/*perl-base/*",    "*/lib/*perl/5.*",
					"*/share/perl5/*",       "*/share/perl/5.*",
					"*/share/php/*",         "*/vendor/*",
					"*/share/lua/*",         "*/share/luajit*"};

static bool is_library(const char *file)
{
	for (size_t i = 0; i < sizeof libraries / sizeof *libraries; i++)
		if (fnmatch(libraries[i], file, 0) == 0)
			return true;
	return false;
}

/* The text at `at`, and `at` behind it; NULL where there is no end. */
static const char *take(const char **at, const char *end)
{
	const char *text = *at, *zero = memchr(text, 0, (size_t)(end - text));
	*at = zero ? zero + 1 : end;
	return zero ? text : NULL;
}

static void read_frames(struct script *script, struct script_frame *frames,
			const char *at, size_t size)
{
	const char *end = at + size;
	while (at < end && script->count < MOST_FRAMES) {
		const char *file = take(&at, end), *function = take(&at, end);
		const char *line = take(&at, end);
		if (!file || !function || !line)
			break;
		frames[script->count++] = (struct script_frame){
			file, function, atoi(line), is_library(file)};
	}
}

const struct script *script_from(const char *text, size_t size, uint32_t id, bool is_cut)
{
	struct script_frame *frames = calloc(MOST_FRAMES, sizeof *frames);
	struct script *script = calloc(1, sizeof *script);
	*script = (struct script){.frames = frames, .id = id, .is_cut = is_cut};
	read_frames(script, frames, text, size);
	return script;
}

static const struct script *make(const struct records *records, uint32_t reference)
{
	const struct script_record *record =
		records_at(records, reference, RECORD_SCRIPT);
	return record ? script_from(record->text, record->size, reference, record->is_cut)
		      : script_from("", 0, 0, false);
}

const struct script *script_of(const struct records *records, uint32_t reference)
{
	static const struct script **kept;
	if (!kept)
		kept = calloc((size_t)(records->recording->mark.size / RECORDING_UNIT) +
				      1,
			      sizeof *kept);
	if (!records_at(records, reference, RECORD_SCRIPT))
		reference = 0;
	if (!kept[reference])
		kept[reference] = make(records, reference);
	return kept[reference];
}

const struct script_frame *script_top(const struct script *script)
{
	for (int i = 0; script && i < script->count; i++)
		if (!script->frames[i].is_library)
			return &script->frames[i];
	return script && script->count ? &script->frames[0] : NULL;
}

static struct trace *as_trace(const struct script *script)
{
	struct trace *trace = calloc(1, sizeof *trace);
	struct frame *frames = calloc((size_t)script->count, sizeof *frames);
	for (int i = 0; i < script->count; i++) {
		const struct script_frame *frame = &script->frames[i];
		frames[i].function = frame->function;
		frames[i].file = frame->line ? frame->file : NULL;
		frames[i].line = frame->line;
		frames[i].is_libc = frame->is_library;
	}
	*trace = (struct trace){.frames = frames, .count = script->count};
	return trace;
}

const struct trace *script_or_trace(const struct script *script,
				    const struct trace *trace)
{
	return script && script->count ? as_trace(script) : trace;
}
