#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
# A SQLAlchemy engine on MariaDB, made and used in the parent, and by its workers. It tests
# each connection before it hands it out (pool_pre_ping), which does not help. Knows nothing
# of forkseed. Usage: database.py PORT. Exits with 0 when all answers were right, else 1.
import sys

import questions
import sqlalchemy

URL = "mysql+mysqldb://root@127.0.0.1:%s"
PATIENCE = {"read_timeout": 2}  # an answer that another worker took never comes
engine = sqlalchemy.create_engine(URL % sys.argv[1], future=True, pool_pre_ping=True,
                                  connect_args=PATIENCE)


def ask(customer):
    with engine.connect() as connection:
        return connection.execute(sqlalchemy.text("SELECT '%s'" % customer)).scalar()


sys.exit(questions.run(ask))
