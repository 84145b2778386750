# SPDX-License-Identifier: MIT
# The reader of ELF files under the sanitizers; the rest of the launcher is tested whole.

TEST_FLAGS_damaged := launcher/doctor/elf-file.c launcher/doctor/elf-names.c -Ilauncher/doctor -fsanitize=address,undefined \
	-fno-sanitize-recover=all
$(BUILD)/tests/launcher/damaged: launcher/doctor/elf-file.c launcher/doctor/elf-names.c launcher/doctor/elf-file.h launcher/doctor/elf-names.h
