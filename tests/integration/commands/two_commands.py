#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""app/run and tests/run where they cannot work: another Debian, no rights, no network, a full disk, wrong use.

Each says one line that tells what to do, and ends with 1 (2 for wrong use). They run from a copy of their scripts in
which one package more is asked for than any machine has, in namespaces of their own: no package list of this machine
is touched, and its network is only left, never taken away.
"""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))))
COMMANDS = ('app/run', 'tests/run')
MISSING = 'a-package-nobody-has'
NOBODY = 65534
SECONDS = 120


def skip(test, reason):
    print(f'SKIP: {test.id().split(".")[-1]}: {reason}', flush=True)
    raise unittest.SkipTest(reason)


class TwoCommands(unittest.TestCase):
    def setUp(self):
        self.top = tempfile.mkdtemp(prefix='hall-commands-')
        self.addCleanup(shutil.rmtree, self.top, True)
        os.chmod(self.top, 0o755)
        for name in ('.ci', 'app/run', 'app/kiosk/demo', 'tests/run'):
            source, target = os.path.join(TOP, name), os.path.join(self.top, name)
            if os.path.isdir(source):
                shutil.copytree(source, target)
            else:
                os.makedirs(os.path.dirname(target), exist_ok=True)
                shutil.copy(source, target)

    def ask_for_more(self):
        with open(os.path.join(self.top, '.ci/packages/build.txt'), 'a', encoding='ascii') as packages:
            packages.write(MISSING + '\n')

    def run_in(self, command, *arguments, around=(), env=None):
        environment = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': self.top, 'LANG': 'C.UTF-8'} | (env or {})
        return subprocess.run([*around, os.path.join(self.top, command), *arguments], capture_output=True, text=True,
                              stdin=subprocess.DEVNULL, env=environment, timeout=SECONDS, check=False)

    def says(self, done, command, code, *words):
        told = f'{done.stdout}\n{done.stderr}'
        self.assertEqual(done.returncode, code, told)
        lines = done.stderr.strip().splitlines()
        self.assertEqual(len(lines), 1, told)
        self.assertTrue(lines[0].startswith(f'{command}: '), lines[0])
        for word in words:
            self.assertIn(word, lines[0])

    def as_root_in_namespaces(self, *which):
        if os.geteuid() != 0:
            skip(self, 'only root may make the namespaces')
        around = ['unshare', *which, '--propagation', 'private']
        tried = subprocess.run([*around, 'true'], capture_output=True, text=True, check=False)
        if tried.returncode:
            skip(self, f'no namespaces here: {tried.stderr.strip()}')
        return around

    def test_another_debian(self):
        release = os.path.join(self.top, 'os-release')
        with open(release, 'w', encoding='utf-8') as file:
            file.write('ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian GNU/Linux 11 (bullseye)"\n')
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_in(command, env={'HALL_OS_RELEASE': release})
                self.says(done, command, 1, 'Debian 12 (bookworm)', 'Debian GNU/Linux 11 (bullseye)')

    def test_no_rights(self):
        """The line to type is in the message, and holds every package that is missing."""
        self.ask_for_more()
        around = []
        if os.geteuid() == 0:
            around = ['setpriv', '--reuid', str(NOBODY), '--regid', str(NOBODY), '--clear-groups']
            tried = subprocess.run([*around, 'bash', '-c', ':'], capture_output=True, text=True, check=False)
            if tried.returncode:
                skip(self, f'another user can run nothing here: {tried.stderr.strip()}')
        elif subprocess.run(['sudo', '-n', 'true'], capture_output=True, check=False).returncode == 0:
            skip(self, 'this user may do all that root may')
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_in(command, around=around)
                self.says(done, command, 1, 'As root: apt-get install --no-install-recommends', MISSING)

    def test_no_network(self):
        self.ask_for_more()
        # Fresh lists: apt must go to the network for them, as on a machine that was just installed.
        hide = 'mount -t tmpfs none /var/lib/apt/lists && mkdir /var/lib/apt/lists/partial && exec "$0" "$@"'
        around = [*self.as_root_in_namespaces('-mn'), 'sh', '-c', hide]
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_in(command, around=around)
                self.says(done, command, 1, 'no network?')

    def test_full_disk(self):
        """The tree lies on a file system with less room than a build takes."""
        small = 'mount -t tmpfs -o size=64m none "$0" && cp -a "$0.real/." "$0" && exec "$@"'
        around = [*self.as_root_in_namespaces('-m'), 'sh', '-c', small, self.top]
        shutil.copytree(self.top, self.top + '.real')
        self.addCleanup(shutil.rmtree, self.top + '.real', True)
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_in(command, around=around)
                self.says(done, command, 1, 'MB are free under', '4000 MB are needed')

    def test_wrong_use(self):
        for command, arguments in (('app/run', ['--walk']), ('app/run', ['--lang']), ('app/run', ['--offline']),
                                   ('tests/run', ['everything']), ('tests/run', ['full', 'tidy'])):
            with self.subTest(command=command, arguments=arguments):
                self.says(self.run_in(command, *arguments), command, 2, '--help')

    def test_help(self):
        for command in COMMANDS:
            with self.subTest(command):
                done = self.run_in(command, '--help')
                self.assertEqual((done.returncode, done.stderr), (0, ''))
                self.assertIn('usage:', done.stdout)


if __name__ == '__main__':
    sys.exit(unittest.main(verbosity=2))
