/* SPDX-License-Identifier: MIT */
/* What a CPython without a global interpreter lock looks like from outside, and no more:
 * it exports what every CPython does, and what its Py_DECREF() needs. It forks children
 * that draw nothing.
 */
#include <sys/wait.h>
#include <unistd.h>

int Py_AddPendingCall(int (*call)(void *), void *argument);
int Py_AddPendingCall(int (*call)(void *), void *argument)
{
	(void)call;
	(void)argument;
	return -1;
}

void _Py_MergeZeroLocalRefcount(void *object);
void _Py_MergeZeroLocalRefcount(void *object)
{
	(void)object;
}

int main(void)
{
	for (int i = 0; i < 3; i++) {
		pid_t child = fork();
		if (child == 0)
			_exit(0);
		waitpid(child, NULL, 0);
	}
	return 0;
}
