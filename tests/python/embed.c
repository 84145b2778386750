/* SPDX-License-Identifier: MIT */
/* A program with a Python interpreter inside that forks from C, as application servers
 * do: no PyOS_AfterFork_Child, the child just goes on to run Python. Prints what 8
 * children draw. Usage: embed WAY, with PYTHONPATH.
 */
#include <Python.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHILDREN = 8 };

static void run(const char *code)
{
	if (PyRun_SimpleString(code))
		_exit(1);
}

/* In the child: reports and ends. In the parent: 1 where that failed. */
static int failed_in(pid_t child)
{
	int status;
	if (child == 0) {
		run("report()");
		_exit(0);
	}
	waitpid(child, &status, 0);
	return status != 0;
}

static int fork_children(void)
{
	int failed = 0;
	for (int i = 0; i < CHILDREN; i++)
		failed += failed_in(fork());
	return failed;
}

/* The main thread holds the interpreter's lock and forks between two scripts. */
static int between(void)
{
	return fork_children();
}

/* The host lets go of the lock to fork, and takes it again in the child. */
static int unlocked(void)
{
	int failed = 0;
	for (int i = 0; i < CHILDREN; i++) {
		PyThreadState *state = PyEval_SaveThread();
		pid_t child = fork();
		PyEval_RestoreThread(state);
		failed += failed_in(child);
	}
	return failed;
}

/* A C function that Python calls forks, and Python goes on in the child. */
static PyObject *native_fork(PyObject *self, PyObject *arguments)
{
	(void)self, (void)arguments;
	return PyLong_FromLong(fork());
}

static PyMethodDef fork_method = {"native_fork", native_fork, METH_NOARGS, NULL};

static int called(void)
{
	PyObject *main = PyImport_AddModule("__main__");
	PyObject *function = PyCFunction_New(&fork_method, NULL);
	PyObject_SetAttrString(main, "native_fork", function);
	Py_DECREF(function);
	run("from children import in_children\n"
	    "in_children(8, report, fork=native_fork)");
	return 0;
}

/* A thread of the host's own forks, and tells Python, while the main thread runs a
 * script.
 */
static void *fork_in_thread(void *failed)
{
	int status;
	for (int i = 0; i < CHILDREN; i++) {
		PyGILState_STATE state = PyGILState_Ensure();
		PyOS_BeforeFork();
		pid_t child = fork();
		if (child == 0) {
			PyOS_AfterFork_Child();
			run("report()");
			_exit(0);
		}
		PyOS_AfterFork_Parent();
		PyGILState_Release(state);
		waitpid(child, &status, 0);
		*(int *)failed += status != 0;
	}
	PyGILState_STATE state = PyGILState_Ensure();
	run("finished = True");
	PyGILState_Release(state);
	return NULL;
}

static int thread(void)
{
	int failed = 0;
	pthread_t forker;
	run("finished = False");
	if (pthread_create(&forker, NULL, fork_in_thread, &failed))
		return 1;
	run("while not finished: [str(i) for i in range(1000)]");
	pthread_join(forker, NULL);
	return failed;
}

/* Python's own os.fork() in an embedded interpreter. */
static int python(void)
{
	run("from children import in_children\nin_children(8, report)");
	return 0;
}

int main(int argc, char **argv)
{
	static const struct {
		const char *name;
		int (*way)(void);
	} ways[] = {{"between", between},
		    {"unlocked", unlocked},
		    {"called", called},
		    {"thread", thread},
		    {"python", python}};
	if (argc != 2)
		return 2;
	Py_InitializeEx(0);
	run("from hosted import *");
	int failed = 2;
	for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
		if (!strcmp(argv[1], ways[i].name))
			failed = ways[i].way();
	return Py_FinalizeEx() || failed;
}
