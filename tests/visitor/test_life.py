# SPDX-License-Identifier: GPL-3.0-or-later
"""A case after it was handed in: what is missing is given at the next visit, a case is taken back, a result is collected,
and one service leads to the next."""
import datetime
import json
import os
import unittest

import cases
from kiosk import poll
from visit import check, code_of
from visitor import Visitor

SERVICE = 'unemployment-registration'
CARD, PIN = 'zhang-ceshi', '406182'  # resources/demo/README.md
PROVE = 'A case of yours waits for you'
GUIDANCE = 'career-guidance'
LOAN = 'loan-guarantee'
HARDSHIP = 'hardship-recognition'
RECORD = 'emp-cert'


class Life(cases.RigCase):
    def setUp(self):
        super().setUp()
        # Nothing is decided by itself here: a person looks at every case.
        self.rig.gateway.stop()
        self.rig.gateway.people = self.people_without_rules()
        self.rig.gateway.catalogue = None
        self.rig.gateway.start()
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)

    def people_without_rules(self):
        """The demo people; every service waits for an official."""
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            people = json.load(file)
        for rule in people['services'].values():
            rule.update(outcome='accepted', code='accepted')
        path = os.path.join(self.rig.folder, 'people.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(people, file, ensure_ascii=False)
        return path

    def official(self, case, act, *more):
        return self.rig.gateway.command('case', case['id'], act, *more)

    def state(self, case):
        return next(one['state'] for one in self.rig.gateway.cases() if one['id'] == case['id'])

    def until_state(self, case, state):
        poll(lambda: self.state(case) == state, 60, f'case {case["number"]} is {state}', every=0.2)

    def handed_in(self, service=SERVICE):
        visit = self.to_done(self.visit(service, card=CARD))
        visit.take_receipt()
        self.until_state(visit.case, 'accepted')
        visit.leave()
        self.until_searched(self.kiosk.status()['memory']['searches'])
        return visit.case

    def come_in(self):
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card(CARD))
        visitor.agree()
        visitor.page('home')
        return visitor

    def waiting(self, visitor):
        words = visitor.say(PROVE, 'PendingPanel')
        return visitor.until(lambda now: now.all('button', has=words), words).all('button', has=words)[0]

    def open_waiting(self, visitor):
        """What waits stands on the first page; what it is about is told after a proof."""
        visitor.button(self.waiting(visitor)['name'])
        visitor.show_pin(PIN)
        visitor.page('pending')

    def leave(self, visitor):
        visitor.button(visitor.say('Finish', 'DonePage'))
        visitor.page('take-card')
        self.kiosk.device('social-card-reader', 'remove')
        self.kiosk.wait(stage='attract', seconds=20)

    def wait_printed(self):
        self.kiosk.wait(stage='done', visit={'print': 'printed'}, seconds=40)

    def test_a_correction_is_answered_at_the_next_visit(self):
        case = self.handed_in()
        until = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
        check(self.official(case, 'correction', '--material', 'end-of-job-proof=缺少单位盖章', '--field', 'mobile=号码少一位',
                            '--until', until) == 'correction', 'the correction was not taken')
        visitor = self.come_in()
        self.open_waiting(visitor)
        for words in ('缺少单位盖章', '号码少一位', until):
            visitor.until(lambda now, words=words: now.all(has=words), words)
        visitor.button(visitor.say('Put this right now', 'PendingPage'))
        visitor.page('form-next')
        visitor.fill_page({'mobile': '13900000009'})
        visitor.page('scan-end-of-job-proof')
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visitor.accept_picture()
        visitor.settled()
        visitor.button(visitor.say('No more pages', 'ScanPage'))
        rows = visitor.review()
        self.assertEqual(len(rows), 1)  # only what was asked for
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        before = {one['id'] for one in self.kiosk.cases()}
        visitor.sign()
        visitor.button(visitor.say('Submit', 'SignPage'))
        visitor.heading('What was missing has been handed in', 'DonePage', seconds=20)
        self.wait_printed()
        added = next(one for one in self.kiosk.cases() if one['id'] not in before)
        self.until_state(case, 'accepted')
        self.until_state(added, 'applied')
        opened = self.rig.gateway.opened(added['id'])
        self.assertEqual(opened['supplements'], case['id'])
        self.assertEqual(opened['answers'], {'mobile': '13900000009'})
        self.assertEqual([one['kind'] for one in opened['materials']], ['end-of-job-proof'])
        self.assertEqual([one['id'] for one in self.rig.gateway.opened(case['id'])['follow_ups']], [added['id']])
        # Nothing waits any more, in the same visit and in the next.
        visitor.button(visitor.say('Do something else', 'DonePage'))
        screen = visitor.page('home')
        self.assertFalse(screen.all(has=visitor.say('Waiting for you', 'PendingPanel')))
        self.to_attract_by_home(visitor)
        self.official(case, 'approve')
        self.official(case, 'ready', '--what', '就业创业证', '--where', '市北区3号窗口', '--until', until)
        visitor = self.come_in()
        self.open_waiting(visitor)
        for words in ('就业创业证', '市北区3号窗口', until):
            visitor.until(lambda now, words=words: now.all(has=words), words)
        visitor.button(visitor.say('Print this', 'PendingPage'))
        visitor.until(lambda now: now.all(has=visitor.say('Please take your slip.', 'PendingPage')), 'the slip is told of', 40)
        self.assertEqual(code_of(self.kiosk.paper()[1]), f'hall:case:{case["number"]}')

    def to_attract_by_home(self, visitor):
        searches = self.kiosk.status()['memory']['searches']
        visitor.button(visitor.say('End visit', 'HomePage'))
        visitor.button(visitor.say('End visit', 'VisitorRoot'))
        visitor.page('take-card')
        self.kiosk.device('social-card-reader', 'remove')
        self.kiosk.wait(stage='attract', seconds=20)
        self.until_searched(searches)

    def test_a_case_is_taken_back_while_the_network_is_away(self):
        case = self.handed_in()
        until = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
        self.official(case, 'correction', '--field', 'mobile', '--until', until)
        visitor = self.come_in()
        self.open_waiting(visitor)
        self.kiosk.network('down')
        visitor.button(visitor.say('Take this case back', 'PendingPage'))
        visitor.button(visitor.say('Leave it as it is', 'VisitorRoot'))
        visitor.page('pending')
        visitor.button(visitor.say('Take this case back', 'PendingPage'))
        visitor.button(visitor.say('Take it back', 'VisitorRoot'))
        visitor.heading('You have taken the case back', 'DonePage', seconds=20)
        self.wait_printed()
        self.assertEqual(self.state(case), 'correction')
        self.leave(visitor)
        self.kiosk.network('up')
        self.until_state(case, 'withdrawn')

    def test_a_found_card_is_told_nothing(self):
        case = self.handed_in()
        until = (datetime.date.today() + datetime.timedelta(days=14)).isoformat()
        self.official(case, 'correction', '--field', 'mobile=号码少一位', '--until', until)
        visitor = self.come_in()
        tile = self.waiting(visitor)
        screen = visitor.settled()
        self.assertFalse(screen.all(has='号码少一位'))
        self.assertFalse(screen.all(has=until))
        visitor.button(tile['name'])
        visitor.other_ways()
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('home')


