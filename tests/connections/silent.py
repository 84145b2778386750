# SPDX-License-Identifier: MIT
# Clients that say little of a lost connection: silent.py CLIENT, with the server's port in
# TEST_PORT. Prints what a child of an inherited one is told, and that its parent goes on.
import os
import sys
import time

port = int(os.environ["TEST_PORT"])


def memcache():
    """Debian's python3-memcache: a server that fails is dead for its dead_retry seconds."""
    import memcache
    client = memcache.Client(["127.0.0.1:%d" % port], dead_retry=1)
    client.set("a", "x")

    def child():
        yield "get %r set %r" % (client.get("a"), client.set("b", "1"))
        time.sleep(1.2)
        yield "get %r set %r" % (client.get("a"), client.set("b", "1"))
    return child, lambda: client.get("a")


def mqtt():
    """paho: its network thread is not in the child, so that the child writes itself."""
    import paho.mqtt.client as paho
    options = [paho.CallbackAPIVersion.VERSION1] if hasattr(paho, "CallbackAPIVersion") else []
    client = paho.Client(*options, client_id="test-%d" % os.getpid())
    client.connect("127.0.0.1", port)
    client.loop_start()
    end = time.time() + 10
    while not client.is_connected() and time.time() < end:
        time.sleep(0.01)

    def child():
        yield "publish %d" % client.publish("t", "a child's").rc
        yield "loop_write %d" % client.loop_write()
        yield "publish %d" % client.publish("t", "a child's").rc

    def parent():
        message = client.publish("t", "the parent's", qos=1)
        message.wait_for_publish(10)
        return message.is_published()
    return child, parent


def main(client):
    child, parent = client()
    pid = os.fork()
    if pid == 0:
        for said in child():
            os.write(1, b"%s, " % said.encode())
        os._exit(0)
    os.waitpid(pid, 0)
    print("parent %s" % parent(), flush=True)
    os._exit(0)


main({"memcache": memcache, "mqtt": mqtt}[sys.argv[1]])
