# SPDX-License-Identifier: GPL-3.0-or-later
"""hallctl and hall-gateway as processes: enrolment, outbox, drain, what the centre then knows; the control socket."""
import contextlib
import fcntl
import hashlib
import http.client
import json
import pathlib
import shutil
import signal
import socket
import sqlite3
import ssl
import subprocess
import threading
import time
import unittest

from programs import BIN, RESOURCES, CommandTest, ctl, gateway

SCAN = RESOURCES / 'demo/pages/id-card.jpg'


class Centre:
    """A gateway process on a free port, with keys and a database of its own."""

    def __init__(self, data, *options):
        self.data, self.options = data, options
        assert gateway('init', '--data', data).code == 0
        self.ca, self.key = data / 'front/ca.pem', data / 'core/unseal.key'
        self.log = (data / 'log').open('a')
        self.port = 0
        self.start()

    def start(self):
        self.process = subprocess.Popen([BIN / 'hall-gateway', 'serve', '--data', self.data, '--listen',
                                         f'127.0.0.1:{self.port}', *self.options],
                                        stdout=subprocess.PIPE, stderr=self.log, text=True)
        words = self.process.stdout.readline().split()
        assert words[:2] == ['listening', 'on'], words
        self.port = int(words[2].rsplit(':', 1)[1])
        self.url = f'https://127.0.0.1:{self.port}'

    def stop(self):
        self.process.terminate()
        self.process.wait(20)
        self.process.stdout.close()

    def code(self, kiosk):
        return gateway('enrol-code', kiosk, '--data', self.data).out.strip()

    def items(self):
        return gateway('list', '--json', '--data', self.data).json


class CentreTest(CommandTest):
    options = ('--accept-tests',)

    def setUp(self):
        super().setUp()
        self.centre = Centre(self.dir / 'gateway', *self.options)
        self.addCleanup(self.centre.log.close)
        self.addCleanup(lambda: self.centre.process.poll() is None and self.centre.stop())
        self.kiosk = self.dir / 'kiosk'

    def enrol(self, name='K1'):
        return self.good(ctl('enrol', '--data', self.kiosk, '--gateway', self.centre.url, '--code', self.centre.code(name),
                             '--ca', self.centre.ca, '--json')).json

    def add(self, count, *words):
        return self.good(ctl('outbox', 'add', '--data', self.kiosk, '--count', count, '--json', *words)).json

    def cases(self):
        return self.good(ctl('outbox', 'list', '--data', self.kiosk, '--json')).json['cases']

    def drain(self, *words):
        return ctl('sync', '--drain', '--data', self.kiosk, '--json', *words)


def machine_clock(days):
    """A machine whose clock stands so many days from the right time."""
    library, = pathlib.Path('/usr/lib').glob('*/faketime/libfaketimeMT.so.1')
    return {'LD_PRELOAD': str(library), 'FAKETIME': f'{days:+}d', 'FAKETIME_DONT_FAKE_MONOTONIC': '1'}


class MachineClock(CentreTest):
    def test_before_the_certificate_or_long_after(self):
        self.enrol()
        for days in (-400, 400, -20000):  # the last as after an empty battery: 1972
            with self.subTest(days):
                self.add(2)
                told = self.good(ctl('sync', '--drain', '--data', self.kiosk, '--json', env=machine_clock(days))).json
                self.assertEqual((told['totals']['stored'], told['queue']['queued']), (2, 0))

    def test_a_machine_enrols_whatever_its_clock_says(self):
        self.good(ctl('enrol', '--data', self.kiosk, '--gateway', self.centre.url, '--code', self.centre.code('K1'),
                      '--ca', self.centre.ca, '--json', env=machine_clock(-400)))

    def test_a_stranger_is_not_believed_because_the_clock_is_wrong(self):
        self.enrol()
        self.add(1)
        port = self.centre.port
        self.centre.stop()
        other = Centre(self.dir / 'other')
        self.addCleanup(other.log.close)
        other.stop()
        other.port = port
        other.start()
        self.addCleanup(other.stop)
        for days in (-400, 0):
            call = ctl('sync', '--once', '--data', self.kiosk, '--json', env=machine_clock(days))
            self.failed(call, 'centre.unreachable')
            self.assertIn('not the gateway', call.json['error']['detail'])
        self.assertEqual(other.items(), [])

    def test_a_certificate_that_has_ended_is_told_apart_from_silence(self):
        self.enrol()
        self.add(1)
        call = ctl('sync', '--once', '--data', self.kiosk, '--json', env=machine_clock(900))
        self.failed(call, 'centre.unreachable')
        self.assertIn("this machine's clock", call.json['error']['detail'])


