# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine whose clock is wrong by 400 days: it says so to staff, promises nothing, and takes cases all the same."""
import os
import subprocess

import cases
from kiosk import poll
from visit import Visit
from visitor import Visitor

DAY = 86400
SERVICE = 'flexible-registration'
STAFF, PIN = 'staff', '246810'  # resources/demo/README.md


class WrongClock(cases.RigCase):
    def set_ahead(self, days, state):
        self.kiosk.do('clock', ahead_s=days * DAY)
        self.kiosk.wait(clock={'state': state}, seconds=20)

    def take_a_case(self, offline=False):
        """A whole visit; what stood on its screens."""
        before = self.kiosk.status()['memory']['searches']
        visit = Visit(self.rig, SERVICE, cases.LANG, offline=offline)
        names = []
        visit.visitor.on_page = lambda page: names.append(visit.visitor.look().names())
        visit.run()
        self.until_searched(before)
        return visit, names

    def paper_promises(self, visit):
        path = os.path.join(self.rig.folder, 'paper.png')
        with open(path, 'wb') as file:
            file.write(visit.png)
        told = subprocess.run(['tesseract', path, '-', '-l', 'eng', '--psm', '6'], capture_output=True, text=True,
                              timeout=120, env=dict(os.environ, OMP_THREAD_LIMIT='1'), check=True).stdout
        said = 'clock is wrong' in ' '.join(told.split())
        self.assertNotEqual(said, 'Promised by' in told, told)
        return not said

    def test_a_day_that_nobody_knows(self):
        poll(lambda: self.kiosk.status()['clock']['state'] == 'good', 20, 'the centre is heard')
        for days in (400, -400):
            with self.subTest(days):
                self.set_ahead(days, 'doubtful')
                self.assertLess(abs(self.kiosk.status()['clock']['ahead_s'] - days * DAY), 60)
                visit, names = self.take_a_case()
                unknown = visit.visitor.say("This machine cannot tell today's date. The centre checks what depends on it.",
                                            'IntroPage')
                self.assertTrue(any(unknown in screen for screen in names), 'the introduction does not say so')
                self.assertFalse(self.paper_promises(visit))
                self.assertEqual(visit.stored()['form'], 'online')
        self.set_ahead(0, 'good')
        visit, _ = self.take_a_case()
        self.assertTrue(self.paper_promises(visit))
        visit.stored()

    def test_without_the_centre(self):
        for days in (400, -400):
            with self.subTest(days):
                self.set_ahead(days, 'doubtful')
                self.kiosk.network('down')
                visit, _ = self.take_a_case(offline=True)
                self.kiosk.network('up')
                self.assertEqual(visit.stored()['form'], 'offline')

    def test_staff_are_told(self):
        self.set_ahead(0, 'good')
        visitor = Visitor(self.kiosk, cases.LANG)
        self.kiosk.do('clock', ahead_s=1800)
        self.kiosk.wait(clock={'state': 'off'}, seconds=20)
        visitor.insert_card(self.rig.card(STAFF))
        self.kiosk.wait(stage='staff-pin', seconds=20)
        for digit in PIN:
            visitor.button(digit)
        visitor.button(visitor.say('Sign in', 'PinPage'))
        self.kiosk.wait(stage='staff', seconds=20)
        title = visitor.say('The clock of this machine is wrong', 'MaintenancePage')
        visitor.until(lambda now: now.all(has=title), title)
        visitor.until(lambda now: now.all(has=visitor.say("It is %1 ahead of the centre's.", 'MaintenancePage', '30 min')),
                      'by how much')
        if 'HALL_KEEP_PICTURES' in os.environ:
            self.kiosk.grab(os.path.join(os.environ['HALL_KEEP_PICTURES'], 'staff-clock.png'))
        self.kiosk.do('clock', ahead_s=0)
        visitor.until(lambda now: not now.all(has=title), 'nothing is said of a clock that is right')


if __name__ == '__main__':
    cases.main()
