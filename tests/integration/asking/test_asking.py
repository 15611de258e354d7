#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hall-gateway that knows nobody itself, hall-core-standin that has the records, electronic cards and card keys, and a kiosk's
certificate in the hand of an HTTP client that is not ours: every question, a core that goes away in between, one that is
slow, TLS with certificates on both sides, and `ask-check`."""
import contextlib
import hashlib
import hmac
import http.client
import json
import os
import pathlib
import signal
import sqlite3
import ssl
import subprocess
import tempfile
import time
import unittest
import urllib.request
import uuid

BIN = pathlib.Path(os.environ['HALL_BIN'])
SOURCE = pathlib.Path(os.environ['HALL_SOURCE'])
DEMO = SOURCE / 'resources/demo'
CATALOGUE = SOURCE / 'resources/catalogue'
NUMBER, NAME = '37020019900307006X', '张测试'
CLERK = ('370200198506150016', '李演示')
IN_NEED = (('370200197911030013', '吴例子'), ('370200197208080035', '王示例'), ('370200199509230016', '赵范例'))
PERMIT = ('H00000001', 'CHAN SHI LI')
UNIT = '91370202MA3DEM001A'
CARD = '370200D15600000500112233445500A2'
NEEDLES = (NUMBER, '13800000001', '3702030018000001', '青岛示例机械有限公司', 'E1E2E3E4E5E6E7E8')
KIOSK_WAITS = 3  # seconds


def call(*words, good=True):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=120, check=False)
    if good and done.returncode:
        raise AssertionError(f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done


def e_card(age=0):
    card = json.loads((DEMO / 'codes/zhang-ceshi.json').read_text('utf-8'))
    made = str(int(time.time()) - age)
    seal = hmac.new(bytes.fromhex(card['secret']), '\n'.join(('hall-e-card-v1', card['subject'], made)).encode(), hashlib.sha256)
    return '.'.join(('HALL-E1', card['subject'], made, seal.hexdigest()[:32]))


class Program:
    def __init__(self, log, name, *words):
        self.log = log
        with open(log, 'ab') as out:
            begin = out.tell()
            self.process = subprocess.Popen([BIN / name, *map(str, words)], stdout=out, stderr=out)  # pylint: disable=consider-using-with
        end = time.monotonic() + 60
        while b'listening on ' not in log.read_bytes()[begin:]:
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(log.read_text('utf-8', 'replace')[-2000:])
            time.sleep(0.05)
        line = log.read_bytes()[begin:].split(b'listening on ')[1].split()[0].decode()
        self.port = int(line.rsplit(':', 1)[1])

    def stop(self, how=signal.SIGTERM):
        if self.process.poll() is None:
            self.process.send_signal(how)
            self.process.wait(20)


class Base(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='asking-')
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)
        self.data = self.dir / 'gateway'
        self.core = self.gateway = None
        call(BIN / 'hall-gateway', 'init', '--data', self.data)

    def start_core(self, port=0, *more):
        self.core = Program(self.dir / 'core.log', 'hall-core-standin', '--data', self.dir / 'core', '--listen', f'127.0.0.1:{port}',
                            '--people', DEMO / 'centre/people.json', '--dictionary', CATALOGUE / 'dictionary.json', *more)
        self.addCleanup(self.core.stop)

    def start_gateway(self, *more):
        self.gateway = Program(self.dir / 'gateway.log', 'hall-gateway', 'serve', '--data', self.data, '--listen', '127.0.0.1:0',
                               '--catalogue', CATALOGUE, *more)
        self.addCleanup(self.gateway.stop)

    def enrol(self, name='K1'):
        code = call(BIN / 'hall-gateway', 'enrol-code', name, '--data', self.data).stdout.strip()
        folder = self.dir / name
        call(BIN / 'hallctl', 'enrol', '--data', folder, '--gateway', f'https://127.0.0.1:{self.gateway.port}', '--code', code, '--ca',
             self.data / 'front/ca.pem')
        identity = json.loads((folder / 'identity/identity.json').read_text('utf-8'))
        own = folder / 'own.pem'
        own.write_text(identity['certificate'] + identity['key'], 'utf-8')
        self.tls = ssl.create_default_context(cafile=self.data / 'front/ca.pem')
        self.tls.load_cert_chain(own)

    def post(self, path, body):
        """(status, answer, Retry-After, seconds)"""
        begun = time.monotonic()
        line = http.client.HTTPSConnection('127.0.0.1', self.gateway.port, timeout=10, context=self.tls)
        try:
            line.request('POST', path, json.dumps({'v': 1, **body}).encode(), {'Content-Type': 'application/json'})
            answer = line.getresponse()
            told = answer.read()
            return answer.status, json.loads(told or b'{}'), answer.getheader('Retry-After'), time.monotonic() - begun
        finally:
            line.close()

    def ask(self, kind, service='', number=NUMBER, name=NAME, **more):
        proof = {'visit': str(uuid.uuid4()), 'number': number, 'name': name, 'source': 'social-card', 'region': '370200',
                 'assurance': 'holder'}
        return self.post('/v1/ask', {'kind': kind, 'service': service, 'proof': proof, **more})

    def show(self, code):
        return self.post('/v1/ecard', {'visit': str(uuid.uuid4()), 'scene': '01', 'code': code})

    def open_card(self, card=CARD):
        return self.post('/v1/card-auth', {'visit': str(uuid.uuid4()), 'region': '370200', 'algorithm': '03', 'reset_info': '',
                                           'card_id': card, 'internal_factor': '', 'internal_source': '',
                                           'external_factor': '5A' * 8, 'external_source': '5A' * 8})

    def behave(self, mode, **more):
        body = json.dumps({'mode': mode, **more}).encode()
        with urllib.request.urlopen(f'http://127.0.0.1:{self.core.port}/control/asks', body, timeout=10):
            pass

    def logged(self):
        return json.loads(call(BIN / 'hall-gateway', 'asks', '--data', self.data, '--json').stdout)


class Asking(Base):
    def setUp(self):
        super().setUp()
        self.start_core()
        self.start_gateway('--ask', f'http://127.0.0.1:{self.core.port}')
        self.enrol()

    def every_call(self):
        """What each question of a kiosk comes to that the core has to answer."""
        return {'prefill': self.ask('prefill', 'unemployment-registration')[:2], 'query': self.ask('query', 'emp-cert')[:2],
                'insured': self.ask('query', 'insured-proof')[:2], 'list': self.ask('query', 'vacancy-search')[:2],
                'needs': self.ask('needs')[:2], 'unit': self.ask('unit', '', *CLERK, unit=UNIT)[:2],
                'e-card': self.show(e_card())[:2], 'card-auth': self.open_card()[:2]}

    def test_every_question_is_answered(self):
        told = self.every_call()
        self.assertEqual({kind: status for kind, (status, _) in told.items()}, dict.fromkeys(told, 200))
        self.assertEqual(told['prefill'][1]['fields']['mobile'], '13800000001')
        self.assertTrue(told['query'][1]['found'])
        self.assertEqual(told['query'][1]['fields']['emp_cert_no'], '3702030018000001')
        self.assertEqual(told['insured'][1]['fields']['paid_months'], 98)
        self.assertGreater(len(told['list'][1]['list']), 3)
        self.assertTrue([need for person in IN_NEED for need in self.ask('needs', '', *person)[1]['suggestions']])
        self.assertEqual(told['unit'][1]['fields']['uscc'], UNIT)
        self.assertEqual(told['e-card'][1]['identity']['number'], NUMBER)
        self.assertEqual(told['card-auth'][1]['external'], 'E1E2E3E4E5E6E7E8F1F2F3F4F5F6F7F8')
        self.assertEqual(self.ask('progress')[:2], (200, {'cases': []}))  # the gateway's own

    def test_documents_of_one_person_are_linked_by_what_the_core_says(self):
        """The stand-in has somebody with a permit beside the residence permit."""
        self.assertEqual(self.ask('prefill', 'emp-cert')[0], 200)
        self.assertEqual(self.linked(), [])  # one document alone is linked to nothing
        self.assertEqual(self.ask('prefill', 'unemployment-registration', *PERMIT)[0], 200)
        self.assertEqual(self.linked(), [2])
        self.behave('wrong-person')
        self.assertEqual(self.ask('prefill', 'unemployment-registration', *PERMIT)[0], 503)
        self.assertEqual(self.linked(), [2])

    def linked(self):
        """How many documents each person has whom the gateway knows."""
        with contextlib.closing(sqlite3.connect(self.data / 'gateway.db')) as database:
            return [count for count, in database.execute('SELECT COUNT(*) FROM person_document GROUP BY person ORDER BY 1')]

    def test_no_is_an_answer(self):
        self.assertEqual(self.ask('query', 'emp-cert', name='李演示')[0], 404)
        self.assertEqual(self.ask('query', 'emp-cert', number='370200199901010011')[0], 404)
        self.assertEqual(self.ask('query', 'no-such-service')[0], 404)
        self.assertEqual(self.ask('unit', unit=UNIT)[0], 404)  # none of its clerks
        self.assertEqual(self.open_card('0' * 32)[0], 404)
        code = e_card()
        self.assertEqual([self.show(code)[0], self.show(code)[0], self.show(e_card(120))[0]], [200, 404, 404])

    def test_a_core_that_goes_away_in_between(self):
        self.assertEqual(self.ask('query', 'emp-cert')[0], 200)
        port = self.core.port
        self.core.stop(signal.SIGKILL)
        for kind, (status, answer) in self.every_call().items():
            self.assertEqual((kind, status, answer['error']['code']), (kind, 503, 'unavailable'))
        self.assertEqual(self.ask('query', 'emp-cert')[2], '5')
        self.assertEqual(self.ask('progress')[0], 200)
        self.start_core(port)
        end = time.monotonic() + 40  # of a pause that has grown
        while self.ask('query', 'emp-cert')[0] != 200:
            self.assertLess(time.monotonic(), end)
            time.sleep(2.1)  # a kiosk may ask thirty times a minute
        outcomes = {ask['outcome'] for ask in self.logged() if ask['kind'] == 'query'}
        self.assertEqual(outcomes, {'answered', 'unanswered'})

    def test_a_slow_core_is_given_up_while_the_visitor_waits(self):
        self.behave('slow', delay_ms=6000)
        status, _, _, seconds = self.ask('query', 'emp-cert')
        self.assertEqual(status, 503)
        self.assertLess(seconds, KIOSK_WAITS)
        self.assertLess(self.ask('progress')[3], 1)

    def test_a_core_that_lies(self):
        for mode in ('garbage', 'cut', 'oversized', 'redirect', 'not-let-in', 'no-such-call', 'wrong-type', 'wrong-person', 'wrong-ask',
                     'unasked'):
            self.behave(mode)
            with self.subTest(mode):
                self.assertEqual(self.ask('query', 'emp-cert')[0], 503)
            self.behave('up')
            self.assertEqual(self.ask('prefill', 'emp-cert')[0], 200)

    def test_what_is_written_down(self):
        self.every_call()
        asks = {ask['kind']: ask for ask in self.logged()}
        self.assertEqual({kind for kind, ask in asks.items() if ask['outcome'] == 'answered'},
                         {'prefill', 'query', 'needs', 'unit', 'e-card', 'card-auth'})
        self.assertEqual(asks['prefill']['service'], 'unemployment-registration')
        of_him = subprocess.run([BIN / 'hall-gateway', 'asks', '--data', self.data, '--person', '-', '--json'], input=NUMBER + '\n',
                                capture_output=True, text=True, check=True).stdout
        self.assertGreaterEqual(len(json.loads(of_him)), 4)
        self.gateway.stop()
        files = [path for path in self.data.rglob('*') if path.is_file()] + [self.dir / 'gateway.log']
        for needle in NEEDLES:
            self.assertEqual([str(path) for path in files if needle.encode() in path.read_bytes()], [], needle)

    def test_metrics(self):
        self.ask('query', 'emp-cert')
        tls = ssl.create_default_context(cafile=self.data / 'front/ca.pem')
        with urllib.request.urlopen(f'https://127.0.0.1:{self.gateway.port}/metrics', timeout=10, context=tls) as answer:
            told = answer.read().decode()
        self.assertIn('hall_gateway_office_up{office="records"} 1\n', told)
        self.assertIn('hall_gateway_office_answered_total{office="records"} 1\n', told)


class TestCases(Base):
    def test_demo_people_do_not_let_test_cases_in(self):
        for more, stored in ((), 0), (('--accept-tests',), 1):
            with self.subTest(more):
                self.start_gateway('--demo-people', DEMO / 'centre/people.json', *more)
                name = f'K{len(more)}'
                self.enrol(name)
                call(BIN / 'hallctl', 'outbox', 'add', '--count', 1, '--data', self.dir / name)
                call(BIN / 'hallctl', 'sync', '--once', '--data', self.dir / name, good=False)
                there = json.loads(call(BIN / 'hall-gateway', 'list', '--data', self.data, '--json').stdout)
                self.assertEqual(len([case for case in there if case['kiosk'] == name]), stored)
                self.assertEqual(self.ask('query', 'emp-cert')[0], 200)
                self.gateway.stop()


class Papers(Base):
    """Certificates on both sides, by an authority of the municipality."""

    def openssl(self, *words):
        call('openssl', *words)

    def setUp(self):
        super().setUp()
        key = ('-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes')
        self.openssl('req', '-x509', *key, '-keyout', self.dir / 'ca.key', '-out', self.dir / 'ca.pem', '-days', 30, '-subj', '/CN=demo',
                     '-addext', 'keyUsage=keyCertSign')
        for name, use, more in ('core', 'serverAuth', 'subjectAltName=IP:127.0.0.1\n'), ('gateway', 'clientAuth', ''):
            (self.dir / f'{name}.ext').write_text(f'{more}extendedKeyUsage={use}\n')
            self.openssl('req', *key, '-keyout', self.dir / f'{name}.key', '-out', self.dir / f'{name}.csr', '-subj', f'/CN={name}')
            self.openssl('x509', '-req', '-in', self.dir / f'{name}.csr', '-CA', self.dir / 'ca.pem', '-CAkey', self.dir / 'ca.key',
                         '-CAcreateserial', '-days', 20, '-extfile', self.dir / f'{name}.ext', '-out', self.dir / f'{name}.pem')
            os.chmod(self.dir / f'{name}.key', 0o600)
        self.start_core(0, '--certificate', self.dir / 'core.pem', '--key', self.dir / 'core.key', '--clients-ca', self.dir / 'ca.pem')
        self.own = ('--ask-certificate', self.dir / 'gateway.pem', '--ask-key', self.dir / 'gateway.key')
        self.trust = ('--ask-ca', self.dir / 'ca.pem')
        self.there = ('--ask', f'https://127.0.0.1:{self.core.port}')

    def check(self, *words):
        done = call(BIN / 'hall-gateway', 'ask-check', *words, '--json', good=False)
        return done.returncode, json.loads(done.stdout) if done.stdout else None

    def test_both_sides_show_themselves(self):
        self.start_gateway(*self.there, *self.trust, *self.own)
        self.enrol()
        self.assertEqual(self.ask('query', 'emp-cert')[0], 200)
        self.assertEqual(self.show(e_card())[0], 200)

    def test_without_a_certificate_nobody_is_told_anything(self):
        self.start_gateway(*self.there, *self.trust)
        self.enrol()
        self.assertEqual(self.ask('query', 'emp-cert')[0], 503)

    def test_the_check(self):
        status, offices = self.check(*self.there, *self.trust, *self.own)
        self.assertEqual((status, [office['state'] for office in offices]), (0, ['up'] * 3))
        self.assertEqual([office['office'] for office in offices], ['records', 'e-cards', 'card-keys'])
        self.assertRegex(offices[0]['certificate_until'], r'^\d{4}-\d\d-\d\dT')
        status, offices = self.check(*self.there, '--ask', 'card-keys=none', *self.own)
        self.assertEqual((status, [office['state'] for office in offices]), (1, ['core-certificate'] * 2))
        self.assertEqual(self.check(*self.there, *self.trust)[1][0]['state'], 'not-let-in')
        self.assertEqual(self.check(*self.there, *self.trust, '--ask-certificate', self.dir / 'none.pem', *self.own[2:])[1][0]['state'],
                         'own-certificate')
        self.core.stop()
        self.assertEqual(self.check(*self.there, *self.trust, *self.own)[1][0]['state'], 'unreachable')
        self.assertEqual(call(BIN / 'hall-gateway', 'ask-check', good=False).returncode, 2)
        self.assertEqual(call(BIN / 'hall-gateway', 'ask-check', '--ask', 'http://core.example', good=False).returncode, 1)


if __name__ == '__main__':
    unittest.main(verbosity=2)
