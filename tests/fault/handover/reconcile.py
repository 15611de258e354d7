#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Many cases by the commands alone: `hallctl outbox add`, `sync --drain`, `hall-gateway list`. What the kiosk lists and what the
centre lists are compared row for row, the bodies there with the digests that the kiosk noted, and every answer of the centre
must be with the kiosk at the end.

HALL_TEST_POSTGRES=URL: an empty database there, a front and two cores on it; otherwise SQLite and one process.
2,000 cases; HALL_TEST_SCALE multiplies them."""
import collections
import contextlib
import json
import pathlib
import random
import sqlite3
import subprocess
import sys
import tempfile
import time

from handover import BIN, POSTGRES, SCALE, Centre, Server, say

CASES = 2000 * SCALE
LONGEST_S = 3600  # of one command
OPENED = 5
ROW = ('id', 'number', 'epoch', 'seq', 'service')


def told(program, *words):
    """The JSON document of a command that must succeed, and its seconds."""
    begun = time.monotonic()
    done = subprocess.run([BIN / program, *map(str, words)], capture_output=True, text=True, timeout=LONGEST_S, check=False)
    if done.returncode != 0 or done.stderr:
        raise SystemExit(f'{program} {" ".join(map(str, words))}: {done.returncode}, {done.stderr}{done.stdout[-500:]}')
    return json.loads(done.stdout), time.monotonic() - begun


def rows(listed):
    return [tuple(one[column] for column in ROW) for one in listed]


def differences(mine, theirs):
    """What is wrong with the centre's rows, in words."""
    wrong, there = [], collections.Counter(row[0] for row in theirs)
    for what, some in (('lost', [row for row in mine if not there[row[0]]]),
                       ('twice', [case for case, count in there.items() if count > 1]),
                       ('never handed in', set(there) - {row[0] for row in mine}),
                       ('told otherwise', [row for row in set(theirs) - set(mine)])):
        if some:
            wrong.append(f'{len(some)} {what}, of them {next(iter(some))}')
    if not wrong and mine != theirs:
        wrong.append('in another order')
    return wrong


def other_bytes(noted, found):
    return [case for case in noted if noted[case] != found.get(case)]


def check_the_comparison(mine, noted, found):
    """It finds what it is there for."""
    spoilt = {'lost': mine[:-1], 'twice': mine + mine[3:4], 'never handed in': [*mine, ('x', *mine[0][1:])],
              'told otherwise': [(*mine[0][:3], mine[0][3] + 1, *mine[0][4:]), *mine[1:]], 'in another order': mine[::-1]}
    for what, theirs in spoilt.items():
        if not any(what in reason for reason in differences(mine, theirs)):
            raise SystemExit(f'the comparison does not find what is {what}')
    case = mine[0][0]
    if case not in other_bytes(noted, {**found, case: [found[case][0], '0' * 64]}):
        raise SystemExit('the comparison does not find what has other bytes')


def digests(centre, store):
    """Of every case, as the kiosk noted it and as it is at the centre: id → [hash of the envelope, digest of the sealed body]."""
    with contextlib.closing(sqlite3.connect(store)) as database:
        noted = {case: digests for case, *digests in database.execute(
            'SELECT id, LOWER(HEX(hash)), LOWER(HEX(body_sha256)) FROM outbox')}
    return noted, {case: [hashed, body.lower()] for case, hashed, body in centre.rows(
        'SELECT id, hash, HEX(SHA256(body)) AS body FROM item')}


def until_decided(centre):
    over = time.monotonic() + LONGEST_S
    while centre.rows("SELECT 1 AS one FROM item WHERE state IN ('waiting', 'received') LIMIT 1"):
        if time.monotonic() > over:
            raise SystemExit('the core is not through')
        time.sleep(0.2)


