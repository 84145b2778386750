# SPDX-License-Identifier: MIT
# The launcher and forkseed-audit with allocations that fail (failing.c), in a folder of their
# own with what they look for beside them.

FAULTS := $(BUILD)/tests/faults/bin
FAILING := $(BUILD)/tests/faults/failing.o

$(FAILING): tests/faults/failing.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -fPIE -fno-builtin -c $< -o $@

$(FAULTS)/forkseed: $(LAUNCHER_OBJ) $(FAILING) $(SHIM) $(EXECS)
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(WRAPPED) -pie $(LAUNCHER_OBJ) $(FAILING) -o $@
	ln -sf $(foreach part,$(SHIM) $(CONNECTIONS) $(LOCKS) $(ADAPTERS) $(EXECS) $(PROBE),../../../$(notdir $(part))) $(@D)/

# Without libdw-dev there is none.
$(FAULTS)/forkseed-audit: $(FAULTS)/forkseed $(FAILING) audit-if-possible
	@if $(has_libdw) && ! { [ $@ -nt $(AUDIT) ] && [ $@ -nt $(FAILING) ]; }; then \
	$(CC) $(CFLAGS) $(WRAPPED) -pie $(AUDIT_OBJ) $(FAILING) $(AUDIT_LIBS) $(UNWIND_LIBS) -o $@; fi

test-programs: $(FAULTS)/forkseed $(FAULTS)/forkseed-audit
# A part of the programs, it is no test.
TEST_PROGRAMS := $(filter-out $(BUILD)/tests/faults/failing,$(TEST_PROGRAMS))
