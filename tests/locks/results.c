/* SPDX-License-Identifier: MIT */
/*
 * What callers see of wrapped functions: results, errno, cancellation points, exit
 * handlers, libraries found by RUNPATH. Prints lines that must be the same with the gate.
 * A second thread sleeps, so that the gate is in use. Usage: results [LIBRARY]
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <iconv.h>
#include <libintl.h>
#include <locale.h>
#include <netdb.h>
#include <pthread.h>
#include <pwd.h>
#include <regex.h>
#include <semaphore.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <syslog.h>
#include <threads.h>
#include <time.h>
#include <unistd.h>

static const time_t then = 1700000000;

static void *sleep_on(void *unused)
{
	pause();
	return unused;
}

static void times(void)
{
	struct tm m;
	char text[99];
	setenv("TZ", "America/New_York", 1);
	tzset();
	printf("%s", ctime(&then));
	strftime(text, sizeof text, "%c %Z %z", localtime_r(&then, &m));
	printf("%s %ld\n", text, (long)mktime(&m));
	errno = 0;
	struct tm far = {.tm_year = 2147483647, .tm_mon = 40};
	printf("%ld %d\n", (long)mktime(&far), errno == EOVERFLOW);
}

static void names(void)
{
	struct passwd *root = getpwnam("root");
	errno = 0;
	printf("%s %p %d\n", root->pw_name, (void *)getpwnam("no such user"), errno);
	struct group *group = getgrgid(0);
	printf("%s %s\n", group->gr_name, getservbyname("http", "tcp")->s_name);
	struct addrinfo *found = NULL;
	printf("%d", getaddrinfo("127.0.0.1", "80", NULL, &found));
	printf(" %d\n", getaddrinfo("127.0.0.1", "no-such-service", NULL, &found));
	h_errno = 0;
	printf("%p %d\n", (void *)gethostbyname(""), h_errno != 0);
}

static void locales(void)
{
	printf("%s %p\n", setlocale(LC_ALL, "C"), (void *)setlocale(LC_ALL, "no-such"));
	errno = 0;
	printf("%p %d\n", (void *)newlocale(LC_ALL_MASK, "no-such", NULL), errno);
	errno = 7;
	printf("%s %d\n", strerror(2), errno);
	errno = 0;
	printf("%d %d\n", iconv_open("no-such", "UTF-8") == (iconv_t)-1, errno);
	printf("%s %s\n", gettext("text"), textdomain(NULL));
	errno = 0;
	printf("%d %d\n", setenv("", "x", 1), errno);
	errno = 0;
	printf("%d %d\n", setenv("A=B", "x", 1), errno);
}

static void others(void)
{
	regex_t expression;
	regmatch_t match[1];
	regcomp(&expression, "b+", 0);
	printf("%d %d\n", regexec(&expression, "aac", 1, match, 0),
	       regexec(&expression, "abba", 1, match, 0));
	errno = 0;
	printf("%d %d\n", sem_open("/forktest-none", 0) == SEM_FAILED, errno);
	sem_t *made = sem_open("/forktest-made", O_CREAT | O_EXCL, 0600, 3);
	int value = 0;
	sem_getvalue(made, &value);
	printf("%d %d\n", value, sem_unlink("/forktest-made"));
	FILE *pipe = popen("echo from a pipe; exit 3", "r");
	char line[99] = "";
	printf("%s", fgets(line, sizeof line, pipe) ? line : "nothing\n");
	printf("%d\n", WEXITSTATUS(pclose(pipe)));
	errno = 0;
	printf("%p %d\n", (void *)fopen("/no/such", "r,ccs=UTF-8"), errno);
	FILE *wide = fopen("/dev/null", "w,ccs=UTF-8");
	printf("%d\n", wide ? fclose(wide) : 9);
}

/* A library of the program's, which opens another one by its RUNPATH. */
static void libraries(const char *library)
{
	void *handle = dlopen(library, RTLD_NOW);
	const char *(*open_plugin)(void) =
		handle ? (const char *(*)(void))dlsym(handle, "open_plugin") : NULL;
	printf("%s\n", open_plugin ? open_plugin() : "no library");
	printf("%p", dlopen("no-such.so", RTLD_NOW));
	printf(" %d\n", dlerror() != NULL);
	printf("%d\n", dlopen(NULL, RTLD_NOW) != NULL);
	printf("%d\n", handle ? dlclose(handle) : 9);
}

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t condition = PTHREAD_COND_INITIALIZER;

static void unlock(void *unused)
{
	(void)unused;
	printf("cleanup: %d\n", pthread_mutex_unlock(&mutex));
}

static void *wait_for_ever(void *unused)
{
	pthread_mutex_lock(&mutex);
	pthread_cleanup_push(unlock, NULL);
	pthread_cond_wait(&condition, &mutex);
	pthread_cleanup_pop(1);
	return unused;
}

static void *log_for_ever(void *unused)
{
	for (;;)
		syslog(LOG_DEBUG, "x");
	return unused;
}

static void cancel(void *(*body)(void *))
{
	pthread_t thread;
	void *result = NULL;
	pthread_create(&thread, NULL, body, NULL);
	usleep(20000);
	pthread_cancel(thread);
	pthread_join(thread, &result);
	printf("cancelled: %d\n", result == PTHREAD_CANCELED);
}

static void mutexes(void)
{
	pthread_mutexattr_t attributes;
	pthread_mutex_t checking;
	pthread_rwlock_t rwlock = PTHREAD_RWLOCK_INITIALIZER;
	struct timespec past = {1, 0};
	pthread_mutexattr_init(&attributes);
	pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_ERRORCHECK);
	pthread_mutex_init(&checking, &attributes);
	printf("%d", pthread_mutex_unlock(&checking));
	printf(" %d", pthread_mutex_lock(&checking));
	printf(" %d", pthread_mutex_lock(&checking));
	printf(" %d", pthread_mutex_trylock(&checking));
	printf(" %d\n", pthread_mutex_unlock(&checking));
	pthread_mutex_lock(&mutex);
	printf("%d %d", pthread_mutex_trylock(&mutex),
	       pthread_mutex_timedlock(&mutex, &past));
	printf(" %d\n", pthread_cond_timedwait(&condition, &mutex, &past));
	pthread_mutex_unlock(&mutex);
	printf("%d %d", pthread_rwlock_rdlock(&rwlock),
	       pthread_rwlock_tryrdlock(&rwlock));
	printf(" %d %d\n", pthread_rwlock_trywrlock(&rwlock),
	       pthread_rwlock_timedwrlock(&rwlock, &past));
}

static void first(void)
{
	puts("atexit: the first registered is last");
}

static void second(int status, void *data)
{
	printf("on_exit: %d %s\n", status, (char *)data);
}

int main(int count, char **words)
{
	pthread_t thread;
	setvbuf(stdout, NULL, _IONBF, 0);
	pthread_create(&thread, NULL, sleep_on, NULL);
	times(), names(), locales(), others(), mutexes();
	if (count > 1)
		libraries(words[1]);
	cancel(wait_for_ever);
	cancel(log_for_ever);
	atexit(first);
	on_exit(second, "data");
	exit(5);
}
