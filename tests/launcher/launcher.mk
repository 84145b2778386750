# SPDX-License-Identifier: MIT
# The reader of ELF files under the sanitizers; the rest of the launcher is tested whole.

TEST_FLAGS_damaged := launcher/elf-file.c launcher/elf-names.c -Ilauncher -fsanitize=address,undefined \
	-fno-sanitize-recover=all
$(BUILD)/tests/launcher/damaged: launcher/elf-file.c launcher/elf-names.c launcher/elf-file.h launcher/elf-names.h
