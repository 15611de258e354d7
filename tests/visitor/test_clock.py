# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine whose clock is wrong by 400 days: it says so to staff, promises nothing, and takes cases all the same."""
import os
import re
import unittest

import cases
from kiosk import poll
from visit import Visit

DAY = 86400
SERVICE = 'flexible-registration'
STAFF, PIN = 'staff', '246810'  # resources/demo/README.md


class WrongClock(cases.RigCase):
    def set_ahead(self, days, state):
        self.kiosk.do('clock', ahead_s=days * DAY)
        self.kiosk.wait(clock={'state': state}, seconds=20)

    def take_a_case(self, offline=False):
        visit = Visit(self.rig, SERVICE, cases.LANG, offline=offline)
        notes = []
        visit.visitor.on_page = lambda page: notes.extend(visit.visitor.look().names())
        visit.run()
        return visit, notes

    def test_a_day_that_nobody_knows(self):
        poll(lambda: self.kiosk.status()['clock']['state'] == 'good', 20, 'the centre is heard')
        for days in (400, -400):
            with self.subTest(days):
                self.set_ahead(days, 'doubtful')
                ahead = self.kiosk.status()['clock']['ahead_s']
                self.assertLess(abs(ahead - days * DAY), 60)
                visit, names = self.take_a_case()
                self.assertFalse([name for name in names if re.search('cannot (apply|use)', name)])
                self.assertEqual(visit.stored()['form'], 'online')
                self.until_searched(self.kiosk.status()['memory']['searches'] - 1)
        self.set_ahead(0, 'good')
        visit, _ = self.take_a_case()
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
        visitor = cases.Visitor(self.kiosk, cases.LANG, self.rig.resources)
        self.kiosk.do('clock', ahead_s=1800)
        self.kiosk.wait(clock={'state': 'off'}, seconds=20)
        visitor.insert_card(self.rig.card(STAFF))
        visitor.page('staff-pin', seconds=20)
        visitor.type_pin(PIN)
        visitor.page('staff')
        title = visitor.say('The clock of this machine is wrong', 'MaintenancePage')
        visitor.until(lambda now: now.all(has=title), title)
        visitor.until(lambda now: now.all(has=visitor.say("It is %1 ahead of the centre's.", 'MaintenancePage', '30 min')),
                      'by how much')
        self.kiosk.grab(os.path.join(self.rig.folder, 'staff.png'))
        self.kiosk.do('clock', ahead_s=0)
        visitor.until(lambda now: not now.all(has=title), 'nothing is said of a clock that is right')


if __name__ == '__main__':
    cases.main()
