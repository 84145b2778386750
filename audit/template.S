/* SPDX-License-Identifier: MIT */
/*
 * The page's template as bytes. PAGE is its path, which audit.mk gives.
 */
	.section .rodata
	.globl page_template, page_template_end
	.hidden page_template, page_template_end
page_template:
	.incbin PAGE
page_template_end:
	.section .note.GNU-stack, "", %progbits
