# SPDX-License-Identifier: GPL-3.0-or-later
"""The program itself: a second one on the same data, a broken file, time-outs, a card that is taken, kill -9, a full
disk."""
import json
import os
import shutil
import subprocess
import time
import unittest

import cases
import ecard
from kiosk import Control, Failure, ID_CARD, Kiosk, RESOURCES, SCANNER, SERVICE_CARD, poll
from visitor import Visitor


class SecondKiosk(cases.RigCase):
    rig_options = {'gateway': False}

    def test_same_data(self):
        runtime = os.path.join(self.rig.folder, 'second')
        os.mkdir(runtime, mode=0o700)
        second = Kiosk(self.kiosk.data, runtime, lang=cases.LANG)
        second.launch()
        self.addCleanup(second.stop)
        self.assertEqual(second.process.wait(30), 1)
        said = [line for line in second.words().splitlines() if line.strip()]
        self.assertEqual(len(said), 1, said)
        self.assertIn('store.in-use', said[0])
        self.assertEqual(self.kiosk.status()['stage'], 'attract')


class BrokenFile(unittest.TestCase):
    def test_one_service_file(self):
        rig = cases.Rig(lang=cases.LANG, gateway=False, start=False)
        self.addCleanup(rig.close)
        copy = os.path.join(rig.folder, 'resources')
        shutil.copytree(RESOURCES, copy)
        broken = os.path.join(copy, 'catalogue', 'services', 'emp-cert.json')
        with open(broken, encoding='utf-8') as file:
            text = file.read()
        with open(broken, 'w', encoding='utf-8') as file:
            file.write(text.replace('"minutes": 1', '"minutes": "soon"'))
        rig.kiosk.resources = copy
        rig.kiosk.start()
        said = [line for line in rig.kiosk.words().splitlines() if 'emp-cert.json' in line]
        self.assertTrue(said, rig.kiosk.words())
        self.assertIn('minutes', said[0])
        visitor = Visitor(rig.kiosk, cases.LANG, copy)
        visitor.insert_card(rig.card('li-yanshi'))
        visitor.agree()
        screen = visitor.heading('What would you like to do?', 'HomePage')
        self.assertTrue(screen.one('button', visitor.words.of(visitor.words.services[cases.SHORT]['title'])))
        self.assertFalse(screen.one('button', visitor.words.of(visitor.words.services['emp-cert']['title'])),
                         'the broken service is offered')

    def test_not_json(self):
        rig = cases.Rig(lang=cases.LANG, gateway=False, start=False)
        self.addCleanup(rig.close)
        copy = os.path.join(rig.folder, 'resources')
        shutil.copytree(RESOURCES, copy)
        with open(os.path.join(copy, 'catalogue', 'services', 'emp-cert.json'), 'w', encoding='utf-8') as file:
            file.write('{"format": "hall-service/1",')
        rig.kiosk.resources = copy
        rig.kiosk.start()
        said = [line for line in rig.kiosk.words().splitlines() if 'services/emp-cert.json: ' in line]
        self.assertEqual(len(said), 1, rig.kiosk.words())


