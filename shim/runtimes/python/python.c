/* SPDX-License-Identifier: MIT
 *
 * Two ways into the interpreter. A call pending from a dlopen(3) or a fork runs in the
 * main thread before its next bytecode, also in the child; a hook of
 * os.register_at_fork() runs in the child before any bytecode and before hooks that the
 * program registers later. Nothing of Python's is called inside fork(3) itself.
 */
#include "python.h"
#include "core/lineage.h"
#include "generators/libc.h"
#include "python_collected.h"
#include "python_frames.h"
#include "python_types.h"

#include PROCESSOR_FILE

#include <sys/syscall.h>

static _Atomic bool is_queued;
static _Atomic bool is_forked_by_python; /* and not behind its back */
static bool is_met;                      /* this interpreter has run a call of ours, */
static bool has_hook;                    /* and os.register_at_fork() was called in it */

/* How often we must look again: an object that is opened makes its types only after a
 * pending call has run. */
enum { LOOKS = 2 };
static _Atomic int looks_due = LOOKS;
static _Atomic bool is_late;  /* a thread other than the main one imports */
static enum python_news news; /* whose objects were not looked for yet */

bool python_had_threads(void)
{
	return !*libc_single_threaded;
}

static const struct python_runtime *const runtimes[] = {
#define X(name, runtime, mark, words) &runtime,
	PYTHON_RUNTIMES(X)
#undef X
};
enum { RUNTIMES_HERE = sizeof runtimes / sizeof *runtimes };

/* The next active one's index; the first row has the first. */
static int active_from(int index)
{
	while (index < RUNTIMES_HERE && !runtimes_is_active(index))
		index++;
	return index;
}

/* Types that one look has found to be nobody's: most objects are of a few. */
enum { NOBODYS = 64 };
static PyObject **nobodys; /* on the stack of who looks */

static void found(PyObject *object)
{
	PyObject **nobodys_type = &nobodys[(uintptr_t)object->type / 32 % NOBODYS];
	bool is_ours = false;
	if (*nobodys_type == object->type)
		return;
	for (int i = active_from(0); i < RUNTIMES_HERE; i = active_from(i + 1))
		is_ours |= runtimes[i]->found(object);
	if (!is_ours)
		*nobodys_type = object->type;
}

/* Modules' globals, with PyDict_Next: no object's own code is run. */
static void walk_module(PyObject *module)
{
	PyObject *globals, *name, *value;
	ssize_t at = 0;
	if (module->type != python->PyModule_Type)
		return;
	globals = python->PyModule_GetDict(module);
	while (globals && python->PyDict_Next(globals, &at, &name, &value))
		found(value);
}

static void walk(PyObject *modules)
{
	PyObject *name, *module;
	ssize_t at = 0;
	while (python->PyDict_Next(modules, &at, &name, &module))
		walk_module(module);
}

static void notice(PyObject *modules)
{
	for (int i = active_from(0); i < RUNTIMES_HERE; i = active_from(i + 1)) {
		enum python_news now = runtimes[i]->notice(modules);
		if (now > news)
			news = now;
	}
}

/* What another thread imports has had time to make objects. */
static void look_for_objects(PyObject *modules)
{
	PyObject *types[NOBODYS] = {NULL};
	bool is_old = news == PYTHON_OLD || (news && is_late);
	nobodys = types;
	if (!is_old || !python_walk_collected(found))
		if (news || is_late)
			walk(modules);
	if (news)
		is_late = false;
	news = PYTHON_NOTHING_NEW;
}

/* Nothing while nothing was opened, for every page touched is paid for after a fork. An
 * import that is under way opens more: objects are looked for at its end, or at a fork.
 */
static void settle(PyObject *modules, bool is_forked)
{
	int due = atomic_load(&looks_due);
	bool is_under_way = false;
	if (due == 0)
		return;
	atomic_store(&looks_due, due - 1);
	notice(modules);
	for (int i = active_from(0); i < RUNTIMES_HERE; i = active_from(i + 1))
		is_under_way |= !runtimes[i]->settle(modules);
	if (is_under_way)
		atomic_store(&looks_due, 1);
	if (!is_under_way || is_forked)
		look_for_objects(modules);
}

/* Another interpreter's modules are not for us. */
static PyObject *modules_of_main(void)
{
	return python_is_main() ? python->PyImport_GetModuleDict() : NULL;
}

void python_look(void)
{
	PyObject *modules = looks_due ? modules_of_main() : NULL;
	if (modules)
		notice(modules);
}

/* Inside os.fork(), whose parent can look for objects with no page to copy. Calls only
 * what runs no code of Python's, and leaves the rest to a pending call. */
