#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The completions for bash and zsh know what launcher/options-table.c knows, every option of it
# and every value: typed at a terminal, in the shells themselves.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
python=/usr/bin/python3
need "$python" "completion at a terminal" || { finish && exit 0; }

# In a directory with nothing but the completions, so that no file's name fits by chance.
cp "$root"/packaging/completion/* "$tmp"

# The system's services are these.
mkdir "$tmp/bin"
printf '#!/bin/sh\necho "demo.service enabled"; echo "other.service static"\n' >"$tmp/bin/systemctl"
chmod +x "$tmp/bin/systemctl"

# The table: "NAME VALUES", VALUES as they stand there.
sed -nE 's/^\t\{OPTION_[A-Z_]+, "([a-z-]+)", [A-Z_"]+, ("([^"]*)"( RUNTIME_NAMES)?|NULL).*/\1 \3/p' \
	"$root/launcher/options-table.c" >"$tmp/table"
is "$(cut -d' ' -f1 "$tmp/table" | sed 's/^/--/' | sort | xargs)" \
	"$("$launcher" --help | grep -o '^  --[a-z-]*' | tr -d ' ' | sort | xargs)" \
	"the table is read as --help is: $(wc -l <"$tmp/table") options"

typed() { PATH=$tmp/bin:$PATH "$python" "$root/tests/packages/typed.py" "$1" "$tmp" "$launcher"; }

# What is typed, and what must stand there then: all options by all but their last letter, all
# values that are words by all but theirs.
while read -r name values; do
	echo "forkseed --${name%?}|forkseed --$name"
	case $values in *[a-z]*) ;; *) continue ;; esac
	for value in $(tr '|,' '  ' <<<"$values" | xargs -n 1 | grep -x '[a-z0-9-]*'); do
		echo "forkseed --$name=${value%?}|forkseed --$name=$value"
		echo "forkseed --$name ${value%?}|forkseed --$name $value"
	done
done <"$tmp/table" >"$tmp/cases"
cat >>"$tmp/cases" <<'CASES'
forkseed --connections=is|forkseed --connections=isolate
forkseed --check=str|forkseed --check=strict
forkseed --locks=he|forkseed --locks=heal
forkseed --runtimes=num|forkseed --runtimes=numpy
forkseed --runtimes=numpy,pyth|forkseed --runtimes=numpy,python
forkseed --keep drand48,stf|forkseed --keep drand48,stf
forkseed --keep drand48,strf|forkseed --keep drand48,strfry
forkseed --format=gitl|forkseed --format=gitlab
forkseed --suppressions=_fork|forkseed --suppressions=_forkseed
forkseed --check --audit=_fork|forkseed --check --audit=_forkseed
forkseed --systemd-dropin=dem|forkseed --systemd-dropin=demo.service
forkseed --env-file dem|forkseed --env-file demo.service
forkseed printen|forkseed printenv
forkseed --seed x --when=fork printen|forkseed --seed x --when=fork printenv
forkseed --check -- printen|forkseed --check -- printenv
forkseed cat _fork|forkseed cat _forkseed
CASES

for shell in bash zsh; do
	need $shell "completion in $shell" || continue
	is "$(echo 'forkseed --whe' | env -C / "$python" "$root/tests/packages/typed.py" $shell /var/empty-none "$launcher" 2>&1 |
		grep -c -e --when)" 0 "$shell without them completes no option"
	cut -d'|' -f1 "$tmp/cases" | typed $shell >"$tmp/got" 2>"$tmp/err"
	# The blank or '=' behind a finished word, and backslashes before special characters.
	sed -E 's/[ =]+$//; s/\\//g' "$tmp/got" | paste -d'|' "$tmp/cases" - >"$tmp/told"
	awk -F'|' 'index($3, $2) != 1' "$tmp/told" >"$tmp/wrong"
	is "$(cat "$tmp/wrong" "$tmp/err")" "" "$shell completes $(wc -l <"$tmp/cases") words of its command line"
	is "$(wc -l <"$tmp/got")" "$(wc -l <"$tmp/cases")" "$shell answers each"
done
finish
