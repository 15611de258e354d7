# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole visit while a scenario plays: whatever breaks, the case is kept, arrives once, and the paper comes out. Every one
of them with HALL_TEST_SCALE above 1, otherwise the two that take longest to find out by hand."""
import os
import unittest

import cases
from kiosk import Refused, poll

SERVICES = {'camera-freezes': 'unemployment-registration', 'a-bad-day': 'unemployment-registration'}
ALWAYS = ('paper-out-in-the-receipt', 'card-reader-away')


class Scenarios(cases.RigCase):
    def lives_through(self, name):
        visit = self.visit(service=SERVICES.get(name, cases.SHORT))
        self.kiosk.do('scenario', play=name)
        self.to_done(visit)
        state = poll(lambda: self.over(), 120, f'the scenario {name} is over', every=0.2)
        self.assertIsNone(state['fault'])
        self.assertEqual(state['step'], state['steps'])
        printed = self.kiosk.wait(visit={'print': ['printed', 'not-printed', 'unknown']}, seconds=60)['visit']['print']
        if printed != 'printed':
            again = visit.visitor.say('Print again', 'DonePage')
            visit.visitor.until(lambda now: now.one('button', again), f'the button "{again}"', 30)
            visit.visitor.button(again)
            self.kiosk.wait(visit={'print': 'printed'}, seconds=60)
        self.stored_once(visit.case)
        visit.check_stored(self.rig.gateway.opened(visit.case['id']))
        visit.leave()

    def over(self):
        state = self.kiosk.status()['scenario']
        return None if state['playing'] else state

    def test_bad_ones_are_refused(self):
        for name in ('no-such', '/no/such/file.json'):
            with self.assertRaises(Refused) as refused:
                self.kiosk.do('scenario', play=name)
            self.assertEqual(refused.exception.code, 'file.unreadable')
        known = [one['name'] for one in self.kiosk.do('scenario')['known']]
        self.assertIn('a-bad-day', known)


def add(name):
    def test(self):
        if name not in ALWAYS and int(os.environ.get('HALL_TEST_SCALE', '1')) < 2:
            cases.skip(self, 'only in a full run')
        self.lives_through(name)
    setattr(Scenarios, 'test_' + name.replace('-', '_'), test)


FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../../resources/demo/scenarios')
for file in sorted(os.listdir(FOLDER)):
    add(file.removesuffix('.json'))


if __name__ == '__main__':
    cases.main()
