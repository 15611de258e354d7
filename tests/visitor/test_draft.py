# SPDX-License-Identifier: GPL-3.0-or-later
"""What was entered and cannot be finished now: kept at the centre under a code until midnight, and gone on with at any
kiosk, by the same person alone."""
import contextlib
import os
import re
import sqlite3
import unittest

import cases
from kiosk import poll
from visitor import Visitor

SERVICE, FIELD = 'unemployment-registration', 'training_intent'
OTHER = 'li-yanshi'
KEEP = 'Keep what I entered until midnight'
GO_ON = 'Go on with what you kept'


class Draft(cases.RigCase):
    def begun(self):
        """A visit with two pages filled in."""
        visit = self.visit(SERVICE)
        visit.come_in()
        visit.visitor.begin()
        visit.visitor.page('form-known')
        visit.visitor.fill_page(visit.answers)
        visit.visitor.page('form-reason')
        visit.visitor.fill_page(visit.answers)
        self.kiosk.wait(stage='form')
        return visit

    def ask_to_leave(self, visitor):
        visitor.button(visitor.say('Home', 'AssistBar'))
        visitor.until(lambda now: now.one('dialog', visitor.say('Leave this service?', 'VisitorRoot')), 'the question')

    def kept(self, visitor):
        """The code that the page shows."""
        visitor.page('draft-kept', seconds=20)
        visitor.heading('What you entered is kept until midnight', 'DraftKeptPage')
        prefix = visitor.say('Your code: %1', 'DraftKeptPage').split('%1')[0]
        spoken = visitor.look().all('text', has=prefix)[0]['name'].removeprefix(prefix)
        code = re.sub(r'\D', '', spoken)
        self.assertEqual(len(code), 8)
        return code

    def leave(self, visitor):
        visitor.button(visitor.say('End visit', 'DraftKeptPage'))
        visitor.page('take-card')
        self.reset()

    def come(self, card):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(card)
        visitor.agree()
        visitor.page('home')
        return visitor

    def offered(self, visitor):
        return visitor.look().one('button', visitor.say(GO_ON, 'HomePage')) is not None

    def enter(self, visitor, code):
        for count, digit in enumerate(code, 1):
            visitor.pad_key(digit)
            words = visitor.say('%1 of %2 digits', 'DraftCodePage', count, 8)
            visitor.until(lambda now, words=words: now.one('text', words), words)
        visitor.button(visitor.say('Confirm', 'DraftCodePage'))

    def drafts(self):
        with contextlib.closing(sqlite3.connect(os.path.join(self.rig.gateway.data, 'gateway.db'))) as database:
            return database.execute('SELECT COUNT(*) FROM draft').fetchone()[0]

    def test_kept_and_gone_on_with(self):
        visit = self.begun()
        self.ask_to_leave(visit.visitor)
        visit.visitor.button(visit.visitor.say(KEEP, 'VisitorRoot'))
        code = self.kept(visit.visitor)
        self.assertEqual(self.drafts(), 1)
        said = dict(visit.visitor.entered)
        self.leave(visit.visitor)
        # Another kiosk, as far as anything in this one goes: nothing of it is in its files.
        self.kiosk.stop()
        for folder, _, names in os.walk(self.kiosk.data):
            for name in names:
                if name != 'ballast':
                    with open(os.path.join(folder, name), 'rb') as file:
                        self.assertNotIn(code.encode(), file.read(), name)
        self.kiosk.start(enrolled=False)
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)

        again = self.visit(SERVICE, answers=None)
        again.before = {case['id'] for case in self.kiosk.cases()}
        visitor = again.visitor = self.come(again.path)
        poll(lambda: self.offered(visitor), 10, 'the home page offers to go on')
        visitor.button(visitor.say(GO_ON, 'HomePage'))
        visitor.page('draft-code')
        self.enter(visitor, '00000000' if code != '00000000' else '11111111')
        wrong = 'Nothing is kept under this code. Please compare it; after five wrong codes what you kept is removed.'
        self.on_screen(visitor, wrong, 'DraftCodePage', 'alert', 20)
        self.enter(visitor, code)
        visitor.page('form-known', seconds=20)
        # Only what was not yet said is asked again.
        left = {field: value for field, value in again.answers.items() if field not in said}
        self.assertLess(len(left), len(again.answers))
        again.answers = left
        again.fill(begun=True)
        rows = dict(again.rows)
        for field, value in said.items():
            label = visitor.words.label(field)
            if label in rows and isinstance(value, str):
                self.assertEqual(rows[label], visitor.words.shown(field, value), field)
        again.submit()
        self.stored_once(again.case)
        answers = self.rig.gateway.opened(again.case['id'])['answers']
        for field, value in said.items():
            if field in answers:
                self.assertEqual(answers[field], value, field)
        poll(lambda: self.drafts() == 0, 10, 'the draft is gone with the case')
        self.assertEqual(self.kiosk.status()['warnings'], 0)

    def test_of_nobody_else(self):
        visit = self.begun()
        self.ask_to_leave(visit.visitor)
        visit.visitor.button(visit.visitor.say(KEEP, 'VisitorRoot'))
        self.kept(visit.visitor)
        self.leave(visit.visitor)
        visitor = self.come(self.rig.card(OTHER))
        visitor.settled()
        self.assertFalse(self.offered(visitor))
        self.reset()
        visitor = self.come(visit.path)
        poll(lambda: self.offered(visitor), 10, 'the home page offers to go on')

    def test_before_the_time_is_over(self):
        """Called away: the warning offers it as well, and the visit goes on as if nothing had been."""
        visit = self.begun()
        visitor = visit.visitor
        page = self.kiosk.status()['page']
        self.kiosk.advance(91)
        visitor.until(lambda now: now.one('dialog', visitor.say('Are you still here?', 'VisitorRoot')), 'the warning')
        visitor.button(visitor.say(KEEP, 'VisitorRoot'))
        self.kept(visitor)
        visitor.button(visitor.say('Go on now', 'DraftKeptPage'))
        visitor.page(page)
        visit.fill(begun=True)
        visit.submit()
        self.stored_once(visit.case)
        poll(lambda: self.drafts() == 0, 10, 'the draft is gone with the case')

    def test_without_the_centre(self):
        visit = self.begun()
        visitor = visit.visitor
        self.rig.gateway.stop()
        self.kiosk.wait(network={'centre': 'unreachable'}, seconds=60)
        self.ask_to_leave(visitor)
        visitor.until(lambda now: not now.one('button', visitor.say(KEEP, 'VisitorRoot')), 'nothing is offered that cannot be', 20)
        visitor.button(visitor.say('Go on with it', 'VisitorRoot'))
        self.kiosk.wait(stage='form')

    def test_the_centre_goes_meanwhile(self):
        visit = self.begun()
        visitor = visit.visitor
        page = self.kiosk.status()['page']
        self.ask_to_leave(visitor)
        self.rig.gateway.stop()
        keep = visitor.look().one('button', visitor.say(KEEP, 'VisitorRoot'))
        if not keep:
            cases.skip(self, 'the kiosk knew before it was asked')
        visitor.touch(keep)
        visitor.page('draft-kept', seconds=20)
        visitor.heading('It could not be kept', 'DraftKeptPage')
        visitor.button(visitor.say('Go on now', 'DraftKeptPage'))
        visitor.page(page)


if __name__ == '__main__':
    unittest.main(verbosity=2)
