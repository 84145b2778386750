# SPDX-License-Identifier: MIT
# build/forkseed-audit: every .c here in one link, with elfutils' libdw. Where that is not
# installed everything else is built, and one line says what is missing.

AUDIT_SRC := $(wildcard audit/*.c)
AUDIT_OBJ := $(AUDIT_SRC:%.c=$(BUILD)/%.o)
AUDIT_LIBS = -ldw -lelf

$(BUILD)/audit/%.o: audit/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -D_GNU_SOURCE -fPIE -c $< -o $@

$(AUDIT): $(AUDIT_OBJ)
	$(CC) $(CFLAGS) $(LDFLAGS) -pie $(AUDIT_OBJ) $(AUDIT_LIBS) -o $@

# Asked when used, not when make starts: `make deps check` installs it in between.
has_libdw = printf '\043include <elfutils/libdwfl.h>\n' | $(CC) -E -x c - >/dev/null 2>&1

.PHONY: audit-if-possible
audit-if-possible:
	@if $(has_libdw); then $(MAKE) -s --no-print-directory $(AUDIT); else \
	echo 'make: without libdw-dev there is no forkseed-audit, and no --audit: make deps'; fi
