#!/usr/bin/env python3
"""Counts the tests of a meson run: prints "PASSED FAILED SKIPPED". usage: testcount.py testlog.json

A test program that reports its cases in TAP counts each case; any other counts once. A run without
a log counts as one failure, so that a run that never began cannot look like a success.
"""
import json
import sys

PASS = {'OK', 'EXPECTEDFAIL'}
passed = failed = skipped = 0
try:
    with open(sys.argv[1], encoding='utf-8') as log:
        for line in log:
            result = json.loads(line)['result']
            if result in PASS:
                passed += 1
            elif result == 'SKIP':
                skipped += 1
            else:
                failed += 1
except OSError:
    failed = 1
if passed + failed + skipped == 0:
    failed = 1
print(passed, failed, skipped)
