# SPDX-License-Identifier: MIT
# `make deb` and `make wheel`: each is a script here, and leaves what it makes below build/.

.PHONY: deb wheel
deb:
	@BUILD='$(BUILD)' ARCH='$(if $(findstring command,$(origin ARCH)),$(ARCH))' packaging/deb

wheel: all
	@BUILD='$(BUILD)' CC='$(CC)' packaging/wheel
