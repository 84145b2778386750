/* SPDX-License-Identifier: MIT
 *
 * musl's <sys/stat.h>, and what musl before 1.2.4 has not: what statx(2) tells.
 */
#pragma once

#include_next <sys/stat.h>

#ifndef STATX_BASIC_STATS
#include <stdint.h>

#define STATX_BASIC_STATS 0x7ffU

struct statx_timestamp {
	int64_t tv_sec;
	uint32_t tv_nsec, __reserved;
};

struct statx {
	uint32_t stx_mask, stx_blksize;
	uint64_t stx_attributes;
	uint32_t stx_nlink, stx_uid, stx_gid;
	uint16_t stx_mode, __reserved;
	uint64_t stx_ino, stx_size, stx_blocks, stx_attributes_mask;
	struct statx_timestamp stx_atime, stx_btime, stx_ctime, stx_mtime;
	uint32_t stx_rdev_major, stx_rdev_minor, stx_dev_major, stx_dev_minor;
	uint64_t __more[14];
};
#endif