class Transfer(CentreTest):
    def test_from_outbox_to_centre(self):
        self.assertEqual(self.enrol(), {'kiosk': 'K1', 'gateway': self.centre.url})
        added = self.add(3)
        self.assertEqual([case['seq'] for case in added['cases']], [1, 2, 3])
        with_scan = self.add(1, '--scan', SCAN, '--size', 5000)['cases'][0]
        listed = {case['id']: case for case in self.cases()}
        self.assertEqual(len(listed), 4)
        self.assertTrue(all(case['state'] == 'queued' and case['test'] for case in listed.values()))
        ids = [case['id'] for case in added['cases']] + [with_scan['id']]

        told = self.good(self.drain()).json
        self.assertEqual([item['id'] for item in told['items'] if item['verdict'] == 'stored'], ids)
        self.assertEqual((told['totals']['stored'], told['drained']), (4, True))
        self.assertEqual((told['queue']['queued'], told['queue']['waiting_blobs']), (0, 0))
        self.assertGreater(told['seconds'], 0)
        self.assertTrue(all(case['state'] in ('stored', 'accepted') for case in self.cases()))

        items = self.centre.items()
        self.assertEqual([item['id'] for item in items], ids)
        self.assertEqual([item['seq'] for item in items], [1, 2, 3, 4])
        self.assertEqual({item['kiosk'] for item in items}, {'K1'})
        self.assertEqual({item['epoch'] for item in items}, {case['epoch'] for case in listed.values()})
        opened = self.good(gateway('open', with_scan['id'], '--key', self.centre.key, '--data', self.centre.data)).json
        self.assertEqual(opened['identity']['number'], '37020019900307006X')
        self.assertEqual(opened['materials'][0]['sha256'], hashlib.sha256(SCAN.read_bytes()).hexdigest())
        self.assertTrue(opened['materials'][0]['good'])
        stats = self.good(gateway('stats', '--json', '--data', self.centre.data)).json
        self.assertEqual((stats['total'], stats['kiosks'], stats['revoked'], stats['blobs']), (4, 1, 0, 1))

        again = self.good(self.drain()).json
        self.assertNotIn('stored', again['totals'])
        self.assertEqual(len(self.centre.items()), 4)

    def test_the_sealing_key_is_changed(self):
        def key(*words):
            return gateway('seal-key', *words, '--data', self.centre.data, '--json')

        self.enrol()
        old = self.add(1)['cases'][0]['id']
        first = self.good(key('list')).json
        self.assertEqual([(one['state'], one['stored']) for one in first], [('current', 0)])
        begun = self.good(key('begin')).json
        self.assertEqual((self.centre.data / 'core' / f'unseal-{begun["id"]}.key').stat().st_mode & 0o777, 0o600)
        self.enrol()
        new = self.add(1)['cases'][0]['id']
        self.assertEqual(self.good(self.drain()).json['totals']['stored'], 2)
        self.assertEqual([(one['id'], one['state'], one['stored']) for one in self.good(key('list')).json],
                         [(first[0]['id'], 'former', 1), (begun['id'], 'current', 1)])
        words = ('--key', self.centre.key, '--key', begun['key'], '--data', self.centre.data)
        for case in (old, new):
            self.assertEqual(self.good(gateway('open', case, *words)).json['identity']['number'], '37020019900307006X')
        self.failed(gateway('open', new, *words[:2], *words[4:], '--json'), 'key.missing')

        refused = self.failed(key('end', first[0]['id']), 'centre.refused').json
        self.assertEqual([(one['kiosk'], one['why']) for one in refused['out']], [('K1', 'never-told')])
        ended = self.good(key('end', first[0]['id'], '--yes-refuse-what-is-out')).json
        self.assertEqual(len(ended['out']), 1)
        self.assertEqual(self.good(key('list')).json[0]['state'], 'ended')
        self.assertEqual(self.good(gateway('open', old, *words)).json['id'], old)
        self.good(key('resume', first[0]['id']))
        self.failed(key('end', begun['id'], '--yes-refuse-what-is-out'), 'use.bad-argument')
        missing = self.failed(key('resume', 'no-such-key'), 'store.not-found')
        self.assertIn('unseal-no-such-key.key', missing.json['error']['detail'])
        for bad in ((), ('begin', 'now'), ('end',), ('renew',), ('begin', '--seal-from', '2020-01-01T00:00:00Z')):
            self.assertEqual(key(*bad).code, 2, bad)

    def test_a_case_has_the_size_asked_for(self):
        self.enrol()
        self.add(1, '--size', 20000)
        folder = self.dir / 'export'
        told = self.good(ctl('outbox', 'export', folder, '--data', self.kiosk, '--json')).json
        self.assertEqual(told, {'dir': str(folder), 'exported': 1})
        manifest = json.loads((folder / 'manifest.json').read_text())
        sealed = folder / (manifest['cases'][0]['id'] + '.sealed')
        self.assertTrue(20000 < sealed.stat().st_size < 20400, sealed.stat().st_size)  # seal: 118 bytes and a tag a chunk

    def test_a_centre_that_is_away_loses_nothing(self):
        self.enrol()
        self.add(2)
        self.centre.stop()
        call = self.failed(self.drain('--patience', 1), 'centre.unreachable')
        self.assertEqual((call.json['drained'], call.json['queue']['queued']), (False, 2))
        self.failed(ctl('sync', '--once', '--data', self.kiosk, '--json'), 'centre.unreachable')
        self.assertEqual([case['state'] for case in self.cases()], ['queued', 'queued'])
        self.centre.start()
        self.assertEqual(self.good(self.drain()).json['totals']['stored'], 2)
        self.assertEqual(len(self.centre.items()), 2)

    def test_a_revoked_kiosk_is_told_and_keeps_its_cases(self):
        self.enrol()
        self.add(1)
        self.good(gateway('revoke', 'K1', '--data', self.centre.data))
        call = self.failed(self.drain(), 'centre.revoked')
        self.assertEqual(call.json['error']['remedy'], 'enrol')
        self.assertEqual(len(self.cases()), 1)
        self.assertEqual(self.good(gateway('stats', '--json', '--data', self.centre.data)).json['revoked'], 1)
        self.assertEqual(gateway('revoke', 'nobody', '--data', self.centre.data).code, 1)

    def test_nobody_else_reads_the_databases(self):
        self.enrol()
        self.add(1)
        for folder, name in ((self.kiosk, 'kiosk.db'), (self.centre.data, 'gateway.db')):
            files = [file for file in folder.iterdir() if file.name.startswith(name)]
            self.assertTrue(files)
            self.assertEqual({oct(file.stat().st_mode & 0o777) for file in files}, {'0o600'}, files)
        # Of an earlier version, which was less careful.
        (self.kiosk / 'kiosk.db').chmod(0o644)
        self.add(1)
        self.assertEqual(oct((self.kiosk / 'kiosk.db').stat().st_mode & 0o777), '0o600')

    def export(self, kiosk=None, name='export'):
        self.good(ctl('outbox', 'export', self.dir / name, '--data', kiosk or self.kiosk, '--json'))
        return self.dir / name

    def take(self, folder, *words):
        return gateway('take', folder, '--data', self.centre.data, '--json', *(words or ('--accept-tests',)))

    def test_cases_of_a_revoked_kiosk_come_on_a_medium(self):
        self.enrol()
        self.add(1)
        self.good(self.drain())
        self.add(2)
        with_scan = self.add(1, '--scan', SCAN)['cases'][0]['id']
        self.good(gateway('revoke', 'K1', '--data', self.centre.data))
        self.failed(self.drain(), 'centre.revoked')
        folder = self.export()
        told = self.good(self.take(folder)).json
        self.assertEqual((told['stored'], told['duplicate'], told['refused'], told['incomplete']), (3, 0, 0, 0))
        items = self.centre.items()
        self.assertEqual([item['seq'] for item in items], [1, 2, 3, 4])
        opened = self.good(gateway('open', with_scan, '--key', self.centre.key, '--data', self.centre.data)).json
        self.assertTrue(opened['materials'][0]['good'])
        # Again, and by the kiosk itself once it may: there is one of each.
        self.assertEqual(self.good(self.take(folder)).json['duplicate'], 3)
        self.enrol()
        self.add(1)
        self.good(self.drain())
        self.assertEqual(len(self.centre.items()), 5)
        self.assertEqual({case['state'] for case in self.cases()}, {'stored'})

    def test_a_store_that_was_put_back_is_found_out_and_loses_nothing(self):
        self.enrol()
        self.add(2)
        self.good(self.drain())
        image = self.dir / 'image'
        shutil.copytree(self.kiosk, image)
        self.add(3)
        self.good(self.drain())
        shutil.rmtree(self.kiosk)
        image.rename(self.kiosk)
        ids = {case['id'] for case in self.add(2)['cases'] + self.add(1, '--scan', SCAN)['cases']}
        self.failed(self.drain(), 'centre.protocol')
        self.assertEqual(len(self.centre.items()), 5)
        self.assertEqual(self.good(gateway('stats', '--json', '--data', self.centre.data)).json['quarantined'], 1)
        told = self.good(self.take(self.export())).json
        self.assertEqual((told['stored'], told['refused']), (3, 0))
        self.enrol()
        self.add(2)
        self.good(self.drain())
        items = {item['id'] for item in self.centre.items()}
        self.assertEqual(len(items), 10)
        self.assertLessEqual(ids, items)
        self.assertEqual({case['state'] for case in self.cases()}, {'stored'})

    def test_a_machine_is_replaced_before_its_cases_are_brought(self):
        self.enrol()
        self.add(2)
        folder = self.export()
        old, self.kiosk = self.kiosk, self.dir / 'other'
        self.enrol()
        self.add(1)
        self.good(self.drain())
        self.assertEqual(self.good(self.take(folder)).json['stored'], 2)
        self.assertEqual(len(self.centre.items()), 3)
        self.assertTrue(old.exists())

    def test_a_medium_is_not_believed(self):
        self.enrol()
        case, scanned = self.add(1)['cases'][0]['id'], self.add(1, '--scan', SCAN)['cases'][0]['id']
        self.failed(self.take(self.dir / 'none'), 'file.unreadable')
        self.failed(self.take(self.dir), 'file.unreadable')
        folder = self.export()
        for manifest in ('x', {'v': 2, 'cases': []}, {'v': 1, 'cases': [{'id': '../../core/unseal'}]}, {'v': 1, 'cases': [7]}):
            (self.export(name='odd') / 'manifest.json').write_text(manifest if manifest == 'x' else json.dumps(manifest))
            self.failed(self.take(self.dir / 'odd'), 'file.invalid')
        self.assertEqual(gateway('take', '--data', self.centre.data).code, 2)
        # Marked as tests, and this is no demonstration.
        told = self.failed(self.take(folder, '--json'), 'centre.refused').json
        self.assertEqual({entry['code'] for entry in told['cases']}, {'test-case'})
        # One byte of a body, an envelope that another kiosk signed, a scan that is another.
        body = folder / f'{case}.sealed'
        body.write_bytes(body.read_bytes()[:-1] + b'x')
        for blob in (folder / 'blobs').iterdir():
            blob.write_bytes(b'x' * blob.stat().st_size)
        told = self.failed(self.take(folder), 'centre.refused').json
        self.assertEqual({entry['id']: entry['code'] for entry in told['cases']}, {case: 'body-digest', scanned: ''})
        self.assertEqual((told['stored'], told['refused'], told['incomplete']), (1, 1, 1))
        self.assertEqual([item['state'] for item in self.centre.items()], ['waiting'])
        envelope = folder / f'{case}.envelope.json'
        envelope.write_text(envelope.read_text().replace('"K1"', '"K2"'))
        self.assertEqual(self.failed(self.take(folder), 'centre.refused').json['cases'][0]['code'], 'envelope')
        # For three days it may still come by itself.
        def overdue():
            return (self.good(gateway('stats', '--json', '--data', self.centre.data)).json['scans_overdue'],
                    [item['scans_overdue'] for item in self.centre.items()])
        self.assertEqual(overdue(), (0, [False]))
        with contextlib.closing(sqlite3.connect(self.centre.data / 'gateway.db')) as database, database:
            database.execute('UPDATE item SET received_ms = received_ms - 72 * 3600 * 1000')
        self.assertEqual(overdue(), (1, [True]))
        # The right scan on another medium completes it.
        self.assertEqual(self.good(self.take(self.export(name='again'))).json['incomplete'], 0)
        self.assertEqual(len(self.centre.items()), 2)

    def test_reference_data_is_published_and_listed(self):
        def ref(*words):
            return gateway('ref', *words, '--data', self.centre.data, '--json')
        settings = self.write('settings.json', {'v': 1, 'all': {'travel_permits': 'scan'}})
        self.assertEqual(ref('list').json, [])
        first = self.good(ref('publish', '--regions', RESOURCES / 'regions')).json
        self.assertEqual(first['files'], 2 * len(list((RESOURCES / 'regions').glob('*.json'))))
        second = self.good(ref('publish', '--settings', settings)).json
        self.assertEqual(second['files'], first['files'] + 1)
        self.assertGreater(second['number'], first['number'])
        listed = self.good(ref('list')).json
        self.assertEqual([release['number'] for release in listed], [second['number'], first['number']])
        self.assertEqual(listed[0]['parts'], {'configuration': 1, 'regions': first['files']})
        self.failed(ref('publish', '--settings', settings), 'use.bad-argument')  # nothing new
        self.failed(ref('publish', '--settings', self.write('wrong.json', {'v': 1, 'all': {'printer': 'x'}})),
                    'file.invalid')
        self.failed(ref('publish', '--staff', self.dir / 'nothing'), 'file.unreadable')
        self.failed(ref('publish', '--from', 1), 'store.not-found')
        for wrong in (('publish',), ('publish', '--from', 'x'), ('withdraw',), ()):
            self.assertEqual(ref(*wrong).code, 2, wrong)
        self.assertEqual(len(ref('list').json), 2)
        (self.centre.data / 'core/ref.key').unlink()
        self.failed(ref('publish', '--from', first['number']), 'key.missing')

    def test_enrolment_is_refused_for_a_reason(self):
        words = ('--data', self.kiosk, '--gateway', self.centre.url, '--ca', self.centre.ca, '--json')
        self.failed(ctl('enrol', '--code', 'AAAA-AAAA-AAAA-AAAA', *words), 'centre.enrol-code')
        self.failed(ctl('outbox', 'add', '--data', self.kiosk, '--count', 1, '--json'), 'centre.not-enrolled')
        self.failed(self.drain(), 'centre.not-enrolled')
        code = self.centre.code('K1')
        self.good(ctl('enrol', '--code', code, *words))
        other = ('--data', self.dir / 'other', '--gateway', self.centre.url, '--ca', self.centre.ca, '--json')
        self.failed(ctl('enrol', '--code', code, *other), 'centre.enrol-code')

    def test_a_store_in_use_is_told(self):
        self.enrol()
        with (self.kiosk / 'store.lock').open('a') as lock:  # as a running kiosk holds it
            fcntl.flock(lock, fcntl.LOCK_EX)
            for words in (('outbox', 'list'), ('audit', 'verify'), ('sync', '--once'), ('outbox', 'add', '--count', 1)):
                call = self.failed(ctl(*words, '--data', self.kiosk, '--json'), 'store.in-use')
                self.assertIn('--control', call.json['error']['detail'])
                self.assertEqual(call.json['error']['remedy'], 'stop-other')
        self.assertEqual(self.cases(), [])

    def test_a_folder_without_data_stays_as_it_is(self):
        self.failed(ctl('outbox', 'list', '--data', self.dir / 'none', '--json'), 'file.unreadable')
        self.assertFalse((self.dir / 'none').exists())

    def test_the_audit_log_is_checked(self):
        self.enrol()
        told = self.good(ctl('audit', 'verify', '--data', self.kiosk, '--json')).json
        self.assertEqual((told['intact'], told['first_broken']), (True, 0))
        self.assertGreaterEqual(told['rows'], 1)
        database = sqlite3.connect(self.kiosk / 'kiosk.db')
        table = database.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'audit%'").fetchone()[0]
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = ?", [table]).fetchall():
            database.execute(f'DROP TRIGGER {trigger}')  # what keeps the log append-only for honest programs
        database.execute(f"UPDATE {table} SET event = 'nothing-happened' WHERE event = 'enrolled'")
        database.commit()
        database.close()
        call = self.failed(ctl('audit', 'verify', '--data', self.kiosk, '--json'), 'store.corrupt')
        self.assertFalse(call.json['intact'])
        self.assertGreaterEqual(call.json['first_broken'], 1)

    def test_scans_are_checked(self):
        self.enrol()
        words = ('outbox', 'add', '--data', self.kiosk, '--count', 1, '--json', '--scan')
        self.failed(ctl(*words, self.write('scan.jpg', 'no picture')), 'file.invalid')
        self.failed(ctl(*words, self.dir / 'absent.jpg'), 'file.unreadable')
        self.assertEqual(self.cases(), [])


