#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# packaging/ci's composite action and GitLab template: their own steps make the packages, install
# and run them on a small project; they fail where it has the bug, with an annotation at the
# line, and pass when it is mended.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/project.bash"
unset GITHUB_WORKSPACE CI_PROJECT_DIR MAKEFLAGS MAKELEVEL MFLAGS
python=/usr/bin/python3
if ! "$python" -c 'import yaml' 2>/dev/null; then
	lacks python3-yaml "packaging/ci"
	finish
	exit 0
fi
need dh "packaging/ci" || { finish && exit 0; }

# Nothing is installed here: what is asked for by name must be what the project itself needs,
# and packages of ours are unpacked beside the system.
mkdir "$tmp/bin" "$tmp/work"
printf '#!/bin/sh\nexec "$@"\n' >"$tmp/bin/sudo"
cat >"$tmp/bin/apt-get" <<END
#!/bin/sh
[ "\$1" = update ] && exit
for word; do
	case \$word in
	install | -*) ;;
	*/*.deb) dpkg -x "\$word" "$tmp/installed" || exit ;;
	*) echo "\$word" >>"$tmp/packages" ;;
	esac
done
END
chmod +x "$tmp/bin/sudo" "$tmp/bin/apt-get"
export PATH=$tmp/bin:$tmp/installed/usr/bin:$PATH
export TMPDIR=$tmp/work RUNNER_TEMP=$tmp/work GITHUB_ACTION_PATH=$root/packaging/ci

project=$tmp/project
make_project "$project"
make -s -C "$project"
is "$(make -s -C "$project" test | sort -u | wc -l)" 1 "bare, the project's workers draw one number"

# steps NAME FILE [INPUT=VALUE]...: as the system runs them, up to the first that fails.
steps() {
	local name=$1 file=$2
	shift 2
	rm -rf "$tmp/installed" "$tmp/packages" "${tmp:?}/$name" "$project"/*.{json,xml,html}
	"$python" "$root/tests/packages/doors.py" "$root/packaging/ci/$file" "$tmp/$name" "$@" ||
		{ status=wrong && return; }
	for last in "$tmp/$name"/*.sh; do
		env -C "$project" bash "$last" >"$tmp/out" 2>"$tmp/summary"
		status=$?
		[ $status -eq 0 ] || break
	done
	missing=$(while read -r file; do [ -s "$project/$file" ] || echo "$file"; done <"$tmp/$name/artifacts")
}
read_by() { "$python" "$root/tests/audit/formats.py" "$1" "$2" 2>&1; }
# What dpkg-buildpackage insists on, in a system that has nothing: it takes the compiler as given, by that name.
required() {
	echo build-essential
	sed -n '/^Build-Depends:/,/^[^ ]/{s/^Build-Depends://; /^[A-Z]/!p}' "$root/packaging/debian/control" |
		tr ',' '\n' | sed 's/-compat//; s/^ *//; s/ .*//' | grep .
}
unasked() { required | grep -vxFf "$tmp/packages"; }
unknown() { tr -s ' \t:|' '\n' <"$root/scripts/packages" | grep -vxFf - "$tmp/packages"; }

export GITHUB_WORKSPACE=$project
steps action action.yml run=$'make\nmake test'
is "$status ${last##*/} $missing" "99 3.sh " "the action makes its packages, and the bug makes its third step fail"
is "$(read_by github "$tmp/summary" | cut -d' ' -f1-2 | sort -u)" "error src/workers.c:$line" "it stands beside its line"
is "$(unknown)" "" "the packages that it asks for are those that forkseed is built with"
is "$(unasked)" "" "and all of them: $(required | paste -sd' ')"
is "$(cd "$tmp/installed/usr/bin" && echo ./*)" "./forkseed ./forkseed-audit ./forkseed-probe" "it ran what it had installed"
packages=$tmp/work/forkseed
steps action action.yml run='make test' status=7 report=page.html \
	options='--connections=warn --stuck=5' packages="$packages"
is "$status $missing" "7 " "its inputs are obeyed"
unset GITHUB_WORKSPACE

export CI_PROJECT_DIR=$project
branch=$(git -C "$root" rev-parse --abbrev-ref HEAD 2>/dev/null)
if [ -n "$branch" ] && [ "$branch" != HEAD ]; then
	steps template gitlab.yml FORK_SAFETY_SOURCE="$root" FORK_SAFETY_REF="$branch" FORK_SAFETY_RUN='make && make test'
	is "$(unasked)" "" "the template asks for what the packages are built with"
	is "$status $missing" "99 " "the template makes its packages from the repository, and the bug makes the job fail"
else
	skip "this is no branch of a repository" "the template makes its packages"
	steps template gitlab.yml FORK_SAFETY_PACKAGES="$packages"
fi
is "$(read_by gitlab "$project/gl-code-quality.json" | cut -d' ' -f1-3)" \
	"major forkseed:inherited src/workers.c:$line" "Code Quality has it"
is "$(read_by junit "$project/forkseed.xml" | cut -d' ' -f1-2)" "failure src/workers.c:$line" "JUnit XML has it"

sed -i 's/^CFLAGS += /&-DMENDED /' "$project/Makefile"
rm "$project/workers" && make -s -C "$project"
steps template gitlab.yml FORK_SAFETY_PACKAGES="$packages"
is "$status $(read_by gitlab "$project/gl-code-quality.json")$(read_by junit "$project/forkseed.xml")" "0 passed -" \
	"mended, the template passes, and its reports say so"
unset CI_PROJECT_DIR
export GITHUB_WORKSPACE=$project
steps action action.yml run='make test' packages="$packages"
is "$status $(read_by github "$tmp/summary")" "0 " "mended, the action passes without an annotation"
finish
