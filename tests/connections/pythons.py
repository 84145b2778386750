#!/usr/bin/python3
# SPDX-License-Identifier: MIT
"""The cases of pythons.sh, one function each: Python programs that fork and have
connections, and are right. Usage: pythons.py CASE; the peer's port is in PEER."""

import asyncio
import concurrent.futures
import http.client
import http.server
import logging.handlers
import multiprocessing
import multiprocessing.connection
import multiprocessing.managers
import os
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import urllib.request

fork = multiprocessing.get_context("fork")


def say(text):
    os.write(1, f"{text}\n".encode())


def connect():
    return socket.create_connection(("127.0.0.1", int(os.environ["PEER"])))


def ask(connection, question):
    connection.sendall(f"{question}\n".encode())
    answer = b""
    while not answer.endswith(b"\n"):
        answer += connection.recv(1)
    return answer.decode().strip()


def serve(server, requests):
    """Requests to it from a child, which knows nothing but the address."""
    with server:
        child = os.fork()
        if child == 0:
            server.socket.close()
            for i in range(requests):
                with socket.create_connection(server.server_address) as connection:
                    say(ask(connection, f"request {i}"))
            os._exit(0)
        for _ in range(requests):
            server.handle_request()
        os.waitpid(child, 0)


class Line(socketserver.StreamRequestHandler):
    def handle(self):
        self.wfile.write(b"served: " + self.rfile.readline())


class Forking(socketserver.ForkingMixIn, socketserver.TCPServer):
    pass


class ForkingWithClient(Forking):
    """Holds a connection of its own, which its children leave alone."""

    def process_request(self, request, address):
        say(ask(self.upstream, "before the fork"))
        super().process_request(request, address)


def forking_server():
    serve(Forking(("127.0.0.1", 0), Line), 3)


def forking_server_with_client():
    server = ForkingWithClient(("127.0.0.1", 0), Line)
    server.upstream = connect()
    serve(server, 3)
    say(ask(server.upstream, "at last"))


def cgi():
    os.mkdir("cgi-bin")
    with open("cgi-bin/ask", "w") as script:
        script.write('#!/bin/sh\necho Content-Type: text/plain\necho\necho "$QUERY_STRING"\n')
    os.chmod("cgi-bin/ask", 0o755)
    http.server.nobody_uid = os.getuid  # as nobody, root could not come here
    handler = http.server.CGIHTTPRequestHandler
    handler.log_message = lambda *unused: None
    server = http.server.HTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    for i in range(3):
        address = f"http://127.0.0.1:{server.server_address[1]}/cgi-bin/ask?question={i}"
        say(urllib.request.urlopen(address).read().decode().strip())
    server.shutdown()


def keep_alive():
    """One HTTP connection, and programs run between its requests."""
    handler = type("Handler", (http.server.BaseHTTPRequestHandler,), {
        "protocol_version": "HTTP/1.1", "log_message": lambda *unused: None,
        "do_GET": lambda self: (self.send_response(200),
                                self.send_header("Content-Length", str(len(self.path))),
                                self.end_headers(), self.wfile.write(self.path.encode()))})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    client = http.client.HTTPConnection(*server.server_address)
    for i in range(3):
        client.request("GET", f"/{i}")
        say(client.getresponse().read().decode())
        say(subprocess.run("echo a program", shell=True, capture_output=True).stdout.decode().strip())
        os.system("true")
    client.close()
    server.shutdown()


async def talk():
    port = int(os.environ["PEER"])
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for i in range(3):
        writer.write(f"question {i}\n".encode())
        program = await asyncio.create_subprocess_exec(
            "sed", "s/^/program: /", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        say((await reader.readline()).decode().strip())
        said, _ = await program.communicate(b"hello\n")
        say(said.decode().strip())
    writer.close()
    await writer.wait_closed()


def asyncio_and_programs():
    asyncio.run(talk())


def handed_to_program():
    with connect() as connection:
        say(ask(connection, "the parent"))
        subprocess.run(["sh", "-c", f"echo a program >&{connection.fileno()}; head -n 1 <&{connection.fileno()}"],
                       pass_fds=[connection.fileno()], check=True)
        subprocess.run(["sh", "-c", "echo on stdin >&0; head -n 1"], stdin=connection, check=True)
        say(ask(connection, "the parent at last"))


def own_question(number):
    with connect() as connection:
        return ask(connection, f"worker's {number}")


def pool():
    """The parent's stays the parent's; each task has one of its own."""
    with connect() as connection:
        say(ask(connection, "the parent"))
        with fork.Pool(3) as workers:
            for answer in workers.map(own_question, range(6)):
                say(answer)
            say(ask(connection, "the parent, meanwhile"))
        with concurrent.futures.ProcessPoolExecutor(2, mp_context=fork) as workers:
            for answer in workers.map(own_question, range(6)):
                say(answer)
        say(ask(connection, "the parent at last"))


def put(shared, number):
    shared[number] = f"by child {number}"


def manage(address):
    """Children use what the parent has a connection to: by their own, says the library."""
    manager = multiprocessing.managers.SyncManager(address=address, ctx=fork)
    manager.start()
    shared = manager.dict({"parent": "before"})
    children = [fork.Process(target=put, args=(shared, i)) for i in range(3)]
    for child in children:
        child.start()
    for child in children:
        child.join()
    for key in sorted(shared.keys(), key=str):
        say(f"{key}: {shared[key]}")
    queue = manager.Queue()
    child = fork.Process(target=queue.put, args=("from a queue",))
    child.start()
    say(queue.get())
    child.join()
    manager.shutdown()


def manager_by_path():
    manage(None)


def manager_by_port():
    manage(("127.0.0.1", 0))


def send_number(address, number):
    with multiprocessing.connection.Client(address, authkey=b"key") as connection:
        connection.send(f"child {number}")
        say(connection.recv())


def listen(family):
    with multiprocessing.connection.Listener(family=family, authkey=b"key") as listener:
        for i in range(3):
            child = fork.Process(target=send_number, args=(listener.address, i))
            child.start()
            with listener.accept() as connection:
                connection.send(f"heard {connection.recv()}")
                child.join()


def listener_by_path():
    listen("AF_UNIX")


def listener_by_port():
    listen("AF_INET")


def pipes():
    ours, theirs = fork.Pipe()
    child = fork.Process(target=lambda: theirs.send(f"child: {theirs.recv()}"))
    child.start()
    ours.send("question")
    say(ours.recv())
    child.join()


def shared_syslog():
    """logging's datagrams, to one socket by all."""
    server = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    server.bind("log")
    handler = logging.handlers.SysLogHandler("log")
    for i in range(3):
        record = logging.LogRecord("a", 20, "a", 1, f"parent {i}", None, None)
        handler.emit(record)
        child = fork.Process(target=handler.emit, args=(record,))
        child.start()
        child.join()
    for _ in range(6):
        say(server.recv(100).rstrip(b"\0").decode())


def terminated_children():
    """Killed in the middle: nothing of their parent's ends with them."""
    with connect() as connection:
        for i in range(3):
            child = os.fork()
            if child == 0:
                signal.pause()
            say(ask(connection, f"question {i}"))
            os.kill(child, signal.SIGTERM)
            os.waitpid(child, 0)
        say(ask(connection, "at last"))


if __name__ == "__main__":
    globals()[sys.argv[1]]()
