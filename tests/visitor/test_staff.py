# SPDX-License-Identifier: GPL-3.0-or-later
"""Maintenance with a staff card and its PIN; a visit with the identity card; a kiosk for filling forms only."""
import json
import os
import tempfile
import time

import cases
from kiosk import SERVICE_CARD
from visitor import DEBOUNCE, Visitor

ID_READER = 'id-card-reader'
PRINTER = 'receipt-printer'
TECHNICIAN, PIN = 'technician', '135792'  # resources/demo/README.md


class Staff(cases.RigCase):
    rig_options = {'gateway': False}

    def setUp(self):
        super().setUp()
        self.visitor = Visitor(self.kiosk, cases.LANG)
        self.signed_in_at = 0.0
        self.visitor.insert_card(self.rig.card(TECHNICIAN))
        self.kiosk.wait(stage='staff-pin')

    def enter(self, pin):
        for digit in pin:
            self.visitor.button(digit)
        # No hand comes back to a button within the time that counts as its own bounce; this one could.
        time.sleep(max(0.0, self.signed_in_at + DEBOUNCE - time.monotonic()))
        self.visitor.button(self.visitor.say('Sign in', 'PinPage'))
        self.signed_in_at = time.monotonic()

    def line(self, words):
        return self.visitor.until(lambda now: now.all('text', has=words), f'the words "{words}"').all('text', has=words)[0]

    def test_wrong_pin_opens_nothing(self):
        self.enter('111111')
        self.visitor.until(lambda now: now.all('alert', has='The staff PIN is not right.'), 'the page says so')
        self.assertEqual(self.kiosk.status()['stage'], 'staff-pin')
        self.enter(PIN)
        self.kiosk.wait(stage='staff')

    def test_five_wrong_pins_lock_the_card(self):
        for _ in range(6):
            self.enter('111111')
        locked = self.visitor.until(lambda now: now.all('alert', has='Locked'), 'the page says that the card is locked')
        self.assertTrue(locked)
        self.enter(PIN)
        self.assertEqual(self.kiosk.status()['stage'], 'staff-pin')

    def test_devices_and_the_switch(self):
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.kiosk.device(PRINTER, 'set', paper='out')
        self.line('Receipt printer: Needs a hand')
        self.kiosk.device(PRINTER, 'set', paper='ok')
        self.line('Receipt printer: Ready')
        self.visitor.button(self.visitor.say('Take out of service', 'MaintenancePage'))
        self.kiosk.wait(out_of_service=True)
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.button(self.visitor.say('Back to visitors', 'MaintenancePage'))
        self.kiosk.wait(stage='out-of-service')
        self.visitor.insert_card(self.rig.card(TECHNICIAN))
        self.kiosk.wait(stage='staff-pin')
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.visitor.button(self.visitor.say('Put into service', 'MaintenancePage'))
        self.kiosk.wait(out_of_service=False)
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.button(self.visitor.say('Back to visitors', 'MaintenancePage'))
        self.kiosk.wait(stage='attract')

    def test_left_alone_it_closes(self):
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.advance(121)
        self.kiosk.wait(stage='attract')


class IdentityCard(cases.RigCase):
    def test_visit(self):
        visit = self.visit()
        card = self.rig.card('li-yanshi').replace(f'{os.sep}cards{os.sep}', f'{os.sep}id-cards{os.sep}')
        visit.visitor.insert_card = lambda _: self.kiosk.device(ID_READER, 'place', card=card)
        visit.come_in()
        # Lifting it is a matter of course: the visit goes on.
        self.kiosk.device(ID_READER, 'lift')
        visit.fill()
        visit.submit()
        case = visit.case
        self.stored_once(case)
        opened = self.rig.gateway.opened(case['id'])
        self.assertEqual(opened['identity']['source'], 'resident-card')
        self.assertEqual(opened['identity']['name'], '李演示')
        self.assertEqual(opened['answers']['name'], '李演示')
        visit.visitor.button(visit.visitor.say('Finish', 'DonePage'))
        self.kiosk.wait(stage='ended')
        self.kiosk.wait(stage='attract', seconds=20)


class FormFilling(cases.RigCase):
    """A kiosk without a printer ends with the number and a code for the window."""

    def setUp(self):
        self.rig_options = {'profile': self.profile()}
        super().setUp()

    def profile(self):
        file = tempfile.NamedTemporaryFile('w', suffix='.json', delete=False)
        self.addCleanup(os.unlink, file.name)
        with file:
            json.dump({'width_px': 1080, 'height_px': 1920, 'diagonal_in': 27, 'role': 'form-filling'}, file)
        return file.name

    def test_ends_without_paper(self):
        self.assertNotIn(PRINTER, self.kiosk.status()['devices'])
        visit = self.to_done(self.visit())
        self.stored_once(visit.case)
        status = self.kiosk.status()
        self.assertEqual(status['visit']['print'], 'none')
        screen = visit.visitor.look()
        self.assertTrue(screen.all('picture', has=visit.visitor.say('Receipt as a code', 'DonePage')))


if __name__ == '__main__':
    cases.main()
