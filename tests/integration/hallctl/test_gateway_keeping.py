# SPDX-License-Identifier: GPL-3.0-or-later
"""What whoever runs a gateway does by hand, by the lines of its pages: reference data, backups, who asked for whom."""
import contextlib
import hashlib
import hmac
import os
import re
import shutil
import sqlite3
import subprocess
import unittest

from programs import BIN, RESOURCES, Call, gateway
from test_hallctl_centre import SCAN, CentreTest

PAGES = RESOURCES.parent / 'app/gateway'


def lines_of(page, heading):
    """The commands of a section, without what is said beside them; one that goes on in the next line is whole."""
    section = (PAGES / page).read_text(encoding='utf-8').split(f'\n{heading}\n')[1].split('\n## ')[0]
    return [re.split(' {3,}', line.strip())[0] for line in section.replace('\\\n', '').splitlines() if line.startswith('    ')]


class ReferenceData(CentreTest):
    def test_the_lines_of_the_page_from_a_folder_beside_the_data(self):
        os.symlink(RESOURCES, self.dir / 'resources')
        os.symlink(RESOURCES / 'catalogue/policies', self.dir / 'policies')
        (self.dir / 'vacancies').mkdir()
        self.write('vacancies/all.json', {})
        self.write('kiosks.json', {'v': 1, 'all': {'travel_permits': 'scan'}})
        pin = Call('hall-gateway', ('staff', 'pin'), '471108\n').out.strip()
        self.write('staff.txt', f'Z90000001 | staff | 李窗口 | 2099-06-30 | {pin}\n').chmod(0o600)
        lines = [line for line in lines_of('README.md', '## Reference data for the kiosks') if line.startswith('hall-gateway ref')]
        self.assertEqual([re.search('publish.*? (--(?!data)[a-z]+)|list', line).group(1) for line in lines],
                         ['--catalogue', '--settings', '--policies', None, '--from'])
        first = None

        def run(line, code=0):
            line = line.replace('NUMBER', first or '').replace('DIR', str(self.centre.data))
            done = subprocess.run(line.replace('hall-gateway', str(BIN / 'hall-gateway'), 1), shell=True, cwd=self.dir,
                                  capture_output=True, text=True, timeout=120, check=False)
            self.assertEqual(done.returncode, code, line + done.stdout + done.stderr)
            return done.stdout + done.stderr

        def parts():
            with contextlib.closing(sqlite3.connect(self.centre.data / 'gateway.db')) as database:
                text, = database.execute('SELECT manifest FROM ref_release ORDER BY n DESC LIMIT 1').fetchone()
            return set(re.findall('"path":"([^"]+)"', text if isinstance(text, str) else text.decode()))

        expected = {f'catalogue/policies/{file.name}' for file in (RESOURCES / 'catalogue/policies').iterdir()}
        first = run(lines[0]).strip()
        self.assertEqual({path for path in parts() if 'policies' in path}, expected)
        run(lines[1])
        self.assertLess({'vacancies/all.json', 'configuration/kiosks.json', 'staff/staff.json'}, parts())
        self.assertIn('nothing', run(lines[2], 1))  # they are the catalogue's own
        (self.dir / 'policies').unlink()
        shutil.copytree(RESOURCES / 'catalogue/policies', self.dir / 'policies')
        with open(self.dir / 'policies/3702.json', 'a', encoding='utf-8') as file:
            file.write('\n')
        run(lines[2])
        self.assertEqual({path for path in parts() if 'policies' in path}, expected)
        self.write('policies/3702.json', '{')
        self.assertIn('3702.json', run(lines[2], 1))
        self.assertIn(first, run(lines[3]))
        run(lines[4])


class Backup(CentreTest):
    @unittest.skipUnless(shutil.which('sqlite3'), 'sqlite3 is not installed')
    def test_the_folder_is_lost_and_put_back_as_the_page_says(self):
        lines = lines_of('deploy/README.md', '## Back up and restore without PostgreSQL')
        self.assertEqual(len(lines), 7)
        keys = self.dir / 'media'
        keys.mkdir()

        def run(commands, to):
            places = {'DIR': self.centre.data, 'TO': self.dir / to, 'KEYS': keys}
            done = subprocess.run(['sh', '-ec', '\n'.join(commands)], env=os.environ | {name: str(path) for name, path in places.items()},
                                  capture_output=True, text=True, timeout=60, check=False)
            self.assertEqual((done.returncode, done.stderr), (0, ''))

        self.enrol()
        self.add(20)
        self.add(1, '--scan', SCAN)
        # Cases come in while it is copied.
        with subprocess.Popen([BIN / 'hallctl', 'sync', '--drain', '--data', self.kiosk], stdout=subprocess.DEVNULL) as drain:
            run(lines[:4], 'backups/1')
            self.assertEqual(drain.wait(60), 0)
        run(lines[:4], 'backups/2')
        run(lines[4:5], 'backups/2')
        self.assertEqual({oct((self.dir / 'backups/2' / name).stat().st_mode & 0o077) for name in ('', 'gateway.db')}, {'0o0'})
        before = self.centre.items()
        self.assertEqual(len(before), 21)
        self.add(4)
        self.assertEqual(self.good(self.drain()).json['totals']['stored'], 4)
        self.centre.process.kill()
        self.centre.process.wait(20)
        self.centre.process.stdout.close()
        shutil.rmtree(self.centre.data)
        run(lines[5:], 'backups/2')
        self.centre.start()
        self.assertEqual([item['id'] for item in self.centre.items()], [item['id'] for item in before])
        opened = self.good(gateway('open', before[-1]['id'], '--key', self.centre.key, '--data', self.centre.data)).json
        self.assertTrue(opened['materials'][0]['good'])
        # What came since is gone; the kiosk hands in what comes next.
        self.add(3)
        told = self.good(self.drain()).json
        self.assertEqual((told['totals']['stored'], told['drained']), (3, True))
        self.assertEqual(len(self.centre.items()), 24)
        # A copy that was made while cases came in is whole as well.
        with contextlib.closing(sqlite3.connect(self.dir / 'backups/1/gateway.db')) as database:
            self.assertEqual(database.execute('PRAGMA integrity_check').fetchall(), [('ok',)])


