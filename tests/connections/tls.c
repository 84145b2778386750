/* SPDX-License-Identifier: MIT */
/* A client in C of a web server over TLS, by OpenSSL: one connection that is kept alive;
 * share.h has the rest. Usage: tls. */
#include "share.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <sys/socket.h>

enum { REPLY = 2048 };

static int connect_to(int port)
{
	struct sockaddr_in server = {.sin_family = AF_INET,
				     .sin_port = htons((in_port_t)port)};
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	server.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	if (fd < 0 || connect(fd, (struct sockaddr *)&server, sizeof(server)))
		err(2, "connect");
	return fd;
}

static void *open_client(void)
{
	SSL_CTX *context = SSL_CTX_new(TLS_client_method());
	SSL *session = context ? SSL_new(context) : NULL;

	if (!session ||
	    SSL_set_fd(session, connect_to(atoi(setting("TEST_PORT")))) != 1 ||
	    SSL_connect(session) != 1)
		errx(2, "cannot begin a session");
	return session;
}

static const char *reason(void)
{
	const char *words = ERR_reason_error_string(ERR_get_error());

	ERR_clear_error();
	return words ? words : "connection lost";
}

/* Reads until the head, and as much as it says is to follow, is there. */
static const char *read_reply(SSL *session, char reply[REPLY], const char **body)
{
	size_t have = 0;

	for (;;) {
		int got = SSL_read(session, reply + have, (int)(REPLY - 1 - have));
		if (got <= 0)
			return reason();
		reply[have += (size_t)got] = 0;
		const char *length = strstr(reply, "Content-Length: ");
		const char *end = strstr(reply, "\r\n\r\n");
		*body = end ? end + 4 : reply;
		if (length && end &&
		    have >= (size_t)(*body - reply) + strtoul(length + 16, NULL, 10))
			return NULL;
	}
}

static const char *ask_client(void *client, const char *text, char answer[TEXT])
{
	char request[3 * TEXT], reply[REPLY];
	const char *body;
	int size = snprintf(request, sizeof(request),
			    "GET /?id=%s HTTP/1.1\r\nHost: localhost\r\n\r\n", text);

	if (SSL_write(client, request, size) != size)
		return reason();
	const char *error = read_reply(client, reply, &body);
	if (!error)
		snprintf(answer, TEXT, "%.*s", (int)strcspn(body, "\n"), body);
	return error;
}

static void close_client(void *client)
{
	SSL_shutdown(client); /* says close_notify */
	close(SSL_get_fd(client));
}

int main(void)
{
	return share();
}
