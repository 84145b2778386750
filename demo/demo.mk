# SPDX-License-Identifier: MIT
# make demo: every demo/NAME.c becomes build/demo/NAME, then demo/run shows them bare and
# healed. demo-programs builds them alone. Needs what the shim needs and nothing else.

DEMO_PROGRAMS := $(patsubst %.c,$(BUILD)/%,$(wildcard demo/*.c))

.PHONY: demo-programs
demo-programs: $(DEMO_PROGRAMS)

$(BUILD)/demo/%: demo/%.c
	@mkdir -p $(@D)
	$(CC) $(ALL_CFLAGS) -MF $@.d $< -o $@ -pthread -lm

# What is built on the way there is not what is to be seen.
demo:
	@$(MAKE) -s --no-print-directory all demo-programs
	@BUILD=$(BUILD) demo/run
