# SPDX-License-Identifier: MIT
# Usage: dataloader.py numpy|python|torch|rng|epochs [draw]: what each of 8 workers of PyTorch's
# DataLoader draws; epochs: each of 4 workers, twice, by NumPy.
import random
import sys

import numpy
import torch
from torch.utils.data import DataLoader, Dataset

generator = numpy.random.default_rng()
DRAWS = {
    "numpy": lambda: numpy.random.randint(1 << 40),
    "python": lambda: random.getrandbits(40),
    "torch": lambda: torch.randint(1 << 40, (1,)),
    "rng": lambda: generator.integers(1 << 40),
    "epochs": lambda: numpy.random.randint(1 << 40),
}


class Numbers(Dataset):
    def __init__(self, kind):
        self.kind = kind

    def __len__(self):
        return 4 if self.kind == "epochs" else 8

    def __getitem__(self, index):
        return int(DRAWS[self.kind]())


def main(kind):
    if sys.argv[2:] == ["draw"]:
        for draw in DRAWS.values():
            draw()
    numbers = Numbers(kind)
    for _ in range(8 // len(numbers)):
        for number in DataLoader(numbers, num_workers=len(numbers)):
            print(int(number))


main(sys.argv[1])
