#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# docs/install.md holds what it says, as far as it takes no other system: its Kubernetes
# manifest is one, and what it has the containers do is done. Its Dockerfiles are built by
# soak-images.sh.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"
python=/usr/bin/python3

# blocks LANGUAGE: the number of these in the document; block LANGUAGE N: one of them.
block() { awk -v wanted="$2" -v fence="\`\`\`$1" '/^```/ { inside = $0 == fence && ++n == wanted; next } inside' "$root/docs/install.md"; }

if ! "$python" -c 'import kubernetes, yaml' 2>/dev/null; then
	lacks python3-kubernetes "the manifest of docs/install.md"
else
	block yaml 1 >"$tmp/manifest"
	sed s/mountPath/mountpath/ "$tmp/manifest" >"$tmp/field"
	sed 's/replicas: 2/replicas: two/' "$tmp/manifest" >"$tmp/type"
	sed '/- name: workers/,+1s/name: workers/image: x/' "$tmp/manifest" >"$tmp/nameless"
	"$python" "$root/tests/packages/manifest.py" "$tmp"/{field,type,nameless,manifest} 2>&1 |
		awk -v at="$tmp/" '{ print >(at "told." n + 0) } $0 == "V1Deployment" { ++n }'
	is "$(grep -c 'no such field of V1VolumeMount' "$tmp/told.0")" 2 "a field that does not exist is found"
	[ "$(wc -l <"$tmp/told.1")" -gt 1 ] && [ "$(wc -l <"$tmp/told.2")" -gt 1 ]
	ok $? "so are a value of another type, and a container without a name"
	is "$(cat "$tmp/told.3")" V1Deployment "the manifest is a Deployment"

	# Its init container's command, and its container's variables, here.
	"$python" -c 'import sys, yaml
pod = yaml.safe_load(open(sys.argv[1]))["spec"]["template"]["spec"]
print(pod["initContainers"][0]["command"][-1])
print("\n".join("%(name)s=%(value)s" % variable for variable in pod["containers"][0]["env"]))' "$tmp/manifest" >"$tmp/pod"
	mkdir -p "$tmp/usr/lib/x86_64-linux-gnu/forkseed" "$tmp/shim"
	cp "$build"/libforkseed*.so "$tmp/usr/lib/x86_64-linux-gnu/forkseed"
	sh -c "$(head -n 1 "$tmp/pod" | sed "s|/usr/|$tmp/usr/|; s| /shim| $tmp/shim|")"
	is "$? $(cd "$tmp/shim" && echo ./*)" "0 $(cd "$build" && echo ./libforkseed*.so)" "its init container copies the shims"
	mapfile -t variables < <(tail -n +2 "$tmp/pod" | sed "s|/shim/|$tmp/shim/|g")
	is "$(bare "$probe")" "$unprotected" "bare, 8 children draw one stream"
	is "$(env "${variables[@]}" "$probe")" "$protected" "with its variables they are healed"
	is "$(env "${variables[@]}" sh -c 'grep -c "/libforkseed-locks.so$" /proc/self/maps')" \
		"$(env LD_PRELOAD="$build/libforkseed-locks.so" sh -c 'grep -c "/libforkseed-locks.so$" /proc/self/maps')" \
		"and the third shim is loaded"
fi

# The commands for a service, with a root of our own in place of /.
mkdir -p "$tmp/root/etc/systemd/system"
sed -n '/^# mkdir/,/forkseed.conf$/s/^# //p' "$root/docs/install.md" | sed "s| /etc| $tmp/root/etc|; s|>/etc|>$tmp/root/etc|" >"$tmp/commands"
is "$(wc -l <"$tmp/commands")" 2 "the document's drop-in takes two commands"
PATH=$build:$PATH sh -e "$tmp/commands"
is "$? $(grep -c '^Environment=' "$tmp/root/etc/systemd/system/nginx.service.d/forkseed.conf")" "0 3" "which make one with three variables"
finish
