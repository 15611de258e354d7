# SPDX-License-Identifier: GPL-3.0-or-later
"""Acting for a company: whom the centre tells what it knows, the worker's own card, several people in one case, one by one
or from a table on a stick."""
import base64
import json
import os
import zipfile

import cases
from kiosk import Failure, ID_CARD, SCANNER, SERVICE_CARD, STICK, poll
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
            entered = self.say('%1 of 18 characters', 'UnitPage', count)
            self.pad_key(sign)
            if not self.soon(lambda entered=entered: self.look().one('text', entered)):
                self.pad_key(sign)  # taken for a trembling hand
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

    def fill_person(self, card, answers, pictures=None):
        """The form pages from here to the list of people; the worker's card on the page that asks for it."""
        while True:
            status = self.kiosk.wait(stage=['form', 'people', 'scan'], seconds=15)
            if status['stage'] == 'people':
                return
            if status['stage'] == 'scan':  # the first one's contract
                self.lay_paper(pictures)
                continue
            self.page(status['page'])
            if status['page'] == 'form-worker':
                self.read_card(card)
            self.fill_page(answers)

    def lay_paper(self, pictures):
        """One page of the paper that is asked for."""
        page = self.kiosk.status()['page']
        self.page(page)
        self.settled()
        enough = self.say('No more pages', 'ScanPage')
        another = self.look().one('button', enough)  # the other workers' contracts are no copies of the first
        self.lay_under_camera(self.rig.page('proof.jpg' if another else pictures[page.removeprefix('scan-')]))
        self.accept_picture()
        self.until(lambda now: now.one('button', enough) or self.kiosk.status()['page'] != page, 'the next page')
        if self.kiosk.status()['page'] == page:
            self.button(enough)
            poll(lambda: self.kiosk.status()['page'] != page, 10, f'the page after {page}')
        self.kiosk.device('document-camera', 'clear')

    def to_done(self, pictures):
        """From the list of people to the case number."""
        self.read_through()
        self.button(self.say('That is everybody', 'PeoplePage'))
        while self.kiosk.wait(stage=['scan', 'review'], seconds=15)['stage'] == 'scan':
            self.lay_paper(pictures)
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


    def to_first_person(self, answers):
        """From the introduction to the first page about a person."""
        self.begin()
        self.page('form-known')
        while self.kiosk.status()['page'] != 'form-worker':
            page = self.kiosk.status()['page']
            self.fill_page(answers)
            poll(lambda page=page: self.kiosk.status()['page'] != page, 15, f'the page after {page}')
            self.page(self.kiosk.status()['page'])

    def bring_stick(self, folder, name):
        """From a page that offers it to the table on the stick."""
        self.button(self.say('Take a table from a USB stick', 'FormPage'))
        self.page('table')
        self.kiosk.device(STICK, 'insert', folder=folder)
        self.choose_table(name)

    def ask_for_all(self):
        """What is asked once for all people, up to their list; no page about one of them may come."""
        while self.kiosk.wait(stage=['form', 'people'], seconds=15)['stage'] == 'form':
            page = self.kiosk.status()['page']
            if page not in ('form-remark', 'form-sharing'):
                raise Failure(f'{page} is asked again')
            self.page(page)
            self.fill_page({})
            poll(lambda page=page: self.kiosk.status()['page'] != page, 15, f'the page after {page}')

    def choose_table(self, name):
        take = self.say('Take this table: %1', 'TablePage', name)
        self.until(lambda now: now.one('button', take), take)
        self.note_page()
        self.button(take)


class Stick:
    """A folder that is a stick, and tables in it."""

    def __init__(self, rig):
        self.folder = os.path.join(rig.folder, 'stick')
        os.makedirs(self.folder, exist_ok=True)
        for name in os.listdir(self.folder):
            os.remove(os.path.join(self.folder, name))
        with open(os.path.join(rig.resources, 'catalogue', 'dictionary.json'), encoding='utf-8') as file:
            self.fields = json.load(file)['fields']
        with open(os.path.join(rig.resources, 'catalogue', 'services', f'{HIRE}.json'), encoding='utf-8') as file:
            self.columns = json.load(file)['batch']['columns']

    def row(self, number, name, **more):
        given = dict({field: value for field, value in answers_of().items() if field in self.columns},
                     cert_type='111', cert_no=number, name=name, wage='4,500.00', full_time='是', confidential_flag='否',
                     noncompete_flag='no')
        given.update(more)
        return [str(given.get(column, '')) for column in self.columns]

    def write(self, name, rows, encoding='utf-8-sig', heading=None):
        heading = heading or [self.fields[column]['label']['zh'] for column in self.columns]
        quoted = ['"' + '","'.join(cell.replace('"', '""') for cell in row) + '"' for row in [heading, *rows]]
        self.raw(name, ('\r\n'.join(quoted) + '\r\n').encode(encoding))

    def raw(self, name, content):
        with open(os.path.join(self.folder, name), 'wb') as file:
            file.write(content)


