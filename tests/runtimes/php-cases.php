<?php
// SPDX-License-Identifier: MIT
// Who chose PHP's seeds, and whose states are copies of whose. A line a case: how many of 4
// children draw different numbers.
error_reporting(E_ALL & ~E_DEPRECATED);

function children(callable $do): array
{
	$all = [];
	for ($i = 0; $i < 4; $i++) {
		$file = tempnam(sys_get_temp_dir(), 'case');
		if (pcntl_fork() == 0) {
			file_put_contents($file, $do());
			exit(0);
		}
		pcntl_wait($status);
		$all[] = file_get_contents($file);
		unlink($file);
	}
	return $all;
}

function tell(string $case, callable $do): void
{
	fwrite(STDOUT, "$case: " . count(array_unique(children($do))) . "\n"); // echo sends headers
}

function refused(callable $do): void
{
	try {
		$do();
		fwrite(STDOUT, "not refused\n");
	} catch (TypeError) {
	}
}

$number = fn() => mt_rand();
mt_srand();
mt_rand();
tell('seeded by PHP', $number);
refused(fn() => mt_srand('no number'));
tell('and an argument refused', $number);
mt_srand(5);
tell('kept: seeded by the script', $number);
@mt_srand(5, MT_RAND_PHP);
tell('kept: seeded for the old twister', $number);
mt_srand();
tell('seeded by PHP again', $number);
tell('kept: the child seeds', function () { mt_srand(7); return mt_rand(); });

$engine = null;
$draw = function () use (&$engine) { return bin2hex($engine->generate()); };
foreach ([
	'a mode by its name' => fn() => new Random\Engine\Mt19937(mode: MT_RAND_MT19937),
	'a copy of a copy' => fn() => clone clone new Random\Engine\PcgOneseq128XslRr64(),
	'kept: a seed by its name' => fn() => new Random\Engine\Mt19937(seed: 3),
	'kept: a seed of bytes' => fn() => new Random\Engine\Xoshiro256StarStar(str_repeat('a', 32)),
	'kept: a state that was written down' => fn() => unserialize(serialize(new Random\Engine\Mt19937())),
	'kept: a copy of a seeded one' => fn() => clone new Random\Engine\Xoshiro256StarStar(4),
] as $case => $make) {
	$engine = $make();
	tell($case, $draw);
}
$engine = new Random\Engine\Mt19937();
$engine = null;
$engine = new Random\Engine\Mt19937(1);
tell('kept: seeded, where one without a seed lay', $draw);
$engine->__construct();
tell('constructed again without a seed', $draw);
refused(fn() => $engine->__construct([]));
tell('and an argument refused there', $draw);
$engine->__construct(9);
tell('kept: constructed again with one', $draw);

for ($i = 0; $i < 20000; $i++)
	$engine = clone new Random\Engine\PcgOneseq128XslRr64();
tell('after 40000 that are gone', $draw);
$many = [];
for ($i = 0; $i < 3000; $i++)
	$many[] = $engine = new Random\Engine\PcgOneseq128XslRr64();
tell('beside 3000 others', $draw);
tell('apart from others', fn() => $many[1]->generate() == $many[2]->generate() ? 'same' : $draw());

class Own implements Random\Engine
{
	function generate(): string { return pack('V', mt_rand()); }
}
$own = new Random\Randomizer(new Own());
tell("an engine of the script's own", fn() => $own->nextInt());

$generator = (function () { for (;;) yield mt_rand(); })();
$generator->current();
tell('in a generator', function () use ($generator) { $generator->next(); return $generator->current(); });
$fiber = new Fiber(function () { for (;;) Fiber::suspend(mt_rand()); });
$fiber->start();
tell('in a fiber', fn() => $fiber->resume());

ini_set('session.use_cookies', 0);
ini_set('session.cache_limiter', '');
ini_set('session.save_path', $argv[1]);
ini_set('session.gc_probability', 1);
ini_set('session.gc_divisor', 2);
ini_set('session.gc_maxlifetime', 10);

/* Whether PHP looked for old sessions to delete, 64 times. */
function collected(string $path): string
{
	$bits = '';
	for ($i = 0; $i < 64; $i++) {
		touch("$path/sess_old", time() - 5000);
		session_id("new$i");
		session_start();
		session_write_close();
		clearstatcache();
		$bits .= (int) file_exists("$path/sess_old");
	}
	return $bits;
}
collected($argv[1]);
tell('when old sessions are deleted', fn() => collected($argv[1]));
