# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Completion of forkseed(1) for bash. The options and the values that they can have are what
# the forkseed on the command line says in --help and --list-runtimes, so they are its own.

# _forkseed_forms COMMAND: its options as in its help, "--when=first-use|fork", one a line.
_forkseed_forms() { "$1" --help 2>/dev/null | sed -n 's/^  \(--[^ ]*\).*/\1/p'; }

# _forkseed_values COMMAND NAME FORM: what the option can have, one a line.
_forkseed_values() {
	case $2 in
	--check) echo strict ;;
	--connections) printf '%s\n' off warn isolate ;;
	--locks) printf '%s\n' off warn heal heal,mutexes ;;
	--keep | --runtimes)
		"$1" --list-runtimes 2>/dev/null | cut -d: -f1
		if [ "$2" = --keep ]; then printf '%s\n' random drand48 strfry; else printf '%s\n' all none; fi
		;;
	--format) printf '%s\n' github gitlab: junit: ;;
	--pid) ps -e -o pid= 2>/dev/null | tr -d ' ' ;;
	--systemd-dropin | --env-file)
		systemctl list-unit-files --type=service --no-legend 2>/dev/null | cut -d' ' -f1
		;;
	*) case ${3#*=} in *[A-Z]*) ;; *[a-z]*) tr '|' '\n' <<<"${3#*=}" ;; esac ;;
	esac
}

# _forkseed_value COMMAND NAME TYPED: COMPREPLY for a value; of a list, its last word.
_forkseed_value() {
	local form before='' typed=$3
	form=$(_forkseed_forms "$1" | grep -m 1 -e "^$2[=[]")
	case $form in
	*=FILE*)
		mapfile -t COMPREPLY < <(compgen -f -- "$typed")
		compopt -o filenames 2>/dev/null
		return
		;;
	*=LIST) [[ $typed != *,* ]] || before=${typed%,*}, ;;
	esac
	case $typed in
	gitlab:* | junit:*)
		mapfile -t COMPREPLY < <(compgen -f -- "${typed#*:}")
		return
		;;
	esac
	mapfile -t COMPREPLY < <(compgen -P "$before" -W "$(_forkseed_values "$1" "$2" "$form")" -- "${typed##*,}")
}

# _forkseed_words: the words up to the cursor into `words`; bash has taken them apart at '='.
_forkseed_words() {
	local i
	words=()
	for ((i = 0; i <= COMP_CWORD; i++)); do
		if [ "${COMP_WORDS[i]}" = = ] && [ $i -gt 1 ]; then
			words[-1]+='='
			if [ $i -lt "$COMP_CWORD" ]; then words[-1]+=${COMP_WORDS[++i]}; fi
		else
			words+=("${COMP_WORDS[i]}")
		fi
	done
}

# _forkseed_command INDEX: from that word of COMP_WORDS on it is another command's line.
_forkseed_command() {
	if declare -F _comp_command_offset >/dev/null; then
		_comp_command_offset "$1"
	elif declare -F _command_offset >/dev/null; then
		_command_offset "$1"
	elif [ "$1" -eq "$COMP_CWORD" ]; then
		mapfile -t COMPREPLY < <(compgen -c -- "${COMP_WORDS[COMP_CWORD]}")
	else
		mapfile -t COMPREPLY < <(compgen -f -- "${COMP_WORDS[COMP_CWORD]}")
	fi
}

_forkseed() {
	local words i=1 at=1 last form
	_forkseed_words
	last=$((${#words[@]} - 1))
	# Up to the first word that is neither an option nor the value of one.
	while [ $i -lt $last ]; do
		case ${words[i]} in
		--) i=$((i + 1)) at=$((at + 1)) && break ;;
		--*=*) at=$((at + 3)) ;;
		--*)
			at=$((at + 1))
			form=$(_forkseed_forms "$1" | grep -m 1 -xe "${words[i]}=.*")
			if [ -n "$form" ] && [ $((i + 1)) -eq $last ]; then
				_forkseed_value "$1" "${words[i]}" "${words[last]}"
				return
			fi
			if [ -n "$form" ]; then i=$((i + 1)) at=$((at + 1)); fi
			;;
		*) break ;;
		esac
		i=$((i + 1))
	done
	case ${words[last]} in
	--*=*) if [ $i -eq $last ]; then _forkseed_value "$1" "${words[last]%%=*}" "${words[last]#*=}"; fi ;;
	-*)
		if [ $i -lt $last ]; then _forkseed_command $at && return; fi
		mapfile -t COMPREPLY < <(compgen -W "$(_forkseed_forms "$1" | sed 's/=.*/=/; s/\[.*//')" -- "${words[last]}")
		[[ ${COMPREPLY[0]-} != *= ]] || compopt -o nospace 2>/dev/null
		;;
	*) _forkseed_command $at ;;
	esac
}
complete -F _forkseed forkseed
