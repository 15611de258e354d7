# SPDX-License-Identifier: GPL-3.0-or-later
"""What is known already is accepted together, and can be changed; every way back keeps what was entered."""
import cases
from visitor import middle

SERVICE = 'unemployment-registration'


class Forms(cases.RigCase):
    def change(self, visitor, title):
        visitor.button(visitor.say('Change: %1', 'SummaryColumns', title))

    def shown(self, visitor, field):
        return dict(visitor.rows_of(visitor.read_through()))[visitor.words.label(field)]

    def begin(self):
        visit = self.visit(SERVICE)
        visit.come_in()
        visit.visitor.begin()
        visit.visitor.page('form-known')
        return visit

    def test_quick_touches_confirm_no_page_unread(self):
        visit = self.visit(SERVICE)
        visit.come_in()
        visitor = visit.visitor
        start = visitor.until(lambda now: now.one('button', visitor.say('Start', 'IntroPage'))
                              and 'disabled' not in now.one('button', visitor.say('Start', 'IntroPage'))['states'],
                              'the button "Start"').one('button', visitor.say('Start', 'IntroPage'))
        start = visitor.still(start)
        for _ in range(4):
            visitor.press_at(*middle(start))  # the same spot as soon as it counts again
        visitor.page('form-known')
        visitor.button(visitor.say('All correct, go on', 'KnownPage'))
        visitor.page('form-reason')

    def test_known_values_can_be_changed(self):
        visit = self.begin()
        visitor = visit.visitor
        self.assertEqual(self.shown(visitor, 'residence_region'), visitor.words.shown('residence_region', '370203'))
        self.change(visitor, 'Where you live now')
        visitor.page('form-residence')
        self.assertTrue(visitor.answer('residence_region', '370202'))
        visitor.button(visitor.say('Next', 'FormPage'))
        visitor.page('form-known')
        changed = visitor.words.shown('residence_region', '370202')
        self.assertEqual(self.shown(visitor, 'residence_region'), changed)
        # Looking without changing leads back as well.
        self.change(visitor, 'Where you live now')
        visitor.page('form-residence')
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('form-known')
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page({key: value for key, value in visit.answers.items() if key != 'residence_region'})
        visit.scan()
        rows = dict(visitor.review())
        self.assertEqual(rows[visitor.words.label('residence_region')], changed)
        self.change(visitor, 'What you want to do next')
        visitor.page('form-next')
        self.assertTrue(visitor.answer('training_intent', '0'))
        visitor.button(visitor.say('Next', 'FormPage'))
        rows = dict(visitor.review())
        self.assertEqual(rows[visitor.words.label('training_intent')], visitor.words.shown('training_intent', '0'))

    def test_back_goes_through_the_pages_and_loses_nothing(self):
        visit = self.begin()
        visitor = visit.visitor
        seen = []
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            seen.append(self.kiosk.status()['page'])
            visitor.note_page()
            visitor.fill_page(visit.answers)
        self.assertEqual(seen, ['form-known', 'form-reason', 'form-next', 'form-sharing'])
        for page in reversed(seen):
            visitor.button(visitor.say('Back', 'PageFrame'))
            visitor.page(page)
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('intro')
        visitor.begin()
        for page in seen[:-1]:
            visitor.page(page)
            touches = visitor.touches
            visitor.fill_page({})  # an empty or lost answer would be complained of
            self.assertEqual(visitor.touches, touches + 1)

    def test_signature_stays_until_an_answer_changes(self):
        visit = self.begin()
        visitor = visit.visitor
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page(visit.answers)
        visit.scan()

        def to_sign():
            visitor.review()
            visitor.button(visitor.say('All correct', 'ReviewPage'))
            visitor.page('sign')

        again = visitor.say('Please sign again', 'SignPage')
        to_sign()
        visitor.sign()
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.review()
        self.change(visitor, 'What you want to do next')
        visitor.page('form-next')
        visitor.button(visitor.say('Next', 'FormPage'))
        to_sign()
        self.assertFalse(visitor.settled().all('alert', has=again), 'nothing was changed')
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.review()
        self.change(visitor, 'What you want to do next')
        visitor.page('form-next')
        self.assertTrue(visitor.answer('training_intent', '0'))
        visitor.button(visitor.say('Next', 'FormPage'))
        to_sign()
        visitor.until(lambda now: now.all('alert', has=again), 'the page says why')
        visitor.button(visitor.say('Submit', 'SignPage'))
        first = visitor.say('Please sign first', 'SignPage')
        visitor.until(lambda now: now.all('alert', has=first), 'there is no signature')
        visitor.sign()
        visitor.button(visitor.say('Back', 'PageFrame'))
        to_sign()
        visitor.button(visitor.say('Submit', 'SignPage'))  # with the signature that was kept
        visitor.page('done', seconds=20)

    def test_what_was_known_and_is_emptied_is_asked_for(self):
        visit = self.begin()
        visitor = visit.visitor
        self.change(visitor, 'Where you live now')
        visitor.page('form-residence')
        name = visitor.words.label('residence_address')
        visitor.touch(visitor.into_view('field', name))
        # What the centre knows is shown in part; whoever edits it begins anew, and a touch alone changes nothing.
        visitor.until(lambda now: not now.one('field', name).get('value'), 'the line begins empty')
        visitor.type_sign('a')
        visitor.until(lambda now: now.one('field', name).get('value'), 'a letter')
        visitor.key(visitor.say('Clear', 'Keyboard'))
        visitor.until(lambda now: not now.one('field', name).get('value'), 'the line is empty')
        visitor.end_line(name)
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('form-known')
        visitor.read_through()
        visitor.button(visitor.say('All correct, go on', 'KnownPage'))
        visitor.page('form-residence')
        visitor.until(visitor.complaint, 'what is missing is said')

    def test_who_has_the_card_alone_is_not_told_what_the_centre_knows(self):
        """Of health and income only that there is a record; it may be changed without being seen, and goes with the case."""
        visit = self.begin()
        visitor = visit.visitor
        words = visitor.words
        hidden = [words.pair(words.label(field), words.of(words.receipt['on-record']))
                  for field in ('health', 'lowincome_flag')]
        for text in hidden:
            visitor.until(lambda now, text=text: now.all(has=text), text)
        self.assertFalse(visitor.settled().all(has=words.pair(words.label('health'), words.shown('health', '10'))))
        visit.fill(begun=True)
        visit.submit()
        answers = visit.stored()['answers']
        self.assertEqual((answers['health'], answers['lowincome_flag']), ('10', False))

    def proof_on_intro(self, visitor, said):
        """Waits for what the introduction says about the proof that the job has ended."""
        title = visitor.words.of(visitor.words.services[SERVICE]['materials'][0]['title'])
        words = title + visitor.say(said, 'IntroPage')
        visitor.until(lambda now: now.all('text', has=words), f'the words "{words}"')

    def test_a_paper_that_the_centre_knows_of_is_not_asked_for(self):
        """The employer has filed the end of the job: no paper."""
        visit = self.visit(SERVICE, card='li-yanshi', answers={'residence_region': '370202', 'unemp_reason': '24'})
        visit.script['materials'] = {}
        visit.come_in()
        self.proof_on_intro(visit.visitor, ' (we have it)')
        visit.fill()
        visit.submit()
        opened = visit.stored()
        self.assertEqual((opened['materials'], opened['answers']['unemp_reason']), ([], '24'))

    def test_a_paper_that_the_centre_does_not_know_of_is(self):
        visit = self.visit(SERVICE)
        visit.come_in()
        self.proof_on_intro(visit.visitor, ' (to be scanned here)')
        visit.fill()
        self.assertEqual(visit.visitor.scans, 1)


if __name__ == '__main__':
    cases.main()
