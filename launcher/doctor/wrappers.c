/* SPDX-License-Identifier: MIT */
/*
 * Programs that become, or run, the program that their arguments name: a verdict about
 * env(1) says nothing about what env runs. Which these are, and where the command stands
 * among their words; shells, scripts and R are in through.c.
 */
#include "wrappers.h"
#include "doctor.h"
#include <stdlib.h>
#include <string.h>

static const struct wrapper wrappers[] = {
	{"env", "uC", 0},         {"nice", "n", 0},
	{"nohup", "", 0},         {"setsid", "", 0},
	{"timeout", "ks", 1},     {"stdbuf", "ioe", 0},
	{"ionice", "cn", 0},      {"taskset", "", 1},
	{"chrt", "TPD", 1},       {"time", "fo", 0},
	{"eatmydata", "", 0},     {"catchsegv", "", 0},
	{"xargs", "", -1},        {"parallel", "", -1},
	{"script", "", -1},       {"unshare", "", -1},
	{"nsenter", "", -1},      {"flock", "", -1},
	{"watch", "", -1},        {"find", "", -1},
	{"runuser", "", -1},      {"setpriv", "", -1},
	{"chroot", "", -1},       {"su", "", -1},
	{"sudo", "", -1},         {"gosu", "", -1},
	{"systemd-run", "", -1},  {"start-stop-daemon", "", -1},
	{"daemonize", "", -1},    {"tini", "pe", 0},
	{"dumb-init", "r", 0},    {"xvfb-run", "", -1},
	{"strace", "", -1},       {"ltrace", "", -1},
	{"gdb", "", -1},          {"valgrind", "", -1},
	{"perf", "", -1},         {"rr", "", -1},
	{"fakeroot", "", -1},     {"faketime", "", -1},
	{"proot", "", -1},        {"make", "", -1},
	{"gmake", "", -1},        {"ninja", "", -1},
	{"ctest", "", -1},        {"cmake", "", -1},
	{"meson", "", -1},        {"mpirun", "", -1},
	{"mpiexec", "", -1},      {"srun", "", -1},
	{"busybox", "", -1},      {"prlimit", "", -1},
	{"numactl", "", -1},      {"setarch", "", -1},
	{"bwrap", "", -1},        {"firejail", "", -1},
	{"doas", "", -1},         {"pkexec", "", -1},
	{"sg", "", -1},           {"chpst", "", -1},
	{"setuidgid", "", -1},    {"tmux", "", -1},
	{"screen", "", -1},       {"dbus-run-session", "", -1},
	{"ssh-agent", "", -1},    {"npm", "", -1},
	{"npx", "", -1},          {"sem", "", -1},
	{"entr", "", -1},         {"chronic", "", -1},
	{"ifne", "", -1},         {"run-parts", "", -1},
	{"envdir", "", -1},       {"envuidgid", "", -1},
	{"setlock", "", -1},      {"softlimit", "", -1},
	{"pgrphack", "", -1},     {"fghack", "", -1},
	{"supervise", "", -1},    {"svscan", "", -1},
	{"runsv", "", -1},        {"runsvdir", "", -1},
	{"s6-setuidgid", "", -1}, {"s6-envuidgid", "", -1},
	{"s6-envdir", "", -1},    {"s6-setlock", "", -1},
	{"s6-setsid", "", -1},    {"s6-softlimit", "", -1},
	{"s6-supervise", "", -1}, {"s6-svscan", "", -1},
	{"linux32", "", -1},      {"linux64", "", -1},
	{"i386", "", -1},         {"x86_64", "", -1},
	{"unbuffer", "", -1},     {"rlwrap", "", -1},
	{"cpulimit", "", -1},     {"torsocks", "", -1},
	{"proxychains4", "", -1}, {"sshpass", "", -1},
	{"distcc", "", -1},       {"ccache", "", -1},
	{"tsp", "", -1},          {"daemon", "", -1},
	{"tox", "", -1},          {"nox", "", -1},
	{"prove", "", -1},        {"supervisord", "", -1},
	{"cargo", "", -1},        {"yarn", "", -1},
	{"pnpm", "", -1},         {"bundle", "", -1},
	{"poetry", "", -1},       {"pipenv", "", -1},
	{"hatch", "", -1},        {"uv", "", -1},
	{"conda", "", -1},        {"mamba", "", -1},
	{"orterun", "", -1},      {"prterun", "", -1},
	{"systemd-cat", "", -1},  {"aprun", "", -1},
	{"jsrun", "", -1},        {"honcho", "", -1},
};

