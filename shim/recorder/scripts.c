/* SPDX-License-Identifier: MIT
 *
 * Recording the frames of a script. They are told twice, so that no memory is needed
 * between measuring and writing: what a thread executes does not change while it is here.
 */
#include "scripts.h"

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
