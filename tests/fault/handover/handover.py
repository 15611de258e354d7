#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kiosks hand in cases with scans to a gateway over TLS, officials decide on some; kiosks and gateway are killed at random
moments. When all is carried over, the files of both are compared with what was promised: nothing lost, nothing twice, nothing
that was never handed in, numbers without a gap, an unbroken chain, bytes as they were sealed, and every answer at its kiosk.

usage: handover.py [KIND GATEWAY KIOSK]   a gateway or kiosk that breaks a promise: must be found out, as KIND (lost, twice,
skipped), in less than a minute.
HALL_TEST_POSTGRES=URL: an empty database there, and as in a city a front and two cores on it; otherwise SQLite and one process.
HALL_TEST_SCALE: so many rounds, of 200 kills of kiosks each (40 on PostgreSQL, 20 in a single round). HALL_TEST_SEED repeats
the moments, not what the kiosks do."""
import collections
import contextlib
import hashlib
import json
import os
import pathlib
import random
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time

from ledger import Item, Kept, Ledger, unseen_defects

BIN = pathlib.Path(os.environ['HALL_BIN'])
POSTGRES = os.environ.get('HALL_TEST_POSTGRES')
SCALE = int(os.environ.get('HALL_TEST_SCALE', '1'))
# Of kiosks in a round; those of the gateway come on top.
KILLS = 20 if SCALE == 1 else 40 if POSTGRES else 200
CANARY_KILLS = 20
KIOSKS = 3  # side by side
LIFE_S = 0.12  # at most, between two kills
BUSY_SHARE = 0.1  # at least, of the kills must hit a kiosk that had begun a case since its start
GATEWAY_SHARE = 0.15  # of the kills
DESKS = 3  # officials
DESK_SHARE = 0.4  # of the kills come with a step of one
DESK_LAST_STEPS = 10  # at most, when nothing is killed any more
STILL_S = 90  # so long nothing may move while anything is left to carry over
CANARY_S, CANARY_STILL_S = 45, 4  # rounds begin so long; a program that breaks a promise may never be through


def say(*words):
    print(*words, flush=True)


def output(program, *words):
    done = subprocess.run([BIN / program, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise SystemExit(f'{program} {words}: {done.stdout}{done.stderr}')
    return done.stdout


def ended_in_order(process, seconds):
    try:
        return process.wait(seconds) == 0
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        return False


class Centre:
    """Folder and database of a gateway, read from outside."""

    def __init__(self, data):
        self.data = data
        self.words = ['--data', data, *(['--database', POSTGRES] if POSTGRES else [])]
        if POSTGRES:
            self.psql('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
        output('hall-gateway', 'init', *self.words)

    @staticmethod
    def psql(sql):
        return subprocess.run(['psql', '-XqAt', '-v', 'ON_ERROR_STOP=1', POSTGRES, '-c', sql], check=True, text=True,
                              capture_output=True, timeout=120).stdout

    def rows(self, sql):
        """The columns' names must differ; HEX(x) AS becomes what the database calls it, SHA256 is known."""
        if POSTGRES:
            sql = re.sub(r'HEX\((.*)\) AS', r"encode(\1, 'hex') AS", sql)
            found = json.loads(self.psql(f"SELECT COALESCE(json_agg(found), '[]') FROM ({sql}) AS found"))
            return [tuple(row.values()) for row in found]
        with contextlib.closing(sqlite3.connect(self.data / 'gateway.db', timeout=30)) as database:
            database.create_function('SHA256', 1, lambda value: hashlib.sha256(value).digest())
            return database.execute(sql).fetchall()

    def digest_of_scan(self, name):
        """Of the bytes that lie there under this digest; '' where there are none."""
        file = self.data / 'blobs' / name[:2] / name[2:4] / name
        return hashlib.sha256(file.read_bytes()).hexdigest() if file.exists() else ''