static const char *const shells[] = {"sh",  "dash", "bash", "ash",  "zsh",
				     "ksh", "mksh", "yash", "fish", "busybox"};

bool is_shell(const char *path)
{
	for (size_t i = 0; i < sizeof shells / sizeof *shells; i++)
		if (strcmp(base_name(path), shells[i]) == 0)
			return true;
	return false;
}

const struct wrapper *wrapper_named(const char *path)
{
	for (size_t i = 0; i < sizeof wrappers / sizeof *wrappers; i++)
		if (strcmp(base_name(path), wrappers[i].name) == 0)
			return &wrappers[i];
	return NULL;
}

static bool is_env(const struct wrapper *wrapper)
{
	return strcmp(wrapper->name, "env") == 0;
}

/* Words by which env takes the shim away. */
static bool drops_shim(const char *word, const char *next)
{
	static const char variable[] = "LD_PRELOAD";
	if (strncmp(word, "LD_PRELOAD=", sizeof variable) == 0)
		return true;
	if (strcmp(word, "-") == 0 || strcmp(word, "-i") == 0 ||
	    strcmp(word, "--ignore-environment") == 0)
		return true;
	return (strcmp(word, "-u") == 0 && next && strcmp(next, variable) == 0) ||
	       (strncmp(word, "-u", 2) == 0 && strcmp(word + 2, variable) == 0) ||
	       (strncmp(word, "--unset=", 8) == 0 && strcmp(word + 8, variable) == 0);
}

/* Those that the verdict depends on. What needs an object of its own is no matter: nobody
 * preloads that for a variable. */
static bool is_adopted(const char *name)
{
	static const char *const names[] = {"FORKSEED", "FORKSEED_KEEP",
					    "FORKSEED_RUNTIMES", "FORKSEED_SEED"};
	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

void adopt_setting(const char *word)
{
	size_t length = strcspn(word, "=");
	const char *name = strndup(word, length);
	if (!is_adopted(name))
		return;
	if (word[length])
		setenv(name, word + length + 1, 1);
	else
		unsetenv(name);
}

void wrapper_settings(const struct wrapper *wrapper, char **words, char **command)
{
	for (words++; is_env(wrapper) && words < command; words++)
		if (strcmp(*words, "-u") == 0 && words + 1 < command)
			adopt_setting(*++words);
		else if (strncmp(*words, "-u", 2) == 0)
			adopt_setting(*words + 2);
		else if (strncmp(*words, "--unset=", 8) == 0)
			adopt_setting(*words + 8);
		else if (**words != '-')
			adopt_setting(*words);
}

/* How many words an option takes with its value; 0 where that isn't plain. */
static int length_of(const struct wrapper *wrapper, const char *word)
{
	static const char *const flags[] = {"--ignore-environment",
					    "--foreground",
					    "--preserve-status",
					    "--verbose",
					    "--wait",
					    "--fork",
					    "--ctty",
					    "--portability"};
	if (strncmp(word, "--", 2) != 0) {
		bool is_valued = word[1] && !word[2] && strchr(wrapper->valued, word[1]);
		return is_env(wrapper) && strchr(word, 'S') ? 0 : is_valued ? 2 : 1;
	}
	for (size_t i = 0; i < sizeof flags / sizeof *flags; i++)
		if (strcmp(word, flags[i]) == 0)
			return 1;
	return strchr(word, '=') && strncmp(word, "--split", 7) != 0;
}

char **wrapper_command(const struct wrapper *wrapper, char **words, bool *drops)
{
	bool is_plain = wrapper->operands >= 0;
	int length = 1;
	for (words++; is_plain && *words && **words == '-'; words += length) {
		*drops |= is_env(wrapper) && drops_shim(*words, words[1]);
		if (strcmp(*words, "--") == 0) {
			words++;
			break;
		}
		length = length_of(wrapper, *words);
		if (length == 0 || (length == 2 && !words[1]))
			return NULL;
	}
	for (; is_env(wrapper) && *words && strchr(*words, '='); words++)
		*drops |= drops_shim(*words, NULL);
	for (int i = 0; is_plain && i < wrapper->operands && *words; i++)
		words++;
	return is_plain && *words ? words : NULL;
}
