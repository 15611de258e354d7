# SPDX-License-Identifier: GPL-3.0-or-later
"""Maintenance with a staff card and its PIN; a visit with the identity card; a kiosk for filling forms only."""
import contextlib
import json
import os
import sqlite3
import subprocess
import tempfile
import time

import cases
from kiosk import CABINET, Failure, SERVICE_CARD, program
from visitor import DEBOUNCE, Visitor

ID_READER = 'id-card-reader'
PRINTER = 'receipt-printer'
TECHNICIAN, PIN = 'technician', '135792'  # resources/demo/README.md


class StaffCase(cases.RigCase):
    """A technician's card lies in the reader."""

    def setUp(self):
        super().setUp()
        self.signed_in_at = 0.0
        self.come()

    def come(self):
        self.visitor = Visitor(self.kiosk, cases.LANG)
        self.visitor.insert_card(self.rig.card(TECHNICIAN))
        self.kiosk.wait(stage='staff-pin')

    def enter(self, pin):
        for count, digit in enumerate(pin, 1):
            entered = self.visitor.say('PIN: %1 digits entered', 'PinPage', count)
            for _ in range(2):  # a page that is busy with the PIN before it may take the first press for a bounce
                self.visitor.key(digit)
                if self.visitor.soon(lambda words=entered: self.visitor.look().one('text', words), 2):
                    break
        # No hand comes back to a button within the time that counts as its own bounce; this one could.
        time.sleep(max(0.0, self.signed_in_at + DEBOUNCE - time.monotonic()))
        self.visitor.button(self.visitor.say('Sign in', 'PinPage'))
        self.signed_in_at = time.monotonic()

    def line(self, words):
        return self.visitor.until(lambda now: now.all('text', has=words), f'the words "{words}"').all('text', has=words)[0]


