#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Roots of other releases are made from the archive of this system's own apt sources, of both
# forms, with or without a package index; where there is none it is said in one line.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/root.bash"

need apt-get "the archive of the apt sources" || { finish && exit 0; }
mkdir -p "$tmp/apt/parts" "$tmp/lists/partial" "$tmp/none"
cat >"$tmp/apt.conf" <<END
Dir::Etc::sourcelist "$tmp/apt/sources.list";
Dir::Etc::sourceparts "$tmp/apt/parts";
Dir::State::lists "$tmp/lists";
END
export APT_CONFIG=$tmp/apt.conf

# sources FILE: stdin is all that apt has for sources.
sources() {
	rm -f "$tmp"/apt/sources.list "$tmp"/apt/parts/*
	cat >"$tmp/apt/$1"
}

sources sources.list <<'END'
deb https://elsewhere.invalid/repo stable-tools main
deb [arch=amd64 check-valid-until=no] http://one-line.invalid/debian/ bookworm main contrib
deb http://one-line.invalid/debian bookworm-updates main
END
is "$(archive | sed 's,/$,,')" http://one-line.invalid/debian "a list of lines"

sources parts/debian.sources <<'END'
Types: deb deb-src
URIs: http://deb822.invalid/debian
Suites: trixie trixie-updates
Components: main
END
is "$(archive | sed 's,/$,,')" http://deb822.invalid/debian "a file of paragraphs"

echo http://mirrored.invalid/debian >"$tmp/mirrors"
sources parts/debian.sources <<END
Types: deb
URIs: mirror+file:$tmp/mirrors
Suites: sid
Components: main
END
is "$(archive)" http://mirrored.invalid/debian "a list of mirrors"

sources sources.list <<<'deb http://elsewhere.invalid/repo noble main'
roots=$tmp/none
is "$(unpack trixie 2>&1)" "this system's apt sources name no archive of Debian" "none, in one line"
is "$(ls "$tmp/none")" "" "and nothing is made"
finish
