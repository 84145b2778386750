/* SPDX-License-Identifier: MIT
 *
 * Looking a symbol up in an object that has only the older DT_HASH: the vDSO of AArch64
 * before Linux 6.12, and those of other processors.
 */
#pragma once

#include "elf_symbols.h"

/* As elf_symbols_find(), symbol by symbol. */
void *elf_sysv_find(const struct dl_phdr_info *object, const char *name);
