#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# By check-all alone.
# Python's own servers, pools, managers and programs, and gunicorn: nothing changes for them.
# Takes long.
# shellcheck source-path=SCRIPTDIR
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/innocent.bash"
python=/usr/bin/python3
unset "${!PYTHON@}"
export PYTHONDONTWRITEBYTECODE=1
need $python "Python's programs" || { finish; exit 0; }

program() { innocent "$1" all "$2" $python -W ignore "$here/pythons.py" "$1"; }

program cgi "^question=2"
program keep_alive "^a program"
program asyncio_and_programs "^program: hello"
program handed_to_program "^answer to the parent at last"
program manager_by_path "^from a queue"
program manager_by_port "^from a queue"
program listener_by_path "^heard child 2"
program listener_by_port "^heard child 2"
program pipes "^child: question"
program shared_syslog "parent 2"
program terminated_children "^answer to at last"
order=no
program forking_server "^served: request 2"
program forking_server_with_client "^answer to at last"
program pool "^answer to worker's 5"
need gunicorn gunicorn &&
	innocent gunicorn all "^answer 9" "$here/programs-cases.bash" gunicorn_workers
finish
