# SPDX-License-Identifier: GPL-3.0-or-later
"""A whole visit from the card to the empty screen, and the checks that what was stored is what was shown."""
import datetime
import json
import os
import subprocess
import tempfile
import time

from kiosk import Failure, ID_CARD, SERVICE_CARD, poll
from visitor import Visitor

HERE = os.path.dirname(os.path.abspath(__file__))

# As the bar at the bottom goes through them, with the words it says.
TEXT_SIZES = {'normal': 'Standard', 'large': 'Large', 'xlarge': 'Extra large'}
COLOURS = {'standard': 'Standard colours', 'dark': 'High contrast, dark', 'light': 'High contrast, light',
           'low-glare': 'Low glare'}


def script(service):
    """What the visitor of a service knows; see 'about' in answers.json."""
    with open(os.path.join(HERE, 'answers.json'), encoding='utf-8') as file:
        known = json.load(file)
    if service not in known['services']:
        raise Failure(f'answers.json has no script for the service "{service}"')
    entry = dict({'answers': {}, 'offline': {}, 'materials': {}, 'facts': {}, 'unit_facts': {}}, **known['services'][service])
    entry['otherwise'], entry['pictures'] = known['fields'], known['pictures']
    for kind in ('answers', 'offline', 'facts', 'unit_facts', 'otherwise'):
        entry[kind] = {field: day(value) if isinstance(value, dict) else value for field, value in entry[kind].items()}
    return entry


def day(value):
    today = datetime.date.today()
    if 'months_ago' in value:
        months = today.year * 12 + today.month - 1 - value['months_ago']
        return f'{months // 12:04}-{months % 12 + 1:02}'
    return (today + datetime.timedelta(days=value.get('days_ahead', 0) - value.get('days_ago', 0))).isoformat()


def number_on(path):
    """(name, number) of the person a card file belongs to; the name of a social security card is the centre's to say."""
    with open(path, encoding='utf-8') as file:
        card = json.load(file)
    if 'text' in card:  # a resident identity card: fields of fixed length, GA/T 490
        text = bytes.fromhex(card['text']).decode('utf-16-le')
        return text[:15].strip(), text[61:79].strip()
    return '', bytes.fromhex(dict(card['files']['SSSE/EF06'])['08']).decode('ascii')


def tell_centre(rig, service):
    """The centre knows of the visitor and her company what the script says; before the rig is started."""
    entry = script(service)
    if not entry['facts'] and not entry['unit_facts']:
        return
    with open(rig.gateway.people, encoding='utf-8') as file:
        known = json.load(file)
    path = rig.id_card(entry['id_card']) if 'id_card' in entry else rig.card(entry['card'])
    number = number_on(path)[1]
    for one in known['people']:
        if one['number'] == number:
            one['fields'].update(entry['facts'])
    for one in known['units']:
        if one['code'] == entry.get('unit'):
            one['fields'].update(entry['unit_facts'])
    rig.gateway.people = os.path.join(rig.folder, 'people.json')
    with open(rig.gateway.people, 'w', encoding='utf-8') as file:
        json.dump(known, file, ensure_ascii=False)


def check(truth, what):
    if not truth:
        raise Failure(what)


