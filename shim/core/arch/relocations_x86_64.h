/* SPDX-License-Identifier: MIT
 *
 * x86-64: the relocations that put a function's address somewhere (System V ABI, AMD64
 * supplement, table 4.9).
 */
#pragma once

#define RELOCATION_CALL R_X86_64_JUMP_SLOT
#define RELOCATION_GOT R_X86_64_GLOB_DAT
#define RELOCATION_WORD R_X86_64_64

#include "relocations-rela.h"
