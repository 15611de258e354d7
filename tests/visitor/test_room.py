# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine whose memory is really full: everybody is told before it matters, and it goes on by itself afterwards."""
import json
import os
import subprocess
import unittest

import cases
from kiosk import Failure, SERVICE_CARD, poll, program
from visitor import Visitor

STAFF, PIN = 'staff', '246810'  # resources/demo/README.md
QUERY = 'employment-proof'


class FullMemory(unittest.TestCase):
    def room(self, *rooms):
        return self.rig.kiosk.wait(store={'room': list(rooms)}, seconds=20)['store']

    def says(self, visitor, source, context, *arguments):
        words = visitor.say(source, context, *arguments)
        visitor.until(lambda now: now.all(has=words), f'the words "{words}"', 20)

    def to_home(self, card):
        visitor = Visitor(self.rig.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card(card))
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage', seconds=20)
        visitor.button(visitor.say('I agree', 'ConsentPage'))
        visitor.page('home')
        return visitor

    def go(self):
        self.rig.kiosk.device(SERVICE_CARD, 'remove')
        for _ in range(3):
            self.rig.kiosk.advance(100)
        self.rig.kiosk.wait(stage='attract', seconds=20)

    def test_no_new_cases_until_there_is_room(self):
        self.rig, small = cases.on_small_disk(self)
        self.room('ample')
        ballast = cases.fill_disk(small)
        self.room('no-cases')
        visitor = self.to_home('zhang-ceshi')
        self.says(visitor, 'This machine cannot take new cases at the moment', 'HomePage')
        self.says(visitor, 'Please use the counter: bring your card and your papers there.', 'VisitorPage')
        self.go()
        # A question with its proof of the person, and its answer, go on.
        cases.Visit(self.rig, QUERY, cases.LANG).run()
        os.unlink(ballast)
        self.room('ample')
        visit = cases.Visit(self.rig, cases.SHORT, cases.LANG)
        visit.run()
        poll(lambda: len(self.rig.gateway.cases()) == 1, 60, 'the case reaches the centre', every=0.2)

    def test_full_while_somebody_looks(self):
        self.rig, small = cases.on_small_disk(self)
        visit = cases.Visit(self.rig, cases.SHORT, cases.LANG)
        visit.come_in()
        ballast = cases.fill_disk(small)
        visitor = visit.visitor
        self.says(visitor, 'This machine cannot take new cases at the moment', 'IntroPage')
        self.assertFalse(visitor.look().one('button', visitor.say('Start', 'IntroPage')))
        os.unlink(ballast)
        visitor.until(lambda now: now.one('button', visitor.say('Start', 'IntroPage')), 'it can be begun again', 30)
        visit.fill()
        visit.submit()

    def test_scans_stop_first(self):
        self.rig, small = cases.on_small_disk(self, production=True)
        kiosk = self.rig.kiosk
        kiosk.stop()
        # Marked cases, which this centre refuses: they stay.
        subprocess.run([program('hallctl'), 'outbox', 'add', '--data', kiosk.data, '--count', '16', '--size', '1000000'],
                       check=True, capture_output=True, timeout=120)
        kiosk.start()
        with open(os.path.join(small, 'ballast'), 'ab', buffering=0) as file:
            def fill_until(room, share):
                for _ in range(4):  # the disk decides what the store may take: its share follows what is left
                    left = os.statvfs(small)
                    free = left.f_bavail * left.f_frsize
                    now = kiosk.status()['store']['percent'] / 100
                    file.write(bytes(max(0, int(free - now / (1 - now) * free * (1 - share) / share))))
                    try:  # it is looked at every few seconds
                        self.room(room)
                        return
                    except Failure:
                        pass  # the percent that it was reckoned from was rounded
                self.fail(f'never {room}: {kiosk.status()["store"]}')
            fill_until('warn', 0.77)
            said = subprocess.run([program('hallctl'), 'status', '--control', kiosk.socket, '--json', '--lang', 'en'],
                                  check=True, capture_output=True, text=True, timeout=30)
            self.assertIn('% full. From 85 %', json.loads(said.stdout)['store']['words'])
            visitor = Visitor(kiosk, cases.LANG)
            visitor.insert_card(self.rig.card(STAFF))
            kiosk.wait(stage='staff-pin', seconds=20)
            for digit in PIN:
                visitor.button(digit)
            visitor.button(visitor.say('Sign in', 'PinPage'))
            kiosk.wait(stage='staff', seconds=20)
            self.says(visitor, 'From 85 % on papers are not scanned, from 95 % on no new cases are taken.', 'MaintenancePage')
            kiosk.device(SERVICE_CARD, 'remove')
            visitor.button(visitor.say('Back to visitors', 'MaintenancePage'))
            kiosk.wait(stage='attract', seconds=20)
            fill_until('no-scans', 0.9)
        visit = cases.Visit(self.rig, 'unemployment-registration', cases.LANG)
        visit.come_in()
        self.says(visit.visitor, 'Papers cannot be scanned at the moment', 'IntroPage')
        self.assertTrue(visit.visitor.look().one('button', visit.visitor.say('Start', 'IntroPage')))


if __name__ == '__main__':
    cases.main()
