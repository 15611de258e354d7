# SPDX-License-Identifier: GPL-3.0-or-later
"""What is done at once, with no case: an answer of the centre on paper, a list of vacancies, another PIN for the card."""
import contextlib
import json
import os
import sqlite3
import time

import cases
from kiosk import Refused
from visitor import DEBOUNCE

CERTIFICATE, PROOFS, VACANCIES, PIN_SERVICE = 'emp-cert', ('employment-proof', 'insured-proof'), 'vacancy-search', 'si-card-pin'
CARD, PIN, NEW_PIN = 'zhang-ceshi', '406182', '304050'  # resources/demo/README.md
NUMBER, NAME = '37020019900307006X', '张测试'
FREE_CARD = 'a-free'


class AnswerCase(cases.SharedRigCase):
    def answered(self, service):
        visit = self.visit(service)
        self.visitor = visit.visitor
        visit.come_in()
        self.visitor.begin()
        visit.prove()
        self.kiosk.wait(stage='query', visit={'query': 'found'}, seconds=15)
        return visit

    def papers(self):
        try:
            return self.kiosk.paper()[0]
        except Refused:
            return 0  # since the kiosk was started

    def printed(self, button):
        before = self.papers()
        self.kiosk.wait(capabilities={'print-receipt': {'available': True}}, seconds=30)
        self.visitor.button(self.visitor.say(button, 'QueryPage'))
        self.on_screen(self.visitor, 'Please take the paper from the paper slot.', 'QueryPage', seconds=40)
        papers, png, _ = self.kiosk.paper()
        self.assertEqual(papers, before + 1)
        self.assertGreater(len(cases.black_share(png)), 400)  # dot rows: more than a head
        return png

    def journal(self):
        """Kinds of the papers so far, in order; the kiosk is at attract afterwards."""
        self.to_attract()
        self.kiosk.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.kiosk.data, 'kiosk.db'))) as database:
            rows = database.execute('SELECT kind, state, copy FROM print_job ORDER BY job').fetchall()
        self.kiosk.start(enrolled=False)
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)
        return rows


class Paper(AnswerCase):
    def test_the_certificate(self):
        self.answered(CERTIFICATE)
        self.printed('Print this')
        self.printed('Print this')  # once more: it says so on the paper
        self.assertEqual([(kind, copy) for kind, _, copy in self.journal()][-2:], [('answer-emp-cert', 0), ('answer-emp-cert', 1)])

    def test_proofs(self):
        for service in PROOFS:
            self.answered(service)
            self.printed('Print the proof')
            self.to_attract()
        self.assertEqual([kind for kind, _, _ in self.journal()][-2:], [f'proof-{service}' for service in PROOFS])
        with open(os.path.join(self.kiosk.data, 'kiosk.db'), 'rb') as file:
            self.assertNotIn(NUMBER.encode(), file.read())

    def test_no_paper(self):
        self.answered(CERTIFICATE)
        self.kiosk.device('receipt-printer', 'set', paper='out')
        self.addCleanup(self.kiosk.device, 'receipt-printer', 'set', paper='ok')
        self.kiosk.wait(capabilities={'print-receipt': {'available': False}}, seconds=30)
        time.sleep(DEBOUNCE)
        self.visitor.button(self.visitor.say('Print this', 'QueryPage'))
        self.on_screen(self.visitor, 'There is no paper at the moment.', 'QueryPage')


class Vacancies(AnswerCase):
    def test_all_of_them_leaf_by_leaf(self):
        """Nothing is known of what this visitor looks for."""
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            titles = {one['vacancy_title'] for one in json.load(file)['vacancies']}
        self.answered(VACANCIES)
        seen = set()
        while True:
            for screen in self.visitor.read_through():
                seen |= {node['name'] for node in screen.all('heading')} & titles
            over = self.visitor.look().one('button', self.visitor.say('Turn over', 'LeafTurner'))
            if not over or 'disabled' in over['states']:
                break
            time.sleep(DEBOUNCE)
            self.visitor.button(over['name'])
        self.assertEqual(seen, titles)
        self.printed('Print this')


class OwnPin(AnswerCase):
    def pad(self, digits, heading):
        self.visitor.heading(heading, 'CardPinPage')
        empty = self.visitor.say('%1 of %2 digits entered', 'CardPinPage', 0, len(digits))
        self.visitor.until(lambda now: now.one('text', empty), empty)
        time.sleep(DEBOUNCE)
        self.visitor.type_pin(digits)

    def to_pad(self, card=CARD):
        self.visitor.insert_card(self.rig.card(card))
        self.visitor.agree()
        self.visitor.page('home')
        self.visitor.choose_service(PIN_SERVICE)
        self.visitor.begin()

    def test_the_card_has_another_pin(self):
        cases_before = len(self.kiosk.cases())
        self.to_pad()
        self.visitor.page('pin-own')
        self.pad('111111', 'Enter the present PIN of your card')
        self.on_screen(self.visitor, 'The PIN is not right.', 'FaultTexts', 'alert')
        self.pad(PIN, 'Enter the present PIN of your card')
        self.pad(NEW_PIN, 'Choose a new PIN')
        self.pad(NEW_PIN, 'Enter the new PIN once more')
        self.visitor.page('pin-changed')
        self.assertEqual(len(self.kiosk.cases()), cases_before)
        self.visitor.button(self.visitor.say('Back to the start', 'PinChangedPage'))
        self.visitor.page('home')
        self.visitor.choose_service(CERTIFICATE)
        self.visitor.show_pin(NEW_PIN)  # the same card, asked for its PIN
        self.kiosk.wait(stage='query', visit={'query': 'found', 'assurance': 'holder'}, seconds=15)

    def test_it_is_forgotten(self):
        self.to_pad()
        self.visitor.page('pin-own')
        self.visitor.button(self.visitor.say('Back', 'CardPinPage'))
        self.visitor.page('intro')
        time.sleep(DEBOUNCE)
        self.visitor.begin()
        self.visitor.page('pin-own')
        time.sleep(DEBOUNCE)
        self.visitor.button(self.visitor.say('I have forgotten it', 'CardPinPage'))
        self.visitor.page('prove')  # and not the pad of the PIN that is forgotten
        self.visitor.have_staff_vouch(self.rig.card('staff'), '246810', self.rig.card(CARD))
        self.kiosk.wait(stage='form', seconds=15)

    def test_a_card_without_a_pin(self):
        self.to_pad(FREE_CARD)
        self.visitor.page('prove')
        self.on_screen(self.visitor, 'The PIN of this card cannot be checked here.', 'ProvePage', 'alert')


if __name__ == '__main__':
    cases.main()