class Production(CentreTest):
    options = ()

    def test_a_production_gateway_refuses_test_cases(self):
        self.enrol()
        case = self.add(1)['cases'][0]
        call = self.failed(self.drain(), 'centre.refused')
        self.assertEqual(call.json['items'], [{'id': case['id'], 'verdict': 'rejected'}])
        self.assertEqual(self.centre.items(), [])
        self.assertEqual(self.cases()[0]['state'], 'rejected')

    def test_a_parked_case_can_be_put_back(self):
        self.enrol()
        case = self.add(1)['cases'][0]['id']
        self.drain()
        self.centre.stop()
        self.centre.options = ('--accept-tests',)
        self.centre.start()
        retried = ctl('outbox', 'retry', case, '--data', self.kiosk, '--json')
        self.assertEqual(self.good(retried).json, {'id': case})
        self.assertEqual(self.good(self.drain()).json['totals']['stored'], 1)
        self.failed(ctl('outbox', 'retry', 'no-such-case', '--data', self.kiosk, '--json'), 'store.not-found')

    def test_a_parked_case_is_closed(self):
        self.enrol()
        one, other = (case['id'] for case in self.add(2)['cases'])
        self.drain()

        def close(case, reason, basis, *more):
            return ctl('outbox', 'close', case, '--reason', reason, '--basis', basis, *more, '--data', self.kiosk, '--json')
        self.assertEqual(close(one, 'because', 'counter').code, 2)
        self.assertEqual(close(one, 'test', 'somehow').code, 2)
        self.failed(close(one, 'test', 'counter', '--note', 'call 13900000005'), 'use.bad-argument')
        self.failed(close(one, 'test', 'exported'), 'use.not-allowed')
        self.assertEqual(self.good(close(one, 'test', 'counter', '--note', 'made by hallctl')).json, {'id': one, 'reason': 'test'})
        self.failed(ctl('outbox', 'retry', one, '--data', self.kiosk, '--json'), 'store.not-found')
        self.good(ctl('outbox', 'export', self.dir / 'carried', '--data', self.kiosk, '--json'))
        self.good(close(other, 'unusable', 'exported'))
        self.assertEqual([case['state'] for case in self.cases()], ['closed', 'closed'])
        self.centre.stop()
        self.centre.options = ('--accept-tests',)
        self.centre.start()
        self.assertEqual(self.good(self.drain()).json['totals'].get('stored', 0), 0)
        self.assertEqual(self.centre.items(), [])
        self.good(ctl('audit', 'verify', '--data', self.kiosk, '--json'))


