# SPDX-License-Identifier: GPL-3.0-or-later
"""The code of an electronic card before the scanner: it signs in once, while the centre can be asked; anything else that
is held there does nothing but say so, and nothing of it stays."""
import time

import cases
import ecard
from kiosk import SCANNER, poll
from tracefiles import in_files

STALE = 'The centre does not know this code, or it is no longer valid.'
OFFLINE = 'An electronic card can only be checked over the network, and there is no connection now.'
UNREADABLE = 'This code cannot be read here.'
REFRESH = 'Refresh the electronic card on your phone and show it again.'
REAL_CARD = 'Please use your social security card or your resident ID card instead.'
HOSTILE = {
    'a key combination in words': 'Ctrl+Alt+F1',
    'control characters': '\x03\x1a\x1b[2J\x1b]0;x\x07\x7f',
    'NUL': 'A\0B',
    '4 KB': 'A' * 4096,
    'many codes in one': 'FINISH\rCANCEL\n' * 300,
    'no ASCII': '张测试 🀄',
    'nothing': '',
    'markup': '<b onclick="x">&amp;%1 \'; DROP TABLE person; --',
    'the longest': '~' * 512,
}


class ECard(cases.SharedRigCase):
    def setUp(self):
        super().setUp()
        self.shown_at = 0.0

    def to_attract(self):
        super().to_attract()
        self.kiosk.wait(devices={SCANNER: {'link': 'ready'}}, seconds=20)

    def show(self, text):
        """Two codes in less than a second are one code with a line end in it, for the kiosk."""
        wait = self.shown_at + 1.05 - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.kiosk.device(SCANNER, 'scan', text=text)
        self.shown_at = time.monotonic()

    def refused(self, text, words, advice):
        self.show(text)
        self.kiosk.wait(stage='sign-in', seconds=10)
        said = self.on_screen(self.visitor, words, 'FaultTexts', 'alert')
        self.assertIn(self.visitor.say(advice, 'FaultTexts'), said['name'])

    def codes_told(self):
        facts = self.kiosk.status()['devices'][SCANNER]['facts']
        return facts['codes'] + facts['unreadable']

    def test_good_code_and_a_whole_visit(self):
        visit = self.visit(card='zhang-ceshi')  # whose code it is: nobody inserts that card
        visit.before = {case['id'] for case in self.kiosk.cases()}
        visitor = visit.visitor
        visitor.page('attract')
        visitor.button(visitor.say('Touch the screen to start', 'AttractPage'))
        visitor.page('sign-in')
        self.on_screen(visitor, 'Electronic social security card', 'CodeWay', 'group')
        self.show(ecard.code())
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage')
        visitor.button(visitor.say('I agree', 'ConsentPage'))
        visitor.page('home')
        visitor.choose_service(visit.service)
        visitor.page('intro')
        visit.fill()
        visit.submit()
        opened = visit.stored()
        self.assertEqual(opened['identity']['source'], 'e-card')
        self.assertEqual(opened['identity']['card_number'], 'A12345678')
        self.assertEqual(opened['answers']['ss_no'] if 'ss_no' in opened['answers'] else opened['identity']['number'],
                         '37020019900307006X')
        visitor.button(visitor.say('Finish', 'DonePage'))
        self.kiosk.wait(stage='attract', seconds=20)   # there is no card to take

    def test_at_attract(self):
        self.show(ecard.code('li-yanshi'))
        self.kiosk.wait(stage='consent', seconds=10)

    def test_expired(self):
        self.refused(ecard.code('li-yanshi', time.time() - 300), STALE, REFRESH)
        self.show(ecard.code('li-yanshi'))
        self.kiosk.wait(stage='consent', seconds=10)

    def test_used_twice(self):
        once = ecard.code('wang-shili')
        self.show(once)
        self.kiosk.wait(stage='consent', seconds=10)
        self.to_attract()
        self.refused(once, STALE, REFRESH)
        self.show(ecard.code('wang-shili', time.time() + 1))
        self.kiosk.wait(stage='consent', seconds=10)

    def test_offline(self):
        self.kiosk.network('down')
        self.addCleanup(self.kiosk.network, 'up')
        code = ecard.code('zhao-fanli')
        self.refused(code, OFFLINE, REAL_CARD)
        # Nothing of it waited: with the network there again it is good until its minute is over, if it is shown again.
        self.kiosk.network('up')
        time.sleep(1)
        self.assertEqual(self.kiosk.status()['stage'], 'sign-in')
        self.assertEqual(self.kiosk.status()['queue'].get('queued', 0), 0)
        self.show(ecard.code('zhao-fanli', time.time() + 1))
        self.kiosk.wait(stage='consent', seconds=10)

    def test_a_card_is_as_good(self):
        self.refused('https://example.org/menu', STALE, REFRESH)
        self.visitor.insert_card(self.rig.card('li-yanshi'))
        self.addCleanup(self.reset)
        self.kiosk.wait(stage='consent')

    def test_hostile_codes_where_a_code_is_wanted(self):
        told = self.codes_told()
        for name, text in HOSTILE.items():
            with self.subTest(name):
                self.show(text)
                self.kiosk.wait(stage=['attract', 'sign-in'], seconds=10)
        poll(lambda: self.codes_told() >= told + len(HOSTILE) - 1, 10, 'the codes have been read')
        self.kiosk.wait(stage='sign-in', seconds=10)
        self.show('A\x1bB')
        self.on_screen(self.visitor, UNREADABLE, 'FaultTexts', 'alert')
        self.show(ecard.code('li-yanshi', time.time() + 2))
        self.kiosk.wait(stage='consent', seconds=10)

    def test_hostile_codes_at_every_other_stage(self):
        visit = self.visit(card='li-yanshi')
        self.addCleanup(self.reset)
        seen = []

        def attack(_page):
            stage = self.kiosk.status()['stage']
            if stage in seen or stage in ('attract', 'sign-in', 'ended'):
                return
            seen.append(stage)
            if stage == 'done':  # which goes on by itself until the centre has the case and the paper is out
                self.on_screen(self.visitor, 'Your case has been received', 'DonePage', 'heading', seconds=20)
                self.on_screen(self.visitor, 'Please take your receipt.', 'DonePage', seconds=20)
            before = (self.visitor.settled().nodes, self.codes_told(), len(self.kiosk.cases()))
            for text in (*HOSTILE.values(), ecard.code('zhang-ceshi', time.time() + 1)):
                self.kiosk.device(SCANNER, 'scan', text=text)
            # A code takes 50 ms at most to be over; what it would do is done with the next look at the screen.
            time.sleep(0.15)
            now = (self.visitor.settled().nodes, self.codes_told(), len(self.kiosk.cases()))
            self.assertEqual(now, before, f'a code does something at {stage}')
        visit.visitor.on_page = attack
        self.to_done(visit)
        visit.take_receipt()
        visit.leave()
        for stage in ('consent', 'home', 'intro', 'form', 'review', 'sign', 'done', 'take-card'):
            self.assertIn(stage, seen)

    def test_scanner_unplugged(self):
        self.visitor.button(self.visitor.say('Touch the screen to start', 'AttractPage'))
        self.visitor.page('sign-in')
        self.kiosk.fault(SCANNER, 'unplug')
        self.addCleanup(self.kiosk.heal, SCANNER)
        self.kiosk.wait(devices={SCANNER: {'link': 'absent'}}, capabilities={'scan-code': {'available': False}}, seconds=10)
        resting = self.visitor.say('Resting: %1 Please tell the staff.', 'CodeWay',
                                   self.visitor.say('A device is not connected.', 'FaultTexts'))
        self.visitor.until(lambda now: now.all('text', has=resting), f'"{resting}"')
        self.kiosk.heal(SCANNER)
        self.kiosk.wait(capabilities={'scan-code': {'available': True, 'reason': None}}, seconds=20)
        self.show(ecard.code('li-yanshi', time.time() + 3))
        self.kiosk.wait(stage='consent', seconds=10)


class Nothing(cases.RigCase):
    """What was shown is nowhere on the machine afterwards: no file of the kiosk, not in its log."""

    def test_no_code_in_any_file(self):
        shown = [ecard.code('li-yanshi', time.time() - 300), ecard.code('zhang-ceshi')]
        for code in shown:
            time.sleep(1.05)  # one code after the other, as a person shows them
            self.kiosk.device(SCANNER, 'scan', text=code)
            self.kiosk.wait(stage=['sign-in', 'consent'], seconds=10)
        self.kiosk.wait(stage='consent', seconds=10)
        self.kiosk.network('down')
        words = [part for code in shown for part in (code, code.rsplit('.', 1)[1])]
        folders = [self.kiosk.data, self.kiosk.runtime, self.rig.gateway.data]
        self.assertEqual(in_files(folders, words), [])
        self.kiosk.advance(100)
        self.kiosk.advance(60)
        self.kiosk.wait(stage='attract', seconds=20)
        self.kiosk.stop()
        self.assertEqual(in_files(folders, words), [])


if __name__ == '__main__':
    cases.main()
