/* SPDX-License-Identifier: MIT
 *
 * Tcl (tclBasic.c): expr's rand(), a stream of 31 bits that each interpreter has, also
 * expect's and Tkinter's. Its two functions are commands of the interpreter's, which are
 * replaced when it is made. A child is healed by its first draw, by Tcl's own srand(),
 * whose result the draw's takes the place of. An interpreter belongs to one thread, and
 * no lock is taken.
 */
#include "objects.h"

typedef struct Tcl_Interp Tcl_Interp;
typedef struct Tcl_Obj Tcl_Obj;
typedef int procedure(void *data, Tcl_Interp *interpreter, int count,
		      Tcl_Obj *const *words);

/* Tcl_CmdInfo: what is behind these differs, and is handed back as it was. */
struct command {
	int is_native; /* 1: by words */
	procedure *procedure;
	void *data;
	void *rest[16];
};

enum { TCL_OK = 0, STATE_BITS = 0x7fffffff };

static Tcl_Interp *(*create)(void);
static void (*release)(Tcl_Interp *);
static int (*get_command)(Tcl_Interp *, const char *name, struct command *);
static int (*set_command)(Tcl_Interp *, const char *name, const struct command *);
static Tcl_Obj *(*new_number)(int64_t);
static void (*take)(Tcl_Obj *, const char *file, int line);
static void (*drop)(Tcl_Obj *, const char *file, int line);
static Tcl_Obj *(*result)(Tcl_Interp *);
static int (*get_double)(Tcl_Interp *, Tcl_Obj *, double *);

static const char rand_name[] = "::tcl::mathfunc::rand";
static const char srand_name[] = "::tcl::mathfunc::srand";
static struct command tcls_rand, tcls_srand;

/* By its table of names; healing is in reseed(), which needs the command's words. */
static const struct objects streams = {"tcl", INDEX_OF_tcl_adapter, NULL, false};
static const struct objects chosen = {"tcl", INDEX_OF_tcl_adapter, NULL, true};

static int draw(Tcl_Interp *interpreter, Tcl_Obj *const *words)
{
	return tcls_rand.procedure(tcls_rand.data, interpreter, 1, words);
}

static void reseed(Tcl_Interp *interpreter, Tcl_Obj *const *words, uint32_t number,
		   double was)
{
	const struct {
		uint64_t number;
		double was;
	} known = {number, was};
	uint32_t fresh;
	adapter_fill(&fresh, sizeof fresh, "tcl", &known, sizeof known);
	Tcl_Obj *seed = new_number(fresh & STATE_BITS);
	Tcl_Obj *const both[] = {words[0], seed};
	take(seed, __FILE__, __LINE__);
	tcls_srand.procedure(tcls_srand.data, interpreter, 2, both);
	drop(seed, __FILE__, __LINE__);
}

/* Of the program's choice: under --seed what it would have drawn counts. */
static double next_draw(Tcl_Interp *interpreter, Tcl_Obj *const *words)
{
	double drawn = 0;
	if (draw(interpreter, words) == TCL_OK)
		get_double(NULL, result(interpreter), &drawn);
	return drawn;
}

/* Tcl would seed it by the clock, and children that begin together alike. */
static void begin(Tcl_Interp *interpreter, Tcl_Obj *const *words)
{
	static uint32_t begun;
	objects_add(&streams, interpreter);
	if (services.epoch() != ROOT && !services.is_kept(INDEX_OF_tcl_adapter))
		reseed(interpreter, words, begun++ | (uint32_t)1 << 31, 0);
}

static void before_draw(Tcl_Interp *interpreter, Tcl_Obj *const *words)
{
	uint32_t number;
	if (!objects_know(&streams, interpreter) && !objects_know(&chosen, interpreter))
		begin(interpreter, words);
	else if (objects_are_inherited(&streams, interpreter, &number))
		reseed(interpreter, words, number, 0);
	else if (objects_are_inherited(&chosen, interpreter, &number))
		reseed(interpreter, words, number, next_draw(interpreter, words));
}

static int hook_rand(void *data, Tcl_Interp *interpreter, int count,
		     Tcl_Obj *const *words)
{
	if (count == 1)
		before_draw(interpreter, words);
	return tcls_rand.procedure(data, interpreter, count, words);
}

static void tell_seed(Tcl_Obj *seed)
{
	double value = 0;
	bool is_number = get_double(NULL, seed, &value) == TCL_OK && value > -0x1p62 &&
			 value < 0x1p62;
	if (services.audited)
		services.seeded(&(struct seeding){
			.generator = "tcl",
			.function = "srand",
			.has_seed = is_number,
			.seed = is_number ? (uint64_t)(int64_t)value : 0});
}

static int hook_srand(void *data, Tcl_Interp *interpreter, int count,
		      Tcl_Obj *const *words)
{
	int status = tcls_srand.procedure(data, interpreter, count, words);
	if (status != TCL_OK || count != 2)
		return status;
	objects_remove(&streams, interpreter);
	objects_add(&chosen, interpreter);
	tell_seed(words[1]);
	return status;
}

/* False where it is not the command that it is in every other interpreter. */
static bool replace(Tcl_Interp *interpreter, const char *name, struct command *original,
		    procedure *hook)
{
	struct command there = {0};
	if (!get_command(interpreter, name, &there) || there.is_native != 1)
		return false;
	if (original->procedure && original->procedure != there.procedure)
		return false;
	*original = there;
	there.procedure = hook;
	return set_command(interpreter, name, &there);
}

static Tcl_Interp *hook_create(void)
{
	Tcl_Interp *made = create();
	if (made && (!replace(made, srand_name, &tcls_srand, hook_srand) ||
		     !replace(made, rand_name, &tcls_rand, hook_rand)))
		adapter_refuses("tcl", "expr's rand() is not the one we know");
	return made;
}

static void hook_release(Tcl_Interp *interpreter)
{
	objects_remove(&streams, interpreter);
	objects_remove(&chosen, interpreter);
	release(interpreter);
}

/* The library may lie elsewhere than before. */
static bool start(void)
{
	tcls_rand = tcls_srand = (struct command){0};
	objects_start(&streams);
	return true;
}

/* clang-format off */
static const struct adapted functions[] = {
	{"Tcl_CreateInterp", (void *)hook_create, (void **)&create, false},
	{"Tcl_DeleteInterp", (void *)hook_release, (void **)&release, false},
	{"Tcl_GetCommandInfo", NULL, (void **)&get_command, false},
	{"Tcl_SetCommandInfo", NULL, (void **)&set_command, false},
	{"Tcl_NewWideIntObj", NULL, (void **)&new_number, false},
	{"Tcl_DbIncrRefCount", NULL, (void **)&take, false},
	{"Tcl_DbDecrRefCount", NULL, (void **)&drop, false},
	{"Tcl_GetObjResult", NULL, (void **)&result, false},
	{"Tcl_GetDoubleFromObj", NULL, (void **)&get_double, false},
	{0},
};
/* clang-format on */

const struct adapter tcl_adapter = {functions, start};
