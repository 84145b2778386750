# SPDX-License-Identifier: MIT
# PyTorch's generators, as forks.h has it. The first argument says what draws: default (uniform
# numbers), normal (of which every second one was made before), layer (a network's weights),
# generator (a torch.Generator() of the program's), seed (what it tells
# of its seed). Beside forks.h's words:
#   restored    each child puts back a state that the parent had saved, and draws
#   scoped      each child draws in torch.random.fork_rng(), and then outside of it
#   loaded      a DataLoader's workers draw: what they get follows from the parent's numbers
#   reseeded    seeded by the program and then, by seed(), from the system
import os
import signal
import sys
import threading
import time

import torch

kind, how = sys.argv[1], sys.argv[2]
torch.set_num_threads(1)
own = torch.Generator() if kind == "generator" else torch.default_generator


def text(numbers):
    return " ".join(f"{number:.9g}" for number in numbers.flatten().tolist())


def draw():
    if kind == "layer":
        return text(torch.nn.Linear(2, 2).weight)
    if kind == "normal":
        return text(torch.randn(1)) + " " + text(torch.randn(1, dtype=torch.float64))
    if kind == "seed":
        return str(torch.initial_seed())
    return text(torch.rand(2, generator=own)) + " " + str(torch.randperm(1000, generator=own)[0].item())


def say(line):
    os.write(1, (line + "\n").encode())


def child(run):
    pid = os.fork()
    if pid == 0:
        run()
        os._exit(0)
    os.waitpid(pid, 0)


def say_draw():
    say(draw())


def say_apart():
    say(draw())
    for _ in range(2):
        child(say_draw)


def run_threads(count, until_one_hangs=False):
    def for_ever():
        while True:
            draw()

    def ending(pid):
        for _ in range(2000):
            if os.waitpid(pid, os.WNOHANG)[0]:
                return 0
            time.sleep(0.001)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        return 1

    sys.setswitchinterval(1e-4)
    threading.Thread(target=for_ever, daemon=True).start()
    hung = 0
    for _ in range(count):
        pid = os.fork()
        if pid == 0:
            draw()
            os._exit(0)
        hung += ending(pid)
        if hung and until_one_hangs:
            break
    say(f"hung={hung} died=0 of {count}")
    os._exit(0)


class Numbers(torch.utils.data.Dataset):
    def __len__(self):
        return 8

    def __getitem__(self, index):
        return torch.cat([torch.rand(2), torch.randn(1)])


def run_loaded():
    torch.manual_seed(7)
    for batch in torch.utils.data.DataLoader(Numbers(), batch_size=1, num_workers=8):
        say(text(batch))


def run_scoped():
    def scoped():
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(3)
            torch.rand(1)
        say(draw())

    for _ in range(8):
        child(scoped)


def run_restored():
    saved = own.get_state()

    def restore():
        own.set_state(saved)
        say(draw())

    for _ in range(8):
        child(restore)


def run_put():
    chosen = torch.Generator().manual_seed(42).get_state()

    def put():
        own.set_state(chosen)
        say(draw())

    for _ in range(8):
        child(put)


def run_parent():
    own.manual_seed(42)
    for _ in range(8):
        say(draw())
        child(draw)


def run():
    if how in ("seeded", "reseeded"):
        own.manual_seed(42)
    if how == "reseeded":
        own.seed()
    if how != "fresh":
        draw()
    others = {"parent": run_parent, "loaded": run_loaded, "scoped": run_scoped, "restored": run_restored}
    others["put"] = run_put
    if how in ("threads", "until"):
        run_threads(int(sys.argv[3]) if len(sys.argv) > 3 else 200, how == "until")
    elif how in others:
        others[how]()
    else:
        for _ in range(8):
            child(say_apart if how == "apart" else say_draw)


run()
