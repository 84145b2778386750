/* SPDX-License-Identifier: MIT
 *
 * Which function takes which lock, and the note of one fork.
 */
#include "warn.h"
#include "inside.h"
#include "slots.h"
#include "tell.h"

#include <string.h>

enum {
	ZONE = 1,
	LOG = 2,
	USERS = 4,
	GROUPS = 8,
	HOSTS = 16,
	ENVIRONMENT = 32,
	LOCALE = 64,
	LOADER = 128,
	EXITS = 256,
	LOGINS = 512,
};

/* By the beginnings of names. Only what was seen to hang children is here. */
static const struct {
	char names[120];
	int locks;
} uses[] = {
	{" localtime gmtime mktime timegm timelocal ctime tzset strftime wcsftime ",
	 ZONE},
	{" syslog vsyslog ", LOG | ZONE},
	{" openlog closelog setlogmask ", LOG},
	{" getpwnam getpwuid getpwent setpwent endpwent ", USERS},
	{" getgrnam getgrgid getgrent setgrent endgrent ", GROUPS},
	{" gethostbyname gethostbyaddr gethostent ", HOSTS},
	{" setenv putenv unsetenv clearenv ", ENVIRONMENT},
	{" setlocale newlocale duplocale freelocale strerror strsignal gettext dgettext "
	 "dcgettext ",
	 LOCALE},
	{" dl_iterate_phdr dlopen dlclose ", LOADER},
	{" cxa_atexit on_exit exit ", EXITS},
	{" getutent getutxent setutxent pututxline ", LOGINS},
};

/* One fork's, inherited on purpose: it is about the child. */
static struct note {
	char function[24];
	int locks, tid;
} note;

/* Forms with another ending take the same lock, but those that return no static data. */
static bool lists(const char *names, const char *function)
{
	static const char *const endings[] = {"", "_l", "_chk"};
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t length = strlen(function), end = strlen(endings[i]);
		const char *at = names;
		if (length < end || strcmp(function + length - end, endings[i]) != 0)
			continue;
		while ((at = strchr(at, ' ')) && *++at)
			if (strncmp(at, function, length - end) == 0 &&
			    at[length - end] == ' ')
				return true;
	}
	return false;
}

static int locks_of(const char *function)
{
	int locks = 0;
	bool is_zone = strcmp(function, "localtime_r") == 0 ||
		       strcmp(function, "gmtime_r") == 0 ||
		       strcmp(function, "ctime_r") == 0;
	while (*function == '_')
		function++;
	for (size_t i = 0; i < sizeof uses / sizeof *uses; i++)
		if (lists(uses[i].names, function))
			locks |= uses[i].locks;
	return locks | (is_zone ? ZONE : 0);
}

static void take_note(const struct presence *presence)
{
	note.locks = locks_of(presence->function);
	note.tid = presence->tid;
	strncpy(note.function, presence->function, sizeof note.function - 1);
}

static bool has_noted;

/* The mark in the gate is wiped in the child. */
bool warn_is_child(void)
{
	return has_noted && gate && !gate->notes;
}

void warn_before_fork(const struct slot *own)
{
	atomic_store(&gate->notes, 1);
	has_noted = true;
	note.locks = 0;
	for (uint32_t i = 0, count = slots_used(); i < count && !note.locks; i++) {
		struct slot *slot = &gate->slots[i];
		struct presence presence = inside(slot, own);
		if (slot != own && presence.why == IN_CALL && presence.function)
			take_note(&presence);
	}
}

void warn_call(const char *function)
{
	if (!note.locks || !function || !(locks_of(function) & note.locks))
		return;
	note.locks = 0; /* once */
	tell_inherited(function, note.function, note.tid);
}
