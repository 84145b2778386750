/* SPDX-License-Identifier: MIT
 *
 * c-ares (ares_query.c): ids of DNS queries, 16 bits, which each channel draws from a
 * generator of its own, inherited as it is. Who knows one child's ids knows those of its
 * siblings. The id goes by an argument to ares_create_query(): in a child, for a channel
 * that was inherited, a fresh one takes its place. Answers are matched by what is in the
 * query. Since 1.20 c-ares makes queries otherwise: then it is left alone.
 */
#include "objects.h"
#include "ranges.h"

typedef struct ares_channeldata *channel;

enum { LAST_VERSION = 0x0113ff }; /* 1.19 */

static const char *(*version)(int *number);
static int (*init)(channel *made, const void *options, int mask);
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

static int hook_init(channel *made, const void *options, int mask)
{
	int status = init(made, options, mask);
	if (status == 0 && made)
		objects_add(&objects, *made);
	return status;
}

static void hook_destroy(channel gone)
{
	objects_remove(&objects, gone);
	destroy(gone);
}

static void hook_query(channel from, const char *name, int class, int type,
		       void *callback, void *argument)
{
	bool is_inherited = objects_before_draw(&objects, from);
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
	if (number > LAST_VERSION) {
		adapter_refuses("cares",
				"a c-ares since 1.20, whose ids are out of reach");
		return false;
	}
	library = range_of((const void *)query);
	objects_start(&objects);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"ares_version", NULL, (void **)&version, false},
	{"ares_init_options", (void *)hook_init, (void **)&init, false},
	{"ares_destroy", (void *)hook_destroy, (void **)&destroy, false},
	{"ares_query", (void *)hook_query, (void **)&query, false},
	{"ares_create_query", (void *)hook_create, (void **)&create, false},
	{0},
};
/* clang-format on */

const struct adapter cares_adapter = {functions, start};