class Staff(StaffCase):
    rig_options = {'gateway': False}

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
        words = self.visitor.say('Photo component not installed: visitors see a silhouette instead of the photo on their ID card.',
                                 'DevicePanel')
        self.visitor.until(lambda now: now.all('text', words), words)
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

    def hold(self, device, words='Take out of use'):
        self.visitor.button(f'{self.visitor.say(device, "DevicePanel")}: {self.visitor.say(words, "DevicePanel")}')

    def test_a_device_is_taken_out_of_use_and_put_back(self):
        self.to_maintenance()
        self.hold('Receipt printer')
        held = {'link': 'held', 'fault': {'code': 'device.held', 'who': 'staff'}}
        self.kiosk.wait(devices={PRINTER: held}, held=[[PRINTER]],
                        capabilities={'print-receipt': {'available': False, 'reason': {'code': 'device.held'}}})
        self.line('Receipt printer: Held')
        self.kiosk.stop()
        self.kiosk.start(enrolled=False)
        self.kiosk.wait(devices={PRINTER: held})
        self.come()
        self.to_maintenance()
        self.hold('Receipt printer', 'Put back into use')
        self.kiosk.wait(held=[[]], capabilities={'print-receipt': {'available': True}})

    def test_staff_come_back_by_a_reader_that_is_out_of_use(self):
        self.to_maintenance()
        self.hold('Social security card reader')
        self.kiosk.wait(held=[[SERVICE_CARD]])
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.button(self.visitor.say('Back to visitors', 'MaintenancePage'))
        self.kiosk.wait(stage='attract')
        self.visitor.insert_card(self.rig.card('zhang-ceshi'))
        left = self.visitor.say('A card has been left in the reader', 'LeftCard')
        self.visitor.until(lambda now: now.all('alert', has=left), 'a visitor is told to take the card')
        self.assertEqual(self.kiosk.status()['stage'], 'attract')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.until(lambda now: not now.all('alert', has=left), 'the words go with the card')
        self.come()
        self.to_maintenance()
        self.hold('Social security card reader', 'Put back into use')
        self.kiosk.wait(held=[[]], capabilities={'identify': {'available': True}})

    def test_a_swapped_device_is_told_until_it_is_accepted(self):
        self.to_maintenance()
        self.kiosk.device(CABINET, 'set', serial='HC-000002')
        self.kiosk.fault(CABINET, 'unplug')
        self.kiosk.wait(devices={CABINET: {'link': 'absent'}})
        self.kiosk.heal(CABINET)
        self.kiosk.wait(devices={CABINET: {'link': 'ready', 'swapped': True}})
        self.line('Another device than before is plugged in here.')
        self.visitor.button(self.visitor.say('It is the right one', 'DevicePanel'))
        self.kiosk.wait(devices={CABINET: {'swapped': False}})

    def test_from_the_command_line(self):
        def ctl(*words):
            return subprocess.run([program('hallctl'), *words, '--json', '--control', self.kiosk.socket],
                                  capture_output=True, text=True)
        held = ctl('device', 'hold', 'document-camera')
        self.assertEqual(held.returncode, 0, held.stderr)
        self.assertEqual(json.loads(held.stdout), {'device': 'document-camera', 'held': True})
        self.kiosk.wait(capabilities={'capture': {'available': False, 'reason': {'code': 'device.held'}}})
        self.assertEqual(ctl('device', 'release', 'document-camera').returncode, 0)
        self.kiosk.wait(capabilities={'capture': {'available': True}})
        self.assertEqual(ctl('device', 'hold', 'coffee-machine').returncode, 1)

    def to_maintenance(self):
        self.enter(PIN)
        self.kiosk.wait(stage='staff')

    def test_back_to_visitors_asks_for_the_card(self):
        self.to_maintenance()
        self.visitor.button(self.visitor.say('Back to visitors', 'MaintenancePage'))
        self.kiosk.wait(stage='staff-take-card')
        self.visitor.until(lambda now: now.one('heading', self.visitor.say('Please take your staff card', 'TakeStaffCard')),
                           'the card is asked for')
        self.assertFalse(self.visitor.look().all('button'), 'maintenance is closed')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract')
        self.come()

    def test_the_card_is_left_there(self):
        """Nobody takes it: visitors can come, and the PIN page does not open by itself."""
        self.to_maintenance()
        self.visitor.button(self.visitor.say('Back to visitors', 'MaintenancePage'))
        self.kiosk.wait(stage='staff-take-card')
        self.kiosk.advance(31)
        self.kiosk.wait(stage='attract')
        left = self.visitor.say('A card has been left in the reader', 'LeftCard')
        self.visitor.until(lambda now: now.all('alert', has=left), 'the words about the card')
        with self.assertRaises(Failure):
            self.kiosk.wait(stage=['staff-pin', 'staff', 'reading'], seconds=3)
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.until(lambda now: not now.all('alert', has=left), 'the words go with the card')
        self.come()

    def test_left_alone_with_the_card_it_closes(self):
        self.to_maintenance()
        self.kiosk.advance(121)
        self.kiosk.wait(stage='staff-take-card')
        self.kiosk.advance(31)
        self.kiosk.wait(stage='attract')

    def test_leaving_the_pin_page_asks_for_the_card_too(self):
        self.visitor.button(self.visitor.say('Leave', 'PinPage'))
        self.kiosk.wait(stage='staff-take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract')

    def test_nothing_to_send(self):
        self.to_maintenance()
        self.visitor.button(self.visitor.say('Send now', 'QueuePanel'))
        self.line(self.visitor.say('There is nothing to send.', 'QueuePanel'))

    def test_exit_asks_first(self):
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.visitor.button(self.visitor.say('Exit program', 'MaintenancePage'))
        asked = self.visitor.say('Exit the program?', 'StaffRoot')
        self.visitor.until(lambda now: now.one('dialog', asked), 'the question')
        self.visitor.button(self.visitor.say('Stay', 'StaffRoot'))
        self.visitor.until(lambda now: not now.one('dialog', asked) and now.one('heading', self.visitor.say(
            'Maintenance · technician', 'MaintenancePage')), 'the page is back')
        self.visitor.button(self.visitor.say('Exit program', 'MaintenancePage'))
        self.visitor.until(lambda now: now.one('dialog', asked), 'the question again')
        self.visitor.button(self.visitor.say('Exit program', 'StaffRoot'))
        self.assertEqual(self.kiosk.process.wait(20), 0)

    def test_left_alone_it_closes(self):
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.advance(121)
        self.kiosk.wait(stage='attract')


class NotTaken(StaffCase):
    """A centre that answers and takes nothing: whoever opens maintenance sees why, and who can change it."""

    def test_a_withdrawn_registration_is_told(self):
        self.assertEqual(self.kiosk.status()['network'], {'centre': 'reachable', 'enrolled': True, 'problem': ''})
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        well = self.visitor.say('Connected to the centre', 'MaintenancePage')
        self.visitor.until(lambda now: now.all(has=well), 'all is well')
        self.assertFalse(self.visitor.look().all('alert', has='The centre'))
        subprocess.run([program('hall-gateway'), 'revoke', self.kiosk.name, '--data', self.rig.gateway.data], check=True,
                       capture_output=True, timeout=60)
        self.visitor.button(self.visitor.say('Send now', 'QueuePanel'))
        self.kiosk.wait(network={'centre': 'reachable', 'problem': 'revoked'}, seconds=60)
        told = self.visitor.say("The centre has withdrawn this machine's registration", 'CentreNotice')
        self.visitor.until(lambda now: now.all('alert', has=told), 'the page says so', 20)
        self.assertTrue(self.visitor.look().all('picture', has=self.visitor.say('The centre takes nothing', 'MaintenancePage')))
        if os.environ.get('HALL_KEEP_PICTURES'):
            self.kiosk.grab(os.path.join(os.environ['HALL_KEEP_PICTURES'], 'staff-revoked.png'))

    def test_a_broken_line_is_told_and_mends_itself(self):
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.kiosk.network('down')
        self.visitor.button(self.visitor.say('Send now', 'QueuePanel'))
        self.kiosk.wait(network={'centre': 'unreachable', 'problem': ['unreachable', 'timeout']}, seconds=60)
        told = self.visitor.say('The centre cannot be reached', 'CentreNotice')
        self.visitor.until(lambda now: now.all('alert', has=told), 'the page says so', 20)
        self.kiosk.network('up')
        self.kiosk.wait(network={'centre': 'reachable', 'problem': ''}, seconds=60)
        self.visitor.until(lambda now: not now.all('alert', has=told), 'nothing is wrong any more', 20)


