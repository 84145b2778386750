# SPDX-License-Identifier: MIT
# Programs that draw from a library: each is left out, and its test skipped, where the
# library's headers are not installed. A line each: the program, and the flags that it takes
# (from pkg-config, or found by a header).

# packaged PKG-CONFIG-NAMES: their flags, or nothing.
packaged = $(patsubst -I%,-isystem%,$(shell pkg-config --cflags --libs $(1) 2>/dev/null))
# with HEADER FLAGS: the flags where the compiler finds the header. (What a \# within a function
# stands for is another thing in each version of make.)
HASH := \#
with = $(if $(shell echo '$(HASH)include <$(1)>' | $(CC) $(CFLAGS) -E -x c - >/dev/null 2>&1 && echo y),$(2))

# Where gfortran has its library; nothing where there is none.
FORTRAN := $(filter /%,$(shell gfortran -print-file-name=libgfortran.so 2>/dev/null))
FORTRAN_DRAWS := $(addprefix $(BUILD)/tests/runtimes/gfortran_,draws.o wide.o)
NTL := $(call with,gmp.h,$(if $(wildcard /usr/include/NTL/ZZ.h),-lntl -lgmp -lstdc++))
OPENCV := $(patsubst %/opencv2/core.hpp,-isystem %,$(wildcard /usr/include/opencv4/opencv2/core.hpp))
QT5 := $(call packaged,Qt5Core)
QT6 := $(call packaged,Qt6Core)

with_cxx_random := $(if $(shell echo '$(HASH)include <random>' | $(CXX) -E -x c++ - >/dev/null 2>&1 && echo y),$(BUILD)/tests/runtimes/scan_draws.o -lstdc++)

define runtime_test
TEST_FLAGS_$(1) := $(2)
RUNTIMES_MISSING += $(if $(2),,$(BUILD)/tests/runtimes/$(1))
endef

$(eval $(call runtime_test,gfortran,$(if $(FORTRAN),$(FORTRAN_DRAWS) -L$(dir $(FORTRAN)) -lgfortran -lgomp)))
$(eval $(call runtime_test,nss,$(call packaged,nss)))
$(eval $(call runtime_test,mbedtls,$(call with,mbedtls/ctr_drbg.h,-lmbedcrypto)))
$(eval $(call runtime_test,wolfssl,$(call packaged,wolfssl)))
$(eval $(call runtime_test,sodium,$(call packaged,libsodium)))
$(eval $(call runtime_test,nettle,$(call packaged,nettle)))
$(eval $(call runtime_test,tomcrypt,$(call with,tomcrypt.h,-ltomcrypt)))
$(eval $(call runtime_test,apr,$(call packaged,apr-1)))
# The old interface is what adapters/cares.c is about.
$(eval $(call runtime_test,cares,$(if $(call packaged,libcares),$(call packaged,libcares) -Wno-deprecated-declarations)))
$(eval $(call runtime_test,igraph,$(call packaged,igraph)))
$(eval $(call runtime_test,tls-server,$(call with,mbedtls/ssl.h,-lmbedtls -lmbedx509 -lmbedcrypto)))
$(eval $(call runtime_test,glib,$(call packaged,glib-2.0)))
$(eval $(call runtime_test,gmp,$(call with,mpfr.h,-lmpfr -lgmp)))
$(eval $(call runtime_test,guile,$(call packaged,guile-3.0)))
$(eval $(call runtime_test,lua,$(call packaged,lua5.4)))
$(eval $(call runtime_test,gsl,$(call packaged,gsl)))
$(eval $(call runtime_test,ntl,$(if $(NTL),$(BUILD)/tests/runtimes/ntl_draws.o $(NTL))))
$(eval $(call runtime_test,opencv,$(if $(OPENCV),$(BUILD)/tests/runtimes/opencv_draws.o -lopencv_core -lstdc++)))
$(eval $(call runtime_test,pari,$(call with,pari/pari.h,-lpari)))
$(eval $(call runtime_test,qt,$(if $(QT5),$(BUILD)/tests/runtimes/qt_draws.o $(QT5) -lstdc++)))
$(eval $(call runtime_test,scan,$(with_cxx_random)))
$(eval $(call runtime_test,slots-plugin,$(if $(call packaged,sqlite3),-shared -fPIC $(call packaged,sqlite3))))
$(eval $(call runtime_test,sqlite,$(call packaged,sqlite3)))
PERL_CORE := $(shell perl -MConfig -e 'print "$$Config{archlibexp}/CORE"' 2>/dev/null)
# The interpreter alone has the header, but not the library.
LIBPERL := $(filter /%,$(shell $(CC) -print-file-name=libperl.so 2>/dev/null))
$(eval $(call runtime_test,perl-host,$(if $(LIBPERL),-isystem $(PERL_CORE) -D_REENTRANT -D_GNU_SOURCE -D_FILE_OFFSET_BITS=64 -lperl)))