def reconcile(folder):
    centre = Centre(folder / 'gateway')
    kiosk = ['--data', folder / 'kiosk']
    with (folder / 'gateway.log').open('a') as log:
        servers = [Server(BIN / 'hall-gateway', centre, role, log)
                   for role in (['front', 'core', 'core'] if POSTGRES else ['both'])]
        try:
            code = subprocess.run([BIN / 'hall-gateway', 'enrol-code', 'K1', *centre.words], check=True, capture_output=True,
                                  text=True).stdout.strip()
            told('hallctl', 'enrol', *kiosk, '--gateway', f'https://127.0.0.1:{servers[0].port}', '--code', code, '--ca',
                 centre.data / 'front/ca.pem', '--json')
            return compare(centre, kiosk, folder / 'kiosk/kiosk.db')
        finally:
            for server in servers:
                server.stop()


def compare(centre, kiosk, store):
    added, add_s = told('hallctl', 'outbox', 'add', *kiosk, '--count', CASES, '--json')
    before, _ = told('hallctl', 'outbox', 'list', *kiosk, '--json')
    drained, drain_s = told('hallctl', 'sync', '--drain', *kiosk, '--json')
    begun = time.monotonic()
    until_decided(centre)
    decided_s, after_s = time.monotonic() - begun, 0.0
    answers = collections.Counter(drained['totals'])
    while answers['accepted'] < CASES:  # of cases that were decided when the kiosk had asked already
        more, seconds = told('hallctl', 'sync', '--drain', *kiosk, '--json')
        after_s += seconds
        if not more['totals']:
            break
        answers.update(more['totals'])
    mine, list_s = told('hallctl', 'outbox', 'list', *kiosk, '--json')
    theirs, there_s = told('hall-gateway', 'list', '--json', *centre.words)
    stats, _ = told('hall-gateway', 'stats', '--json', *centre.words)

    here, there = rows(mine['cases']), rows(theirs)
    noted, found = digests(centre, store)
    wrong = differences(here, there)
    if others := other_bytes(noted, found):
        wrong.append(f'{len(others)} with other bytes than the kiosk sealed, of them {others[0]}')
    if not wrong:
        check_the_comparison(here, noted, found)
    for what, is_so, wanted in (
            ('numbers told when they were added', [(case['id'], case['seq']) for case in added['cases']],
             [(row[0], row[3]) for row in here]),
            ('rows before and after', rows(before['cases']), here),
            ('numbers without a gap', [row[3] for row in here], list(range(1, CASES + 1))),
            ('states here', collections.Counter(case['state'] for case in mine['cases']), {'stored': CASES}),
            ('states there', collections.Counter(item['state'] for item in theirs), {'accepted': CASES}),
            ('cases stored, by the drain', [item['id'] for item in drained['items'] if item['verdict'] == 'stored'],
             [row[0] for row in here]),
            ('answers', answers, {'stored': CASES, 'accepted': CASES}),
            ('cases counted there', stats['total'], CASES)):
        if is_so != wanted:
            wrong.append(f'{what}: {str(is_so)[:200]} is not {str(wanted)[:200]}')
    for row in random.sample(here, OPENED):
        opened, _ = told('hall-gateway', 'open', row[0], '--key', centre.data / 'core/unseal.key', *centre.words)
        if not opened['identity']['number']:
            wrong.append(f'{row[0]} cannot be read')
    say(f'{CASES} cases on {"PostgreSQL" if POSTGRES else "SQLite"}: added in {add_s:.1f} s, drained in {drain_s:.1f} s '
        f'({CASES / drain_s:.0f}/s), decided {decided_s:.1f} s after that, further answers in {after_s:.1f} s; listed here in'
        f' {list_s:.1f} s, there in {there_s:.1f} s; {len(here)} rows here, {len(there)} there, {len(wrong)} differences')
    return wrong


def main():
    with tempfile.TemporaryDirectory(prefix='reconcile-') as folder:
        wrong = reconcile(pathlib.Path(folder))
    for reason in wrong:
        say(reason)
    return 1 if wrong else 0


if __name__ == '__main__':
    sys.exit(main())
