#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The real hallctl and the real hall-gateway with a proxy between them that spoils what passes: nothing is lost, nothing is
there twice, nothing crashes or fills the memory, and every answer of the desk arrives.

HALL_TEST_SCALE multiplies the cases; HALL_TEST_SEED repeats a run.
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import faultproxy  # noqa: E402  pylint: disable=wrong-import-position

BIN = os.environ.get('HALL_BIN', os.path.join(HERE, '..', '..', 'build', 'bin'))
RESOURCES = os.path.join(HERE, '..', '..', 'resources')
SCAN = os.path.join(RESOURCES, 'demo', 'pages', 'id-card.jpg')
SCALE = int(os.environ.get('HALL_TEST_SCALE', '1'))
SEED = int(os.environ.get('HALL_TEST_SEED') or time.time_ns() % 1_000_000)
MEMORY_KB = 300_000  # of hallctl while it is poured full
# What the desk says of a case (app/protocol/README.md §5).
DESK = {'accepted', 'correction', 'withdrawn', 'decided', 'refused', 'ready', 'delivered', 'applied'}


def call(*words, good=True, seconds=120):
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, timeout=seconds, check=False)
    if good and done.returncode:
        raise AssertionError(f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done


class Gateway:
    """hall-gateway behind a proxy, as in production: plain HTTP on loopback."""

    def __init__(self, data, *more):
        self.data = data
        call(BIN + '/hall-gateway', 'init', '--data', data)
        self.log = open(os.path.join(data, 'gateway.log'), 'w+', encoding='utf-8')  # pylint: disable=consider-using-with
        self.process = subprocess.Popen(
            [BIN + '/hall-gateway', 'serve', '--data', data, '--listen', '127.0.0.1:0', '--behind-proxy', '--accept-tests',
             '--catalogue', os.path.join(RESOURCES, 'catalogue'), *more], stdout=self.log, stderr=self.log)
        end = time.monotonic() + 60
        while not (found := re.search(r'^listening on \S+:(\d+)', self.told(), re.M)):
            if time.monotonic() > end or self.process.poll() is not None:
                raise AssertionError(self.told())
            time.sleep(0.05)
        self.port = int(found.group(1))

    def told(self):
        with open(self.log.name, encoding='utf-8', errors='replace') as file:
            return file.read()

    def command(self, *words):
        return call(BIN + '/hall-gateway', *words, '--data', self.data).stdout.strip()

    def cases(self):
        return json.loads(self.command('list', '--json'))

    def peak_kb(self):
        with open(f'/proc/{self.process.pid}/status', encoding='ascii') as file:
            return int(re.search(r'VmHWM:\s+(\d+)', file.read()).group(1))

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.log.close()


class Kiosk:
    """An enrolled kiosk's data, worked with hallctl."""

    def __init__(self, data, gateway, url, name):
        self.data, self.name, self.ca = data, name, os.path.join(gateway.data, 'front', 'ca.pem')
        self.answers = collections.defaultdict(list)
        self.peak_kb = 0
        self.ctl('enrol', '--gateway', url, '--code', gateway.command('enrol-code', name), '--ca', self.ca)

    def ctl(self, *words):
        return call(BIN + '/hallctl', *words, '--data', self.data).stdout

    def add(self, count, *more):
        return [case['id'] for case in json.loads(self.ctl('outbox', 'add', '--count', count, '--json', *more))['cases']]

    def sync(self, patience=3, how='--drain'):
        """(exit status, what it printed, its one line on stderr); memory is noted."""
        with tempfile.TemporaryFile('w+') as out, tempfile.TemporaryFile('w+') as err:
            # pylint: disable=consider-using-with
            process = subprocess.Popen([BIN + '/hallctl', 'sync', how, '--patience', str(patience), '--data', self.data, '--json'],
                                       stdout=out, stderr=err)
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            err.seek(0)
            told, line = out.read(), err.read()
        self.peak_kb = max(self.peak_kb, usage.ru_maxrss)
        document = json.loads(told) if told.strip() else {}
        for item in document.get('items', []):
            self.answers[item['id']].append(item['verdict'])
        return process.returncode, document, line

    def cases(self):
        return json.loads(self.ctl('outbox', 'list', '--json'))['cases']

    def settle(self):
        """With an honest line: staff put back what waits for them, until all is with the centre and answered."""
        for _ in range(6):
            status, _, line = self.sync(20)
            waiting = [case['id'] for case in self.cases() if case['state'] in ('parked', 'rejected')]
            for case in waiting:
                self.ctl('outbox', 'retry', case)
            if not waiting and status == 0:
                return
        raise AssertionError(f'not settled: {line} {collections.Counter(case["state"] for case in self.cases())}')


def differences(kiosk, gateway):
    """What is wrong between what the kiosk took and what the centre has; empty when nothing is."""
    found = []
    made = kiosk.cases()
    there = [case for case in gateway.cases() if case['kiosk'] == kiosk.name]
    counts = collections.Counter(case['id'] for case in there)
    for case in made:
        if counts[case['id']] != 1:
            found.append(f'{case["id"]} {case["state"]} stands {counts[case["id"]]} times at the centre')
    known = {case['id'] for case in made}
    found += [f'{case} was never made here' for case in counts if case not in known]
    numbers = sorted(case['seq'] for case in there)
    if numbers != list(range(1, len(made) + 1)):
        found.append(f'numbers {numbers[:5]} … {numbers[-5:]} of {len(made)}')
    return found


class Wire(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.mkdtemp(prefix='hall-wire-')
        cls.gateway = Gateway(os.path.join(cls.folder, 'gateway'))
        cls.front = os.path.join(cls.gateway.data, 'front')
        print(f'seed {SEED}', flush=True)

    @classmethod
    def tearDownClass(cls):
        cls.gateway.stop()
        shutil.rmtree(cls.folder)

    def kiosk(self, proxy, name):
        return Kiosk(os.path.join(self.folder, name), self.gateway, proxy.url, name)

    def tried(self, kiosk, proxy, patience):
        """A drain under faults: it may fail, in words, and never otherwise."""
        status, _, line = kiosk.sync(patience)
        self.assertIn(status, (0, 1), (proxy.fault, line))
        self.assertEqual(bool(line.strip()), status == 1, (proxy.fault, line))
        self.assertLess(line.count('\n'), 2, line)

    def whole(self, kiosk, proxy):
        proxy.fault = None
        kiosk.settle()
        self.assertEqual(differences(kiosk, self.gateway), [])
        self.assertIsNone(self.gateway.process.poll(), self.gateway.told()[-2000:])
        self.assertLess(kiosk.peak_kb, MEMORY_KB)

    def answered(self, kiosk):
        """Every case got the word of the desk that the centre has, whatever the answers to the polls were before."""
        end = time.monotonic() + 60
        while missing := [case['id'] for case in kiosk.cases() if not set(kiosk.answers[case['id']]) & DESK]:
            self.assertLess(time.monotonic(), end, f'without a word of the desk: {[kiosk.answers[case] for case in missing]}')
            kiosk.sync(5, '--once')
        for case in self.gateway.cases():
            if case['kiosk'] == kiosk.name:
                said = kiosk.answers[case['id']]
                self.assertEqual(set(said) - DESK - {'stored', 'rejected'}, set(), said)
                self.assertIn(case['state'], said)

    def test_1_each_fault(self):
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED) as proxy:
            kiosk = self.kiosk(proxy, 'WIRE-EACH')
            for fault in faultproxy.FAULTS:
                with self.subTest(fault=fault):
                    kiosk.add(4 * SCALE)
                    kiosk.add(1, '--scan', SCAN)
                    proxy.fault, proxy.share = fault, 0.6
                    for _ in range(5):
                        self.tried(kiosk, proxy, 1)
                        if proxy.done[fault]:
                            break
                    self.assertGreater(proxy.done[fault], 0, f'{fault} was never done')
                    self.whole(kiosk, proxy)
            # What is handed in after all those lies is answered too.
            kiosk.add(3)
            self.whole(kiosk, proxy)
            self.answered(kiosk)
            print(f'{len(kiosk.cases())} cases, {proxy.exchanges} exchanges; faults done:',
                  ', '.join(f'{name} {proxy.done[name]}' for name in faultproxy.FAULTS), f'; hallctl {kiosk.peak_kb} KB, '
                  f'gateway {self.gateway.peak_kb()} KB', flush=True)
        self.assertLess(self.gateway.peak_kb(), MEMORY_KB)

    def test_2_any_mixture(self):
        mixture = [fault for fault in faultproxy.FAULTS if fault != 'tls-flip']
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED + 1) as proxy:
            kiosks = [self.kiosk(proxy, f'WIRE-MIX{n}') for n in range(2)]
            for kiosk in kiosks:
                kiosk.add(40)
                kiosk.add(3, '--scan', SCAN)
            proxy.fault, proxy.share = mixture, 0.6
            problems = []

            def work(kiosk):
                try:
                    for _ in range(8 * SCALE):
                        self.tried(kiosk, proxy, 1)
                        kiosk.add(3)
                except AssertionError as error:
                    problems.append(error)
            side_by_side = [threading.Thread(target=work, args=(kiosk,)) for kiosk in kiosks]
            for one in side_by_side:
                one.start()
            for one in side_by_side:
                one.join()
            self.assertEqual(problems, [])
            spoilt = sum(proxy.done[fault] for fault in mixture)
            self.assertGreater(spoilt, 20)
            for kiosk in kiosks:
                self.whole(kiosk, proxy)
                self.answered(kiosk)
            print(f'{sum(len(kiosk.cases()) for kiosk in kiosks)} cases, {proxy.exchanges} exchanges, '
                  f'{spoilt} spoilt while it was bad', flush=True)

    def test_3_servers_that_are_not_the_centre(self):
        ca, key = os.path.join(self.front, 'ca.pem'), os.path.join(self.front, 'ca.key')
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED) as proxy:
            kiosk = self.kiosk(proxy, 'WIRE-TLS')
            port = proxy.port
        kiosk.add(2)
        for name, days, host, signed in (('stranger', (-1, 30), '127.0.0.1', False), ('ended', (-60, -30), '127.0.0.1', True),
                                         ('not-yet', (30, 60), '127.0.0.1', True), ('another-host', (-1, 30), 'other.test', True)):
            with self.subTest(server=name):
                pair = self.certificate(name, days, host, (ca, key) if signed else None)
                with Elsewhere(port, faultproxy.FaultProxy(self.gateway.port, self.front, SEED, pair)) as proxy:
                    status, _, line = kiosk.sync(1)
                    self.assertEqual((status, line.count('\n')), (1, 1), line)
                    self.assertEqual(proxy.exchanges, 0, 'something was sent')
                self.assertEqual({case['state'] for case in kiosk.cases()}, {'queued'})
        with Elsewhere(port, faultproxy.FaultProxy(self.gateway.port, self.front, SEED)) as proxy:
            self.whole(kiosk, proxy)

    def certificate(self, name, days, host, signer):
        """A server's certificate and key, valid between two days from now."""
        folder = os.path.join(self.folder, name)
        os.makedirs(folder)
        key, request, pem = (os.path.join(folder, file) for file in ('key.pem', 'request.pem', 'certificate.pem'))
        call('openssl', 'req', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key,
             '-subj', f'/CN={host}', '-out', request)
        if not signer:
            signer = (os.path.join(folder, 'ca.pem'), os.path.join(folder, 'ca.key'))
            call('openssl', 'req', '-x509', '-new', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout',
                 signer[1], '-subj', '/CN=Somebody', '-out', signer[0])
        settings = os.path.join(folder, 'ca.cnf')
        name_of = f'IP:{host}' if host[0].isdigit() else f'DNS:{host}'
        with open(settings, 'w', encoding='ascii') as file:
            file.write(f'[ca]\ndefault_ca=c\n[c]\ndatabase={folder}/index\nserial={folder}/serial\nnew_certs_dir={folder}\n'
                       f'default_md=sha256\npolicy=p\nx509_extensions=e\n[p]\ncommonName=supplied\n[e]\nsubjectAltName={name_of}\n')
        with open(f'{folder}/index', 'w', encoding='ascii'):
            pass
        with open(f'{folder}/serial', 'w', encoding='ascii') as file:
            file.write('5001\n')
        begin, end = (time.strftime('%Y%m%d%H%M%SZ', time.gmtime(time.time() + day * 86400)) for day in days)
        call('openssl', 'ca', '-batch', '-notext', '-config', settings, '-cert', signer[0], '-keyfile', signer[1], '-in', request,
             '-out', pem, '-startdate', begin, '-enddate', end)
        return pem, key

    def test_4_the_check_sees_a_loss(self):
        """A server that throws cases away and says stored: no kiosk can see it, and this suite must."""
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED) as proxy:
            kiosk = self.kiosk(proxy, 'WIRE-CANARY')
            kiosk.add(3)
            proxy.fault = 'lie-stored'
            self.assertEqual(kiosk.sync(5)[0], 0)
            proxy.fault = None
            self.assertEqual(len([line for line in differences(kiosk, self.gateway) if 'stands 0 times' in line]), 3)

    def test_5_a_box_that_takes_headers_away(self):
        """It stays that way: nothing is taken for stored, it is said what has to pass, and all goes once it does."""
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED) as proxy:
            kiosk = self.kiosk(proxy, 'WIRE-BOX')
            kiosk.add(3)
            kiosk.add(1, '--scan', SCAN)
            for kept in (lambda name: not name.startswith('hall-'), lambda name: name != 'content-digest'):
                proxy.kept = kept
                status, told, line = kiosk.sync(3)
                self.assertEqual((status, told.get('items', [])), (1, []), line)
                self.assertIn('takes headers away', line)
                self.assertEqual({case['state'] for case in kiosk.cases()}, {'queued'})
            proxy.kept = None
            self.whole(kiosk, proxy)

    def test_6_a_box_that_lets_nothing_pass_but_what_every_answer_has(self):
        """No digests at all, as of centres of before: what needs no more goes. Of a scan nobody says where it goes on."""
        every = {'content-type', 'content-length', 'date', 'server', 'retry-after'}
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED) as proxy:
            kiosk = self.kiosk(proxy, 'WIRE-BARE')
            kiosk.add(3)
            kiosk.add(1, '--scan', SCAN)
            proxy.kept = every.__contains__
            status, _, line = kiosk.sync(5)
            self.assertEqual(status, 1)
            self.assertIn('takes headers away', line)
            self.assertEqual(sorted(case['state'] for case in kiosk.cases()), ['queued', 'stored', 'stored', 'stored'])
            proxy.kept = None
            self.whole(kiosk, proxy)

    def test_7_a_box_that_takes_headers_of_questions_away(self):
        """Cases need none of them, not even what says how they are packed. Of a scan the centre cannot tell the place."""
        every = {'content-length', 'host', 'user-agent', 'accept-language'}
        with faultproxy.FaultProxy(self.gateway.port, self.front, SEED) as proxy:
            kiosk = self.kiosk(proxy, 'WIRE-MUTE')
            kiosk.add(3)
            kiosk.add(1, '--scan', SCAN)
            proxy.asked = every.__contains__
            status, _, line = kiosk.sync(10)
            self.assertEqual(status, 1)
            self.assertIn('takes headers away', line)
            cases = kiosk.cases()
            self.assertEqual(sorted(case['state'] for case in cases), ['queued', 'stored', 'stored', 'stored'])
            self.assertLessEqual(max(case['attempts'] for case in cases), 1)  # one packed batch was none to the centre
            proxy.asked = None
            self.whole(kiosk, proxy)


class Elsewhere:
    """Another proxy at the port that the kiosk knows."""

    def __init__(self, port, proxy):
        self.proxy = proxy
        proxy.socket.close()
        proxy.socket = faultproxy.socket.create_server(('127.0.0.1', port))
        proxy.port = port

    def __enter__(self):
        return self.proxy.__enter__()

    def __exit__(self, *_):
        self.proxy.__exit__()


if __name__ == '__main__':
    unittest.main(verbosity=2)
