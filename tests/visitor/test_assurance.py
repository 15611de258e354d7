# SPDX-License-Identifier: GPL-3.0-or-later
"""A found card opens nobody's record: what the card proves, what its PIN, a look into the camera and the staff prove, and
that all of it ends with the visit."""
import contextlib
import json
import os
import shutil
import signal
import sqlite3
import time
import unittest

import cases
from kiosk import BIN, ID_CARD, Failure, Rig, SERVICE_CARD, poll
from visitor import DEBOUNCE, Visitor

RECORD = 'emp-cert'                             # shows a record: "assurance": "holder"
CARD, PIN = 'zhang-ceshi', '406182'             # resources/demo/README.md
OTHER_CARD = 'li-yanshi'
STAFF, STAFF_PIN = 'staff', '246810'
LIBRARY = os.path.join(BIN, 'tests', 'simvendor.so')
CHECK = 'holder-check'
PIN_WAY = 'The PIN of your social security card'
FACE_WAY = 'A look into the camera'
STAFF_WAY = 'A member of staff at this machine'
WINDOW_WAY = 'The service window'


class ProofCase(cases.RigCase):
    """One kiosk for all tests of a class: that it goes on after each is part of the test."""

    more = []

    @classmethod
    def setUpClass(cls):
        cls.shared = Rig(lang=cases.LANG, start=False)
        cls.shared.__enter__()
        cls.prepare(cls.shared)
        cls.shared.kiosk.start()
        cls.wrong = False

    @classmethod
    def prepare(cls, rig):
        pass

    @classmethod
    def tearDownClass(cls):
        cls.shared.close(keep=cls.wrong)

    def setUp(self):
        self.rig = self.shared
        self.kiosk = self.rig.kiosk
        self.visitor = Visitor(self.kiosk, cases.LANG)
        self.addCleanup(self.end)
        self.addCleanup(self.to_attract)

    def end(self):
        type(self).wrong |= self.count_wrong(self.outcome) > self.wrong_before

    def to_attract(self):
        """Everybody goes, with every card."""
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.device(ID_CARD, 'lift')
        status = self.kiosk.status()
        if status['stage'] != 'attract':
            for _ in range(4):
                self.kiosk.advance(130)
                time.sleep(0.3)
            self.kiosk.wait(stage='attract', seconds=20)
            self.until_searched(status['memory']['searches'])

    def proved(self):
        return self.kiosk.status()['visit']['assurance']

    def sign_in(self, card=CARD):
        self.visitor.insert_card(card if card.startswith('/') else self.rig.card(card))
        self.visitor.agree()
        self.visitor.page('home')

    def sign_in_with_identity_card(self, card=CARD):
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card(card))
        self.visitor.agree()
        self.visitor.page('home')

    def to_proof(self):
        """To the page of all ways."""
        self.visitor.choose_service(RECORD)
        self.visitor.begin()
        self.visitor.other_ways()

    def tile(self, title):
        words = self.visitor.say(title, 'ProvePage')
        return self.visitor.until(lambda now: now.one('button', words), words).one('button', words)

    def choose(self, title, page):
        self.tile(title)
        self.visitor.settled()
        self.visitor.button(self.visitor.say(title, 'ProvePage'))
        self.visitor.page(page)

    def rests(self, title, why):
        """The way is there, says why it rests, and leads nowhere."""
        self.tile(title)
        self.visitor.settled()
        self.visitor.button(self.visitor.say(title, 'ProvePage'))
        self.on_screen(self.visitor, why, 'ProvePage')
        self.assertEqual(self.kiosk.status()['stage'], 'prove')

    def until_it_leads_to(self, title, page):
        """The way rests until the machine has seen the card that was just put in."""
        def leads():
            self.visitor.button(self.visitor.say(title, 'ProvePage'))
            return self.kiosk.status()['stage'] == page
        poll(leads, 15, f'"{title}" leads to {page}', every=DEBOUNCE)

    def never_the_only_way(self):
        for title in (STAFF_WAY, WINDOW_WAY):
            self.tile(title)

    def type_pin(self, pin):
        self.visitor.until(lambda now: now.one('text', self.visitor.say('%1 of %2 digits entered', 'CardPinPage', 0, 6)),
                           'the empty pad')
        self.visitor.type_pin(pin)

    def record_is_shown(self):
        self.kiosk.wait(stage='query', visit={'query': 'found', 'assurance': ['holder', 'staff']}, seconds=15)

    def said(self, words, context='ProvePage'):
        return self.on_screen(self.visitor, words, context, 'alert')

    def noted(self):
        """The audit log's rows about proofs, as text. The kiosk is at attract afterwards, with no card in it."""
        self.to_attract()
        self.kiosk.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.kiosk.data, 'kiosk.db'))) as database:
            rows = database.execute("SELECT event, detail FROM audit WHERE event LIKE 'person-%' ORDER BY n").fetchall()
        self.kiosk.start(enrolled=False)
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)
        return rows

    def impersonal(self, rows, *more):
        for told in ('张', '3702', 'A12345678', *more):
            self.assertNotIn(told, str(rows))


