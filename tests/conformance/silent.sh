#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Promise 7: strace as witness that the shim writes nothing, opens nothing, keeps no fd and
# starts no thread, in a parent and in children that draw; beside an empty preloaded object.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/same.bash"
visible=open,openat,creat,write,writev,pwrite64,sendto,sendmsg,socket,dup,dup2,dup3,fcntl,pipe,pipe2
visible+=,memfd_create,eventfd2,epoll_create1,inotify_init1,clone,clone3,fork,vfork,execve,kill,tgkill
visible+=,rt_sigaction,rt_sigprocmask,prctl,setrlimit,chdir,unlink,mkdir,rename,ioctl

# visible_calls OBJECT COMMAND...: the calls by name and outcome, without process numbers and
# in no order, as processes run side by side.
visible_calls() {
	local object=$1
	shift
	strace -f -qq -e trace=$visible -E LD_PRELOAD="$object" -o "$tmp/strace" "$@" >/dev/null
	sed "s:^[0-9]* *::; s:$object:OBJECT:; s:0x[0-9a-f]*:N:g; s:= [0-9]\{3,\}:= N:g; s:kill([0-9, ]*:kill(N:" "$tmp/strace" |
		grep -v '^[+-]\|<unfinished' | sed 's:<\.\.\. \([a-z0-9_]*\) resumed>.*=:\1 =:; s:^\(clone\|rt_sigprocmask\)(.*) =:\1 =:; s:  *=: =:' | sort
}

compare() {
	local name=$1
	shift
	visible_calls "$here/empty" "$@" >"$tmp/empty.calls"
	visible_calls "$shim" "$@" >"$tmp/shim.calls"
	diff "$tmp/empty.calls" "$tmp/shim.calls" >"$tmp/diff"
	ok $? "$name ($(wc -l <"$tmp/empty.calls") calls as under an empty object)"
	head -n 6 "$tmp/diff" | sed 's/^/#   /'
}

need strace "no write, no open" && {
	visible_calls "$here/empty" "$here/replay" f 1 20 >"$tmp/empty.calls"
	export WRONG=loud
	visible_calls "$here/wrong" "$here/replay" f 1 20 >"$tmp/wrong.calls"
	! cmp -s "$tmp/empty.calls" "$tmp/wrong.calls"
	ok $? "an object that writes is noticed"
	compare "parent and children draw, silently" "$here/replay" f 1 20
	compare "so do those of FORKSEED_WHEN=fork" env FORKSEED_WHEN=fork "$here/replay" f 1 20
	compare "also when settings make no sense" env FORKSEED_WHEN=x FORKSEED_CLOCK_SEEDS=y \
		FORKSEED_RUNTIMES=z "$here/replay" f 1 20
}
same "no fd is kept open" ls /proc/self/fd
same "stdout and stderr are closed" bash -c "$here/replay f 1 20 >&- 2>&-; echo \$?"
finish
