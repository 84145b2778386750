# SPDX-License-Identifier: MIT
"""Web servers, PHP, logins, mail and cron under clients."""
import getpass
import imaplib
import os
import re
import shutil
import subprocess
import time

from daemons import Daemon, many, number, tool

MODULES = "/usr/lib/apache2/modules/"


class Web(Daemon):
    """A server of pages, by ApacheBench."""

    requests, path = 20000, "/"

    def drive(self):
        status, text = tool(["ab", "-q", "-n", str(self.requests), "-c", "20", "-l",
                             "http://127.0.0.1:%d%s" % (self.port, self.path)])
        failed = number(r"Failed requests: +(\d+)", text)
        other = number(r"Non-2xx responses: +(\d+)", text) or 0
        done = number(r"Complete requests: +(\d+)", text) or 0
        return int(done), "?" if failed is None or status else int(failed + other), number(r"Requests per second: +([\d.]+)", text)


class Nginx(Web):
    name, package, program = "nginx, 4 workers", "nginx", "nginx"

    def prepare(self):
        self.write("index.html", "hello\n")
        self.write("conf", """worker_processes 4; daemon off; pid %s/pid; error_log stderr;
events {} http { access_log off; client_body_temp_path %s/b; proxy_temp_path %s/p; fastcgi_temp_path %s/f;
uwsgi_temp_path %s/u; scgi_temp_path %s/s; server { listen 127.0.0.1:%d; root %s; } }
""" % (*[self.folder] * 6, self.port, self.folder))

    def words(self):
        return ["nginx", "-e", "stderr", "-p", self.folder, "-c", self.folder + "/conf"]


class Apache(Web):
    name, package, program = "Apache prefork, a fork each 50", "apache2-bin", "apache2"
    requests = 4000

    def prepare(self):
        os.mkdir(self.folder + "/pages")
        self.write("pages/index.html", "hello\n")
        self.write("conf", """ServerRoot %s
PidFile %s/pid
Listen 127.0.0.1:%d
ServerName localhost
ErrorLog %s/error
LoadModule mpm_prefork_module %smod_mpm_prefork.so
LoadModule authz_core_module %smod_authz_core.so
LoadModule dir_module %smod_dir.so
User nobody
Group nogroup
DocumentRoot %s/pages
DirectoryIndex index.html
StartServers 4
MaxConnectionsPerChild 50
""" % (self.folder, self.folder, self.port, self.folder, MODULES, MODULES, MODULES, self.folder))

    def words(self):
        return ["apache2", "-DFOREGROUND", "-f", self.folder + "/conf"]


class PhpFpm(Daemon):
    name, package, program = "php-fpm, a fork each 10", "php-fpm libfcgi-bin", "php-fpm8.2"
    requests = 400

    def is_there(self):
        return super().is_there() and shutil.which("cgi-fcgi") is not None

    def prepare(self):
        self.write("page.php", "<?php echo 'n=', strlen(bin2hex(random_bytes(8))) + mt_rand(0, 0); ?>")
        self.write("conf", """[global]
error_log=%s/error
[www]
listen=127.0.0.1:%d
pm=static
pm.max_children=4
pm.max_requests=10
user=nobody
group=nogroup
""" % (self.folder, self.port))

    def words(self):
        return ["php-fpm8.2", "-F", "-n", "-y", self.folder + "/conf"]

    def ask(self, _):
        page = self.folder + "/page.php"
        done = subprocess.run(["cgi-fcgi", "-bind", "-connect", "127.0.0.1:%d" % self.port], capture_output=True,
                              timeout=60, env={"SCRIPT_FILENAME": page, "REQUEST_METHOD": "GET", "SCRIPT_NAME": "/page.php"})
        return b"n=16" in done.stdout

    def drive(self):
        return (self.requests, *many(self.ask, self.requests))


