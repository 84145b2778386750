# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# The scenarios of demo/run that are a line or two in another shell or an interpreter.
# shellcheck disable=SC2016,SC2154 # $RANDOM is for other shells; runner is demo/run's

show_zsh() {
	"${runner[@]}" zsh -fc 'for i in {1..8}; do { echo $RANDOM $RANDOM $RANDOM } & done; wait' |
		count_distinct 8 subshells
}

show_yash() {
	"${runner[@]}" yash -c 'for i in 1 2 3 4 5 6 7 8; do
		(echo $RANDOM $RANDOM $RANDOM) &
	done; wait' | count_distinct 8 subshells
}

show_lua() {
	"${runner[@]}" lua5.3 -e '
		local posix = require "posix"
		math.randomseed(os.time())
		for child = 1, 8 do
			if posix.fork() == 0 then
				local function draw() return math.random(10000, 99999) end
				print(draw(), draw(), draw())
				os.exit(0)
			end
		end
		for child = 1, 8 do posix.wait(-1) end' |
		count_distinct 8 children
}

show_perl() {
	"${runner[@]}" perl -MList::Util=shuffle -e '
		my @deck = shuffle 1 .. 52;
		for (1 .. 8) {
			fork and next;
			my @hand = (shuffle @deck)[0 .. 4];
			syswrite STDOUT, sprintf "%02d %02d %02d %02d %02d  %.6f\n", @hand, rand;
			exit;
		}
		1 while wait > 0' | count_distinct 8 hands
}
