/* SPDX-License-Identifier: MIT
 *
 * TLS records (RFC 8446, 5.1), and the goodbyes of three protocols.
 */
#include "protocols.h"

#include <string.h>

enum { ALERT = 21, HANDSHAKE = 22, APPLICATION_DATA = 23, MAJOR = 3, TLS_1_3_ALERT = 24 };

bool protocol_is_tls(const void *data, size_t size)
{
	const unsigned char *bytes = data;
	return size >= 5 && bytes[0] >= ALERT && bytes[0] <= APPLICATION_DATA &&
	       bytes[1] == MAJOR && bytes[2] <= 4;
}

/* From TLS 1.3 on all records are application data; an alert has two bytes, one for its
 * own type and the cipher's tag. */
static bool is_alert(const unsigned char *bytes, size_t size)
{
	if (!protocol_is_tls(bytes, size) ||
	    (size_t)(bytes[3] << 8 | bytes[4]) != size - 5)
		return false;
	return bytes[0] == ALERT ||
	       (bytes[0] == APPLICATION_DATA && size == TLS_1_3_ALERT);
}

enum goodbye protocol_goodbye(const void *data, size_t size)
{
	static const unsigned char quit[] = {1, 0, 0, 0, 1},
				   terminate[] = {'X', 0, 0, 0, 4};
	if (size == sizeof quit && memcmp(data, quit, size) == 0)
		return GOODBYE_QUIT;
	if (size == sizeof terminate && memcmp(data, terminate, size) == 0)
		return GOODBYE_TERMINATE;
	return is_alert(data, size) ? GOODBYE_ALERT : GOODBYE_NONE;
}
