# SPDX-License-Identifier: GPL-3.0-or-later
"""The units that come with the kiosk: systemd understands every line, and the program every option it is started with."""
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile
import unittest

UNITS = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..', 'resources', 'units')
KIOSK = os.path.join(UNITS, 'hallkiosk.service')
MOST_EXPOSED = '50'  # tenths, of systemd-analyze's own measure; 96 is a service without any of it


def settings(path):
    found = {}
    with open(path, encoding='utf-8') as file:
        for line in file:
            name, equals, value = line.strip().partition('=')
            if equals and not line.startswith('#'):
                found.setdefault(name, []).append(value)
    return found


SOURCE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..')


def listed(*names):
    """The packages of .ci/packages/NAME.txt."""
    found = set()
    for name in names:
        with open(os.path.join(SOURCE, '.ci', 'packages', name + '.txt'), encoding='utf-8') as file:
            found |= {line.partition('#')[0].strip() for line in file} - {''}
    return found


def brought_along(packages):
    """Those, and what apt installs with them, recommended packages aside."""
    found, asked = set(), set(packages)
    while asked:
        found |= asked
        told = subprocess.run(['dpkg-query', '-W', '-f', '${Pre-Depends}, ${Depends}\n', *asked], capture_output=True, text=True,
                              check=False).stdout
        asked = set(re.findall(r'[a-z0-9][a-z0-9+.-]+(?=[ ,:|(]|$)', re.sub(r'\([^)]*\)', '', told), re.M)) - found
    return found


def libraries(program):
    """The packages of the libraries that a program names."""
    told = subprocess.run(['objdump', '-p', os.path.join(os.environ['HALL_BIN'], program)], capture_output=True, text=True, check=True)
    known = subprocess.run(['/sbin/ldconfig', '-p'], capture_output=True, text=True, check=True).stdout
    paths = {os.path.realpath(re.search(r'^\s*' + re.escape(name) + r' .* => (\S+)$', known, re.M).group(1))
             for name in re.findall(r'NEEDED\s+(\S+)', told.stdout)}
    # Debian's packages name some of them without /usr.
    owners = subprocess.run(['dpkg-query', '-S', *paths, *(path.removeprefix('/usr') for path in paths)], capture_output=True,
                            text=True, check=False).stdout.splitlines()
    found = {line.partition(':')[0] for line in owners}
    if len(owners) != len(paths):
        raise AssertionError(f'{program}: of {sorted(paths)} dpkg knows\n' + '\n'.join(owners))
    return found


class Packages(unittest.TestCase):
    """What the pages have installed on a machine where nothing is built."""

    def test_of_a_kiosk(self):
        there = brought_along(listed('run', 'kiosk'))
        for program in ('hall-kiosk', 'hallctl', 'hall-table-reader', 'hall-vendor-host'):
            self.assertLessEqual(libraries(program), there, program)

    def test_of_a_gateway(self):
        with open(os.path.join(SOURCE, 'app', 'gateway', 'deploy', 'README.md'), encoding='utf-8') as file:
            words = re.search(r'^    apt install (.*)$', file.read(), re.M).group(1).split()
        self.assertLessEqual(libraries('hall-gateway'), brought_along(words))
        self.assertNotIn('libcpp-httplib0.11', brought_along(set(words) - {'libcpp-httplib0.11'}))  # it can fail


class Units(unittest.TestCase):
    def analysed(self, *arguments):
        if not shutil.which('systemd-analyze'):
            print(f'SKIP   : {self.id()} no systemd-analyze', flush=True)
            self.skipTest('no systemd-analyze')
        return subprocess.run(['systemd-analyze', *arguments], capture_output=True, text=True, timeout=60, check=False)

    def copy(self, change=lambda text: text):
        """The unit with programs that are there, for only the installed machine has its own."""
        folder = tempfile.mkdtemp(prefix='hall-units-')
        self.addCleanup(shutil.rmtree, folder)
        path = os.path.join(folder, 'hallkiosk.service')
        with open(KIOSK, encoding='utf-8') as file, open(path, 'w', encoding='utf-8') as out:
            text = re.sub(r'^ExecStart=\S+', 'ExecStart=/bin/true', file.read(), flags=re.M)
            text = re.sub(r'^Documentation=.*\n', '', text, flags=re.M)
            out.write(change(text))
        return path

    def test_systemd_understands_it(self):
        done = self.analysed('verify', '--man=no', '--recursive-errors=no', self.copy())
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ''))

    def test_a_wrong_line_would_be_found(self):
        done = self.analysed('verify', '--man=no', '--recursive-errors=no',
                             self.copy(lambda text: text.replace('RestartSec=2', 'RestartSecs=2')))
        self.assertIn('RestartSecs', done.stderr)

    def test_what_it_may_do_is_bounded(self):
        done = self.analysed('security', '--offline=yes', f'--threshold={MOST_EXPOSED}', '--no-pager', self.copy())
        self.assertEqual(done.returncode, 0, done.stdout[-600:] + done.stderr)

    def test_the_program_knows_its_options(self):
        command = shlex.split(settings(KIOSK)['ExecStart'][0])
        program = command[command.index('--') + 1:]
        self.assertEqual(os.path.basename(program[0]), 'hall-kiosk')
        told = subprocess.run([os.path.join(os.environ['HALL_BIN'], 'hall-kiosk'), '--help'], capture_output=True, text=True,
                              timeout=60, check=True, env=dict(os.environ, QT_QPA_PLATFORM='offscreen')).stdout
        known = set(re.findall(r'--[a-z-]+', told))
        self.assertLessEqual({word for word in program if word.startswith('--')}, known)

    def test_keys_and_data_are_where_the_pages_say(self):
        unit = settings(KIOSK)
        self.assertEqual(unit['LoadCredentialEncrypted'], ['hall-keys:/etc/hallkiosk/hall-keys.cred'])
        self.assertIn(f'--data /var/lib/{unit["StateDirectory"][0]}', unit['ExecStart'][0])
        self.assertEqual(unit['Restart'], ['always'])


if __name__ == '__main__':
    sys.exit(unittest.main(verbosity=2))
