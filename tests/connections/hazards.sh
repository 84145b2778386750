#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# What isolation does: whichever call a child uses its parent's connection by first, it is
# told that the peer has closed it, and nothing of it reaches the peer. The parent's goes on.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
peers=all

# said MODE: in one line, with what the peer answered rightly in short.
said() { sed 's/\(.*\): answer to \1$/\1: yes/' "$tmp/$1/out" | paste -sd';'; }

# first OPERATION RESULT: of a child's first use, blocking and not, without a signal.
first() {
	local mode wanted ends="the parent at last: yes;the same connection"
	for mode in blocking nonblocking; do
		wanted="$2, $mode"
		[ $mode = nonblocking ] && wanted="$wanted, closes"
		isolated "$built/first" "$1" $mode
		is "$(said isolate)" "the parent: yes;$wanted;$ends" "first use, $mode: $1"
	done
	is "$(cut -d' ' -f2- "$tmp/isolate/peer" | paste -sd';')" \
		"the parent;the parent at last;end" "first use: $1: the peer hears nothing of it"
}

# That there is something to be cut off: a child that writes, or ends it.
for operation in write sendmmsg sendfile pwritev2 splice_to; do
	run bare "$built/first" $operation
	grep -q "(a child's)\|^1 a child's" "$tmp/bare/peer"
	ok $? "bare, the peer hears a child's $operation"
done
run bare "$built/first" shutdown
is "$(said bare)" \
	"the parent: yes;0 EUCLEAN, blocking;the parent at last: EPIPE;the same connection" \
	"bare, a child's shutdown ends its parent's connection"

for operation in read readv preadv2 preadv64v2 splice_from recv peek recvfrom recvmsg read_chk \
	recv_chk recvfrom_chk; do
	first $operation "0 EUCLEAN"
done
first recvmmsg "1 EUCLEAN" # one message, of length 0: as TCP has it at the end
for operation in write writev pwritev2 pwritev64v2 send sendto sendmsg sendmmsg sendfile splice_to; do
	first $operation "-1 EPIPE"
done
for operation in poll ppoll poll_chk ppoll_chk; do
	first $operation "8213 EUCLEAN" # POLLIN, POLLOUT, POLLHUP, POLLRDHUP
done
for operation in select pselect; do
	first $operation "3 EUCLEAN"
done
first shutdown "0 EUCLEAN"

bare_is_wrong() {
	run bare "$built/crowds" concurrent
	wrong=$(sed -n 's/.*wrong \([0-9]*\),.*/\1/p' "$tmp/bare/out")
	[ "${wrong:-0}" -gt 0 ]
}
sees bare_is_wrong
ok $? "bare, children and parent get each other's answers ($wrong of 250)"
warned "$built/crowds" concurrent
is "$(accused | cut -d' ' -f1 | sort -u)" shared-use "children and parent at once: warned of"
isolated "$built/crowds" concurrent
is "$(cat "$tmp/isolate/out")" "right 50, wrong 0, failed 200" \
	"children and parent at once: isolated, no answer is wrong"

# healed CASE BARE ISOLATED: what is said, between the parent's first and last word.
healed() {
	run bare "$built/${program-hazards}" "$1"
	is "$(said bare)" "$2" "$1: bare"
	isolated --audit="$tmp/report" "$built/${program-hazards}" "$1"
	is "$(said isolate)" "$3" "$1: isolated"
	! grep -q 'a child' "$tmp/isolate/peer"
	ok $? "$1: isolated, the peer hears nothing of a child's"
	is "$(accused | grep -vc '^shared-touch .*cut off') $(grep -c '"healed":true' "$tmp/report")" \
		"0 ${4:-1}" "$1: isolated, the report says what was cut off"
}

child="the parent: yes;a child: yes;the parent at last: yes"
cut_off=${child/a child: yes/a child: EPIPE}
healed child "$child" "$cut_off"
healed unix_client "$child" "$cut_off"
run bare "$built/hazards" version_6
if [ "$(said bare)" = "no IPv6" ]; then
	skip "no IPv6 here" version_6
else
	healed version_6 "$child" "$cut_off"
fi
middle=";the middle one: yes;"
healed grandchild "${child/;the parent at/${middle}the parent at}" \
	"${cut_off/;the parent at/${middle/yes/EPIPE}the parent at}" 2
healed heir_forks "the first: yes;$child" "the first: yes;$cut_off"
healed thread_of_child "${child/a child/a thread of a child}" \
	"${cut_off/a child/a thread of a child}"
healed child_shuts_down "the parent: yes;the parent at last: EPIPE" \
	"the parent: yes;the parent at last: yes"
healed reconnects "${child/a child/one that may reconnect}" \
	"${child/a child/one that may reconnect}"
program=crowds healed forking_threads "right 200, wrong 200, failed 0" "right 200, wrong 0, failed 200" 200

no_child() { sed 's/\(a child[^:]*\): yes/\1: EPIPE/g'; }
copied="the parent: yes;a child by a copy: yes;a child: yes;the parent at last: yes"
copied="$copied;the parent by its copy: yes"
healed copy_of_parent "$copied" "$(no_child <<<"$copied")" 2
copied="a child by dup2: yes;a child by dup3: yes;a child by fcntl: yes"
copied="the parent: yes;$copied;a child by fcntl, closing: yes;a child: yes;the parent at last: yes"
healed copies_of_child "$copied" "$(no_child <<<"$copied")" 5

# Nobody shares anything here.
warned "$built/crowds" churn
is "$(cat "$tmp/warn/out")$(accused)" "right 400" "churn: warned of nothing, all is right"
for i in 1 2 3; do
	isolated --audit="$tmp/report" "$built/crowds" churn
	is "$(cat "$tmp/isolate/out")$(accused)" "right 400" "churn: isolated, all is right, $i"
done

run bare "$built/hazards" child_shuts_down
warned "$built/hazards" child_shuts_down
is "$(accused | sed 's/[0-9.:]*, / /')" "shared-end  shut down" "a child's shutdown: warned of"
same warn "a child's shutdown: warned of, it is as bare"
run bare "$built/hazards" child
run warn "$launcher" --connections=warn,touch --audit="$tmp/report" "$built/hazards" child
is "$(accused | sed 's/[0-9.:]*, / /')" "shared-touch  used by a child" \
	"a child's use: told where that was asked for"
same warn "a child's use: told, it is as bare"

# Children that share their parent's memory are no children for this: they are as bare.
for case in shares_memory vforked; do
	run bare "$built/hazards" $case
	isolated "$built/hazards" $case
	same isolate "$case: isolated, as bare"
	warned "$built/hazards" $case
	same warn "$case: warned of nothing, as bare"
done
finish