static void look_before_fork(void)
{
	PyObject *type, *value, *trace;
	if (!python_has_lock() || !python_is_main())
		return;
	python->PyErr_Fetch(&type, &value, &trace);
	PyObject *modules = python->PyImport_GetModuleDict();
	if (modules) {
		notice(modules);
		look_for_objects(modules);
	}
	python->PyErr_Restore(type, value, trace);
}

/* Once in a child: a parent's word is ROOT. */
static void heal(PyObject *modules, enum python_moment moment)
{
	uint64_t word = WIPED;
	if (!atomic_compare_exchange_strong(&lineage_page->runtimes, &word, ROOT))
		return;
	settle(modules, true);
	for (int i = active_from(0); i < RUNTIMES_HERE; i = active_from(i + 1))
		runtimes[i]->heal(modules, moment);
}

/* os.register_at_fork(), by which CPython itself reseeds: since 3.7, otherwise NULL. */
static PyObject *register_at_fork(PyObject *modules)
{
	return python_global(modules, "posix", "register_at_fork");
}

void python_heal(void)
{
	if (atomic_load(&lineage_page->runtimes) != WIPED)
		return;
	PyObject *modules = modules_of_main();
	if (modules)
		heal(modules, register_at_fork(modules) && is_forked_by_python
				      ? PYTHON_AT_FORK
				      : PYTHON_INSTEAD);
}

static PyObject *after_fork(PyObject *self, PyObject *arguments)
{
	PyObject *modules = python->PyImport_GetModuleDict();
	(void)self;
	(void)arguments;
	if (modules)
		heal(modules, PYTHON_AT_FORK);
	return python_none();
}

void python_ended(void)
{
	is_met = has_hook = false;
	is_queued = false;
	looks_due = LOOKS;
	news = PYTHON_NOTHING_NEW;
	for (int i = active_from(0); i < RUNTIMES_HERE; i = active_from(i + 1))
		if (runtimes[i]->end)
			runtimes[i]->end();
	python_types_end();
	tracked_clear();
}

/* Before 3.7 the pending call does it all. */
static bool register_hook(PyObject *modules)
{
	static struct PyMethodDef definition = {.flags = METH_NOARGS};
	definition.name = "forkseed";
	definition.method = after_fork;
	PyObject *call = register_at_fork(modules);
	PyObject *hook = call ? python->PyCFunction_NewEx(&definition, NULL, NULL) : NULL;
	PyObject *keywords =
		hook ? python->Py_BuildValue("{s:N}", "after_in_child", hook) : NULL;
	PyObject *none = keywords ? python->Py_BuildValue("()") : NULL;
	PyObject *done = none ? python->PyObject_Call(call, none, keywords) : NULL;
	bool is_registered = done;
	python_done(done);
	python_done(none);
	python_done(keywords);
	return is_registered;
}

static int run_pending(void *unused)
{
	PyObject *type, *value, *trace, *modules;
	(void)unused;
	atomic_store(&is_queued, false);
	python->PyErr_Fetch(&type, &value, &trace);
	python_heal();
	python_frames_prove();
	modules = modules_of_main();
	if (modules) {
		python_keep_exceptions();
		settle(modules, false);
		if (!is_met) {
			is_met = true;
			has_hook = register_hook(modules);
			(void)python->Py_AtExit(python_ended);
		}
	}
	python->PyErr_Restore(type, value, trace);
	return python_raise_kept() ? -1 : 0;
}

void python_wake(void)
{
	if (python->Py_IsInitialized() && !atomic_exchange(&is_queued, true) &&
	    python->Py_AddPendingCall(run_pending, NULL) < 0)
		atomic_store(&is_queued, false);
}

void python_settle_soon(void)
{
	if (atomic_load(&looks_due))
		python_wake();
}

/* The interpreter's own fork is os.fork() or os.forkpty(): Python's hooks will run, and
 * ours is enough. A pending call would cost the parent page faults. */
void python_before_fork(const void *caller)
{
	bool is_own = python_api_contains(caller);
	if (is_own != atomic_load(&is_forked_by_python)) /* a store would copy the page */
		atomic_store(&is_forked_by_python, is_own);
	if (is_own)
		python_frames_prove_if_locked();
	if (is_own && has_hook && !looks_due)
		return;
	if (is_own)
		look_before_fork();
	python_wake();
}

void python_before_open(void)
{
	if (raw_syscall(SYS_gettid, 0, 0, 0, 0) != raw_syscall(SYS_getpid, 0, 0, 0, 0))
		atomic_store(&is_late, true);
	atomic_store(&looks_due, LOOKS);
	python_wake();
}

void python_begin(void)
{
	for (int i = active_from(0); i < RUNTIMES_HERE; i = active_from(i + 1))
		if (runtimes[i]->begin)
			runtimes[i]->begin();
}

void python_before_close(void)
{
	if (python_api_forget())
		atomic_store(&is_queued, false);
}
