#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# A requests.Session over TLS, opened in the parent and used by its workers. Knows nothing of
# forkseed. Usage: web.py PORT CERTIFICATE. Exits with 0 when all answers were right, else 1.
import sys

import questions
import requests

session = requests.Session()
session.trust_env = False
session.verify = sys.argv[2]


def ask(customer):
    where = "https://127.0.0.1:%s/?id=%s" % (sys.argv[1], customer)
    return session.get(where, timeout=2).text.strip()


sys.exit(questions.run(ask))
