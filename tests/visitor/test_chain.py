# SPDX-License-Identifier: GPL-3.0-or-later
"""Several services as one visit: one interview, one signature, one receipt, a case for each; three in one from any of
its three forms, and what it saves."""
import json
import os
import shutil

import cases
from kiosk import STICK, poll
from test_employer import Stick, numbers
from visit import Visit, check, code_of, day, number_on, script
from words import read

THREE = 'three-in-one'
CLERK = {'card': 'wang-shili', 'unit': '91370203MA3DEM002U', 'worker': 'zhang-ceshi'}
# With which of the three the visit begins; '': with all of them. All ways when the counts are the full ones.
BEGUN = ('', 'social-insurance-enrolment', 'labour-filing-hire', 'employment-registration-unit')
BEGUN = BEGUN if float(os.environ.get('HALL_TEST_SCALE', '1')) > 1 else BEGUN[:2]
SHOTS = os.environ.get('HALL_SHOTS', '')  # a folder for a picture of every page
# What the forms ask of a worker besides the columns of a table, on pages of its own; two workers answer differently.
OWN = ({'major': '08', 'political': '01', 'marital': '10', 'voc_qual_level': '3', 'voc_cert_no': 'S000000000001',
        'person_category': '01', 'health': '10', 'prof_title': '3'},
       {'major': '03', 'political': '02', 'marital': '20', 'voc_qual_level': '5', 'voc_cert_no': 'S000000000002',
        'person_category': '03', 'health': '20', 'prof_title': '4'})
ASKED = {'employment-registration-unit': ('major', 'political', 'marital', 'voc_qual_level', 'voc_cert_no', 'person_category'),
         'labour-filing-hire': (), 'social-insurance-enrolment': ('marital', 'voc_qual_level', 'health', 'prof_title')}


class ChainVisit(Visit):
    """A visit that asks for a chain; `begun`: it begins with this service of it and takes the others along."""

    def __init__(self, rig, chain, lang, begun='', only=(), answers=None, **more):
        described = read(os.path.join(rig.resources, 'catalogue', 'chains', f'{chain}.json'))
        parts = [link['id'] for link in described['services'] if not only or link['id'] in only]
        super().__init__(rig, parts[0], lang, card=more.pop('card', None), shown=self.shot, **more)
        self.script = json.loads(json.dumps(self.script))
        for part in parts[1:]:
            own = script(part)
            self.script['answers'] = dict(own['answers'], **self.script['answers'])
            self.script['materials'] = dict(own['materials'], **self.script['materials'])
        self.answers = dict(self.script['answers'], **(answers or {}))
        services = [self.words.services[part] for part in parts]
        self.words.services[chain] = dict(described, materials=sum((one.get('materials', []) for one in services), []),
                                          offline='allow')
        self.chain, self.begun, self.parts, self.shots = chain, begun, parts, 0
        self.service = begun or chain
        if described['applicant'] == 'employer':
            self.script.update(CLERK)
            self.unit = CLERK['unit']
        self.cases, self.numbers = [], []

    def shot(self, page):
        if SHOTS:
            self.shots += 1
            self.kiosk.grab(os.path.join(SHOTS, f'{self.words.lang}-{self.chain}-{self.shots:02d}-{page}.png'))

    def come_in(self):
        super().come_in()
        if self.begun:
            visitor, title = self.visitor, self.words.of(self.words.services[self.chain]['title'])
            visitor.settled()
            visitor.button(title)
            visitor.until(lambda now: now.heading == title, f'the page "{title}"')
            visitor.settled()
            self.service = self.chain

    def submit(self):
        visitor = self.visitor
        visitor.sign()
        visitor.button(visitor.say('Submit', 'SignPage'))
        visitor.page('done', seconds=20)
        self.cases = sorted((case for case in self.kiosk.cases() if case['id'] not in self.before),
                            key=lambda case: case['seq'])
        names = visitor.look().names()
        for case in self.cases:
            check(case['number'] in names, f'the case number {case["number"]} is not on the screen')
        self.numbers = [case['number'] for case in self.cases]

    def take_receipt(self):
        self.kiosk.wait(stage='done', visit={'print': ['printed']}, seconds=40)
        self.papers, self.png, self.bytes = self.kiosk.paper()
        check(code_of(self.png) == 'hall:case:' + ','.join(self.numbers), f'the code reads "{code_of(self.png)}"')
        self.visitor.note_page()

    def opened(self):
        """{service: case as the centre opened it}."""
        wanted = {case['id'] for case in self.cases}

        def there():
            return wanted <= {case['id'] for case in self.rig.gateway.cases()}
        poll(there, 60, 'the cases reach the centre', every=0.2)
        return {one['service']: one for one in map(self.rig.gateway.opened, sorted(wanted))}

    def figures(self):
        visitor = self.visitor
        return {'touches': visitor.touches, 'typed': visitor.typed, 'scans': visitor.scans, 'seconds': visitor.seconds()}


