/* SPDX-License-Identifier: MIT */
/* nothing: the trivial dynamic program whose start is timed. */

int main(void)
{
	return 0;
}
