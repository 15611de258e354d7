# SPDX-License-Identifier: GPL-3.0-or-later
"""What a counter tells and takes: what can be done and what to bring, for whoever asks without signing in; papers that are
handed in later; a promise in place of a paper."""
import json
import os
import re
import unittest

import cases
from kiosk import PRINTER, poll
from visit import code_of

SERVICE = 'unemployment-registration'
MATERIAL = 'end-of-job-proof'
DAY = r'\d{4}-\d\d-\d\d'


class Counter(cases.SharedRigCase):
    def to_attract(self):
        self.kiosk.device(PRINTER, 'set', paper='ok')
        super().to_attract()

    def listed(self, case):
        """(item, case) of the hall's list, by the case's id."""
        with open(os.path.join(self.rig.resources, 'catalogue', 'visit-once.json'), encoding='utf-8') as file:
            return next((item, one) for item in json.load(file)['items'] for one in item['cases'] if one['id'] == case)

    def to_case(self, case='lost-job'):
        """From attract to the page of a case, with nothing but touches."""
        visitor = self.visitor
        item, one = self.listed(case)
        visitor.page('attract')
        visitor.button(visitor.say('What can I do here? What do I need?', 'AttractPage'))
        visitor.page('guide')
        visitor.button(visitor.words.of(item['title']))
        if len(item['cases']) > 1:
            visitor.page('guide-item')
            visitor.button(visitor.words.of(one['title']))
        visitor.page('guide-case')
        visitor.until(lambda now: now.heading == visitor.words.of(one['title']), 'the page of the case')
        return one

    def proof_title(self):
        return self.visitor.words.of(self.visitor.words.services[SERVICE]['materials'][0]['title'])

    def numbers(self):
        return [case['number'] for case in self.kiosk.cases()]

    def test_told_and_printed_without_signing_in(self):
        visitor = self.visitor
        before, cases_before = self.kiosk.paper()[0], self.numbers()
        self.to_case()
        said = ' '.join(node['name'] for screen in visitor.read_through() for node in screen.all('text'))
        self.assertIn(self.proof_title(), said)
        self.assertIn(visitor.say('free of charge', 'GuideCasePage'), said)
        visitor.button(visitor.say('Print this page', 'GuideCasePage'))
        self.on_screen(visitor, 'Please take the page from the paper slot.', 'GuideSlip', 'alert', seconds=40)
        papers, png, _ = self.kiosk.paper()
        self.assertEqual(papers, before + 1)
        self.assertEqual(code_of(png), '', 'a guide belongs to no case')
        self.assertEqual(self.numbers(), cases_before)
        for page in ('guide-item', 'guide', 'attract'):
            visitor.button(visitor.say('Back', 'PageFrame'))
            visitor.page(page, seconds=20)

    def test_no_paper_is_a_code(self):
        self.kiosk.device(PRINTER, 'set', paper='out')
        poll(lambda: not self.kiosk.status()['capabilities']['print-receipt']['available'], 20, 'the paper is out')
        visitor = self.visitor
        one = self.to_case()
        visitor.button(visitor.say('Print this page', 'GuideCasePage'))
        self.on_screen(visitor, 'There is no paper at the moment. Scan this code with your phone instead.', 'GuideSlip', 'alert')
        visitor.settled()
        shot = os.path.join(self.rig.folder, 'guide.png')
        self.kiosk.grab(shot)
        with open(shot, 'rb') as file:
            code = code_of(file.read())
        self.assertTrue(code.startswith(visitor.words.of(one['title'])), code)
        self.assertIn(self.proof_title(), code)

    def test_done_at_once_after_the_sign_in(self):
        visitor = self.visitor
        self.to_case()
        visitor.button(visitor.say('Do it now', 'GuideCasePage'))
        visitor.page('sign-in')
        visitor.insert_card(self.rig.card('zhang-ceshi'))
        visitor.agree()
        visitor.page('intro')
        self.assertEqual(visitor.look().heading, visitor.words.of(visitor.words.services[SERVICE]['title']))

    def test_whoever_walks_away_leaves_the_first_page(self):
        self.to_case()
        self.kiosk.advance(61)
        self.on_screen(self.visitor, 'Are you still here?', 'VisitorRoot')
        self.kiosk.advance(25)
        self.kiosk.wait(stage='attract', seconds=20)

    def test_whoever_refuses_is_told_what_to_bring(self):
        visitor = self.visitor
        self.to_case()
        visitor.button(visitor.say('Do it now', 'GuideCasePage'))
        visitor.insert_card(self.rig.card('zhang-ceshi'))
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage')
        visitor.button(visitor.say('I do not agree', 'ConsentPage'))
        visitor.page('refused')
        self.assertTrue(visitor.look().all('text', self.proof_title()))
        before = self.kiosk.paper()[0]
        visitor.button(visitor.say('Print what to bring', 'RefusedPage'))
        self.on_screen(visitor, 'Please take the page from the paper slot.', 'GuideSlip', 'alert', seconds=40)
        self.assertEqual(self.kiosk.paper()[0], before + 1)

    def test_whoever_refuses_before_choosing_can_look_it_up(self):
        visitor = self.visitor
        visitor.page('attract')
        visitor.insert_card(self.rig.card('zhang-ceshi'))
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage')
        visitor.button(visitor.say('I do not agree', 'ConsentPage'))
        visitor.page('refused')
        visitor.button(visitor.say('What do I need?', 'RefusedPage'))
        visitor.page('guide')
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('take-card')

    def to_scan(self):
        visit = self.visit(SERVICE)
        visit.come_in()
        visit.visitor.begin()
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            visit.visitor.note_page()
            visit.visitor.fill_page(visit.answers)
        visit.visitor.page('scan-' + MATERIAL)
        return visit

    def judged(self, visit):
        """The case as the centre opened and judged it."""
        def there():
            opened = self.rig.gateway.opened(visit.case['id'])
            return opened if 'result' in opened else None
        self.stored_once(visit.case)
        return poll(there, 20, 'the centre has looked at the case')

    def test_handed_in_later(self):
        visit = self.to_scan()
        visitor = visit.visitor
        visitor.button(visitor.say('Hand it in later', 'ScanPage'))
        visit.rows = visitor.review()
        until = visitor.say('To be brought to the window until %1', 'SummaryColumns').replace('%1', '')
        found = visitor.look().all('text', has=until)
        self.assertTrue(found, 'the review does not say until when')
        day = re.search(DAY, found[0]['name']).group()
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        bring = visitor.words.of(visitor.words.receipt['bring-until']).replace('%1', day).replace('%2', self.proof_title())
        self.assertTrue(visitor.look().all(has=bring), f'the last page does not say "{bring}"')
        visit.take_receipt()
        opened = self.judged(visit)
        self.assertEqual((opened['materials'], opened['outstanding']), ([], [MATERIAL]))
        self.assertEqual(opened['result']['code'], 'material-outstanding')
        visit.leave()

    def test_promised_instead(self):
        visit = self.to_scan()
        visitor = visit.visitor
        visitor.button(visitor.say('Promise instead', 'ScanPage'))
        visitor.page('promise')
        screens = visitor.read_through()
        self.assertTrue(any(screen.all('text', has=self.proof_title()) for screen in screens))
        promise = visitor.say('I promise', 'PromisePage')
        self.assertFalse(visitor.look().one('button', promise), 'it can be promised without the tick')
        visitor.button(visitor.say('I have read this and it is true. I sign it together with my case.', 'PromisePage'), 'radio')
        visitor.button(promise)
        visit.rows = visitor.review()
        words = visitor.say('You promise instead: the paper would show what you filled in. You sign this with your case.',
                            'SummaryColumns')
        self.assertTrue(any(screen.all('text', has=words) for screen in visitor.read_through()), visitor.look().names())
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        visit.take_receipt()
        opened = self.judged(visit)
        self.assertEqual((opened['materials'], opened['outstanding']), ([], []))
        self.assertEqual([one['material'] for one in opened['commitments']], [MATERIAL])
        with open(os.path.join(self.rig.resources, 'catalogue', 'commitment.json'), encoding='utf-8') as file:
            self.assertEqual(opened['commitments'][0]['version'], json.load(file)['version'])
        self.assertNotEqual(opened['result']['code'], 'material-outstanding')
        visit.leave()


if __name__ == '__main__':
    cases.main()
