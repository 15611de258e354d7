# SPDX-License-Identifier: GPL-3.0-or-later
"""The centre publishes new reference data: a kiosk takes it between two visits, as a whole or not at all, and says so."""
import json
import os
import shutil
import sqlite3
import subprocess

import cases
from kiosk import SERVICE_CARD, Control, Failure, poll, program
from visitor import Visitor


class Published(cases.RigCase):
    def setUp(self):
        super().setUp()
        self.made = os.path.join(self.rig.folder, 'publish')
        os.mkdir(self.made)

    def publish(self, *options):
        return int(self.rig.gateway.command('ref', 'publish', *options))

    def settings(self, zh, en):
        path = os.path.join(self.made, 'settings.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'v': 1, 'all': {'hall': {'zh': zh, 'en': en}}}, file)
        return path

    def catalogue(self, en):
        """The tree's own, with another name for a group of its home page."""
        folder = os.path.join(self.made, 'catalogue')
        shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(os.path.join(self.rig.resources, 'catalogue'), folder)
        path = os.path.join(folder, 'events.json')
        with open(path, encoding='utf-8') as file:
            events = json.load(file)
        events['events'][0]['en'] = en
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(events, file, ensure_ascii=False)
        return folder

    def in_force(self, number, seconds=40):
        """The program has begun anew with it, and nobody is there."""
        self.kiosk.wait(reference={'current': number, 'staged': 0}, stage='attract', seconds=seconds)

    def sign_in(self):
        self.kiosk.device(SERVICE_CARD, 'insert', card=self.rig.card('zhang-ceshi'))
        self.kiosk.wait(stage='consent', seconds=20)

    def health(self):
        """What the kiosk last told the centre."""
        database = sqlite3.connect(f'file:{self.rig.gateway.data}/gateway.db?mode=ro', uri=True)
        try:
            return json.loads(database.execute('SELECT health FROM kiosk').fetchone()[0] or '{}')
        finally:
            database.close()

    def told(self, check, what):
        return poll(lambda: check(self.health()), 20, what)

    def test_a_release_comes_into_force_and_goes_back(self):
        self.told(lambda said: said.get('catalogue'), 'the kiosk says how it is')
        own = self.health()['catalogue']
        first = self.publish('--catalogue', self.catalogue('Out of work'), '--settings', self.settings('北厅', 'North Hall'),
                             '--regions', os.path.join(self.rig.resources, 'regions'))
        self.in_force(first)
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.until(lambda now: now.all(has='North Hall'), 'the screen has the new name of the hall')
        said = self.told(lambda said: said.get('reference', {}).get('current') == first and said, 'the centre hears of it')
        self.assertNotEqual(said['catalogue'], own)
        self.assertEqual(said['reference']['refused'], [])
        second = self.publish('--settings', self.settings('南厅', 'South Hall'))
        self.in_force(second)
        third = self.publish('--from', str(first))
        self.in_force(third)
        visitor.until(lambda now: now.all(has='North Hall'), 'the screen has the earlier name of the hall')
        listed = json.loads(self.rig.gateway.command('ref', 'list', '--json'))
        self.assertEqual([release['number'] for release in listed], [third, second, first])
        # And a whole visit with it.
        visit = self.to_done(self.visit())
        visit.take_receipt()
        visit.leave()

    def staff(self, *people):
        """A file of staff: card and PIN of each technician."""
        path = os.path.join(self.made, 'staff.txt')
        lines = ['# card | role | name | last day | PIN']
        for card, pin in people:
            hashed = subprocess.run([program('hall-gateway'), 'staff', 'pin'], input=f'{pin}\n', capture_output=True, text=True,
                                    check=True, timeout=60).stdout.strip()
            lines.append(f'{card} | technician | 技术员 | 2099-12-31 | {hashed}')
        with open(path, 'w', encoding='utf-8') as file:
            file.write('\n'.join(lines) + '\n')
        os.chmod(path, 0o600)
        return path

    def lets_in(self, card, pin):
        control = Control(self.kiosk.socket)
        try:
            return control.ask({'do': 'sign-in', 'card': card, 'pin': pin})['ok']
        finally:
            control.close()

    def test_staff_come_and_go(self):
        one, two = ('Z90000007', '246811'), ('Z90000008', '135793')
        self.in_force(self.publish('--staff', self.staff(one, two)))
        self.assertTrue(self.lets_in(*one))
        self.assertFalse(self.lets_in(one[0], two[1]))
        self.assertTrue(self.lets_in(*two))
        self.in_force(self.publish('--staff', self.staff(two)))
        self.assertFalse(self.lets_in(*one))
        self.assertTrue(self.lets_in(*two))
        with self.assertRaisesRegex(Failure, r'staff\.txt: line 2: no PIN, or one in the clear; run `hall-gateway staff pin`'):
            with open(self.staff(), 'a', encoding='utf-8') as file:
                file.write('Z90000007 | staff | 工作员 | 2099-12-31 | 246811\n')
            self.publish('--staff', os.path.join(self.made, 'staff.txt'))

    def test_not_during_a_visit(self):
        self.sign_in()
        number = self.publish('--settings', self.settings('北厅', 'North Hall'))
        self.kiosk.wait(reference={'current': 0, 'staged': number}, seconds=40)
        self.assertEqual(self.kiosk.status()['stage'], 'consent')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.advance(90)
        self.kiosk.advance(60)
        self.in_force(number)

    def test_what_was_damaged_meanwhile_is_taken_back(self):
        first = self.publish('--settings', self.settings('北厅', 'North Hall'))
        self.in_force(first)
        self.sign_in()
        second = self.publish('--settings', self.settings('南厅', 'South Hall'))
        self.kiosk.wait(reference={'current': first, 'staged': second}, seconds=40)
        staged = os.path.join(self.kiosk.data, 'reference', 'versions', str(second), 'configuration', 'kiosks.json')
        with open(staged, 'r+b') as file:
            file.write(b'?')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.advance(90)
        self.kiosk.advance(60)
        self.in_force(first)
        self.assertEqual(self.kiosk.status()['reference']['refused'], [{'number': second, 'code': 'damaged'}])
        Visitor(self.kiosk, cases.LANG).until(lambda now: now.all(has='North Hall'), 'the kiosk goes on with the earlier one')
        self.told(lambda said: said['reference']['refused'] == [{'number': second, 'code': 'damaged'}],
                  'the centre hears of it')

    def test_killed_between_staging_and_switch(self):
        self.sign_in()
        number = self.publish('--settings', self.settings('北厅', 'North Hall'))
        self.kiosk.wait(reference={'current': 0, 'staged': number}, seconds=40)
        self.kiosk.kill()
        self.kiosk.start()
        self.in_force(number)

    def lists(self):
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            known = json.load(file)['vacancies']
        folder = os.path.join(self.made, 'vacancies')
        os.mkdir(folder)
        with open(os.path.join(folder, 'all.json'), 'w', encoding='utf-8') as file:
            json.dump({'v': 1, 'date': '2026-11-20',
                       'list': known + [dict(known[0], vacancy_no='ZP-OVER', vacancy_title='Long over',
                                             vacancy_valid_to='2020-01-01')]}, file, ensure_ascii=False)
        return folder, [one['vacancy_title'] for one in known]

    def look(self, asked):
        visitor = Visitor(self.kiosk, cases.LANG)
        self.sign_in()
        visitor.agree()
        visitor.choose_service('vacancy-search')
        now = self.kiosk.wait(stage='query', visit={'query': ['found', 'none', 'offline']}, seconds=20)
        self.assertEqual(now['visit']['query'], 'found')
        visitor.heading('This is what we found', 'QueryPage')
        words = visitor.say("This is the centre's list of %1", 'QueryPage', '2026-11-20')
        screen = visitor.until(lambda seen: seen.all('heading'), 'the answer')
        self.assertEqual(bool(screen.all(has=words)), not asked, 'whether the list says of when it is')
        titles = [node['name'] for node in screen.all('heading')]
        while screen.one('button', visitor.say('Turn over', 'QueryPage')):
            before = screen.names()
            visitor.button(visitor.say('Turn over', 'QueryPage'))
            screen = visitor.until(lambda seen, before=before: seen.names() != before, 'the next leaf')
            titles += [node['name'] for node in screen.all('heading')]
        if 'HALL_KEEP_PICTURES' in os.environ:
            self.kiosk.grab(os.path.join(os.environ['HALL_KEEP_PICTURES'], f'vacancies-{"asked" if asked else "kept"}.png'))
        return visitor, titles

    def test_vacancies_without_the_centre(self):
        folder, titles = self.lists()
        self.in_force(self.publish('--vacancies', folder))
        self.kiosk.network('down')
        visitor, told = self.look(asked=False)
        self.assertEqual({title for title in told if title in titles}, set(titles))
        self.assertNotIn('Long over', told)
        visitor.button(visitor.say('Print this', 'QueryPage'))
        visitor.until(lambda now: now.all(has=visitor.say('Please take the paper from the paper slot.', 'QueryPage')), 'a paper')
        self.reset()
        # With the centre, it is asked.
        self.kiosk.network('up')
        self.look(asked=True)


if __name__ == '__main__':
    cases.main()
