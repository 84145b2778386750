<?php // SPDX-License-Identifier: MIT
// PHP's memcached, whose library is loaded with RTLD_DEEPBIND: a child that only ends.
$client = new Memcached;
$client->addServer('127.0.0.1', (int) getenv('TEST_PORT'));
$client->set('a', 'x');
if (!pcntl_fork()) {
	die;
}
pcntl_wait($status);
echo var_export($client->get('a'), true), "\n";
