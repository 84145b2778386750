# SPDX-License-Identifier: MIT
# `make install` and `make uninstall`; the other targets of scripts/ have .mk files of their
# own. install links a launcher that knows its place, straight to where it belongs: build/
# stays as it is, and nothing in it comes to belong to root.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
# Per architecture, as Debian has it; plain lib where the compiler has no multiarch name.
MULTIARCH = $(shell $(CC) -print-multiarch 2>/dev/null)
LIBDIR  ?= $(PREFIX)/lib$(if $(MULTIARCH),/$(MULTIARCH))

SHIM_PLACE = $(LIBDIR)/forkseed/libforkseed.so
SECOND_PLACE = $(SHIM_PLACE:.so=-connections.so)
THIRD_PLACE = $(SHIM_PLACE:.so=-locks.so)
ADAPTERS_PLACE = $(SHIM_PLACE:.so=-adapters.so)
EXECS_PLACE = $(SHIM_PLACE:.so=-execs.so)
# What ld.so puts for $LIB, in its own words (glibc 2.33 and later say it); where that is
# how LIBDIR ends, the launcher uses the token, so that 32 bit children find their own shim.
LOADER = $(shell readelf -p .interp $(SHELL) 2>/dev/null | sed -n 's/.*  \(\/.*\)/\1/p')
DST_LIB = $(shell $(LOADER) --list-diagnostics 2>/dev/null | sed -n 's/^dl_dst_lib="\(.*\)"/\1/p')
SHIM_TOKEN = $(if $(DST_LIB),$(SHIM_PLACE:%/$(DST_LIB)/forkseed/libforkseed.so=%/$$LIB/forkseed/libforkseed.so),$(SHIM_PLACE))
PLACES = -DFORKSEED_LAUNCHER_FILE='"$(BINDIR)/forkseed"' \
	-DFORKSEED_SHIM_FILE='"$(SHIM_PLACE)"' -DFORKSEED_SHIM_TOKEN='"$(SHIM_TOKEN)"'

# The launcher once more, with its places compiled in.
INSTALLED_LAUNCHER = $(filter-out -MMD -MP,$(ALL_CFLAGS)) -fPIE $(PLACES) \
	launcher/shim-path.c $(filter-out %/shim-path.o,$(LAUNCHER_OBJ))

.PHONY: install uninstall check-places
check-places:
	$(if $(filter 1-1,$(words $(LIBDIR))-$(words $(filter /%,$(LIBDIR)))),,\
		$(error LIBDIR must be an absolute path without a space: $(LIBDIR)))

# Each file appears under its name complete: without the shim ld.so runs programs bare, and
# a running launcher can't be written to.
install: check-places $(SHIM) $(CONNECTIONS) $(LOCKS) $(ADAPTERS) $(EXECS) $(LAUNCHER) $(PROBE) audit-if-possible
	install -d '$(DESTDIR)$(BINDIR)' '$(DESTDIR)$(dir $(SHIM_PLACE))' '$(DESTDIR)$(MANDIR)/man1'
	install -m 644 $(SHIM) '$(DESTDIR)$(SHIM_PLACE).new'
	mv -f '$(DESTDIR)$(SHIM_PLACE).new' '$(DESTDIR)$(SHIM_PLACE)'
	install -m 644 $(CONNECTIONS) '$(DESTDIR)$(SECOND_PLACE).new'
	mv -f '$(DESTDIR)$(SECOND_PLACE).new' '$(DESTDIR)$(SECOND_PLACE)'
	install -m 644 $(LOCKS) '$(DESTDIR)$(THIRD_PLACE).new'
	mv -f '$(DESTDIR)$(THIRD_PLACE).new' '$(DESTDIR)$(THIRD_PLACE)'
	install -m 644 $(ADAPTERS) '$(DESTDIR)$(ADAPTERS_PLACE).new'
	mv -f '$(DESTDIR)$(ADAPTERS_PLACE).new' '$(DESTDIR)$(ADAPTERS_PLACE)'
	install -m 644 $(EXECS) '$(DESTDIR)$(EXECS_PLACE).new'
	mv -f '$(DESTDIR)$(EXECS_PLACE).new' '$(DESTDIR)$(EXECS_PLACE)'
	$(call link_launcher,'$(DESTDIR)$(BINDIR)/forkseed.new',$(INSTALLED_LAUNCHER))
	chmod 755 '$(DESTDIR)$(BINDIR)/forkseed.new'
	mv -f '$(DESTDIR)$(BINDIR)/forkseed.new' '$(DESTDIR)$(BINDIR)/forkseed'
	install -m 755 $(PROBE) '$(DESTDIR)$(BINDIR)/forkseed-probe'
	if [ -x $(AUDIT) ]; then install -m 755 $(AUDIT) '$(DESTDIR)$(BINDIR)/forkseed-audit'; fi
	install -m 644 scripts/forkseed.1 '$(DESTDIR)$(MANDIR)/man1/forkseed.1'

uninstall: check-places
	rm -f '$(DESTDIR)$(BINDIR)/forkseed' '$(DESTDIR)$(BINDIR)/forkseed-audit' \
		'$(DESTDIR)$(BINDIR)/forkseed-probe' \
		'$(DESTDIR)$(SHIM_PLACE)' '$(DESTDIR)$(SECOND_PLACE)' '$(DESTDIR)$(THIRD_PLACE)' \
		'$(DESTDIR)$(EXECS_PLACE)' '$(DESTDIR)$(ADAPTERS_PLACE)' \
		'$(DESTDIR)$(MANDIR)/man1/forkseed.1'
	rmdir '$(DESTDIR)$(dir $(SHIM_PLACE))' 2>/dev/null || true
