/* SPDX-License-Identifier: MIT
 *
 * The forms that _TIME_BITS=64 calls on 32-bit systems (glibc 2.34, time/localtime.c and
 * others).
 */
/* clang-format off */
CALL(THREADS, struct tm *, __localtime64, (const int64_t *t), (t))
CALL(THREADS, struct tm *, __localtime64_r, (const int64_t *t, struct tm *m), (t, m))
CALL(THREADS, struct tm *, __gmtime64, (const int64_t *t), (t))
CALL(THREADS, struct tm *, __gmtime64_r, (const int64_t *t, struct tm *m), (t, m))
CALL(THREADS, int64_t, __mktime64, (struct tm *m), (m))
CALL(THREADS, int64_t, __timegm64, (struct tm *m), (m))
CALL(THREADS, char *, __ctime64, (const int64_t *t), (t))
CALL(THREADS, char *, __ctime64_r, (const int64_t *t, char *b), (t, b))
