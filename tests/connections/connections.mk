# SPDX-License-Identifier: MIT
# Clients in C of real servers: each is left out, and its tests skipped, where its library's
# headers are not installed.

CONNECTION_TESTS := $(BUILD)/tests/connections
PQ_FLAGS := $(shell pkg-config --cflags --libs libpq 2>/dev/null)
TLS_FLAGS := $(shell pkg-config --cflags --libs openssl 2>/dev/null)

TEST_FLAGS_pq := $(PQ_FLAGS)
TEST_FLAGS_tls := $(TLS_FLAGS)
TEST_PROGRAMS := $(filter-out $(if $(PQ_FLAGS),,$(CONNECTION_TESTS)/pq) \
	$(if $(TLS_FLAGS),,$(CONNECTION_TESTS)/tls),$(TEST_PROGRAMS))
