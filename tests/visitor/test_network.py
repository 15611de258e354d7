# SPDX-License-Identifier: GPL-3.0-or-later
"""The gateway is away while people come: their cases are kept, the screen says so, and they arrive later, each once."""
import unittest

import cases


class Away(cases.RigCase):
    def test_gateway_down(self):
        self.rig.gateway.stop()
        self.kiosk.wait(network={'centre': 'unreachable'}, seconds=30)
        visit = self.to_done(self.visit(offline=True))
        self.on_screen(visit.visitor, 'Your case is safe in this machine', 'DonePage', 'heading')
        self.on_screen(visit.visitor, 'Kept safely in this machine', 'DonePage', 'alert')
        visit.take_receipt()
        visit.leave()
        self.assertEqual([case['id'] for case in self.kiosk.cases()], [visit.case['id']])
        self.assertIn(self.kiosk.cases()[0]['state'], ('queued', 'sending'))
        self.rig.gateway.start()
        self.stored_once(visit.case)
        self.assertEqual(len(self.rig.gateway.cases()), 1)
        visit.check_stored(self.rig.gateway.opened(visit.case['id']))

    def test_introduction_follows_the_network(self):
        visit = self.visit()
        visit.come_in()
        self.on_screen(visit.visitor, 'at once', 'IntroPage')
        self.kiosk.network('down')
        self.on_screen(visit.visitor, 'once it has been sent', 'IntroPage')
        self.on_screen(visit.visitor, 'No connection at the moment', 'IntroPage', 'alert')

    def test_goes_away_in_the_middle(self):
        visit = self.visit()
        visit.come_in()
        visit.fill()
        self.rig.gateway.stop()
        offline = visit.visitor.say('No connection', 'VisitorPage')
        visit.visitor.until(lambda now: now.one('picture', offline), f'the screen says "{offline}"', 30)
        visit.submit()
        self.on_screen(visit.visitor, 'Kept safely in this machine', 'DonePage', 'alert')
        self.rig.gateway.start()
        self.on_screen(visit.visitor, 'The centre has it', 'DonePage', 'alert', seconds=60)
        self.on_screen(visit.visitor, 'Your case has been received', 'DonePage', 'heading')
        self.stored_once(visit.case)
        visit.leave()


if __name__ == '__main__':
    cases.main()
