#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# A locale that is not there, or broken: what the launcher, the doctor and the audit say is what they
# say without one, byte for byte, and nobody complains; the program sees the variables as they are.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/common.bash"

# A directory of locales whose file is no locale.
mkdir -p "$tmp/broken/xx_XX.UTF-8" && echo damaged >"$tmp/broken/xx_XX.UTF-8/LC_CTYPE"
broken=(LC_ALL=xx_XX.UTF-8 LANG=no_such LANGUAGE=xx LOCPATH="$tmp/broken")
is "$(env "${broken[@]}" locale 2>&1 >/dev/null | grep -c 'Cannot set')" 3 "the locale is one that can't be set"

# said COMMAND...: all that it says, and its status, without what differs from run to run.
said() {
	timeout 60 "$@" 2>&1 | sed 's/pid [0-9]*/pid N/g; s/pids [0-9, ]*/pids N/g'
	echo "status ${PIPESTATUS[0]}"
}
# same NAME WORDS...: of the launcher.
same() {
	local name=$1 plain
	shift
	plain=$(said "$@")
	is "$(said env "${broken[@]}" "$@")" "$plain" "$name: $(wc -l <<<"$plain") lines as without it"
}
same "--help" "$launcher" --help
same "--version" "$launcher" --version
same "a command" "$launcher" "$probe"
same "--seed with a text beyond ASCII" "$launcher" --seed "$(printf 'k\303\244se')" "$probe"
same "a command that is not there, beyond ASCII" "$launcher" "$(printf 'k\303\244se\377')"
same "a setting that is refused" "$launcher" --when=Fork true
same "--doctor" "$launcher" --doctor "$probe"
if [ -x "$build/forkseed-audit" ]; then same "--check" "$launcher" --check --suppressions=/dev/null "$probe"; fi
is "$(env "${broken[@]}" "$launcher" printenv LC_ALL)" xx_XX.UTF-8 "the program gets it as it is"
if need /usr/bin/python3 "Python"; then
	is "$(env "${broken[@]}" "$launcher" /usr/bin/python3 -c 'print(7)' 2>&1)" "$(env "${broken[@]}" /usr/bin/python3 -c 'print(7)' 2>&1)" \
		"Python says what it says bare"
fi
finish
