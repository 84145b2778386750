# SPDX-License-Identifier: MIT
# `make install` and `make uninstall`; the other targets of scripts/ have .mk files of their
# own. install links a launcher that knows its place, straight to where it belongs: build/
# stays as it is, and nothing in it comes to belong to root.

PREFIX  ?= /usr/local
BINDIR  ?= $(PREFIX)/bin
MANDIR  ?= $(PREFIX)/share/man
BASHDIR ?= $(PREFIX)/share/bash-completion/completions
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
# Per architecture, as Debian has it; plain lib where the compiler has no multiarch name.
MULTIARCH = $(shell $(CC) -print-multiarch 2>/dev/null)
LIBDIR  ?= $(PREFIX)/lib$(if $(MULTIARCH),/$(MULTIARCH))

SHIM_PLACE = $(LIBDIR)/forkseed/libforkseed.so
SECOND_PLACE = $(SHIM_PLACE:.so=-connections.so)
THIRD_PLACE = $(SHIM_PLACE:.so=-locks.so)
ADAPTERS_PLACE = $(SHIM_PLACE:.so=-adapters.so)
EXECS_PLACE = $(SHIM_PLACE:.so=-execs.so)
# These two where they were built (shim/musl/musl.mk).
MUSL_PLACES = $(SHIM_PLACE:.so=-musl.so) $(SHIM_PLACE:.so=-musl-probe)
PAGES := $(wildcard docs/man/*.[1-8])
page_place = $(MANDIR)/man$(subst .,,$(suffix $(1)))/$(notdir $(1))
PLACES_OF_FILES = $(sort $(BINDIR) $(patsubst %/,%,$(dir $(SHIM_PLACE) $(foreach page,$(PAGES),$(call page_place,$(page))))) \
	$(BASHDIR) $(ZSHDIR))
INSTALLED = $(addprefix $(BINDIR)/,forkseed forkseed-audit forkseed-probe) \
	$(SHIM_PLACE) $(SECOND_PLACE) $(THIRD_PLACE) $(ADAPTERS_PLACE) $(EXECS_PLACE) $(MUSL_PLACES) \
	$(foreach page,$(PAGES),$(call page_place,$(page))) $(BASHDIR)/forkseed $(ZSHDIR)/_forkseed
# The directories that install had to make, for uninstall. A DESTDIR is somebody's package:
# nothing is noted there.
MADE = $(if $(DESTDIR),,$(dir $(SHIM_PLACE))directories)
# What ld.so puts for $LIB, in its own words (glibc 2.33 and later say it), to a program that is
# built here; where that is
# how LIBDIR ends, the launcher uses the token, so that 32 bit children find their own shim.
LOADER = $(shell readelf -p .interp $(PROBE) 2>/dev/null | sed -n 's/.*  \(\/.*\)/\1/p')
DST_LIB = $(shell $(LOADER) --list-diagnostics 2>/dev/null | sed -n 's/^dl_dst_lib="\(.*\)"/\1/p')
SHIM_TOKEN = $(if $(DST_LIB),$(SHIM_PLACE:%/$(DST_LIB)/forkseed/libforkseed.so=%/$$LIB/forkseed/libforkseed.so),$(SHIM_PLACE))
PLACES = -DFORKSEED_LAUNCHER_FILE='"$(BINDIR)/forkseed"' \
	-DFORKSEED_SHIM_FILE='"$(SHIM_PLACE)"' -DFORKSEED_SHIM_TOKEN='"$(SHIM_TOKEN)"'

# The launcher once more, with its places compiled in.
INSTALLED_LAUNCHER = $(filter-out -MMD -MP,$(ALL_CFLAGS)) -fPIE $(PLACES) \
	launcher/shim-path.c $(filter-out %/shim-path.o,$(LAUNCHER_PARTS))

# The picture of docs/many-machines.md, whose tables the same script prints.
.PHONY: docs-collisions
docs: docs-collisions
docs-collisions:
	scripts/collisions picture >docs/collisions.svg

.PHONY: install uninstall check-places
check-places:
	$(foreach place,LIBDIR BINDIR MANDIR BASHDIR ZSHDIR,\
	$(if $(filter 1-1,$(words $($(place)))-$(words $(filter /%,$($(place))))),,\
		$(error $(place) must be an absolute path without a space: $($(place)))))

# Each file appears under its name complete: without the shim ld.so runs programs bare, and
# a running launcher can't be written to. $(call put,MODE,FROM,TO)
define put
	install -m $(1) $(2) '$(DESTDIR)$(3).new'
	mv -f '$(DESTDIR)$(3).new' '$(DESTDIR)$(3)'

endef

install: check-places $(SHIM) $(CONNECTIONS) $(LOCKS) $(ADAPTERS) $(EXECS) $(LAUNCHER) $(PROBE) musl-if-possible audit-if-possible
	scripts/directories make '$(MADE)' $(PLACES_OF_FILES:%='$(DESTDIR)%')
	$(call put,644,$(SHIM),$(SHIM_PLACE))
	$(call put,644,$(CONNECTIONS),$(SECOND_PLACE))
	$(call put,644,$(LOCKS),$(THIRD_PLACE))
	$(call put,644,$(ADAPTERS),$(ADAPTERS_PLACE))
	$(call put,644,$(EXECS),$(EXECS_PLACE))
	if [ -e '$(MUSL)' ]; then install -m 644 $(MUSL) '$(DESTDIR)$(firstword $(MUSL_PLACES))'; fi
	if [ -e '$(MUSL)' ]; then install -m 755 $(MUSL_PROBE) '$(DESTDIR)$(lastword $(MUSL_PLACES))'; fi
	$(call link_launcher,'$(DESTDIR)$(BINDIR)/forkseed.new',$(INSTALLED_LAUNCHER))
	chmod 755 '$(DESTDIR)$(BINDIR)/forkseed.new'
	mv -f '$(DESTDIR)$(BINDIR)/forkseed.new' '$(DESTDIR)$(BINDIR)/forkseed'
	$(call put,755,$(PROBE),$(BINDIR)/forkseed-probe)
	if [ -x $(AUDIT) ]; then install -m 755 $(AUDIT) '$(DESTDIR)$(BINDIR)/forkseed-audit'; fi
	$(foreach page,$(PAGES),$(call put,644,$(page),$(call page_place,$(page))))
	$(call put,644,packaging/completion/forkseed.bash,$(BASHDIR)/forkseed)
	$(call put,644,packaging/completion/_forkseed,$(ZSHDIR)/_forkseed)

uninstall: check-places
	rm -f $(INSTALLED:%='$(DESTDIR)%')
	scripts/directories remove '$(MADE)' '$(DESTDIR)$(patsubst %/,%,$(dir $(SHIM_PLACE)))'
