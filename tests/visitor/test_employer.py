# SPDX-License-Identifier: GPL-3.0-or-later
"""Acting for a company: whom the centre tells what it knows, the worker's own card, several people in one case."""
import os

import cases
from kiosk import ID_CARD, SCANNER, poll
from visitor import Visitor

UNIT = '91370202MA3DEM001A'
UNIT_NAME = '青岛示例机械有限公司'
HIRE = 'labour-filing-hire'
ZHANG, WANG, LI = '37020019900307006X', '370200197208080035', '370200198506150016'
ANSWERS = {'handler_phone': '13900000005', 'mobile': '13900000001', 'education': '21', 'hukou_type': '10',
           'occupation': '3-02-x01', 'job_name': 'Guard', 'employment_form': '1', 'work_time_system': '1',
           'full_time': True, 'contract_no': 'HT-1', 'contract_type': '20', 'contract_sign_date': {'days_ago': 5},
           'contract_start': {'days_ago': 5}, 'hire_date': {'days_ago': 5}, 'wage': 450000,
           'confidential_flag': False, 'noncompete_flag': False}
SHOTS = os.environ.get('HALL_SHOTS', '')  # a folder for a picture of every page


class Clerk(Visitor):
    """A visitor who acts for a company."""

    def __init__(self, rig, lang=cases.LANG):
        super().__init__(rig.kiosk, lang, rig.resources)
        self.rig = rig
        self.shots = 0
        self.on_page = self.shot

    def shot(self, page):
        if SHOTS:
            self.shots += 1
            self.kiosk.grab(os.path.join(SHOTS, f'{self.lang_name}-{self.shots:02d}-{page}.png'))

    @property
    def lang_name(self):
        return f'{self.words.lang}-{os.path.basename(self.kiosk.profile or "portrait").split(".")[0]}'

    def come_in(self, card):
        self.page('attract')
        self.insert_card(self.rig.card(card))
        self.agree()
        self.page('home')

    def to_unit(self):
        """From the home page to the page that asks for the company."""
        self.button(self.words.of(self.words.events['employer']))
        self.page('unit')

    def type_code(self, code):
        for count, sign in enumerate(code, 1):
            node = self.until(lambda now, sign=sign: now.one('button', sign), f'the key "{sign}"').one('button', sign)
            entered = self.say('%1 of 18 characters', 'UnitPage', count)
            self.press_key(node)
            if not self.soon(lambda entered=entered: self.look().one('text', entered)):
                self.press_key(node)  # taken for a trembling hand
            self.until(lambda now, entered=entered: now.one('text', entered), entered)
        self.typed += len(code)

    def enter(self, code):
        self.type_code(code)
        self.settled()
        self.button(self.say('Confirm', 'UnitPage'))

    def read_card(self, name):
        """The worker's card instead of typing."""
        self.button(self.say("Read the worker's card", 'WorkerCardRow'))
        self.until(lambda now: now.all('alert', has=self.say("Put the worker's card on the reader", 'WorkerCardRow')),
                   'the page asks for the card')
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card(name))
        said = self.say("The worker's card was read. Please take it off the reader.", 'WorkerCardRow')
        self.until(lambda now: now.all('alert', has=said), 'the card was read')
        self.note_page()
        self.kiosk.device(ID_CARD, 'lift')

    def fill_person(self, card, answers):
        """The form pages from here to the list of people; the worker's card on the page that asks for it."""
        while True:
            status = self.kiosk.wait(stage=['form', 'people'], seconds=15)
            if status['stage'] == 'people':
                return
            self.page(status['page'])
            if status['page'] == 'form-worker':
                self.read_card(card)
            self.fill_page(answers)

    def to_done(self, pictures):
        """From the list of people to the case number."""
        self.button(self.say('That is everybody', 'PeoplePage'))
        while self.kiosk.wait(stage=['scan', 'review'], seconds=15)['stage'] == 'scan':
            page = self.kiosk.status()['page']
            self.page(page)
            self.settled()
            self.lay_under_camera(self.rig.page(pictures[page.removeprefix('scan-')]))
            self.accept_picture()
            enough = self.say('No more pages', 'ScanPage')
            self.until(lambda now: now.one('button', enough) or self.kiosk.status()['page'] != page, 'the next page')
            if self.kiosk.status()['page'] == page:
                self.button(enough)
                poll(lambda page=page: self.kiosk.status()['page'] != page, 10, f'the page after {page}')
            self.kiosk.device('document-camera', 'clear')
        rows = self.review()
        self.note_page()
        self.button(self.say('All correct', 'ReviewPage'))
        self.page('sign')
        self.sign()
        self.button(self.say('Submit', 'SignPage'))
        self.page('done', seconds=20)
        return rows

    def people(self):
        """[name] on the list of people."""
        return [node['name'].split('. ', 1)[1] for node in self.look().all('text') if node['name'][:1].isdigit()
                and '. ' in node['name']]


