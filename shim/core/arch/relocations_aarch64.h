/* SPDX-License-Identifier: MIT
 *
 * AArch64: the relocations that put a function's address somewhere (ELF for the Arm
 * 64-bit architecture, "Dynamic relocations").
 */
#pragma once

#include <elf.h>
#include <stdbool.h>

typedef Elf64_Rela relocation;
enum {
	RELOCATIONS = DT_RELA,
	RELOCATIONS_SIZE = DT_RELASZ,
	RELOCATIONS_RELATIVE = DT_RELACOUNT,
	RELOCATIONS_KNOWN = 1,
};

static inline unsigned long relocation_symbol(const relocation *one)
{
	return ELF64_R_SYM(one->r_info);
}

/* By a call, when it is first made: until then the place holds an address in the
 * object's own PLT. */
static inline bool relocation_is_lazy(const relocation *one)
{
	return ELF64_R_TYPE(one->r_info) == R_AARCH64_JUMP_SLOT;
}

static inline bool relocation_is_address(const relocation *one)
{
	unsigned long type = ELF64_R_TYPE(one->r_info);
	return type == R_AARCH64_GLOB_DAT || type == R_AARCH64_JUMP_SLOT ||
	       (type == R_AARCH64_ABS64 && one->r_addend == 0);
}