class Next(cases.RigCase):
    def test_one_service_leads_to_the_next(self):
        """A touch, and no second sign-in; what was entered is known in the same visit."""
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card(CARD))
        visitor.agree()
        visitor.page('home')
        visitor.choose_service(GUIDANCE)
        visitor.page('intro')
        visitor.begin()
        tomorrow = datetime.date.today() + datetime.timedelta(days=1)
        answers = {'guidance_topic': '5', 'guidance_date': tomorrow.isoformat(),
                   'guidance_part': '1'}
        while self.kiosk.wait(stage=['form', 'review'], seconds=15)['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page(answers)
        visitor.review()
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visitor.sign()
        visitor.button(visitor.say('Submit', 'SignPage'))
        self.kiosk.wait(stage='done', visit={'print': 'printed'}, seconds=40)
        title = visitor.words.of(visitor.words.services[LOAN]['title'])
        visitor.button(title)
        visitor.page('intro')
        self.assertEqual(visitor.look().heading, title)
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('home')
        visitor.choose_service(GUIDANCE)
        visitor.page('intro')
        visitor.begin()
        while self.kiosk.wait(stage=['form', 'review'], seconds=15)['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page({})  # nothing is entered again
        self.assertIn(tomorrow.isoformat(), str(visitor.review()))

    def test_a_record_speaks_to_its_holder_only(self):
        title = Visitor(self.kiosk, cases.LANG).words.of(
            Visitor(self.kiosk, cases.LANG).words.services[HARDSHIP]['title'])
        visitor = Visitor(self.kiosk, cases.LANG)
        visitor.insert_card(self.rig.card('wang-shili'))
        visitor.agree()
        visitor.page('home')
        useful = visitor.say('You may need this', 'HomePage')
        self.assertFalse(visitor.settled().all(has=useful))
        visitor.choose_service(RECORD)
        visitor.begin()
        visitor.show_pin('627403')
        self.kiosk.wait(stage='query', visit={'query': 'found'}, seconds=15)
        visitor.button(visitor.say('Back to the start', 'QueryPage'))
        visitor.page('home')
        visitor.until(lambda now: now.all(has=useful), useful)
        visitor.into_view('button', title)
        visitor.button(visitor.say('No, thanks: %1', 'SuggestionPanel', title))
        visitor.until(lambda now: not now.all('button', title), f'"{title}" is not offered again')


if __name__ == '__main__':
    unittest.main(verbosity=2)
