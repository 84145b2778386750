# SPDX-License-Identifier: MIT
# Threads that connect, ask an echo and close, while another thread forks children that write
# to every descriptor they inherited: racers.py SECONDS. Prints how many of the threads'
# answers were not theirs, of how many.
import os
import random
import signal
import socket
import sys
import threading
import time

end = time.time() + float(sys.argv[1])
listener = socket.create_server(("127.0.0.1", 0), backlog=128)
port = listener.getsockname()[1]


def echo(connection):
    try:
        while True:
            data = connection.recv(64)
            if not data:
                break
            connection.sendall(data)
    except OSError:
        pass
    connection.close()


def serve():
    while True:
        threading.Thread(target=echo, args=(listener.accept()[0],), daemon=True).start()


server = os.fork()
if server == 0:
    serve()
listener.close()
count = {"right": 0, "wrong": 0}


def ask(connection, text):
    connection.sendall(text)
    got = b""
    while len(got) < len(text):
        data = connection.recv(64)
        if not data:
            return False
        got += data
    return got == text


def work(number):
    chance, connection, turn = random.Random(number), None, 0
    while time.time() < end:
        turn += 1
        try:
            if connection is None:
                connection = socket.create_connection(("127.0.0.1", port), 5)
            right = ask(connection, b"%d-%d" % (number, turn))
        except OSError:
            right = False
        count["right" if right else "wrong"] += 1
        if not right or chance.random() < 0.2:
            connection = connection and connection.close()


def meddle():
    for descriptor in range(3, 40):
        try:
            os.write(descriptor, b"x")
        except OSError:
            pass
    os._exit(0)


threads = [threading.Thread(target=work, args=(i,)) for i in range(6)]
for thread in threads:
    thread.start()
while time.time() < end:
    child = os.fork()
    if child == 0:
        signal.alarm(20)
        meddle()
    if os.waitpid(child, 0)[1]:
        count["wrong"] += 1
for thread in threads:
    thread.join()
os.kill(server, signal.SIGKILL)
print(count["wrong"], count["right"] + count["wrong"], flush=True)
os._exit(0)
