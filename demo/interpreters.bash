# SPDX-License-Identifier: MIT
# shellcheck shell=bash disable=SC2016,SC2154
# Scenarios of demo/run, which says what one is: shells' and scripting languages' own words.

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

show_php() {
	"${runner[@]}" php -r '
		$letters = str_shuffle("ABCDEFGHJKLMNPQRSTUVWXYZ23456789");
		$engine = new Random\Engine\Xoshiro256StarStar();
		for ($worker = 0; $worker < 8; $worker++) {
			if (pcntl_fork()) continue;
			$coupon = substr(str_shuffle($letters), 0, 6);
			printf("%s  %6d  %s\n", $coupon, mt_rand(0, 999999), bin2hex(substr($engine->generate(), 0, 4)));
			exit;
		}
		while (pcntl_wait($status) > 0);' | count_distinct 8 coupons
}
