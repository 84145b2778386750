/* SPDX-License-Identifier: MIT
 *
 * The dynamic linker (dlopen(3) is in hooks-loader.c), exit handlers, and what has a
 * lock of its own: named semaphores, popen(3) (until glibc 2.36), timers with threads,
 * messages of fmtmsg(3), printf's extensions, a compiled regular expression that threads
 * share, asynchronous I/O.
 */
/* clang-format off */
CALL(ALWAYS, int, dlclose, (void *h), (h))
CALL(THREADS, int, dl_iterate_phdr, (int (*f)(struct dl_phdr_info *i, size_t n, void *d), void *d), (f, d))
CALL(THREADS, int, __cxa_atexit, (void (*f)(void *a), void *a, void *o), (f, a, o))
CALL(THREADS, int, __cxa_at_quick_exit, (void (*f)(void *a), void *o), (f, o))
VOID(THREADS, __cxa_finalize, (void *o), (o))
CALL(THREADS, int, on_exit, (void (*f)(int s, void *a), void *a), (f, a))
CALL(THREADS, int, sem_close, (sem_t *s), (s))
CALL(THREADS, int, sem_unlink, (const char *s), (s))
CALL(THREADS, FILE *, popen, (const char *s, const char *m), (s, m))
CALL(THREADS, int, pclose, (FILE *f), (f))
CALL(THREADS, int, timer_create, (clockid_t c, struct sigevent *e, timer_t *t), (c, e, t))
CALL(THREADS, int, timer_delete, (timer_t t), (t))
CALL(THREADS, int, fmtmsg, (long c, const char *l, int s, const char *t, const char *a, const char *g), (c, l, s, t, a, g))
CALL(THREADS, int, addseverity, (int s, const char *t), (s, t))
CALL(THREADS, int, register_printf_function, (int c, printf_function *f, printf_arginfo_function *a), (c, f, a))
CALL(THREADS, int, register_printf_specifier, (int c, printf_function *f, printf_arginfo_size_function *a), (c, f, a))
CALL(THREADS, int, register_printf_modifier, (const wchar_t *s), (s))
CALL(THREADS, int, register_printf_type, (printf_va_arg_function *f), (f))
CALL(THREADS, int, regexec, (const regex_t *x, const char *s, size_t n, regmatch_t m[restrict n], int f), (x, s, n, m, f))
CALL(THREADS, int, re_search, (struct re_pattern_buffer *x, const char *s, int n, int b, int r, struct re_registers *g), (x, s, n, b, r, g))
CALL(THREADS, int, re_match, (struct re_pattern_buffer *x, const char *s, int n, int b, struct re_registers *g), (x, s, n, b, g))
CALL(THREADS, int, aio_read, (struct aiocb *c), (c))
CALL(THREADS, int, aio_read64, (struct aiocb64 *c), (c))
CALL(THREADS, int, aio_write, (struct aiocb *c), (c))
CALL(THREADS, int, aio_write64, (struct aiocb64 *c), (c))
CALL(THREADS, int, getaddrinfo_a, (int m, struct gaicb **l, int n, struct sigevent *e), (m, l, n, e))
