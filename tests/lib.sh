# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What every shell test shares: TAP output, where the built things are, and the two ways
# to run a program (bare, shim). Sourced by tests/*/*.sh; runs nothing by itself.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
build=$root/build
launcher=${LAUNCHER_UNDER_TEST:-$build/forkseed}
shim=${launcher%/*}/libforkseed.so
programs=$build/tests # tests/GROUP/NAME.c is built as $programs/GROUP/NAME
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
tap_count=0
export LC_ALL=C

# ok STATUS NAME: one test point; STATUS is 0 for success, as of a command just run.
ok() {
	tap_count=$((tap_count + 1))
	if [ "$1" -eq 0 ]; then echo "ok $tap_count - $2"; else echo "not ok $tap_count - $2"; fi
}

# check NAME COMMAND...: a point that passes when the command does.
check() {
	local name=$1
	shift
	"$@"
	ok $? "$name"
}

# is GOT WANTED NAME: a point that passes when both are the same text.
is() {
	[ "$1" = "$2" ]
	ok $? "$3"
	[ "$1" = "$2" ] || printf '#   got: %s\n#   wanted: %s\n' "$1" "$2"
}

# until_ok COMMAND...: waits for it, for a minute at most.
until_ok() {
	local i
	for ((i = 0; i < 3000; i++)); do
		! "$@" >/dev/null 2>&1 || return 0
		sleep 0.02
	done
}

# until_said WORD FILE
until_said() { until_ok grep -q "^$1" "$2"; }

# skip REASON NAME: a point that could not be tested here.
skip() {
	tap_count=$((tap_count + 1))
	echo "ok $tap_count - $2 # SKIP $1"
}

# lacks PACKAGE NAME: a skipped point, in the words by which tests/run knows a package of
# scripts/packages: it excuses one that this release does not have.
lacks() {
	local group=
	! grep -qE "^soak +([^:]*[ |])?$1[ |:]" "$root/scripts/packages" || group=-soak
	skip "$1 is not installed (make deps$group)" "$2"
}

# package_of PROGRAM: where it is not called like its package.
package_of() {
	case ${1##*/} in
	[cg]++) echo g++ ;;
	cgi-fcgi) echo libfcgi-bin ;;
	as) echo binutils ;;
	auditwheel) echo python3-auditwheel ;;
	chromedriver) echo chromium-driver ;;
	csi) echo chicken-bin ;;
	dbus-*) echo dbus-bin ;;
	dh) echo debhelper ;;
	embed) echo python3-dev ;;
	forkseed-audit) echo libdw-dev ;;
	gio | gdbus) echo libglib2.0-bin ;;
	inetd) echo openbsd-inetd ;;
	ip) echo iproute2 ;;
	libpython*) echo libpython3-dev ;;
	guile) echo guile-3.0 ;;
	luajit) echo luajit2 ;;
	mariadbd | mariadb-install-db) echo mariadb-server-core ;;
	mpirun) echo openmpi-bin ;;
	munged) echo munge ;;
	musl-gcc) echo musl-tools ;;
	ninja) echo ninja-build ;;
	php) echo php-cli ;;
	postgres) echo postgresql ;;
	pq) echo libpq-dev ;;
	qemu-*) echo qemu-user ;;
	Rscript) echo r-base-core ;;
	octave-cli) echo octave ;;
	setcap) echo libcap2-bin ;;
	srun) echo slurm-client ;;
	ssh) echo openssh-client ;;
	sshd) echo openssh-server ;;
	swipl) echo swi-prolog-nox ;;
	systemd-*) echo systemd ;;
	tclsh) echo tcl ;;
	tls) echo libssl-dev ;;
	uwsgi_python3) echo uwsgi-plugin-python3 ;;
	xmllint) echo libxml2-utils ;;
	Xvfb) echo xvfb ;;
	*) echo "${1##*/}" ;;
	esac
}

# module_package MODULE: of Python (X), Perl (X::Y) or PHP (php-X).
module_package() {
	local name=${1,,}
	case $name in
	dbd::*) echo "libdbd-${name#dbd::}-perl" ;;
	*::*) echo "lib${name//::/-}-perl" ;;
	php-*mysql*) echo php-mysql ;;
	php-*pgsql*) echo php-pgsql ;;
	php-* | gunicorn) echo "$name" ;;
	*) echo "python3-$name" ;;
	esac
}

# need PROGRAM NAME: true when PROGRAM is there; otherwise a skipped point that says so.
need() {
	command -v "$1" >/dev/null 2>&1 && return 0
	lacks "$(package_of "$1")" "$2"
	return 1
}

# sees COMMAND...: whether it is true once of ten times, for what chance shows: a bare child that
# meets a held lock, where a loaded machine may hardly run the thread that holds it.
sees() {
	local look
	for look in 1 2 3 4 5 6 7 8 9 10; do
		"$@" && return
	done
	echo "# not seen in $look looks: $*"
	return 1
}

# older_libc VERSION: whether glibc is older than that.
older_libc() {
	local have
	have=$(getconf GNU_LIBC_VERSION 2>/dev/null) && have=${have##* }
	[ "$have" ] && [ "$have" != "$1" ] && [ "$(printf '%s\n%s\n' "$have" "$1" | sort -V | head -n 1)" = "$have" ]
}

bare() { env -u LD_PRELOAD "$@"; }
shimmed() { env LD_PRELOAD="$shim" "$@"; }

# finish: the plan, as the last line.
finish() { echo "1..$tap_count"; }