def answers_of(more=None):
    from visit import day
    return {field: day(value) if isinstance(value, dict) else value for field, value in dict(ANSWERS, **(more or {})).items()}


class Employer(cases.SharedRigCase):
    def setUp(self):
        super().setUp()
        self.visitor = Clerk(self.rig)

    def opened(self, before):
        new = [case for case in self.kiosk.cases() if case['id'] not in before]
        self.assertEqual(len(new), 1)
        self.stored_once(new[0])
        return new[0]['id'], self.rig.gateway.opened(new[0]['id'])

    def state(self, case, seconds=20):
        found = {}

        def judged():
            found.update({one['id']: one['state'] for one in self.rig.gateway.cases()})
            return found.get(case) in ('accepted', 'decided', 'refused')
        cases.poll(judged, seconds, 'the centre judges the case', every=0.2)
        return found[case]

    def test_hire_of_two_people(self):
        visitor, before = self.visitor, {case['id'] for case in self.kiosk.cases()}
        visitor.come_in('li-yanshi')
        own = visitor.words.of(visitor.words.services[HIRE]['title'])
        self.assertFalse(visitor.look().all('button', own), 'an employer\'s service is offered to a person')
        visitor.to_unit()
        visitor.enter(UNIT)
        visitor.page('home')
        visitor.until(lambda now: now.all(has=UNIT_NAME), 'the name of the company stands at the top')
        visitor.button(own)
        visitor.page('intro')
        visitor.begin()
        visitor.page('form-known')
        visitor.fill_person('zhang-ceshi', answers_of())
        visitor.page('people')
        self.assertEqual(visitor.people(), ['张测试'])
        visitor.button(visitor.say('Add another person', 'PeoplePage'))
        visitor.page('form-worker')
        visitor.fill_person('wang-shili', answers_of({'contract_no': 'HT-2'}))
        visitor.page('people')
        self.assertEqual(visitor.people(), ['张测试', '王示例'])
        visitor.to_done({'labour-contract': 'labour-contract.jpg'})
        case, opened = self.opened(before)
        self.assertEqual(opened['applicant'], {'kind': 'employer', 'unit': UNIT})
        self.assertEqual([(row['cert_no'], row['name'], row['contract_no']) for row in opened['people']],
                         [(ZHANG, '张测试', 'HT-1'), (WANG, '王示例', 'HT-2')])
        self.assertNotIn('cert_no', opened['answers'])
        self.assertEqual((opened['answers']['uscc'], opened['answers']['unit_name'], opened['answers']['handler_name']),
                         (UNIT, UNIT_NAME, '李演示'))
        self.assertEqual(opened['identity']['number'], LI)
        self.assertIn(self.state(case), ('accepted', 'decided'))
        self.assertEqual(self.kiosk.status()['warnings'], 0)

    def test_a_stranger_is_told_nothing(self):
        visitor = self.visitor
        visitor.come_in('zhang-ceshi')
        visitor.to_unit()
        visitor.enter(UNIT[:-1] + 'B')
        said = visitor.say('One character of this code is wrong. Please compare it with the licence.', 'UnitPage')
        visitor.until(lambda now: now.all('alert', has=said), 'the check character is wrong')
        visitor.button(visitor.say('Clear', 'CodePad'))
        visitor.enter(UNIT)
        none = visitor.say('We find no company with this code that has named you as its clerk. Please compare the code. If it '
                           'is right, your company has to name you first; the service window can help.', 'UnitPage')
        visitor.until(lambda now: now.all('alert', has=none), 'the centre says nothing')
        self.assertFalse(visitor.look().all(has=UNIT_NAME))
        visitor.note_page()

    def test_the_licence_is_scanned_and_the_company_left(self):
        visitor = self.visitor
        visitor.come_in('li-yanshi')
        visitor.to_unit()
        self.kiosk.device(SCANNER, 'scan', text='http://example.invalid/nothing?id=12345')
        unread = visitor.say("There is no credit code in what was scanned. Please hold the licence's code before the scanner "
                             'once more, or type it.', 'UnitPage')
        visitor.until(lambda now: now.all('alert', has=unread), 'no credit code was scanned')
        self.kiosk.device(SCANNER, 'scan', text=f'http://example.invalid/licence?uniscid={UNIT}&x=1')
        visitor.page('home')
        visitor.until(lambda now: now.all(has=UNIT_NAME), 'the company')
        visitor.button(visitor.say('Leave this company', 'HomePage'))
        visitor.heading('What would you like to do?', 'HomePage')
        self.assertFalse(visitor.settled().all(has=UNIT_NAME), 'the company is gone from the screen')


if __name__ == '__main__':
    cases.main()
