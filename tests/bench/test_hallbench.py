# SPDX-License-Identifier: GPL-3.0-or-later
"""hall-bench as a command: each name once with tiny counts, every line well-formed, nothing left behind; wrong calls."""
import json
import math
import os
import subprocess
import tempfile
import unittest

PROGRAM = os.path.join(os.environ['HALL_BIN'], 'hall-bench')
KEYS = ['name', 'value', 'unit', 'baseline', 'ratio', 'n', 'detail']
NAMES = ['commit-mean', 'commit-p99', 'drain-sqlite', 'drain-postgres', 'submit-while-draining', 'case-steps', 'ask-centre',
         'line-back', 'line-back-backlog', 'gateway-items', 'scan-cuts', 'gateway-connections', 'page-preview', 'page-still',
         'page-accuracy', 'page-corners',
         'page-flags', 'auto-capture', 'page-read', 'page-codes', 'receipt', 'receipt-first-byte', 'identity-read',
         'device-gui', 'rules',
          'catalogue-load', 'startup',
         'startup-queue', 'memory']


def bench(*arguments):
    return subprocess.run([PROGRAM, *arguments], capture_output=True, text=True, timeout=170, check=False)


class HallBench(unittest.TestCase):
    def measured(self, names, *options):
        with tempfile.TemporaryDirectory(prefix='hall-bench-test-') as folder:
            done = bench(*names, '--dir', folder, *options)
            self.assertEqual((done.returncode, done.stderr), (0, ''))
            self.assertEqual(os.listdir(folder), [])
        lines = [json.loads(line) for line in done.stdout.splitlines()]
        self.assertEqual([line['name'] for line in lines], names)
        for line in lines:
            self.assertEqual(list(line), KEYS)
            for key in ('value', 'baseline', 'ratio'):
                self.assertTrue(math.isfinite(line[key]) and line[key] > 0, line)
            self.assertAlmostEqual(line['ratio'], line['value'] / line['baseline'], delta=line['ratio'] * 1e-4)
            self.assertGreaterEqual(line['n'], 1)
            self.assertTrue(line['unit'])
        return {line['name']: line for line in lines}

    def refused(self, code, words, *arguments):
        done = bench(*arguments)
        self.assertEqual(done.returncode, code, done)
        self.assertEqual(done.stdout, '')
        self.assertEqual(done.stderr.count('\n'), 1, done.stderr)
        self.assertIn(words, done.stderr)

    def test_store(self):
        lines = self.measured(['commit-mean', 'commit-p99', 'drain-sqlite'], '--count', '20')
        self.assertEqual([line['n'] for line in lines.values()], [20, 20, 20])
        self.assertGreater(lines['commit-mean']['detail']['bytes_written'], 4096)
        self.assertGreater(lines['drain-sqlite']['detail']['row_bytes'], 4096)

    def test_submit_while_draining(self):
        lines = self.measured(['submit-while-draining', 'case-steps'], '--count', '5')
        self.assertGreaterEqual(lines['submit-while-draining']['n'], 5)

    def test_a_province(self):
        lines = self.measured(['gateway-items'], '--count', '40')
        self.assertEqual(lines['gateway-items']['n'], 40)

    def test_connections(self):
        line = self.measured(['gateway-connections'], '--count', '40')['gateway-connections']
        self.assertEqual((line['n'], line['baseline'], line['unit']), (40, 200, 'MB'))
        self.assertGreaterEqual(line['detail']['processes'], 3)  # the front, nginx, and its workers
        self.assertGreater(line['value'], line['detail']['front_mb'])

    def test_scan_cuts(self):
        detail = self.measured(['scan-cuts'], '--count', '1')['scan-cuts']['detail']
        self.assertLess(detail['cuts_0'], detail['cuts_20'])

    def test_drain_with_the_core(self):
        self.measured(['drain-sqlite'], '--count', '10', '--with-core')

    def test_pages(self):
        lines = self.measured(['page-preview', 'page-still', 'page-accuracy'], '--count', '3')
        self.assertEqual(lines['page-still']['detail']['found'], 3)
        self.assertLessEqual(lines['page-accuracy']['value'], 1)

    def test_corners(self):
        detail = self.measured(['page-corners'], '--count', '2')['page-corners']['detail']
        self.assertEqual((detail['documents'], detail['missed']), (2, 0))
        self.assertLess(detail['p95'], 0.6)

    def test_flags_and_capture(self):
        lines = self.measured(['page-flags', 'auto-capture'], '--count', '1')
        self.assertEqual(lines['page-flags']['detail']['true_corners']['pages'], 1)
        self.assertEqual(lines['page-flags']['detail']['whole_picture']['other_kind']['wrong'], 0)
        self.assertEqual(lines['auto-capture']['detail']['films'], 1)
        self.assertEqual(lines['auto-capture']['detail']['hand_or_moving'], 0)

    def test_one_flag(self):
        detail = self.measured(['page-flags'], '--count', '1', '--flag', 'cut')['page-flags']['detail']
        for way in ('found_corners', 'found_corners_8mp'):
            self.assertEqual((detail[way]['pages'], detail[way]['cut']['wrong']), (1, 0))
        self.refused(2, '--flag: one of', 'page-flags', '--flag', 'torn')

    def test_reading(self):
        detail = self.measured(['page-read'], '--count', '3')['page-read']['detail']
        self.assertGreater(detail['fields'], 0)
        self.assertEqual(detail['wrong_certain'], 0)
        self.assertEqual(len(detail['misread']), round(detail['fields'] * (1 - detail['exact'])))

    def test_codes(self):
        detail = self.measured(['page-codes'], '--count', '2')['page-codes']['detail']
        self.assertEqual(detail['at_8mp']['codes'] + detail['at_8mp']['refused'], 2)
        self.assertEqual(detail['at_1080p']['others'], 0)

    def test_receipt_rules_and_card(self):
        lines = self.measured(['receipt', 'receipt-first-byte', 'rules', 'catalogue-load', 'identity-read'],
                              '--count', '2')
        self.assertGreater(lines['receipt']['detail']['bytes'], 1000)
        self.assertGreater(lines['receipt']['detail']['large_bytes'], lines['receipt']['detail']['bytes'])
        self.assertGreaterEqual(lines['rules']['detail']['clauses'], 1)
        self.assertGreaterEqual(lines['catalogue-load']['detail']['services'], 1)
        self.assertGreater(lines['catalogue-load']['detail']['first'], 0)
        self.assertGreaterEqual(lines['identity-read']['detail']['apdus'], 8)
        self.assertGreater(lines['identity-read']['value'], 8 * 24)

    def test_kiosk(self):
        lines = self.measured(['startup', 'startup-queue', 'memory'], '--count', '1')
        self.assertGreater(lines['startup']['value'], 50)
        self.assertGreater(lines['memory']['value'], 20)

    def test_list_and_help(self):
        listed = bench('--list')
        self.assertEqual(listed.returncode, 0)
        self.assertEqual([line.split(' ')[0] for line in listed.stdout.splitlines() if not line.startswith(' ')], NAMES)
        self.assertIn('--count', bench('--help').stdout)

    def test_wrong_calls(self):
        self.refused(2, "no benchmark is called 'comit-mean'", 'comit-mean')
        self.refused(2, 'what should be measured', )
        self.refused(2, '--count', 'rules', '--count', '0')
        self.refused(2, '--count', 'rules', '--count', 'many')
        self.refused(2, 'needs --postgres', 'drain-postgres')
        self.refused(2, 'nonsense', 'rules', '--nonsense')
        self.refused(2, '--seed', 'page-read', '--seed', '0')
        self.refused(1, '--typefaces is one of noto', 'page-read', '--typefaces', 'none')
        self.refused(1, "no such kind of paper", 'page-read', '--kind', 'none')

    def test_failures(self):
        self.refused(1, 'truth.json cannot be read', 'page-accuracy', '--photos', '/nonexistent')
        self.refused(1, 'no folder can be made', 'rules', '--dir', '/nonexistent')


if __name__ == '__main__':
    unittest.main()
