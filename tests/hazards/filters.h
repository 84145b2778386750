/* SPDX-License-Identifier: MIT */
/*
 * Small seccomp filters: a list of system calls gets one answer, all others are allowed.
 * Not here: which calls a test refuses, and what follows from it.
 */
#ifndef FILTERS_H
#define FILTERS_H

#include "children.h"
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>

#define FILTER_LOAD(field)                                                               \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, field))
#define FILTER_ERROR(number) (SECCOMP_RET_ERRNO | (number))

/* Returns a listener's descriptor when asked for one by `flags`; below 0 when refused. */
static inline int filter_install(struct sock_filter *code, size_t length, unsigned flags)
{
	struct sock_fprog program = {(unsigned short)length, code};

	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &program);
}

/* From now on system call `number` gets `answer`. */
static inline int filter_call(long number, uint32_t answer, unsigned flags)
{
	struct sock_filter code[] = {
		FILTER_LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, answer),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	return filter_install(code, sizeof(code) / sizeof(code[0]), flags);
}

/* The same, only where the third argument (low half) equals `value`. */
static inline int filter_third_argument(long number, uint32_t value, uint32_t answer)
{
	struct sock_filter code[] = {
		FILTER_LOAD(nr),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (uint32_t)number, 0, 3),
		FILTER_LOAD(args[2]), /* little endian: the low half comes first */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, value, 0, 1),
		BPF_STMT(BPF_RET | BPF_K, answer),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
	};

	return filter_install(code, sizeof(code) / sizeof(code[0]), 0);
}

#endif
