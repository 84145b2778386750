#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Clients of a web server over TLS that keep their connection alive: each request has an
# answer of its own. requests.Session in a Pool: 500 requests (more in soak-many.sh), no error when
# isolated.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/connections.bash"

parts "web clients" nginx requests. urllib3. pycurl. "$programs/connections/tls"
start_nginx

# pooled LIBRARY SERVER: a Pool of 4, 100 requests; 5 runs where it is isolated.
pooled() {
	local -x TEST_BY=pool TEST_QUERIES=100
	shows "$1" "$2"
	TEST_RUNS=5 heals "$1" "$2" seamless
	names "$1" "$2"
}

pooled requests tls12
pooled requests tls13

client requests tls13 seamless
client urllib3 tls13 seamless
client http_client tls13 lasting
# libcurl 8 (seen: 8.14.1) leaves a kept connection that somebody else has used, and opens another:
# sharing shows in no answer.
if [ "$("$python" -c 'import pycurl; print(pycurl.version_info()[1].split(".")[0])')" -lt 8 ]; then
	client pycurl tls13 seamless
else
	heals pycurl tls13 seamless
	silent pycurl tls13 own
	silent pycurl tls13 disposed
fi
client tls tls12 lasting
client tls tls13 lasting
finish
