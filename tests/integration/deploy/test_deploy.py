#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The gateway as a city runs it: the real PostgreSQL and nginx, set up by app/gateway/deploy/setup, both halves started by
the command lines and users of their units; a kiosk joins, hands in cases, is thrown out; a disk is lost and put back.

Everything lives in mount, process and network namespaces of its own. Needs root, PostgreSQL, nginx and the Qt driver.
"""
import glob
import http.client
import json
import os
import re
import shlex
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.error
import urllib.request

BIN, SOURCE = os.environ['HALL_BIN'], os.environ['HALL_SOURCE']
SKIPPED = 77
INSIDE = 'HALL_DEPLOY_NAMESPACE'
DISK = 'HALL_DEPLOY_DISK'  # a folder of a real disk: systemd keeps no key of the machine on another one
POSTGRES = '/usr/lib/postgresql/15/bin/postgres'
DRIVER = '/usr/lib/{}-linux-gnu/qt6/plugins/sqldrivers/libqsqlpsql.so'.format(os.uname().machine)
DATA = '/var/lib/hall-gateway'
BACKUPS = '/var/backups/hall-gateway'
PGDATA = '/var/lib/postgresql/15/main'
SHARE = '/opt/hallkiosk/share'
DEPLOY = SHARE + '/gateway/deploy'
GATEWAY = '/opt/hallkiosk/bin/hall-gateway'
URL = 'https://127.0.0.1'
SCAN = SOURCE + '/resources/demo/pages/id-card.jpg'
CASES = 150
# Fresh folders where the machine's own would be; everybody's programs and libraries stay.
PREPARE = f'''set -e
room=$(mktemp -d); mount -t tmpfs room "$room"
cp -a /etc "$room/etc"; mount --bind "$room/etc" /etc
for folder in /run /opt /var/lib /var/log /var/backups; do mount -t tmpfs -o mode=755 fresh "$folder"; done
mount -t tmpfs -o mode=1777 fresh /dev/shm
mkdir /var/lib/systemd; mount --bind "${{{DISK}}}" /var/lib/systemd
mkdir -p /opt/hallkiosk/bin {SHARE} /run/lock /var/log/nginx /var/lib/nginx /var/lib/postgresql /var/log/postgresql /run/postgresql
chown postgres:postgres /var/lib/postgresql /run/postgresql /var/log/postgresql
rm -rf /etc/postgresql; install -d -o postgres -g postgres /etc/postgresql
cp {shlex.quote(BIN)}/hall-gateway /opt/hallkiosk/bin
cp -r {shlex.quote(SOURCE)}/resources/catalogue {shlex.quote(SOURCE)}/app/gateway {SHARE}
chmod -R a+rX /opt
ip link set lo up
'''


def missing():
    if os.geteuid() != 0:
        return 'needs root'
    for program in ('nginx', 'pg_createcluster', 'unshare', 'setpriv', 'runuser', 'ip'):
        if not shutil.which(program, path='/usr/sbin:/usr/bin:/sbin:/bin'):
            return f'{program} is not installed'
    for file in (POSTGRES, DRIVER):
        if not os.path.exists(file):
            return f'{file} is missing'
    return ''


def call(*words, good=True, text=None):
    done = subprocess.run([str(word) for word in words], input=text, capture_output=True, text=True, timeout=120, check=False)
    if good and done.returncode != 0:
        raise AssertionError(f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')
    return done


def until(what, there, seconds=30):
    end = time.monotonic() + seconds
    while True:
        found = there()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        time.sleep(0.05)


class Unit:
    """A service as its file says, without systemd: user, group, umask and command line; the folders it may not see."""

    def __init__(self, name, *more):
        self.name, self.more, self.process = name, more, None
        self.log = open(f'/var/log/{name}.log', 'ab')

    def settings(self):
        values = {'LoadCredential': [], 'LoadCredentialEncrypted': []}
        for path in (f'/etc/systemd/system/{self.name}.service', *sorted(glob.glob(f'/etc/systemd/system/{self.name}.service.d/*'))):
            with open(path, encoding='utf-8') as file:
                for line in file:
                    key, sign, value = line.strip().partition('=')
                    if sign and not key.startswith('#'):
                        values[key] = values[key] + [value] if key in ('LoadCredential', 'LoadCredentialEncrypted') else value
        return values

    def credentials(self, unit):
        """What LoadCredential= and LoadCredentialEncrypted= lay down: copies that the service's user alone can read."""
        folder = f'/run/credentials/{self.name}'
        shutil.rmtree(folder, ignore_errors=True)
        os.makedirs(folder)
        for name, _, path in (entry.partition(':') for entry in unit['LoadCredential']):
            call('install', '-m', '0400', '-o', unit['User'], path, f'{folder}/{name}')
        for name, _, path in (entry.partition(':') for entry in unit['LoadCredentialEncrypted']):
            call('systemd-creds', 'decrypt', f'--name={name}', path, f'{folder}/{name}')
            call('chown', unit['User'], f'{folder}/{name}')
        return folder

    def start(self):
        unit = self.settings()
        hidden = unit['InaccessiblePaths'].removeprefix('-')
        folder = self.credentials(unit)
        name, _, value = unit.get('Environment', 'NONE=').partition('=')
        program = unit['ExecStart'].replace('%d', folder).replace('${' + name + '}', value)
        words = shlex.join(['setpriv', '--reuid', unit['User'], '--regid', unit['Group'], '--init-groups', '--no-new-privs',
                            *shlex.split(program), *self.more])
        shell = f'mount -t tmpfs -o mode=000 hidden {hidden}; umask {unit["UMask"]}; exec {words}'
        self.process = subprocess.Popen(['unshare', '-m', 'sh', '-c', shell], stdout=self.log, stderr=self.log,
                                        env=os.environ | {'CREDENTIALS_DIRECTORY': folder})

    def stop(self, kind=signal.SIGTERM):
        if self.process:
            self.process.send_signal(kind)
            self.process.wait(20)
            self.process = None