class Sshd(Daemon):
    name, package, program = "sshd, logins", "openssh-server openssh-client", "sshd"
    requests = 40

    def is_there(self):
        return super().is_there() and os.getuid() == 0

    def prepare(self):
        os.makedirs("/run/sshd", exist_ok=True)
        for key in ("host", "user"):
            tool(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", "%s/%s" % (self.folder, key)])
        shutil.copy(self.folder + "/user.pub", self.folder + "/keys")
        self.write("conf", """ListenAddress 127.0.0.1:%d
HostKey %s/host
AuthorizedKeysFile %s/keys
PidFile %s/pid
StrictModes no
UsePAM no
PermitRootLogin yes
MaxStartups 100
""" % (self.port, self.folder, self.folder, self.folder))

    def words(self):
        return ["/usr/sbin/sshd", "-D", "-e", "-f", self.folder + "/conf"]

    def login(self, i):
        status, text = tool(["ssh", "-p", str(self.port), "-i", self.folder + "/user", "-F", "none", "-o", "BatchMode=yes",
                             "-o", "StrictHostKeyChecking=no", "-o", "UserKnownHostsFile=/dev/null", "-o", "LogLevel=ERROR",
                             getpass.getuser() + "@127.0.0.1", "echo $((%d * 7))" % i])
        return status == 0 and text.split()[-1:] == [str(7 * i)]  # behind what a shell's own files say

    def drive(self):
        return (self.requests, *many(self.login, self.requests))


class Cron(Daemon):
    """In a mount namespace of its own, where no crontab of the system's is."""
    name, package, program = "cron, one job", "cron", "cron"
    rounds = 1

    def is_there(self):
        return super().is_there() and os.getuid() == 0 and shutil.which("unshare") is not None

    def prepare(self):
        for name in ("tabs", "d", "run"):
            os.mkdir(os.path.join(self.folder, name))
        self.write("crontab", "* * * * * root echo ran $((6 * 7)) >>%s/ran\n" % self.folder)

    def words(self):
        return ["unshare", "-m", "sh", "-c", "mount --bind tabs /var/spool/cron && mount --bind d /etc/cron.d && "
                "mount --bind crontab /etc/crontab && mount --bind run /run && exec cron -f"]

    def is_ready(self):
        return os.path.exists(self.folder + "/run/crond.pid")

    def drive(self):
        ran, end = self.folder + "/ran", time.monotonic() + 130
        while not os.path.exists(ran) and time.monotonic() < end:
            time.sleep(0.5)
        time.sleep(0.5)
        good = os.path.exists(ran) and open(ran).read().strip() == "ran 42"
        return 1, int(not good), None


class Dovecot(Daemon):
    name, package, program = "dovecot, IMAP logins and mails", "dovecot-imapd", "dovecot"
    requests = 60

    def is_there(self):
        return super().is_there() and os.getuid() == 0 and os.path.exists("/usr/lib/dovecot/imap")

    def prepare(self):
        os.mkdir(self.folder + "/mail")
        shutil.chown(self.folder + "/mail", "nobody", "nogroup")
        self.write("conf", """base_dir = %s/run
log_path = %s/error
protocols = imap
ssl = no
disable_plaintext_auth = no
mail_location = maildir:%s/mail/%%u
first_valid_uid = 1
service imap-login {
  inet_listener imap {
    address = 127.0.0.1
    port = %d
  }
  inet_listener imaps {
    port = 0
  }
}
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=%s/mail/%%u
}
""" % (self.folder, self.folder, self.folder, self.port, self.folder))

    def words(self):
        return ["dovecot", "-F", "-c", self.folder + "/conf"]

    def mail(self, i):
        box = imaplib.IMAP4("127.0.0.1", self.port, timeout=60)
        box.login("user%d" % (i % 8), "secret")
        box.append("INBOX", "", None, b"Subject: %d\r\n\r\nhello %d\r\n" % (i, i))
        box.select("INBOX")
        found = box.search(None, "SUBJECT", str(i))[1][0].split()
        text = box.fetch(found[-1], "(BODY[TEXT])")[1][0][1]
        box.logout()
        return re.match(rb"hello \d+", text) is not None

    def drive(self):
        return (self.requests, *many(self.mail, self.requests))


SUITES = [Nginx(), Apache(), PhpFpm(), Sshd(), Cron(), Dovecot()]
