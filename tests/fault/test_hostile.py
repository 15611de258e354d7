#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine with a kiosk's own certificate that means harm, and strangers, at the real gateway: every request gets a verdict or a
clear refusal, the gateway goes on at its usual memory, and nothing of another kiosk's is told or changed.
"""
import base64
import collections
import contextlib
import gzip
import hashlib
import json
import os
import re
import shutil
import socket
import sqlite3
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import test_wire as wire  # noqa: E402  pylint: disable=wrong-import-position

PEAK_KB = 200_000
CODES = {'message', 'certificate-required', 'revoked', 'not-enrolled', 'no-such-call', 'no-such-blob', 'not-found', 'method', 'enrol-code',
         'offset', 'length-required', 'too-large', 'too-long', 'chunk-digest', 'blob-digest', 'too-many', 'body-broken'}
NASTY = ("'; DROP TABLE item; --", '" OR 1=1 --', '<script>alert(1)</script>', '../../core/unseal.key', '\x00\x1b[2J', '%s%n%n', '🦊' * 400,
         '\u202e\ufeff', '${jndi:ldap://x}', 'A' * 15_000, '37020019900307006X', '', '-1', '9' * 40)


def certificates(front, folder, identity, times):
    """By name, as PEM: of the kiosk's key, by the centre's authority, from and to so many days from now."""
    with open(identity, encoding='utf-8') as file, open(os.path.join(folder, 'key.pem'), 'w', encoding='ascii') as key:
        key.write(json.load(file)['key'])
    settings = os.path.join(folder, 'settings')
    with open(settings, 'w', encoding='ascii') as file:
        file.write(f'[ca]\ndefault_ca = c\n[c]\ndatabase = {folder}/index\nserial = {folder}/serial\nnew_certs_dir = {folder}\n'
                   'default_md = sha256\npolicy = p\nx509_extensions = e\nunique_subject = no\n[p]\ncommonName = supplied\n'
                   '[e]\nextendedKeyUsage = clientAuth\n')
    with open(os.path.join(folder, 'index'), 'w', encoding='ascii'), open(os.path.join(folder, 'serial'), 'w', encoding='ascii') as serial:
        serial.write('7001\n')
    request = os.path.join(folder, 'request.csr')
    openssl('req', '-new', '-key', os.path.join(folder, 'key.pem'), '-subj', '/CN=BAD', '-out', request)
    made = {}
    for name, days in times.items():
        begins, ends = (time.strftime('%Y%m%d%H%M%SZ', time.gmtime(time.time() + 86400 * day)) for day in days)
        pem = os.path.join(folder, name + '.pem')
        openssl('ca', '-batch', '-notext', '-config', settings, '-cert', os.path.join(front, 'ca.pem'), '-keyfile',
                os.path.join(front, 'ca.key'), '-in', request, '-out', pem, '-startdate', begins, '-enddate', ends)
        with open(pem, encoding='ascii') as file:
            made[name] = file.read()
    return made


def openssl(*words):
    subprocess.run(['openssl', *words], check=True, capture_output=True)


def over_tls(port, context):
    """The status of a question; 0 when the line is closed instead."""
    try:
        with socket.create_connection(('127.0.0.1', port), timeout=30) as line, context.wrap_socket(line, server_hostname='127.0.0.1') as tls:
            tls.sendall(b'GET /v1/inbox?after=0 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
            answer = tls.recv(65536)
    except (ssl.SSLError, ConnectionError):
        return 0
    return int(answer.split(b' ', 2)[1]) if answer.startswith(b'HTTP/1.1 ') else 0


class Hostile(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='hall-hostile-')
        cls.gateway = wire.Gateway(os.path.join(cls.folder, 'gateway'), '--asks-per-minute', '100000', '--public-url', 'https://hall.example')
        cls.proxy = wire.faultproxy.FaultProxy(cls.gateway.port, os.path.join(cls.gateway.data, 'front'))
        cls.proxy.__enter__()
        cls.honest = wire.Kiosk(os.path.join(cls.folder, 'honest'), cls.gateway, cls.proxy.url, 'HONEST')
        cls.bad = wire.Kiosk(os.path.join(cls.folder, 'bad'), cls.gateway, cls.proxy.url, 'BAD')
        cls.honest.add(3)
        cls.honest.add(1, '--scan', wire.SCAN)
        cls.honest.settle()
        with open(os.path.join(cls.bad.data, 'identity', 'identity.json'), encoding='utf-8') as file:
            cls.certificate = urllib.parse.quote(json.load(file)['certificate'])
        cls.before = cls.gateway.cases()

    @classmethod
    def tearDownClass(cls):
        cls.proxy.__exit__()
        cls.gateway.stop()
        shutil.rmtree(cls.folder)

    def tearDown(self):
        self.assertIsNone(self.gateway.process.poll(), self.gateway.told()[-2000:])
        self.assertEqual(self.ask('GET', '/healthz')[0], 200)
        self.assertLess(self.gateway.peak_kb(), PEAK_KB)

    def raw(self, data, seconds=30, end=False):
        """What comes back for these bytes until the gateway closes or has nothing more to say."""
        with socket.create_connection(('127.0.0.1', self.gateway.port), timeout=seconds) as line:
            answer = b''
            try:
                line.sendall(data)
                if end:
                    line.shutdown(socket.SHUT_WR)
                while piece := line.recv(65536):
                    answer += piece
            except (ConnectionError, TimeoutError):
                pass
            return answer

    def ask(self, method, path, body=b'', headers=(), kiosk=True):
        """(status, error code, body)"""
        lines = [f'{method} {path} HTTP/1.1', 'Host: x', 'Connection: close', f'Content-Length: {len(body)}',
                 *([f'X-Client-Cert: {self.certificate}'] if kiosk else []), *headers]
        answer = self.raw('\r\n'.join(lines).encode('utf-8', 'surrogateescape') + b'\r\n\r\n' + body)
        status = int(answer.split(b' ', 2)[1]) if answer.startswith(b'HTTP/1.1 ') else 0
        rest = answer.partition(b'\r\n\r\n')[2]
        try:
            code = json.loads(rest)['error']['code']
        except (ValueError, KeyError, TypeError):
            code = ''
        return status, code, rest

    def refused(self, answer, *statuses):
        status, code, _ = answer
        self.assertIn(status, statuses)
        if status not in (200, 204):
            self.assertIn(code, CODES)

    def test_bodies_that_are_none(self):
        for body in (b'', b'{', b'[]', b'null', b'{"v":1}', b'\xff\xfe', b'{"v":1,"items":{}}', b'{"v":2,"items":[]}',
                     b'[' * 100_000, b'{"a":' * 100_000, b'{"v":1,"items":[' + b'{"envelope":{},"body":""},' * 90 + b'{}]}',
                     b'{"v":1,"items":[{"envelope":"x","body":7}]}', b'{"v":1e999,"items":[]}'):
            for path in ('/v1/batch', '/v1/ask', '/v1/ecard', '/v1/card-auth', '/v1/health', '/v1/enrol', '/v1/renew'):
                status, code, _ = self.ask('POST', path, body)
                self.assertIn(status, (200, 204, 400, 413), (path, body[:40]))
                if status >= 400:
                    self.assertIn(code, CODES, (path, body[:40]))

    def test_every_field_holds_what_it_should_not(self):
        """SQL, HTML, control characters, paths and kilobytes in each field of each message."""
        visit = '01920000-0000-7000-8000-000000000001'
        messages = {
            '/v1/ask': {'v': 1, 'kind': 'prefill', 'service': 'emp-cert', 'unit': '', 'proof': {
                'visit': visit, 'number': '37020019900307006X', 'name': '张测试', 'source': 'social-card', 'region': '370200',
                'assurance': 'holder'}},
            '/v1/ecard': {'v': 1, 'visit': visit, 'scene': '01', 'code': 'abc'},
            '/v1/card-auth': {'v': 1, 'visit': visit, 'region': '370200', 'algorithm': '03', 'reset_info': '00', 'card_id': '00' * 16,
                              'internal_factor': '', 'internal_source': '', 'external_factor': '00' * 8, 'external_source': '00' * 8},
            '/v1/draft': {'v': 1, 'do': 'keep', 'visit': visit, 'number': '37020019900307006X', 'check': '00' * 32, 'box': 'AAAA'},
            '/v1/phone': {'v': 1, 'do': 'open', 'visit': visit, 'seal_to': '09' + '00' * 31},
            '/v1/rating': {'v': 1, 'id': visit, 'item': '', 'service': 'emp-cert', 'stars': 3, 'reasons': [], 'at': 1767225600000},
            '/v1/health': {'v': 1, 'program': 'x', 'catalogue': 'x', 'region': '370200', 'conflicts': {'a': 1},
                           'clock': {'state': 'good', 'ahead_s': 1, 'contact': 'x'}, 'queue': {'queued': 1},
                           'audit': {'epoch': 'e', 'n': 1, 'hash': '00', 'before': {'n': 0, 'hash': '0'}, 'boot': 'b', 't_mono': 1},
                           'seal': {'number': 0, 'key': 'k', 'oldest': ''}, 'reference': {'current': 0}},
            '/v1/enrol': {'v': 1, 'code': 'ABCD', 'csr': 'x', 'sign_key': '00' * 32, 'mac': '00' * 32},
            '/v1/renew': {'v': 1, 'kiosk': 'HONEST', 'csr': 'x', 'previous': '00' * 32, 'sig': '00' * 64},
        }

        def variants(message):
            for key, value in message.items():
                if isinstance(value, dict):
                    yield from (message | {key: inner} for inner in variants(value))
                yield {k: v for k, v in message.items() if k != key}
                for nasty in (*NASTY, 7, None, True, [], {}, [[[]]], ['<script>'], -1, 2 ** 53, 2 ** 63, 1.5):
                    yield message | {key: nasty}
        tried = collections.Counter()
        for path, message in messages.items():
            for odd in variants(message):
                status, code, body = self.ask('POST', path, json.dumps(odd).encode())
                tried[path, status] += 1
                # Nobody is cut short by how much is asked: each message gets its own answer.
                self.assertIn(status, (200, 204, 400, 403, 404, 409, 413, 503), (path, odd))
                self.assertTrue(status != 503 or path in ('/v1/ecard', '/v1/card-auth'), (path, odd))  # nobody is connected
                self.assertNotIn(b'BEGIN', body)
                if status not in (200, 204, 503):
                    self.assertIn(code, CODES, (path, odd))
        print(f'{sum(tried.values())} messages: {dict(tried)}', flush=True)
        self.assertEqual(self.gateway.cases(), self.before)
        told = self.gateway.told()
        for needle in ('37020019900307006X', '张测试', 'DROP TABLE', '<script>', '\x1b', 'jndi', 'A' * 40):
            self.assertNotIn(needle, told)
        for command in (['list'], ['kiosks'], ['ratings'], ['asks'], ['alarms'], ['audit'], ['stats'], ['retention', 'list']):
            shown = self.gateway.command(*command)
            for needle in ('\x1b', '\u202e', '\x00'):
                self.assertNotIn(needle, shown, command)

    def test_paths_that_lead_elsewhere(self):
        for path in ('/v1/blob/../../core/unseal.key', '/v1/blob/%2e%2e%2f%2e%2e%2fcore%2funseal.key', '/v1/blob/' + 'a' * 63,
                     '/v1/blob/' + 'a' * 64 + '/../x', '/v1/blob/' + 'A' * 64, '/v1/ref/../front/ca.key', '//v1/inbox', '/v1/inbox/..',
                     '/' + 'x' * 7000, '/v1/inbox?after=1%27%20OR%201', '/v1/inbox?after=-1', '/v1/inbox?after=' + '9' * 60,
                     '/v1/ref?have=x', '/core/unseal.key', '/%00'):
            for method in ('GET', 'HEAD', 'PATCH', 'POST'):
                status, _, body = self.ask(method, path, b'{}' if method in ('PATCH', 'POST') else b'')
                self.assertIn(status, (400, 404, 405, 411, 413, 414), (method, path[:60]))
                self.assertNotIn(b'PRIVATE', body)

    def test_a_scan_of_another_kiosk(self):
        """Nobody learns of, or writes into, what another kiosk sends."""
        name = [file for _, _, files in os.walk(os.path.join(self.gateway.data, 'blobs')) for file in files if re.fullmatch('[0-9a-f]{64}', file)][0]
        self.assertEqual(self.ask('HEAD', f'/v1/blob/{name}')[0], 404)
        self.assertEqual(self.ask('PATCH', f'/v1/blob/{name}', b'x', ['Upload-Offset: 0'])[:2], (404, 'no-such-blob'))
        self.assertEqual(json.loads(self.ask('GET', '/v1/inbox?after=0')[2])['items'], [])

    def test_large_and_packed(self):
        head = f'POST /v1/batch HTTP/1.1\r\nHost: x\r\nX-Client-Cert: {self.certificate}\r\n'.encode()
        # Read to 8 MiB, then the line is cut; the sender may still be sending and see nothing but that.
        answer = self.raw(head + b'Content-Length: 10737418240\r\n\r\n' + b'x' * 12_000_000)
        self.assertRegex(answer[:13] or b'HTTP/1.1 413', rb'HTTP/1.1 4\d\d')
        for number in (b'-1', b'x', b'99999999999999999999', b'1, 2'):
            answer = self.raw(head + b'Content-Length: ' + number + b'\r\n\r\n{}', end=True)
            self.assertRegex(answer[:13] or b'HTTP/1.1 400', rb'HTTP/1.1 4\d\d')
        piece = b'4000\r\n' + b'x' * 0x4000 + b'\r\n'
        answer = self.raw(head + b'Transfer-Encoding: chunked\r\n\r\n' + piece * 800)
        self.assertRegex(answer[:13] or b'HTTP/1.1 413', rb'HTTP/1.1 4\d\d')
        packed = gzip.compress(b' ' * 300_000_000, 9)
        status, code, _ = self.ask('POST', '/v1/batch', packed, ['Content-Encoding: gzip'])
        self.assertIn(status, (0, 400, 413, 415))
        self.assertIn(code, ('', 'message', 'too-large', 'body-broken'))
        many = b''.join(b'X-%d: %s\r\n' % (number, b'y' * 4000) for number in range(3000))
        self.raw(head + many + b'\r\n')

    def test_slow_and_half_closed(self):
        """Lines that drip, stop or end in the middle hold nobody else up."""
        head = f'POST /v1/health HTTP/1.1\r\nHost: x\r\nX-Client-Cert: {self.certificate}\r\nContent-Length: 2\r\n\r\n'.encode()
        for at in range(1, len(head), 97):
            self.raw(head[:at], end=True)
        self.raw(head + b'{', end=True)
        stop = threading.Event()

        def drip():
            with socket.create_connection(('127.0.0.1', self.gateway.port), timeout=60) as line:
                for byte in head:
                    if stop.is_set():
                        return
                    try:
                        line.sendall(bytes((byte,)))
                    except OSError:
                        return
                    time.sleep(0.5)
        slow = [threading.Thread(target=drip, daemon=True) for _ in range(4)]
        for one in slow:
            one.start()
        time.sleep(0.5)
        begun = time.monotonic()
        for _ in range(20):
            self.assertEqual(self.ask('POST', '/v1/health', b'{}')[0], 204)
        took = time.monotonic() - begun
        stop.set()
        print(f'20 calls beside 4 slow lines: {took:.2f} s', flush=True)
        self.assertLess(took, 20)

    def test_who_one_says_one_is(self):
        """Certificates that are none, another's words in the header, other methods."""
        for certificate in ('', 'x', '%00', urllib.parse.quote('-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'), 'A' * 7000):
            status, code, _ = self.ask('GET', '/v1/inbox?after=0', b'', [f'X-Client-Cert: {certificate}'], kiosk=False)
            self.assertEqual((status, code), (401, 'certificate-required'), certificate[:30])
        with open(os.path.join(self.gateway.data, 'front', 'ca.pem'), encoding='ascii') as file:
            foreign = urllib.parse.quote(file.read())
        self.assertIn(self.ask('GET', '/v1/inbox?after=0', b'', [f'X-Client-Cert: {foreign}'], kiosk=False)[0], (401, 403))
        for method in ('DELETE', 'PUT', 'OPTIONS', 'TRACE', 'CONNECT', 'BREW', 'get', 'G' * 5000):
            status = self.ask(method, '/v1/inbox?after=0')[0]
            self.assertIn(status, (0, 400, 404, 405, 414), method[:20])

    def test_certificates_out_of_their_time(self):
        """The kiosk's own key and a certificate that the centre has on its list, made by its authority: over already, or not
        yet begun. Behind a web server, and with TLS of the gateway's own; a good one made alike is taken."""
        front = os.path.join(self.gateway.data, 'front')
        folder = os.path.join(self.folder, 'certificates')
        os.mkdir(folder)
        made = certificates(front, folder, os.path.join(self.bad.data, 'identity', 'identity.json'),
                            {'good': (-1, 20), 'ended': (-60, -30), 'not-yet': (10, 40)})
        with contextlib.closing(sqlite3.connect(os.path.join(self.gateway.data, 'gateway.db'), timeout=30)) as database:
            for pem in made.values():
                print_of = hashlib.sha256(ssl.PEM_cert_to_DER_cert(pem)).hexdigest()
                database.execute("INSERT INTO certificate (fingerprint, kiosk, pem, issued_ms) VALUES (?, 'BAD', ?, 0)", (print_of, pem))
            database.commit()
        for name, pem in made.items():
            answer = self.ask('GET', '/v1/inbox?after=0', b'', [f'X-Client-Cert: {urllib.parse.quote(pem)}'], kiosk=False)
            self.assertEqual(answer[:2], (200, '') if name == 'good' else (401, 'certificate-required'), name)
        with subprocess.Popen([os.path.join(wire.BIN, 'hall-gateway'), 'serve', '--data', self.gateway.data, '--listen', '127.0.0.1:0',
                               '--role', 'front'], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as own:
            try:
                port = int(re.search(r':([0-9]+)$', own.stdout.readline().strip())[1])
                for name in made:
                    context = ssl.create_default_context(cafile=os.path.join(front, 'ca.pem'))
                    context.load_cert_chain(os.path.join(folder, name + '.pem'), os.path.join(folder, 'key.pem'))
                    self.assertEqual(over_tls(port, context), 200 if name == 'good' else 0, name)
            finally:
                own.terminate()

    def test_z_cases_of_another(self):
        """One's own cases spoilt on the way, which their hash finds out (tst_signedharm signs them anew)."""
        envelopes = subprocess.run([os.path.join(wire.BIN, 'hallctl'), 'outbox', 'add', '--count', '2', '--json', '--data', self.bad.data],
                                   capture_output=True, check=True)
        self.assertEqual(len(json.loads(envelopes.stdout)['cases']), 2)
        folder = os.path.join(self.folder, 'export')
        self.bad.ctl('outbox', 'export', folder)
        items = []
        for file in sorted(os.listdir(folder)):
            if file.endswith('.envelope.json'):
                with open(os.path.join(folder, file), encoding='utf-8') as text, open(
                        os.path.join(folder, file.replace('.envelope.json', '.sealed')), 'rb') as sealed:
                    items.append((json.load(text), base64.b64encode(sealed.read()).decode()))
        for change in ({'kiosk': 'HONEST'}, {'seq': 99}, {'prev': '1' * 64}, {'id': self.before[0]['id']}, {'service': "x'; DROP TABLE item"},
                       {'hash': '0' * 64}, {'sig': '0' * 128}, {'extra': 1}, {'att': [{}] * 65}, {'epoch': 'e' * 32}):
            body = json.dumps({'v': 1, 'items': [{'envelope': items[0][0] | change, 'body': items[0][1]}]}).encode()
            status, _, answer = self.ask('POST', '/v1/batch', body)
            self.assertEqual(status, 200, change)
            verdict = json.loads(answer)['verdicts'][0]['verdict']
            self.assertEqual(verdict, 'rejected', change)
        self.assertEqual(self.gateway.cases(), self.before)
        self.bad.settle()
        self.assertEqual(wire.differences(self.bad, self.gateway), [])
        self.assertEqual(wire.differences(self.honest, self.gateway), [])


if __name__ == '__main__':
    unittest.main(verbosity=2)
