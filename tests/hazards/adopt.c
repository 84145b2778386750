/* SPDX-License-Identifier: MIT */
/*
 * Runs a command as the adopter of its orphaned descendants, for commands that cannot ask
 * for that themselves (under qemu-user). Usage: adopt COMMAND... Not a test.
 */
#include "children.h"

int main(int count, char **arguments)
{
	require(count > 1, "usage: adopt COMMAND...");
	adopt_orphans();
	execvp(arguments[1], arguments + 1);
	require(false, arguments[1]);
}
