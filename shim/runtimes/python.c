/* SPDX-License-Identifier: MIT
 *
 * Three ways into the interpreter. A call pending from a dlopen(3) or a fork runs in the
 * main thread before its next bytecode, also in the child; os.register_at_fork() runs in
 * the parent before os.fork() and in the child before any bytecode and before hooks that
 * the program registers later. Nothing of Python's is called inside fork(3) itself.
 */
#include "python.h"
#include "core/libc.h"
#include "core/lineage.h"
#include "python_types.h"

#include PROCESSOR_FILE

#include <sys/syscall.h>

/* Values of lineage_page->runtimes beside WIPED: healed in PyOS_AfterFork_Child; all
 * done, or a process that nobody forked. */
enum { HEALED_AT_FORK = FILLING, HEALED = ROOT };

static _Atomic bool is_queued;
static bool has_hooks;       /* os.register_at_fork() was called, in this interpreter */
static bool has_walked;      /* the modules, for objects older than our knowledge */
static _Atomic bool is_late; /* a thread other than the main one imports */

bool python_had_threads(void)
{
	return !*libc_single_threaded;
}

static const struct python_runtime *const runtimes[] = {
#define X(name, runtime) &runtime,
	PYTHON_RUNTIMES(X)
#undef X
};
enum { RUNTIMES_HERE = sizeof runtimes / sizeof *runtimes };

/* The active one of that index or behind it, or NULL; the first row has the first index.
 */
static const struct python_runtime *active(int *index)
{
	for (; *index < RUNTIMES_HERE; ++*index)
		if (runtimes_is_active(*index))
			return runtimes[*index];
	return NULL;
}

#define FOR_EACH_ACTIVE(runtime)                                                         \
	for (int index = 0; index < RUNTIMES_HERE; index++)                              \
		for (const struct python_runtime *runtime = active(&index); runtime;     \
		     runtime = NULL)

/* Modules' globals, with PyDict_Next: no object's own code is run. */
static void walk_module(PyObject *module)
{
	PyObject *globals, *name, *value;
	ssize_t at = 0;
	if (module->type != python.PyModule_Type)
		return;
	globals = python.PyModule_GetDict(module);
	while (globals && python.PyDict_Next(globals, &at, &name, &value))
		FOR_EACH_ACTIVE(runtime)
	runtime->found(value);
}

static void walk(PyObject *modules)
{
	PyObject *name, *module;
	ssize_t at = 0;
	while (python.PyDict_Next(modules, &at, &name, &module))
		walk_module(module);
	has_walked = true;
}

static bool notice(PyObject *modules)
{
	bool is_new = false;
	FOR_EACH_ACTIVE(runtime)
	is_new |= runtime->notice(modules);
	return is_new;
}

/* The walk costs as much as there are modules, so: once, and when something was missed.
 */
static void settle(PyObject *modules)
{
	bool is_new = notice(modules);
	if (is_new || !has_walked || atomic_exchange(&is_late, false))
		walk(modules);
	FOR_EACH_ACTIVE(runtime)
	runtime->settle(modules);
}

static void heal(PyObject *modules, enum python_moment moment)
{
	if (moment != PYTHON_AFTER)
		settle(modules);
	FOR_EACH_ACTIVE(runtime)
	runtime->heal(modules, moment);
}

static void heal_at_fork(PyObject *modules)
{
	uint64_t word = WIPED;
	if (atomic_compare_exchange_strong(&lineage_page->runtimes, &word,
					   HEALED_AT_FORK))
		heal(modules, PYTHON_AT_FORK);
}

static void heal_pending(PyObject *modules)
{
	uint64_t word = atomic_exchange(&lineage_page->runtimes, HEALED);
	if (word == WIPED)
		heal(modules, PYTHON_INSTEAD);
	else if (word == HEALED_AT_FORK)
		heal(modules, PYTHON_AFTER);
}

static PyObject *nothing(void)
{
	python.Py_IncRef(python._Py_NoneStruct);
	return python._Py_NoneStruct;
}

static PyObject *before_fork(PyObject *self, PyObject *arguments)
{
	PyObject *modules = python.PyImport_GetModuleDict();
	(void)self;
	(void)arguments;
	if (modules)
		settle(modules);
	return nothing();
}

static PyObject *after_fork(PyObject *self, PyObject *arguments)
{
	PyObject *modules = python.PyImport_GetModuleDict();
	(void)self;
	(void)arguments;
	if (modules)
		heal_at_fork(modules);
	return nothing();
}

static void end_of_interpreter(void)
{
	has_hooks = has_walked = false;
	is_queued = false;
	FOR_EACH_ACTIVE(runtime)
	runtime->end();
	python_types_end();
	tracked_clear();
}

enum { METH_NOARGS = 4 };

static PyObject *function(struct PyMethodDef *definition)
{
	return python.PyCFunction_NewEx(definition, NULL, NULL);
}

/* Python has os.register_at_fork() since 3.7; before, the pending call does it all. */
static void register_hooks(PyObject *modules)
{
	static struct PyMethodDef before = {.flags = METH_NOARGS},
				  after = {.flags = METH_NOARGS};
	before.name = after.name = "forkseed";
	before.method = before_fork;
	after.method = after_fork;
	PyObject *posix = python.PyDict_GetItemString(modules, "posix");
	PyObject *call = python_attribute(posix, "register_at_fork");
	PyObject *hooks =
		call ? python.Py_BuildValue("{s:N,s:N}", "before", function(&before),
					    "after_in_child", function(&after))
		     : NULL;
	PyObject *none = hooks ? python.Py_BuildValue("()") : NULL;
	python_done(none ? python.PyObject_Call(call, none, hooks) : NULL);
	python_done(none);
	python_done(hooks);
	python_done(call);
}

static int run_pending(void *unused)
{
	PyObject *type, *value, *trace, *modules;
	(void)unused;
	atomic_store(&is_queued, false);
	python.PyErr_Fetch(&type, &value, &trace);
	modules = python.PyImport_GetModuleDict();
	if (modules) {
		heal_pending(modules);
		(void)notice(modules);
		if (!has_hooks) {
			has_hooks = true;
			register_hooks(modules);
			(void)python.Py_AtExit(end_of_interpreter);
		}
	}
	python.PyErr_Restore(type, value, trace);
	return 0;
}

static void wake(void)
{
	if (python.Py_IsInitialized() && !atomic_exchange(&is_queued, true) &&
	    python.Py_AddPendingCall(run_pending, NULL) < 0)
		atomic_store(&is_queued, false);
}

void python_before_fork(void)
{
	FOR_EACH_ACTIVE(runtime)
	if (runtime->before_fork)
		runtime->before_fork();
	wake();
}

void python_before_open(void)
{
	if (raw_syscall(SYS_gettid, 0, 0, 0, 0) != raw_syscall(SYS_getpid, 0, 0, 0, 0))
		atomic_store(&is_late, true);
	wake();
}
