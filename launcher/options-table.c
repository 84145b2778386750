/* SPDX-License-Identifier: MIT */
/*
 * The one table of options. An option that sets a FORKSEED variable needs a line here and
 * nothing else; how a command line is read by the table is in options.c, what a value may
 * be in values.c.
 */
#include "../shim/runtimes/runtimes.h"
#include "launcher.h"

/* ",numpy,..." */
#define NAME(name, runtime, mark, words) "," name
#define RUNTIME_NAMES RUNTIMES(NAME)

const struct option options[] = {
	{OPTION_TEXT, "seed", "FORKSEED_SEED", "TEXT",
	 "reproducible: each child draws a stream of its" NEXT_LINE
	 "own, the same one on every run with this TEXT",
	 false},
	{OPTION_VARIABLE, "seed-rank", "FORKSEED_SEED_RANK", "NAME",
	 "with --seed: the variable that tells ranks of a job" NEXT_LINE
	 "apart (those of MPI and Slurm), or none",
	 false},
	{OPTION_CHOICE, "when", "FORKSEED_WHEN", "first-use|fork",
	 "when a child fetches its entropy: at its first" NEXT_LINE
	 "draw (default), or before it enters a sandbox",
	 false},
	{OPTION_CHOICE, "clock-seeds", "FORKSEED_CLOCK_SEEDS", "replace|keep",
	 "what a child gets that seeds from the time or" NEXT_LINE
	 "its pid: its own entropy, or that seed (default)",
	 false},
	{OPTION_LIST, "keep", "FORKSEED_KEEP", "random,drand48,strfry" RUNTIME_NAMES,
	 "generators that stay identical in children, of" NEXT_LINE
	 "random, drand48, strfry and the runtimes (as" NEXT_LINE
	 "--list-runtimes has them), separated by commas",
	 false},
	{OPTION_LIST, "runtimes", "FORKSEED_RUNTIMES", "all,none" RUNTIME_NAMES,
	 "runtimes beyond libc that are healed: all" NEXT_LINE
	 "(default), none, or names (--list-runtimes);" NEXT_LINE
	 "+scan: and engines in the program's own memory",
	 false},
	{OPTION_CONNECTIONS, "connections", "FORKSEED_CONNECTIONS", "MODE",
	 "client connections that a child inherits: off," NEXT_LINE
	 "warn (tell of those that are shared), isolate" NEXT_LINE
	 "(the child's copy is cut off when it is used)",
	 false},
	{OPTION_PEERS, "peers", "FORKSEED_PEERS", "LIST",
	 "whom isolate may cut off from: ports, unix:PATH," NEXT_LINE
	 "all (default: databases, 443)",
	 false},
	{OPTION_LOCKS, "locks", "FORKSEED_LOCKS", "MODE",
	 "locks that a child inherits: off, warn (tell of" NEXT_LINE
	 "children that need one), heal (a fork waits until" NEXT_LINE
	 "no other thread is inside libc); heal,mutexes: nor" NEXT_LINE
	 "holds a mutex; heal,wait=MS: at most so long (50)",
	 false},
	{OPTION_AUDIT, "audit", "FORKSEED_AUDIT", "FILE",
	 "say afterwards what was found, on stderr, and" NEXT_LINE
	 "as JSON Lines in FILE",
	 true},
	{OPTION_CHECK, "check", NULL, "CODE[,strict]",
	 "the same, and exit with CODE (99) if anything" NEXT_LINE
	 "was found; strict: or could not be watched",
	 true},
	{OPTION_REPORT, "report", NULL, "FILE.html",
	 "the same as --audit, and a page with a picture" NEXT_LINE
	 "of the process tree, for a browser",
	 false},
	{OPTION_FORMAT, "format", NULL, "github|gitlab:FILE|junit:FILE",
	 "the same as --audit, and what CI systems read:" NEXT_LINE
	 "github (annotations, on stderr), gitlab:FILE" NEXT_LINE
	 "(Code Quality) or junit:FILE (JUnit XML); may be" NEXT_LINE
	 "given several times",
	 false},
	{OPTION_FILE, "suppressions", "FORKSEED_SUPPRESSIONS", "FILE",
	 "findings to leave out, in valgrind's manner", false},
	{OPTION_SECONDS, "audit-wait", "FORKSEED_AUDIT_WAIT", "SECONDS",
	 "how long an audit waits for what COMMAND leaves" NEXT_LINE "running (10)",
	 false},
	{OPTION_SECONDS, "stuck", "FORKSEED_STUCK", "SECONDS",
	 "in an audit: after how long a child that waits" NEXT_LINE
	 "on a lock that nobody holds is told of (10; 0: off)",
	 false},
	{OPTION_CHOICE, "stuck-action", "FORKSEED_STUCK_ACTION", "report|abort|kill",
	 "what is done with it then (report)", false},
	{OPTION_FORCE, "force", NULL, NULL,
	 "run COMMAND even where the shim can't reach it", false},
	{OPTION_DOCTOR, "doctor", NULL, NULL,
	 "say whether and why (not) the shim will work on" NEXT_LINE
	 "COMMAND, which is not run; 0 if it will, else 1",
	 false},
	{OPTION_PID, "pid", NULL, "PID", "with --doctor: say it of a running process",
	 false},
	{OPTION_DROPIN, "systemd-dropin", NULL, "UNIT",
	 "print a drop-in that puts a service under forkseed," NEXT_LINE
	 "with the settings of the other options",
	 false},
	{OPTION_ENV_FILE, "env-file", NULL, "UNIT",
	 "the same as a file for EnvironmentFile=", false},
	{OPTION_LIST_RUNTIMES, "list-runtimes", NULL, NULL,
	 "print what is healed beyond libc", false},
	{OPTION_HELP, "help", NULL, NULL, "print this", false},
	{OPTION_VERSION, "version", NULL, NULL, "print the version", false},
	{0},
};
