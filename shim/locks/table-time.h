/* SPDX-License-Identifier: MIT
 *
 * The time zone (time/tzset.c: tzset_lock) and the log (misc/syslog.c: syslog_lock, and
 * the time zone's with it). syslog(3) itself is in hooks-special.c.
 */
/* clang-format off */
CALL(THREADS, struct tm *, localtime, (const time_t *t), (t))
CALL(THREADS, struct tm *, localtime_r, (const time_t *t, struct tm *m), (t, m))
CALL(THREADS, struct tm *, gmtime, (const time_t *t), (t))
CALL(THREADS, struct tm *, gmtime_r, (const time_t *t, struct tm *m), (t, m))
CALL(THREADS, struct tm *, __gmtime_r, (const time_t *t, struct tm *m), (t, m))
CALL(THREADS, time_t, mktime, (struct tm *m), (m))
CALL(THREADS, time_t, timelocal, (struct tm *m), (m))
CALL(THREADS, time_t, timegm, (struct tm *m), (m))
CALL(THREADS, char *, ctime, (const time_t *t), (t))
CALL(THREADS, char *, ctime_r, (const time_t *t, char *b), (t, b))
VOID(THREADS, tzset, (void), ())
CALL(THREADS, size_t, strftime, (char *s, size_t n, const char *f, const struct tm *m), (s, n, f, m))
CALL(THREADS, size_t, strftime_l, (char *s, size_t n, const char *f, const struct tm *m, locale_t l), (s, n, f, m, l))
CALL(THREADS, size_t, __strftime_l, (char *s, size_t n, const char *f, const struct tm *m, locale_t l), (s, n, f, m, l))
CALL(THREADS, size_t, wcsftime, (wchar_t *s, size_t n, const wchar_t *f, const struct tm *m), (s, n, f, m))
CALL(THREADS, size_t, wcsftime_l, (wchar_t *s, size_t n, const wchar_t *f, const struct tm *m, locale_t l), (s, n, f, m, l))
CALL(THREADS, size_t, __wcsftime_l, (wchar_t *s, size_t n, const wchar_t *f, const struct tm *m, locale_t l), (s, n, f, m, l))
CALL(THREADS, char *, strptime, (const char *s, const char *f, struct tm *m), (s, f, m))
CALL(THREADS, char *, strptime_l, (const char *s, const char *f, struct tm *m, locale_t l), (s, f, m, l))
CALL(THREADS, struct tm *, getdate, (const char *s), (s))
CALL(THREADS, int, getdate_r, (const char *s, struct tm *m), (s, m))
VOID(THREADS, vsyslog, (int p, const char *f, va_list a), (p, f, a))
VOID(THREADS, __vsyslog_chk, (int p, int g, const char *f, va_list a), (p, g, f, a))
VOID(THREADS, openlog, (const char *i, int o, int f), (i, o, f))
VOID(THREADS, closelog, (void), ())
CALL(THREADS, int, setlogmask, (int m), (m))