class Deployed(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        call('pg_createcluster', '15', 'main')
        cls.output = call(DEPLOY + '/setup', '--host', 'gateway.test').stdout
        cls.ca = os.path.join(tempfile.mkdtemp(), 'ca.pem')
        shutil.copy(DATA + '/front/ca.pem', cls.ca)
        cls.front, cls.core = Unit('hall-gateway-front'), Unit('hall-gateway-core')
        cls.front.start()
        cls.core.start()
        call('nginx')
        try:
            until('nginx and the front answer', lambda: cls.get('/healthz') == 200)
        except AssertionError as error:
            raise AssertionError(f'{error}: {cls.get("/healthz")}\n{cls.logs()}') from error

    @staticmethod
    def logs():
        told = ''
        for folder, _, names in os.walk('/var/log'):
            for name in names:
                with open(os.path.join(folder, name), encoding='utf-8', errors='replace') as file:
                    told += f'--- {name}\n{file.read()[-1500:]}\n'
        return told

    @classmethod
    def tearDownClass(cls):
        cls.front.stop()
        cls.core.stop()
        call('nginx', '-s', 'quit', good=False)
        call('pg_ctlcluster', '15', 'main', 'stop', '--force', good=False)

    @classmethod
    def context(cls):
        return ssl.create_default_context(cafile=cls.ca)

    @classmethod
    def get(cls, path, context=None, data=None):
        try:
            with urllib.request.urlopen(urllib.request.Request(URL + path, data=data), timeout=10,
                                        context=context or cls.context()) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except urllib.error.URLError as error:
            return type(error.reason).__name__

    def in_files_of_nginx(self, path, said, seconds):
        """Whether the most that may come in a call about a person is written down before all of it is there."""
        with socket.create_connection(('127.0.0.1', 443)) as plain, self.context().wrap_socket(
                plain, server_hostname='127.0.0.1') as line:
            line.sendall(f'POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: {256 * 1024}\r\n\r\n'.encode())
            for _ in range(250):
                line.sendall(said.ljust(1024))
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                for file in glob.glob('/proc/[0-9]*/fd/*'):  # no folder names it
                    if os.path.islink(file) and os.readlink(file).startswith('/var/lib/nginx/'):
                        with open(file, 'rb') as content:
                            if said in content.read():
                                return True
                time.sleep(0.1)
            return False

    def gateway(self, *words, user='hall-front', good=True):
        return call('runuser', '-u', user, '--', GATEWAY, *words, '--data', DATA, '--database', 'postgresql:///hall', good=good)

    def items(self):
        return json.loads(self.gateway('list', '--json').stdout)

    def kiosk(self, name):
        folder = tempfile.mkdtemp()
        code = self.gateway('enrol-code', name).stdout.strip()
        call(BIN + '/hallctl', 'enrol', '--data', folder, '--gateway', URL, '--code', code, '--ca', self.ca)
        return folder

    def add(self, folder, count, *more):
        call(BIN + '/hallctl', 'outbox', 'add', '--data', folder, '--count', count, *more)

    def sync(self, folder, good=True):
        done = call(BIN + '/hallctl', 'sync', '--drain', '--data', folder, '--json', good=good)
        return json.loads(done.stdout) if good else done

    def for_acceptance(self):
        """Cases marked as tests are taken, as a drop-in of the unit would say while a gateway is tried out."""
        self.front.stop()
        self.front.more = ('--accept-tests',)
        self.front.start()
        until('the front answers', lambda: self.get('/healthz') == 200)

    def test_1_what_is_where(self):
        self.assertIn('== Ready', self.output)
        files = {path: (os.stat(path).st_uid, oct(os.stat(path).st_mode & 0o7777))
                 for path in (DATA + '/front/ca.key', DATA + '/core/unseal.key', DATA + '/core', DATA + '/front')}
        again = call(DEPLOY + '/setup', '--host', 'gateway.test').stdout
        self.assertIn('== Ready', again)
        whole = call('nginx', '-T').stdout
        self.assertEqual(re.findall(r'^\s*worker_connections\s+(\d+);', whole, re.M), ['8192'])
        self.assertEqual(re.findall(r'^worker_rlimit_nofile\s+(\d+);', whole, re.M), ['20000'])
        self.assertNotIn('does not name', again)
        for name in ('other.test', '10.9.8.7'):
            self.assertIn(f'does not name {name}', call(DEPLOY + '/setup', '--host', name).stdout)
        os.chmod(DEPLOY + '/archive', 0o700)
        self.assertIn('postgres may not run it', call(DEPLOY + '/setup', good=False).stderr)
        os.chmod(DEPLOY + '/archive', 0o755)
        for path, (user, mode) in files.items():
            self.assertEqual((os.stat(path).st_uid, oct(os.stat(path).st_mode & 0o7777)), (user, mode), path)
        # Nor does it take away a server certificate that somebody else gave; ours is laid down again.
        with open('/etc/hall-gateway/server.pem', 'rb') as file:
            ours = file.read()
        other = tempfile.mkdtemp()
        call(GATEWAY, 'init', '--data', other, '--database', 'none')
        for there, laid in ((other, False), (DATA, True)):
            for name in ('server.pem', 'server.key'):
                shutil.copy(f'{there}/front/{name}', '/etc/hall-gateway/' + name)
            self.assertEqual('it stays' in call(DEPLOY + '/setup').stdout, not laid)
            with open('/etc/hall-gateway/server.pem', 'rb') as file:
                self.assertEqual(file.read() == ours, laid)
        self.assertEqual(files[DATA + '/core/unseal.key'][1], '0o600')
        self.assertNotEqual(files[DATA + '/front'][0], files[DATA + '/core'][0])
        for user, path in (('hall-front', DATA + '/core/unseal.key'), ('hall-core', DATA + '/front/ca.key'),
                           ('www-data', DATA + '/front/ca.key'), ('postgres', DATA + '/core/unseal.key')):
            self.assertNotEqual(call('runuser', '-u', user, '--', 'cat', path, good=False).returncode, 0, (user, path))
        self.front.stop()
        self.front.start()
        until('the front answers after the database began anew', lambda: self.get('/healthz') == 200)

    def test_2_what_is_open(self):
        self.assertEqual(self.get('/'), 404)
        self.assertEqual(self.get('/../front/ca.key'), 400)
        self.assertEqual(self.get('/metrics'), 200)
        self.assertEqual(self.get('/v1/inbox?after=0'), 401)
        self.assertEqual(self.get('/v1/enrol', data=b'x' * 20_000), 413)
        # A phone's page is the front's, in words, whatever its code; who came with which is in no log.
        code = 'A' * 22
        for data in (None, b'--x--'):
            with self.assertRaises(urllib.error.HTTPError) as over:
                urllib.request.urlopen(urllib.request.Request(f'{URL}/u/{code}', data=data), timeout=10, context=self.context())
            self.assertEqual(over.exception.code, 404)
            self.assertIn('二维码已失效', over.exception.read().decode())
        # Nor what is refused before the front sees it, which nginx writes into its log of errors elsewhere.
        for path in (f'/u/{code}', '/v1/inbox'):
            with socket.create_connection(('127.0.0.1', 443)) as plain, self.context().wrap_socket(
                    plain, server_hostname='127.0.0.1') as line:
                line.sendall(f'POST {path} HTTP/1.1\r\nHost: x\r\nContent-Length: 99000000\r\n\r\n'.encode())
                self.assertIn(b' 413 ', line.recv(1000))
        with open('/var/log/nginx/error.log', encoding='utf-8') as file:
            errors = file.read()
        self.assertIn('/v1/inbox', errors)
        for log in glob.glob('/var/log/**/*', recursive=True):
            if os.path.isfile(log):
                with open(log, encoding='utf-8', errors='replace') as file:
                    self.assertNotIn(code, file.read(), log)
        # What is asked about a person does not lie in a file of nginx while it comes in; a batch, which is sealed, may.
        said = b'370200199003070999'
        self.assertTrue(self.in_files_of_nginx('/v1/batch', said, 20))
        for path in ('/v1/draft', '/v1/ask'):
            self.assertFalse(self.in_files_of_nginx(path, said, 2), path)
        old = self.context()
        old.maximum_version = ssl.TLSVersion.TLSv1_2
        self.assertIn('SSL', str(self.get('/healthz', old)))
        stranger = ssl.create_default_context()
        self.assertIn('SSL', str(self.get('/healthz', stranger)))
        # Nobody is believed for what a header says.
        forged = urllib.request.Request(URL + '/v1/inbox?after=0')
        with open(self.ca, encoding='ascii') as file:
            forged.add_header('X-Client-Cert', urllib.request.quote(file.read()))
        with self.assertRaises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(forged, timeout=10, context=self.context())
        self.assertEqual(refused.exception.code, 401)

    def test_3_cases_come_in_and_are_judged(self):
        real = self.kiosk('HALL1-01')
        self.add(real, 1)
        refused = self.sync(real, good=False)
        self.assertEqual((refused.returncode, json.loads(refused.stdout)['totals']), (1, {'rejected': 1}))
        self.for_acceptance()
        kiosk = type(self).second = self.kiosk('HALL1-02')
        self.add(kiosk, CASES)
        self.add(kiosk, 2, '--scan', SCAN)
        self.assertEqual(self.sync(kiosk)['totals']['stored'], CASES + 2)
        items = self.items()
        self.assertEqual(sorted(item['seq'] for item in items), list(range(1, CASES + 3)))
        until('the core has judged all of them',
              lambda: all(item['state'] in ('accepted', 'decided', 'refused') for item in self.items()), 60)
        opened = call('runuser', '-u', 'hall-core', '--', GATEWAY, 'open', items[-1]['id'], '--key', DATA + '/core/unseal.key',
                      '--data', DATA, '--database', 'postgresql:///hall')
        self.assertTrue(json.loads(opened.stdout)['materials'][0]['good'])
        for log in ('/var/log/nginx/hall-gateway.log', '/var/log/hall-gateway-front.log', '/var/log/hall-gateway-core.log',
                    '/var/log/postgresql/postgresql-15-main.log'):
            with open(log, encoding='utf-8', errors='replace') as file:
                self.assertNotIn('37020019900307006X', file.read(), log)

    def test_3_what_is_over_is_destroyed_as_its_unit_says(self):
        unit = Unit('hall-gateway-retention').settings()
        words = [word.replace('${DAYS}', unit['Environment'].removeprefix('DAYS=')) for word in shlex.split(unit['ExecStart'])]
        done = call('runuser', '-u', unit['User'], '--', *words)
        self.assertIn('0 cases, 0 scans, 0 questions,', done.stdout)  # nothing is so old

    def test_3_nobody_asked_for_this_person(self):
        done = call('runuser', '-u', 'hall-front', '--', GATEWAY, 'asks', '--person', '-', '--kiosk', 'HALL1-02', '--since', '2026-01-01',
                    '--json', '--data', DATA, '--database', 'postgresql:///hall', text='37020019900307006X\n')
        self.assertEqual(done.stdout, '[]\n')

    def shown(self):
        return ssl.get_server_certificate(('127.0.0.1', 443))

    def test_3_the_servers_certificate_is_exchanged_while_requests_run(self):
        """As README.md says, some times over, while kiosks hand in and others ask on connections that stay open."""
        ended, failed, answered = threading.Event(), [], [0]

        def ask(keep):
            line = http.client.HTTPSConnection('127.0.0.1', context=self.context(), timeout=20)
            used = False
            while not ended.is_set():
                try:
                    line.request('GET', '/healthz')
                    answer = line.getresponse()
                    answer.read()
                    if answer.status != 200:
                        failed.append(answer.status)
                    answered[0] += 1
                    used = True
                except (OSError, http.client.HTTPException) as error:
                    # nginx ends what is idle; whoever finds that out with the next request begins anew, as every client.
                    if not used:
                        failed.append(repr(error))
                    line.close()
                    used = False
                if not keep:
                    line.close()
                    used = False
                time.sleep(0.01)
            line.close()
        kiosk = self.kiosk('HALL1-04')
        self.add(kiosk, 3 * CASES)
        askers = [threading.Thread(target=ask, args=(keep,)) for keep in (True, True, False)]
        for asker in askers:
            asker.start()
        sync = subprocess.Popen([BIN + '/hallctl', 'sync', '--drain', '--data', kiosk, '--json'], stdout=subprocess.PIPE, text=True)
        try:
            for i in range(4):
                before, asked = self.shown(), answered[0]
                call('runuser', '-u', 'hall-front', '--', GATEWAY, 'server-certificate', '--data', DATA)
                call('install', '-m', '0600', DATA + '/front/server.pem', '/etc/hall-gateway/')
                call('nginx', '-t')
                call('nginx', '-s', 'reload')
                with open(DATA + '/front/server.pem', encoding='ascii') as file:
                    latest = file.read()
                self.assertNotEqual(latest, before)
                until('the new one is shown', lambda pem=latest: self.shown() == pem)
                until('more is answered', lambda: answered[0] > asked + 50)
            told = json.loads(sync.communicate(timeout=60)[0])
        finally:
            ended.set()
            for asker in askers:
                asker.join()
        self.assertEqual(failed, [])
        self.assertEqual((sync.returncode, told['totals']['stored']), (0, 3 * CASES))
        self.assertEqual(self.shown(), latest)
        # What does not fit together is not shown.
        with open('/etc/hall-gateway/server.key', 'rb') as file:
            key = file.read()
        shutil.copy(DATA + '/front/ca.key', '/etc/hall-gateway/server.key')
        good = self.shown()
        self.assertNotEqual(call('nginx', '-t', good=False).returncode, 0)
        call('nginx', '-s', 'reload', good=False)
        self.assertEqual((self.shown(), self.get('/healthz')), (good, 200))
        with open('/etc/hall-gateway/server.key', 'wb') as file:
            file.write(key)

    def test_4_a_municipal_core_that_wants_a_certificate(self):
        folder = '/etc/hall-gateway/municipal'
        os.makedirs(folder, 0o700)

        def openssl(*words):
            call('openssl', *words)
        def made(name, extensions):
            with open(f'{folder}/{name}.ext', 'w', encoding='ascii') as file:
                file.write(extensions)
            openssl('req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', f'/CN={name}', '-keyout',
                    f'{folder}/{name}.key', '-out', f'{folder}/{name}.csr')
            openssl('x509', '-req', '-in', f'{folder}/{name}.csr', '-CA', f'{folder}/authority.pem', '-CAkey', f'{folder}/authority.key',
                    '-CAcreateserial', '-days', '30', '-extfile', f'{folder}/{name}.ext', '-out', f'{folder}/{name}.pem')
        openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=authority', '-days', '30',
                '-keyout', f'{folder}/authority.key', '-out', f'{folder}/authority.pem')
        made('core', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
        made('gateway', 'extendedKeyUsage=clientAuth\n')
        core = subprocess.Popen([BIN + '/hall-core-standin', '--data', tempfile.mkdtemp(), '--listen', '127.0.0.1:0', '--certificate',
                                 folder + '/core.pem', '--key', folder + '/core.key', '--clients-ca', folder + '/authority.pem'],
                                stdout=subprocess.PIPE, text=True)
        self.addCleanup(core.communicate)
        self.addCleanup(core.kill)
        url = core.stdout.readline().split()[-1]
        dropin = '/etc/systemd/system/hall-gateway-core.service.d'
        call('install', '-D', '-m', '0644', DEPLOY + '/hall-gateway-core-municipal.conf', dropin + '/municipal.conf')
        with open(dropin + '/override.conf', 'w', encoding='ascii') as file:
            file.write(f'[Service]\nEnvironment=CORE={url}\n')
        # Nobody stands behind a test case: what its service asks of whoever hands it in would refuse it.
        service = SHARE + '/catalogue/services/unemployment-registration.json'
        with open(service, encoding='utf-8') as file:
            text = json.load(file)
        text['assurance'] = 'open'
        with open(service, 'w', encoding='utf-8') as file:
            json.dump(text, file)
        self.core.stop()
        self.core.start()
        self.addCleanup(self.core.start)
        self.addCleanup(shutil.rmtree, dropin)
        self.addCleanup(self.core.stop)
        until('the core answers', lambda: '  up since' in self.gateway('core', 'list').stdout)
        self.add(self.second, 3)
        self.sync(self.second)
        until('they are handed over', lambda: 'accepted 3' in self.gateway('core', 'list').stdout, 60)

    def test_4_records_that_a_municipal_core_has(self):
        folder = '/etc/hall-gateway/ask'
        os.makedirs(folder, 0o700)
        self.addCleanup(shutil.rmtree, folder)

        def made(name, extensions):
            with open(f'{folder}/{name}.ext', 'w', encoding='ascii') as file:
                file.write(extensions)
            call('openssl', 'req', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', f'/CN={name}', '-keyout',
                 f'{folder}/{name}.key', '-out', f'{folder}/{name}.csr')
            call('openssl', 'x509', '-req', '-in', f'{folder}/{name}.csr', '-CA', f'{folder}/authority.pem', '-CAkey',
                 f'{folder}/authority.key', '-CAcreateserial', '-days', '30', '-extfile', f'{folder}/{name}.ext', '-out',
                 f'{folder}/{name}.pem')
        call('openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-subj', '/CN=authority',
             '-days', '30', '-keyout', f'{folder}/authority.key', '-out', f'{folder}/authority.pem')
        made('core', 'subjectAltName=IP:127.0.0.1\nextendedKeyUsage=serverAuth\n')
        made('gateway', 'extendedKeyUsage=clientAuth\n')
        core = subprocess.Popen([BIN + '/hall-core-standin', '--data', tempfile.mkdtemp(), '--listen', '127.0.0.1:0', '--certificate',
                                 folder + '/core.pem', '--key', folder + '/core.key', '--clients-ca', folder + '/authority.pem',
                                 '--people', SOURCE + '/resources/demo/centre/people.json', '--dictionary',
                                 SOURCE + '/resources/catalogue/dictionary.json'], stdout=subprocess.PIPE, text=True)
        self.addCleanup(core.communicate)
        self.addCleanup(core.kill)
        url = core.stdout.readline().split()[-1]
        call(BIN + '/hall-gateway', 'ask-check', '--ask', url, '--ask-ca', folder + '/authority.pem', '--ask-certificate',
             folder + '/gateway.pem', '--ask-key', folder + '/gateway.key')
        dropin = '/etc/systemd/system/hall-gateway-front.service.d'
        call('install', '-D', '-m', '0644', DEPLOY + '/hall-gateway-front-ask.conf', dropin + '/ask.conf')
        with open(dropin + '/override.conf', 'w', encoding='ascii') as file:
            file.write(f'[Service]\nEnvironment=ASK={url}\n')
        self.front.stop()
        self.front.start()
        until('the front answers', lambda: self.get('/healthz') == 200)
        self.addCleanup(until, 'the front answers as before', lambda: self.get('/healthz') == 200)
        self.addCleanup(self.front.start)
        self.addCleanup(shutil.rmtree, dropin)
        self.addCleanup(self.front.stop)
        # A kiosk's question goes through nginx, the front and the certificates of both sides.
        with open(self.second + '/identity/identity.json', encoding='utf-8') as file:
            identity = json.load(file)
        with tempfile.NamedTemporaryFile('w', suffix='.pem') as own:
            own.write(identity['certificate'] + identity['key'])
            own.flush()
            proof = {'visit': '7d444840-9dc0-41d1-b245-5ffdce74fad2', 'number': '37020019900307006X', 'name': '张测试',
                     'source': 'social-card', 'region': '370200', 'assurance': 'holder'}
            told = call('curl', '-sS', '--cacert', self.ca, '--cert', own.name, '-H', 'Content-Type: application/json',
                        '--data', json.dumps({'v': 1, 'kind': 'query', 'service': 'emp-cert', 'proof': proof}),
                        identity['gateway'] + '/v1/ask').stdout
        self.assertEqual(json.loads(told)['fields']['emp_cert_no'], '3702030018000001')

    def test_4_a_kiosk_is_thrown_out(self):
        kiosk = self.kiosk('HALL1-03')
        self.add(kiosk, 1)
        self.assertEqual(self.sync(kiosk)['totals']['stored'], 1)
        self.gateway('revoke', 'HALL1-03')
        revoked = time.monotonic()
        self.add(kiosk, 1)
        done = self.sync(kiosk, good=False)
        self.assertNotEqual(done.returncode, 0)
        self.assertIn('revoked', done.stdout + done.stderr)
        self.assertEqual(len([item for item in self.items() if item['kiosk'] == 'HALL1-03']), 1)
        self.assertLess(time.monotonic() - revoked, 30)
        # It was a mistake, or a citizen's case is on it: it comes on a stick.
        stick = tempfile.mkdtemp()
        call(BIN + '/hallctl', 'outbox', 'export', stick, '--data', kiosk)
        call('chown', '-R', 'hall-front', stick)
        self.assertEqual(json.loads(self.gateway('take', stick, '--accept-tests', '--json').stdout)['stored'], 1)
        self.assertEqual(len([item for item in self.items() if item['kiosk'] == 'HALL1-03']), 2)

    @staticmethod
    def stored():
        """Base backups, segments of the archived log, scans, and scans that the gateway destroyed."""
        return ({name for name in os.listdir(BACKUPS) if name.startswith('base-')},
                {name[8:24] for name in os.listdir(BACKUPS + '/wal') if re.match('[0-9A-F]{24}', name)},
                {name for _, _, names in os.walk(BACKUPS + '/blobs') for name in names},
                {name for _, _, names in os.walk(BACKUPS + '/blobs-gone') for name in names})

    @staticmethod
    def begins(base):
        """The segment that a base backup needs first."""
        label = call('tar', '-xzOf', f'{BACKUPS}/{base}/base.tar.gz', 'backup_label').stdout
        return re.search(r'\(file [0-9A-F]{8}([0-9A-F]{16})\)', label).group(1)

    def test_4_what_backups_keep(self):
        """Base backups of a day, then one a day for a fortnight; the log that they need; no scan for longer."""
        begun = time.time()
        call(DEPLOY + '/backup')
        first = max(self.stored()[0])
        def old(hours):
            name = time.strftime('base-%Y%m%dT%H%M%SZ', time.gmtime(begun - hours * 3600))
            shutil.copytree(f'{BACKUPS}/{first}', f'{BACKUPS}/{name}')
            return name
        midnight = begun % 86400 / 3600  # hours since
        recent = [old(hours) for hours in (1, 2, 23)]
        daily = [old(midnight + 48 + 1), old(midnight + 240 + 1)]  # the last of their days
        over = [old(midnight + 48 + 2), old(midnight + 48 + 20), old(14 * 24 + 1), old(500)]
        for earlier in ('000000010000000000000000', '000000010000000000000000.gz', '000000010000000000000000.00000028.backup.gz'):
            with open(f'{BACKUPS}/wal/{earlier}', 'wb'):
                pass
        with open(BACKUPS + '/wal/00000002.history.gz', 'wb'):
            pass
        self.addCleanup(os.remove, BACKUPS + '/wal/00000002.history.gz')
        for _ in range(3):
            self.add(self.second, 1)
            self.sync(self.second)
            self.archived()
        archived = self.stored()[1]
        os.makedirs(DATA + '/blobs/zz')
        with open(DATA + '/blobs/zz/destroyed', 'wb') as file:
            file.write(b'sealed')
        time.sleep(1)  # another name
        call(DEPLOY + '/backup')
        bases, log, scans, _ = self.stored()
        newest = max(bases)
        self.assertEqual(bases, {first, newest, *recent, *daily})
        self.assertEqual(bases & set(over), set())
        self.assertEqual(log & archived, {name for name in archived if name >= self.begins(first)})
        self.assertTrue(os.path.exists(BACKUPS + '/wal/00000002.history.gz'))
        self.assertIn('destroyed', scans)
        # The timer's calls copy scans, and find the database copied.
        self.assertNotIn('base-', call(DEPLOY + '/backup', '--hourly').stdout)
        self.assertEqual(self.stored()[0], bases)
        # Scans that retention destroyed go a fortnight later.
        shutil.rmtree(DATA + '/blobs/zz')
        call(DEPLOY + '/backup', '--hourly')
        _, _, scans, gone = self.stored()
        self.assertNotIn('destroyed', scans)
        self.assertEqual(gone, {'destroyed'})
        self.assertGreater(len(scans), 0)
        path = BACKUPS + '/blobs-gone/zz/destroyed'
        for days, there in ((13.9, {'destroyed'}), (14.1, set())):
            os.utime(path, (time.time() - days * 86400,) * 2)
            call(DEPLOY + '/backup', '--hourly')
            self.assertEqual(self.stored()[3], there, days)
        # A storage that is not there has not destroyed them.
        os.rename(DATA + '/blobs', DATA + '/away')
        os.mkdir(DATA + '/blobs')
        self.assertIn('is it mounted', call(DEPLOY + '/backup', '--hourly').stderr)
        os.rmdir(DATA + '/blobs')
        os.rename(DATA + '/away', DATA + '/blobs')
        self.assertEqual(self.stored()[2:], (scans, set()))
        # Nor one that is only partly put back, also when that was broken off.
        part = next(path for path in glob.glob(DATA + '/blobs/**/*', recursive=True) if os.path.isfile(path))
        shutil.move(part, '/run/part')
        with open(BACKUPS + '/.restoring', 'wb'):
            pass
        self.assertIn('a restore was begun', call(DEPLOY + '/backup', '--hourly').stderr)
        os.remove(BACKUPS + '/.restoring')
        shutil.move('/run/part', part)
        self.assertEqual(self.stored()[2:], (scans, set()))
        # What is kept is enough: the next test puts it back.
        call('env', 'KEEP_HOURS=0', 'KEEP_DAYS=0', DEPLOY + '/backup', '--hourly')
        self.assertEqual(self.stored()[0], {newest})
        self.assertEqual({name for name in self.stored()[1] if name < self.begins(newest)}, set())

    def test_4_what_is_archived_stays_as_it_is(self):
        segment = self.archived()
        path = f'{PGDATA}/pg_wal/{segment}'
        shutil.copy(path, '/run/segment')
        self.addCleanup(os.remove, '/run/segment')
        def again():
            call('chmod', '0644', '/run/segment')
            return call('runuser', '-u', 'postgres', '--', DEPLOY + '/archive', '/run/segment', segment, good=False).returncode
        size = os.path.getsize(f'{BACKUPS}/wal/{segment}.gz')
        self.assertLess(size, 8 * 1024 * 1024)
        self.assertEqual(again(), 0)
        with open('/run/segment', 'r+b') as file:
            file.write(b'another')
        self.assertNotEqual(again(), 0)
        self.assertEqual(os.path.getsize(f'{BACKUPS}/wal/{segment}.gz'), size)

    def test_5_a_disk_is_lost(self):
        call(DEPLOY + '/backup')
        self.add(self.second, 40)
        self.add(self.second, 1, '--scan', SCAN)
        self.sync(self.second)
        before = self.items()
        call(DEPLOY + '/backup')
        self.add(self.second, 30)
        self.sync(self.second)
        after = self.items()
        self.assertEqual(len(after), len(before) + 30)
        until('the log is archived', self.archived)
        self.front.stop(signal.SIGKILL)
        self.core.stop(signal.SIGKILL)
        with open(PGDATA + '/postmaster.pid', encoding='ascii') as file:
            database = int(file.readline())
        os.kill(database, signal.SIGKILL)
        os.waitpid(database, 0)  # this program is the first of its namespace: the daemon is its child
        shutil.rmtree(PGDATA)
        shutil.rmtree(DATA + '/blobs')
        told = call(DEPLOY + '/restore').stdout
        self.assertFalse(os.path.exists(BACKUPS + '/.restoring'))
        self.assertIn('is back', told)
        self.front.start()
        self.core.start()
        until('the front answers', lambda: self.get('/healthz') == 200)
        self.assertEqual([(item['id'], item['seq']) for item in self.items()], [(item['id'], item['seq']) for item in after])
        with_scan = [item for item in before if item['kiosk'] == 'HALL1-02'][-1]
        opened = call('runuser', '-u', 'hall-core', '--', GATEWAY, 'open', with_scan['id'], '--key', DATA + '/core/unseal.key',
                      '--data', DATA, '--database', 'postgresql:///hall')
        self.assertTrue(json.loads(opened.stdout)['materials'][0]['good'])
        # The chain goes on where it was.
        self.add(self.second, 5)
        self.assertEqual(self.sync(self.second)['totals']['stored'], 5)

    def test_5_keys_are_encrypted_for_this_machine(self):
        """The lines of README.md as they stand there. No systemd runs here: what it lays down is what systemd-creds decrypts."""
        if not shutil.which('systemd-creds'):
            self.skipTest('systemd-creds is not installed')
        with open(DEPLOY + '/README.md', encoding='utf-8') as file:
            section = file.read().split('\n## Keys\n')[1].split('\n## ')[0]
        lines = [re.split(' {3,}', line.strip())[0] for line in section.splitlines() if line.startswith('    ')]
        self.assertEqual([line.split()[0] for line in lines[:4]], ['head', 'systemd-creds', 'shred', DEPLOY + '/setup'])
        logs = {unit: os.path.getsize(unit.log.name) for unit in (self.front, self.core)}
        call('sh', '-ec', lines[0])
        with open('/dev/shm/hall-keys', 'rb') as file:
            secret = file.read()
        self.assertEqual(len(secret), 32)
        encrypted = call('sh', '-ec', '\n'.join(lines[1:3]), good=False)
        if 'temporary file system' in encrypted.stderr:
            self.skipTest('/var/tmp is no disk')
        self.assertEqual(encrypted.returncode, 0, encrypted.stderr)
        self.assertFalse(os.path.exists('/dev/shm/hall-keys'))
        with open('/etc/hall-gateway/hall-keys.cred', 'rb') as file:
            self.assertNotIn(secret, file.read())
        self.assertIn('== Ready', call('sh', '-ec', lines[3] + ' --host gateway.test').stdout)
        keys = [path for path in glob.glob(DATA + '/*/*.key') if os.path.basename(path) != 'server.key']
        self.assertGreaterEqual(len(keys), 5)
        for path in keys:
            with open(path, 'rb') as file:
                self.assertEqual(file.read(4), b'HKK1', path)
        for unit in (self.front, self.core):
            encrypted = unit.settings()['LoadCredentialEncrypted']
            self.assertEqual(encrypted, ['hall-keys:/etc/hall-gateway/hall-keys.cred'])
            self.assertIn(f'-p LoadCredentialEncrypted={encrypted[0]} ', lines[4])
            unit.stop()
            unit.start()
        until('the front answers', lambda: self.get('/healthz') == 200)
        with open('/run/credentials/hall-gateway-front/hall-keys', 'rb') as file:
            self.assertEqual(file.read(), secret)
        self.add(self.second, 2)
        self.assertEqual(self.sync(self.second)['totals']['stored'], 2)
        until('the core has judged all of them',
              lambda: all(item['state'] in ('accepted', 'decided', 'refused') for item in self.items()), 60)
        for unit, begin in logs.items():
            with open(unit.log.name, encoding='utf-8', errors='replace') as file:
                file.seek(begin)
                self.assertNotIn('keys-in-plain-files', file.read())
        with urllib.request.urlopen(URL + '/metrics', timeout=10, context=self.context()) as answer:
            self.assertRegex(answer.read().decode(), r'(?m)^hall_gateway_keys_in_plain_files 0$')
        # A command needs the same; without it, or on a machine with another key of its own, it says what is wrong.
        without = self.gateway('enrol-code', 'HALL1-09', good=False)
        self.assertEqual(without.returncode, 1, without.stdout)
        self.assertIn('hall-keys', without.stderr)
        words = (GATEWAY, 'enrol-code', 'HALL1-09', '--data', DATA, '--database', 'postgresql:///hall')
        call('runuser', '-u', 'hall-front', '--', 'env', 'CREDENTIALS_DIRECTORY=/run/credentials/hall-gateway-front', *words)
        os.rename('/var/lib/systemd/credential.secret', '/var/lib/systemd/away')
        elsewhere = call(DEPLOY + '/setup', '--host', 'gateway.test', good=False)
        self.assertNotEqual(elsewhere.returncode, 0)
        self.assertIn('hall-keys.cred cannot be decrypted on this machine', elsewhere.stdout + elsewhere.stderr)

    def test_6_somebody_tries_codes(self):
        self.assertIn(429, [self.get('/v1/enrol', data=b'{}') for _ in range(60)])

    @staticmethod
    def archived():
        """The segment that held the last commit is in the archive."""
        query = ['runuser', '-u', 'postgres', '--', 'psql', '-qAt', '-c']
        segment = call(*query, 'SELECT pg_walfile_name(pg_switch_wal())').stdout.strip()
        return until(segment, lambda: os.path.exists(f'{BACKUPS}/wal/{segment}.gz') and segment, 30)


if __name__ == '__main__':
    if os.environ.get(INSIDE):
        unittest.main(verbosity=2)
    why = missing()
    if why:
        print(f'SKIP: {why}')
        sys.exit(SKIPPED)
    again = f'{PREPARE}exec {shlex.join([sys.executable, "-B", os.path.abspath(__file__), *sys.argv[1:]])}'
    with tempfile.TemporaryDirectory(dir='/var/tmp') as disk:
        done = subprocess.run(['unshare', '-m', '-n', '-p', '--fork', '--kill-child', '--mount-proc', 'bash', '-c', again], check=False,
                              env=os.environ | {INSIDE: '1', DISK: disk, 'PATH': '/usr/sbin:/usr/bin:/sbin:/bin'})
    sys.exit(done.returncode)
