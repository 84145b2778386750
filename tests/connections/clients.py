# SPDX-License-Identifier: MIT
# One class for each client library of Python's: made with a port of 127.0.0.1, it connects,
# or makes what connects. ask(text) has the server say text, and returns what came; close()
# takes leave as the library has it; descriptors() are the sockets. Who forks is not known here.
import os
import socket
import stat

HOST = "127.0.0.1"
SOCKET = os.environ.get("TEST_SOCKET")  # where it is not by the port
CERTIFICATE = os.environ.get("TEST_CERTIFICATE")


def open_sockets():
    """Of this process: where a library does not tell its descriptor."""
    for name in os.listdir("/proc/self/fd"):
        try:
            if int(name) > 2 and stat.S_ISSOCK(os.fstat(int(name)).st_mode):
                yield int(name)
        except OSError:
            pass


class Client:
    reconnects = False  # whether it can be asked after close()

    def descriptors(self):
        return list(open_sockets())

    def shutdown(self, descriptors=None):
        for descriptor in descriptors or self.descriptors():
            borrowed = socket.socket(fileno=descriptor)
            try:
                borrowed.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass  # not connected any more
            borrowed.detach()

    def shutdown_copy(self):
        self.shutdown([os.dup(descriptor) for descriptor in self.descriptors()])

    def close(self):
        self.handle.close()


class Cursor(Client):
    """A connection as PEP 249 has it."""

    def ask(self, text):
        cursor = self.handle.cursor()
        cursor.execute("SELECT '%s'" % text)
        return cursor.fetchone()[0]


class pymysql(Cursor):
    def __init__(self, port):
        import pymysql
        self.handle = pymysql.connect(host=HOST, port=port, user="root")


class pymysql_unix(Cursor):
    def __init__(self, port):
        import pymysql
        self.handle = pymysql.connect(unix_socket=SOCKET, user="root")


class pymysql_ping(pymysql):
    def ask(self, text):
        self.handle.ping(reconnect=True)
        return super().ask(text)


class pymysql_tls(Cursor):
    def __init__(self, port):
        import pymysql
        self.handle = pymysql.connect(host=HOST, port=port, user="root", ssl_ca=CERTIFICATE)


class mysqldb(Cursor):
    def __init__(self, port):
        import MySQLdb
        self.handle = MySQLdb.connect(host=HOST, port=port, user="root")


class psycopg2(Cursor):
    def __init__(self, port):
        import psycopg2
        self.handle = psycopg2.connect(host=HOST, port=port, user="root", dbname="postgres")


class psycopg2_tls(Cursor):
    def __init__(self, port):
        import psycopg2
        self.handle = psycopg2.connect(host=HOST, port=port, user="root", dbname="postgres",
                                       sslmode="verify-full", sslrootcert=CERTIFICATE)


class psycopg2_unix(Cursor):
    def __init__(self, port):
        import psycopg2
        self.handle = psycopg2.connect(host=os.path.dirname(SOCKET), port=port, user="root",
                                       dbname="postgres")


class Engine(Client):
    reconnects = True
    options = {}

    def __init__(self, port):
        import sqlalchemy
        self.text = sqlalchemy.text
        url = self.url % (HOST, port)
        self.handle = sqlalchemy.create_engine(url, future=True, **self.options)

    def ask(self, text):
        with self.handle.connect() as connection:
            return connection.execute(self.text("SELECT '%s'" % text)).scalar()

    def close(self):
        self.handle.dispose()


class sa_pymysql(Engine):
    url = "mysql+pymysql://root@%s:%s"


class sa_mysqldb(Engine):
    url = "mysql+mysqldb://root@%s:%s"


class sa_psycopg2(Engine):
    url = "postgresql+psycopg2://root@%s:%s/postgres"


class sa_pymysql_ping(sa_pymysql):
    options = {"pool_pre_ping": True}


class sa_mysqldb_ping(sa_mysqldb):
    options = {"pool_pre_ping": True}


class sa_psycopg2_ping(sa_psycopg2):
    options = {"pool_pre_ping": True}


class Web(Client):
    reconnects = True

    def __init__(self, port):
        self.port = port

    def url(self, text):
        return "https://%s:%s/?id=%s" % (HOST, self.port, text)


class requests(Web):
    def __init__(self, port):
        import requests
        super().__init__(port)
        self.handle = requests.Session()
        self.handle.trust_env = False
        self.handle.verify = CERTIFICATE

    def ask(self, text):
        return self.handle.get(self.url(text), timeout=20).text.strip()


class urllib3(Web):
    """Without the retries that hide what went wrong."""

    reconnects = False

    def __init__(self, port):
        import urllib3
        super().__init__(port)
        self.handle = urllib3.HTTPSConnectionPool(HOST, port, ca_certs=CERTIFICATE,
                                                  cert_reqs="CERT_REQUIRED", timeout=20,
                                                  retries=0)

    def ask(self, text):
        return self.handle.request("GET", "/?id=" + text).data.decode().strip()


class http_client(Web):
    def __init__(self, port):
        import http.client
        import ssl
        super().__init__(port)
        context = ssl.create_default_context(cafile=CERTIFICATE)
        self.handle = http.client.HTTPSConnection(HOST, port, context=context, timeout=20)

    def ask(self, text):
        self.handle.request("GET", "/?id=" + text)
        return self.handle.getresponse().read().decode().strip()


class pycurl(Web):
    reconnects = False

    def __init__(self, port):
        import pycurl
        super().__init__(port)
        self.handle = pycurl.Curl()
        self.handle.setopt(pycurl.CAINFO, CERTIFICATE)
        self.handle.setopt(pycurl.NOPROXY, "*")
        self.option = pycurl.URL

    def ask(self, text):
        self.handle.setopt(self.option, self.url(text))
        return self.handle.perform_rs().strip()


class redis(Client):
    """Its pool is made for forks: it looks at the pid, and is right without help."""

    reconnects = True
    single = False

    def __init__(self, port):
        import redis
        self.handle = redis.Redis(HOST, port, single_connection_client=self.single)

    def ask(self, text):
        return self.handle.echo(text).decode()


class redis_single(redis):
    single = True


class pylibmc(Client):
    reconnects = True

    def __init__(self, port):
        import pylibmc
        self.handle = pylibmc.Client(["%s:%s" % (HOST, port)])

    def ask(self, text):
        self.handle.set(text, text)
        return self.handle.get(text)

    def close(self):
        self.handle.disconnect_all()