class Card(ProofCase):
    def test_a_found_card_opens_no_record(self):
        self.sign_in()
        self.assertEqual(self.proved(), 'possession')
        self.to_proof()
        self.never_the_only_way()
        self.assertEqual(self.kiosk.status()['visit']['query'], '')
        self.visitor.button(self.visitor.say('Back', 'PageFrame'))
        self.visitor.page('intro')
        self.visitor.begin()
        self.visitor.page('prove-pin')
        self.assertEqual(self.proved(), 'possession')

    def test_its_pin_does_and_for_the_whole_visit(self):
        """It is asked for at once: four touches lead from the card to the record and away from it."""
        self.visitor.touches = 0
        self.sign_in()
        self.visitor.choose_service(RECORD)
        self.visitor.page('prove-pin')
        self.type_pin(PIN)
        self.assertEqual(self.visitor.touches, 3)
        self.record_is_shown()
        self.visitor.button(self.visitor.say('Back to the start', 'QueryPage'))
        self.visitor.page('home')
        self.visitor.choose_service(RECORD)
        self.visitor.begin()
        self.record_is_shown()

    def test_another_way_than_the_pad(self):
        self.sign_in()
        self.visitor.choose_service(RECORD)
        self.visitor.page('prove-pin')
        self.type_pin('111111')
        self.said('The PIN is not right.', 'FaultTexts')
        self.visitor.button(self.visitor.say('Another way', 'CardPinPage'))
        self.visitor.page('prove')
        self.never_the_only_way()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin(PIN)
        self.record_is_shown()

    def test_the_next_visitor_starts_at_nothing(self):
        self.sign_in()
        self.to_proof()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin(PIN)
        self.record_is_shown()
        self.visitor.button(self.visitor.say('Finish', 'QueryPage'))
        self.visitor.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract', seconds=20)
        self.sign_in()
        self.assertEqual(self.proved(), 'possession')
        self.to_proof()

    def test_nobody_goes_on(self):
        self.sign_in()
        self.to_proof()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin(PIN[:4])
        self.kiosk.advance(95)
        self.visitor.until(lambda now: now.all('dialog'), 'the question whether somebody is there')
        self.kiosk.advance(35)
        self.kiosk.wait(stage='attract', seconds=20)

    def test_wrong_twice(self):
        self.sign_in()
        self.to_proof()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin('111111')
        self.said('The PIN is not right.', 'FaultTexts')
        self.type_pin('222222')
        self.visitor.page('prove')
        self.said('The PIN was wrong twice. It cannot be tried again in this visit.', 'FaultTexts')
        self.never_the_only_way()
        self.visitor.button(self.visitor.say(PIN_WAY, 'ProvePage'))
        self.assertEqual(self.kiosk.status()['stage'], 'prove')
        self.assertEqual(self.proved(), 'possession')

    def test_the_pin_it_was_handed_out_with(self):
        def initial(card):
            card['pin']['value'] = '123456'
        self.sign_in(self.changed_card(CARD, initial))
        self.to_proof()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin('123456')
        self.visitor.page('prove')
        self.said('The card still has, or had today, the PIN it was handed out with.')
        self.assertEqual(self.proved(), 'possession')
        self.never_the_only_way()

    def test_a_pin_that_was_changed_just_now(self):
        """Whoever found the card could have done that."""
        self.visitor.insert_card(self.rig.card('c-pin'))
        self.visitor.page('pin')
        self.type_pin('123456')
        self.visitor.page('pin-change')
        for heading in ('Choose a new PIN', 'Enter the new PIN once more'):
            self.visitor.heading(heading, 'CardPinPage')
            time.sleep(DEBOUNCE)
            self.type_pin('304050')
        self.visitor.agree()
        self.visitor.page('home')
        self.assertEqual(self.proved(), 'possession')
        self.to_proof()
        self.rests(PIN_WAY, 'The card still has, or had today, the PIN it was handed out with.')

    def test_a_card_that_its_pin_has_opened(self):
        self.visitor.insert_card(self.rig.card('sun-yangben'))
        self.visitor.page('pin')
        self.type_pin('305917')
        self.visitor.agree()
        self.visitor.page('home')
        self.assertEqual(self.proved(), 'holder')
        self.visitor.choose_service(RECORD)
        self.visitor.begin()
        self.kiosk.wait(stage='query')

    def test_a_card_without_a_pin(self):
        before = len(self.noted())
        self.sign_in('a-free')
        self.to_proof()
        self.assertFalse(self.visitor.look().all('alert'))  # nobody has tried anything
        self.choose(PIN_WAY, 'prove')  # the card is asked, and says that it has none
        self.said('The PIN of this card cannot be checked here.')
        self.assertEqual(len(self.noted()), before)

    def test_the_card_is_taken_while_its_pin_is_typed(self):
        self.sign_in()
        self.to_proof()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin(PIN[:3])
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='prove')
        self.visitor.insert_card(self.rig.card(CARD))
        rests = self.visitor.say('For this, put your social security card into the slot.', 'ProvePage')
        self.visitor.until(lambda now: not now.all('dialog') and not now.all(has=rests), 'the visit goes on')
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin(PIN)
        self.record_is_shown()

    def test_an_identity_card_and_the_pin_of_the_other_card(self):
        self.sign_in_with_identity_card()
        self.assertEqual(self.proved(), 'possession')
        self.to_proof()
        self.rests(PIN_WAY, 'For this, put your social security card into the slot.')
        self.visitor.insert_card(self.rig.card(OTHER_CARD))  # somebody else's does not count
        time.sleep(DEBOUNCE)
        self.rests(PIN_WAY, 'For this, put your social security card into the slot.')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.insert_card(self.rig.card(CARD))
        self.until_it_leads_to(PIN_WAY, 'prove-pin')
        self.type_pin(PIN)
        self.record_is_shown()

    def test_the_window(self):
        self.sign_in()
        self.to_proof()
        self.choose(WINDOW_WAY, 'prove-window')
        self.on_screen(self.visitor, 'Show your resident ID card or your social security card.', 'ProveWindowPage')
        self.visitor.button(self.visitor.say('Back', 'PageFrame'))
        self.choose(WINDOW_WAY, 'prove-window')
        self.visitor.button(self.visitor.say('Finish', 'ProveWindowPage'))
        self.visitor.page('take-card')

    def test_what_is_noted(self):
        before = len(self.noted())
        self.sign_in()
        self.to_proof()
        self.choose(PIN_WAY, 'prove-pin')
        self.type_pin(PIN)
        self.record_is_shown()
        rows = self.noted()
        self.assertEqual([(event, json.loads(detail)) for event, detail in rows[before:]],
                         [('person-proved', {'way': 'card-pin'})])
        self.impersonal(rows, PIN)