class Queue(StaffCase):
    """What the staff see of cases that wait and of cases that the centre will not have."""

    rig_options = {'production': True}

    def test_waiting_then_refused(self):
        self.kiosk.stop()
        self.rig.gateway.stop()
        subprocess.run([program('hallctl'), 'outbox', 'add', '--count', '2', '--data', self.kiosk.data], check=True,
                       capture_output=True, timeout=60)
        self.kiosk.start(enrolled=False)
        self.come()
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.line('2 waiting')
        numbers = [case['number'] for case in self.kiosk.cases()]
        for number in numbers:
            self.line(number)
        self.visitor.button(self.visitor.say('Send now', 'QueuePanel'))
        self.line(self.visitor.say('The centre cannot be reached. They are sent by themselves as soon as it can.', 'QueuePanel'))
        self.rig.gateway.start()
        self.visitor.button(self.visitor.say('Send now', 'QueuePanel'))
        refused = self.visitor.say('refused by the centre', 'QueuePanel')
        screen = self.visitor.until(lambda now: len(now.all('text', has=refused)) == 2, 'both are refused', 60)
        reason = self.visitor.say('a test case, and this centre takes none', 'QueuePanel')
        self.assertTrue(all(reason in node['name'] for node in screen.all('text', has=refused)))
        self.assertTrue(all(screen.all('text', has=number) for number in numbers))
        self.line('Nothing waits to be sent.')
        self.assertEqual(self.rig.gateway.cases(), [])
        if os.environ.get('HALL_KEEP_PICTURES'):
            self.kiosk.grab(os.path.join(os.environ['HALL_KEEP_PICTURES'], 'staff-queue.png'))
        self.close_one()

    def close_one(self):
        def press(source, page='CloseCase'):
            self.picture(source)
            self.visitor.button(self.visitor.say(source, page))
        before = {case['id']: case['state'] for case in self.kiosk.do('outbox')['cases']}
        self.assertEqual(set(before.values()), {'rejected'})
        # Turned back at the last question, then meant.
        press('Close it', 'QueuePanel')
        press('The centre cannot use it')
        press('The person was told to go to the counter')
        press('Keep the case')
        self.assertEqual({case['state'] for case in self.kiosk.do('outbox')['cases']}, {'rejected'})
        press('Close it', 'QueuePanel')
        press('The centre cannot use it')
        self.assertFalse(self.visitor.look().all('button', self.visitor.say('It was exported and is kept elsewhere', 'CloseCase')))
        press('The person was told to go to the counter')
        press('Close the case')
        refused = self.visitor.say('refused by the centre', 'QueuePanel')
        self.visitor.until(lambda now: len(now.all('text', has=refused)) == 1, 'one is left', 20)
        after = self.kiosk.do('outbox')['cases']
        self.assertEqual(sorted(case['state'] for case in after), ['closed', 'rejected'])
        closed = next(case for case in after if case['state'] == 'closed')
        self.assertEqual(closed['last_error'], 'unusable')
        self.kiosk.wait(queue={'parked': 1, 'closed': 1})
        # Exported, the other may be closed as that; the first is carried away as well.
        folder = os.path.join(self.rig.folder, 'carried')
        self.assertEqual(self.kiosk.do('outbox', action='export', dir=folder)['exported'], 2)
        press('Close it', 'QueuePanel')
        press('It was a test')
        press('It was exported and is kept elsewhere')
        self.noted(press)
        press('Close the case')
        self.kiosk.wait(queue={'parked': 0, 'closed': 2})
        self.assertTrue(self.kiosk.do('audit')['intact'])
        self.kiosk.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.kiosk.data, 'kiosk.db'))) as store:
            rows = store.execute("SELECT detail FROM audit WHERE event = 'case-closed' ORDER BY n").fetchall()
        self.assertEqual([json.loads(detail).get('note') for detail, in rows], [None, 'window 3'])

    def noted(self, press):
        """A note may be written; one with a number that could be somebody's closes nothing and says why."""
        field = self.visitor.say('%1 (optional)', 'FieldBox', self.visitor.say('Note for the log', 'CloseCase'))
        self.visitor.type(field, 'call 13900000005')
        self.picture('noted')
        wrong = self.visitor.say("This has a number in it that could be a person's", 'CloseCase')
        self.visitor.until(lambda now: now.all('alert', has=wrong), 'the page says what is wrong with the note')
        press('Close the case')
        self.assertTrue(self.visitor.settled().all('alert', has=wrong))
        self.assertEqual(sorted(case['state'] for case in self.kiosk.do('outbox')['cases']), ['closed', 'rejected'])
        self.visitor.type(field, 'window 3')

    def picture(self, name):
        if os.environ.get('HALL_KEEP_PICTURES'):
            self.kiosk.grab(os.path.join(os.environ['HALL_KEEP_PICTURES'], f'close-{name[:12].replace(" ", "-")}.png'))


