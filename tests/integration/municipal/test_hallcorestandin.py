#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hall-core-standin as a command, asked by an HTTP client that is not ours, and `hall-gateway core` beside it."""
import hashlib
import http.client
import json
import os
import pathlib
import signal
import ssl
import subprocess
import tempfile
import time
import unittest

BIN = pathlib.Path(os.environ['HALL_BIN'])
SOURCE = pathlib.Path(os.environ['HALL_SOURCE'])
CASE = '0197a000-0000-7000-8000-000000000001'
AGENCY = {'code': '370202', 'name': '市南区测试机构'}
REFERENCE = 'HK' + CASE.replace('-', '').upper()


def message(**other):
    return {'v': 1, 'reference': REFERENCE, 'act': 'case', 'all_or_none': False, 'cases': [{'case': CASE, 'agency': AGENCY}], **other}


class Base(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='standin-')
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)

    def start(self, program, *words):
        running = subprocess.Popen([BIN / program, *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        self.addCleanup(running.communicate)
        self.addCleanup(running.kill)
        return running


class Standin(Base):
    def setUp(self):
        super().setUp()
        self.open()

    def open(self, *words):
        self.program = self.start('hall-core-standin', '--data', self.dir / 'core', '--listen', '127.0.0.1:0', *words)
        line = self.program.stdout.readline()
        self.assertRegex(line, r'^listening on http://127\.0\.0\.1:\d+$')
        self.port = int(line.rsplit(':', 1)[1])

    def call(self, method, path, body=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=10)
        self.addCleanup(connection.close)
        connection.request(method, path, body if body is None or isinstance(body, bytes) else json.dumps(body).encode())
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b'{}')

    def hand(self, **other):
        return self.call('POST', '/v1/handovers', message(**other))[1]

    def test_keeps_each_reference_once(self):
        self.assertEqual(self.call('GET', '/v1/ping'), (200, {'v': 1, 'ready': True}))
        self.assertEqual(self.call('GET', f'/v1/handovers/{REFERENCE}')[1]['outcome'], 'unknown')
        first = self.hand()
        self.assertEqual((first['outcome'], first['reference']), ('accepted', REFERENCE))
        self.assertEqual(self.hand(), first)
        self.assertEqual(self.call('GET', f'/v1/handovers/{REFERENCE}')[1], first)
        self.assertEqual(self.hand(all_or_none=True)['outcome'], 'conflict')
        self.assertEqual(self.hand(reference='HK2', act='withdraw', of={'reference': 'HK3', 'case': CASE})['outcome'], 'refused')

    def test_keeps_it_when_it_is_killed(self):
        first = self.hand()
        self.program.send_signal(signal.SIGKILL)
        self.program.wait(20)
        with (self.dir / 'core/record.jsonl').open('a') as record:
            record.write('{"reference":"HK9","cases":[')  # what was being written
        self.open()
        self.assertEqual(self.call('GET', f'/v1/handovers/{REFERENCE}')[1], first)
        self.assertEqual(self.call('GET', '/v1/handovers/HK9')[1]['outcome'], 'unknown')
        self.assertEqual(self.hand(reference='HK10')['outcome'], 'accepted')
        lines = (self.dir / 'core/record.jsonl').read_text().splitlines()
        self.assertEqual([json.loads(line)['reference'] for line in lines], [REFERENCE, 'HK10'])

    def test_wants_the_scans_first(self):
        page = b'a page'
        digest = hashlib.sha256(page).hexdigest()
        cases = [{'case': CASE, 'agency': AGENCY, 'materials': [{'kind': 'x', 'page': 1, 'sha256': digest, 'media': 'image/jpeg'}]}]
        self.assertEqual(self.hand(cases=cases)['missing'], [digest])
        self.assertEqual(self.call('GET', f'/v1/materials/{digest}')[1]['held'], False)
        self.assertEqual(self.call('PUT', f'/v1/materials/{digest}', b'another')[0], 400)
        self.assertEqual(self.call('PUT', f'/v1/materials/{digest}', page), (200, {'v': 1, 'sha256': digest, 'held': True}))
        self.assertEqual(self.hand(cases=cases)['outcome'], 'accepted')

    def test_knows_its_agencies(self):
        self.assertEqual(self.hand(reference='HK1', cases=[{'case': CASE}])['code'], 'no-agency')
        self.assertEqual(self.hand(reference='HK1', cases=[{'case': CASE, 'agency': AGENCY},
                                                           {'case': CASE, 'agency': {'code': '3702', 'name': 'x'}}])['code'], 'no-agency')
        self.program.kill()
        file = self.dir / 'agencies.json'
        file.write_text(json.dumps({AGENCY['code']: AGENCY['name']}))
        self.open('--agencies', file)
        for wrong in ({'code': '370203'}, {'name': '市北区测试机构'}):
            self.assertEqual(self.hand(cases=[{'case': CASE, 'agency': AGENCY | wrong}])['code'], 'wrong-agency')
        self.assertEqual(self.hand()['outcome'], 'accepted')

    def test_says_what_happened(self):
        self.assertEqual(self.call('POST', '/control/event', {'case': CASE, 'event': 'decided'})[0], 400)
        self.hand()
        self.assertEqual(self.call('POST', '/control/event', {'case': CASE, 'event': 'decided'})[0], 200)
        events = self.call('GET', '/v1/events?after=0')[1]
        self.assertEqual((events['last'], [one['event'] for one in events['events']]), (1, ['decided']))
        self.assertEqual(self.call('GET', '/v1/events?after=1')[1]['events'], [])

    def test_decides_by_itself(self):
        self.program.kill()
        self.open('--decide', '1')
        self.hand()
        seen = []
        over = time.monotonic() + 30
        while seen != ['decided', 'ready'] and time.monotonic() < over:
            seen = [one['event'] for one in self.call('GET', '/v1/events?after=0')[1]['events']]
            time.sleep(0.1)
        self.assertEqual(seen, ['decided', 'ready'])

    def test_fails_as_it_is_told(self):
        self.assertEqual(self.call('POST', '/control', {'mode': 'asleep'})[0], 400)
        self.assertEqual(self.call('POST', '/control', {'mode': 'error', 'times': 1})[0], 200)
        self.assertEqual(self.call('POST', '/v1/handovers', message())[0], 500)
        self.assertEqual(self.call('GET', f'/v1/handovers/{REFERENCE}')[1]['outcome'], 'unknown')
        self.call('POST', '/control', {'mode': 'error-after', 'times': 1})
        self.assertEqual(self.call('POST', '/v1/handovers', message())[0], 500)
        self.assertEqual(self.call('GET', f'/v1/handovers/{REFERENCE}')[1]['outcome'], 'accepted')
        self.call('POST', '/control', {'mode': 'down'})
        self.assertEqual(self.call('GET', '/v1/ping')[0], 503)

    def test_ends_when_told(self):
        self.program.send_signal(signal.SIGTERM)
        self.assertEqual(self.program.wait(20), 0)


class Certificates(Base):
    """A core that lets in only whom the municipality's authority knows; the certificates are openssl's."""

    def openssl(self, *words):
        subprocess.run(['openssl', *map(str, words)], check=True, capture_output=True, timeout=60, cwd=self.dir)

    def certificate(self, name, authority, extensions):
        (self.dir / f'{name}.ext').write_text(extensions)
        self.openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', f'/CN={name}', '-keyout',
                     f'{name}.key', '-out', f'{name}.csr')
        self.openssl('x509', '-req', '-in', f'{name}.csr', '-CA', f'{authority}.pem', '-CAkey', f'{authority}.key', '-CAcreateserial',
                     '-days', '30', '-extfile', f'{name}.ext', '-out', f'{name}.pem')
        (self.dir / f'{name}.key').chmod(0o600)

    def authority(self, name):
        self.openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', f'/CN={name}', '-days',
                     '30', '-keyout', f'{name}.key', '-out', f'{name}.pem')

    def test_who_is_let_in(self):
        self.authority('municipal')
        self.authority('stranger')
        self.certificate('core', 'municipal', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
        self.certificate('gateway', 'municipal', 'extendedKeyUsage=clientAuth\n')
        self.certificate('other', 'stranger', 'extendedKeyUsage=clientAuth\n')
        file = {name: self.dir / name for name in ('municipal.pem', 'core.pem', 'core.key')}
        core = self.start('hall-core-standin', '--data', self.dir / 'core', '--listen', '127.0.0.1:0', '--certificate', file['core.pem'],
                          '--key', file['core.key'], '--clients-ca', file['municipal.pem'])
        line = core.stdout.readline()
        self.assertRegex(line, r'^listening on https://127\.0\.0\.1:\d+$')
        url = line.split()[-1]
        self.assertEqual(self.ping(url, 'gateway'), {'v': 1, 'ready': True})
        for name in (None, 'other'):
            with self.assertRaises(OSError):
                self.ping(url, name)

        def gateway(*words):
            return subprocess.run([BIN / 'hall-gateway', *map(str, words), '--data', self.dir / 'g'], capture_output=True, text=True,
                                  timeout=60)
        gateway('init')
        serve = ['serve', '--role', 'core', '--catalogue', SOURCE / 'resources/catalogue', '--core', url, '--core-ca', file['municipal.pem']]
        half = gateway(*serve, '--core-certificate', self.dir / 'gateway.pem')
        self.assertEqual(half.returncode, 1)
        self.assertIn('both, or neither', half.stderr)
        for name, state in (('gateway', 'up'), ('other', 'not-let-in'), ('nothing', 'own-certificate')):
            running = self.start('hall-gateway', *serve, '--core-certificate', self.dir / f'{name}.pem', '--core-key',
                                 self.dir / f'{name}.key', '--data', self.dir / 'g')
            over = time.monotonic() + 60
            told = ''
            while f'  {state} since' not in told and time.monotonic() < over:
                told = gateway('core', 'list').stdout
                time.sleep(0.1)
            running.terminate()
            said = running.communicate(timeout=60)[1]
            self.assertIn(f'  {state} since', told, said)
            self.assertEqual('certificate is good until 20' in told, state != 'own-certificate', told)
            self.assertEqual(running.returncode, 0)

    def ping(self, url, name):
        context = ssl.create_default_context(cafile=self.dir / 'municipal.pem')
        if name:
            context.load_cert_chain(self.dir / f'{name}.pem', self.dir / f'{name}.key')
        connection = http.client.HTTPSConnection(url.removeprefix('https://'), timeout=10, context=context)
        self.addCleanup(connection.close)
        connection.request('GET', '/v1/ping')
        return json.loads(connection.getresponse().read())


class Commands(Base):
    def test_wrong_use(self):
        for words in ([], ['--data', 'x', '--listen', 'nowhere'], ['--data', 'x', '--decide', 'soon'], ['--data', 'x', '--key', 'y'],
                      ['--data', 'x', '--clients-ca', 'y']):
            self.assertEqual(self.start('hall-core-standin', *words).wait(20), 2)
        self.assertEqual(self.start('hall-core-standin', '--data', '/proc/nowhere').wait(20), 1)
        self.assertEqual(self.start('hall-core-standin', '--data', self.dir / 'core', '--agencies', '/dev/null').wait(20), 1)
        for words in (['core'], ['core', 'settle', 'HK1', 'accepted'], ['core', 'retry'], ['core', 'map'],
                      ['serve', '--core-deadline', '5']):
            self.assertEqual(self.start('hall-gateway', *words, '--data', self.dir).wait(20), 2, words)

    def test_desk(self):
        def gateway(*words, code=0):
            done = subprocess.run([BIN / 'hall-gateway', *words, '--data', self.dir], capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, code, done.stderr)
            return done.stdout
        gateway('init')
        self.assertEqual(gateway('core', 'list'), 'nothing was handed over\n')
        self.assertEqual(json.loads(gateway('core', 'list', '--json')), {'links': [], 'counts': {}, 'messages': [], 'events': []})
        self.assertIn('store.not-found', gateway('core', 'retry', 'HK1', '--json', code=1))
        table = gateway('core', 'map', '--catalogue', str(SOURCE / 'resources/catalogue'))
        self.assertIn('| mobile | aac067 |', table)
        gateway('serve', '--core', 'http://core.example', '--catalogue', str(SOURCE / 'resources/catalogue'), code=1)
        gateway('serve', '--core', 'https://core.example', code=1)


if __name__ == '__main__':
    unittest.main()