class Server:
    """One process of the gateway."""

    def __init__(self, program, centre, role, log):
        self.program, self.centre, self.role, self.log, self.port = program, centre, role, log, 0
        self.start()
        self.wait_until_ready()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, 'serve', *self.centre.words, '--accept-tests', '--role', self.role, '--listen',
             f'127.0.0.1:{self.port}'], stdout=subprocess.PIPE, stderr=self.log, text=True)
        self.starting = True

    def wait_until_ready(self):
        if not self.starting:
            return
        self.starting = False
        words = self.process.stdout.readline().strip()
        if not words.startswith(('listening on ', 'core running')):
            raise SystemExit(f'the gateway does not start: {words}, see {self.log.name}')
        if self.role != 'core':
            self.port = int(words.rpartition(':')[2])

    def kill(self):
        if self.process.poll() is not None:
            raise SystemExit(f'the gateway ended by itself with {self.process.returncode}, see {self.log.name}')
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        good = ended_in_order(self.process, 60)
        self.process.stdout.close()
        return good


class Desk:
    """An official, who decides on cases and hands results out, one step after the other; each case has one official. One who is
    patient takes it that the database may be away, and does not know then what became of the step."""
    patient = False

    def __init__(self, program, centre, number):
        self.program, self.centre, self.process, self.todo, self.failed = program, centre, None, [], []
        self.doing, self.done = None, []  # (case, its state after the step); done: the official was told so
        self.mine = f"SUBSTR(id, 36) IN ({', '.join(repr(digit) for digit in '0123456789abcdef'[number::DESKS])})"

    def step(self):
        if self.process and self.process.poll() is None:
            return
        self.finish()
        if not self.todo:
            try:
                self.todo = self.centre.rows("SELECT id, state FROM item WHERE state IN ('accepted', 'decided')"
                                             f' AND {self.mine} ORDER BY RANDOM() LIMIT 5')
            except subprocess.CalledProcessError:
                if not self.patient:
                    raise
        if self.todo:
            case, state = self.todo.pop()
            act, after = ('approve', 'decided') if state == 'accepted' else ('delivered', 'delivered')
            self.doing = (case, after)
            words = ['case', case, act, *self.centre.words]
            self.process = subprocess.Popen([self.program, *words], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
                                            text=True)

    def finish(self):
        if self.process:
            problem = self.process.communicate(timeout=60)[1]
            if self.process.returncode != 0:
                self.failed.append(problem.strip())
            else:
                self.done.append(self.doing)
            self.process = None


class Kiosk:
    def __init__(self, program, folder, name, centre, port):
        self.program, self.name, self.data, self.kills, self.busy_kills = program, name, folder / name, 0, 0
        code = output('hall-gateway', 'enrol-code', name, *centre.words).strip()
        output('hallctl', 'enrol', '--data', self.data, '--gateway', f'https://127.0.0.1:{port}', '--code', code,
               '--ca', centre.data / 'front/ca.pem')
        self.said, self.log = folder / f'{name}.said', folder / f'{name}.log'
        self.process, self.said_before = None, 0

    def start(self, mode):
        self.said_before = self.said.stat().st_size if self.said.exists() else 0
        with self.said.open('ab') as said, self.log.open('ab') as log:
            self.process = subprocess.Popen([self.program, mode, self.data], stdin=subprocess.PIPE, stdout=said, stderr=log)

    def kill(self):
        if self.process.poll() is not None:
            raise SystemExit(f'{self.name} ended by itself with {self.process.returncode}: {self.log.read_text()[-2000:]}')
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.kills += 1
        self.busy_kills += self.said.stat().st_size > self.said_before

    def stop(self):
        self.process.stdin.close()
        return ended_in_order(self.process, 30)

    def lines(self, word):
        """What it said after this word, each line's rest as a tuple."""
        return [tuple(line.split()[1:]) for line in self.said.read_text().splitlines() if line.split()[0] == word]


