/* SPDX-License-Identifier: MIT
 *
 * CPython's frames, code objects and strings, by version: Include/cpython/pystate.h,
 * frameobject.h, code.h and unicodeobject.h, Include/internal/pycore_frame.h. Within a
 * minor version they do not change.
 */
#include "python_frames.h"

#include <string.h>

static const struct frames_layout layouts[] = {
	{.minor = 9,
	 .current = 24,
	 .in_cframe = NO_CFRAME,
	 .previous = 24,
	 .code = 32,
	 .instruction = 104,
	 .unit = 1,
	 .file = 104,
	 .name = 112,
	 .ascii = 48,
	 .other = 72,
	 .first_line = 40,
	 .lines = 120},
	{.minor = 10,
	 .current = 24,
	 .in_cframe = NO_CFRAME,
	 .previous = 24,
	 .code = 32,
	 .instruction = 96,
	 .unit = 2,
	 .file = 104,
	 .name = 112,
	 .ascii = 48,
	 .other = 72,
	 .first_line = 40,
	 .lines = 120},
	{.minor = 11,
	 .current = 56,
	 .in_cframe = 8,
	 .previous = 48,
	 .code = 32,
	 .instruction = 56,
	 .owner = 69,
	 .file = 112,
	 .name = 120,
	 .traceable = 168,
	 .bytecode = 184,
	 .ascii = 48,
	 .other = 72,
	 .first_line = 72,
	 .lines = 136},
	{.minor = 12,
	 .current = 56,
	 .in_cframe = 0,
	 .previous = 8,
	 .code = 0,
	 .instruction = 56,
	 .owner = 70,
	 .file = 112,
	 .name = 120,
	 .traceable = 176,
	 .bytecode = 192,
	 .ascii = 40,
	 .other = 56,
	 .first_line = 68,
	 .lines = 136},
	{.minor = 13,
	 .current = 72,
	 .in_cframe = NO_CFRAME,
	 .previous = 8,
	 .code = 0,
	 .instruction = 56,
	 .owner = 70,
	 .file = 112,
	 .name = 120,
	 .traceable = 184,
	 .bytecode = 200,
	 .ascii = 40,
	 .other = 56,
	 .first_line = 68,
	 .lines = 136},
	{.minor = 14,
	 .current = 72,
	 .in_cframe = NO_CFRAME,
	 .previous = 8,
	 .code = 0,
	 .instruction = 56,
	 .owner = 74,
	 .file = 112,
	 .name = 120,
	 .traceable = 192,
	 .bytecode = 208,
	 .ascii = 40,
	 .other = 56,
	 .first_line = 68,
	 .lines = 136},
	{.minor = 15,
	 .current = 72,
	 .in_cframe = NO_CFRAME,
	 .previous = 8,
	 .code = 0,
	 .instruction = 56,
	 .owner = 74,
	 .file = 112,
	 .name = 120,
	 .traceable = 192,
	 .bytecode = 208,
	 .ascii = 40,
	 .other = 56,
	 .first_line = 68,
	 .lines = 136},
};

/* "3.11.2 (main, ...". */
const struct frames_layout *frames_layout_of(const char *version)
{
	int minor = 0;
	if (sizeof(void *) != 8 || strncmp(version, "3.", 2) != 0 ||
	    python_text_has(version, "free-threading"))
		return NULL;
	for (const char *digit = version + 2; *digit >= '0' && *digit <= '9'; digit++)
		minor = minor * 10 + *digit - '0';
	for (size_t i = 0; i < sizeof layouts / sizeof *layouts; i++)
		if (layouts[i].minor == minor)
			return &layouts[i];
	return NULL;
}
