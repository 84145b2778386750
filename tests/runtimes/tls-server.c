/* SPDX-License-Identifier: MIT
 *
 * A server as many are: it starts its TLS library (Mbed TLS), listens, then forks its
 * workers. tls-server CERTIFICATE KEY WORKERS prints its port; each worker serves one
 * connection by TLS 1.2.
 */
#include <arpa/inet.h>
#include <mbedtls/ctr_drbg.h>
#include <mbedtls/entropy.h>
#include <mbedtls/net_sockets.h>
#include <mbedtls/ssl.h>
#include <mbedtls/version.h>
#include <mbedtls/x509_crt.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

static mbedtls_entropy_context entropy;
static mbedtls_ctr_drbg_context generator;
static mbedtls_ssl_config config;
static mbedtls_x509_crt certificate;
static mbedtls_pk_context key;
static mbedtls_net_context listening;

static void must(int failed)
{
	if (!failed)
		return;
	fprintf(stderr, "tls-server: -0x%x\n", (unsigned)-failed);
	exit(1);
}

static int read_key(const char *file)
{
#if MBEDTLS_VERSION_MAJOR < 3
	return mbedtls_pk_parse_keyfile(&key, file, NULL);
#else
	return mbedtls_pk_parse_keyfile(&key, file, NULL, mbedtls_ctr_drbg_random,
					&generator);
#endif
}

static void start_tls(const char *certificate_file, const char *key_file)
{
	mbedtls_entropy_init(&entropy);
	mbedtls_ctr_drbg_init(&generator);
	mbedtls_ssl_config_init(&config);
	mbedtls_x509_crt_init(&certificate);
	mbedtls_pk_init(&key);
	must(mbedtls_ctr_drbg_seed(&generator, mbedtls_entropy_func, &entropy, NULL, 0));
	must(mbedtls_x509_crt_parse_file(&certificate, certificate_file));
	must(read_key(key_file));
	must(mbedtls_ssl_config_defaults(&config, MBEDTLS_SSL_IS_SERVER,
					 MBEDTLS_SSL_TRANSPORT_STREAM,
					 MBEDTLS_SSL_PRESET_DEFAULT));
	mbedtls_ssl_conf_rng(&config, mbedtls_ctr_drbg_random, &generator);
	must(mbedtls_ssl_conf_own_cert(&config, &certificate, &key));
}

static void serve_one(void)
{
	mbedtls_ssl_context session;
	mbedtls_net_context client;
	int failed;
	mbedtls_ssl_init(&session);
	must(mbedtls_ssl_setup(&session, &config));
	must(mbedtls_net_accept(&listening, &client, NULL, 0, NULL));
	mbedtls_ssl_set_bio(&session, &client, mbedtls_net_send, mbedtls_net_recv, NULL);
	do
		failed = mbedtls_ssl_handshake(&session);
	while (failed == MBEDTLS_ERR_SSL_WANT_READ ||
	       failed == MBEDTLS_ERR_SSL_WANT_WRITE);
	must(failed);
	mbedtls_ssl_close_notify(&session);
	mbedtls_net_free(&client);
}

int main(int argc, char **argv)
{
	struct sockaddr_in here;
	socklen_t size = sizeof here;
	if (argc != 4)
		return 2;
	start_tls(argv[1], argv[2]);
	mbedtls_net_init(&listening);
	must(mbedtls_net_bind(&listening, "127.0.0.1", "0", MBEDTLS_NET_PROTO_TCP));
	must(getsockname(listening.fd, (struct sockaddr *)&here, &size));
	printf("%d\n", ntohs(here.sin_port));
	fflush(stdout);
	for (int i = 0; i < atoi(argv[3]); i++) {
		if (fork() == 0) {
			alarm(20);
			serve_one();
			_exit(0);
		}
	}
	while (wait(NULL) > 0)
		;
	return 0;
}
