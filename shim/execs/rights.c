/* SPDX-License-Identifier: MIT
 *
 * The kernel's rule: who is another user or group effectively than really, after the
 * start, has AT_SECURE set, and ld.so ignores LD_PRELOAD (ld.so(8), capabilities(7)).
 */
#include "rights.h"

#include <linux/prctl.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>

static unsigned ask(long number)
{
	return (unsigned)raw_syscall(number, 0, 0, 0, 0);
}

static bool bits_count(int fd)
{
	struct statvfs fs;
	return raw_syscall5(SYS_prctl, PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 &&
	       !(fd >= 0 && fstatvfs(fd, &fs) == 0 && (fs.f_flag & ST_NOSUID));
}

enum escape_cause rights_judge(const struct statx *st, int fd)
{
	bool set_uid = st->stx_mode & S_ISUID;
	/* Without the group's x bit, set-gid once meant mandatory locking. */
	bool set_gid = (st->stx_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP);
	if ((set_uid || set_gid) && !bits_count(fd))
		set_uid = set_gid = false;
	bool other_user = (set_uid ? st->stx_uid : ask(SYS_geteuid)) != ask(SYS_getuid);
	bool other_group = (set_gid ? st->stx_gid : ask(SYS_getegid)) != ask(SYS_getgid);
	if ((other_user && set_uid) || (other_group && set_gid))
		return CAUSE_RIGHTS;
	if (other_user || other_group)
		return CAUSE_IDS;
	bool has_some = ask(SYS_getuid) != 0 && fd >= 0 &&
			fgetxattr(fd, "security.capability", NULL, 0) > 0;
	return has_some && bits_count(fd) ? CAUSE_RIGHTS : CAUSE_UNKNOWN;
}
