#!/usr/bin/python3
# SPDX-License-Identifier: MIT
# Stands between a client and a server that talk TLS, hands bytes on in both directions, and
# notes each record of data and each alert that the client sends: "CONNECTION VERSION NONCE
# FIRST SHA", where NONCE is the 8 bytes that TLS 1.2 sends with AES-GCM (- for TLS 1.3, where
# a nonce is never sent), FIRST the first 12 bytes of ciphertext and SHA all of it. Prints its
# port first. Usage: relay.py PORT 1.2|1.3
import hashlib
import socket
import sys
import threading

ALERT, APPLICATION_DATA = 21, 23
HEADER = 5


def note(connection, version, body):
    nonce, text = (body[:8], body[8:]) if version == "1.2" else (b"", body)
    sha = hashlib.sha1(text).hexdigest()
    sys.stdout.write("%d %s %s %s %s\n" % (connection, version, nonce.hex() or "-",
                                           text[:12].hex(), sha))
    sys.stdout.flush()


def records(data, connection, version):
    """Notes those that are complete; returns the rest."""
    while len(data) >= HEADER:
        size = HEADER + int.from_bytes(data[3:5], "big")
        if len(data) < size:
            break
        if data[0] in (ALERT, APPLICATION_DATA) and size > HEADER + 16:
            note(connection, version, data[HEADER:size])
        data = data[size:]
    return data


def copy(source, target, watch):
    data = b""
    try:
        while True:
            part = source.recv(65536)
            if not part:
                break
            data = watch(data + part)
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def relay(client, connection, port, version):
    server = socket.create_connection(("127.0.0.1", port))
    back = threading.Thread(target=copy, args=(server, client, lambda data: b""), daemon=True)
    back.start()
    copy(client, server, lambda data: records(data, connection, version))
    back.join()
    client.close()
    server.close()


def main(port, version):
    listener = socket.create_server(("127.0.0.1", 0))
    print(listener.getsockname()[1], flush=True)
    connection = 0
    while True:
        connection += 1
        client = listener.accept()[0]
        threading.Thread(target=relay, args=(client, connection, port, version),
                         daemon=True).start()


main(int(sys.argv[1]), sys.argv[2])
