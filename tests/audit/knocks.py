# SPDX-License-Identifier: MIT
"""Asks at an audit's door for the recording: knocks.py FILE VERSION. Prints what came back: a
number of descriptors, or "nothing"."""
import array
import os
import socket
import struct
import sys

file, version = sys.argv[1:]
value = 0xcbf29ce484222325
for byte in os.fsencode(file):
    value = (value ^ byte) * 0x100000001b3 % 2**64
letters = "".join(chr(ord("a") + (value >> shift & 15)) for shift in range(60, -1, -4))
door = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
door.settimeout(5)
door.connect("\0forkseed-" + letters)
message = struct.pack("=III1024s", int(version), 1, 0, b"")
try:
    door.send(message)
    data, ancillary, flags, _ = door.recvmsg(1, socket.CMSG_SPACE(4))
except (BrokenPipeError, ConnectionResetError):
    data, ancillary = b"", []
print(sum(len(array.array("i", bytes(one[2]))) for one in ancillary) if data else "nothing")
