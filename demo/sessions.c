/* SPDX-License-Identifier: MIT */
/* The clients of sessiond.c: opens several connections at once, so that every worker gets
 * one, asks for ids on each in turn and prints how often each id was handed out.
 * Usage: sessions PORT CONNECTIONS IDS. Exits with 0 when all ids differ, 1 when some
 * were handed out twice, 2 when the server could not be asked. */
#include "distinct.h"

#include <arpa/inet.h>
#include <err.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>

enum { ROWS = 6, MOST_CONNECTIONS = 64 };

struct session {
	char id[32];
	int worker;
};

static FILE *connect_to(int port)
{
	struct sockaddr_in server = {.sin_family = AF_INET,
				     .sin_port = htons((in_port_t)port)};
	struct timeval patience = {.tv_sec = 5};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 ||
	    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) ||
	    connect(fd, (struct sockaddr *)&server, sizeof(server)))
		err(2, "cannot connect to port %d", port);
	return fdopen(fd, "r");
}

static struct session ask(FILE *connection)
{
	struct session got;

	if (dprintf(fileno(connection), "id\n") < 0 ||
	    fscanf(connection, "%31s %d", got.id, &got.worker) != 2)
		errx(2, "the server did not answer");
	return got;
}

static void ask_all(int port, int connections, int count, struct session *sessions)
{
	FILE *open[MOST_CONNECTIONS];

	for (int i = 0; i < connections; i++)
		open[i] = connect_to(port);
	for (int i = 0; i < count; i++)
		sessions[i] = ask(open[i % connections]);
	for (int i = 0; i < connections; i++)
		fclose(open[i]);
}

/* One line of the table: an id, how often it was handed out, and by whom. */
static void print_row(const struct session *sessions, int count, const char *id)
{
	char workers[64] = "";
	int times = 0;

	for (int i = 0; i < count; i++)
		if (!strcmp(sessions[i].id, id)) {
			size_t used = strlen(workers);
			snprintf(workers + used, sizeof(workers) - used, " %d",
				 sessions[i].worker);
			times++;
		}
	printf("%s  %3dx %s\n", id, times, workers);
}

static int seen_before(const struct session *sessions, int index)
{
	for (int i = 0; i < index; i++)
		if (!strcmp(sessions[i].id, sessions[index].id))
			return 1;
	return 0;
}

static void print_first_rows(const struct session *sessions, int count)
{
	int rows = 0;

	printf("session id        times  by worker\n");
	for (int i = 0; i < count && rows < ROWS; i++)
		if (!seen_before(sessions, i)) {
			print_row(sessions, count, sessions[i].id);
			rows++;
		}
	printf("...\n");
}

static int by_id(const void *a, const void *b)
{
	return strcmp(((const struct session *)a)->id, ((const struct session *)b)->id);
}

int main(int argc, char **argv)
{
	int connections = argc == 4 ? atoi(argv[2]) : 0;
	int count = argc == 4 ? atoi(argv[3]) : 0;

	if (connections < 1 || connections > MOST_CONNECTIONS || count < 1)
		errx(2, "usage: sessions PORT CONNECTIONS IDS");
	struct session *sessions = calloc((size_t)count, sizeof(*sessions));
	if (!sessions)
		err(2, "calloc");
	ask_all(atoi(argv[1]), connections, count, sessions);
	print_first_rows(sessions, count);
	int distinct = (int)sort_and_count_distinct(sessions, (size_t)count,
						    sizeof(*sessions), by_id);
	printf("%d ids, %d different\n", count, distinct);
	free(sessions);
	return distinct < count;
}
