#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The target of the calibration on a page printer that this project did not write: CUPS' own ippeveprinter, whose paper is
Letter unless it is told otherwise.

ippeveprinter wants Avahi, and Avahi a system bus: all of them run in mount and network namespaces of their own. Needs root,
cups-ipp-utils, avahi-daemon, dbus, iproute2 and poppler-utils; without them it is skipped (77) with the reason.
"""
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unittest

SKIPPED = 77
INSIDE = 'HALL_PAGE_PRINTER_NAMESPACE'
TOP = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..', '..'))
BIN = os.environ.get('HALL_BIN', os.path.join(TOP, 'build', 'bin'))
PREPARE = ('ip link set lo up && mkdir -p /run/dbus /run/avahi-daemon && mount -t tmpfs bus /run/dbus && '
           'mount -t tmpfs avahi /run/avahi-daemon && dbus-daemon --system --fork && '
           'avahi-daemon --daemonize --no-drop-root --no-chroot --no-rlimits')
A4 = (210 / 25.4 * 72, 297 / 25.4 * 72)  # points

# What it does with a document: keeps it and how it was to be printed; with a file `empty` beside it, it has no paper until
# that is gone; with a file `broken`, it fails.
SCRIPT = '''#!/bin/sh
cp "$1" "{folder}/got.pdf"
env > "{folder}/got.env"
echo x >> "{folder}/runs"
[ ! -e "{folder}/broken" ] || exit 1
if [ -e "{folder}/empty" ]; then
    echo "STATE: +media-empty-error" >&2
    while [ -e "{folder}/empty" ]; do sleep 0.05; done
    echo "STATE: -media-empty-error" >&2
fi
exit 0
'''


def until(probe, what, seconds=20):
    end = time.monotonic() + seconds
    while not probe():
        if time.monotonic() > end:
            raise AssertionError(f'{what}: not within {seconds} s')
        time.sleep(0.05)


class Printer:
    def __init__(self, folder, port, formats):
        self.folder, self.port = folder, port
        self.uri = f'ipp://localhost:{port}/ipp/print'
        os.makedirs(os.path.join(folder, 'spool'))
        script = os.path.join(folder, 'print')
        with open(script, 'w', encoding='ascii') as file:
            file.write(SCRIPT.format(folder=folder))
        os.chmod(script, 0o755)
        with open(os.path.join(folder, 'log'), 'wb') as log:
            self.process = subprocess.Popen(
                ['ippeveprinter', '-n', 'localhost', '-p', str(port), '-K', folder, '-d', os.path.join(folder, 'spool'), '-f', formats, '-c',
                 script, '-v', f'Hall {port}'], stdout=log, stderr=log)
        until(lambda: b'default na_letter' in self.attributes() or b'na_letter_8.5x11in' in self.attributes(), 'ippeveprinter')

    def attributes(self):
        return subprocess.run(['ipptool', '-tv', self.uri, 'get-printer-attributes.test'], capture_output=True,
                              timeout=20).stdout

    def default_media(self):
        return re.search(r'media-default \(keyword\) = (\S+)', self.attributes().decode()).group(1)

    def path(self, name):
        return os.path.join(self.folder, name)

    def runs(self):
        try:
            with open(self.path('runs'), encoding='ascii') as file:
                return len(file.readlines())
        except FileNotFoundError:
            return 0

    def close(self):
        self.process.terminate()
        self.process.wait(10)


class PagePrinter(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp(prefix='hall-pages-')
        self.addCleanup(shutil.rmtree, self.folder)

    def printer(self, port=8631, formats='application/pdf,image/pwg-raster'):
        made = Printer(os.path.join(self.folder, str(port)), port, formats)
        self.addCleanup(made.close)
        return made

    def begin(self, printer, *more):
        return subprocess.Popen([os.path.join(BIN, 'hallctl'), 'camera', 'target', '--json', '--device', printer.uri, *more],
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    def ended(self, process):
        said, wrong = process.communicate(timeout=150)
        return process.returncode, json.loads(said), wrong

    def test_prints_a4_to_the_byte(self):
        printer = self.printer()
        self.assertTrue(printer.default_media().startswith('na_letter'), 'else it proves nothing')
        written = os.path.join(self.folder, 'target.pdf')
        code, said, wrong = self.ended(self.begin(printer, '--out', written))
        self.assertEqual((code, said['outcome'], said['proof'], said['reason']), (0, 'printed', 'A', ''), wrong)
        with open(printer.path('got.pdf'), 'rb') as got, open(written, 'rb') as file:
            self.assertEqual(got.read(), file.read())
        info = subprocess.run(['pdfinfo', printer.path('got.pdf')], capture_output=True, text=True, check=True).stdout
        size = [float(part) for part in re.search(r'Page size:\s+(\S+) x (\S+) pts', info).groups()]
        for found, wanted in zip(size, A4):
            self.assertLess(abs(found - wanted), 0.5)
        self.assertEqual(re.search(r'Pages:\s+(\d+)', info).group(1), '1')
        with open(printer.path('got.env'), encoding='utf-8') as file:
            told = dict(line.rstrip('\n').split('=', 1) for line in file if '=' in line)
        self.assertEqual((told['IPP_MEDIA'], told['IPP_PRINT_SCALING']), ('iso_a4_210x297mm', 'none'))
        self.assertRegex(told['IPP_JOB_NAME'], '^hall-[0-9a-f-]+$')
        self.assertEqual(printer.runs(), 1)

    def test_over_tls(self):
        printer = self.printer(8635)
        printer.uri = printer.uri.replace('ipp:', 'ipps:')
        code, said, wrong = self.ended(self.begin(printer))
        self.assertEqual((code, said['outcome']), (0, 'printed'), wrong)
        self.assertEqual(printer.runs(), 1)

    def test_waits_for_paper(self):
        printer = self.printer(8632)
        with open(printer.path('empty'), 'wb'):
            pass
        process = self.begin(printer)
        until(lambda: b'media-empty' in printer.attributes(), 'it has no paper')
        time.sleep(1)
        self.assertIsNone(process.poll(), 'it waits')
        os.remove(printer.path('empty'))
        code, said, wrong = self.ended(process)
        self.assertEqual((code, said['outcome']), (0, 'printed'), wrong)
        self.assertEqual(printer.runs(), 1)

    def test_a_document_that_it_gives_up(self):
        printer = self.printer(8633)
        with open(printer.path('broken'), 'wb'):
            pass
        code, said, wrong = self.ended(self.begin(printer))
        self.assertEqual((code, said['outcome'], said['reason']), (1, 'not-printed', 'page-printer.refused'), wrong)
        self.assertEqual(printer.runs(), 1, 'not sent again')

    def test_a_printer_that_takes_no_pdf(self):
        printer = self.printer(8634, 'image/pwg-raster')
        code, said, wrong = self.ended(self.begin(printer))
        self.assertEqual((code, said['outcome'], said['reason']), (1, 'not-printed', 'page-printer.no-pdf'), wrong)
        self.assertEqual(printer.runs(), 0)

    def test_nobody_there(self):
        class Away:
            uri = 'ipp://localhost:8699/ipp/print'
        code, said, wrong = self.ended(self.begin(Away))
        self.assertEqual((code, said['outcome'], said['reason']), (1, 'not-printed', 'device.disconnected'), wrong)


def missing():
    if os.geteuid() != 0:
        return 'not root'
    programs = ('ippeveprinter', 'ipptool', 'avahi-daemon', 'dbus-daemon', 'ip', 'unshare', 'pdfinfo')
    away = [name for name in programs if not shutil.which(name, path=os.environ.get('PATH', '') + ':/usr/sbin:/sbin')]
    if away:
        return f'{", ".join(away)} not installed'
    try:
        tried = subprocess.run(['unshare', '-m', '-n', 'true'], capture_output=True, text=True)
    except OSError as error:
        return str(error)
    return None if tried.returncode == 0 else f'no namespaces: {tried.stderr.strip()}'


if __name__ == '__main__':
    if os.environ.get(INSIDE):
        unittest.main(verbosity=2)
    reason = missing()
    if reason:
        print(f'skipped: {reason}')
        sys.exit(SKIPPED)
    os.environ[INSIDE] = '1'
    os.execvp('unshare', ['unshare', '-m', '-n', '--propagation', 'private', '--pid', '--fork', '--kill-child', 'sh', '-c',
                          f'{PREPARE} && exec /usr/bin/python3 -B "$0" "$@"', os.path.abspath(__file__), *sys.argv[1:]])
