#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Run in a clean root by soak-debian.sh: the packages in /debs/old and /debs/new are installed,
# used, upgraded under a program that runs, and purged. Says "pass NAME" or "FAIL NAME", a line
# each, and on other lines what went wrong.
export TMPDIR=/tmp
names=(forkseed libforkseed-preload forkseed-doc)

# point NAME COMMAND...
point() {
	local name=$1
	shift
	if "$@" >/tmp/point.log 2>&1; then echo "pass $name"; else
		echo "FAIL $name"
		tail -n 5 /tmp/point.log
	fi
}

# All files, but what apt and dpkg keep for themselves.
everything() {
	find / -xdev \( -path /proc -o -path /dev -o -path /debs -o -path /tmp -o -path /var/lib/dpkg -o -path /var/lib/apt \
		-o -path /var/cache -o -path /var/log -o -path /etc/ld.so.cache \) -prune -o -print | sort
}
apt_get() { apt-get -q -y --no-install-recommends "$@" </dev/null; }
version_is() { [ "$(dpkg-query -W -f '${Version} ' "${names[@]}")" = "$1 $1 $1 " ]; }

everything >/tmp/before
debs=(/debs/old/*.deb)
point "there are 3 packages" test ${#debs[@]} = 3
point "installed, with what they depend on" apt_get install "${debs[@]}"
old=$(dpkg-query -W -f '${Version}' forkseed)
point "all three are $old" version_is "$old"
point "what is installed heals" sh /debs/heals
# of_musl N COMMAND: all that is drawn in 8 children, by 5 ways from 3 generators, is N streams.
of_musl() { [ "$("$2" /debs/musl ways 2>&1 | grep -c ": $1\$")" = 15 ]; }
point "bare, children of a program of musl draw alike" of_musl 1 env
point "under the launcher they differ" of_musl 8 forkseed
point "its files are as dpkg knows them" test -z "$(dpkg --verify "${names[@]}")"
for place in bin/forkseed share/man/man1/forkseed.1.gz share/man/man7/forkseed.7.gz \
	share/bash-completion/completions/forkseed share/zsh/vendor-completions/_forkseed share/doc/forkseed/audit.md.gz; do
	point "/usr/$place is there" grep -rqxF "/usr/$place" /var/lib/dpkg/info/forkseed.list /var/lib/dpkg/info/forkseed-doc.list
done

# A daemon that forks a child whenever it is told, under the old shim.
cat >/tmp/daemon.sh <<'EOF'
while read -r _; do for i in {1..4}; do { print -n "$RANDOM " } & done; wait; echo; done
EOF
mkfifo /tmp/ask /tmp/answer
forkseed zsh -f /tmp/daemon.sh </tmp/ask >/tmp/answer &
exec 5>/tmp/ask 6</tmp/answer
distinct() { tr ' ' '\n' <<<"$1" | grep . | sort -u | wc -l; }
ask() { echo >&5 && read -r line <&6 && [ "$(distinct "$line")" -ge 3 ]; }
point "a daemon's children draw numbers of their own" ask
point "upgraded, while it runs" apt_get install /debs/new/*.deb
new=$(dpkg-query -W -f '${Version}' forkseed)
point "all three are $new, another" test "$new" != "$old" -a "$(version_is "$new" && echo yes)" = yes
point "the daemon's next children still do" ask
exec 5>&- 6<&-
wait
point "what is upgraded heals" sh /debs/heals
dpkg -i /debs/wrong/*.deb >/tmp/said 2>&1
point "another architecture's package is refused, in one line" test $? -ne 0 -a \
	"$(grep -c 'package architecture (arm64) does not match system' /tmp/said)" = 1
point "where both are wanted, both shims are installed side by side" \
	sh -c 'dpkg --add-architecture i386 && dpkg --force-depends -i /debs/other/*.deb && dpkg --verify libforkseed-preload:i386 libforkseed-preload:amd64'
point "and what is installed heals" sh /debs/heals
dpkg -P libforkseed-preload:i386 && dpkg --remove-architecture i386
point "purged, with what was installed for it" apt_get purge --autoremove "${names[@]}"
everything >/tmp/after
point "nothing is left of it" diff /tmp/before /tmp/after
point "nor in dpkg's lists" sh -c '! dpkg-query -W forkseed "libforkseed*" forkseed-doc'
