# SPDX-License-Identifier: GPL-3.0-or-later
"""A paper that can fill fields in is laid down before the form; what was read of it is compared by the visitor, field by
field, and never put over what the visitor said. The reading itself is the simulator's."""
import datetime
import json
import os
import shutil

import cases
from kiosk import CAMERA, Refused, poll
from test_chain import CLERK, VisitWithPaper
from visit import number_on

SERVICE = 'skill-assessment-subsidy'
PERSON = 'zhao-fanli'
PAPER = 'skill-certificate'
NUMBER = 'S000037020269999'
SHOTS = os.environ.get('HALL_SHOTS', '')  # a folder for a picture of every page


def days_ago(days):
    return (datetime.date.today() - datetime.timedelta(days=days)).isoformat()


class Reading(cases.RigCase):
    def setUp(self):
        """The centre knows nothing of the certificate; the kiosk is started with the language of the test."""
        self.rig = cases.Rig(start=False)
        number = number_on(self.rig.card(PERSON))[1]
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            known = json.load(file)
        person = next(one for one in known['people'] if one['number'] == number)
        for field in [field for field in person['fields'] if field.startswith(('assess_', 'skill_cert'))]:
            del person['fields'][field]
        self.rig.gateway.people = os.path.join(self.rig.folder, 'people.json')
        with open(self.rig.gateway.people, 'w', encoding='utf-8') as file:
            json.dump(known, file, ensure_ascii=False)
        self.rig.__enter__()
        self.addCleanup(self.end)
        self.kiosk = self.rig.kiosk

    def paper(self, reading):
        """A picture of a paper and what the simulator reads of it: an object, or the bytes of the file."""
        picture = os.path.join(self.rig.folder, 'certificate.jpg')
        shutil.copyfile(self.rig.page('proof.jpg'), picture)
        with open(os.path.join(self.rig.folder, 'certificate.reading.json'), 'wb') as file:
            file.write(reading if isinstance(reading, bytes) else json.dumps(reading).encode())
        return picture

    def begin(self, reading, lang='en'):
        """The visit up to the first paper."""
        self.rig.kiosk.lang = self.lang = lang
        self.shots = 0
        self.kiosk.start()
        visit = cases.Visit(self.rig, SERVICE, lang, shown=self.shot)
        visit.script['materials'] = {PAPER: self.paper(reading)}
        visit.come_in()
        visit.visitor.begin()
        visit.prove()
        visit.visitor.page(f'scan-{PAPER}')
        return visit

    def lay(self, visit):
        """The paper, which is asked for only once."""
        visit.laid.clear()  # laid down again it is the one of the script
        visit.scan()
        visit.script['materials'] = {}

    def shot(self, page):
        if SHOTS:
            self.shots += 1
            self.kiosk.grab(os.path.join(SHOTS, f'{self.lang}-{self.id().split(".")[-1]}-{self.shots:02}-{page}.png'))

    def to(self, visit, page):
        while self.kiosk.wait(stage='form')['page'] != page:
            visit.visitor.note_page()
            visit.visitor.fill_page(visit.answers, visit.script['otherwise'])
        return visit.visitor.note_page()

    def question(self, visitor, field):
        return visitor.say('Which is right: %1', 'SaidChoice', visitor.words.label(field))

    def finish(self, visit):
        visit.fill(begun=True)
        visit.submit()
        return visit.stored()['answers']

    def through(self, lang):
        read, right = days_ago(30), days_ago(60)
        visit = self.begin({'assess_cert_no': {'value': NUMBER, 'confidence': 0.97, 'certain': True,
                                               'box': [0.1, 0.3, 0.7, 0.04]},
                            'assess_date': {'value': read, 'confidence': 0.9, 'box': [0.1, 0.5, 0.7, 0.04]},
                            'assess_level': {'value': '3', 'confidence': 0.55},    # not sure enough
                            'assess_agency': {'value': 'x' * 101, 'confidence': 1},  # longer than the field
                            'mobile': {'value': '13999999999', 'confidence': 1}},  # not on such a paper
                           lang)
        visitor = visit.visitor
        self.lay(visit)
        self.to(visit, 'form-assessment')
        says = visitor.say('%1 says "%2"', 'SaidChoice', visitor.say('your paper', 'SaidChoice'), NUMBER)
        words = visitor.say('%1. Please compare, and touch it if it is right.', 'SaidChoice', says[0].upper() + says[1:])
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')
        # What the machine is not sure of says so.
        date = visitor.words.shown('assess_date', read)
        says = visitor.say('%1 says "%2"', 'SaidChoice', visitor.say('your paper', 'SaidChoice'), date)
        words = visitor.say('%1, but it may have been read wrong. Please check every character, and touch it only if it is right.',
                            'SaidChoice', says[0].upper() + says[1:])
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')
        screen = visitor.settled()
        for field, seen in (('assess_cert_no', True), ('assess_date', True), ('assess_level', False)):
            place = visitor.words.pair(visitor.say('The place on your paper', 'SaidChoice'), visitor.words.label(field))
            self.assertEqual(bool(screen.all('picture', has=place)), seen, field)
        self.shot('compare')
        asked = {field: bool(visitor.settled().one('group', self.question(visitor, field)))
                 for field in ('assess_cert_no', 'assess_date', 'assess_level', 'assess_agency')}
        self.assertEqual(asked, {'assess_cert_no': True, 'assess_date': True, 'assess_level': False, 'assess_agency': False})
        self.assertFalse(visitor.settled().one('field', visitor.words.label('assess_cert_no')).get('value'))
        visitor.choose(self.question(visitor, 'assess_cert_no'), NUMBER)
        for field in ('assess_level', 'assess_occupation', 'assess_agency'):
            visitor.answer(field, visit.script['otherwise'][field])
        visitor.button(visitor.say('Next', 'FormPage'))
        visitor.until(visitor.complaint, 'the date is not yet compared')
        self.shot('complaint')
        self.assertTrue(visitor.answer('assess_date', right))
        visitor.button(visitor.say('Next', 'FormPage'))
        answers = self.finish(visit)
        self.assertEqual((answers['assess_cert_no'], answers['assess_date']), (NUMBER, right))
        self.assertEqual(answers['mobile'], '13800000007')
        self.assertEqual(visitor.scans, 1)
        self.assertEqual(self.kiosk.status()['conflicts'], {})  # a paper that only one source speaks of is no conflict

    def test_what_was_read_is_compared_before_it_counts(self):
        self.through('en')

    def test_in_chinese(self):
        self.through('zh_CN')

    def test_a_paper_laid_down_again_changes_no_answer(self):
        """What it says otherwise stands beside the answer on the review."""
        visit = self.begin({'assess_cert_no': {'value': NUMBER, 'confidence': 0.97}})
        visitor = visit.visitor
        self.lay(visit)
        self.to(visit, 'form-assessment')
        visitor.choose(self.question(visitor, 'assess_cert_no'), NUMBER)
        for field in ('assess_level', 'assess_occupation', 'assess_agency', 'assess_date'):
            visitor.answer(field, visit.script['otherwise'][field])
        visitor.button(visitor.say('Next', 'FormPage'))
        while self.kiosk.wait(stage=['form', 'review'])['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page(visit.answers, visit.script['otherwise'])
        visitor.review()
        title = visitor.words.of(next(one['title'] for one in visitor.words.services[SERVICE]['materials'] if one['id'] == PAPER))
        visitor.button(visitor.say('Change: %1', 'SummaryColumns', title))
        visitor.page(f'scan-{PAPER}')
        visit.script['materials'] = {PAPER: self.paper({'assess_cert_no': {'value': 'S1', 'confidence': 1}})}
        self.lay(visit)
        visitor.page('review')
        words = visitor.say('Your paper says "%1". Please compare.', 'SummaryColumns', 'S1')
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')
        self.assertEqual(self.finish(visit)['assess_cert_no'], NUMBER)

    def test_a_paper_that_nobody_can_read_is_filled_in_by_hand(self):
        visit = self.begin({})
        self.lay(visit)
        self.to(visit, 'form-assessment')
        for field in ('assess_cert_no', 'assess_date'):
            self.assertFalse(visit.visitor.settled().one('group', self.question(visit.visitor, field)))
            self.assertTrue(visit.visitor.unanswered(field))

    def test_a_reading_that_is_none_is_refused(self):
        self.kiosk.start()
        for wrong in (b'', b'[]', b'{"assess_date":"2026-01-01"}', b'{"a":{"value":1,"confidence":1}}',
                      b'{"a":{"value":"","confidence":1.5}}', b'{"a":{"value":"' + b'x' * 70000 + b'","confidence":1}}',
                      b'{"a":{"value":"x","confidence":1,"certain":"yes"}}', b'{"a":{"value":"x","confidence":1,"box":[0,0,1]}}',
                      b'{"a":{"value":"x","confidence":1,"box":[0.5,0,0.6,1]}}', b'{"engine":false}',
                      b'{' + b'"a":{' * 5000):
            with self.assertRaises(Refused) as caught:
                self.kiosk.device(CAMERA, 'show', image=self.paper(wrong))
            self.assertIn('certificate.reading.json', str(caught.exception))


class Workers(cases.SharedRigCase):
    """A labour contract is one worker's: neither what was read of it nor the paper itself gets into another's case."""

    def begin(self):
        """The visit up to the first question of the contract, which was laid down for the first worker."""
        visit = VisitWithPaper(self.rig, 'labour-filing-hire', cases.LANG, card=CLERK['card'])
        visit.unit = CLERK['unit']
        visit.lay_contract({'contract_no': 'HT-A'})
        visit.come_in()
        visit.visitor.begin()
        visit.prove()
        self.to(visit, 'form-worker')
        self.enter_worker(visit, 'zhang-ceshi')
        visit.visitor.page('scan-labour-contract')
        visit.scan()
        visit.script['materials'] = {'labour-contract': 'proof.jpg'}
        return visit

    def enter_worker(self, visit, card):
        visitor = visit.visitor
        visitor.page('form-worker')
        visitor.read_worker(self.rig.id_card(card))
        visitor.note_page()
        visitor.fill_page(dict(visit.answers), visit.script['otherwise'])

    def to(self, visit, page):
        while self.kiosk.wait(stage='form')['page'] != page:
            visit.visitor.note_page()
            visit.visitor.fill_page(visit.answers, visit.script['otherwise'])

    def read_of(self, visit):
        """Whether the page that asks for the contract's number shows what a paper says."""
        screen = visit.visitor.settled()
        asked = bool(screen.one('group', visit.visitor.comparison('contract_no')))
        self.assertTrue(asked or screen.one('field', visit.visitor.words.optional_label('contract_no')))
        return asked

    def finish(self, visit):
        visit.fill(begun=True)
        visit.submit()
        return visit.stored()

    def test_another_worker_instead(self):
        visit = self.begin()
        visitor = visit.visitor
        self.to(visit, 'form-contract')
        self.assertTrue(self.read_of(visit))
        visitor.choose(visitor.comparison('contract_no'), 'HT-A')
        while self.kiosk.status()['page'] != 'form-worker':
            page = self.kiosk.status()['page']
            visitor.settled()
            visitor.button(visitor.say('Back', 'PageFrame'))
            poll(lambda page=page: self.kiosk.status()['page'] != page, 10, f'the page before {page}')
        self.enter_worker(visit, 'li-yanshi')
        visitor.page('scan-labour-contract')  # of this worker
        visit.scan()
        visit.script['materials'] = {}
        self.to(visit, 'form-contract')
        self.assertFalse(self.read_of(visit))
        stored = self.finish(visit)
        self.assertEqual(stored['answers']['name'], '李演示')
        self.assertNotEqual(stored['answers'].get('contract_no'), 'HT-A')
        self.assertEqual(len(stored['materials']), 1)

    def test_the_first_of_two_is_taken_out(self):
        visit = self.begin()
        visitor = visit.visitor
        while self.kiosk.wait(stage=['form', 'people'])['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page(dict(visit.answers, contract_no='HT-A'), visit.script['otherwise'])
        visitor.page('people')
        visitor.button(visitor.say('Add another person', 'PeoplePage'))
        self.enter_worker(visit, 'li-yanshi')
        while self.kiosk.wait(stage=['form', 'people'])['stage'] == 'form':
            page = self.kiosk.status()['page']
            visitor.note_page()
            self.assertFalse(visitor.look().one('group', visitor.comparison('contract_no')), page)
            visitor.fill_page(dict(visit.answers, contract_no='HT-B'), visit.script['otherwise'])
        visitor.page('people')
        visitor.button(visitor.say('Remove: %1', 'PeoplePage', '张测试'))
        stored = self.finish(visit)
        self.assertEqual((stored['answers']['name'], stored['answers']['contract_no']), ('李演示', 'HT-B'))
        self.assertEqual(len(stored['materials']), 1)  # laid down for the one who stays
        self.assertEqual(visitor.scans, 2)


if __name__ == '__main__':
    cases.main()
