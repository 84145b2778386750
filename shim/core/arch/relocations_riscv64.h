/* SPDX-License-Identifier: MIT
 *
 * 64-bit RISC-V: the relocations that put a function's address somewhere (RISC-V ELF
 * psABI, "Relocations"). A GOT entry has that of a word of data.
 */
#pragma once

#define RELOCATION_CALL R_RISCV_JUMP_SLOT
#define RELOCATION_GOT R_RISCV_JUMP_SLOT
#define RELOCATION_WORD R_RISCV_64

#include "relocations-rela.h"