class Cases(ProofCase):
    """What somebody's cases are about, and a proof without any connection."""

    def test_cases_and_no_connection(self):
        visit = self.visit()
        self.to_done(visit)
        self.visitor.button(self.visitor.say('Finish', 'DonePage'))
        self.visitor.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract', seconds=20)
        opened = self.stored_once(visit.case) and self.rig.gateway.opened(visit.case['id'])
        self.assertEqual((opened['assurance']['level'], opened['assurance']['way']), ('possession', 'social-card'))
        self.kiosk.network('down')
        self.addCleanup(self.kiosk.network, 'up')
        title = self.visitor.words.of(self.visitor.words.services[cases.SHORT]['title'])
        self.sign_in(visit.card)
        self.on_screen(self.visitor, 'A case of yours', 'HomePage')
        self.assertTrue(self.visitor.look().all(has=visit.number), 'the number says that it arrived')
        self.assertFalse(self.visitor.look().all(has=title + ': '))
        self.visitor.button(self.visitor.say('Show what they are about', 'HomePage'))
        self.visitor.show_pin('519374')
        self.visitor.page('home')
        self.visitor.until(lambda now: now.all(has=title + ': '), 'what it is about')


class Staff(ProofCase):
    def comes(self, card=STAFF):
        """The visitor's card makes room for the staff card."""
        self.choose(STAFF_WAY, 'prove-staff')
        self.on_screen(self.visitor, 'Please take your card out, so that the staff card has room', 'ProveStaffPage')
        self.on_screen(self.visitor, 'Help is wanted here', 'VisitorRoot')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.on_screen(self.visitor, 'The staff card goes into the slot', 'ProveStaffPage')
        self.visitor.insert_card(self.rig.card(card))
        self.on_screen(self.visitor, 'Staff: enter your PIN', 'ProveStaffPage', 'heading')

    def enter(self, pin):
        self.visitor.until(lambda now: now.one('text', self.visitor.say('PIN: %1 digits entered', 'ProveStaffPage', 0)), 'the pad')
        self.visitor.type_pin(pin, confirm=False)
        self.visitor.until(lambda now: now.one('text', self.visitor.say('PIN: %1 digits entered', 'ProveStaffPage', len(pin))),
                           'all digits')
        time.sleep(DEBOUNCE)
        self.visitor.button(self.visitor.say('Confirm', 'ProveStaffPage'))

    def test_they_vouch_for_the_visitor(self):
        before = len(self.noted())
        self.sign_in()
        self.to_proof()
        self.comes()
        self.enter(STAFF_PIN)
        self.on_screen(self.visitor, 'Staff: compare person and document', 'ProveStaffPage', 'heading')
        self.assertEqual(self.proved(), 'possession')
        self.assertFalse([node for node in self.visitor.look().nodes if '3702' in str(node.get('name'))])
        self.visitor.button(self.visitor.say('I have compared them', 'ProveStaffPage'))
        self.on_screen(self.visitor, 'Staff: please take your card', 'ProveStaffPage', 'heading')
        self.assertEqual(self.proved(), 'possession')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.on_screen(self.visitor, 'Please put your card back in', 'ProveStaffPage', 'heading')
        self.visitor.insert_card(self.rig.card(OTHER_CARD))
        self.on_screen(self.visitor, 'This is not the card this visit began with.', 'ProveStaffPage')
        self.assertEqual(self.kiosk.status()['stage'], 'prove-staff')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.insert_card(self.rig.card(CARD))
        self.record_is_shown()
        self.assertEqual(self.proved(), 'staff')
        rows = self.noted()
        self.assertEqual(len(rows), before + 1)
        detail = json.loads(rows[-1][1])
        self.assertEqual((detail['way'], detail['role'], len(detail['card_tag'])), ('staff', 'staff', 64))
        self.impersonal(rows, 'Z90000001', '工作员', STAFF_PIN)

    def test_wrong_pin_then_not_confirmed(self):
        self.sign_in()
        self.to_proof()
        self.comes()
        self.enter('111111')
        self.said('The staff PIN is not right.', 'FaultTexts')
        self.enter(STAFF_PIN)
        self.on_screen(self.visitor, 'Staff: compare person and document', 'ProveStaffPage', 'heading')
        self.visitor.button(self.visitor.say('I cannot confirm it', 'ProveStaffPage'))
        self.on_screen(self.visitor, 'Staff: please take your card', 'ProveStaffPage', 'heading')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.on_screen(self.visitor, 'Please put your card back in', 'ProveStaffPage', 'heading')
        self.visitor.insert_card(self.rig.card(CARD))
        self.visitor.page('prove')
        self.assertEqual(self.proved(), 'possession')
        self.never_the_only_way()

    def test_a_visitors_card_is_no_staff_card(self):
        self.sign_in()
        self.to_proof()
        self.choose(STAFF_WAY, 'prove-staff')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.insert_card(self.rig.card(OTHER_CARD))
        self.on_screen(self.visitor, 'This is not a staff card.', 'ProveStaffPage')
        self.assertEqual(self.kiosk.status()['stage'], 'prove-staff')
        self.assertEqual(self.proved(), 'possession')

    def test_the_staff_card_is_left_there(self):
        self.sign_in()
        self.to_proof()
        self.comes()
        self.enter(STAFF_PIN)
        self.on_screen(self.visitor, 'Staff: compare person and document', 'ProveStaffPage', 'heading')
        for _ in range(3):
            self.kiosk.advance(120)
            time.sleep(0.3)
        self.kiosk.wait(stage='attract', seconds=20)
        left = self.visitor.say('A card has been left in the reader', 'LeftCard')
        self.visitor.until(lambda now: now.all('alert', has=left), 'the words about the card')
        with self.assertRaises(Failure):
            self.kiosk.wait(stage=['staff-pin', 'staff', 'reading', 'prove'], seconds=2)

    def test_who_came_with_an_identity_card(self):
        self.sign_in_with_identity_card()
        self.kiosk.device(ID_CARD, 'lift')
        self.to_proof()
        self.choose(STAFF_WAY, 'prove-staff')
        self.on_screen(self.visitor, 'The staff card goes into the slot', 'ProveStaffPage')
        self.visitor.insert_card(self.rig.card(STAFF))
        self.enter(STAFF_PIN)
        self.visitor.button(self.visitor.say('I have compared them', 'ProveStaffPage'))
        self.on_screen(self.visitor, 'Staff: please take your card', 'ProveStaffPage', 'heading')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.record_is_shown()


