/* SPDX-License-Identifier: MIT */
/*
 * functions.h's table.
 */
#define _GNU_SOURCE
#include "functions.h"
#include <aio.h>
#include <dlfcn.h>
#include <fcntl.h>
#include <fmtmsg.h>
#include <grp.h>
#include <iconv.h>
#include <libintl.h>
#include <link.h>
#include <locale.h>
#include <netdb.h>
#include <netinet/in.h>
#include <printf.h>
#include <pwd.h>
#include <regex.h>
#include <resolv.h>
#include <semaphore.h>
#include <shadow.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <syslog.h>
#include <time.h>
#include <unistd.h>
#include <utmpx.h>
#include <wchar.h>

static const time_t then = 1700000000;
static char text[4096];
static __thread char own[4096];

/* clang-format off */
#define DO(name, ...) static void name(void) { __VA_ARGS__ }
#define TM struct tm m = {.tm_year = 120, .tm_mday = 1};
DO(do_localtime_r, TM localtime_r(&then, &m);)
DO(do_localtime, localtime(&then);)
DO(do_gmtime_r, TM gmtime_r(&then, &m);)
DO(do_gmtime, gmtime(&then);)
DO(do_mktime, TM mktime(&m);)
DO(do_timegm, TM timegm(&m);)
DO(do_strftime, TM strftime(own, 99, "%c %Z", &m);)
DO(do_wcsftime, TM wchar_t w[99]; wcsftime(w, 99, L"%c %Z", &m);)
DO(do_ctime, ctime(&then);)
DO(do_ctime_r, ctime_r(&then, own);)
DO(do_tzset, tzset();)
DO(do_strptime, TM strptime("1700000000", "%s", &m);)
DO(do_syslog, syslog(LOG_DEBUG, "%s", "forkseed test");)
DO(do_openlog, openlog("forkseed", LOG_NDELAY, LOG_USER);)
DO(do_closelog, openlog("forkseed", LOG_NDELAY, LOG_USER); closelog();)
DO(do_setlogmask, setlogmask(0);)
DO(do_getpwnam, getpwnam("root");)
DO(do_getpwnam_r, struct passwd p, *r; getpwnam_r("root", &p, own, sizeof own, &r);)
DO(do_getpwuid, getpwuid(0);)
DO(do_getpwent, getpwent(); setpwent();)
DO(do_getgrnam, getgrnam("root");)
DO(do_getgrgid, getgrgid(0);)
DO(do_getgrent, getgrent(); setgrent();)
DO(do_getspnam, getspnam("root");)
DO(do_gethostbyname, gethostbyname("localhost");)
DO(do_gethostbyname_r, struct hostent e, *r; int h; gethostbyname_r("localhost", &e, own, sizeof own, &r, &h);)
DO(do_gethostbyaddr, struct in_addr a = {htonl(INADDR_LOOPBACK)}; gethostbyaddr(&a, sizeof a, AF_INET);)
DO(do_getservbyname, getservbyname("http", "tcp");)
DO(do_getservbyport, getservbyport(htons(80), "tcp");)
DO(do_getprotobyname, getprotobyname("tcp");)
DO(do_getnetbyname, getnetbyname("loopback");)
DO(do_getaddrinfo, struct addrinfo *r = NULL; if (getaddrinfo("127.0.0.1", "80", NULL, &r) == 0) freeaddrinfo(r);)
DO(do_getnameinfo, struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)}; getnameinfo((void *)&a, sizeof a, own, 99, NULL, 0, 0);)
DO(do_res_init, res_init();)
DO(do_setenv, setenv("FORKTEST", "1", 1);)
DO(do_unsetenv, unsetenv("FORKTEST");)
DO(do_putenv, static char entry[] = "FORKTEST=2"; putenv(entry);)
DO(do_setlocale, setlocale(LC_ALL, "C.UTF-8"); setlocale(LC_ALL, "C");)
DO(do_newlocale, locale_t l = newlocale(LC_ALL_MASK, "C.UTF-8", NULL); if (l) freelocale(l);)
DO(do_duplocale, locale_t l = duplocale(LC_GLOBAL_LOCALE); if (l) freelocale(l);)
DO(do_strerror, strerror(7);)
DO(do_strsignal, strsignal(7);)
DO(do_printf, snprintf(own, 99, "%d %f", 1, 1.0);)
DO(do_dcgettext, dcgettext("forktest", "text", LC_MESSAGES);)
DO(do_textdomain, textdomain("forktest");)
DO(do_bindtextdomain, bindtextdomain("forktest", "/tmp");)
DO(do_iconv_open, iconv_t c = iconv_open("UTF-16", "LATIN1"); if (c != (iconv_t)-1) iconv_close(c);)
DO(do_fopen_ccs, FILE *f = fopen("/dev/null", "r,ccs=UTF-16"); if (f) fclose(f);)
static int phdr(struct dl_phdr_info *i, size_t n, void *d) { (void)i, (void)n, (void)d; return 0; }
DO(do_dl_iterate_phdr, dl_iterate_phdr(phdr, NULL);)
DO(do_dlopen, void *h = dlopen("libutil.so.1", RTLD_NOW); if (h) dlclose(h);)
DO(do_dlopen_other, void *h = dlopen("libBrokenLocale.so.1", RTLD_NOW); if (h) dlclose(h);)
static void nothing(void) {}
static void nothing_on_exit(int s, void *a) { (void)s, (void)a; }
static void nothing_with(void *a) { (void)a; }
int __cxa_atexit(void (*f)(void *), void *a, void *object);
void __cxa_finalize(void *object);
static __thread unsigned registered;
#define FEW if (registered++ < 200000)
DO(do_atexit, __cxa_atexit(nothing_with, NULL, own); __cxa_finalize(own);)
DO(do_atexit_once, atexit(nothing);)
DO(do_on_exit, FEW on_exit(nothing_on_exit, NULL);)
DO(do_at_quick_exit, FEW at_quick_exit(nothing);)
DO(do_exit, exit(0);)
DO(do_quick_exit, quick_exit(0);)
DO(do_sem_open, sem_t *s = sem_open("/forktest", O_CREAT, 0600, 1); if (s != SEM_FAILED) sem_close(s);)
DO(do_getutxent, setutxent(); getutxent();)
static regex_t expression;
DO(do_regexec, regexec(&expression, text, 0, NULL, 0);)
DO(do_popen, FILE *f = popen(":", "r"); if (f) pclose(f);)
static void fired(union sigval v) { (void)v; }
DO(do_timer_create, struct sigevent e = {.sigev_notify = SIGEV_THREAD, .sigev_notify_function = fired}; timer_t t; if (timer_create(CLOCK_MONOTONIC, &e, &t) == 0) timer_delete(t);)
DO(do_fmtmsg, fmtmsg(MM_PRINT, "a:b", MM_ERROR, "text", "action", "tag");)
DO(do_addseverity, addseverity(7, "seven"); addseverity(7, NULL);)
static int print(FILE *f, const struct printf_info *i, const void *const *a) { (void)f, (void)i, (void)a; return 0; }
static int arguments(const struct printf_info *i, size_t n, int *t, int *s) { (void)i, (void)n, (void)t, (void)s; return 0; }
DO(do_register_printf, register_printf_specifier('Y', print, arguments);)

