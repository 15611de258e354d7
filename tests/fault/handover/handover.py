#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Kiosks hand in cases with scans to a gateway over TLS; kiosks and gateway are killed at random moments. When all is carried
over, the files of both are compared with what was promised: nothing lost, nothing twice, nothing that was never handed in,
numbers without a gap, an unbroken chain, bytes as they were sealed, and every answer of the desk at its kiosk.

usage: handover.py [KIND GATEWAY KIOSK]   a gateway or kiosk that breaks a promise: must be found out, as KIND (lost, twice)
HALL_TEST_SCALE multiplies the 200 kills of kiosks; HALL_TEST_SEED repeats the moments, not what the kiosks do."""
import collections
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

BIN = pathlib.Path(os.environ['HALL_BIN'])
SOURCE = pathlib.Path(os.environ['HALL_SOURCE'])
KILLS, KIOSKS = 200, 3  # of kiosks in a round, those of the gateway come on top; side by side
LIFE_S = 0.12  # at most, between two kills
GATEWAY_SHARE = 0.15  # of the kills
DRAIN_S, CANARY_DRAIN_S = 120, 15  # a program that breaks a promise may never be through


def say(*words):
    print(*words, flush=True)


def output(program, *words):
    done = subprocess.run([BIN / program, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise SystemExit(f'{program} {words}: {done.stdout}{done.stderr}')
    return done.stdout


class Gateway:
    def __init__(self, program, folder):
        self.program, self.data, self.port, self.kills = program, folder / 'gateway', 0, 0
        output('hall-gateway', 'init', '--data', self.data)
        self.log = (folder / 'gateway.log').open('a')
        self.start()
        self.ready()

    def start(self):
        self.process = subprocess.Popen(
            [self.program, 'serve', '--data', self.data, '--accept-tests', '--catalogue', SOURCE / 'resources/catalogue',
             '--listen', f'127.0.0.1:{self.port}'], stdout=subprocess.PIPE, stderr=self.log, text=True)

    def ready(self):
        words = self.process.stdout.readline()
        found = re.match(r'listening on \S+:(\d+)', words)
        if not found:
            raise SystemExit(f'the gateway does not start: {words}')
        self.port = int(found.group(1))

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()
        self.kills += 1

    def stop(self):
        self.process.terminate()
        code = self.process.wait(60)
        self.process.stdout.close()
        self.log.close()
        return code


class Kiosk:
    def __init__(self, program, folder, name, gateway):
        self.program, self.name, self.data, self.kills = program, name, folder / name, 0
        code = output('hall-gateway', 'enrol-code', name, '--data', gateway.data).strip()
        output('hallctl', 'enrol', '--data', self.data, '--gateway', f'https://127.0.0.1:{gateway.port}', '--code', code,
               '--ca', gateway.data / 'front/ca.pem')
        self.said = (folder / f'{name}.said').open('ab')
        self.log = (folder / f'{name}.log').open('a')
        self.process = None

    def start(self, mode):
        self.process = subprocess.Popen([self.program, mode, self.data], stdout=self.said, stderr=self.log)

    def kill(self):
        if self.process.poll() is not None:
            raise SystemExit(f'{self.name} ended by itself: {pathlib.Path(self.log.name).read_text()[-2000:]}')
        self.process.kill()
        self.process.wait()
        self.kills += 1

    def lines(self, word):
        """What it said after this word, each line's rest as a tuple."""
        text = pathlib.Path(self.said.name).read_text()
        return [tuple(line.split()[1:]) for line in text.splitlines() if line.split()[0] == word]


