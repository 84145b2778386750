/* SPDX-License-Identifier: MIT */
/*
 * Writing JSON (RFC 8259), an object a line. What stands in it of traces and scripts is
 * in frames.c, how text is written in json-text.c.
 */
#include "json.h"
#include "escapes.h"
#include "frames.h"
#include "groups.h"

#include <string.h>
#include <time.h>

static void reference(FILE *to, const char *name, uint32_t value)
{
	if (value)
		fprintf(to, ",\"%s\":%u", name, value);
	else
		fprintf(to, ",\"%s\":null", name);
}

static void trace(FILE *to, const char *name, const struct trace *trace,
		  const struct page_extras *extras)
{
	if (extras)
		reference(to, name, trace ? trace->site : 0);
	else
		frames_trace(to, name, trace);
}

static void script(FILE *to, const char *name, const struct script *script,
		   const struct page_extras *extras)
{
	if (extras)
		reference(to, name, script ? script->id : 0);
	else
		frames_script(to, name, script);
}

static void write_head(FILE *to, const struct records *records)
{
	time_t started = (time_t)records->recording->started;
	char text[32] = "";
	struct tm utc;
	if (gmtime_r(&started, &utc))
		strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &utc);
	fprintf(to, "{\"type\":\"recording\",\"schema\":%d", JSON_SCHEMA);
	json_member(to, "version", FORKSEED_VERSION);
	json_member(to, "started", text);
	fputs("}\n", to);
}

static void seconds(FILE *to, const char *name, int64_t time)
{
	const unsigned long long second = 1000000000;
	unsigned long long whole =
		time < 0 ? -(unsigned long long)time : (unsigned long long)time;
	fprintf(to, ",\"%s\":%s%llu.%09llu", name, time < 0 ? "-" : "", whole / second,
		whole % second);
}

static void write_process(FILE *to, const struct records *records,
			  const struct process_record *process, uint32_t id,
			  const struct page_extras *extras)
{
	static const char *const ways[] = {"exec", "fork", "unseen"};
	fprintf(to, "{\"type\":\"process\",\"id\":%u,\"pid\":%d,\"ppid\":%d", id,
		process->pid, process->ppid);
	reference(to, "parent", process->way == WAY_EXEC ? 0 : process->parent);
	reference(to, "image", process->way == WAY_EXEC ? id : process->image);
	json_member(to, "way", ways[process->way % 3]);
	seconds(to, "time", process->head.time);
	if (extras) {
		seconds(to, "seen", records_last_sign(records, id));
		reference(to, "fork", process->site);
		reference(to, "fork_script", process->script);
	}
	if (process->way == WAY_EXEC)
		json_member(to, "program", records_text(&process->head, process->path));
	fputs("}\n", to);
}

static void write_module(FILE *to, const struct records *records,
			 const struct module_record *module)
{
	const char *path = records_text(&module->head, module->path);
	fprintf(to,
		"{\"type\":\"modules\",\"process\":%u,\"modules\":[{\"base\":\"0x%llx\"",
		module->head.process, (unsigned long long)module->base);
	json_member(to, "path",
		    *path ? path : records_program(records, module->head.process));
	fputs(",\"build_id\":\"", to);
	for (uint32_t i = 0; i < module->build_id_size && i < RECORDING_BUILD_ID; i++)
		fprintf(to, "%02x", module->build_id[i]);
	fputs("\"}]}\n", to);
}

static void write_seed(FILE *to, const struct records *records,
		       const struct verdict *verdict, const struct page_extras *extras)
{
	const struct seed_record *seed = verdict->seed;
	if (!seed) {
		fputs(",\"seeded\":null", to);
		return;
	}
	char name[RECORDING_NAME + 1] = "";
	memcpy(name, seed->function, RECORDING_NAME);
	fprintf(to, ",\"seeded\":{\"process\":%u", seed->head.process);
	json_member(to, "function", name);
	if (seed->has_seed)
		fprintf(to, ",\"seed\":%llu", (unsigned long long)seed->seed);
	fprintf(to, ",\"clock\":%s", seed->is_second ? "true" : "false");
	trace(to, "at", trace_of(records, seed->site), extras);
	script(to, "at_script", script_of(records, seed->script), extras);
	putc('}', to);
}