TEST_FLAGS_lua-forks := -shared -fPIC
TEST_FLAGS_php-alike := -rdynamic

# By what +scan itself knows them.
SHAPES := $(BUILD)/shim/adapters/shapes.o $(BUILD)/shim/adapters/shapes_chacha.o
TEST_FLAGS_scan-count := -Ishim $(SHAPES)
$(BUILD)/tests/runtimes/scan-count: $(SHAPES)

TEST_PROGRAMS := $(filter-out $(RUNTIMES_MISSING),$(TEST_PROGRAMS))

$(BUILD)/tests/runtimes/gfortran: $(if $(FORTRAN),$(FORTRAN_DRAWS))
$(FORTRAN_DRAWS): tests/runtimes/gfortran_seed.inc
$(BUILD)/tests/runtimes/gfortran_wide.o: FORTRAN_FLAGS = -fdefault-integer-8
$(BUILD)/tests/runtimes/%.o: tests/runtimes/%.f90
	@mkdir -p $(@D)
	gfortran -O2 -g -fopenmp $(FORTRAN_FLAGS) -J$(@D) -c $< -o $@

$(BUILD)/tests/runtimes/ntl: $(if $(NTL),$(BUILD)/tests/runtimes/ntl_draws.o)
# In C++. Qt wants -fPIC; the second is the same for another Qt.
$(BUILD)/tests/runtimes/qt: $(if $(QT5),$(BUILD)/tests/runtimes/qt_draws.o)
$(BUILD)/tests/runtimes/scan: $(if $(with_cxx_random),$(BUILD)/tests/runtimes/scan_draws.o)
$(BUILD)/tests/runtimes/opencv: $(if $(OPENCV),$(BUILD)/tests/runtimes/opencv_draws.o)
$(BUILD)/tests/runtimes/opencv_draws.o: CXX_FLAGS = $(OPENCV)
$(BUILD)/tests/runtimes/qt_draws.o: CXX_FLAGS = -fPIC $(QT5)
$(BUILD)/tests/runtimes/%_draws.o: tests/runtimes/%_draws.cc
	@mkdir -p $(@D)
	$(CXX) -O2 -g -MMD -MP $(CXX_FLAGS) -c $< -o $@

# The same program with LuaJIT in it.
LUAJIT := $(call packaged,luajit)
TEST_PROGRAMS += $(if $(LUAJIT),$(BUILD)/tests/runtimes/luajit)
$(BUILD)/tests/runtimes/luajit: tests/runtimes/lua.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d $< -o $@ $(LUAJIT) -pthread

TEST_PROGRAMS += $(if $(QT6),$(BUILD)/tests/runtimes/qt6)
$(BUILD)/tests/runtimes/qt6: tests/runtimes/qt.c $(BUILD)/tests/runtimes/qt6_draws.o
	$(CC) $(ALL_CFLAGS) -MF $@.d tests/runtimes/qt.c -o $@ $(BUILD)/tests/runtimes/qt6_draws.o $(QT6) -lstdc++ -pthread
$(BUILD)/tests/runtimes/qt6_draws.o: tests/runtimes/qt_draws.cc
	@mkdir -p $(@D)
	$(CXX) -O2 -g -MMD -MP -std=c++17 -fPIC $(QT6) -c $< -o $@
