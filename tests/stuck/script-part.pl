# SPDX-License-Identifier: MIT
# Executed by script.pl, in its child.
eval { Logger->line }; # line 3
1;
