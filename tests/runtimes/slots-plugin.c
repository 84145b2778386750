/* SPDX-License-Identifier: MIT
 *
 * An object that draws from SQLite, for slots.c to open. slots.sh builds it in several
 * ways; with AT_START its constructor draws, before dlopen(3) has returned.
 */
#include <sqlite3.h>

/* A call, or a pointer in data: another kind of relocation. */
#ifdef BY_POINTER
static void (*const volatile draws)(int, void *) = sqlite3_randomness;
#else
#define draws sqlite3_randomness
#endif

void plugin_draw(unsigned char bytes[16]);
void plugin_draw(unsigned char bytes[16])
{
	draws(16, bytes);
}

#ifdef AT_START
__attribute__((constructor)) static void construct(void)
{
	unsigned char bytes[16];
	plugin_draw(bytes);
}
#endif
