#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# make install over an older one, by `make -f` from elsewhere, by an ordinary user, and with
# nothing but a compiler and coreutils.
# By check-all alone.
# shellcheck source-path=SCRIPTDIR source=install.sh
how=long . "$(dirname "$0")/install.sh"
