#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The Dockerfiles of docs/install.md are built, by buildah on a Debian 12 of our own, and what is
# built heals. Needs root, debootstrap, a Debian archive and `make deb`; the images are removed.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../releases/root.bash"

roots=$build/releases/images
packages=()
store=$build/releases/images/store
unset MAKEFLAGS MAKELEVEL
for tool in buildah debootstrap dh; do
	need $tool "the Dockerfiles of docs/install.md" || { finish && exit 0; }
done
if [ "$(id -u)" -ne 0 ]; then
	skip "only root can make one" "the Dockerfiles"
	finish
	exit 0
fi

engine() { buildah --root "$store" --runroot "$tmp/run" --storage-driver vfs "$@"; }
# run_in WORDS...: what a command says. On a busy machine buildah now and then ends well without having handed
# it on: then it is asked again.
run_in() {
	local said i
	for ((i = 0; i < 5; i++)); do
		said=$(engine run --isolation chroot "$@") || return
		if [ -n "$said" ]; then break; fi
	done
	echo "$said"
}
block() { awk -v wanted="$2" -v fence="\`\`\`$1" '/^```/ { inside = $0 == fence && ++n == wanted; next } inside' "$root/docs/install.md"; }

make_base() {
	fresh_root bookworm && make -s -C "$root" deb && base=$(engine from scratch) &&
		engine add -q "$base" "$roots/bookworm" / && engine commit -q "$base" docker.io/library/debian:12
} >"$tmp/log" 2>&1
if ! make_base; then
	skip "no image can be made: $(tail -n 1 "$tmp/log")" "the Dockerfiles"
	finish
	exit 0
fi
engine rm "$base" >/dev/null
rm -rf --one-file-system "${roots:?}/bookworm"

# What they copy: the packages, and a daemon.
mkdir "$tmp/context"
cp "$build"/deb/*_*.deb "$tmp/context"
rm -f "$tmp/context"/*-dbgsym_*
cp "$build/forkseed-probe" "$tmp/context/daemon"
for n in 1 2; do
	block dockerfile $n >"$tmp/context/Dockerfile"
	engine build -q --isolation chroot --pull=never -t "made-$n" "$tmp/context" >"$tmp/built" 2>&1
	ok $? "Dockerfile $n is built"
	tail -n 3 "$tmp/built" | sed 's/^/# /'
done
plain=$(engine from debian:12) first=$(engine from made-1) second=$(engine from made-2)
engine copy -q "$plain" "$build/forkseed-probe" /usr/local/bin/daemon >/dev/null
is "$(run_in "$plain" daemon)" "streams=1 state=own" "bare, its children draw one stream"
mapfile -t entry < <(engine inspect --format '{{range .OCIv1.Config.Entrypoint}}{{println .}}{{end}}' made-1 | grep .)
is "${#entry[@]}" 4 "the first has an entry point"
is "$(run_in "$first" -- "${entry[@]}")" "streams=8 state=own" "which heals them"
is "$(run_in "$second" -- /usr/local/bin/daemon)" "streams=8 state=own" "in the second everything that is run is healed"
is "$(run_in "$second" -- printenv LD_PRELOAD)" "/usr/\$LIB/forkseed/libforkseed.so" "by ld.so's own word for the place"

# An image of musl's: its loader, which is its libc, a program and nothing else; and the shim, out of the package.
if need musl-gcc "an image with musl"; then
	dpkg-deb -x "$build"/deb/libforkseed-preload_*.deb "$tmp/package"
	small=$(engine from scratch)
	engine copy -q "$small" "$tmp/package"/usr/lib/*/forkseed/libforkseed-musl-probe /daemon >/dev/null
	loader=$(readelf -p .interp "$tmp/package"/usr/lib/*/forkseed/libforkseed-musl-probe | sed -n 's/.*  \(\/.*\)/\1/p')
	engine copy -q "$small" "$(realpath "$loader")" "$loader" >/dev/null
	is "$(run_in "$small" /daemon)" "streams=1 state=own" "an image with musl: bare, its children draw one stream"
	engine copy -q "$small" "$tmp/package"/usr/lib/*/forkseed/libforkseed-musl.so /libforkseed-musl.so >/dev/null
	is "$(run_in --env LD_PRELOAD=/libforkseed-musl.so "$small" /daemon)" "streams=8 state=own" "by LD_PRELOAD alone they are healed"
fi
engine rm -a >/dev/null && engine rmi -a -f >/dev/null
rm -rf --one-file-system "$roots"
finish
