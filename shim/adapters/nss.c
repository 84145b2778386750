/* SPDX-License-Identifier: MIT
 *
 * NSS from 3.52: one Hash_DRBG of the process (lib/freebl/drbg.c), which keeps up to 31
 * bytes of output, behind softoken's PKCS#11 functions. Everybody reaches these by tables
 * that softoken hands out: libnss3, and with it TLS, S/MIME and key generation. There a
 * child mixes 64 bytes of its own in and throws away what was kept, before the first
 * function that draws.
 *
 * Plain random bytes a child gets from secret.h instead: neither the generator's lock nor
 * libnss3's, which a thread that is not here may have, is then waited for. What may draw
 * or may not, and so might wait in a child where bare it would not, heals only where
 * there was one thread, or where its mechanism needs randomness.
 */
#include "objects.h"
#include "recorder/elf_symbols.h"
#include "secret.h"
#include "tables.h"

#include <string.h>

typedef uintptr_t word; /* CK_ULONG and CK_RV, and what pointers fit into */

struct interface {
	const char *name;
	void *table; /* a CK_VERSION, then functions */
	word flags;
};

enum { NSC, FC, FAMILIES }; /* softoken's own, and FIPS mode's */
enum { INITIALIZE = 0, FINALIZE = 1, SEED_RANDOM = 63, GENERATE_RANDOM = 64, LAST = 73 };
enum { MOST_AT_ONCE = 1 << 16, KEPT_AT_MOST = 31 };

static int (*generate_random)(unsigned char *out, int size);
static word (*lists[FAMILIES])(struct interface *, word *count);
static int (*is_initialized)(void);
static void *next[FAMILIES][LAST + 1];

/* By lineage's number, who has initialized it; 0: it is not. Also the generator's name in
 * objects.h. */
static _Atomic uint64_t owners[FAMILIES];

typedef word seed_function(word session, const unsigned char *seed, word size);
typedef word draw_function(word session, unsigned char *out, word size);

static void heal(void *generator, uint32_t number)
{
	unsigned char bytes[64];
	(void)generator;
	adapter_fill(bytes, sizeof bytes, "nss", &number, sizeof number);
	((seed_function *)next[NSC][SEED_RANDOM])(0, bytes, sizeof bytes);
	for (int i = 0; i < 8; i++)
		((draw_function *)next[NSC][GENERATE_RANDOM])(0, bytes, KEPT_AT_MOST);
	explicit_bzero(bytes, sizeof bytes);
}

/* Told here: the generator may stay as it is in a child that draws. */
static const struct objects kind = {NULL, INDEX_OF_nss_adapter, heal, false};

static void tell(bool is_healed)
{
	static _Atomic uint64_t told_in;
	uint64_t here = services.epoch();
	if (services.audited && atomic_exchange(&told_in, here) != here)
		services.find(&(struct finding){
			.kind = "inherited", .generator = "nss", .healed = is_healed});
}

static bool is_inherited(void)
{
	uint64_t here = services.epoch();
	return (owners[NSC] && owners[NSC] != here) || (owners[FC] && owners[FC] != here);
}

static void before_draw(void)
{
	if (is_inherited())
		tell(objects_before_draw(&kind, owners));
}

static bool fills_own(void *out, word size)
{
	if (!size || size > MOST_AT_ONCE || !is_inherited())
		return false;
	if (secret_was_alone() || services.is_kept(kind.index))
		before_draw();
	if (services.is_kept(kind.index))
		return false;
	secret_fill("nss", out, size);
	tell(true);
	return true;
}

static int hook_generate_random(unsigned char *out, int size)
{
	return size > 0 && fills_own(out, (word)size) ? 0 : generate_random(out, size);
}

static bool is_among(word from, word one, word to)
{
	return one >= from && one <= to;
}

/* CK_MECHANISM's first word; NULL ends an operation. */
static bool signs_by_chance(word mechanism)
{
	word type = mechanism ? *(const word *)mechanism : 0;
	return is_among(0x0b, type, 0x1b) || is_among(0x43, type, 0x47) ||
	       is_among(0x63, type, 0x67) || is_among(0x1041, type, 0x104a);
}

