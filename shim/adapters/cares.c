/* SPDX-License-Identifier: MIT
 *
 * c-ares (ares_query.c): ids of DNS queries, 16 bits, which each channel draws from a
 * generator of its own, inherited as it is. Who knows one child's ids knows those of its
 * siblings. The id goes by an argument to ares_create_query(): in a child, for a channel
 * that was inherited, a fresh one takes its place. Answers are matched by what is in the
 * query. Since 1.20 c-ares makes queries otherwise: it is left alone, and told of.
 */
#include "objects.h"
#include "ranges.h"

typedef struct ares_channeldata *channel;

enum { LAST_VERSION = 0x0113ff }; /* 1.19 */

static const char *(*version)(int *number);
static int (*init)(channel *made, const void *options, int mask);
static int (*init_plain)(channel *made);
static int (*dup)(channel *made, channel original);
static void (*destroy)(channel);
static void (*query)(channel, const char *name, int class, int type, void *callback,
		     void *argument);
static int (*create)(const char *name, int class, int type, unsigned short id,
		     int is_recursive, unsigned char **made, int *size, int udp_size);

static struct range library;
static _Atomic unsigned inherited;    /* queries of such channels that are being made */
static _Atomic uint64_t inherited_in; /* the process; one may have been forked in one */
static _Atomic uint64_t numbers;

static void heal(void *object, uint32_t number)
{
	(void)object;
	(void)number;
}

static const struct objects objects = {"cares", INDEX_OF_cares_adapter, heal, false};
static const struct objects left_alone = {NULL, INDEX_OF_cares_adapter, heal, false};

/* Since 1.20 ids come out of a store that the channel has from the system: a child shares
 * them that asks by one that it has inherited, and nobody else. */
static bool is_out_of_reach;

static const struct objects *kind(void)
{
	return is_out_of_reach ? &left_alone : &objects;
}

static int hook_init(channel *made, const void *options, int mask)
{
	int status = init(made, options, mask);
	if (status == 0 && made)
		objects_add(kind(), *made);
	return status;
}

static int hook_init_plain(channel *made)
{
	int status = init_plain(made);
	if (status == 0 && made)
		objects_add(kind(), *made);
	return status;
}

static int hook_dup(channel *made, channel original)
{
	int status = dup(made, original);
	if (status == 0 && made)
		objects_add(kind(), *made);
	return status;
}

static void hook_destroy(channel gone)
{
	objects_remove(kind(), gone);
	destroy(gone);
}

static seldom void tell_left_alone(void)
{
	static _Atomic uint64_t told_in;
	uint64_t here = services.epoch();
	if (atomic_exchange(&told_in, here) != here)
		adapter_refuses("cares",
				"a c-ares since 1.20, whose ids are out of reach");
}

static inline void before_ask(channel from)
{
	if (is_out_of_reach && objects_before_draw(&left_alone, from))
		tell_left_alone();
}

#define ASK(type, name, parameters, arguments)                                           \
	static type(*name) parameters;                                                   \
	static type hook_##name parameters                                               \
	{                                                                                \
		before_ask(from);                                                        \
		return name arguments;                                                   \
	}
/* clang-format off */
ASK(void, send_bytes, (channel from, const void *bytes, int size, void *callback, void *argument), (from, bytes, size, callback, argument))
ASK(int, send_dnsrec, (channel from, const void *record, void *callback, void *argument, unsigned short *id), (from, record, callback, argument, id))
ASK(int, query_dnsrec, (channel from, const char *name, int class, int type, void *callback, void *argument, unsigned short *id), (from, name, class, type, callback, argument, id))
ASK(void, search, (channel from, const char *name, int class, int type, void *callback, void *argument), (from, name, class, type, callback, argument))
ASK(int, search_dnsrec, (channel from, const void *record, void *callback, void *argument), (from, record, callback, argument))
ASK(void, getaddrinfo, (channel from, const char *node, const char *service, const void *hints, void *callback, void *argument), (from, node, service, hints, callback, argument))
ASK(void, gethostbyname, (channel from, const char *name, int family, void *callback, void *argument), (from, name, family, callback, argument))
ASK(void, gethostbyaddr, (channel from, const void *address, int size, int family, void *callback, void *argument), (from, address, size, family, callback, argument))
ASK(void, getnameinfo, (channel from, const void *address, unsigned size, int flags, void *callback, void *argument), (from, address, size, flags, callback, argument))
/* clang-format on */

static void hook_query(channel from, const char *name, int class, int type,
		       void *callback, void *argument)
{
	before_ask(from);
	bool is_inherited = !is_out_of_reach && objects_before_draw(&objects, from);
	if (is_inherited &&
	    atomic_exchange(&inherited_in, services.epoch()) != services.epoch())
		atomic_store(&inherited, 0);
	inherited += is_inherited;
	query(from, name, class, type, callback, argument);
	inherited -= is_inherited;
}

static unsigned short fresh_id(void)
{
	uint64_t number = atomic_fetch_add(&numbers, 1);
	unsigned short id;
	adapter_fill(&id, sizeof id, "cares", &number, sizeof number);
	return id;
}

static int hook_create(const char *name, int class, int type, unsigned short id,
		       int is_recursive, unsigned char **made, int *size, int udp_size)
{
	bool is_drawn = inherited && inherited_in == services.epoch() &&
			range_has(library, __builtin_return_address(0));
	return create(name, class, type, is_drawn ? fresh_id() : id, is_recursive, made,
		      size, udp_size);
}

static bool start(void)
{
	int number = 0;
	version(&number);
	is_out_of_reach = number > LAST_VERSION;
	library = range_of((const void *)query);
	objects_start(&objects);
	return true;
}

/* clang-format off */
#define ASKED(name) {"ares_" #name, (void *)hook_##name, (void **)&name, true}
static const struct adapted functions[] = {
	{"ares_version", NULL, (void **)&version, false},
	{"ares_init_options", (void *)hook_init, (void **)&init, false},
	{"ares_destroy", (void *)hook_destroy, (void **)&destroy, false},
	{"ares_query", (void *)hook_query, (void **)&query, false},
	{"ares_create_query", (void *)hook_create, (void **)&create, false},
	{"ares_init", (void *)hook_init_plain, (void **)&init_plain, true},
	{"ares_dup", (void *)hook_dup, (void **)&dup, true},
	{"ares_send", (void *)hook_send_bytes, (void **)&send_bytes, true},
	ASKED(send_dnsrec), ASKED(query_dnsrec), ASKED(search), ASKED(search_dnsrec), ASKED(getaddrinfo),
	ASKED(gethostbyname), ASKED(gethostbyaddr), ASKED(getnameinfo),
	{0},
};
/* clang-format on */

const struct adapter cares_adapter = {functions, start};
