/* SPDX-License-Identifier: MIT
 *
 * core/libc.c, core/glibc.c and core/elf_sysv.c: what dlsym(3) finds is what our own walk
 * finds, and libc's state is where its own functions change it. Here the program stands
 * in for the shim.
 */
#include "generators/libc.h"
#include "generators/additive.h"
#include "recorder/elf_sysv.h"
#include "unit.h"

#include <dlfcn.h>
#include <gnu/lib-names.h>
#include <stdint.h>

START_TEST(next_is_what_dlsym_says)
{
	libc_find();
#define X(name) ck_assert_ptr_eq((void *)next.name, dlsym(RTLD_NEXT, #name));
	INTERPOSED(X)
#undef X
	void *handle =
		dlopen(LIBC_SO, RTLD_NOW | RTLD_NOLOAD); /* ASan has a random_r, too */
#define X(name) ck_assert_ptr_eq((void *)libc.name, dlsym(handle, #name));
	REENTRANT(X)
#undef X
	dlclose(handle);
}
END_TEST

START_TEST(libc_has_one_random_state)
{
	int32_t array[32], wanted;
	struct random_data copy, *located = libc_random_data();
	ck_assert_ptr_nonnull(located);
	next.srandom(5);
	copy = *located;
	memcpy(array, located->state - 1, sizeof array);
	long got = next.random();
	ck_assert(memcmp(&copy, located, sizeof copy) != 0);
	initstate_r(5, (char *)array, sizeof array,
		    (memset(&copy, 0, sizeof copy), &copy));
	random_r(&copy, &wanted);
	ck_assert_int_eq(got, wanted);
}
END_TEST

START_TEST(locating_drand48_changes_nothing)
{
	unsigned short parameters[7] = {1, 2, 3, 4, 5, 6, 7}, x[3] = {9, 9, 9},
		       y[3] = {9, 9, 9};
	next.lcong48(parameters);
	long wanted = next.nrand48(x);
	struct drand48_data *located = libc_drand48_data();
	ck_assert_ptr_nonnull(located);
	ck_assert_int_eq(next.nrand48(y), wanted);
	ck_assert_mem_eq(located->__x, parameters, sizeof located->__x);
	next.srand48(3);
	ck_assert_uint_eq(located->__x[1], 3);
}
END_TEST

/* As AArch64's vDSO: DT_HASH alone, and addresses as in the file. */
static struct image {
	ElfW(Dyn) dynamic[4];
	ElfW(Sym) symbols[3];
	uint32_t hash[2]; /* all that is looked at: how many chains there are */
	char names[16];
} image = {
	.dynamic = {{DT_SYMTAB, {offsetof(struct image, symbols)}},
		    {DT_STRTAB, {offsetof(struct image, names)}},
		    {DT_HASH, {offsetof(struct image, hash)}}},
	.symbols = {{0},
		    {.st_name = 1, .st_info = STT_FUNC},
		    {.st_name = 1, .st_info = STT_FUNC, .st_shndx = 1, .st_value = 64}},
	.hash = {1, 3},
	.names = "\0clock",
};

START_TEST(a_symbol_is_found_without_gnu_hash)
{
	ElfW(Phdr) part = {.p_type = PT_DYNAMIC};
	struct dl_phdr_info object = {
		.dlpi_addr = (ElfW(Addr)) & image, .dlpi_phdr = &part, .dlpi_phnum = 1};
	struct elf_symbols symbols;
	ck_assert(!elf_symbols_open(&symbols, &object));
	ck_assert_ptr_eq(elf_sysv_find(&object, "clock"), (char *)&image + 64);
	ck_assert_ptr_null(elf_sysv_find(&object, "cloc"));
	image.hash[1] = 2; /* the undefined one alone */
	ck_assert_ptr_null(elf_sysv_find(&object, "clock"));
	part.p_type = PT_LOAD;
	ck_assert_ptr_null(elf_sysv_find(&object, "clock"));
}
END_TEST

TCase *case_libc(void)
{
	TCase *tests = tcase_create("libc");
	tcase_add_test(tests, next_is_what_dlsym_says);
	tcase_add_test(tests, libc_has_one_random_state);
	tcase_add_test(tests, locating_drand48_changes_nothing);
	tcase_add_test(tests, a_symbol_is_found_without_gnu_hash);
	return tests;
}
