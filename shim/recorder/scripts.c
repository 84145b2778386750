/* SPDX-License-Identifier: MIT
 *
 * Recording the frames of a script. They are told twice, so that no memory is needed
 * between measuring and writing: what a thread executes does not change while it is here.
 */
#include "scripts.h"

#include <string.h>

void script_put(struct script *script, unsigned char byte)
{
	script->key = (script->key ^ byte) * 0x100000001b3; /* FNV-1a */
	if (script->text && script->size < script->room)
		script->text[script->size] = (char)byte;
	script->size++;
}

void script_end_frame(struct script *script, int line)
{
	int unit = 1;
	while (line > 0 && line / unit >= 10)
		unit *= 10;
	for (; unit > 0; unit /= 10)
		script_put(script,
			   (unsigned char)('0' + (line > 0 ? line / unit % 10 : 0)));
	script_put(script, 0);
}

static uint32_t add(struct recording *recording, uint32_t process, script_source *source,
		    bool may_ask, size_t size)
{
	struct script_record *record =
		recording_reserve(recording, RECORD_SCRIPT, sizeof *record + size);
	if (!record)
		return 0;
	struct script script = {.text = record->text, .room = size};
	source(&script, may_ask);
	record->head.process = process;
	record->size = (uint32_t)size;
	record->is_cut = script.is_cut;
	return recording_commit(recording, record);
}

uint32_t scripts_record(struct recording *recording, uint32_t process,
			script_source *source, bool may_ask)
{
	struct script script = {.key = 0xcbf29ce484222325};
	if (source)
		source(&script, may_ask);
	if (!script.size)
		return 0;
	_Atomic uint32_t *known = recording_slot(recording, script.key);
	if (known && *known)
		return *known;
	uint32_t reference = add(recording, process, source, may_ask, script.size);
	if (known)
		*known = reference;
	return reference;
}