class Round:
    totals = collections.Counter()

    def __init__(self, folder, gateway, kiosk, seed, kills, still_s):
        self.random, self.kills, self.still_s, self.gateway_kills = random.Random(seed), kills, still_s, 0
        self.centre = Centre(folder / 'gateway')
        self.log = (folder / 'gateway.log').open('a')
        self.servers = [Server(gateway, self.centre, role, self.log)
                        for role in (['front', 'core', 'core'] if POSTGRES else ['both'])]
        self.desks = [Desk(gateway, self.centre, n) for n in range(DESKS)]
        self.kiosks = [Kiosk(kiosk, folder, f'K{n}', self.centre, self.servers[0].port) for n in range(KIOSKS)]

    def run(self):
        """What is wrong: pairs of kind and words."""
        wrong = []
        try:
            self.kill_some()
            # In the end everything works, and everything must arrive.
            for server in self.servers:
                server.wait_until_ready()
            for kiosk in self.kiosks:
                kiosk.start('drain')
            for n in range(DESK_LAST_STEPS):
                self.desks[n % DESKS].step()
                time.sleep(LIFE_S)
            for desk in self.desks:
                desk.finish()
            wrong += self.carried_over()
            wrong += [('end', kiosk.name) for kiosk in self.kiosks if not kiosk.stop()]
        finally:
            for process in [one.process for one in self.kiosks + self.desks]:
                if process and process.poll() is None:
                    process.kill()
                    process.wait()
            wrong += [('end', server.role) for server in self.servers if not server.stop()]
            self.log.close()
        wrong += [('desk', problem) for desk in self.desks if not desk.patient for problem in desk.failed]
        listed = collections.defaultdict(list)
        for item in json.loads(output('hall-gateway', 'list', '--json', *self.centre.words)):
            listed[item['kiosk']].append(item['id'])
        for kiosk in self.kiosks:
            wrong += self.judge(kiosk, listed[kiosk.name])
        kills, busy = sum(kiosk.kills for kiosk in self.kiosks), sum(kiosk.busy_kills for kiosk in self.kiosks)
        if busy < BUSY_SHARE * kills:
            wrong.append(('idle', f'{busy} of {kills} kills hit a kiosk at work'))
        self.totals.update({'kiosk kills': kills, 'of kiosks at work': busy, 'gateway kills': self.gateway_kills,
                            'steps of officials': sum(len(desk.done) for desk in self.desks),
                            # Cases that went before others, for somebody waited: the only reason here to pass over numbers.
                            'went first': pathlib.Path(self.log.name).read_text().count('"event":"skip"')})
        return wrong

    def kill_some(self):
        for kiosk in self.kiosks:
            kiosk.start('take')
        while sum(kiosk.kills for kiosk in self.kiosks) < self.kills:
            time.sleep(self.random.uniform(0, LIFE_S))
            if self.random.random() < DESK_SHARE:
                self.random.choice(self.desks).step()
            if self.random.random() < GATEWAY_SHARE:
                server = self.random.choice(self.servers)
                server.kill()
                server.start()
                self.gateway_kills += 1
            else:
                kiosk = self.random.choice(self.kiosks)
                kiosk.kill()
                kiosk.start('take')
        for kiosk in self.kiosks:
            kiosk.kill()

    def carried_over(self):
        """Waits until the queues are empty, every case is judged, and the kiosks have every answer. However long that takes on a
        busy machine, something must move."""
        before, since = None, time.monotonic()
        while True:
            there, undecided = self.centre.rows("SELECT COUNT(*) AS there, COUNT(CASE WHEN state IN ('waiting', 'received')"
                                                ' THEN 1 END) AS undecided FROM item')[0]
            last = dict(self.centre.rows('SELECT kiosk, MAX(n) AS n FROM inbox GROUP BY kiosk'))
            answers = [(last.get(kiosk.name, 0), *(int(n) for n, in kiosk.lines('drained')[-1:])) for kiosk in self.kiosks]
            if undecided == 0 and all(len(each) == 2 and each[0] == each[1] for each in answers):
                return []
            if (now := (there, undecided, answers)) != before:
                before, since = now, time.monotonic()
            elif time.monotonic() > since + self.still_s:
                return [('stuck', f'{undecided} of {there} cases undecided; answers, and those that the kiosk has: {answers}')]
            time.sleep(0.1)

    def judge(self, kiosk, listed):
        ledger = self.ledger(kiosk, listed)
        self.totals.update({'promised': len(ledger.promised), 'at the centre': len(ledger.items), 'with scans': len(ledger.pages),
                            'answers': len(ledger.inbox)})
        wrong = ledger.wrong()
        if not wrong and kiosk is self.kiosks[0]:
            unseen, seen = unseen_defects(ledger)
            wrong += [('judge', f'{kiosk.name}: does not see {defect}') for defect in unseen]
            self.totals['spoilt ledgers seen through'] += seen
        return [(kind, f'{kiosk.name}: {words}') for kind, words in wrong]

    def ledger(self, kiosk, listed):
        items = [Item(*row) for row in self.centre.rows(
            'SELECT id, epoch, seq, prev, hash, envelope, HEX(body) AS body, state FROM item'
            f" WHERE kiosk = '{kiosk.name}' ORDER BY epoch, seq")]
        with contextlib.closing(sqlite3.connect(kiosk.data / 'kiosk.db')) as store:
            mine = {row[0]: Kept(*row[1:]) for row in store.execute(
                'SELECT id, state, epoch, seq, LOWER(HEX(hash)), LOWER(HEX(body_sha256)) FROM outbox')}
            heard = store.execute('SELECT outbox.id, verdict FROM answer JOIN outbox USING (n)').fetchall()
            cursor = int((store.execute("SELECT value FROM setting WHERE key = 'sync.inbox.after'").fetchone() or [0])[0])
        there = {item.id for item in items}
        return Ledger(
            tried={case for case, in kiosk.lines('try')},
            promised={case: int(seq) for case, seq in kiosk.lines('promise')},
            words={case for case, word in kiosk.lines('word') if word == 'stored'},
            pages=dict(kiosk.lines('page')), mine=mine, heard=heard, cursor=cursor, items=items, listed=listed,
            inbox=self.centre.rows(f"SELECT n, item, state FROM inbox WHERE kiosk = '{kiosk.name}' ORDER BY n"),
            steps={step for desk in self.desks for step in desk.done if step[0] in there or step[0] in mine},
            scans={name: self.centre.digest_of_scan(name) for item in items for name in item.scans()},
            quarantine=self.centre.rows(f"SELECT quarantine FROM kiosk WHERE id = '{kiosk.name}'")[0][0])


