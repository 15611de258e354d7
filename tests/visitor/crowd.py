# SPDX-License-Identifier: GPL-3.0-or-later
"""Fifty people who do not exist, what of each is planted, and how each visits the kiosk."""
import copy
import json
import os
import random

from kiosk import CAMERA, RESOURCES, SERVICE_CARD, STICK
from test_employer import HIRE, UNIT, Clerk, Stick, answers_of
from test_permit import Stranger
from visit import Visit, check, day, number_on

LANG = 'en'
KINDS = ('card', 'identity-card', 'table', 'permit', 'draft', 'paper', 'query', 'gone')  # in this order, again and again
# Who lends card and record; nothing personal of them is left in the copies.
TEMPLATES = {'card': 'li-yanshi', 'identity-card': 'li-yanshi', 'draft': 'li-yanshi', 'gone': 'li-yanshi',
             'paper': 'zhao-fanli', 'query': 'zhang-ceshi', 'table': 'li-yanshi', 'permit': 'li-yanshi'}
SERVICES = {'paper': 'skill-assessment-subsidy', 'query': 'emp-cert'}
SHORT = 'flexible-registration'
# Characters that make no word in this order, so that no dictionary of the program has three of them by chance.
SIGNS = '甄迹煊鸢璩翊骞澍珩犀炜濯筠笪翮旻澜霁颢槿'
READ_AS = 'zhen ji xuan yuan qu yi qian shu heng xi wei zhuo yun da he min lan ji hao jin'.split()
PLACES = '湄岫汀砚坞棹圳埭岬浔堰墉嶂洹坻'  # for addresses and companies: no name lies in one by chance
CONSONANTS = 'bcdfghjkmnpqrstvwxz'
PAPER = 'skill-certificate'
ROWS = 3  # of a table
UNIT_NAME = '青岛埭汀岫坞埔有限公司'


def romanised(name):
    """The name as it stands on a travel permit, in its zone, and as its holder types it."""
    family, *given = [READ_AS[SIGNS.index(sign)] for sign in name]
    return {'pinyin-printed': f'{family}, {"".join(given)}'.upper(), 'pinyin-zone': '<<'.join((family, '<'.join(given))).upper(),
            'pinyin-typed': f'{family} {"".join(given)}'.title()}


def check_digit(first):
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return '10X98765432'[sum(int(digit) * weight for digit, weight in zip(first, weights)) % 11]


class Person:
    """Words by what they are: `told` are told to the kiosk, and the front may not know them either; `known` are the centre's
    own, which lie in its database."""

    def __init__(self, place, kind, dice):
        self.place, self.kind = place, kind
        self.dice = dice
        template = TEMPLATES[kind]
        with open(os.path.join(RESOURCES, 'demo', 'cards', template + '.json'), encoding='utf-8') as file:
            self.card = json.load(file)
        whose = bytes.fromhex(dict(self.card['files']['SSSE/EF06'])['08']).decode()
        # The same day of birth and sex; 370200 is the code of a city, which no issued number has.
        first = whose[:14] + f'{100 + 2 * place + int(whose[16]) % 2:03}'
        self.number = first + check_digit(first)
        self.name = ''.join(dice.sample(SIGNS, 3))
        self.told = {'name': self.name, 'number': self.number, 'number-part': self.number[6:], **romanised(self.name)}
        self.known = {}
        if kind == 'permit':  # who has no card; the centre knows nobody by it
            self.number = 'H' + self.digits(8)
            self.name = self.told['pinyin-typed']
            self.told.update({'name': self.name, 'number': self.number, 'number-part': self.number[1:]})
            return
        with open(os.path.join(RESOURCES, 'demo', 'centre', 'people.json'), encoding='utf-8') as file:
            self.record = next(one for one in json.load(file)['people'] if one['number'] == whose)
        self.make_record()

    def letters(self, count=9):
        return ''.join(self.dice.choice(CONSONANTS) for _ in range(count))

    def digits(self, count):
        return ''.join(self.dice.choice('123456789') for _ in range(count))

    def make_record(self):
        fields = self.record['fields']
        for field in [field for field in fields if field in ('payee_name', 'payee_account', 'uscc', 'unit_name', 'case_no', 'si_card_no')
                      or self.kind == 'paper' and field.startswith(('assess_', 'skill_cert'))]:
            del fields[field]
        self.record.update(number=self.number, name=self.name)
        for entry in ('e_card', 'licences'):
            self.record.pop(entry, None)
        planted = {'residence_address': '青岛市市北区' + ''.join(self.dice.sample(PLACES, 4)) + '街8号', 'mobile': '13' + self.digits(9),
                   'emp_cert_no': '37020300' + self.digits(8), 'bank_account': '62220200' + self.digits(11),
                   'last_unit': '青岛' + ''.join(self.dice.sample(PLACES, 4)) + '有限公司'}
        for field, value in planted.items():
            if field in fields:
                fields[field] = self.known[field] = value

    def write_cards(self, folder):
        """The files of the cards; the social security card has a number of its own, the identity card an address."""
        self.path = os.path.join(folder, f'person-{self.place}.json')
        if self.kind == 'permit':
            with open(self.path, 'w', encoding='utf-8') as file:
                file.write('{}')
            return
        put = {'SSSE/EF06': {'08': self.number.encode(), '09': self.name.encode('gb18030').ljust(30, b'\0')}}
        if self.kind != 'identity-card':
            self.told['card-number'] = 'B' + self.digits(8)
            put['SSSE/EF05'] = {'07': self.told['card-number'].encode()}
        card = copy.deepcopy(self.card)
        for path, records in put.items():
            for record in card['files'][path]:
                if record[0] in records:
                    record[1] = records[record[0]].hex().upper()
        if self.kind == 'identity-card':
            with open(os.path.join(RESOURCES, 'demo', 'id-cards', 'li-yanshi.json'), encoding='utf-8') as file:
                card = json.load(file)
            address = '青岛市市南区' + ''.join(self.dice.sample(PLACES, 4)) + '路12号'
            text = bytes.fromhex(card['text']).decode('utf-16-le')
            text = self.name.ljust(15) + text[15:26] + address.ljust(35) + self.number + text[79:]
            card['text'] = text.encode('utf-16-le').hex().upper()
            self.told['card-address'] = address
        with open(self.path, 'w', encoding='utf-8') as file:
            json.dump(card, file)
        check(number_on(self.path)[1] == self.number, 'the card has another number')

    def fill_table(self):
        """The rows of a table with the people whom a unit hires: number, name and contract of each."""
        rows = []
        for row in range(ROWS):
            first = f'37020019910{row + 1}15{100 + self.place:03}'
            rows.append((first + check_digit(first), ''.join(self.dice.sample(SIGNS, 3)), 'HT' + self.letters()))
            self.told.update({f'row-{row}-{what}': text for what, text in zip(('number', 'name', 'contract'), rows[-1])})
        self.known['unit-name'] = UNIT_NAME
        return rows

    def type_answers(self):
        if self.kind == 'permit':
            return self.type_all()
        typed = {'mobile': '159' + self.digits(8), 'flex_project': self.letters(), 'flex_place': self.letters(4) + ' ' + self.letters()}
        self.told.update(typed)
        return dict(typed, flex_income=100)


    def type_all(self):
        typed = {'name': self.name, 'mobile': '159' + self.digits(8), 'residence_address': self.letters() + ' 8',
                 'flex_project': self.letters(), 'flex_place': self.letters(4) + ' ' + self.letters()}
        self.told.update(typed)
        others = {field: day(value) if isinstance(value, dict) else value for field, value in Stranger.answers.items()}
        return {**others, **typed}


