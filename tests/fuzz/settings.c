/* SPDX-License-Identifier: MIT */
/*
 * Fuzzes settings: the launcher's judgement of an option's value, and the shim's own
 * reading of the same environment. The first byte chooses the option.
 */
#include "../../shim/core/settings.h"
#include "../../launcher/launcher.h"
#include "child.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct option *option_number(unsigned number)
{
	unsigned count = 0;
	while (options[count].name)
		count++;
	return &options[number % count];
}

/* All that is read is in the block that ends here, or ASan says so. */
static void read_as_shim(const char *name, const char *value)
{
	size_t length = strlen(name) + strlen(value) + 2;
	char *variable = malloc(length), *list[] = {variable, NULL}, **before = environ;
	strcpy(stpcpy(stpcpy(variable, name), "="), value);
	environ = list;
	struct settings settings = settings_read();
	settings_lists(settings.keep, "random");
	settings_lists(settings.runtimes, "perl");
	settings_lists(value, value);
	environ = before;
	free(variable);
}

static void work(const uint8_t *data, size_t size)
{
	if (size < 1)
		return;
	const struct option *option = option_number(data[0]);
	const char *value = strndup((const char *)data + 1, size - 1);
	if (option->variable || option->values)
		objection(option, value, " here");
	if (option->variable)
		read_as_shim(option->variable, value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	child_run(work, data, size);
	return 0;
}