__attribute__((constructor)) static void prepare(void)
{
	memset(text, 'a', sizeof text - 1);
	regcomp(&expression, "\\(a*\\)*b\\1", 0);
	text[200] = 0;
}

static const struct function table[] = {
#define SAME(name, often) {#name, do_##name, NULL, often}
	SAME(localtime_r, 1), SAME(localtime, 1), SAME(gmtime_r, 1), SAME(gmtime, 1),
	SAME(mktime, 1), SAME(timegm, 1), SAME(strftime, 1), SAME(wcsftime, 1), SAME(ctime, 1),
	SAME(ctime_r, 0), SAME(tzset, 1), SAME(strptime, 0),
	{"localtime, then syslog", do_localtime, do_syslog, 1},
	SAME(syslog, 1), SAME(openlog, 1), SAME(closelog, 0), SAME(setlogmask, 1),
	SAME(getpwnam, 1), SAME(getpwnam_r, 0), SAME(getpwuid, 1), SAME(getpwent, 1), SAME(getgrnam, 1),
	SAME(getgrgid, 1), SAME(getgrent, 1), SAME(getspnam, 1),
	SAME(gethostbyname, 1), SAME(gethostbyname_r, 0), SAME(gethostbyaddr, 1), SAME(getservbyname, 1),
	SAME(getservbyport, 1), SAME(getprotobyname, 1), SAME(getnetbyname, 1),
	SAME(getaddrinfo, 0), SAME(getnameinfo, 0), SAME(res_init, 0),
	SAME(setenv, 1), SAME(unsetenv, 0), SAME(putenv, 1),
	SAME(setlocale, 1), SAME(newlocale, 1), SAME(duplocale, 1),
	{"getpwnam, then getpwuid", do_getpwnam, do_getpwuid, -1},
	{"strerror", do_strerror, NULL, -1},
	{"setlocale, then strerror", do_setlocale, do_strerror, 1},
	{"setlocale, then printf", do_setlocale, do_printf, 0},
	{"setlocale, then dcgettext", do_setlocale, do_dcgettext, 1},
	{"strerror, then setlocale", do_strerror, do_setlocale, 0},
	{"strsignal, then setlocale", do_strsignal, do_setlocale, 0},
	SAME(textdomain, 1), SAME(bindtextdomain, 1), SAME(dcgettext, 0),
	SAME(iconv_open, 1), SAME(fopen_ccs, 0),
	SAME(dl_iterate_phdr, 1),
	{"dl_iterate_phdr, then dlopen", do_dl_iterate_phdr, do_dlopen, 1},
	{"dlopen", do_dlopen, NULL, -1},
	{"dlopen, then another", do_dlopen, do_dlopen_other, -1},
	{"atexit", do_atexit, do_atexit_once, 1}, SAME(on_exit, 0),
	{"atexit, then exit", do_atexit, do_exit, 1},
	{"at_quick_exit, then quick_exit", do_at_quick_exit, do_quick_exit, 0},
	SAME(sem_open, 1), SAME(getutxent, 1), SAME(regexec, 1),
	SAME(popen, 0), SAME(timer_create, 0), SAME(fmtmsg, 1), SAME(addseverity, 0), SAME(register_printf, 1),
	{NULL, NULL, NULL, 0},
};
const struct function *const functions_list = table;
