#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# docs/ci.md holds what it says: its recipes are YAML, and their commands, taken from the
# document and run in a small project, fail with an annotation where the project has the
# bug, and pass when it is mended.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../packages/project.bash"
. "$(dirname "$0")/common.bash"
unset GITHUB_WORKSPACE CI_PROJECT_DIR MAKEFLAGS MAKELEVEL MFLAGS
python=/usr/bin/python3
need "$python" "the recipes of docs/ci.md" || { finish && exit 0; }
if ! "$python" -c 'import yaml' 2>/dev/null; then
	lacks python3-yaml "the recipes of docs/ci.md"
	finish
	exit 0
fi
is "$("$python" "$root/tests/audit/recipe.py" "$root/docs/ci.md" "$tmp")" 2 "docs/ci.md has two recipes, in YAML"

# Packages are not installed here: what is asked for must be what the project itself needs.
mkdir "$tmp/bin"
printf '#!/bin/sh\nexec "$@"\n' >"$tmp/bin/sudo"
cat >"$tmp/bin/apt-get" <<END
#!/bin/sh
[ "\$1" = update ] && exit
for word; do
	case \$word in install | -*) ;; *) echo "\$word" >>"$tmp/packages" ;; esac
done
END
chmod +x "$tmp/bin/sudo" "$tmp/bin/apt-get"
export PATH=$tmp/bin:$PATH

# The project, with the bug; forkseed is a submodule of it.
project=$tmp/project
make_project "$project" && ln -s "$root" "$project/forkseed"

# steps SYSTEM: as it runs them, up to the first that fails; sets `status` and `last`.
steps() {
	status=0
	rm -f "$project"/*.json "$project"/*.xml "$project"/*.html "$project/workers" "$tmp/packages"
	for last in "$tmp/$1"/*.sh; do
		env -C "$project" bash "$last" >"$tmp/out" 2>"$tmp/summary"
		status=$?
		[ $status -eq 0 ] || break
	done
}
# collects SYSTEM NAME: every artifact of the recipe is there.
collects() {
	local file missing=0
	while read -r file; do
		[ -s "$project/$file" ] || missing=1
	done <"$tmp/$1/artifacts"
	ok $missing "$2: $(xargs <"$tmp/$1/artifacts") is there to be kept"
}
read_by() { "$python" "$root/tests/audit/formats.py" "$1" "$2" 2>&1; }

make -s -C "$project"
is "$(make -s -C "$project" test | sort -u | wc -l)" 1 "bare, the project's workers draw one number"
export GITHUB_WORKSPACE=$project
steps github
is "$status ${last##*/}" "99 3.sh" "GitHub: the bug makes the third step fail with 99"
is "$(read_by github "$tmp/summary" | cut -d' ' -f1-2)" "error src/workers.c:$line" "and stands beside its line"
collects github "GitHub"
[ -s "$tmp/packages" ]
ok $? "it asks for packages"
is "$(tr -s ' \t:|' '\n' <"$root/scripts/packages" | grep -vxFf - "$tmp/packages")" "" "which are those that forkseed is built with"
unset GITHUB_WORKSPACE
export CI_PROJECT_DIR=$project
steps gitlab
is "$status" 99 "GitLab: the bug makes the job fail with 99"
is "$(read_by gitlab "$project/gl-code-quality.json" | cut -d' ' -f1-3)" \
	"major forkseed:inherited src/workers.c:$line" "Code Quality has it"
is "$(read_by junit "$project/forkseed.xml" | cut -d' ' -f1-2)" "failure src/workers.c:$line" "JUnit XML has it"
collects gitlab "GitLab"

sed -i 's/^CFLAGS += /&-DMENDED /' "$project/Makefile"
steps gitlab
is "$status $(read_by gitlab "$project/gl-code-quality.json")$(read_by junit "$project/forkseed.xml")" \
	"0 passed -" "GitLab: mended, the job passes, and its reports say so"
collects gitlab "GitLab"
unset CI_PROJECT_DIR
export GITHUB_WORKSPACE=$project
steps github
is "$status $(read_by github "$tmp/summary")" "0 " "GitHub: mended, the job passes without an annotation"
collects github "GitHub"
finish
