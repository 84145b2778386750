/* SPDX-License-Identifier: MIT */
/*
 * JUnit XML, as GitLab, Jenkins, Azure and others read it: each group of findings is a
 * test that failed, each suppression one that was skipped; a run without findings is one
 * test that passed.
 */
#include "formats.h"

static void escaped(FILE *to, const char *text)
{
	for (; *text; text++)
		switch (*text) {
		case '&':
			fputs("&amp;", to);
			break;
		case '<':
			fputs("&lt;", to);
			break;
		case '>':
			fputs("&gt;", to);
			break;
		case '"':
			fputs("&quot;", to);
			break;
		case '\t':
		case '\r':
			fprintf(to, "&#%d;", *text);
			break;
		default:
			putc(*text, to);
		}
}

/* A line end in an attribute would be read as a blank. */
static void attribute(FILE *to, const char *name, const char *text)
{
	fprintf(to, " %s=\"", name);
	for (; *text; text++)
		if (*text == '\n')
			fputs("&#10;", to);
		else
			escaped(to, (const char[]){*text, 0});
	putc('"', to);
}

static void write_suite(FILE *to, const char *element, const struct annotations *all)
{
	bool is_clean = all->findings + all->incomplete == 0;
	fprintf(to,
		"<%s name=\"forkseed\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" "
		"skipped=\"%zu\" time=\"0\"",
		element, all->count + is_clean, all->findings, all->incomplete,
		all->suppressed);
}

/* What went wrong, with its reason in `text`. */
static void write_failure(FILE *to, const char *element, const struct annotation *one)
{
	fprintf(to, "<%s", element);
	attribute(to, "type", one->kind);
	attribute(to, "message", one->title);
	putc('>', to);
	escaped(to, one->text);
	fprintf(to, "</%s>\n", element);
}

static void write_case(FILE *to, const struct annotation *one)
{
	fputs("<testcase classname=\"forkseed.", to);
	escaped(to, one->kind);
	putc('"', to);
	attribute(to, "name", one->identity);
	if (one->path) {
		attribute(to, "file", one->path);
		fprintf(to, " line=\"%d\"", one->line);
	}
	fputs(" time=\"0\">\n", to);
	if (one->state == ANNOTATION_SUPPRESSED) {
		fputs("<skipped", to);
		attribute(to, "message", one->title);
		fputs("/>\n", to);
	} else {
		write_failure(to, one->state == ANNOTATION_FINDING ? "failure" : "error",
			      one);
	}
	fputs("</testcase>\n", to);
}

void format_junit(FILE *to, const struct annotations *all)
{
	fputs("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n", to);
	write_suite(to, "testsuites", all);
	fputs(">\n", to);
	write_suite(to, "testsuite", all);
	fprintf(to, " timestamp=\"%s\">\n", all->started);
	if (all->findings + all->incomplete == 0)
		fputs("<testcase classname=\"forkseed\" name=\"no process draws what "
		      "another one draws\" time=\"0\"/>\n",
		      to);
	for (size_t i = 0; i < all->count; i++)
		write_case(to, &all->list[i]);
	fputs("</testsuite>\n</testsuites>\n", to);
}