static bool pads_by_chance(word mechanism)
{
	word type = mechanism ? *(const word *)mechanism : 0;
	return type == 0x1 || type == 0x9 || type == 0x1054 || type == 0x4002;
}

/* clang-format off */
/* PKCS#11's numbers; whether it draws; its parameters, and passing them on. */
#define DRAWING(X, family) \
	X(family, 10, true, (word a, word b, word c), (a, b, c)) /* InitPIN */ \
	X(family, 11, true, (word a, word b, word c, word d, word e), (a, b, c, d, e)) /* SetPIN */ \
	X(family, 20, secret_was_alone(), (word a, word b, word c, word d), (a, b, c, d)) /* CreateObject */ \
	X(family, 25, secret_was_alone(), (word a, word b, word c, word d), (a, b, c, d)) /* SetAttributeValue */ \
	X(family, 29, secret_was_alone() || pads_by_chance(b), (word a, word b, word c), (a, b, c)) /* EncryptInit */ \
	X(family, 34, secret_was_alone(), (word a, word b, word c, word d, word e), (a, b, c, d, e)) /* Decrypt */ \
	X(family, 42, secret_was_alone() || signs_by_chance(b), (word a, word b, word c), (a, b, c)) /* SignInit */ \
	X(family, 43, secret_was_alone(), (word a, word b, word c, word d, word e), (a, b, c, d, e)) /* Sign */ \
	X(family, 45, secret_was_alone(), (word a, word b, word c), (a, b, c)) /* SignFinal */ \
	X(family, 58, true, (word a, word b, word c, word d, word e), (a, b, c, d, e)) /* GenerateKey */ \
	X(family, 59, true, (word a, word b, word c, word d, word e, word f, word g, word h), (a, b, c, d, e, f, g, h)) /* GenerateKeyPair */ \
	X(family, 60, secret_was_alone() || pads_by_chance(b), (word a, word b, word c, word d, word e, word f), (a, b, c, d, e, f)) /* WrapKey */ \
	X(family, 61, secret_was_alone(), (word a, word b, word c, word d, word e, word f, word g, word h), (a, b, c, d, e, f, g, h)) /* UnwrapKey */ \
	X(family, 62, secret_was_alone(), (word a, word b, word c, word d, word e, word f), (a, b, c, d, e, f)) /* DeriveKey */
#define DRAWING_BY_MESSAGE(X, family) /* from version 3 on */ \
	X(family, 73, secret_was_alone(), (word a, word b, word c, word d, word e, word f, word g, word h, word i), (a, b, c, d, e, f, g, h, i)) /* EncryptMessage */

#define HOOK(family, index, draws, parameters, passed) \
	static word hook_##family##_##index parameters \
	{ \
		if (draws) \
			before_draw(); \
		return ((word(*) parameters)next[family][index]) passed; \
	}
#define OTHER_HOOKS(family) \
	static word hook_##family##_0(word how) { return initialize(family, how); } \
	static word hook_##family##_1(word reserved) { return finalize(family, reserved); } \
	static word hook_##family##_64(word session, unsigned char *out, word size) \
	{ \
		return fills_own(out, size) ? 0 : ((draw_function *)next[family][GENERATE_RANDOM])(session, out, size); \
	}
#define ROW(family, index, ...) {index, (void *)hook_##family##_##index, &next[family][index]},
#define ROWS(family) \
	{ROW(family, 0) ROW(family, 1) ROW(family, 64) DRAWING(ROW, family) {0}}
#define ROWS_BY_MESSAGE(family) {DRAWING_BY_MESSAGE(ROW, family) {0}}
/* clang-format on */

static void is_up(int family)
{
	owners[family] = services.epoch();
	objects_add(&kind, owners);
}

static word initialize(int family, word how)
{
	word failed = ((word(*)(word))next[family][INITIALIZE])(how);
	if (!failed)
		is_up(family);
	return failed;
}

static word finalize(int family, word reserved)
{
	word failed = ((word(*)(word))next[family][FINALIZE])(reserved);
	if (!failed)
		owners[family] = 0;
	return failed;
}

