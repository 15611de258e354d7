# SPDX-License-Identifier: GPL-3.0-or-later
"""Cards that keep their holder to themselves: the PIN pad, its tries, the initial PIN, and the centre's leave."""
import time

import cases
from kiosk import ID_CARD, Failure, Refused, SERVICE_CARD, poll
from tracefiles import in_files
from visitor import DEBOUNCE

CARD, PIN = 'sun-yangben', '305917'              # resources/demo/README.md
INITIAL_CARD, INITIAL_PIN = 'c-pin', '123456'
REMOTE_CARD = 'chen-moban'
WRONG = 'The PIN is not right.'
USED = 'The PIN was wrong twice. It cannot be tried again in this visit.'
LOCKED = 'The PIN is locked after too many wrong tries. A social security card window or a branch of the card\'s bank can unlock it.'
NOT_ENTERED = 'Without its PIN this card stays closed. To try again, take it out and put it in once more.'
UNCHANGED = 'The card still has the PIN it was handed out with, so it signs nobody in.'
OFFLINE = 'This card can only be read over the network, and there is no connection now.'
NO_LEAVE = 'This card can only be read at a service window.'


class PinCase(cases.SharedRigCase):
    def setUp(self):
        super().setUp()
        self.confirmed_at = 0.0

    def pad(self, card=CARD):
        self.visitor.insert_card(card if card.startswith('/') else self.rig.card(card))
        self.visitor.page('pin')
        self.typed(0)

    def typed(self, count):
        words = self.visitor.say('%1 of %2 digits entered', 'CardPinPage', count, 6)
        return self.visitor.until(lambda now: now.one('text', words), words)

    def type(self, digits):
        for digit in digits:
            self.visitor.pad_key(digit)

    def enter(self, digits, button='Confirm'):
        self.type(digits)
        self.typed(len(digits))
        # No hand comes back to a button within the time that counts as its own bounce; this one could.
        time.sleep(max(0.0, self.confirmed_at + DEBOUNCE - time.monotonic()))
        self.visitor.button(self.visitor.say(button, 'CardPinPage'))
        self.confirmed_at = time.monotonic()

    def said(self, words, advice=None):
        alert = self.on_screen(self.visitor, words, 'FaultTexts', 'alert')
        if advice:
            self.assertIn(self.visitor.say(advice, 'FaultTexts'), alert['name'])
        return alert

    def identity_card_works(self):
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('li-yanshi'))
        self.kiosk.wait(stage='consent')


