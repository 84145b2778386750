# SPDX-License-Identifier: MIT
"""A person at a terminal: types each line of stdin and the tabulator into a shell that has the
completion loaded, and prints what stands on its command line then. Usage: typed.py SHELL
DIRECTORY LAUNCHER; DIRECTORY has the completions, LAUNCHER is the forkseed on PATH."""
import os
import pty
import re
import select
import sys
import time

# ^T prints the command line between marks, ^U clears it. bash shows the marks of its prompt.
SETUP = {
    "bash": """PS1= PS2=; bind 'set bell-style none'; bind 'set enable-bracketed-paste off'
bind 'set completion-query-items 0'; bind 'set page-completions off'; bind '"\\t": complete'
shown() {{ printf '\\n<%s>\\n' "$READLINE_LINE"; }}; bind -x '"\\C-t": shown'
. {directory}/forkseed.bash; complete -p forkseed; echo READY{mark}
""",
    "zsh": """PS1= PS2= RPS1=; unset zle_bracketed_paste; unsetopt beep list_beep auto_menu prompt_cr
fpath=({directory} $fpath); autoload -Uz compinit; compinit -u -D; setopt no_always_last_prompt
shown() {{ print; print -r -- "<$BUFFER>" }}; zle -N shown; bindkey '^T' shown
bindkey '^I' complete-word '^U' kill-whole-line; LISTMAX=-1
print ${{_comps[forkseed]}}; echo READY{mark}
""",
}
ARGUMENTS = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}
PATIENCE = 20

shell, directory, launcher = sys.argv[1:]
pid, terminal = pty.fork()
if pid == 0:
    os.environ.update(TERM="dumb", PATH=os.path.dirname(launcher) + ":" + os.environ["PATH"],
                      HISTFILE="/dev/null")
    os.chdir(directory)
    os.execvp(shell, ARGUMENTS[shell])


def read_until(pattern):
    text, end = "", time.monotonic() + PATIENCE
    while not re.search(pattern, text):
        if time.monotonic() > end:
            sys.exit("typed.py: no %s in %r" % (pattern, text[-500:]))
        if select.select([terminal], [], [], 1)[0]:
            text += os.read(terminal, 65536).decode(errors="replace")
    return text


time.sleep(0.3)
os.write(terminal, SETUP[shell].format(directory=directory, mark="''!").encode())
read_until("READY!")
for line in sys.stdin.read().splitlines():
    os.write(terminal, b"\x15" + line.encode() + b"\t\x14")
    print(re.findall("\n<([^>]*)>", read_until("\n<[^>]*>\r*\n"))[-1])
os.close(terminal)