class NewerDatabase(CentreTest):
    def test_it_is_refused_and_left_as_it_is(self):
        self.enrol()
        self.add(1)
        self.good(self.drain())
        self.centre.stop()
        path = self.centre.data / 'gateway.db'
        with contextlib.closing(sqlite3.connect(path)) as database:
            with database:
                database.execute('INSERT INTO schema_version (version) SELECT MAX(version) + 1 FROM schema_version')
            database.execute('PRAGMA wal_checkpoint(TRUNCATE)')
        before = path.read_bytes()
        words = ('--data', self.centre.data, '--json')
        for command in (('list',), ('serve', '--listen', '127.0.0.1:0'), ('init',), ('enrol-code', 'K2'), ('retention', '--days', 1)):
            self.failed(gateway(*command, *words), 'store.newer-schema')
        self.assertEqual(path.read_bytes(), before)
        # With the version that it knows it goes on.
        with contextlib.closing(sqlite3.connect(path)) as database, database:
            database.execute('DELETE FROM schema_version WHERE version = (SELECT MAX(version) FROM schema_version)')
        self.assertEqual(len(self.centre.items()), 1)


class Asks(CentreTest):
    NUMBER, OTHER, STRANGER = '37020019900307006x', 'M00000001', '370200198001010019'

    def tag(self, number):
        key = bytes.fromhex((self.centre.data / 'front/tag.key').read_text().strip())
        return hmac.new(key, b'person\n' + number.upper().encode(), hashlib.sha256).hexdigest()

    def asks(self, *words, stdin=None):
        return Call('hall-gateway', ('asks', *words, '--data', self.centre.data), stdin)

    def test_who_asked_for_this_person(self):
        rows = [(0, 'K1', self.NUMBER, 'prefill'), (1, 'K2', self.STRANGER, 'query'), (2, 'K1', self.OTHER, 'progress'),
                (3, 'K2', self.NUMBER, 'query')]
        day = 1_792_425_600_000  # 2026-10-20, 00:00 at the halls is 16:00 UTC of the day before
        with contextlib.closing(sqlite3.connect(self.centre.data / 'gateway.db')) as database, database:
            for i, kiosk, number, kind in rows:
                database.execute('INSERT INTO ask_log (id, at_ms, kiosk, visit, tag, kind, service, outcome)'
                                 " VALUES (?, ?, ?, ?, ?, ?, 'emp-cert-issue', 'found')",
                                 (f'{i:032x}', day + (i - 1) * 86_400_000, kiosk, f'visit-{i}', self.tag(number), kind))
            for number in (self.NUMBER, self.OTHER):
                database.execute("INSERT INTO person_document (tag, person, name_tag, updated_ms) VALUES (?, 'p', '', 0)",
                                 (self.tag(number),))
        def visits(*words, stdin=None):
            return [ask['visit'] for ask in self.good(self.asks(*words, '--json', stdin=stdin)).json]
        self.assertEqual(visits(), ['visit-0', 'visit-1', 'visit-2', 'visit-3'])
        self.assertEqual(visits('--kiosk', 'K2'), ['visit-1', 'visit-3'])
        self.assertEqual(visits('--person', '-', stdin=self.NUMBER + '\n'), ['visit-0', 'visit-2', 'visit-3'])
        self.assertEqual(visits('--person', '-', '--kiosk', 'K1', stdin=self.OTHER), ['visit-0', 'visit-2'])
        self.assertEqual(visits('--person', '-', stdin='370200199001010015\n'), [])
        self.assertEqual(visits('--since', '2026-10-20'), ['visit-1', 'visit-2', 'visit-3'])
        self.assertEqual(visits('--since', '2026-10-21'), ['visit-2', 'visit-3'])
        one = self.good(self.asks('--json', '--kiosk', 'K2')).json[0]
        self.assertEqual(one, {'at': '2026-10-19T16:00:00.000Z', 'kiosk': 'K2', 'visit': 'visit-1', 'kind': 'query',
                               'service': 'emp-cert-issue', 'outcome': 'found', 'person': self.tag(self.STRANGER)})
        text = self.good(self.asks('--person', '-', stdin=self.NUMBER)).out
        self.assertEqual(text.count('\n'), 3)
        self.assertNotIn(self.NUMBER.upper(), text.upper())
        # Not by the command line, and it is not said again.
        for wrong in (('--person', self.NUMBER), ('--since', 'yesterday'), ('K1',)):
            done = self.asks(*wrong)
            self.assertEqual((done.code, done.out), (2, ''), wrong)
            self.assertNotIn(self.NUMBER, done.err)
        self.failed(self.asks('--person', '-', '--json', stdin='\n'), 'use.bad-argument')


if __name__ == '__main__':
    unittest.main()
