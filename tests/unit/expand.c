/* SPDX-License-Identifier: MIT
 *
 * entropy/expand.c against ChaCha8's published first block for a key of zeros (256 bits;
 * on processors whose words begin with the low byte), and that a shorter buffer gets its
 * beginning.
 */
#include "entropy/expand.h"
#include "unit.h"

#include <string.h>

static const unsigned char first[64] = {
	0x3e, 0x00, 0xef, 0x2f, 0x89, 0x5f, 0x40, 0xd6, 0x7f, 0x5b, 0xb8, 0xe8, 0x1f,
	0x09, 0xa5, 0xa1, 0x2c, 0x84, 0x0e, 0xc3, 0xce, 0x9a, 0x7f, 0x3b, 0x18, 0x1b,
	0xe1, 0x88, 0xef, 0x71, 0x1a, 0x1e, 0x98, 0x4c, 0xe1, 0x72, 0xb9, 0x21, 0x6f,
	0x41, 0x9f, 0x44, 0x53, 0x67, 0x45, 0x6d, 0x56, 0x19, 0x31, 0x4a, 0x42, 0xa3,
	0xda, 0x86, 0xb0, 0x01, 0x38, 0x7b, 0xfd, 0xb8, 0x0e, 0x0c, 0xfe, 0x42};
static const uint32_t zeros[EXPAND_WORDS];

START_TEST(first_block)
{
	unsigned char out[sizeof first];
	expand(out, sizeof out, zeros);
	ck_assert_int_eq(memcmp(out, first, sizeof out), 0);
}
END_TEST

START_TEST(beginnings)
{
	unsigned char whole[200], part[200];
	expand(whole, sizeof whole, zeros);
	ck_assert_int_ne(memcmp(whole, whole + 64, 64), 0);
	for (size_t size = 0; size < sizeof part; size++) {
		memset(part, 0xee, sizeof part);
		expand(part, size, zeros);
		ck_assert_int_eq(memcmp(part, whole, size), 0);
		ck_assert_uint_eq(part[size], 0xee);
	}
}
END_TEST

TCase *case_expand(void)
{
	TCase *c = tcase_create("expand");
	tcase_add_test(c, first_block);
	tcase_add_test(c, beginnings);
	return c;
}
