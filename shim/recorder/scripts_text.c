/* SPDX-License-Identifier: MIT
 *
 * The text of a script's frames, byte by byte. Apart from its recording, since adapters
 * tell frames as well.
 */
#include "scripts.h"

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
