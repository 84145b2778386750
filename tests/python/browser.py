# SPDX-License-Identifier: MIT
# Asks a server on a unix socket until all its workers have answered, and prints what each
# said first, without its pid. Usage: browser.py SOCKET WORKERS.
import collections
import concurrent.futures
import http.client
import socket
import sys
import time

path, workers = sys.argv[1], int(sys.argv[2])


class Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(path)


def ask(_):
    connection = Connection("localhost")
    connection.request("GET", "/")
    return connection.getresponse().read().decode()


def ask_when_up():
    for _ in range(600):
        try:
            return ask(0)
        except OSError:
            time.sleep(0.05)
    sys.exit("no server at " + path)


answers = collections.OrderedDict()
ask_when_up()
with concurrent.futures.ThreadPoolExecutor(2 * workers) as clients:
    for _ in range(50):
        for answer in clients.map(ask, range(4 * workers)):
            answers.setdefault(answer.split()[0], answer)
        if len(answers) >= workers:
            break
for answer in answers.values():
    for line in answer.splitlines():
        print(line.split(" ", 1)[1])