class Face(ProofCase):
    @classmethod
    def setUpClass(cls):
        if not os.path.exists(LIBRARY):
            print(f'SKIP   : {cls.__name__} {LIBRARY} is not built', flush=True)
            raise unittest.SkipTest(LIBRARY)
        super().setUpClass()

    @classmethod
    def prepare(cls, rig):
        cls.library = os.path.join(rig.folder, 'library.so')
        shutil.copy(LIBRARY, cls.library)
        rig.kiosk.more = ['--holder-library', cls.library]

    def setUp(self):
        super().setUp()
        self.be('match')
        self.kiosk.wait(capabilities={'check-holder': {'available': True}}, seconds=30)

    def be(self, word):
        with open(self.library + '.new', 'w', encoding='ascii') as file:
            file.write(word)
        os.rename(self.library + '.new', self.library + '.state')

    def host(self):
        """The number of the host's process; None while there is none."""
        for task in os.listdir(f'/proc/{self.kiosk.process.pid}/task'):
            with open(f'/proc/{self.kiosk.process.pid}/task/{task}/children', encoding='ascii') as file:
                for child in file.read().split():
                    with open(f'/proc/{child}/cmdline', 'rb') as words:
                        if b'hall-vendor-host' in words.read():
                            return int(child)
        return None

    def look(self):
        self.choose(FACE_WAY, 'prove-face')
        self.on_screen(self.visitor, 'May the camera look at you?', 'ProveFacePage', 'heading')
        self.visitor.button(self.visitor.say('I agree, look now', 'ProveFacePage'))

    def test_match(self):
        self.sign_in_with_identity_card()
        self.to_proof()
        self.never_the_only_way()
        self.look()
        self.record_is_shown()
        self.assertEqual(self.proved(), 'holder')

    def test_no_match_twice_locks_nobody_out(self):
        self.be('no-match')
        self.sign_in_with_identity_card()
        self.to_proof()
        for _ in range(2):
            self.look()
            self.visitor.page('prove')
            self.said('The pictures could not be matched.')
            self.assertEqual(self.proved(), 'possession')
            time.sleep(DEBOUNCE)
        self.rests(FACE_WAY, 'It was tried twice. It cannot be tried again in this visit.')
        self.never_the_only_way()
        rows = self.noted()
        self.assertEqual([json.loads(detail) for _, detail in rows[-2:]], [{'way': 'holder-check', 'why': 'no-match'}] * 2)
        self.impersonal(rows)

    def test_the_visitor_would_rather_not(self):
        self.sign_in_with_identity_card()
        self.to_proof()
        self.choose(FACE_WAY, 'prove-face')
        self.visitor.button(self.visitor.say('No, another way', 'ProveFacePage'))
        self.visitor.page('prove')
        self.never_the_only_way()
        self.be('refuse')
        self.look()
        self.visitor.page('prove')
        self.said('No picture was taken.')

    def test_not_there(self):
        self.be('unplug')
        self.kiosk.wait(capabilities={'check-holder': {'available': False}}, seconds=20)
        self.sign_in_with_identity_card()
        self.to_proof()
        self.tile(FACE_WAY)
        time.sleep(DEBOUNCE)
        self.visitor.button(self.visitor.say(FACE_WAY, 'ProvePage'))
        self.assertEqual(self.kiosk.status()['stage'], 'prove')
        self.never_the_only_way()

    def test_the_host_dies_in_the_middle(self):
        self.be('stare')
        self.sign_in_with_identity_card()
        self.to_proof()
        self.look()
        self.on_screen(self.visitor, 'Please look into the camera', 'ProveFacePage', 'heading')
        os.kill(self.host(), signal.SIGKILL)
        self.visitor.page('prove', seconds=25)
        self.on_screen(self.visitor, 'Please choose another way.', 'ProvePage', 'alert')
        self.assertEqual(self.proved(), 'possession')
        self.never_the_only_way()

    def test_stopped_by_the_visitor(self):
        self.be('stare')
        self.sign_in_with_identity_card()
        self.to_proof()
        self.look()
        self.on_screen(self.visitor, 'Please look into the camera', 'ProveFacePage', 'heading')
        self.visitor.button(self.visitor.say('Stop', 'ProveFacePage'))
        self.visitor.page('prove')
        self.be('match')
        os.kill(self.host(), signal.SIGKILL)  # what it looks at is nobody's any more
        self.kiosk.wait(capabilities={'check-holder': {'available': True}}, seconds=30)
        self.assertEqual((self.kiosk.status()['stage'], self.proved()), ('prove', 'possession'))

    def test_a_social_security_card_has_no_photo(self):
        self.sign_in()
        self.to_proof()
        self.rests(FACE_WAY, 'For this, lay your resident ID card on the reader.')
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card(OTHER_CARD))  # not this person's
        time.sleep(1.0)
        self.visitor.button(self.visitor.say(FACE_WAY, 'ProvePage'))
        self.assertEqual(self.kiosk.status()['stage'], 'prove')
        self.kiosk.device(ID_CARD, 'lift')
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card(CARD))

        self.until_it_leads_to(FACE_WAY, 'prove-face')
        self.visitor.button(self.visitor.say('I agree, look now', 'ProveFacePage'))
        self.record_is_shown()


if __name__ == '__main__':
    cases.main()
