"""Prints a .trx file for people: each failed test with its message, each reason for skipping with its count; last `passed failed skipped`.

With a second argument (a filter is on) a file that is not there means that the filter chose no test of that project.
"""

import collections
import os
import sys
import xml.etree.ElementTree as xml

SPACE = {"t": "http://microsoft.com/schemas/VisualStudio/TeamTest/2010"}
LINES = 25


def main(path, filtered=""):
    if filtered and not os.path.exists(path):
        print("0 0 0")
        return
    counts, reasons = collections.Counter(), collections.Counter()
    for result in xml.parse(path).getroot().iterfind(".//t:UnitTestResult", SPACE):
        outcome = {"Passed": "passed", "NotExecuted": "skipped"}.get(result.get("outcome"), "failed")
        counts[outcome] += 1
        message = result.findtext(".//t:Message", "", SPACE) or result.findtext(".//t:StdOut", "", SPACE)
        if outcome == "failed":
            lines = message.strip().splitlines()
            print(f"FAILED {result.get('testName')}")
            print("\n".join("    " + line for line in lines[:LINES] + (["..."] if len(lines) > LINES else [])))
        elif outcome == "skipped":
            reasons[message.strip().splitlines()[0] if message.strip() else "(no reason)"] += 1
    for reason, count in reasons.items():
        print(f"skipped {count}: {reason}")
    print(counts["passed"], counts["failed"], counts["skipped"])


main(*sys.argv[1:])