class Commands(CentreTest):
    """hall-gateway's own answers to wrong calls."""

    def test_gateway_usage(self):
        for words in ((), ('fly',), ('list',), ('serve', '--data', self.centre.data, '--listen', 'nowhere'),
                      ('open', '--data', self.centre.data), ('revoke', '--data', self.centre.data)):
            self.assertEqual(gateway(*words).code, 2, words)
        call = gateway('open', 'no-such-case', '--key', self.centre.key, '--data', self.centre.data, '--json')
        self.failed(call, 'store.not-found')

    def test_a_second_gateway_is_refused_the_port(self):
        call = gateway('serve', '--data', self.centre.data, '--listen', f'127.0.0.1:{self.centre.port}', '--json')
        self.failed(call, 'use.bad-argument')

    def shown(self):
        return ssl.get_server_certificate(('127.0.0.1', self.centre.port))

    def told(self, event):
        with (self.centre.data / 'log').open(encoding='utf-8') as file:
            return [line for line in map(json.loads, file) if line['event'] == event]

    def hang_up(self, event, count):
        self.centre.process.send_signal(signal.SIGHUP)
        end = time.monotonic() + 20
        while len(self.told(event)) < count:
            self.assertLess(time.monotonic(), end, event)
            time.sleep(0.02)
        return self.told(event)[-1]

    def test_the_servers_certificate_is_exchanged_while_it_serves(self):
        before, file = self.shown(), self.centre.data / 'front/server.pem'
        line = http.client.HTTPSConnection('127.0.0.1', self.centre.port, context=ssl.create_default_context(cafile=self.centre.ca))
        line.connect()
        made = self.good(gateway('server-certificate', '--host', 'gateway.example.org', '--data', self.centre.data, '--json')).json
        self.assertEqual(made, {'certificate': str(file), 'hosts': ['localhost', '127.0.0.1', '::1', 'gateway.example.org']})
        self.assertEqual(self.shown(), before)
        self.assertRegex(self.hang_up('server-certificate', 1)['until'], r'^20\d\d-')
        # One that is open goes on, one that begins sees the new one.
        line.request('GET', '/healthz')
        self.assertEqual(line.getresponse().status, 200)
        line.close()
        self.assertEqual(self.shown(), file.read_text())
        self.assertNotEqual(self.shown(), before)
        # The names stay without being said again.
        self.assertEqual(self.good(gateway('server-certificate', '--data', self.centre.data, '--json')).json, made)
        self.hang_up('server-certificate', 2)
        good = self.shown()
        file.write_text('spoilt')
        self.assertIn('server.pem', self.hang_up('server-certificate-kept', 1)['detail'])
        self.assertEqual(self.shown(), good)
        call = gateway('server-certificate', '--data', self.centre.data, '--json')
        self.failed(call, 'message.invalid')
        # Another authority's is not ours to give out again.
        other = self.dir / 'other'
        self.assertEqual(gateway('init', '--data', other, '--database', 'none').code, 0)
        shutil.copy(other / 'front/server.pem', file)
        self.failed(gateway('server-certificate', '--data', self.centre.data, '--json'), 'use.not-allowed')
        self.assertIn('server.key', self.hang_up('server-certificate-kept', 2)['detail'])
        self.assertEqual(self.shown(), good)


