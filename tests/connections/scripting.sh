#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Perl's DBI and PHP's PDO and mysqli: the same as databases.sh for them. connect_cached()
# tests a handle before it hands it out; nothing in PHP does.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "Perl and PHP" mariadbd "$postgres" DBD::mysql DBD::Pg php-mysqli php-pdo_mysql \
	php-pdo_pgsql php-pcntl
start_mariadb
start_postgres

client mysql mariadb lasting
client mysql_cached mariadb seamless
client Pg postgres lasting
client Pg_cached postgres seamless
client pdo_mysql mariadb lasting
client mysqli mariadb lasting

# What PHP loads with RTLD_DEEPBIND, libpq here, is hidden from warn.
shows pdo_pgsql postgres
heals pdo_pgsql postgres lasting
finish
