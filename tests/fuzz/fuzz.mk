# SPDX-License-Identifier: MIT
# `make fuzz FUZZ_SECONDS=N`: each fuzzer for N seconds (60), from the inputs in corpus/NAME, or made by
# seeds, and those that earlier runs found, in build/fuzz/corpus/NAME. By clang, with ASan and UBSan. What is found lies in
# build/fuzz; FUZZ_LOUD=1 build/fuzz/NAME FILE shows it.

FUZZ := $(BUILD)/fuzz
FUZZERS := peers settings suppressions recording elf
FUZZ_SECONDS ?= 60
FUZZ_CC = clang -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all -g -O1 \
	$(filter-out -MMD -MP,$(BASE)) -w -D_GNU_SOURCE -Ishim -I$(BUILD)/launcher -DTABLE_WORD=$(LOCKS_WORD) \
	-DPROCESSOR_FILE='"core/arch/$(notdir $(call ARCH_FILE,processor))"' \
	-DRELOCATIONS_FILE='"core/arch/$(notdir $(call ARCH_FILE,relocations))"'
FUZZ_LAUNCHER = $(LAUNCHER_SRC) shim/recorder/recording.c shim/connections/peers.c shim/connections/sockets.c
FUZZ_WORDS = $(WRAPPED)
FUZZ_peers = shim/connections/peers.c
FUZZ_settings = tests/fuzz/child.c shim/core/settings.c -Dmain=launcher_main $(FUZZ_LAUNCHER) $(FUZZ_WORDS)
FUZZ_suppressions = tests/fuzz/child.c audit/suppress.c
FUZZ_recording = tests/fuzz/child.c -Dmain=audit_main $(AUDIT_SRC) launcher/printable.c launcher/memory.c launcher/roots.c \
	$(OUTSIDE_OBJ:$(BUILD)/audit/%.o=%.c) shim/recorder/recording.c $(BUILD)/audit/template.o $(FUZZ_WORDS) $(AUDIT_LIBS) $(UNWIND_LIBS)
FUZZ_elf = tests/fuzz/child.c -Dmain=launcher_main $(FUZZ_LAUNCHER) $(FUZZ_WORDS)

.PHONY: fuzz fuzzers
fuzzers: $(FUZZERS:%=$(FUZZ)/%) $(FUZZ)/seeds/recording
$(FUZZ)/records: tests/fuzz/records.c shim/recorder/recording.h
	@mkdir -p $(@D)
	$(CC) $(filter-out -MMD -MP,$(BASE)) $< -o $@

$(FUZZ)/seeds/recording: tests/fuzz/seeds $(FUZZ)/records $(BUILD)/tests/audit/hazards $(SHIM) $(EXECS)
	tests/fuzz/seeds $(BUILD) $@.new && rm -rf $@ && mv $@.new $@

$(FUZZ)/%: tests/fuzz/%.c tests/fuzz/child.c $(wildcard launcher/*.[ch] launcher/doctor/*.[ch] audit/*.[ch] \
		audit/stuck/*.[ch] shim/core/*.[ch] shim/connections/*.[ch] shim/recorder/*.[ch]) \
		tests/fuzz/fuzz.mk | $(FIELD_TABLE) audit-if-possible
	@mkdir -p $(@D)
	$(FUZZ_CC) $< $(FUZZ_$*) -o $@

fuzz: fuzzers
	@tests/fuzz/run $(FUZZ) $(FUZZ_SECONDS) $(FUZZERS)
