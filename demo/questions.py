# SPDX-License-Identifier: MIT
# A parent that is connected to a server forks four workers, twenty times; all ask, at the
# same time, by its connection. Whose answer did each get? Prints a mark for each time, what
# went wrong, and the count. Knows nothing of forkseed, databases or the web.
import collections
import multiprocessing

TIMES, WORKERS, QUESTIONS, SHOWN, WIDTH = 20, 4, 10, 3, 34
forking = multiprocessing.get_context("fork")


def outcome(ask, question):
    """None when the answer is right."""
    try:
        answer = ask(question)
    except Exception as error:
        return "lost: " + type(error).__name__
    return None if answer == question else "asked %s, got %s" % (question, answer)


def worker(number, ask, everyone, results):
    everyone.wait(20)
    results.put([outcome(ask, "%d-%d" % (number, question)) for question in range(QUESTIONS)])


def one_time(ask):
    """What went wrong, of all workers' questions and of the parent's last."""
    everyone, results = forking.Barrier(WORKERS), forking.SimpleQueue()
    processes = [forking.Process(target=worker, args=(number, ask, everyone, results))
                 for number in range(1, WORKERS + 1)]
    outcome(ask, "first")  # by now the parent is connected, again
    for process in processes:
        process.start()
    outcomes = sum((results.get() for _ in processes), [outcome(ask, "last")])
    for process in processes:
        process.join()
    return [told for told in outcomes if told]


def run(ask):
    """Returns 1 when something was wrong."""
    times = [one_time(ask) for _ in range(TIMES)]
    print("".join("#" if wrong else "." for wrong in times))
    amiss = collections.Counter(told for wrong in times for told in wrong)
    for told, count in sorted(amiss.items())[:SHOWN]:
        print(told[:WIDTH] + (" %dx" % count if count > 1 else ""))
    total = TIMES * (WORKERS * QUESTIONS + 1)
    print("%d answers, %d right" % (total, total - sum(amiss.values())))
    return 1 if amiss else 0