class PaperVisit:
    """What is read of the labour contract as it is laid down: {field: value}, as the visitor would answer."""

    def lay_contract(self, reading):
        folder = os.path.join(self.rig.folder, 'papers')
        os.makedirs(folder, exist_ok=True)
        picture = os.path.join(folder, 'contract.jpg')
        shutil.copyfile(self.rig.page('labour-contract.jpg'), picture)
        with open(os.path.join(folder, 'contract.reading.json'), 'w', encoding='utf-8') as file:
            json.dump({field: {'value': str(value), 'confidence': 0.95} for field, value in reading.items()}, file)
        self.script['materials'] = dict(self.script['materials'], **{'labour-contract': picture})


class ChainWithPaper(PaperVisit, ChainVisit):
    pass


class VisitWithPaper(PaperVisit, Visit):
    pass


class SeveralVisit(PaperVisit, ChainVisit):
    """The same for several workers: the list of people, then everything that follows for all of them at once."""

    def __init__(self, rig, workers, lang, chain=THREE, **more):
        super().__init__(rig, chain, lang, card=CLERK['card'], **more)
        self.workers = workers  # (identity card, answers of their own), the first of whom is entered on the way
        self.asked = []  # for each worker: the pages that asked about that one

    def fill(self, begun=False):
        visitor = self.visitor
        visitor.begin()
        self.prove()
        for count, (card, own) in enumerate(self.workers):
            if count:
                visitor.button(visitor.say('Add another person', 'PeoplePage'))
                visitor.page('form-worker')
            given = {field: day(value) if isinstance(value, dict) else value for field, value in own.items()}
            self.enter(self.rig.id_card(card), dict(self.answers, **given))
        visitor.page('people')
        super().fill(begun=True)

    def check_shown(self):
        """With several people a question stands there once for each; the last one's answers are among them."""
        for field, value in self.visitor.entered.items():
            label = self.words.label(field)
            check(any(name == label and self.words.same(field, value, shown) for name, shown in self.rows),
                  f'the review page does not show "{value}" for "{label}"')

    def enter(self, card, answers):
        """The pages from here to the list of people."""
        visitor = self.visitor
        self.asked.append([])
        while True:
            status = self.kiosk.wait(stage=['form', 'people', 'scan'], seconds=15)
            if status['stage'] == 'people':
                return
            if status['stage'] == 'scan':  # the first one's contract, before what it says is asked
                self.scan()
                continue
            screen = visitor.page(status['page'])
            self.asked[-1].append(status['page'].removeprefix('form-'))
            if len(self.asked) > 1:  # what a paper said is of the first worker
                check(not screen.one('group', visitor.comparison('contract_no')), 'another worker\'s contract is shown')
            if visitor.read_worker(card):
                visitor.note_page()
            visitor.fill_page(answers, self.script['otherwise'])


class TableVisit(SeveralVisit):
    """The same with the workers on a table, whose columns are those of all three services."""

    def __init__(self, rig, people, lang, also=(), **more):
        super().__init__(rig, (), lang, **more)
        self.stick, self.count = Stick(rig), len(people)
        columns = [column for part in self.parts
                   for column in read(os.path.join(rig.resources, 'catalogue', 'services', f'{part}.json'))['batch']['columns']]
        self.stick.columns = list(dict.fromkeys([*columns, *also]))
        self.stick.write('people.csv', [self.row(*person[:2], **dict(person[2:])) for person in people])

    def row(self, number, name, **more):
        cells = {}
        for field in self.stick.columns:
            value = self.answers.get(field, self.script['otherwise'].get(field, ''))
            value = day(value) if isinstance(value, dict) else value
            kind = self.stick.fields[field]['type']
            cells[field] = ('是' if value else '否') if kind == 'bool' else value / 100 if isinstance(value, int) else value
        cells.update(dict({field: '' for field in OWN[0] if field in cells}, cert_no=number, name=name, cert_type='111', **more))
        return [str(cells[column]) for column in self.stick.columns]

    def fill(self, begun=False):
        visitor = self.visitor
        visitor.begin()
        self.prove()
        take = visitor.say('Take a table from a USB stick', 'FormPage')
        while not visitor.settled().all('button', take):
            page = self.kiosk.status()['page']
            visitor.page(page)
            visitor.fill_page(self.answers, self.script['otherwise'])
            poll(lambda page=page: self.kiosk.status()['page'] != page, 15, f'the page after {page}')
        visitor.button(take)
        visitor.page('table')
        self.kiosk.device(STICK, 'insert', folder=self.stick.folder)
        named = visitor.say('Take this table: %1', 'TablePage', 'people.csv')
        visitor.until(lambda now: now.one('button', named), named)
        visitor.note_page()
        visitor.button(named)
        visitor.page('table-rows', seconds=30)
        self.kiosk.device(STICK, 'remove')
        self.take_rows()
        super(SeveralVisit, self).fill(begun=True)

    def take_rows(self):
        self.visitor.button(self.visitor.say('Take the right rows: %1', 'TableRowsPage', self.count))


