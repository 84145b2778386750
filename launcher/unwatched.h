/* SPDX-License-Identifier: MIT */
/*
 * What an audit did not watch in one program: what unwatched.c gathers from a recording,
 * and unwatched-files.c looks into.
 */
#ifndef FORKSEED_UNWATCHED_H
#define FORKSEED_UNWATCHED_H

#include "doctor/doctor.h"
#include "doctor/elf-names.h"

struct unwatched_program {
	const char *path;
	struct strings opened; /* paths, with what came along */
	struct strings deep;   /* names of those with RTLD_DEEPBIND */
	struct strings apart;  /* and in another namespace */
	bool asks_libc;        /* it may look functions up in libc itself */
};

/* In words, nothing where everything was watched. */
struct strings unwatched_of_program(const struct unwatched_program *program);

#endif