class Guest:
    """One visit of a person, from the card to the empty screen. `here(guest)` is called while everything lies open."""

    def __init__(self, rig, person, here):
        self.rig, self.kiosk, self.person, self.here = rig, rig.kiosk, person, here
        kind = person.kind
        self.rows = person.fill_table() if kind == 'table' else []
        self.answers = person.type_answers() if kind in ('card', 'identity-card', 'draft', 'gone', 'permit') else {}
        self.visit = Visit(rig, SERVICES.get(kind, SHORT), LANG, card=None if kind in ('identity-card', 'permit') else person.path,
                           answers=self.answers)
        if kind == 'identity-card':
            self.visit.card, self.visit.script['id_card'] = None, 'planted'
        self.visit.path = person.path
        self.visitor = self.visit.visitor

    def come(self):
        {'draft': self.draft, 'query': self.query, 'paper': self.paper, 'gone': self.gone, 'table': self.table,
         'permit': self.permit}.get(self.person.kind, self.hand_in)()

    def to_the_end(self):
        self.visit.submit()
        self.visit.take_receipt()
        self.here(self)
        self.visit.leave()

    def hand_in(self):
        self.visit.come_in()
        self.visit.fill()
        self.to_the_end()

    def permit(self):
        """A number that is typed, and a name in Latin letters in the form; a member of staff vouches for the person."""
        visit, hands = self.visit, Stranger('test_a_query_rests')
        visit.before = {case['id'] for case in self.kiosk.cases()}
        hands.rig, hands.kiosk, hands.visitor = self.rig, self.kiosk, self.visitor
        hands.to_keys()
        hands.twice(self.person.number)
        self.kiosk.wait(stage='consent')
        self.visitor.agree()
        self.visitor.page('home')
        self.visitor.choose_service(visit.service)
        self.visitor.page('intro')
        self.visitor.begin()
        hands.staff_vouch()
        self.kiosk.wait(stage='form')
        visit.fill(begun=True)
        visit.submit()
        visit.take_receipt()
        self.here(self)
        self.visitor.button(self.visitor.say('Finish', 'DonePage'))
        self.kiosk.wait(stage='attract', seconds=20)

    def half(self):
        """The form up to the page with what is typed last."""
        self.visit.come_in()
        self.visitor.begin()
        while True:
            page = self.kiosk.wait(stage='form', seconds=15)['page']
            self.visitor.page(page)
            if page == 'form-work':
                break
            self.visitor.fill_page(self.visit.answers, self.visit.script['otherwise'])
        for field in ('flex_project', 'flex_place'):
            check(self.visitor.answer(field, self.answers[field]), f'{field} is not asked for')

    def draft(self):
        self.half()
        self.visitor.button(self.visitor.say('Home', 'AssistBar'))
        self.visitor.button(self.visitor.say('Keep what I entered until midnight', 'VisitorRoot'))
        self.visitor.page('draft-kept', seconds=20)
        self.visitor.heading('What you entered is kept until midnight', 'DraftKeptPage')
        self.here(self)
        self.visitor.button(self.visitor.say('End visit', 'DraftKeptPage'))
        self.away()

    def gone(self):
        """Takes the card and walks away in the middle."""
        self.half()
        self.here(self)
        self.away()

    def away(self):
        self.kiosk.device(SERVICE_CARD, 'remove')
        if self.kiosk.status()['stage'] not in ('ended', 'attract'):
            self.kiosk.advance(90)
            self.kiosk.advance(60)
        self.kiosk.wait(stage='attract', seconds=20)

    def query(self):
        visit = self.visit
        visit.come_in()
        self.visitor.begin()
        visit.prove()
        self.kiosk.wait(stage='query', visit={'query': 'found'}, seconds=15)
        self.visitor.heading('This is what we found', 'QueryPage')
        self.visitor.read_through()
        self.here(self)
        self.visitor.button(self.visitor.say('Finish', 'QueryPage'))
        visit.leave()

    def table(self):
        """Hires, for a unit, the people of a table on a stick."""
        stick, clerk = Stick(self.rig), Clerk(self.rig, LANG)
        stick.write('people.csv', [stick.row(number, name, contract_no=contract) for number, name, contract in self.rows])
        clerk.page('attract')
        clerk.insert_card(self.person.path)
        clerk.agree()
        clerk.page('home')
        clerk.to_unit()
        clerk.enter(UNIT)
        clerk.page('home')
        clerk.until(lambda now: now.all(has=UNIT_NAME), 'the name of the unit stands at the top')
        clerk.button(clerk.words.of(clerk.words.services[HIRE]['title']))
        clerk.page('intro')
        clerk.to_first_person(answers_of())
        clerk.bring_stick(stick.folder, 'people.csv')
        clerk.page('table-rows')
        clerk.button(clerk.say('Take the right rows: %1', 'TableRowsPage', len(self.rows)))
        clerk.ask_for_all()
        clerk.page('people')
        self.here(self)
        clerk.to_done({'labour-contract': 'labour-contract.jpg'})
        clerk.button(clerk.say('Finish', 'DonePage'))
        clerk.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.device(STICK, 'remove')
        self.kiosk.wait(stage='attract', seconds=30)
        os.unlink(os.path.join(stick.folder, 'people.csv'))

    def paper(self):
        """What was read of a paper is compared, and taken."""
        person, visit = self.person, self.visit
        person.told['read-number'] = 'S' + person.digits(12)
        person.told['read-agency'] = person.letters(12)
        picture = os.path.join(self.rig.folder, f'paper-{person.place}.jpg')
        with open(self.rig.page('proof.jpg'), 'rb') as source, open(picture, 'wb') as copy_:
            copy_.write(source.read())
        with open(picture[:-4] + '.reading.json', 'w', encoding='utf-8') as file:
            json.dump({'assess_cert_no': {'value': person.told['read-number'], 'confidence': 0.97},
                       'assess_agency': {'value': person.told['read-agency'], 'confidence': 0.97}}, file)
        visit.script['materials'] = {PAPER: picture}
        visit.answers.update(assess_cert_no=person.told['read-number'], assess_agency=person.told['read-agency'])
        visit.come_in()
        visit.fill()
        self.to_the_end()
        self.kiosk.device(CAMERA, 'clear')
        for path in (picture, picture[:-4] + '.reading.json'):
            os.unlink(path)


def people(count, kinds, seed, folder):
    """`count` people of these kinds in turn, the last of whom walks away; their cards lie in `folder`."""
    dice = random.Random(seed)
    made = [Person(place, kinds[place % len(kinds)], dice) for place in range(count - 1)]
    made.append(Person(count - 1, 'gone', dice))
    check(len({person.name for person in made}) == count, 'two people have one name')
    for person in made:
        person.write_cards(folder)
    return made


def centre_file(made, path):
    """What the centre knows: the demonstration's services and vacancies, and only these people."""
    with open(os.path.join(RESOURCES, 'demo', 'centre', 'people.json'), encoding='utf-8') as file:
        known = json.load(file)
    known['people'] = [person.record for person in made if person.kind != 'permit']
    known['units'] = [unit for unit in known['units'] if unit['code'] == UNIT]
    for unit in known['units']:
        unit['clerks'] = [{'number': person.number, 'name': person.name} for person in made if person.kind == 'table']
        unit['fields'].update(unit_name=UNIT_NAME, payee_name=UNIT_NAME)
    with open(path, 'w', encoding='utf-8') as file:
        json.dump(known, file, ensure_ascii=False)
