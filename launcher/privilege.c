/* SPDX-License-Identifier: MIT */
/*
 * Whether a program starts with more rights than its caller. The kernel then sets
 * AT_SECURE and ld.so ignores LD_PRELOAD. A set-id bit alone is no reason to refuse: it
 * has no effect when the file is the caller's own, on a nosuid mount or under
 * no_new_privs, and file capabilities have none for root (capabilities(7)).
 */
#include "launcher.h"
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

static bool on_nosuid_mount(const char *path)
{
	struct statvfs fs;
	return statvfs(path, &fs) == 0 && (fs.f_flag & ST_NOSUID);
}

static bool set_id_counts(const char *path)
{
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1 && !on_nosuid_mount(path);
}

/* By no bit of the file: whoever executes it is so already. */
static const char differ[] = "would run with effective ids that are not the real ones";

const char *gained_rights(const char *path)
{
	struct stat st;
	if (stat(path, &st) < 0)
		return NULL;
	bool set_uid = st.st_mode & S_ISUID;
	/* Without the group's x bit, set-gid once meant mandatory locking. */
	bool set_gid = (st.st_mode & (S_ISGID | S_IXGRP)) == (S_ISGID | S_IXGRP);
	if ((set_uid || set_gid) && !set_id_counts(path))
		set_uid = set_gid = false;
	if ((set_uid ? st.st_uid : geteuid()) != getuid())
		return set_uid ? "is set-user-ID" : differ;
	if ((set_gid ? st.st_gid : getegid()) != getgid())
		return set_gid ? "is set-group-ID" : differ;
	if (getuid() != 0 && getxattr(path, "security.capability", NULL, 0) > 0 &&
	    !on_nosuid_mount(path))
		return "has file capabilities";
	return NULL;
}

const char *rights_advice(const char *rights)
{
	return rights == differ
		       ? "make them one first (setpriv --reuid, --regid)"
		       : "run it as its owner, or run a copy without those rights";
}