class Visit:
    """step(name, detail) is called as the visit goes on; shown(page) after each new screen."""

    def __init__(self, rig, service, lang, card=None, answers=None, offline=False, step=None, shown=None,
                 look=('normal', 'standard')):
        self.rig = rig
        self.kiosk = rig.kiosk
        self.service = service
        self.script = script(service)
        self.card = card or self.script.get('card')  # else she comes with her identity card
        self.path = rig.card(self.card) if self.card else rig.id_card(self.script['id_card'])
        self.answers = dict(self.script['answers'], **(self.script['offline'] if offline else {}), **(answers or {}))
        self.offline = offline
        self.unit = self.script.get('unit', '')  # the credit code of the company the visitor acts for
        self.look = look
        self.step = step or (lambda name, detail='': None)
        self.visitor = Visitor(rig.kiosk, lang, rig.resources)
        self.visitor.on_page = shown or (lambda page: None)
        self.words = self.visitor.words
        self.rows = []
        self.laid = set()  # materials
        self.number = self.signed_by = ''
        self.case = None
        self.papers = 0
        self.png = self.bytes = b''

    def run(self):
        """All of it, checks included. The kiosk is at attract afterwards."""
        self.come_in()
        if self.words.services[self.service].get('query'):
            self.ask()
        else:
            self.fill()
            self.submit()
            self.take_receipt()
        self.leave()

    def come_in(self):
        visitor = self.visitor
        self.before = {case['id'] for case in self.kiosk.cases()}
        visitor.page('attract')
        network = visitor.say('No connection' if self.offline else 'Connected', 'VisitorPage')
        visitor.until(lambda now: now.one('picture', network), f'the screen says "{network}"')
        self.step('attract')
        self.set_look('Text size', TEXT_SIZES, self.look[0])
        self.set_look('Contrast', COLOURS, self.look[1])
        if self.card:
            visitor.insert_card(self.path)
            pages = ['consent'] if visitor.opens_cards else ['consent', 'pin']
            if self.kiosk.wait(page=pages, seconds=20)['page'] == 'pin':  # read only with its PIN
                visitor.type_pin(self.pin())
        else:
            self.kiosk.device(ID_CARD, 'place', card=self.path)
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage')
        self.step('identified', self.card or self.script['id_card'])
        visitor.button(visitor.say('I agree', 'ConsentPage'))
        visitor.page('home')
        self.step('consent')
        if self.unit:
            visitor.act_for(self.unit)
            visitor.button(self.words.of(self.words.services[self.service]['title']))
        else:
            visitor.choose_service(self.service)
        if self.offline and self.words.services[self.service]['offline'] == 'deny':
            self.refused()
        else:
            visitor.page(['intro', 'prove', 'prove-pin', 'query'])
        self.step('service', self.service)

    def set_look(self, button, words, wanted):
        """Presses a button of the bar until it says what is wanted."""
        visitor = self.visitor
        for word in list(words.values())[:list(words).index(wanted)]:
            visitor.button(self.words.pair(visitor.say(button, 'AssistBar'), visitor.say(word, 'AssistBar')))

    def refused(self):
        """A service that needs the centre says so where it is chosen."""
        visitor = self.visitor
        title = visitor.say('This service is resting', 'HomePage')
        screen = visitor.until(lambda now: now.all('alert', has=title), f'the words "{title}"')
        reason = screen.all('alert', has=title)[0]['name'].removeprefix(title)
        check(len(reason) > 10, 'the resting service does not say why')
        visitor.settled()
        visitor.note_page()

    def ask(self):
        """A query ends with the answer of the centre; there is nothing to ask without one."""
        visitor = self.visitor
        if not self.offline:
            visitor.begin()
            self.prove()
            state = self.kiosk.wait(stage='query', visit={'query': ['found', 'none', 'offline', 'error']},
                                    seconds=15)['visit']['query']
            check(state == 'found', f'the query ends as "{state}"')
            visitor.heading('This is what we found', 'QueryPage')
            self.rows = visitor.rows_of(visitor.read_through())
            self.check_answer()
            visitor.button(visitor.say('Finish', 'QueryPage'))
            return
        visitor.button(visitor.say('End visit', 'HomePage'))
        visitor.button(visitor.say('End visit', 'VisitorRoot'))

    def prove(self):
        """Where the service wants more than the card: its PIN, as the card's file has it, or the word of the staff."""
        proving = ('prove', 'prove-pin')
        stage = self.kiosk.wait(stage=['query', 'form', 'scan', 'review', 'pin-own', *proving], seconds=15)['stage']
        if stage == 'pin-own':  # that can be changed here; a case is for those who do not know it
            self.visitor.page('pin-own')
            self.visitor.button(self.visitor.say('I have forgotten it', 'CardPinPage'))
            stage = self.kiosk.wait(stage=['form', *proving], seconds=15)['stage']
        if stage not in proving:
            return
        if self.script.get('proof') == 'staff':
            self.visitor.have_staff_vouch(self.rig.card('staff'), '246810',  # resources/demo/README.md
                                          self.path if self.card else None)
            self.step('proved', 'by a member of staff')
            return
        self.visitor.show_pin(self.pin())
        self.step('proved', 'by the PIN of the card')

    def pin(self):
        with open(self.path, encoding='utf-8') as file:
            return json.load(file)['pin']['value']

    def check_answer(self):
        """Whose record it is, and all that the centre has of it, under the headings of the service file."""
        number = number_on(self.path)[1]
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            centre = json.load(file)
        person = next(one for one in centre['people'] if one['number'] == number)
        shown = dict(self.rows)
        known = dict(person['fields'], name=person['name'], sex='1' if int(number[16]) % 2 else '2',
                     birth_date=f'{number[6:10]}-{number[10:12]}-{number[12:14]}')
        headings = self.visitor.look().all('heading')
        for group in self.words.services[self.service]['results']:
            title = self.words.of(group['title'])
            if group.get('each'):
                self.check_list(centre['vacancies'], shown, {node['name'] for node in headings})
                continue
            if not set(group['fields']) & {*known, 'cert_no'}:
                continue  # the centre has nothing for it, so it is left out
            check(any(node['name'] == title for node in headings), f'the answer has no heading "{title}"')
            for field in group['fields']:
                label = self.words.label(field)
                if field == 'cert_no':
                    check(shown.get(label, '')[-4:] == number[-4:] and number[6:14] not in shown[label],
                          'the number of the document is not shown masked')
                elif field in known:
                    check(label in shown and self.words.same(field, known[field], shown[label]),
                          f'the answer shows "{shown.get(label)}" for "{label}", the centre has {known[field]!r}')

    def check_list(self, vacancies, shown, headings):
        """Vacancies stand there under their titles, each with what it pays."""
        titles = {one['vacancy_title'] for one in vacancies} & headings
        check(len(titles) > 1, f'a list shows only {titles}')
        pay = self.words.label('vacancy_pay_to')
        check(any(self.words.same('vacancy_pay_to', one['vacancy_pay_to'], shown.get(pay, '')) for one in vacancies
                  if one['vacancy_title'] in titles), f'the list shows "{shown.get(pay)}" for "{pay}"')

    def fill(self, begun=False):
        visitor = self.visitor
        if not begun:
            visitor.begin()
            self.prove()
        first = True
        scanned = []
        while True:
            status = self.kiosk.wait(stage=['form', 'people', 'scan', 'review'], seconds=15)
            if status['stage'] == 'scan':  # also before the form, where a paper fills something in
                scanned.append(self.scan())
                continue
            if status['stage'] == 'people':
                visitor.page('people')
                visitor.button(visitor.say('That is everybody', 'PeoplePage'))
                self.kiosk.wait(stage=['scan', 'review'], seconds=15)
                continue
            if status['stage'] != 'form':
                break
            visitor.page(status['page'])
            if first:
                self.step('form', status['page'])
                first = False
            if 'worker' in self.script and visitor.read_worker(self.rig.id_card(self.script['worker'])):
                visitor.note_page()
            visitor.fill_page(self.answers, self.script['otherwise'])
        self.step('captured', ', '.join(scanned) or 'no pages asked for')
        missing = set(self.script['materials']) - set(scanned)
        check(self.offline or not missing, f'the kiosk did not ask for {", ".join(sorted(missing))}')
        self.rows = visitor.review()
        self.check_shown()
        self.step('reviewed', f'{len(self.rows)} rows')
        visitor.button(visitor.say('All correct', 'ReviewPage'))

    def scan(self):
        visitor = self.visitor
        page = self.kiosk.status()['page']
        material = page.removeprefix('scan-')
        visitor.page(page)
        picture = self.script['pictures']['a4'] if material in self.laid else self.picture(material)  # another's is another one
        check(picture, f'the script has no picture for the material "{material}"')
        self.laid.add(material)
        # Whoever lays the next paper down has taken the last one away before.
        empty = [visitor.say('Lay the page flat in the middle of the tray.', 'ScanPage'),
                 visitor.say('Lay the next page on the tray, or touch "No more pages".', 'ScanPage')]
        visitor.until(lambda now: any(now.all(has=words) for words in empty), f'the empty tray of {page}', 20)
        visitor.lay_under_camera(self.rig.page(picture))
        visitor.accept_picture()
        return self.after_picture(page, material)

    def picture(self, material):
        pictures = self.script['pictures']
        kind = next((one['kind'] for one in self.words.services[self.service]['materials'] if one['id'] == material), '')
        return self.script['materials'].get(material) or pictures.get(material) or pictures.get(kind)

    def after_picture(self, page, material):
        """There is one page only; says so if the kiosk would take more."""
        visitor = self.visitor
        enough = visitor.say('No more pages', 'ScanPage')

        def next_step():
            now = self.kiosk.status()
            return now if now['page'] != page or visitor.look().one('button', enough) else None
        if poll(next_step, 10, f'the page after {page}')['page'] == page:
            visitor.note_page()
            visitor.button(enough)
            poll(lambda: self.kiosk.status()['page'] != page, 10, f'the page after {page}')
        self.kiosk.device('document-camera', 'clear')
        return material

    def check_shown(self):
        """Every answer of the script stands on the review page as it was entered."""
        shown = dict(self.rows)
        for field, value in self.visitor.entered.items():
            label = self.words.label(field)
            check(label in shown, f'the review page does not show "{label}"')
            check(self.words.same(field, value, shown[label]),
                  f'the review page shows "{shown[label]}" for "{label}", entered was "{self.words.shown(field, value)}"')

    def submit(self):
        visitor = self.visitor
        visitor.sign()
        screen = visitor.note_page()
        signer = self.words.pair(visitor.say('Signed by', 'SignPage'), '')
        self.signed_by = next((node['name'].removeprefix(signer) for node in screen.all('text', has=signer)), '')
        self.step('signed')
        visitor.button(visitor.say('Submit', 'SignPage'))
        visitor.page('done', seconds=20)
        self.number = visitor.number_on_screen()
        new = [case for case in self.kiosk.cases() if case['id'] not in self.before]
        check(len(new) == 1, f'{len(new)} cases were made by one visit')
        self.case = new[0]
        check(self.case['number'] == self.number, f'the screen shows {self.number}, the case is {self.case["number"]}')
        self.step('committed', self.number)

    def take_receipt(self):
        status = self.kiosk.wait(stage='done', visit={'print': ['printed', 'not-printed', 'unknown', 'none']}, seconds=40)
        check(status['visit']['print'] == 'printed', f'the receipt is "{status["visit"]["print"]}"')
        self.papers, self.png, self.bytes = self.kiosk.paper()
        check(code_of(self.png) == f'hall:case:{self.number}',
              f'the code on the receipt reads "{code_of(self.png)}", the number is {self.number}')
        self.visitor.note_page()
        self.step('receipt', f'paper {self.papers}')

    def stored(self):
        """The case as the centre opened it, after checking it against what was shown. Waits for the transfer."""
        def there():
            return [case for case in self.rig.gateway.cases() if case['id'] == self.case['id']]
        poll(there, 60, f'case {self.number} reaches the centre', every=0.2)
        found = there()
        check(len(found) == 1, f'the centre has the case {len(found)} times')
        opened = self.rig.gateway.opened(self.case['id'])
        self.step('stored', found[0]['state'])
        self.check_stored(opened)
        self.check_person(opened)
        return opened

    def check_stored(self, opened):
        """The stored answers are what was entered, and what the review page showed, field by field."""
        answers = opened['answers']
        for field, value in self.visitor.entered.items():
            check(field in answers, f'"{field}" was entered and is not in the stored case')
            check(answers[field] == self.words.stored(field, value), f'"{field}" was entered as {value!r} and stored as {answers[field]!r}')
        shown = dict(self.rows)
        for field, value in answers.items():
            label = self.words.label(field)
            check(label in shown, f'"{field}" is stored and was not on the review page')
            check(self.words.same(field, value, shown[label]),
                  f'"{field}" was shown as "{shown[label]}" and stored as {value!r}')
        labels = {self.words.label(field) for field in answers}
        for label, value in self.rows:
            check(value in ('', '–') or label in labels, f'"{label}: {value}" was shown and is not in the stored case')
        kinds = sorted({material['id'] if 'id' in material else material['kind'] for material in opened['materials']})
        check(bool(kinds) == bool(self.visitor.scans), f'{self.visitor.scans} pages were scanned, stored are {kinds}')

    def check_person(self, opened):
        """Name and number on the screen and in the stored case are those of the person the card belongs to."""
        number = number_on(self.path)[1]
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            people = {person['number']: person['name'] for person in json.load(file)['people']}
        name = people.get(number, opened['identity']['name'])  # the centre need not know everybody
        whom = [opened['identity']]
        if self.unit:
            check(opened['applicant']['unit'] == self.unit and opened['applicant']['kind'] in ('employer', 'institution'),
                  f'the applicant is {opened["applicant"]}')
        else:
            whom.append(opened['answers'] | {'number': opened['answers']['cert_no']})
            check(dict(self.rows)[self.words.label('name')] == name, f'the review page does not show the name {name}')
        for where in whom:
            check((where['name'], where['number']) == (name, number), f'stored is {where["name"]} {where["number"]}')
        check(self.signed_by == name, f'the signature page names {self.signed_by}, not {name}')
        check(opened['form'] == ('offline' if self.offline else 'online'), f'the {opened["form"]} form was filled in')
        check(opened['service'] == self.service and opened['signature'], 'service or signature is not in the stored case')

    def leave(self):
        """Finish, take the card, and the screen is empty again."""
        visitor = self.visitor
        if self.kiosk.status()['stage'] == 'done':
            visitor.button(visitor.say('Finish', 'DonePage'))
        visitor.page('take-card')
        self.kiosk.device(*((SERVICE_CARD, 'remove') if self.card else (ID_CARD, 'lift')))
        visitor.page('ended')
        self.kiosk.wait(stage='attract', seconds=20)
        visitor.page('attract', seconds=20)
        self.step('ended')


def code_of(png):
    """What zbarimg reads on a picture."""
    with tempfile.NamedTemporaryFile(suffix='.png') as file:
        file.write(png)
        file.flush()
        done = subprocess.run(['zbarimg', '--quiet', '--raw', file.name], capture_output=True, text=True, check=False)
    return done.stdout.strip()


class Clock:
    """Milliseconds since it was made."""

    def __init__(self):
        self.begin = time.monotonic()

    def __call__(self):
        return round((time.monotonic() - self.begin) * 1000)
