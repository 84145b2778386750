/* SPDX-License-Identifier: MIT */
/*
 * Which version a file of ours belongs to, in a section that is never loaded: the launcher
 * reads it from the files (launcher/parts.c). Linked into the shims, forkseed-audit and the
 * probe.
 */
	.section .forkseed_version, "", %progbits
	.asciz FORKSEED_VERSION
	.section .note.GNU-stack, "", %progbits
