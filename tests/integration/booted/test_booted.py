#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A centre and a kiosk as their pages say they are put in place, under the systemd that starts them: every unit in its
sandbox, the lines of the pages run as they stand there, programs killed and hung, a disk lost and put back.

The machine is machine.py's; the kiosk's screen is one that cage has in memory.
"""
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import unittest

import machine

BIN, SOURCE = os.environ['HALL_BIN'], os.environ['HALL_SOURCE']
DATA, BACKUPS = '/var/lib/hall-gateway', '/var/backups/hall-gateway'
GATEWAY, CTL = '/opt/hallkiosk/bin/hall-gateway', '/opt/hallkiosk/bin/hallctl'
DEPLOY = '/opt/hallkiosk/share/gateway/deploy'
OPTIONS = f'--data {DATA} --database postgresql:///hall'
UNITS = ('hall-gateway-front', 'hall-gateway-core')
SOCKET = '/run/hallkiosk-session/hall-kiosk.sock'
PROGRAMS = ('/lib/systemd/systemd', '/usr/bin/cage', '/usr/sbin/nginx', '/usr/bin/pg_createcluster', '/usr/bin/systemd-creds',
            '/usr/lib/postgresql/15/bin/postgres', '/usr/bin/nsenter', '/usr/sbin/runuser', '/usr/sbin/seatd')
# Tenths of systemd-analyze's measure: 96 is a service with no sandbox at all.
EXPOSED = {'hall-gateway-front': 15, 'hall-gateway-core': 15, 'hall-gateway-retention': 35, 'hall-gateway-backup': 30, 'hallkiosk': 45}


def section(path, heading):
    with open(os.path.join(SOURCE, path), encoding='utf-8') as file:
        return file.read().split(f'\n## {heading}\n')[1].split('\n## ')[0]


def indented(text):
    """The lines of an indented block of a page."""
    return [re.sub(r' {3,}.*', '', line.strip()) for line in text.splitlines() if line.startswith('    ')]


def installed(text):
    """Without what the network would be needed for."""
    return '\n'.join(line for line in text.splitlines() if not line.lstrip().startswith('apt')).replace('build/bin/', BIN + '/')


def until(what, there, seconds=60):
    end = time.monotonic() + seconds
    while True:
        found = there()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f'not within {seconds} s: {what}')
        time.sleep(0.1)


class Booted(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.machine = MACHINE
        cls.call, cls.shell = cls.machine.call, cls.machine.shell
        cls.lines = indented(section('app/gateway/deploy/README.md', 'Install'))

    @classmethod
    def show(cls, unit, name):
        return cls.call('systemctl', 'show', '--value', '-p', name, unit).stdout.strip()

    def active(self, *units):
        for unit in units:
            self.assertEqual(self.call('systemctl', 'is-active', unit, good=False).stdout.strip(), 'active',
                             self.call('systemctl', 'status', '--no-pager', '-n', '30', unit, good=False).stdout)

    def gateway(self, words, user='hall-front'):
        return self.call('runuser', '-u', user, '--', GATEWAY, *words.split(), *OPTIONS.split()).stdout

    def answers(self):
        return self.call('curl', '-s', '-o', '/dev/null', '-w', '%{http_code}', '--tlsv1.3', '--cacert', DATA + '/front/ca.pem',
                         'https://127.0.0.1/healthz', good=False).stdout == '200'

    def items(self):
        return json.loads(self.gateway('list --json'))

    def sync(self):
        return json.loads(self.shell(f'{BIN}/hallctl sync --drain --data /tmp/kiosk --json').stdout)['totals']

    def add(self, count, more=''):
        self.shell(f'{BIN}/hallctl outbox add --data /tmp/kiosk --count {count} {more}')

    def status(self):
        return json.loads(self.call(CTL, 'status', '--control', SOCKET, '--json').stdout)

    def test_01_the_centre_is_installed(self):
        self.call('pg_createcluster', '15', 'main')
        self.call('systemctl', 'start', 'postgresql', 'nginx')  # as their packages do
        told = self.shell(installed('\n'.join(self.lines))).stdout
        self.assertIn('== Ready', told)
        until('the centre answers', self.answers)
        self.active(*UNITS, 'postgresql@15-main', 'nginx', 'hall-gateway-backup.timer')
        for unit in UNITS:
            self.assertEqual(self.call('systemctl', 'is-enabled', unit).stdout.strip(), 'enabled')

    def test_02_a_kiosk_joins_and_its_cases_are_judged(self):
        # As while a gateway is tried out: cases marked as tests are taken.
        self.shell('mkdir -p /etc/systemd/system/hall-gateway-front.service.d\n'
                   'start=$(grep ^ExecStart= /etc/systemd/system/hall-gateway-front.service)\n'
                   'printf "[Service]\\nExecStart=\\n%s --accept-tests\\n" "$start" >/etc/systemd/system/hall-gateway-front.service.d/tests.conf\n'
                   'systemctl daemon-reload; systemctl restart hall-gateway-front')
        until('the centre answers', self.answers)
        code = self.gateway('enrol-code HALL1-01').strip()
        self.shell(f'mkdir -m 700 /tmp/kiosk; {BIN}/hallctl enrol --data /tmp/kiosk --gateway https://127.0.0.1 --code {code} '
                   f'--ca {DATA}/front/ca.pem')
        self.add(10)
        self.add(1, f'--scan {SOURCE}/resources/demo/pages/id-card.jpg')
        self.assertEqual(self.sync()['stored'], 11)
        until('the core has judged them', lambda: all(item['state'] in ('accepted', 'decided', 'refused') for item in self.items()))

    def test_03_what_is_killed_is_back(self):
        for _ in range(7):  # more often than systemd puts up with unasked
            for unit in UNITS:
                self.call('systemctl', 'kill', '--signal', 'KILL', unit, good=False)
            time.sleep(0.3)
            until('both run', lambda: all(self.show(unit, 'SubState') == 'running' for unit in UNITS))
        until('the centre answers', self.answers)
        self.add(2)
        self.assertEqual(self.sync()['stored'], 2)

    def test_04_a_database_that_comes_late(self):
        self.call('systemctl', 'stop', 'postgresql@15-main')
        self.call('systemctl', 'restart', *UNITS)
        time.sleep(8)
        self.call('systemctl', 'start', 'postgresql@15-main')
        until('both run', lambda: all(self.show(unit, 'SubState') == 'running' for unit in UNITS))
        self.add(2)
        until('cases are taken', lambda: self.sync().get('stored'))

    def test_05_keys_encrypted_for_this_machine(self):
        lines = indented(section('app/gateway/deploy/README.md', 'Keys'))
        self.shell('\n'.join(lines[:4]))
        until('the centre answers', self.answers)
        self.active(*UNITS)
        for unit in UNITS:
            said = self.machine.journal('-u', unit, '_PID=' + self.show(unit, 'MainPID'))
            self.assertNotIn('keys-in-plain-files', said)
        key = self.call('head', '-c', '4', DATA + '/core/unseal.key').stdout
        self.assertEqual(key, 'HKK1')
        called = ' '.join(line.rstrip('\\') for line in lines[4:6]).replace('…', f'--catalogue /opt/hallkiosk/share/catalogue {OPTIONS}')
        self.assertTrue(self.shell(called).stdout.strip())

    def with_key(self, user, words):
        return self.call('systemd-run', '--quiet', '--pipe', '--wait', f'--uid={user}', '-p',
                         'LoadCredentialEncrypted=hall-keys:/etc/hall-gateway/hall-keys.cred', GATEWAY, *words.split()).stdout

    def test_06_another_server_certificate(self):
        def serial():
            return self.shell('openssl s_client -connect 127.0.0.1:443 </dev/null 2>/dev/null | openssl x509 -noout -serial').stdout
        before = serial()
        self.with_key('hall-front', f'server-certificate --data {DATA}')
        lines = indented(section('app/gateway/deploy/README.md', 'Another server certificate'))
        self.shell('\n'.join(lines[1:]))
        until('another certificate is shown', lambda: serial() != before)
        self.add(1)
        self.assertEqual(self.sync()['stored'], 1)

    def test_07_backup_retention_and_restore(self):
        self.call('systemctl', 'start', 'hall-gateway-backup.service')
        self.assertIn('base-', self.call('ls', BACKUPS).stdout)
        self.assertEqual(self.show('hall-gateway-backup.service', 'Result'), 'success')
        self.call('systemctl', 'start', 'hall-gateway-retention.service')
        self.add(3)
        self.assertEqual(self.sync()['stored'], 3)
        before = [(item['id'], item['seq']) for item in self.items()]
        segment = self.shell('cd /; runuser -u postgres -- psql -qAt -c "SELECT pg_walfile_name(pg_switch_wal())"').stdout.strip()
        until('the log is archived', lambda: segment + '.gz' in self.call('ls', BACKUPS + '/wal').stdout)
        self.call('systemctl', 'kill', '--signal', 'KILL', *UNITS, 'postgresql@15-main')
        stop, *rest = indented(section('app/gateway/deploy/README.md', 'Restore'))
        self.shell(f'{stop}; systemctl reset-failed; rm -rf /var/lib/postgresql/15/main {DATA}/blobs')
        self.assertIn('is back', self.shell('\n'.join(rest)).stdout)
        until('the centre answers', self.answers)
        self.assertEqual([(item['id'], item['seq']) for item in self.items()], before)
        self.add(1)
        self.assertEqual(self.sync()['stored'], 1)
        self.active(*UNITS, 'postgresql@15-main')

    def test_07_the_municipal_core(self):
        """Its certificates reach the core as credentials; while nobody answers there, cases wait."""
        lines = indented(section('app/gateway/deploy/README.md', 'The municipal core'))
        drop = '/etc/systemd/system/hall-gateway-core.service.d/municipal.conf'
        self.assertTrue(lines[0].startswith('install -d') and lines[1].startswith('install -D'), lines)
        self.shell(f'{lines[0]}\ncd {DATA}/front; install -m 0600 server.pem /etc/hall-gateway/municipal/gateway.pem\n'
                   'install -m 0600 server.key /etc/hall-gateway/municipal/gateway.key\n'
                   f'install -m 0644 ca.pem /etc/hall-gateway/municipal/authority.pem\n{lines[1].rstrip(chr(92))} {lines[2]}\n'
                   f'sed -i s,https://core.example/hall,https://127.0.0.1:9, {drop}\n{lines[-1]}')
        until('it has found that nobody answers', lambda: 'core-away' in self.machine.journal('-u', 'hall-gateway-core'))
        self.active('hall-gateway-core')
        self.assertEqual(self.show('hall-gateway-core', 'NRestarts'), '0')
        self.shell(f'rm {drop}; systemctl daemon-reload; systemctl restart hall-gateway-core')

    def test_08_the_kiosk_is_installed(self):
        code = self.with_key('hall-front', f'enrol-code HALL3-08 {OPTIONS}').strip()
        block = section('README.md', 'Installing a kiosk').split('```sh\n')[1].split('```')[0]
        block = (installed(block).replace('CENTRE', '127.0.0.1').replace('CODE', code)
                 .replace('kiosk.json screen.json', '/tmp/kiosk.json /tmp/screen.json'))
        self.shell('echo \'{"region": "370200", "kiosk": "HALL3-08"}\' >/tmp/kiosk.json; cp resources/profiles/landscape-27.json /tmp/screen.json\n'
                   f'install -D -m 0644 {DATA}/front/ca.pem /etc/hallkiosk/centre.pem\n'
                   'mkdir -p /etc/systemd/system/hallkiosk.service.d\n'
                   'printf "[Service]\\nEnvironment=WLR_BACKENDS=headless WLR_LIBINPUT_NO_DEVICES=1\\n" '
                   '>/etc/systemd/system/hallkiosk.service.d/screen.conf\n' + block)
        self.active('hallkiosk')
        self.assertEqual(self.status()['stage'], 'attract')
        self.assertEqual(self.call('head', '-c', '4', '/var/lib/hallkiosk/identity/sign.key').stdout, 'HKK1')
        until('it has spoken with the centre', lambda: self.status()['network']['centre'] == 'reachable', 60)

    def test_09_the_kiosk_hands_over_what_it_has(self):
        """The program itself, in its sandbox, with the key that systemd gives it."""
        self.call('systemctl', 'stop', 'hallkiosk')
        self.call('systemd-run', '--quiet', '--pipe', '--wait', '--uid=kiosk', '-p',
                  'LoadCredentialEncrypted=hall-keys:/etc/hallkiosk/hall-keys.cred', CTL, 'outbox', 'add', '--data', '/var/lib/hallkiosk',
                  '--count', '3')
        self.call('systemctl', 'start', 'hallkiosk')
        until('the centre has them', lambda: sum(item['kiosk'] == 'HALL3-08' for item in self.items()) == 3, 60)
        # It begins anew with the centre's first release as soon as it has that: nobody is told that there is no kiosk.
        until('it knows, and runs with the release', lambda: (told := self.status())['queue']['queued'] == 0 and
              told['reference']['current'] > 0)

    def test_10_the_kiosk_ends_and_hangs(self):
        inside = self.call('systemctl', 'status', '--no-pager', 'hallkiosk').stdout
        self.assertIn('hall-kiosk --fullscreen', inside.split('CGroup')[1])  # both are the unit's: stopped and watched with it
        self.assertNotIn('dbus', inside.split('CGroup')[1].split('\n\n')[0])
        def program():
            return self.shell('pgrep -x hall-kiosk || true').stdout.strip()
        for victim in ('hall-kiosk', 'cage'):
            before = program()
            self.call('pkill', '-KILL', '-x', victim)
            until(f'{victim} was killed and the kiosk is back', lambda: program() not in ('', before) and
                  self.show('hallkiosk', 'ActiveState') == 'active')
        self.shell('printf "[Service]\\nWatchdogSec=3\\n" >/etc/systemd/system/hallkiosk.service.d/watch.conf\n'
                   'systemctl daemon-reload; systemctl restart hallkiosk')
        time.sleep(7)  # it lives on
        before, restarts = program(), int(self.show('hallkiosk', 'NRestarts'))
        self.call('pkill', '-STOP', '-x', 'hall-kiosk')
        until('one that hangs is started anew', lambda: program() not in ('', before) and
              self.show('hallkiosk', 'ActiveState') == 'active')
        self.assertEqual(int(self.show('hallkiosk', 'NRestarts')), restarts + 1)
        # It is asked to end, and does so in order: no log of the store is left.
        self.call('systemctl', 'stop', 'hallkiosk')
        self.assertEqual(self.show('hallkiosk', 'Result'), 'success')
        self.assertEqual(program(), '')
        self.assertNotIn('kiosk.db-wal', self.call('ls', '/var/lib/hallkiosk').stdout)
        self.call('systemctl', 'start', 'hallkiosk')

    def test_11_what_the_kiosk_may_not(self):
        pid = self.shell('pgrep -x hall-kiosk').stdout.strip()
        for path, there in (('/etc/hallkiosk', False), ('/var/lib/hallkiosk', True), ('/opt/hallkiosk', False)):
            done = self.call('nsenter', '--target', pid, '--mount', 'setpriv', '--reuid', 'kiosk', '--regid', 'kiosk', '--clear-groups',
                             'touch', path + '/x', good=False)
            self.assertEqual(done.returncode == 0, there, path)
        self.call('rm', '/var/lib/hallkiosk/x')
        # A stick that is put in while it runs is seen in there.
        self.shell('mkdir -p /run/hallkiosk/stick; mount -t tmpfs stick /run/hallkiosk/stick; touch /run/hallkiosk/stick/table.csv')
        seen = self.call('nsenter', '--target', pid, '--mount', 'ls', '/run/hallkiosk/stick').stdout
        self.shell('umount /run/hallkiosk/stick; rmdir /run/hallkiosk/stick')
        self.assertEqual(seen, 'table.csv\n')
        status = self.call('cat', f'/proc/{pid}/status').stdout
        self.assertRegex(status, r'CapEff:\s+0+\n')
        self.assertRegex(status, r'NoNewPrivs:\s+1\n')
        self.assertRegex(status, r'Seccomp:\s+2\n')

    def test_12_the_reader_of_tables(self):
        """A process of the kiosk's behind closed doors of its own, which the unit's sandbox must let it close."""
        with open(os.path.join(SOURCE, 'resources/units/hallkiosk.service'), encoding='utf-8') as file:
            rules = [line for line in file.read().split('LimitCORE=0')[1].split('[Install]')[0].splitlines() if '=' in line and line[0] != '#']
        done = self.call('systemd-run', '--quiet', '--pipe', '--wait', '--uid=kiosk', *(word for rule in rules for word in ('-p', rule)),
                         CTL, 'batch', 'check', '--service', 'labour-filing-hire', '--region', '370200', '--json',
                         '/opt/hallkiosk/share/hallkiosk/demo/table-stick/hire.csv', good=False)
        self.assertGreater(json.loads(done.stdout)['people'], 0, done.stdout + done.stderr)

    def test_90_how_exposed(self):
        for unit, most in EXPOSED.items():
            told = self.call('systemd-analyze', 'security', '--no-pager', f'{unit}.service').stdout.strip().splitlines()[-1]
            print(told, flush=True)
            self.assertLessEqual(float(re.search(r': (\d+\.\d)', told).group(1)) * 10, most)

    def test_91_what_the_journal_says(self):
        journal = self.machine.journal()
        self.assertGreater(len(journal.splitlines()), 50)
        ours = [line for line in journal.splitlines() if re.search(r' hall-machine \(?(hall|cage|nginx|postgres|systemd\[|backup|runuser)', line)]
        for what in ('status=31/SYS', 'SECCOMP', 'type=1326', 'Permission denied', 'Operation not permitted', 'Read-only file system',
                     'dumped core'):
            said = [line for line in ours if what in line]
            self.assertEqual(said, [], what)
        self.assertEqual(self.call('systemctl', '--failed', '--plain', '--no-legend').stdout, '')
        # Of the fictional person of `hallctl outbox add`, and nobody else either.
        self.assertIsNone(re.search(r'(?<![0-9A-Za-z])[1-9]\d{5}(19|20)\d{9}[0-9X](?![0-9A-Za-z])', journal))
        self.assertNotRegex(journal, '测试')


if __name__ == '__main__':
    WHY = machine.missing() or next((f'{path} is missing' for path in PROGRAMS if not os.path.exists(path)), '')
    if not WHY:
        try:
            MACHINE = machine.Machine(SOURCE)
        except machine.NotHere as error:
            WHY = str(error)
    if WHY:
        print(f'SKIP: {WHY}')
        sys.exit(machine.SKIPPED)
    try:
        PASSED = unittest.main(verbosity=2, exit=False, failfast=True).result.wasSuccessful()
        if not PASSED:
            print(MACHINE.journal('-n', '60', '-o', 'cat'))
    finally:
        MACHINE.stop()
    sys.exit(0 if PASSED else 1)
