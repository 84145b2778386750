/* SPDX-License-Identifier: MIT
 *
 * The name service's network half: hosts, networks, services, protocols, the resolver
 * (nss/getXXbyYY.c, resolv/resolv_conf.c). A module may start threads, and wait for a
 * server.
 */
/* clang-format off */
#define REENTRANT(type) struct type *e, char *b, size_t n, struct type **r
#define BY_NAME(type, name) \
	CALL(ALWAYS, struct type *, name, (const char *s), (s)) \
	CALL(ALWAYS, int, name##_r, (const char *s, REENTRANT(type)), (s, e, b, n, r))
#define BY_NUMBER(type, name) \
	CALL(ALWAYS, struct type *, name, (int i), (i)) \
	CALL(ALWAYS, int, name##_r, (int i, REENTRANT(type)), (i, e, b, n, r))
#define ENTRIES(type, name) \
	CALL(ALWAYS, struct type *, get##name, (void), ()) \
	CALL(ALWAYS, int, get##name##_r, (REENTRANT(type)), (e, b, n, r)) \
	VOID(ALWAYS, end##name, (void), ())
#define REOPEN(name) VOID(ALWAYS, name, (int stays), (stays))

CALL(ALWAYS, struct hostent *, gethostbyname, (const char *s), (s))
CALL(ALWAYS, struct hostent *, gethostbyname2, (const char *s, int f), (s, f))
CALL(ALWAYS, struct hostent *, gethostbyaddr, (const void *a, socklen_t l, int f), (a, l, f))
CALL(ALWAYS, int, gethostbyname_r, (const char *s, REENTRANT(hostent), int *h), (s, e, b, n, r, h))
CALL(ALWAYS, int, gethostbyname2_r, (const char *s, int f, REENTRANT(hostent), int *h), (s, f, e, b, n, r, h))
CALL(ALWAYS, int, gethostbyaddr_r, (const void *a, socklen_t l, int f, REENTRANT(hostent), int *h), (a, l, f, e, b, n, r, h))
CALL(ALWAYS, struct hostent *, gethostent, (void), ())
CALL(ALWAYS, int, gethostent_r, (REENTRANT(hostent), int *h), (e, b, n, r, h))
REOPEN(sethostent)
VOID(ALWAYS, endhostent, (void), ())
CALL(ALWAYS, struct netent *, getnetbyname, (const char *s), (s))
CALL(ALWAYS, int, getnetbyname_r, (const char *s, REENTRANT(netent), int *h), (s, e, b, n, r, h))
CALL(ALWAYS, struct netent *, getnetbyaddr, (uint32_t i, int f), (i, f))
CALL(ALWAYS, int, getnetbyaddr_r, (uint32_t i, int f, REENTRANT(netent), int *h), (i, f, e, b, n, r, h))
CALL(ALWAYS, struct netent *, getnetent, (void), ())
CALL(ALWAYS, int, getnetent_r, (REENTRANT(netent), int *h), (e, b, n, r, h))
REOPEN(setnetent)
VOID(ALWAYS, endnetent, (void), ())
CALL(ALWAYS, struct servent *, getservbyname, (const char *s, const char *p), (s, p))
CALL(ALWAYS, int, getservbyname_r, (const char *s, const char *p, REENTRANT(servent)), (s, p, e, b, n, r))
CALL(ALWAYS, struct servent *, getservbyport, (int i, const char *p), (i, p))
CALL(ALWAYS, int, getservbyport_r, (int i, const char *p, REENTRANT(servent)), (i, p, e, b, n, r))
ENTRIES(servent, servent)
REOPEN(setservent)
BY_NAME(protoent, getprotobyname)
BY_NUMBER(protoent, getprotobynumber)
ENTRIES(protoent, protoent)
REOPEN(setprotoent)
BY_NAME(rpcent, getrpcbyname)
BY_NUMBER(rpcent, getrpcbynumber)
ENTRIES(rpcent, rpcent)
REOPEN(setrpcent)
CALL(ALWAYS, int, getaddrinfo, (const char *s, const char *p, const struct addrinfo *h, struct addrinfo **r), (s, p, h, r))
CALL(ALWAYS, int, getnameinfo, (const struct sockaddr *a, socklen_t l, char *h, socklen_t hl, char *s, socklen_t sl, int f), (a, l, h, hl, s, sl, f))
CALL(ALWAYS, int, setnetgrent, (const char *s), (s))
VOID(ALWAYS, endnetgrent, (void), ())
CALL(ALWAYS, int, getnetgrent, (char **h, char **u, char **d), (h, u, d))
CALL(ALWAYS, int, getnetgrent_r, (char **h, char **u, char **d, char *b, size_t n), (h, u, d, b, n))
CALL(ALWAYS, int, innetgr, (const char *g, const char *h, const char *u, const char *d), (g, h, u, d))
CALL(ALWAYS, int, __res_init, (void), ())
CALL(ALWAYS, int, __res_ninit, (res_state s), (s))
CALL(ALWAYS, int, res_query, (const char *s, int c, int t, unsigned char *a, int l), (s, c, t, a, l))
CALL(ALWAYS, int, __res_query, (const char *s, int c, int t, unsigned char *a, int l), (s, c, t, a, l))
CALL(ALWAYS, int, res_search, (const char *s, int c, int t, unsigned char *a, int l), (s, c, t, a, l))
CALL(ALWAYS, int, __res_search, (const char *s, int c, int t, unsigned char *a, int l), (s, c, t, a, l))
CALL(ALWAYS, long, gethostid, (void), ())