def answers_of(more=None):
    from visit import day
    return {field: day(value) if isinstance(value, dict) else value for field, value in dict(ANSWERS, **(more or {})).items()}


def numbers(count):
    """Document numbers of nobody: 3702 00 is a city, which no person's number begins with."""
    found = []
    for place in range(count):
        first = f'37020019800101{place:03d}'
        weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
        found.append(first + '10X98765432'[sum(int(digit) * weight for digit, weight in zip(first, weights)) % 11])
    return found


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
        visitor.fill_person('zhang-ceshi', answers_of(), {'labour-contract': 'labour-contract.jpg'})
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

    def come_to_the_table(self):
        visitor = self.visitor
        visitor.come_in('li-yanshi')
        visitor.to_unit()
        visitor.enter(UNIT)
        visitor.page('home')
        visitor.button(visitor.words.of(visitor.words.services[HIRE]['title']))
        visitor.page('intro')
        visitor.to_first_person(answers_of())
        return visitor

    def told(self, visitor, source, context, *arguments):
        words = visitor.say(source, context, *arguments)
        visitor.until(lambda now: now.all(has=words), words)

    def test_people_from_a_table_with_errors(self):
        before = {case['id'] for case in self.kiosk.cases()}
        stick = Stick(self.rig)
        stick.write('名单.csv', [
            stick.row(ZHANG, '张测试'),
            stick.row('3.702E+17', '王示例', contract_no='HT-2'),            # line 3
            stick.row('370200199509230016', '赵范例', contract_no='HT-3'),
            stick.row('370200197911030013', '吴例子', contract_no='HT-4', mobile='1390000'),  # line 5
            stick.row(ZHANG, '张测试', contract_no='HT-5')])                  # line 6
        os.symlink('/etc/passwd', os.path.join(stick.folder, 'passwd.csv'))
        with zipfile.ZipFile(os.path.join(stick.folder, '花名册.xlsx'), 'w') as book:
            book.writestr('xl/workbook.xml', '<workbook/>')
        visitor = self.come_to_the_table()
        visitor.button(visitor.say('Take a table from a USB stick', 'FormPage'))
        visitor.page('table')
        papers = self.kiosk.device('receipt-printer', 'papers')['papers']
        visitor.button(visitor.say('Print the column headings', 'TablePage'))
        self.told(visitor, 'Please take the paper from the paper slot.', 'TablePage')
        self.assertEqual(self.kiosk.device('receipt-printer', 'papers')['papers'], papers + 1)
        if SHOTS:
            self.keep_paper(os.path.join(SHOTS, f'columns-{visitor.lang_name}.png'))
        self.kiosk.device(STICK, 'insert', folder=stick.folder)
        self.told(visitor, 'Files of a spreadsheet program cannot be taken as they are', 'TablePage')
        self.assertFalse(visitor.look().all(has='passwd'))
        visitor.choose_table('名单.csv')
        visitor.page('table-rows')
        for line in (3, 5, 6):
            self.told(visitor, 'Line %1: %2', 'TableRowsPage', line, '')
        screen = visitor.settled()
        self.assertFalse(screen.all(has='370200197911030013') or screen.all(has='吴例子'), 'masked')
        visitor.button(visitor.say('Take the right rows: %1', 'TableRowsPage', 2))
        visitor.until(lambda now: now.heading == visitor.say('Rows to be corrected', 'TableRowsPage'), 'the rows that are left')
        visitor.note_page()

        visitor.button(visitor.say('Correct here: line %1', 'TableRowsPage', 3))
        visitor.page('form-worker')
        visitor.fill_page({'cert_no': WANG})
        visitor.page('table-rows')
        visitor.button(visitor.say('Correct here: line %1', 'TableRowsPage', 5))
        visitor.page('form-contact')
        visitor.fill_page({'mobile': '13900000004'})
        visitor.page('table-rows')
        visitor.button(visitor.say('Go on without them', 'TableRowsPage'))
        visitor.ask_for_all()
        visitor.page('people')
        self.assertEqual(visitor.people(), ['张测试', '赵范例', '王示例', '吴例子'])
        visitor.to_done({'labour-contract': 'labour-contract.jpg'})
        case, opened = self.opened(before)
        self.assertEqual([(row['cert_no'], row['name'], row['contract_no'], row['wage'], row['full_time'])
                          for row in opened['people']],
                         [(ZHANG, '张测试', 'HT-1', 450000, True), ('370200199509230016', '赵范例', 'HT-3', 450000, True),
                          (WANG, '王示例', 'HT-2', 450000, True), ('370200197911030013', '吴例子', 'HT-4', 450000, True)])
        self.assertEqual(opened['people'][3]['mobile'], '13900000004')
        self.assertNotIn('cert_no', opened['answers'])
        self.assertIn(self.state(case), ('accepted', 'decided'))

        searches = self.kiosk.status()['memory']['searches']
        visitor.button(visitor.say('Finish', 'DonePage'))
        visitor.page('take-card')
        visitor.heading('Please take your card and your USB stick', 'TakeCardPage')
        self.kiosk.device(SERVICE_CARD, 'remove')
        visitor.heading('Please take your USB stick', 'TakeCardPage')
        self.kiosk.device(STICK, 'remove')
        self.kiosk.wait(stage=['ended', 'attract'], seconds=15)
        self.kiosk.wait(stage='attract', seconds=20)
        self.until_searched(searches)
        self.assertEqual(self.kiosk.status()['memory']['traces'], 0)
        self.assertEqual(self.kiosk.status()['warnings'], 0)

    def keep_paper(self, path):
        with open(path, 'wb') as file:
            file.write(base64.b64decode(self.kiosk.device('receipt-printer', 'output')['png']))

    def test_a_table_of_two_hundred(self):
        stick, before = Stick(self.rig), {case['id'] for case in self.kiosk.cases()}
        rows = [stick.row(number, '示例' + chr(0x4e00 + place), contract_no=f'HT-{place}') for place, number in enumerate(numbers(201), 1)]
        stick.write('all.csv', rows[:200], encoding='gb18030')
        stick.write('more.csv', rows)
        visitor = self.come_to_the_table()
        visitor.bring_stick(stick.folder, 'more.csv')
        visitor.page('table-rows')
        visitor.heading('This table cannot be taken yet', 'TableRowsPage')
        self.assertFalse(visitor.look().all('button', has=visitor.say('Take the right rows: %1', 'TableRowsPage', 200)))
        visitor.button(visitor.say('Take none', 'TableRowsPage'))
        visitor.page('table')
        visitor.choose_table('all.csv')
        visitor.page('table-rows')
        visitor.button(visitor.say('Take the right rows: %1', 'TableRowsPage', 200))
        visitor.ask_for_all()
        visitor.page('people')
        self.told(visitor, 'People: %1', 'PeoplePage', 200)
        self.assertFalse(visitor.look().all('button', visitor.say('Add another person', 'PeoplePage')))
        visitor.to_done({'labour-contract': 'labour-contract.jpg'})
        _, opened = self.opened(before)
        self.assertEqual([row['cert_no'] for row in opened['people']], numbers(200))

    def test_hostile_tables(self):
        stick = Stick(self.rig)
        markup = '<img src="file:///etc/passwd"><b>x</b>'
        stick.write('formula.csv', [stick.row(ZHANG, markup, mobile='=HYPERLINK("http://example.invalid")', wage='=1+1')],
                    heading=[stick.fields[column]['label']['zh'] for column in stick.columns] + [markup])
        stick.raw('control.csv', b'name,age\n\x1b[2J\x07,\x00\n')
        stick.raw('huge.csv', b'a' * (4 * 1024 * 1024 + 1))
        stick.raw('book.csv', b'PK\x03\x04' + bytes(100))
        visitor = self.come_to_the_table()
        visitor.button(visitor.say('Take a table from a USB stick', 'FormPage'))
        visitor.page('table')
        self.kiosk.device(STICK, 'insert', folder=stick.folder)
        for name, said in (('control.csv', 'This file is not a table.'), ('huge.csv', 'The table is too large.'),
                           ('book.csv', 'This is a spreadsheet file, not CSV.')):
            visitor.choose_table(name)
            visitor.until(lambda now, said=said: now.all(has=said), said)
        visitor.choose_table('formula.csv')
        visitor.page('table-rows')
        visitor.until(lambda now: now.all(has='<img'), 'words, not markup')
        self.assertEqual(self.kiosk.status()['warnings'], 0)

    def test_a_stick_that_goes_and_one_that_was_left(self):
        stick = Stick(self.rig)
        stick.write('people.csv', [stick.row(ZHANG, '张测试')])
        visitor = self.come_to_the_table()
        visitor.button(visitor.say('Take a table from a USB stick', 'FormPage'))
        visitor.page('table')
        self.kiosk.device(STICK, 'insert', folder=stick.folder)
        visitor.until(lambda now: now.all('button', has='people.csv'), 'the file')
        self.kiosk.device(STICK, 'remove')
        self.told(visitor, 'Please put your USB stick into the machine', 'TablePage')
        self.assertFalse(visitor.look().all(has='people.csv'))
        self.kiosk.device(STICK, 'insert', folder=stick.folder)
        visitor.until(lambda now: now.all('button', has='people.csv'), 'the file')
        self.kiosk.device(SERVICE_CARD, 'remove')
        for _ in range(3):
            self.kiosk.advance(100)
        self.kiosk.wait(stage='attract', seconds=20)
        self.assertEqual(self.kiosk.status()['table_stick'], 'left')
        visitor = self.come_to_the_table()
        visitor.button(visitor.say('Take a table from a USB stick', 'FormPage'))
        visitor.page('table')
        self.told(visitor, 'There is a USB stick in the machine that was here before you', 'TablePage')
        self.assertFalse(visitor.look().all(has='people.csv'))

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