class Salvage(StaffCase):
    """A store that was found damaged: staff are told what became of its cases until one of them has seen it."""

    def damage(self):
        """Of three cases, one that lost its row of the queue and one that lost its content; then the file is set aside, as by the
        start that finds it damaged."""
        self.kiosk.stop()
        self.rig.gateway.stop()
        subprocess.run([program('hallctl'), 'outbox', 'add', '--count', '3', '--data', self.kiosk.data], check=True,
                       capture_output=True, timeout=60)
        path, aside = os.path.join(self.kiosk.data, 'kiosk.db'), os.path.join(self.kiosk.data, 'quarantine', '1')
        with contextlib.closing(sqlite3.connect(path)) as store, store:
            store.execute("DELETE FROM outbox WHERE n = 1")
            store.execute("UPDATE sealed SET body = x'00' WHERE n = 2")
        os.makedirs(aside)
        os.rename(path, os.path.join(aside, 'kiosk.db'))
        self.kiosk.start(enrolled=False)

    def test_what_became_of_the_cases_is_told(self):
        self.damage()
        found = {'cases': 3, 'open': 3, 'damaged': 1, 'rebuilt': 1, 'lost': 0, 'whole': True, 'log_broken': False}
        self.assertEqual(self.kiosk.status()['salvaged'], found)
        # A visitor, whose case may be the one of which nobody knows whose it is.
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.page('attract')
        self.kiosk.device(ID_READER, 'place', card=self.rig.id_card('li-yanshi'))
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage')
        visitor.button(visitor.say('I agree', 'ConsentPage'))
        visitor.page('home')
        unsure = visitor.say('Some cases handed in here cannot be shown', 'HomePage')
        visitor.until(lambda now: now.all('alert', has=unsure), 'the home page says so')
        # A start later it is still told.
        self.kiosk.stop()
        self.kiosk.start(enrolled=False)
        self.assertEqual(self.kiosk.status()['salvaged'], {})
        self.come()
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        told = self.visitor.say('The memory of this machine was damaged on %1', 'SalvageNotice', time.strftime('%Y-%m-%d'))
        screen = self.visitor.until(lambda now: now.all('alert', has=told), 'the page tells of the damage')
        words = screen.all('alert', has=told)[0]['name']
        for said in ('Cases whose content is gone: %1. They stand below and cannot be sent. Ask the centre whether it has them; '
                     'if not, their persons have to come again. Then close them.',
                     'Cases of which this machine does not know any more whose they are: %1. They are sent like all others; their '
                     'persons are not shown them here, and need not hand them in again.'):
            self.assertIn(self.visitor.say(said, 'SalvageNotice', 1), words)
        self.line(self.visitor.say('its content was lost when the memory of this machine was damaged', 'QueuePanel'))
        self.assertFalse(self.visitor.look().all('button', self.visitor.say('Send again', 'QueuePanel')), 'there is nothing to send')
        if os.environ.get('HALL_KEEP_PICTURES'):
            self.kiosk.grab(os.path.join(os.environ['HALL_KEEP_PICTURES'], 'staff-salvage.png'))
        self.visitor.button(self.visitor.say('I have seen it', 'SalvageNotice'))
        self.visitor.until(lambda now: not now.all('alert', has=told), 'it is not told any more')
        self.kiosk.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.kiosk.data, 'kiosk.db'))) as store:
            self.assertEqual(store.execute("SELECT detail FROM audit WHERE event = 'salvage-seen'").fetchall(),
                             [('{"role":"technician"}',)])


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
