#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# --systemd-dropin and --env-file print what systemd takes, and takes as it was meant: read by
# systemd itself, and the file of variables by a shell too.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../launcher/common.bash"

# What would be read as something else, where it is not quoted.
seed="it's 50% \"of\" \\ \$HOME # \`x\`; y"
locks=$build/libforkseed-locks.so

fails 125 'no unit.s name' "a unit's name with a slash" "$launcher" --systemd-dropin=a/b
fails 125 'no unit.s name' "an empty one" "$launcher" --env-file=
fails 125 'needs a value' "none at all" "$launcher" --systemd-dropin
fails 125 'no command' "a command besides" "$launcher" --env-file demo "$probe"
fails 125 'ExecStart=' "an audit" "$launcher" --check --systemd-dropin demo
fails 125 'ExecStart=' "what only an audit reads" "$launcher" --stuck=5 --env-file demo
fails 125 'no service: name the one that it starts' "a timer" "$launcher" --systemd-dropin=demo.timer
fails 125 'ExecStart=' "what implies one" "$launcher" --connections=warn --env-file demo
fails 125 'control character' "a line break" "$launcher" --seed=$'a\nb' --env-file demo
"$launcher" --locks=heal --when=frok --env-file demo >"$tmp/out" 2>&1
is $? 125 "a value that is not known"

# shellcheck disable=SC2016 # the inner shell expands them
read_by_sh='. "$0" && printf "%s\n" "$LD_PRELOAD" "$FORKSEED_SEED" "$FORKSEED_LOCKS"' run_by_sh='set -a; . "$0"; exec "$@"'
"$launcher" --seed "$seed" --locks=heal --env-file demo >"$tmp/env" 2>"$tmp/err"
is "$? $(cat "$tmp/err")" "0 " "--env-file prints to stdout alone"
is "$(env -i sh -c "$read_by_sh" "$tmp/env")" \
	"$shim:$locks"$'\n'"$seed"$'\nheal' "a shell that reads the file has these values"
is "$(env -i sh -c "$run_by_sh" "$tmp/env" "$probe")" "$protected" "and a program under it is healed"

for unit in demo demo@one; do
	is "$("$launcher" --systemd-dropin "$unit" | head -n 1)" \
		"# /etc/systemd/system/$unit.service.d/forkseed.conf; then: systemctl daemon-reload; systemctl restart $unit.service" \
		"where a drop-in belongs, and what comes next: $unit"
done
is "$("$launcher" --systemd-dropin demo@ | sed -n '1s/.*; //p')" "systemctl restart 'demo@*.service'" \
	"of a template, which can't be restarted, its instances"

# systemd's own reader, in the library that its programs share.
reader='import ctypes, glob, sys
for path in glob.glob("/usr/lib/*/systemd/libsystemd-shared-*.so") + glob.glob("/usr/lib/systemd/libsystemd-shared-*.so"):
    library = ctypes.CDLL(path)
    found = ctypes.POINTER(ctypes.c_char_p)()
    if library.load_env_file(None, sys.argv[1].encode(), ctypes.byref(found)) < 0:
        sys.exit("systemd cannot read it")
    i = 0
    while found[i]:
        print(found[i].decode())
        i += 1
    break
'
if need systemd-analyze "the files as systemd reads them"; then
	is "$(/usr/bin/python3 -c "$reader" "$tmp/env" 2>&1)" \
		"LD_PRELOAD=$shim:$locks"$'\n'"FORKSEED_SEED=$seed"$'\nFORKSEED_LOCKS=heal' \
		"systemd reads the same"

	units=$tmp/units
	mkdir -p "$units/demo.service.d"
	printf '[Unit]\nDescription=demo\n[Service]\nExecStart=%s\n' "$probe" >"$units/demo.service"
	verify() { SYSTEMD_UNIT_PATH=$units: systemd-analyze verify --man=no "$units/demo.service" 2>&1 | grep -e demo -e forkseed; }
	is "$(verify)" "" "the unit is in order"
	echo 'Environmint=x' | tee "$units/demo.service.d/forkseed.conf" >/dev/null
	[ -n "$(verify)" ]
	ok $? "systemd-analyze verify sees a drop-in that is not"
	"$launcher" --seed "$seed" --locks=heal --systemd-dropin demo >"$units/demo.service.d/forkseed.conf"
	is "$(verify)" "" "and nothing in ours"

	# A real one: a user's systemd, in namespaces of its own, starts the unit and ends with it.
	started() {
		rm -f "$tmp/run/out" && unshare --mount --mount-proc --pid --fork --kill-child \
			"$root/tests/packages/systemd.bash" "$units" "$tmp/run" demo.service >"$tmp/manager" 2>&1
		cat "$tmp/run/out" 2>/dev/null
	}
	printf '%s\n' '[Unit]' 'DefaultDependencies=no' 'SuccessAction=exit' 'FailureAction=exit' '[Service]' 'Type=oneshot' \
		'EnvironmentFile=-%t/settings' "ExecStart=/bin/sh -c '%s >%t/out; env | grep -e ^FORKSEED -e ^LD_PRE >>%t/out'" |
		sed "s|%s|$probe|" >"$units/demo.service"
	install -d -m 700 "$tmp/run"
	chmod 755 "$tmp"
	mv "$units/demo.service.d" "$tmp/aside"
	wanted="$protected"$'\n'"LD_PRELOAD=$shim:$locks"$'\n'"FORKSEED_SEED=$seed"$'\nFORKSEED_LOCKS=heal'
	sorted() { head -n 1 <<<"$1" && tail -n +2 <<<"$1" | sort; }
	if [ "$(id -u)" -ne 0 ]; then
		skip "only root can give it a control group" "a unit that is started"
	elif ! setpriv --reuid=65534 --regid=65534 --clear-groups test -r "$shim" -a -x "$probe" -a -x "$units"; then
		skip "$root is not readable by others" "a unit that is started"
	elif [ -z "$(started)" ]; then
		skip "no systemd can be started here: $(tail -n 1 "$tmp/manager")" "a unit that is started"
	else
		is "$(started)" "$unprotected" "bare, a unit that is started has 8 children that draw one stream"
		mv "$tmp/aside" "$units/demo.service.d"
		is "$(sorted "$(started)")" "$(sorted "$wanted")" "with the drop-in it is healed, by these settings"
		rm -r "$units/demo.service.d"
		install -m 644 "$tmp/env" "$tmp/run/settings"
		is "$(sorted "$(started)")" "$(sorted "$wanted")" "with the file of variables too"
	fi
fi
finish