def one_round(gateway, kiosk, seed, canary):
    """What is wrong; then its folder stays, unless it had to be."""
    folder, keep = tempfile.mkdtemp(prefix='handover-'), not canary
    limits = (CANARY_KILLS, CANARY_STILL_S) if canary else (KILLS, STILL_S)
    try:
        wrong = Round(pathlib.Path(folder), gateway, kiosk, seed, *limits).run()
        keep = keep and wrong
        return wrong
    finally:
        if keep:
            say(f'kept for a look: {folder}')
        else:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    kind, gateway, kiosk = sys.argv[1:] or (None, 'hall-gateway', 'hall-handover-kiosk')
    gateway = BIN / gateway if gateway == 'hall-gateway' else BIN / 'tests' / gateway
    kiosk = BIN / 'tests' / kiosk
    begun, done = time.monotonic(), 0
    first = int(os.environ.get('HALL_TEST_SEED', random.SystemRandom().randrange(1 << 32)))
    while time.monotonic() - begun < CANARY_S if kind else done < SCALE:
        wrong = one_round(gateway, kiosk, first + done, bool(kind))
        say(f'HALL_TEST_SEED={first + done}: {dict(Round.totals)}, {time.monotonic() - begun:.0f} s')
        done += 1
        if wrong and not kind:
            for reason in wrong:
                say(*reason)
            return 1
        if kind in {reason for reason, _ in wrong}:
            say('found out:', *sorted({reason for reason, _ in wrong}))
            return 0
    if kind:
        say(f'a program by which cases or answers are {kind} was not found out')
    return 1 if kind else 0


if __name__ == '__main__':
    sys.exit(main())
