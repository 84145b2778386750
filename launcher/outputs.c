/* SPDX-License-Identifier: MIT */
/*
 * The files that an audit's reports go to. They are written when the command has ended;
 * that they can be is tried before it runs, so that no long run ends without its report.
 */
#include "../shim/recorder/recording.h"
#include "launcher.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MOST_OUTPUTS = MOST_FORMATS + 2 };

struct output {
	const char *option, *file;
	struct stat st;
};

const char *format_file(const char *format)
{
	const char *colon = strchr(format, ':');
	return colon ? colon + 1 : NULL;
}

static int list(struct output *outputs, const struct choices *choices)
{
	int count = 0;
	if (choices->file)
		outputs[count++] = (struct output){"--audit", choices->file, {0}};
	if (choices->page)
		outputs[count++] = (struct output){"--report", choices->page, {0}};
	for (int i = 0; choices->formats[i]; i++) {
		const char *format = choices->formats[i], *file = format_file(format);
		if (file)
			outputs[count++] = (struct output){
				join("--format=",
				     strndup(format, (size_t)(file - 1 - format)), NULL),
				file,
				{0}};
	}
	return count;
}

static void try(struct output *output)
{
	const char *file = output->file;
	int fd = open(file,
		      O_WRONLY | O_CREAT | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK | O_APPEND,
		      0666);
	if (fd < 0)
		die(EXIT_OWN_ERROR, "cannot write the report ", file, ": ",
		    errno == ELOOP ? "it is a symbolic link" : strerror(errno), NULL);
	if (fstat(fd, &output->st) < 0 || !S_ISREG(output->st.st_mode))
		die(EXIT_OWN_ERROR, "cannot write the report ", file,
		    ": it is not a regular file", NULL);
	close(fd);
}

/* The command could make such a file as well, to have somebody's written over. */
static void refuse_other_names(const struct output *output)
{
	if (output->st.st_nlink > 1)
		die(EXIT_OWN_ERROR, "cannot write the report ", output->file,
		    ": it has other names (hard links)", NULL);
}

/* By whatever name. */
static void refuse_one_file(const struct output *one, const struct output *other)
{
	if (one->st.st_dev == other->st.st_dev && one->st.st_ino == other->st.st_ino)
		die(EXIT_OWN_ERROR, other->option, " and ", one->option,
		    " name one file: ", one->file, NULL);
}

/* By somebody's hand, and read once more when the command has ended. */
static void refuse_suppressions(const struct output *output)
{
	struct output suppressions = {
		"--suppressions", setting("FORKSEED_SUPPRESSIONS"), {0}};
	if (suppressions.file && stat(suppressions.file, &suppressions.st) == 0)
		refuse_one_file(output, &suppressions);
}

static const char *last_part(const char *file)
{
	const char *slash = strrchr(file, '/');
	return slash ? slash + 1 : file;
}

static struct stat folder_of(const char *file)
{
	struct stat st = {0};
	char *folder = join(file, NULL);
	folder[last_part(file) - file] = '\0';
	if (stat(*folder ? folder : ".", &st) < 0)
		st.st_ino = 0;
	free(folder);
	return st;
}

/* What is recorded goes beside the report, and is not there yet. */
static void refuse_recording(const struct output *output, const char *report)
{
	const char *recording = join(report, RECORDING_SUFFIX, NULL);
	struct stat one = folder_of(output->file), other = folder_of(recording);
	if (strcmp(last_part(output->file), last_part(recording)) == 0 &&
	    one.st_dev == other.st_dev && one.st_ino == other.st_ino)
		die(EXIT_OWN_ERROR, output->option,
		    " names the file that --audit=", report,
		    " records into: ", output->file, NULL);
}

void try_outputs(const struct choices *choices)
{
	struct output outputs[MOST_OUTPUTS];
	int count = list(outputs, choices);
	for (int i = 0; choices->file && i < count; i++)
		refuse_recording(&outputs[i], choices->file);
	for (int i = 0; i < count; i++) {
		try(&outputs[i]);
		refuse_suppressions(&outputs[i]);
		for (int other = 0; other < i; other++)
			refuse_one_file(&outputs[i], &outputs[other]);
	}
	for (int i = 0; i < count; i++)
		refuse_other_names(&outputs[i]);
}
