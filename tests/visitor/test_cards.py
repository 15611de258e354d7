# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards and readers that do not do what they should: the screen says so, and the next card works."""

import cases
from kiosk import ID_CARD, SERVICE_CARD

NUMBER_WRONG = 'The number on this card cannot be right, so nothing can be applied for with it here.'


class Cards(cases.SharedRigCase):
    def refused(self, card, words):
        self.visitor.insert_card(self.rig.card(card))
        self.kiosk.wait(stage='sign-in')
        said = self.on_screen(self.visitor, words, 'FaultTexts', 'alert')
        self.assertGreater(len(said['name']), len(words) + 10, 'the screen says what happened, not what to do')
        self.good_card_works()

    def good_card_works(self):
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.insert_card(self.rig.card('li-yanshi'))
        self.kiosk.wait(stage='consent')

    def test_mute_card(self):
        self.refused('h-mute', 'The card does not answer.')

    def test_bank_card(self):
        self.refused('g-bank-card', 'This is not a social security card.')

    def test_pulled_card(self):
        self.refused('k-pulled', 'The card was taken out too early.')

    def test_needs_authorisation(self):
        self.refused('b-external', 'This card can only be read at a service window.')

    def test_endless_card(self):
        self.refused('i-endless-6c00', 'The card could not be read completely.')

    def test_expired_card(self):
        self.refused('j-expired', 'The card is no longer valid.')

    def test_wrong_number(self):
        self.refused('m-wrong-check-digit', NUMBER_WRONG)

    def test_wrong_number_on_an_identity_card(self):
        for card in ('wrong-check-digit', 'impossible-date'):
            with self.subTest(card):
                self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card(card))
                self.kiosk.wait(stage='sign-in')
                said = self.on_screen(self.visitor, NUMBER_WRONG, 'FaultTexts', 'alert')
                self.assertIn(self.visitor.say('Please go to the service window with your card.', 'FaultTexts'), said['name'])
                self.kiosk.device(ID_CARD, 'lift')
                self.good_card_works()
                self.reset()

    def test_garbage_reader(self):
        self.kiosk.fault(SERVICE_CARD, 'garbage')
        self.addCleanup(self.kiosk.heal, SERVICE_CARD)
        self.visitor.insert_card(self.rig.card('li-yanshi'))
        self.kiosk.wait(stage='sign-in', seconds=20)
        self.visitor.until(lambda now: now.all('alert'), 'a word about the card')
        self.kiosk.heal(SERVICE_CARD)
        self.good_card_works()

    def test_unplugged_reader(self):
        self.kiosk.fault(SERVICE_CARD, 'unplug')
        self.addCleanup(self.kiosk.heal, SERVICE_CARD)
        self.kiosk.wait(devices={SERVICE_CARD: {'link': ['absent', 'failed', 'starting']}}, seconds=20)
        self.kiosk.heal(SERVICE_CARD)
        self.kiosk.wait(devices={SERVICE_CARD: {'link': 'ready'}}, seconds=60)
        self.good_card_works()


if __name__ == '__main__':
    cases.main()
