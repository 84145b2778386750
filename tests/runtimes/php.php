<?php
// SPDX-License-Identifier: MIT
// PHP's generators, by the words of forks.h: php.php KIND drawn|fresh|seeded|apart|parent|threads [N].
// Not for a library: a script as others are.

error_reporting(E_ALL & ~E_DEPRECATED); // lcg_value(), from 8.4 on
[, $kind, $how] = $argv;
$count = (int) ($argv[3] ?? 8);
$engine = match ($kind) {
	'twister' => new Random\Engine\Mt19937(),
	'pcg' => new Random\Engine\PcgOneseq128XslRr64(),
	'xoshiro', 'randomizer', 'written' => new Random\Engine\Xoshiro256StarStar(),
	'clone' => clone new Random\Engine\Mt19937(),
	default => null,
};

function shuffled(): string
{
	$numbers = range(0, 50);
	shuffle($numbers);
	return implode(' ', $numbers);
}

/* The one that is drawn from is what was written down before. */
function written(object $engine): string
{
	$copy = clone $engine;
	$read = unserialize(serialize($engine));
	$numbers = [bin2hex($engine->generate()), bin2hex($copy->generate()), bin2hex($read->generate())];
	return count(array_unique($numbers)) == 1 ? $numbers[0] . bin2hex($engine->generate()) : 'apart';
}

function draw(): string
{
	global $kind, $engine;
	return match ($kind) {
		'mt_rand' => mt_rand() . ' ' . mt_rand(1, 1000000) . ' ' . mt_rand(),
		'rand' => rand() . ' ' . rand(5, 5000000) . ' ' . rand(9, 1),
		'lcg_value' => sprintf('%.17g %.17g', lcg_value(), lcg_value()),
		'shuffle' => shuffled(),
		'str_shuffle' => str_shuffle('abcdefghijklmnopqrstuvwxyz0123456789'),
		'array_rand' => implode(' ', array_rand(range(0, 500), 20)),
		'gmp' => gmp_strval(gmp_random_bits(120)) . ' ' . gmp_strval(gmp_random_range(0, '1000000000000')),
		'randomizer' => (new Random\Randomizer($engine))->getInt(0, PHP_INT_MAX) . ' '
			. (new Random\Randomizer($engine))->shuffleBytes('abcdefghijklmnopqrstuvwxyz'),
		'written' => written($engine),
		'kernel' => bin2hex(random_bytes(16)) . random_int(0, PHP_INT_MAX),
		'session' => session_create_id() . uniqid('', true),
		default => bin2hex($engine->generate()) . bin2hex($engine->generate()),
	};
}

function seed(): void
{
	global $kind, $engine;
	match ($kind) {
		'twister' => $engine = new Random\Engine\Mt19937(42),
		'pcg' => $engine = new Random\Engine\PcgOneseq128XslRr64(42),
		'xoshiro', 'randomizer', 'written' => $engine = new Random\Engine\Xoshiro256StarStar(42),
		'clone' => $engine = clone new Random\Engine\Mt19937(42),
		'rand' => srand(42),
		'gmp' => gmp_random_seed(42),
		default => mt_srand(42),
	};
}

/* Forks; the child does that, and ends. */
function child(callable $do): void
{
	if (pcntl_fork() == 0) {
		$do();
		exit(0);
	}
	pcntl_wait($status);
}

function line(): void
{
	fwrite(STDOUT, draw() . "\n");
}

function ends(int $count): void
{
	$died = 0;
	for ($i = 0; $i < $count; $i++) {
		if (($pid = pcntl_fork()) == 0) {
			draw();
			exit(0);
		}
		pcntl_waitpid($pid, $status);
		$died += $status != 0;
		draw();
	}
	echo "died=$died of $count\n";
}

function run(string $how, int $count): void
{
	if ($how == 'seeded' || $how == 'parent')
		seed();
	if ($how == 'ends') {
		ends($count);
		return;
	}
	if ($how != 'fresh')
		draw();
	for ($i = 0; $i < $count; $i++) {
		if ($how == 'parent')
			line();
		child($how == 'parent' ? draw(...) : function () use ($how) {
			line();
			for ($i = 0; $how == 'apart' && $i < 2; $i++)
				child(line(...));
		});
	}
}

run($how, $count);
