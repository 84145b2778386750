/* SPDX-License-Identifier: MIT
 *
 * What the relocations of processors with DT_RELA have in common. Included by
 * relocations_*.h, which say by three names what a function's address is put somewhere
 * by: RELOCATION_CALL, by a call when it is first made: until then the place holds an
 * address in the object's own PLT; RELOCATION_GOT; RELOCATION_WORD, in data.
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

static inline bool relocation_is_lazy(const relocation *one)
{
	return ELF64_R_TYPE(one->r_info) == RELOCATION_CALL;
}

static inline bool relocation_is_address(const relocation *one)
{
	unsigned long type = ELF64_R_TYPE(one->r_info);
	return type == RELOCATION_GOT || type == RELOCATION_CALL ||
	       (type == RELOCATION_WORD && one->r_addend == 0);
}