class Round:
    def __init__(self, folder, gateway, kiosk, seed, drain_s):
        self.random, self.drain_s = random.Random(seed), drain_s
        self.gateway = Gateway(gateway, folder)
        self.kiosks = [Kiosk(kiosk, folder, f'K{n}', self.gateway) for n in range(KIOSKS)]

    def run(self):
        """What is wrong: pairs of kind and words."""
        try:
            for kiosk in self.kiosks:
                kiosk.start('take')
            while sum(kiosk.kills for kiosk in self.kiosks) < KILLS:
                time.sleep(self.random.uniform(0, LIFE_S))
                if self.random.random() < GATEWAY_SHARE:
                    self.gateway.kill()
                    self.gateway.start()
                else:
                    kiosk = self.random.choice(self.kiosks)
                    kiosk.kill()
                    kiosk.start('take')
            for kiosk in self.kiosks:
                kiosk.kill()
            # In the end everything works, and everything must arrive.
            self.gateway.ready()
            for kiosk in self.kiosks:
                kiosk.start('drain')
            over = time.monotonic() + self.drain_s
            wrong = []
            for kiosk in self.kiosks:
                try:
                    if kiosk.process.wait(max(0.1, over - time.monotonic())) != 0:
                        wrong.append(('stuck', f'{kiosk.name} ended with {kiosk.process.returncode}'))
                except subprocess.TimeoutExpired:
                    wrong.append(('stuck', f'{kiosk.name} is not through'))
        finally:
            for kiosk in self.kiosks:
                if kiosk.process and kiosk.process.poll() is None:
                    kiosk.process.kill()
                    kiosk.process.wait()
            if self.gateway.stop() != 0:
                say('the gateway did not end in order')
        listed = collections.defaultdict(list)
        for item in json.loads(output('hall-gateway', 'list', '--json', '--data', self.gateway.data)):
            listed[item['kiosk']].append(item['id'])
        for kiosk in self.kiosks:
            wrong += self.judge(kiosk, listed[kiosk.name])
        return wrong

    def judge(self, kiosk, listed):
        wrong = []
        tried = {case for case, in kiosk.lines('try')}
        promised = {case: int(seq) for case, seq in kiosk.lines('promise')}
        pages = dict(kiosk.lines('page'))
        with sqlite3.connect(self.gateway.data / 'gateway.db') as centre:
            there = centre.execute('SELECT id, epoch, seq, prev, hash, envelope, body, state FROM item WHERE kiosk = ?'
                                   ' ORDER BY epoch, seq', (kiosk.name,)).fetchall()
            inbox = set(centre.execute('SELECT item, state FROM inbox WHERE kiosk = ?', (kiosk.name,)))
            quarantine = centre.execute('SELECT quarantine FROM kiosk WHERE id = ?', (kiosk.name,)).fetchone()[0]
        with sqlite3.connect(kiosk.data / 'kiosk.db') as store:
            mine = {case: (seq, state) for case, seq, state in store.execute('SELECT id, seq, state FROM outbox')}
            heard = set(store.execute('SELECT outbox.id, verdict FROM answer JOIN outbox USING (n)'))
        counts = collections.Counter(json.loads(row[5])['id'] for row in there)
        said = set(promised) | {case for case, word in kiosk.lines('word') if word == 'stored'}
        for kind, some in (('lost', [case for case in said | set(mine) if not counts[case]]),
                           ('twice', [case for case, count in counts.items() if count > 1]),
                           ('phantom', [case for case in counts if case not in tried]),
                           ('store', [case for case in said if case not in mine]),
                           ('store', [case for case, (_, state) in mine.items() if state != 'stored']),
                           ('answer', [pair for pair in inbox if pair not in heard])):
            if some:
                wrong.append((kind, f'{kiosk.name}: {len(some)}, of them {some[0]}'))
        if sorted(listed) != sorted(mine):
            wrong.append(('list', f'{kiosk.name}: {len(listed)} listed, {len(mine)} in its store'))
        if quarantine:
            wrong.append(('quarantine', quarantine))
        before = {}
        for case, epoch, seq, prev, hashed, envelope, body, state in there:
            number, last = before.get(epoch, (0, '0' * 64))
            if seq != number + 1 or prev != last:
                wrong.append(('chain', f'{kiosk.name}: {case} has {seq} after {number}'))
            before[epoch] = (seq, hashed)
            sealed = json.loads(envelope)
            names = [page['sha256'] for page in sealed['att']]
            if hashlib.sha256(body).hexdigest() != sealed['sealed']['sha256'] or case in promised and promised[case] != seq:
                wrong.append(('bytes', f'{kiosk.name}: {case}'))
            if state == 'waiting' or names != ([pages[case]] if case in pages else []):
                wrong.append(('scans', f'{kiosk.name}: {case} {state}'))
            for name in names:
                file = self.gateway.data / 'blobs' / name[:2] / name[2:4] / name
                if not file.exists() or hashlib.sha256(file.read_bytes()).hexdigest() != name:
                    wrong.append(('scans', f'{kiosk.name}: {case} {name}'))
        if len(before) > 1:
            wrong.append(('chain', f'{kiosk.name}: {len(before)} epochs'))
        self.count(len(promised), len(there), len(pages), len(inbox))
        return wrong

    totals = collections.Counter()

    def count(self, *figures):
        self.totals.update(dict(zip(('promised', 'at the centre', 'with scans', 'answers'), figures)))


def main():
    kind, gateway, kiosk = sys.argv[1:] or (None, 'hall-gateway', 'hall-handover-kiosk')
    gateway = BIN / gateway if gateway == 'hall-gateway' else BIN / 'tests' / gateway
    rounds = 1 if kind else int(os.environ.get('HALL_TEST_SCALE', '1'))
    begun, killed = time.monotonic(), collections.Counter()
    for done in range(rounds):
        seed = int(os.environ.get('HALL_TEST_SEED', random.SystemRandom().randrange(1 << 32))) + done
        folder = tempfile.mkdtemp(prefix='handover-')
        keep = False
        try:
            one = Round(pathlib.Path(folder), gateway, BIN / 'tests' / kiosk, seed,
                        CANARY_DRAIN_S if kind else DRAIN_S)
            wrong = one.run()
            killed.update({'kiosk': sum(each.kills for each in one.kiosks), 'gateway': one.gateway.kills})
            say(f'HALL_TEST_SEED={seed}: {dict(killed)} kills, {dict(Round.totals)}, {time.monotonic() - begun:.0f} s')
            if wrong and not kind:
                keep = True
                for reason in wrong:
                    say(*reason)
                say(f'kept for a look: {folder}')
        except BaseException:
            keep = not kind
            say(f'kept for a look: {folder}')
            raise
        finally:
            if not keep:
                shutil.rmtree(folder, ignore_errors=True)
        if kind:
            found = kind in {reason for reason, _ in wrong}
            say('found out' if found else f'a program that makes cases {kind} was not found out')
            return 0 if found else 1
        if wrong:
            return 1
    return 0


if __name__ == '__main__':
    sys.exit(main())
