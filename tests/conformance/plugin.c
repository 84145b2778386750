/* SPDX-License-Identifier: MIT */
/* A plugin that programs open with RTLD_DEEPBIND: it is bound to libc's own functions
 * although a preloaded object exports the same names. It only hands out its bindings.
 */
#define _GNU_SOURCE
#include "libc-table.h"

extern const struct libc_table *plugin_table(void);

const struct libc_table *plugin_table(void)
{
	return &libc_here;
}
