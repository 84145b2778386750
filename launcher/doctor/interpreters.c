/* SPDX-License-Identifier: MIT */
/*
 * Interpreters by the names of their programs: languages whose scripts can fork and that
 * bring generators of their own. How these are recognised is in runtimes.c. What libc's
 * generators serve (zsh, Lua up to 5.3) is not here, nor what reseeds in a child (bash).
 */
#include "doctor.h"
#include <string.h>

static const struct {
	const char *program, *name;
} interpreters[] = {
	{"perl", "Perl"},
	{"php", "PHP"},
	{"ruby", "Ruby"},
	{"jruby", "Ruby"},
	{"R", "R"},
	{"Rscript", "R"},
	{"pypy", "PyPy"},
	{"python", "Python"},
	{"lua5.4", "Lua"},
	{"lua5.5", "Lua"},
	{"luajit", "LuaJIT"},
	{"tclsh", "Tcl"},
	{"wish", "Tcl"},
	{"expect", "Tcl"},
	{"guile", "Guile"},
	{"ocaml", "OCaml"},
	{"sbcl", "SBCL"},
	{"clisp", "CLISP"},
	{"ecl", "ECL"},
	{"swipl", "SWI-Prolog"},
	{"gprolog", "GNU Prolog"},
	{"octave", "Octave"},
	{"pike", "Pike"},
	{"gosh", "Gauche"},
	{"csi", "CHICKEN"},
	{"newlisp", "newLISP"},
	{"pil", "PicoLisp"},
	{"racket", "Racket"},
	{"node", "Node.js"},
	{"nodejs", "Node.js"},
	{"julia", "Julia"},
	{"ksh", "ksh"},
	{"mksh", "mksh"},
	{"gst", "GNU Smalltalk"},
	{"erl", "Erlang"},
	{"beam.smp", "Erlang"},
	{"java", "Java"},
	{"mono", "Mono"},
	{"dotnet", ".NET"},
};

/* "perl", "perl5.36-x86_64-linux-gnu", "python3.13", "octave-cli"; not "perldoc", nor,
 * where the name is a letter, "R2D2". */
static bool is_called(const char *program, const char *name)
{
	size_t length = strlen(name);
	return strncmp(program, name, length) == 0 &&
	       (!program[length] ||
		(length > 1 && strchr("0123456789.-_", program[length])));
}

const char *interpreter_named(const char *path)
{
	const char *program = base_name(path);
	for (size_t i = 0; i < sizeof interpreters / sizeof *interpreters; i++)
		if (is_called(program, interpreters[i].program))
			return interpreters[i].name;
	return NULL;
}
