/* SPDX-License-Identifier: MIT
 *
 * A frame of Python's as the recorder wants it: its file and function in UTF-8, its line.
 */
#include "python_frames.h"
#include "recorder/scripts.h"

static void put_character(struct script *script, uint32_t character)
{
	static const uint8_t first[] = {0, 0xc0, 0xe0, 0xf0};
	int more = character < 0x80      ? 0
		   : character < 0x800   ? 1
		   : character < 0x10000 ? 2
					 : 3;
	if (character >= 0xdc80 && character <= 0xdcff) { /* a byte that was no UTF-8 */
		script_put(script, (uint8_t)character);
		return;
	}
	script_put(script, (uint8_t)(first[more] | character >> 6 * more));
	while (more-- > 0)
		script_put(script, (uint8_t)(0x80 | (character >> 6 * more & 0x3f)));
}

static void put_text(struct script *script, const struct frames_text *text)
{
	for (size_t i = 0; i < text->length; i++) {
		uint32_t character = frames_character(text, i);
		put_character(script, character ? character : '?');
	}
	script_end_text(script);
}

bool frames_put(struct script *script, struct frames_walk *walk,
		const struct frame *frame)
{
	struct frames_text file, name;
	if (!frames_file(walk, frame->code, &file) ||
	    !frames_name(walk, frame->code, &name))
		return false;
	put_text(script, &file);
	put_text(script, &name);
	script_end_frame(script, frames_line(walk, frame));
	return true;
}
