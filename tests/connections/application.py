# SPDX-License-Identifier: MIT
# What servers load before they fork their workers: a client of clients.py, connected and used
# once, a WSGI application and Celery tasks that ask it. Each answer is a line as share.py
# has them. As a script it is who asks: application.py web SOCKET, or application.py tasks.
# TEST_LIBRARY, TEST_PORT, TEST_REDIS: what to connect to; TEST_QUERIES: how often to ask.
import concurrent.futures
import http.client
import os
import socket
import sys
import time

import clients


def answer(text):
    try:
        got = client.ask(text)
    except Exception as error:
        return "%d error %s\n" % (os.getpid(), type(error).__name__)
    return "%d %s\n" % (os.getpid(), "ok" if got == text else "WRONG got %s" % got)


def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [answer(environ["QUERY_STRING"]).encode()]


def celery_app():
    import celery
    app = celery.Celery("application", broker=os.environ["TEST_REDIS"],
                        backend=os.environ["TEST_REDIS"])
    app.task(name="answer")(answer)
    return app


class Connection(http.client.HTTPConnection):
    def connect(self):
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(20)
        self.sock.connect(self.host)


def visit(text):
    connection = Connection(sys.argv[2])
    connection.request("GET", "/?" + text, headers={"Host": "localhost"})
    return connection.getresponse().read().decode()


def wait_for_server():
    for _ in range(600):
        try:
            return visit("first")
        except OSError:
            time.sleep(0.05)
    sys.exit("no server at " + sys.argv[2])


def ask_web(texts):
    wait_for_server()
    with concurrent.futures.ThreadPoolExecutor(8) as visitors:
        return list(visitors.map(visit, texts))


def ask_tasks(texts):
    import celery
    signature = celery_app().signature
    return celery.group(signature("answer", (text,)) for text in texts).delay().get(timeout=60)


if __name__ == "__main__":
    questions = ["question-%d" % number for number in range(int(os.environ["TEST_QUERIES"]))]
    ask = {"web": ask_web, "tasks": ask_tasks}[sys.argv[1]]
    print("".join(ask(questions)), end="")
else:
    client = getattr(clients, os.environ["TEST_LIBRARY"])(int(os.environ["TEST_PORT"]))
    client.ask("first")
    if "TEST_REDIS" in os.environ:
        app = celery_app()
