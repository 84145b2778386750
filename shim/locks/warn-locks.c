/* SPDX-License-Identifier: MIT
 *
 * The table, by names without leading underscores and endings of other forms. `held` is
 * what a thread may have inside, `needs` whatever of that is in the child's way: of a
 * lock for reading only those who write.
 */
#include "warn-locks.h"

#include <stddef.h>
#include <string.h>

enum {
	ZONE = 1 << 0,
	LOG = 1 << 1,
	ENVIRONMENT = 1 << 2,
	LOCALE = 1 << 3,
	LOCALE_READ = 1 << 4,
	DOMAIN = 1 << 5,
	DOMAIN_READ = 1 << 6,
	LOADER = 1 << 7,
	EXITS = 1 << 8,
	LOGINS = 1 << 9,
	CHARSETS = 1 << 10,
	SEMAPHORES = 1 << 11,
	TIMERS = 1 << 12,
	SEVERITIES = 1 << 13,
	FORMATS = 1 << 14,
	USERS = 1 << 15,
	GROUPS = 1 << 16,
	SHADOW = 1 << 17,
	HOSTS = 1 << 18,
	SERVICES = 1 << 19,
	PROTOCOLS = 1 << 20,
	NETS = 1 << 21,
	NETGROUPS = 1 << 22,
	OWN = 1 << 23, /* one for each function of the row */
};

static const struct row {
	const char *names;
	int held, needs;
} rows[] = {
	{" localtime localtime_r gmtime gmtime_r mktime timegm timelocal ctime ctime_r "
	 "tzset strftime wcsftime ",
	 ZONE, ZONE},
	{" syslog vsyslog ", LOG | ZONE, LOG | ZONE},
	{" openlog closelog setlogmask ", LOG, LOG},
	{" setenv putenv unsetenv clearenv ", ENVIRONMENT, ENVIRONMENT},
	{" setlocale newlocale duplocale freelocale ", LOCALE, LOCALE | LOCALE_READ},
	{" gettext dgettext dcgettext ngettext dngettext dcngettext strerror strsignal "
	 "perror psignal psiginfo gai_strerror hstrerror herror regerror ",
	 LOCALE_READ | DOMAIN_READ, LOCALE | DOMAIN},
	{" textdomain bindtextdomain bind_textdomain_codeset ", DOMAIN,
	 DOMAIN | DOMAIN_READ},
	{" dl_iterate_phdr dlopen dlmopen dlclose ", LOADER, LOADER},
	{" cxa_atexit cxa_at_quick_exit cxa_finalize on_exit exit quick_exit ", EXITS,
	 EXITS},
	{" getutent getutid getutline pututline getutent_r getutid_r getutline_r "
	 "setutent "
	 "endutent utmpname getutxent getutxid getutxline pututxline setutxent endutxent "
	 "utmpxname ",
	 LOGINS, LOGINS},
	{" iconv_open iconv_close fopen freopen fclose ", CHARSETS, CHARSETS},
	{" sem_open sem_close ", SEMAPHORES, SEMAPHORES},
	{" timer_create timer_delete ", TIMERS, TIMERS},
	{" fmtmsg addseverity ", SEVERITIES, SEVERITIES},
	{" register_printf_function register_printf_specifier register_printf_modifier "
	 "register_printf_type ",
	 FORMATS, FORMATS},
	{" getpwent setpwent endpwent ", USERS, USERS},
	{" getgrent setgrent endgrent ", GROUPS, GROUPS},
	{" getspent setspent endspent ", SHADOW, SHADOW},
	{" gethostent sethostent endhostent ", HOSTS, HOSTS},
	{" getservent setservent endservent ", SERVICES, SERVICES},
	{" getprotoent setprotoent endprotoent ", PROTOCOLS, PROTOCOLS},
	{" getnetent setnetent endnetent ", NETS, NETS},
	{" getnetgrent getnetgrent_r setnetgrent endnetgrent ", NETGROUPS, NETGROUPS},
	{" getpwnam getpwuid getgrnam getgrgid getspnam fgetpwent fgetgrent fgetspent "
	 "sgetspent gethostbyname gethostbyname2 gethostbyaddr getservbyname "
	 "getservbyport getprotobyname getprotobynumber getnetbyname getnetbyaddr "
	 "getrpcbyname getrpcbynumber res_init ",
	 OWN, OWN},
};

static const char *stem(const char *function)
{
	return function + strspn(function, "_");
}

/* How long it is without the ending of another form that takes the same locks. */
static size_t length_of(const char *function)
{
	static const char *const endings[] = {"_chk", "_l"};
	size_t length = strlen(function);
	for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		size_t end = strlen(endings[i]);
		if (length > end && strcmp(function + length - end, endings[i]) == 0)
			return length - end;
	}
	return length;
}

static bool lists(const char *names, const char *function, size_t length)
{
	for (const char *at = names; (at = strchr(at, ' ')) && *++at;)
		if (strncmp(at, function, length) == 0 && at[length] == ' ')
			return true;
	return false;
}

static const struct row *row_of(const char *function)
{
	function = stem(function);
	size_t length = length_of(function);
	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (lists(rows[i].names, function, length))
			return &rows[i];
	return NULL;
}

bool warn_locks_hang(const char *held, const char *needed)
{
	const struct row *has = row_of(held), *wants = row_of(needed);
	int both = has && wants ? has->held & wants->needs : 0;
	return both & OWN ? strcmp(stem(held), stem(needed)) == 0 : both;
}
