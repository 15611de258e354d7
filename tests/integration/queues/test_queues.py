#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Queues as earlier versions left them (tests/data/queues, made by `record`): today's programs open and migrate them, and
hand everything over, once; and today's front takes the batches that an earlier version sends."""
import contextlib
import hashlib
import http.client
import json
import os
import pathlib
import shutil
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest

BIN = pathlib.Path(os.environ['HALL_BIN'])
QUEUES = pathlib.Path(os.environ['HALL_SOURCE']) / 'tests/data/queues'


def output(program, *words):
    done = subprocess.run([BIN / program, *map(str, words)], capture_output=True, text=True, timeout=120, check=False)
    if done.returncode != 0:
        raise AssertionError(f'{program} {words}: {done.stdout}{done.stderr}')
    return done.stdout


class Replay:
    """A recording in a folder of its own, with its gateway running. Certificates end, recordings do not: both sides get new
    ones by the recorded authority."""

    def __init__(self, recording, folder):
        self.told = json.loads((recording / 'recording.json').read_text())
        self.kiosk, self.centre = folder / 'kiosk', folder / 'centre'
        for name in ('kiosk', 'centre'):
            shutil.copytree(recording / name, folder / name)
        for path in folder.rglob('*'):
            path.chmod(0o700 if path.is_dir() else 0o600)
        for name in ('server.pem', 'server.key'):
            (self.centre / 'front' / name).unlink()
        output('hall-gateway', 'init', '--data', self.centre)
        self.process = subprocess.Popen([BIN / 'hall-gateway', 'serve', '--accept-tests', '--data', self.centre, '--listen',
                                         '127.0.0.1:0'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.port = int(self.process.stdout.readline().rpartition(':')[2])
        self.renew(folder)

    def renew(self, folder):
        identity = self.kiosk / 'identity/identity.json'
        words = json.loads(identity.read_text())
        self.key, self.certificate, front = folder / 'tls.key', folder / 'tls.pem', self.centre / 'front'
        self.key.write_text(words['key'])
        subprocess.run(f'openssl req -new -key {self.key} -subj /CN={self.told["kiosk"]} | openssl x509 -req -CA {front}/ca.pem'
                       f' -CAkey {front}/ca.key -days 2 -out {self.certificate}', shell=True, check=True, stderr=subprocess.DEVNULL)
        pem = self.certificate.read_text()
        fingerprint = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
        with contextlib.closing(sqlite3.connect(self.centre / 'gateway.db', timeout=30)) as database:
            database.execute('INSERT INTO certificate (fingerprint, kiosk, pem, issued_ms) VALUES (?, ?, ?, ?)',
                             (fingerprint, self.told['kiosk'], pem, int(time.time() * 1000)))
            database.commit()
        identity.write_text(json.dumps(words | {'certificate': pem, 'gateway': f'https://127.0.0.1:{self.port}'}))

    def post(self, path, body):
        context = ssl.create_default_context(cafile=self.centre / 'front/ca.pem')
        context.load_cert_chain(self.certificate, self.key)
        line = http.client.HTTPSConnection('127.0.0.1', self.port, context=context, timeout=60)
        with contextlib.closing(line):
            line.request('POST', path, body, {'Content-Type': 'application/json'})
            answer = line.getresponse()
            return answer.status, json.loads(answer.read())

    def drain(self):
        output('hallctl', 'sync', '--drain', '--data', self.kiosk)

    def cases(self):
        return json.loads(output('hall-gateway', 'list', '--json', '--data', self.centre))

    def stop(self):
        self.process.terminate()
        self.process.wait(60)
        self.process.stdout.close()


class Queues(unittest.TestCase):
    def replayed(self, recording):
        folder = tempfile.TemporaryDirectory(prefix='queues-')
        self.addCleanup(folder.cleanup)
        replay = Replay(recording, pathlib.Path(folder.name))
        self.addCleanup(replay.stop)
        return replay

    def everything_is_there(self, replay):
        end = time.monotonic() + 30
        while any(case['state'] in ('waiting', 'received') for case in replay.cases()) and time.monotonic() < end:
            time.sleep(0.1)
        there = replay.cases()
        self.assertEqual([case['id'] for case in sorted(there, key=lambda case: case['seq'])], replay.told['cases'])
        self.assertEqual({case['state'] for case in there}, {'accepted'})
        scans = []
        for case in there:
            opened = json.loads(output('hall-gateway', 'open', case['id'], '--json', '--data', replay.centre, '--key',
                                       replay.centre / 'core/unseal.key'))
            scans += [material['good'] for material in opened['materials']]
        self.assertEqual(scans, [True])
        queue = json.loads(output('hallctl', 'outbox', 'list', '--json', '--data', replay.kiosk))['cases']
        self.assertEqual({item['state'] for item in queue}, {'stored'})
        output('hallctl', 'audit', 'verify', '--data', replay.kiosk)

    def test_what_was_queued_by_every_version_is_handed_over(self):
        recordings = sorted(QUEUES.iterdir())
        self.assertGreaterEqual(len(recordings), 3)
        for recording in recordings:
            with self.subTest(recording.name):
                replay = self.replayed(recording)
                with contextlib.closing(sqlite3.connect(replay.kiosk / 'kiosk.db')) as store:
                    self.assertEqual(store.execute('PRAGMA user_version').fetchone()[0], replay.told['schema'])
                    self.assertEqual(store.execute("SELECT COUNT(*) FROM outbox WHERE state = 'queued'").fetchone()[0],
                                     len(replay.told['cases']))
                replay.drain()
                self.everything_is_there(replay)
                replay.drain()
                self.assertEqual(len(replay.cases()), len(replay.told['cases']))

    def test_todays_front_takes_what_every_version_sends(self):
        for recording in sorted(QUEUES.iterdir()):
            with self.subTest(recording.name):
                replay = self.replayed(recording)
                batches = [batch.read_bytes() for batch in sorted(recording.glob('batch-*.json'))]
                for verdict in ('stored', 'duplicate'):
                    said = []
                    for batch in batches:
                        status, answer = replay.post('/v1/batch', batch)
                        self.assertEqual(status, 200, answer)
                        said += [(one['id'], one['verdict']) for one in answer['verdicts']]
                    self.assertEqual(said, [(case, verdict) for case in replay.told['cases']])
                replay.drain()  # the kiosk learns that it is there, and sends the scan
                self.everything_is_there(replay)


if __name__ == '__main__':
    unittest.main()
