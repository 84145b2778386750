/* SPDX-License-Identifier: MIT
 *
 * AArch64: the relocations that put a function's address somewhere (ELF for the Arm
 * 64-bit Architecture, "Dynamic relocations").
 */
#pragma once

#define RELOCATION_CALL R_AARCH64_JUMP_SLOT
#define RELOCATION_GOT R_AARCH64_GLOB_DAT
#define RELOCATION_WORD R_AARCH64_ABS64

#include "relocations-rela.h"
