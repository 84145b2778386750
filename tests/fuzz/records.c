/* SPDX-License-Identifier: MIT */
/*
 * records <RECORDING: what is recorded in it, behind its head, on standard output. Such
 * is an input of the fuzzer of recordings (recording.c).
 */
#include "../../shim/recorder/recording.h"

#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	char *whole = malloc(RECORDING_SIZE);
	const struct recording *recording = (const void *)whole;
	size_t size = whole ? fread(whole, 1, RECORDING_SIZE, stdin) : 0;
	if (size < RECORDING_FIRST || recording->next < RECORDING_FIRST ||
	    recording->next > size)
		return 1;
	size = recording->next - RECORDING_FIRST;
	return fwrite(whole + RECORDING_FIRST, 1, size, stdout) != size;
}
