/* SPDX-License-Identifier: MIT */
/* A client in C of PostgreSQL, by libpq; share.h has the rest. Usage: pq. */
#include "share.h"

#include <libpq-fe.h>

static void *open_client(void)
{
	char where[2 * TEXT];

	snprintf(where, sizeof(where), "host=127.0.0.1 port=%s user=root dbname=postgres",
		 setting("TEST_PORT"));
	PGconn *connection = PQconnectdb(where);
	if (PQstatus(connection) != CONNECTION_OK)
		errx(2, "%s", PQerrorMessage(connection));
	return connection;
}

static const char *ask_client(void *client, const char *text, char answer[TEXT])
{
	char query[2 * TEXT];

	snprintf(query, sizeof(query), "SELECT '%s'", text);
	PGresult *result = PQexec(client, query);
	const char *error =
		PQresultStatus(result) == PGRES_TUPLES_OK ? NULL : PQerrorMessage(client);
	if (!error)
		snprintf(answer, TEXT, "%s", PQgetvalue(result, 0, 0));
	PQclear(result);
	return error;
}

static void close_client(void *client)
{
	PQfinish(client);
}

int main(void)
{
	return share();
}
