# SPDX-License-Identifier: MIT
# A client that waits by an epoll set, as event loops do; a child goes on with what it
# inherited: waits.py WAY. Prints what became of three questions of the child's and the
# parent's: ok, WRONG, closed, HANG, or the error's name.
import asyncio
import os
import select
import socket
import sys

PATIENCE = 3


def serve(listener):
    connection, _ = listener.accept()
    while True:
        data = connection.recv(100)
        if not data:
            os._exit(0)
        connection.send(data)


class Inherited:
    """One set, made before the fork."""

    flags = 0

    def __init__(self, connection):
        self.connection = connection
        connection.setblocking(False)
        self.make()

    def make(self):
        self.set = select.epoll()
        self.set.register(self.connection, select.EPOLLIN | self.flags)

    def in_child(self):
        pass

    def want(self, events):
        self.set.modify(self.connection, events | self.flags)

    def wait(self):
        return self.set.poll(PATIENCE)

    def ask(self, data):
        self.want(select.EPOLLIN | select.EPOLLOUT)
        while True:
            events = self.wait()
            if not events:
                return "HANG"
            if events[0][1] & select.EPOLLOUT:
                self.connection.send(data)
                self.want(select.EPOLLIN)
                continue
            got = self.connection.recv(100)
            return "closed" if not got else "ok" if got == data else "WRONG"


class Fresh(Inherited):
    """The child makes a set of its own for the same connection."""

    def in_child(self):
        self.make()


class Oneshot(Inherited):
    flags = select.EPOLLONESHOT


class Readers(Inherited):
    """It only waits for what may be read, before and after it has written."""

    def ask(self, data):
        while self.set.poll(0):
            if not self.connection.recv(100):
                return "closed"
        self.connection.send(data)
        return "ok" if self.wait() and self.connection.recv(100) == data else "HANG"


class Nested(Inherited):
    """Its set is in another one, which is what is waited for."""

    def make(self):
        super().make()
        self.outer = select.epoll()
        self.outer.register(self.set, select.EPOLLIN)

    def wait(self):
        return self.set.poll(0) if self.outer.poll(PATIENCE) else []


class Polled(Nested):
    """The same by poll(2)."""

    def wait(self):
        poll = select.poll()
        poll.register(self.set, select.POLLIN)
        return self.set.poll(0) if poll.poll(PATIENCE * 1000) else []


class Asyncio:
    def __init__(self, connection):
        connection.setblocking(False)
        self.loop = asyncio.new_event_loop()
        self.reader, self.writer = self.loop.run_until_complete(
            asyncio.open_connection(sock=connection))

    def in_child(self):
        pass

    async def converse(self, data):
        self.writer.write(data)
        await self.writer.drain()
        got = await asyncio.wait_for(self.reader.read(100), PATIENCE)
        return "closed" if not got else "ok" if got == data else "WRONG"

    def ask(self, data):
        return self.loop.run_until_complete(self.converse(data))


def questions(client, who):
    said = []
    for number in range(3):
        try:
            said.append(client.ask(b"%s %d" % (who, number)))
        except Exception as error:
            said.append(type(error).__name__)
    os.write(1, b"%s %s\n" % (who, " ".join(said).encode()))


def main(way):
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    if os.fork() == 0:
        serve(listener)
    listener.close()
    client = way(socket.create_connection(("127.0.0.1", port)))
    if client.ask(b"first") != "ok":
        sys.exit("it does not work at all")
    child = os.fork()
    if child == 0:
        client.in_child()
        questions(client, b"child")
        os._exit(0)
    os.waitpid(child, 0)
    questions(client, b"parent")
    os._exit(0)


main({way.__name__: way for way in
      (Inherited, Fresh, Oneshot, Readers, Nested, Polled, Asyncio)}[sys.argv[1]])