class Pin(PinCase):
    def test_right_pin(self):
        self.pad()
        self.enter(PIN)
        self.kiosk.wait(stage='consent')

    def test_card_read_on_the_control_socket(self):
        for before in ('device.not-ready', 'card.needs-authorisation'):
            with self.assertRaises(Refused) as refused:
                self.kiosk.do('card-read')
            self.assertEqual(refused.exception.code, before)
            if before == 'device.not-ready':
                self.pad()
        self.enter(PIN)
        self.kiosk.wait(stage='consent')
        masked = self.kiosk.do('card-read')
        self.assertEqual((masked['name'], masked['number'], masked['birth_date']), ('孙**', '370200********0023', '****-**-**'))
        self.assertEqual(self.kiosk.do('card-read', full=True)['number'], '370200198808120023')

    def test_wrong_once_then_right(self):
        self.pad()
        self.enter('111111')
        alert = self.said(WRONG)
        self.assertIn(self.visitor.say('You can try once more in this visit. The card itself allows %1 more tries.',
                                       'CardPinPage', 5), alert['name'])
        self.typed(0)
        self.enter(PIN)
        self.kiosk.wait(stage='consent')

    def test_two_wrong_and_no_third(self):
        self.pad()
        self.enter('111111')
        self.said(WRONG)
        self.enter('222222')
        self.kiosk.wait(stage='sign-in')
        self.said(USED, 'Please use another card, or go to the service window.')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.insert_card(self.rig.card(CARD))
        with self.assertRaises(Failure):
            self.kiosk.wait(stage='pin', seconds=2)
        self.said(USED)
        self.identity_card_works()

    def test_last_try_locks(self):
        def two(card):
            card['pin']['tries'] = 2
        self.pad(self.changed_card(CARD, two))
        self.enter('111111')
        self.on_screen(self.visitor, 'Only one try is left.', 'CardPinPage', 'alert')
        self.assertFalse(self.visitor.look().one('button', self.visitor.say('Confirm', 'CardPinPage')))
        self.enter('222222', 'Use the last try')
        self.kiosk.wait(stage='sign-in')
        self.said(LOCKED)

    def test_locked_card(self):
        def locked(card):
            card['fault'] = {'sw': {'0020': '6983'}}
        self.visitor.insert_card(self.changed_card(CARD, locked))
        # It says so when it is asked, or when a PIN is shown to it.
        if self.kiosk.wait(stage=['pin', 'sign-in'])['stage'] == 'pin':
            self.enter(PIN)
        self.kiosk.wait(stage='sign-in')
        self.said(LOCKED, 'Please go to the service window with your card.')

    def test_pulled_while_the_pad_is_up(self):
        self.pad()
        self.type(PIN[:4])
        self.typed(4)
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='sign-in')
        self.pad()  # nothing of it is there any more
        self.enter(PIN)
        self.kiosk.wait(stage='consent')

    def test_another_way(self):
        self.pad()
        self.type(PIN[:2])
        self.visitor.button(self.visitor.say('Sign in another way', 'CardPinPage'))
        self.kiosk.wait(stage='sign-in')
        self.said(NOT_ENTERED)
        self.identity_card_works()

    def test_an_identity_card_while_the_pad_is_up(self):
        self.pad()
        self.type(PIN[:2])
        self.identity_card_works()

    def test_nobody_goes_on(self):
        self.pad()
        self.type(PIN[:5])
        self.typed(5)
        visits = self.kiosk.status()['visits']
        self.kiosk.advance(65)
        self.visitor.until(lambda now: now.all('dialog'), 'the question whether somebody is there')
        self.assertFalse(self.visitor.look().all('text', has='digits entered'))
        self.kiosk.advance(25)
        poll(lambda: self.kiosk.status()['visits'] > visits, 20, 'the visit ends')
        self.kiosk.wait(stage='attract', seconds=20)
        self.on_screen(self.visitor, 'A card has been left in the reader', 'LeftCard', 'alert')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.pad()

    def test_too_short(self):
        self.pad()
        self.enter(PIN[:3])
        words = self.visitor.say('The PIN has %1 digits.', 'CardPinPage', 6)
        self.visitor.until(lambda now: now.all('alert', has=words), words)
        self.visitor.button(self.visitor.say('Delete', 'PinPad'))
        self.typed(2)
        self.visitor.button(self.visitor.say('Clear', 'PinPad'))
        self.typed(0)
        self.enter(PIN)
        self.kiosk.wait(stage='consent')

    def test_initial_pin_is_changed(self):
        self.pad(INITIAL_CARD)
        self.enter(INITIAL_PIN)
        self.visitor.page('pin-change')
        self.visitor.heading('Choose a new PIN', 'CardPinPage')
        self.enter('304050')
        self.visitor.heading('Enter the new PIN once more', 'CardPinPage')
        self.enter('304051')
        self.said('The two entries are not the same.', 'Please try once more.')
        for _ in range(2):
            self.enter(INITIAL_PIN)
            self.typed(0)
        self.said('Cards are handed out with this PIN. Please choose another one.')
        for heading in ('Choose a new PIN', 'Enter the new PIN once more'):
            self.visitor.heading(heading, 'CardPinPage')
            self.enter('304050')
        self.kiosk.wait(stage='consent')

    def test_initial_pin_is_kept(self):
        self.pad(INITIAL_CARD)
        self.enter(INITIAL_PIN)
        self.visitor.page('pin-change')
        self.visitor.button(self.visitor.say('Sign in another way', 'CardPinPage'))
        self.kiosk.wait(stage='sign-in')
        self.said(UNCHANGED)
        self.identity_card_works()

    def test_card_put_back_during_a_visit(self):
        self.pad()
        self.enter(PIN)
        self.visitor.agree()
        self.visitor.page('home')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.on_screen(self.visitor, 'Your card has been taken out', 'VisitorRoot')
        self.visitor.insert_card(self.rig.card(CARD))
        self.visitor.until(lambda now: not now.all('dialog'), 'the visit goes on')
        self.assertEqual(self.kiosk.status()['stage'], 'home')

    def test_the_centre_gives_leave(self):
        self.visitor.insert_card(self.rig.card(REMOTE_CARD))
        self.kiosk.wait(stage='consent')

    def test_the_centre_has_no_key(self):
        self.visitor.insert_card(self.rig.card('b-external'))
        self.kiosk.wait(stage='sign-in')
        self.said(NO_LEAVE)
        self.identity_card_works()

    def test_no_leave_without_a_connection(self):
        self.kiosk.network('down')
        self.addCleanup(self.kiosk.network, 'up')
        self.visitor.insert_card(self.rig.card(REMOTE_CARD))
        self.kiosk.wait(stage='sign-in')
        self.said(OFFLINE, 'Please use another card, or go to the service window.')
        self.identity_card_works()


class Nothing(PinCase):
    """What was typed is nowhere on the machine afterwards: no file of kiosk and gateway, none of their logs."""

    def test_no_pin_in_any_file(self):
        self.pad()
        self.enter('718293')
        self.said(WRONG)
        self.enter(PIN)
        self.visitor.agree()
        folders = [self.kiosk.data, self.kiosk.runtime, self.rig.gateway.data]
        self.assertEqual(in_files(folders, ['718293', PIN]), [])
        self.to_attract()
        self.kiosk.stop()
        self.assertEqual(in_files(folders, ['718293', PIN]), [])
        self.kiosk.start()


if __name__ == '__main__':
    cases.main()