DRAWING(HOOK, NSC)
DRAWING_BY_MESSAGE(HOOK, NSC)
OTHER_HOOKS(NSC)
DRAWING(HOOK, FC)
DRAWING_BY_MESSAGE(HOOK, FC)
OTHER_HOOKS(FC)

/* The same number of parameters in NSS's own interface and in version 3.2. */
static void *encapsulate, *encapsulate_key;

typedef word encapsulate_function(word, word, word, word, word, word, word, word);

static word hook_encapsulate(word a, word b, word c, word d, word e, word f, word g,
			     word h)
{
	before_draw();
	return ((encapsulate_function *)encapsulate)(a, b, c, d, e, f, g, h);
}

static word hook_encapsulate_key(word a, word b, word c, word d, word e, word f, word g,
				 word h)
{
	before_draw();
	return ((encapsulate_function *)encapsulate_key)(a, b, c, d, e, f, g, h);
}

static const struct table_hook
	hooks_by_capsule[] = {{0, (void *)hook_encapsulate, &encapsulate}, {0}},
	hooks_by_capsule_key[] = {{92, (void *)hook_encapsulate_key, &encapsulate_key},
				  {0}};

static const struct table_hook hooks[FAMILIES][20] = {ROWS(NSC), ROWS(FC)};
static const struct table_hook hooks_by_message[FAMILIES][2] = {ROWS_BY_MESSAGE(NSC),
								ROWS_BY_MESSAGE(FC)};

static bool fill_table(int family, const struct interface *interface)
{
	const unsigned char *version = interface->table;
	void **table = (void **)interface->table + 1;
	if (strcmp(interface->name, "Vendor NSS KEM Interface") == 0)
		return tables_fill(table, hooks_by_capsule);
	if (strcmp(interface->name, "PKCS 11") != 0)
		return true;
	if (family == NSC && version[0] == 3 && version[1] >= 2 &&
	    !tables_fill(table, hooks_by_capsule_key))
		return false;
	next[family][SEED_RANDOM] = table[SEED_RANDOM];
	return tables_fill(table, hooks[family]) &&
	       (*version < 3 || tables_fill(table, hooks_by_message[family]));
}

/* Opened anew, softoken's tables are as they were first. */
static void forget_closed(int family, const struct interface *interfaces, word count)
{
	for (word i = 0; i < count; i++) {
		void *const *table = (void *const *)interfaces[i].table + 1;
		if (strcmp(interfaces[i].name, "PKCS 11") == 0 &&
		    table[INITIALIZE] == hooks[family]->hook)
			return;
	}
	memset(next[family], 0, sizeof next[family]);
	if (family == NSC)
		encapsulate = encapsulate_key = NULL;
}

static bool fill_tables(int family)
{
	struct interface interfaces[16];
	word count = sizeof interfaces / sizeof *interfaces;
	if (!lists[family] || lists[family](interfaces, &count))
		return !lists[family];
	bool is_filled = true;
	forget_closed(family, interfaces, count);
	for (word i = 0; i < count; i++)
		is_filled &= fill_table(family, &interfaces[i]);
	return is_filled;
}

/* Opened anew where it lay before, softoken is started no second time. */
static void meet(const struct dl_phdr_info *info, struct object *object)
{
	(void)object;
	if (lists[NSC] && elf_parts_contain(elf_parts_of(info), (const void *)lists[NSC]))
		(void)(fill_tables(NSC) && fill_tables(FC));
}

static bool start(void)
{
	objects_start(&kind);
	secret_start();
	adapter_meets(meet);
	if (!owners[NSC] && !owners[FC] && is_initialized && is_initialized())
		is_up(NSC);
	if (fill_tables(NSC) && fill_tables(FC))
		return true;
	adapter_refuses("nss", "its tables of functions are not as they were");
	return false;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"NSC_GetInterfaceList", NULL, (void **)&lists[NSC], false},
	{"FC_GetInterfaceList", NULL, (void **)&lists[FC], true},
	{"PK11_GenerateRandom", (void *)hook_generate_random, (void **)&generate_random, true},
	{"NSS_IsInitialized", NULL, (void **)&is_initialized, true},
	SECRET_SINGLE_THREADED,
	{0},
};
/* clang-format on */

const struct adapter nss_adapter = {functions, start};