class Chain(cases.SharedRigCase):
    def run_visit(self, visit):
        visit.come_in()
        visit.fill()
        visit.submit()
        visit.take_receipt()
        visit.leave()
        return visit

    def test_registration_and_job_seeking(self):
        visit = self.run_visit(ChainVisit(self.rig, 'unemployed', cases.LANG,
                                          only=('unemployment-registration', 'job-seeking')))
        self.assertEqual([case['service'] for case in visit.cases], ['unemployment-registration', 'job-seeking'])
        for service, opened in visit.opened().items():
            self.assertEqual(opened['identity']['number'], number_on(visit.path)[1], service)
            self.assertTrue(opened['signature'], service)
            self.assertIn('want_occupation' if service == 'job-seeking' else 'unemp_date', opened['answers'])
        self.assertTrue(visit.opened()['unemployment-registration']['materials'])

    def test_three_in_one(self):
        """Touches, typed signs, scans and seconds against the three visits; the same payloads from any of the three."""
        together = [self.run_visit(ChainVisit(self.rig, THREE, cases.LANG, begun=begun, card=CLERK['card']))
                    for begun in BEGUN]
        payloads = [{service: one['answers'] for service, one in visit.opened().items()} for visit in together]
        self.assertEqual(sorted(payloads[0]), sorted(together[0].parts))
        for other in payloads[1:]:
            self.assertEqual(other, payloads[0])
        apart = {}
        for service in together[0].parts:
            visit = Visit(self.rig, service, cases.LANG, card=CLERK['card'])
            visit.script.update(worker=CLERK['worker'])
            visit.unit = CLERK['unit']
            visit.run()
            for name, count in ChainVisit.figures(visit).items():
                apart[name] = apart.get(name, 0) + count
        self.compare(together[0].figures(), apart)

    def compare(self, whole, apart, what='three in one'):
        print(f'{what}: {whole}; one after another: {apart}', flush=True)
        for name, count in whole.items():
            self.assertLessEqual(count, 0.6 * apart[name], f'{name}: {count} of {apart[name]}')

    def test_three_in_one_with_the_contract_read(self):
        """The same with what is read of the contract, in the one visit as in the three."""
        known = script('labour-filing-hire')
        answers = dict(known['otherwise'], **known['answers'])
        read = {field: answers[field] for field in ('contract_type', 'contract_sign_date', 'contract_start', 'contract_end',
                                                    'job_name', 'work_time_system')}
        read['wage'] = answers['wage'] / 100
        read['contract_no'] = 'HT-2026-001'
        chain = ChainWithPaper(self.rig, THREE, cases.LANG, card=CLERK['card'], answers={'contract_no': read['contract_no']})
        chain.lay_contract(read)
        self.run_visit(chain)
        opened = chain.opened()
        filed = {field: value for case in opened.values() for field, value in case['answers'].items()}
        for field in read:
            self.assertEqual(filed[field], read['contract_no'] if field == 'contract_no' else answers[field], field)
        apart = {}
        for service in chain.parts:
            visit = VisitWithPaper(self.rig, service, cases.LANG, card=CLERK['card'],
                                   answers={'contract_no': read['contract_no']})
            visit.script.update(worker=CLERK['worker'])
            visit.unit = CLERK['unit']
            visit.lay_contract(read)
            visit.run()
            for name, count in ChainVisit.figures(visit).items():
                apart[name] = apart.get(name, 0) + count
        self.compare(chain.figures(), apart, 'three in one, the contract read')

    def test_three_in_one_for_two_workers(self):
        """One signature and one receipt; in each of the three cases both workers, with what that case asks of each."""
        workers = (('zhang-ceshi', {'contract_no': 'HT-1'}),
                   ('li-yanshi', {'contract_no': 'HT-2', 'wage': 510000, 'contract_start': {'days_ago': 3},
                                  'hire_date': {'days_ago': 3}}))
        visit = SeveralVisit(self.rig, workers, cases.LANG)
        visit.lay_contract({'contract_no': 'HT-1'})
        self.run_visit(visit)
        self.assertEqual(visit.visitor.scans, 2)  # the contract of the one, and later that of the other
        self.assertEqual([case['service'] for case in visit.cases], visit.parts)
        opened = visit.opened()
        self.assertEqual({len(case['materials']) for case in opened.values()}, {2})
        for service, case in opened.items():
            self.assertEqual([row['name'] for row in case['people']], ['张测试', '李演示'], service)
            self.assertEqual([row['wage'] for row in case['people']], [case['people'][0]['wage'], 510000], service)
            self.assertFalse({'cert_no', 'name', 'wage'} & set(case['answers']), service)
            self.assertEqual(case['applicant']['unit'], CLERK['unit'], service)
        self.assertEqual([row.get('contract_no') for row in opened['labour-filing-hire']['people']], ['HT-1', 'HT-2'])
        self.assertFalse(any('contract_no' in row for row in opened['social-insurance-enrolment']['people']))
        for row in opened['labour-filing-hire']['people']:
            self.assertEqual(row['prob_start'], row['contract_start'])  # what follows is each one's own
        self.assertTrue(all('personal_status' in row for row in opened['social-insurance-enrolment']['people']))
        ids = {case['id'] for case in visit.cases}

        def judged():
            found = {one['id']: one['state'] for one in self.rig.gateway.cases() if one['id'] in ids}
            return len(found) == len(ids) and set(found.values()) <= {'accepted', 'decided'}
        poll(judged, 30, 'the centre judges all three', every=0.2)

    def check_own(self, opened, own):
        """In the case of each service: what it asks of each worker is that worker's own, and nothing of it the unit's."""
        for service, fields in ASKED.items():
            case = opened[service]
            self.assertEqual([{field: row.get(field) for field in OWN[0] if field in row} for row in case['people']],
                             [{field: one[field] for field in fields if field in one} for one in own], service)
            self.assertFalse(set(OWN[0]) & set(case['answers']), service)

    def test_hire_of_two_workers(self):
        """What the pages about a worker ask besides the columns is asked of each, what the unit says once."""
        workers = (('zhang-ceshi', dict(OWN[0], remark='Both began today')),
                   ('li-yanshi', dict(OWN[1], contract_start={'days_ago': 3}, hire_date={'days_ago': 3})))
        visit = self.run_visit(SeveralVisit(self.rig, workers, cases.LANG, chain='hire'))
        opened = visit.opened()
        self.assertEqual(sorted(opened), sorted(ASKED))
        self.assertFalse({'unit', 'handler', 'place', 'remark', 'sharing'} & set(visit.asked[1]), visit.asked[1])
        self.check_own(opened, OWN)
        self.assertEqual({case['answers']['remark'] for case in opened.values()}, {'Both began today'})

    def test_three_in_one_from_a_long_table(self):
        """24 people; what few of them are known of stands in columns that may be added, and costs nobody a page."""
        own = [OWN[place % 2] if place < 5 else {'marital': '90'} if place == 7 else {} for place in range(24)]
        late = {field: day({'days_ago': 70}) for field in ('contract_sign_date', 'contract_start', 'hire_date', 'this_job_date')}
        people = [(number, '示例' + chr(0x4e00 + place), *dict(own[place], **late if place == 3 else {}).items())
                  for place, number in enumerate(numbers(24))]
        visit = self.run_visit(TableVisit(self.rig, people, cases.LANG, also=OWN[0]))
        opened = visit.opened()
        self.check_own(opened, own)
        # One of them comes late: the unit is asked why, once.
        self.assertEqual({case['answers'].get('remark') for case in opened.values()}, {visit.script['otherwise']['remark']})

    def test_three_in_one_without_the_centre(self):
        """The shorter forms; what a table says beyond them is kept all the same."""
        people = [(number, '示例' + chr(0x4e00 + place), *OWN[place].items()) for place, number in enumerate(numbers(2))]
        visit = TableVisit(self.rig, people, cases.LANG, also=OWN[0], offline=True, answers={'unit_no': '370203000002'})
        self.addCleanup(self.kiosk.network, 'up')
        self.kiosk.network('down')
        self.run_visit(visit)
        self.kiosk.network('up')
        self.check_own(visit.opened(), OWN)

    def test_three_in_one_from_a_table(self):
        people = (('37020019900307006X', '张测试'), ('370200197208080035', '王示例'), ('370200199509230016', '赵范例'))
        visit = self.run_visit(TableVisit(self.rig, people, cases.LANG))
        opened = visit.opened()
        self.assertEqual(sorted(opened), sorted(visit.parts))
        for service, case in opened.items():
            self.assertEqual([(row['cert_no'], row['name']) for row in case['people']], list(people), service)


if __name__ == '__main__':
    cases.main()
