#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A library that was adapted is closed, and another one comes in its place, or the same again:
# what the adapters kept of the first one crashed once. So does Apache with all its modules,
# after it has read its configuration for the first time.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../runtimes/runtimes.bash"
replaced=$programs/regressions/replaced
cc=${CC:-cc}
PATH=/usr/bin:/bin:/usr/sbin:$PATH

# plugin NAME FLAGS...: $tmp/NAME.so, of what is read.
plugin() {
	local name=$1
	shift
	"$cc" -w -O2 -shared -fPIC -x c -o "$tmp/$name.so" - "$@" 2>"$tmp/err"
}

# An adapter needs nothing but these names, so that hooks are put in place when an object comes.
plugin apr <<'END'
void apr_random_init(void) {}
void apr_random_after_fork(void) {}
int apr_random_secure_bytes(void) { return 1; }
int apr_random_insecure_bytes(void) { return 1; }
END
plugin nothing <<<'int nothing;'

perl=$(ldconfig -p | awk '$1 ~ /^libperl\.so\.5/ {print $NF; exit}')
size=$([ -z "$perl" ] || readelf -lW "$perl" | awk '$1 == "LOAD" {last = $3 " " $6} END {print last}')

# Where libperl's hooked function was, there lies another object.
if [ -z "$perl" ]; then
	lacks libperl-dev "another library in Perl's place"
else
	plugin other -DSIZE="$((${size% *} + ${size#* } - 65536))" <<<'static char room[SIZE]; char *other(void) { return room; }'
	steps=("open=$tmp/apr.so" "open=$perl" at=Perl_drand48_r close "open=$tmp/other.so" covered)
	# The kernel may have other room for it.
	covers() { [ "$(limited "$@" "$replaced" "${steps[@]}")" = covered ]; }
	ends() { limited "$launcher" "$replaced" "${steps[@]}" >/dev/null; }
	check "another library in Perl's place: bare" sees covers
	check "another library in Perl's place: as bare" sees covers "$launcher"
	ends && ends && ends && ends && ends
	ok $? "another library in Perl's place: no crash"
fi

# comes_again WHAT NAME SYMBOL STEP...: closed and opened again, it lies where it was; meanwhile STEPs.
comes_again() {
	local what=$1 name=$2 symbol=$3
	shift 3
	local steps=("open=$tmp/$name.so" draw end close "open=$tmp/$name.so" "at=$symbol" draw "$@" "open=$tmp/$name.so"
		"same=$symbol" draw fork)
	limited "$replaced" "${steps[@]}" >"$tmp/bare"
	is "$(head -n 1 "$tmp/bare") $(tail -n 8 "$tmp/bare" | distinct)" "same 1 of 8" "$what: bare, where it was, and children repeat"
	limited "$launcher" "$replaced" "${steps[@]}" >"$tmp/healed"
	is "$(head -n 1 "$tmp/healed") $(tail -n 8 "$tmp/healed" | distinct)" "same 8 of 8" "$what: healed"
}

cat >"$tmp/fortran.f90" <<'END'
subroutine plugin_seed() bind(c)
  integer :: words(64)
  words = 1
  call random_seed(put = words)
end subroutine
function plugin_draw() bind(c) result(x)
  use iso_c_binding
  real(c_double) :: x
  call random_number(x)
end function
END
if need gfortran "libgfortran, whose key for threads is another's"; then
	gfortran -shared -fPIC -o "$tmp/fortran.so" "$tmp/fortran.f90" -J "$tmp" 2>"$tmp/err"
	comes_again "libgfortran, whose key for threads is another's" fortran _gfortran_random_r8 close keys
	comes_again "libgfortran, which was seeded when it was there first" fortran _gfortran_random_r8 seed close
fi

read -ra flags < <(/usr/bin/python3-config --includes --ldflags --embed 2>/dev/null | tr '\n' ' ')
plugin python "${flags[@]}" <<'END'
#include <Python.h>
void plugin_begin(void) { Py_InitializeEx(0); PyRun_SimpleString("import random\none = random.Random()"); }
void plugin_end(void) { Py_Finalize(); }
double plugin_draw(void)
{
	PyObject *globals = PyModule_GetDict(PyImport_AddModule("__main__"));
	PyObject *drawn = PyRun_String("one.random()", Py_eval_input, globals, globals);
	return drawn ? PyFloat_AsDouble(drawn) : -1;
}
END
if [ ! -e "$tmp/python.so" ]; then
	lacks libpython3-dev "libpython"
else
	comes_again "libpython" python PyInit__random end close
	comes_again "libpython, which was not ended" python PyInit__random close
fi

core=$(perl -MConfig -e 'print "$Config{archlibexp}/CORE"' 2>/dev/null)
plugin perl -isystem "$core" -D_REENTRANT -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -lperl <<'END'
#include <EXTERN.h>
#include <perl.h>
static PerlInterpreter *own;
void plugin_begin(void)
{
	static char *words[] = {"perl", "-e", "1", NULL};
	int count = 3;
	char **arguments = words, **environment = NULL;
	PERL_SYS_INIT3(&count, &arguments, &environment);
	own = perl_alloc();
	PERL_SET_CONTEXT(own);
	perl_construct(own);
	perl_parse(own, NULL, count, words, NULL);
}
double plugin_draw(void)
{
	dTHX;
	return SvNV(eval_pv("rand", 0));
}
void plugin_end(void)
{
	dTHX;
	PL_perl_destruct_level = 1;
	perl_destruct(own);
	perl_free(own);
}
END
if [ ! -e "$tmp/perl.so" ]; then
	lacks libperl-dev "libperl"
else
	comes_again "libperl" perl Perl_drand48_r end close
fi
# What an audit has a script's lines from is gone.
if [ ! -e "$tmp/perl.so" ] || [ ! -x "$build/forkseed-audit" ]; then
	lacks "$([ -e "$tmp/perl.so" ] && echo libdw-dev || echo libperl-dev)" "audited, and Perl is gone"
else
	for gone in "open=$tmp/nothing.so" keys; do
		limited "$launcher" --audit="$tmp/report" "$replaced" "open=$tmp/apr.so" "open=$tmp/perl.so" draw fork end close \
			"$gone" random forkrandom >"$tmp/out" 2>"$tmp/said"
		is "$(grep -c 'died by' "$tmp/out") $(tail -n 8 "$tmp/out" | distinct)" "0 8 of 8" "audited, and Perl is gone (${gone%=*}): no child dies"
		is "$(grep -c '"generator":"random"' "$tmp/report")" 8 "audited, and Perl is gone (${gone%=*}): what is drawn then is found"
	done
fi
finish