class ControlSocket(CommandTest):
    """hallctl asks a running kiosk by its protocol; here the kiosk is a few lines that answer as it does."""

    ANSWERS = {'status': {'ok': True, 'page': 'attract', 'queue': {'queued': 0}},
               'outbox': {'ok': True, 'cases': []}, 'sync': {'ok': True, 'queued': 2},
               'wait': {'ok': True, 'queue': {'queued': 0, 'waiting_blobs': 0}},
               'audit': {'ok': True, 'intact': False, 'rows': 3, 'first_broken': 4}, 'sign-in': {'ok': True}}

    def setUp(self):
        super().setUp()
        self.path, self.asked = self.dir / 'kiosk.sock', []
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(str(self.path))
        self.listener.listen()
        thread = threading.Thread(target=self.serve)
        thread.start()
        self.addCleanup(thread.join)
        self.addCleanup(self.listener.shutdown, socket.SHUT_RDWR)

    def serve(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                self.listener.close()
                return
            with connection, connection.makefile('rw') as lines:
                for line in lines:
                    request = json.loads(line)
                    self.asked.append(request)
                    lines.write(json.dumps({'id': None, **self.ANSWERS[request['do']]}) + '\n')
                    lines.flush()

    def test_questions_and_answers(self):
        control = ('--control', self.path, '--json')
        self.assertEqual(self.good(ctl('status', *control)).json, {'page': 'attract', 'queue': {'queued': 0}})
        self.assertEqual(self.good(ctl('outbox', 'list', *control)).json, {'cases': []})
        self.assertEqual(self.good(ctl('sync', '--once', *control)).json['queue'], {'queued': 2})
        self.assertEqual(self.good(ctl('sync', '--drain', *control)).json['queue'], {'queued': 0, 'waiting_blobs': 0})
        self.failed(ctl('audit', 'verify', *control), 'store.corrupt')
        self.good(ctl('outbox', 'retry', 'some-id', '--card', 'Z90000002', '--pin-stdin', *control, stdin='135792\n'))
        self.assertEqual(self.asked[-2:], [{'do': 'sign-in', 'card': 'Z90000002', 'pin': '135792'},
                                           {'do': 'outbox', 'action': 'retry', 'case': 'some-id'}])

    def test_the_kiosks_refusal_is_handed_on(self):
        self.ANSWERS = {'outbox': {'ok': False, 'error': {'code': 'use.not-allowed', 'detail': 'sign in as a technician first'}}}
        call = self.failed(ctl('outbox', 'list', '--control', self.path, '--json'), 'use.not-allowed')
        self.assertEqual(call.json['error']['detail'], 'sign in as a technician first')

    def test_no_kiosk_is_told(self):
        self.failed(ctl('status', '--control', self.dir / 'none.sock', '--json'), 'file.unreadable')


class EndOfAContract(CentreTest):
    """All of it goes back, and only then it is destroyed."""

    def gateway(self, *words, code=0):
        call = gateway(*words, '--data', self.centre.data)
        self.assertEqual(call.code, code, call.err)
        return call

    def test_back_and_away(self):
        self.enrol()
        self.add(2)
        self.add(1, '--scan', SCAN)
        self.assertEqual(self.drain().code, 0)
        self.assertEqual(self.gateway('retention', '--days', 30, '--dry-run').out,
                         '0 cases, 0 scans, 0 questions, of the cases 0 never collected; 0 ratings, 0 events of the core, 0 persons, 0 answers to kiosks\n')
        self.assertEqual(self.gateway('retention', 'list').json, [])
        self.centre.stop()
        out, record = self.dir / 'back', self.dir / 'record.json'
        end = ('destroy', '--out', out, '--record', record, '--yes-destroy-everything')
        self.gateway(*end, code=1)  # there is no export yet
        self.assertRegex(self.gateway('export', '--out', out).out, r'^3 cases \(0 that cannot be opened\), 1 scans, \d+ rows\n$')
        self.assertEqual(out.stat().st_mode & 0o777, 0o700)
        plain = hashlib.sha256(SCAN.read_bytes()).hexdigest()
        self.assertEqual((out / 'scans' / plain).read_bytes(), SCAN.read_bytes())
        self.gateway(*end[:-1], code=2)  # it must be meant
        self.assertTrue(self.centre.key.exists())
        self.gateway(*end)
        self.assertEqual([path.name for path in self.centre.data.iterdir() if path.name != 'log'], [])
        told = json.loads(record.read_text())
        self.assertEqual(told['manifest'], hashlib.sha256((out / 'manifest.json').read_bytes()).hexdigest())
        self.assertTrue(told['ended'])

    def test_wrong_use(self):
        for words in (['retention'], ['retention', '--days', 0], ['export'], ['destroy', '--out', 'x', '--record', 'y']):
            self.gateway(*words, code=2)


if __name__ == '__main__':
    unittest.main(verbosity=2)
