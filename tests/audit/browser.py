# SPDX-License-Identifier: MIT
"""Opens a page in headless Chromium and asks it things: a minimal client of WebDriver
(W3C) that talks to chromedriver on loopback.

Usage: browser.py PAGE DIRECTORY < JavaScript
The script is the body of an async function, run in the page; what it returns is printed,
one line for each of a list's values, behind a line with what the console says.
"""
import http.client
import json
import pathlib
import subprocess
import sys

LIMIT = 60  # seconds, for everything that the browser is asked


def call(port, method, path, body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=LIMIT)
    connection.request(method, path, json.dumps(body) if body is not None else None)
    value = json.loads(connection.getresponse().read())["value"]
    connection.close()
    if isinstance(value, dict) and "error" in value:
        raise SystemExit("browser: " + value["message"])
    return value


def start_driver(directory):
    """chromedriver on a port of its own choice, and that port."""
    driver = subprocess.Popen(
        ["chromedriver", "--port=0"], cwd=directory, text=True,
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    for line in driver.stdout:
        if "started successfully on port" in line:
            return driver, int(line.split("port")[1].strip(" .\n"))
    raise SystemExit("browser: chromedriver did not start")


def capabilities(directory):
    arguments = [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking",
        "--disable-component-update", "--no-first-run", "--disable-dev-shm-usage",
        "--window-size=1200,900", f"--user-data-dir={directory}/profile"]
    return {"capabilities": {"alwaysMatch": {
        "goog:chromeOptions": {"args": arguments},
        "goog:loggingPrefs": {"browser": "ALL"}}}}


def ask(port, session, page, script):
    path = f"/session/{session}"
    call(port, "POST", path + "/timeouts", {"script": LIMIT * 1000})
    call(port, "POST", path + "/url", {"url": pathlib.Path(page).absolute().as_uri()})
    wrapped = ("const done = arguments[0]; (async () => {" + script + "})()"
               ".then(done, (error) => done('failed: ' + error));")
    answer = call(port, "POST", path + "/execute/async", {"script": wrapped, "args": []})
    errors = call(port, "POST", path + "/se/log", {"type": "browser"})
    print("console:", len(errors), *(error["message"] for error in errors))
    for line in answer if isinstance(answer, list) else [answer]:
        print(line)


def main():
    page, directory = sys.argv[1:]
    driver, port = start_driver(directory)
    session = None
    try:
        session = call(port, "POST", "/session", capabilities(directory))["sessionId"]
        ask(port, session, page, sys.stdin.read())
    finally:
        if session:
            call(port, "DELETE", f"/session/{session}")
        driver.terminate()
        driver.wait(LIMIT)


main()
