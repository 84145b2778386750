/* SPDX-License-Identifier: MIT
 *
 * A program that has libperl inside, as irssi, nginx or a database have; runs a script,
 * in one interpreter after another. Usage: perl-host INTERPRETERS SCRIPT ARGUMENTS... The
 * last of them runs SCRIPT; those before it draw a number, and stay.
 */
#include <EXTERN.h>
#include <perl.h>
/* Perl's macros must not reach libc's functions. */
#undef fork

EXTERN_C void boot_DynaLoader(pTHX_ CV *cv);

static void open_extensions(pTHX)
{
	newXS("DynaLoader::boot_DynaLoader", boot_DynaLoader, __FILE__);
}

static PerlInterpreter *make(int argc, char **argv)
{
	PerlInterpreter *my_perl = perl_alloc();
	PERL_SET_CONTEXT(my_perl);
	perl_construct(my_perl);
	PL_exit_flags |= PERL_EXIT_DESTRUCT_END;
	if (perl_parse(my_perl, open_extensions, argc, argv, NULL) != 0)
		exit(1);
	return my_perl;
}

int main(int argc, char **argv, char **environment)
{
	char *drawing[] = {argv[0], "-e", "rand", NULL};
	PERL_SYS_INIT3(&argc, &argv, &environment);
	for (int i = argc > 1 ? atoi(argv[1]) : 0; i > 1; i--)
		perl_run(make(3, drawing));
	PerlInterpreter *my_perl = make(argc - 1, argv + 1);
	return perl_run(my_perl);
}