static void write_verdict(FILE *to, const struct records *records,
			  const struct verdict *verdict, size_t id,
			  const struct page_extras *extras)
{
	static const char *const drew[] = {"null", "false", "true"};
	fprintf(to, "{\"type\":\"finding\",\"id\":%zu", id);
	json_member(to, "kind", verdict->kind);
	json_member(to, "generator", *verdict->generator ? verdict->generator : NULL);
	fprintf(to, ",\"pid\":%d,\"ppid\":%d", verdict->pid, verdict->ppid);
	reference(to, "process", verdict->process);
	json_member(to, "program", verdict->program);
	json_member(to, "severity", groups_are_security(verdict) ? "security" : NULL);
	fprintf(to, ",\"healed\":%s", verdict->healed ? "true" : "false");
	fprintf(to, ",\"parent_drew\":%s", drew[verdict->parent_drew % 3]);
	reference(to, "stream", verdict->stream);
	write_seed(to, records, verdict, extras);
	trace(to, "fork", verdict->where->fork, extras);
	script(to, "fork_script", verdict->where->fork_script, extras);
	trace(to, "draw", verdict->where->draw, extras);
	script(to, "draw_script", verdict->where->draw_script, extras);
	if (verdict->detail && *verdict->detail)
		json_member(to, "detail", verdict->detail);
	json_member(to, "suppressed", verdict->suppressed);
	reference(to, "group", (uint32_t)verdict->group);
	fputs("}\n", to);
}

static void write_unwatched(FILE *to, const struct escape_record *unwatched)
{
	fputs("{\"type\":\"unwatched\"", to);
	json_member(to, "program", records_text(&unwatched->head, unwatched->path));
	json_member(to, "generators", escapes_unwatched(unwatched));
	fputs("}\n", to);
}

static void write_totals(FILE *to, const struct records *records,
			 const struct totals *totals)
{
	fprintf(to,
		"{\"type\":\"summary\",\"processes\":%u,\"findings\":%u,"
		"\"suppressed\":%u,\"harmless\":%u,\"lost\":%llu,\"torn\":%u,"
		"\"unseen\":%llu,\"running\":%u,\"unstarted\":%u,\"unwatched\":%u}\n",
		totals->processes, totals->findings, totals->suppressed, totals->harmless,
		totals->lost, records->torn, totals->unseen, records->running,
		totals->unstarted, totals->not_watched);
}

bool json_write(FILE *to, const struct records *records, const struct verdicts *verdicts,
		const struct totals *totals)
{
	write_head(to, records);
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	write_process(to, records, process, id, NULL);
	FOR_EACH_RECORD(records, RECORD_MODULE, struct module_record, module, id)
	write_module(to, records, module);
	for (size_t i = 0; i < verdicts->count; i++)
		write_verdict(to, records, &verdicts->list[i], i + 1, NULL);
	FOR_EACH_RECORD(records, RECORD_UNWATCHED, struct escape_record, unwatched, id)
	write_unwatched(to, unwatched);
	write_totals(to, records, totals);
	return fflush(to) == 0 && !ferror(to);
}

static void write_trace(FILE *to, const struct trace *trace, uint32_t id)
{
	fprintf(to, "{\"type\":\"trace\",\"id\":%u", id);
	frames_trace(to, "frames", trace);
	fputs("}\n", to);
}

static void write_script(FILE *to, const struct script *script, uint32_t id)
{
	fprintf(to, "{\"type\":\"script\",\"id\":%u", id);
	frames_script(to, "frames", script);
	fputs("}\n", to);
}

/* Where it waits is in its own record alone. */
static void write_stuck(FILE *to, const struct verdict *verdict)
{
	if (strcmp(verdict->kind, "stuck") != 0)
		return;
	write_trace(to, verdict->where->draw, verdict->where->draw->site);
	if (verdict->where->draw_script)
		write_script(to, verdict->where->draw_script,
			     verdict->where->draw_script->id);
}

void json_write_for_page(FILE *to, const struct records *records,
			 const struct verdicts *verdicts, const struct totals *totals,
			 const struct page_extras *extras)
{
	size_t processes = 0;
	write_head(to, records);
	FOR_EACH_RECORD(records, RECORD_PROCESS, struct process_record, process, id)
	if (processes++ < extras->most)
		write_process(to, records, process, id, extras);
	FOR_EACH_RECORD(records, RECORD_SITE, struct site_record, site, id)
	write_trace(to, trace_of(records, id), id);
	for (size_t i = 0; i < verdicts->count; i++)
		write_stuck(to, &verdicts->list[i]);
	FOR_EACH_RECORD(records, RECORD_SCRIPT, struct script_record, script, id)
	write_script(to, script_of(records, id), id);
	for (size_t i = 0; i < verdicts->count && i < extras->most; i++)
		write_verdict(to, records, &verdicts->list[i], i + 1, extras);
	write_totals(to, records, totals);
}