class TimeOut(cases.RigCase):
    rig_options = {'gateway': False}

    def signed_in(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        visitor.page('home')
        return visitor

    def test_warning_then_on(self):
        visitor = self.signed_in()
        for _ in range(10):  # as often as needed
            self.kiosk.advance(91)
            visitor.until(lambda now: now.one('dialog', visitor.say('Are you still here?', 'VisitorRoot')), 'the warning')
            visitor.button(visitor.say('I am still here', 'IdleDialog'))
            visitor.heading('What would you like to do?', 'HomePage')
            self.assertEqual(self.kiosk.status()['visit']['seconds_left'], -1)

    def test_nobody_there(self):
        visitor = self.signed_in()
        self.kiosk.advance(91)
        visitor.until(lambda now: now.one('dialog', visitor.say('Are you still here?', 'VisitorRoot')), 'the warning')
        self.kiosk.advance(31)
        self.kiosk.wait(stage=['ended', 'take-card', 'attract'])
        self.assertNotIn('李', visitor.look().names())
        # The forgotten card signs nobody in, and the screen says what to do about it.
        self.kiosk.wait(stage='attract', seconds=20)
        left = visitor.say('A card has been left in the reader', 'LeftCard')
        visitor.until(lambda now: now.all('alert', has=left), 'the words about the card')
        with self.assertRaises(Failure):
            self.kiosk.wait(stage=['reading', 'consent'], seconds=3)
        self.kiosk.device(SERVICE_CARD, 'remove')
        visitor.until(lambda now: not now.all('alert', has=left), 'the words go with the card')
        self.kiosk.wait(stage='attract')
        visitor.insert_card(self.rig.card('li-yanshi'))
        self.kiosk.wait(stage='consent')


class CardForgotten(cases.RigCase):
    """Whoever ends the visit is told to take the card; nobody's data waits for it, and the machine does not either."""

    rig_options = {'gateway': False}

    def end_at_home(self, visitor):
        visitor.page('home')
        for where in ('HomePage', 'VisitorRoot'):
            visitor.button(visitor.say('End visit', where))
        self.kiosk.wait(stage='take-card')

    def still_asks(self):
        self.kiosk.wait(devices={ID_CARD: {'facts': {'media': 'none'}}})
        with self.assertRaises(Failure):
            self.kiosk.wait(stage=['ended', 'attract'], seconds=2)

    def to_take_card(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        self.end_at_home(visitor)
        self.assertNotIn('李', visitor.look().names())
        return visitor

    def test_taken(self):
        self.to_take_card()
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='ended')

    def test_not_taken(self):
        visitor = self.to_take_card()
        self.kiosk.advance(61)
        self.kiosk.wait(stage='attract')
        left = visitor.say('A card has been left in the reader', 'LeftCard')
        visitor.until(lambda now: now.all('alert', has=left), 'the words about the card')

    def test_another_reader(self):
        """Somebody lifts a card from the other reader while the visitor's own is still there."""
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('zhang-ceshi'))
        self.kiosk.wait(devices={ID_CARD: {'facts': {'media': 'present'}}})
        self.end_at_home(visitor)
        self.kiosk.device(ID_CARD, 'lift')
        self.still_asks()
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='ended')

    def test_both_cards(self):
        """Signed in with the identity card, then the social security card put in as well: both are asked for, and
        the second begins no visit of its own."""
        visitor = Visitor(self.kiosk, cases.LANG)
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('li-yanshi'))
        visitor.agree()
        self.kiosk.device(SERVICE_CARD, 'insert', card=self.rig.card('li-yanshi'))
        self.kiosk.wait(devices={SERVICE_CARD: {'facts': {'media': 'present'}}})
        self.end_at_home(visitor)
        self.kiosk.device(ID_CARD, 'lift')
        self.still_asks()
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='ended')
        self.kiosk.wait(stage='attract')

    def test_wrong_card(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('g-bank-card'))
        visitor.until(lambda now: now.all('alert'), 'what is wrong with the card')
        visitor.button(visitor.say('Back', 'PageFrame'))
        self.kiosk.wait(stage='take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='ended')


class CardAtStart(cases.RigCase):
    """A card that lies in a reader when the program starts is nobody's: the power was away, or it began anew."""

    rig_options = {'gateway': False, 'start': False}

    def start_with(self, device, action, card):
        # As a program that begins anew tells itself.
        self.kiosk.environment['HALL_SIMULATED_LYING'] = json.dumps([{'device': device, 'action': action, 'card': card}])
        self.kiosk.start()
        return Visitor(self.kiosk, cases.LANG)

    def signs_nobody_in(self, visitor, words):
        left = visitor.say(words, 'LeftCard')
        said = visitor.until(lambda now: now.all('alert', has=left), 'the words about the card').all('alert', has=left)[0]
        with self.assertRaises(Failure):
            self.kiosk.wait(stage=['reading', 'consent', 'sign-in'], seconds=3)
        visitor.button(visitor.say('Touch the screen to start', 'AttractPage'))
        self.kiosk.wait(stage='sign-in')
        visitor.until(lambda now: now.all('alert', has=left), 'the words about the card stay')
        return said['name']

    def test_social_card(self):
        card = self.rig.card('li-yanshi')
        visitor = self.start_with(SERVICE_CARD, 'insert', card)
        said = self.signs_nobody_in(visitor, 'A card has been left in the reader')
        self.assertIn(visitor.say('Is it yours? Take it out and put it in again. If not, please hand it to the staff.',
                                  'LeftCard'), said)
        self.kiosk.device(SERVICE_CARD, 'remove')
        visitor.until(lambda now: not now.all('alert'), 'the words go with the card')
        visitor.insert_card(card)
        self.kiosk.wait(stage='consent')

    def test_identity_card(self):
        card = self.rig.id_card('li-yanshi')
        visitor = self.start_with(ID_CARD, 'place', card)
        said = self.signs_nobody_in(visitor, 'A card has been left on the reading plate')
        self.assertIn(visitor.say('Is it yours? Lift it and lay it down again. If not, please hand it to the staff.',
                                  'LeftCard'), said)
        self.kiosk.device(ID_CARD, 'lift')
        visitor.until(lambda now: not now.all('alert'), 'the words go with the card')
        self.kiosk.device(ID_CARD, 'place', card=card)
        self.kiosk.wait(stage='consent')

    def test_staff_card(self):
        visitor = self.start_with(SERVICE_CARD, 'insert', self.rig.card('technician'))
        self.signs_nobody_in(visitor, 'A card has been left in the reader')


class CardTaken(cases.RigCase):
    rig_options = {'gateway': False}

    def taken(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        visitor.page('home')
        self.kiosk.device(SERVICE_CARD, 'remove')
        visitor.until(lambda now: now.one('dialog', visitor.say('Your card has been taken out', 'VisitorRoot')), 'the warning')
        self.assertLessEqual(self.kiosk.status()['visit']['seconds_left'], 10)
        return visitor

    def test_put_back(self):
        visitor = self.taken()
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.heading('What would you like to do?', 'HomePage')
        self.assertEqual(self.kiosk.status()['visit']['seconds_left'], -1)

    def test_gone(self):
        self.taken()
        self.kiosk.advance(11)
        self.kiosk.wait(stage=['ended', 'attract'])
        self.kiosk.wait(stage='attract', seconds=20)

    def put_in(self, visitor, card, words):
        """Another card during the warning; it says so, and the seconds run on."""
        left = self.kiosk.status()['visit']['seconds_left']
        visitor.insert_card(self.rig.card(card))
        screen = visitor.until(lambda now: now.one('dialog', visitor.say(words, 'VisitorRoot')), f'the words "{words}"')
        self.assertLessEqual(self.kiosk.status()['visit']['seconds_left'], left)
        return screen

    def test_another_card(self):
        visitor = self.taken()
        screen = self.put_in(visitor, 'wang-shili', 'This is not the same card')
        for name in '李', '王':
            self.assertNotIn(name, screen.names())
        self.kiosk.advance(11)
        self.kiosk.wait(stage=['ended', 'attract', 'reading', 'consent'])
        self.assertNotIn('李', visitor.look().names())
        # As the words said: then it is the other card's turn.
        self.kiosk.wait(stage='consent', seconds=20)

    def test_another_card_then_the_first(self):
        visitor = self.taken()
        self.put_in(visitor, 'wang-shili', 'This is not the same card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        visitor.until(lambda now: now.one('dialog', visitor.say('Your card has been taken out', 'VisitorRoot')), 'the warning')
        self.assertLessEqual(self.kiosk.status()['visit']['seconds_left'], 10)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.heading('What would you like to do?', 'HomePage')
        self.assertEqual(self.kiosk.status()['visit']['seconds_left'], -1)

    def test_another_card_in_and_out_does_not_keep_the_visit_open(self):
        visitor = self.taken()
        self.kiosk.advance(6)
        self.kiosk.wait(visit={'seconds_left': [1, 2, 3, 4]})
        self.put_in(visitor, 'wang-shili', 'This is not the same card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        visitor.until(lambda now: now.one('dialog', visitor.say('Your card has been taken out', 'VisitorRoot')), 'the warning')
        self.assertLessEqual(self.kiosk.status()['visit']['seconds_left'], 4)

    def test_a_card_that_cannot_be_read(self):
        self.put_in(self.taken(), 'g-bank-card', 'This card could not be read')


class Killed(cases.RigCase):
    def test_between_commit_and_paper(self):
        self.kiosk.fault('receipt-printer', 'stall')
        visit = self.to_done(self.visit())
        self.assertEqual(self.kiosk.status()['visit']['print'], 'printing')
        self.kiosk.kill()
        self.kiosk.start()
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        screen = visitor.heading('What would you like to do?', 'HomePage')
        self.assertTrue(screen.all(has=visit.number), f'{visit.number} is not on the home page: {screen.names()}')
        self.stored_once(visit.case)


class Memory(cases.RigCase):
    """After a visit the program finds nothing of it in its own memory, and so need not begin anew."""

    def nothing_left(self, visits):
        self.kiosk.wait(stage='attract', seconds=20)
        status = self.kiosk.wait(memory={'searches': visits}, seconds=20)
        self.assertEqual((status['memory']['traces'], status['visits']), (0, visits + 1))

    def end_at_home(self, visitor):
        visitor.page('home')
        for where in ('HomePage', 'VisitorRoot'):
            visitor.button(visitor.say('End visit', where))

    def test_short_visits_of_every_kind(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        # With each card: accepted, refused.
        visitor.insert_card(self.rig.card('e-long-name'))
        visitor.agree()
        self.end_at_home(visitor)
        visitor.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.nothing_left(1)
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('zhang-ceshi'))
        visitor.agree()
        self.kiosk.device(ID_CARD, 'lift')
        self.end_at_home(visitor)
        self.nothing_left(2)
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('li-yanshi'))
        visitor.page('consent')
        visitor.button(visitor.say('I do not agree', 'ConsentPage'))
        self.kiosk.device(ID_CARD, 'lift')
        visitor.page('refused')
        visitor.button(visitor.say('Finish', 'RefusedPage'))
        self.nothing_left(3)
        # One that is turned away is looked for as well.
        visitor.insert_card(self.rig.card('j-expired'))
        visitor.page('sign-in')
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.nothing_left(4)

    def test_a_code_from_somebody_who_says_no_more(self):
        """The control socket keeps nothing of a request either, however long the next one takes to come."""
        presenter = Control(self.kiosk.socket)
        self.addCleanup(presenter.close)
        for visits in (1, 2):
            held = {'do': 'device', 'device': SCANNER, 'action': 'scan', 'text': ecard.code('li-yanshi', time.time() + visits)}
            self.assertTrue(presenter.ask(held)['ok'])
            visitor = Visitor(self.kiosk, cases.LANG)
            visitor.agree()
            self.end_at_home(visitor)
            self.nothing_left(visits)

    def test_the_same_person_at_once_again(self):
        """What is found while she is back is hers by right: no reason to begin anew."""
        visitor = Visitor(self.kiosk, cases.LANG)
        for count in range(1, 5):
            visitor.insert_card(self.rig.card('li-yanshi'))
            self.kiosk.wait(stage='consent')
            self.kiosk.device(SERVICE_CARD, 'remove')
            self.kiosk.wait(visit={'seconds_left': [8, 9, 10]})
            self.kiosk.advance(11)
            self.kiosk.wait(stage='ended')
            self.kiosk.wait(stage='attract', visits=count + 1, seconds=20)

    def test_a_whole_visit(self):
        """What the centre was asked and answered has gone too."""
        visit = self.visit()
        visit.come_in()
        visit.fill()
        visit.submit()
        visit.take_receipt()
        visit.leave()
        self.nothing_left(1)


class Ended(cases.RigCase):
    """SIGTERM right after a visit, while the memory is searched for traces of it: the program ends in order."""

    rig_options = {'gateway': False}

    def short_visit(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        visitor.page('home')
        for where in ('HomePage', 'VisitorRoot'):
            visitor.button(visitor.say('End visit', where))
        visitor.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract', seconds=20)

    def ends(self):
        process = self.kiosk.process
        process.terminate()
        self.assertEqual(process.wait(20), 0)
        self.kiosk.drop()

    def test_at_once_after_a_visit(self):
        for milliseconds in (0, 5, 10, 15, 20, 25, 30):
            self.short_visit()
            time.sleep(milliseconds / 1000)
            self.ends()
            self.kiosk.start()


class FullDisk(unittest.TestCase):
    def test_full_then_room(self):
        rig, small = cases.on_small_disk(self)
        visit = cases.Visit(rig, cases.SHORT, cases.LANG)
        visitor = visit.visitor
        visit.come_in()
        visit.fill()
        ballast = cases.fill_disk(small)
        visitor.sign()
        visitor.button(visitor.say('Submit', 'SignPage'))
        words = visitor.say('The memory of the machine is full.', 'FaultTexts')
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"', 30)
        self.assertEqual(rig.kiosk.cases(), [])
        os.unlink(ballast)
        visit.before = set()
        visit.submit()
        poll(lambda: len(rig.gateway.cases()) == 1, 60, 'the case reaches the centre', every=0.2)


if __name__ == '__main__':
    cases.main()
