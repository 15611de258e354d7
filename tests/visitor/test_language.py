# SPDX-License-Identifier: GPL-3.0-or-later
"""What stands on the screen follows the language when it is changed in the middle: the hall's name, complaints, what
happens next, past cases, the centre's answer."""
import json

import cases
from kiosk import SERVICE_CARD
from words import Words

HALL = {'en': 'Smart Employment Hall', 'zh_CN': '就业智慧大厅'}
BUTTON = {'en': 'English', 'zh_CN': '中文'}
FORMS = 'unemployment-registration'


class Language(cases.RigCase):
    def turn(self, visitor, lang):
        visitor.button(BUTTON[lang])
        visitor.words = Words(lang, self.rig.resources)

    def shows(self, visitor, words):
        return visitor.until(lambda now: now.all(has=words), f'"{words}" on the screen')

    def test_name_of_the_hall(self):
        visitor = self.visit().visitor
        visitor.page('attract')
        for lang in ('en', 'zh_CN', 'en'):
            if lang != visitor.words.lang:
                self.turn(visitor, lang)
            visitor.until(lambda now: now.one('text', HALL[lang]), f'the name {HALL[lang]}')

    def test_complaints(self):
        visit = self.visit(FORMS)
        visit.come_in()
        visitor = visit.visitor
        visitor.begin()
        for page in ('form-known',):
            visitor.page(page)
            visitor.fill_page({})
        visitor.page('form-reason')
        visitor.until(visitor.keyboard, 'the keyboard of the first empty line')
        visitor.end_line(visitor.words.label('unemp_date'))
        visitor.button(visitor.say('Next', 'FormPage'))
        visitor.until(visitor.complaint, 'a complaint')
        english = visitor.complaint(visitor.look())
        self.turn(visitor, 'zh_CN')
        said = visitor.complaint(visitor.until(visitor.complaint, 'the complaint in Chinese'))
        self.assertFalse(any(word in said for word in english.split() if word.isalpha()), said)

    def test_what_happens_next_and_past_cases(self):
        visit = self.to_done(self.visit())
        visitor = visit.visitor
        service = visitor.words.services[cases.SHORT]
        self.shows(visitor, service['next'][0]['en'])
        self.turn(visitor, 'zh_CN')
        self.shows(visitor, service['next'][0]['zh'])
        visitor.button(visitor.say('Finish', 'DonePage'))
        visitor.page('take-card')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract', seconds=20)
        again = self.visit().visitor
        again.insert_card(self.rig.card(visit.card))
        again.agree()
        # What they are about is told to nobody who has found the card.
        self.shows(again, again.words.pair(again.say('A case of yours', 'HomePage'), ''))
        self.assertFalse(again.look().all(has=service['title']['en'] + ': '))
        again.button(again.say('Show what they are about', 'HomePage'))
        with open(self.rig.card(visit.card), encoding='utf-8') as file:
            again.show_pin(json.load(file)['pin']['value'])
        again.page('home')
        self.shows(again, again.words.pair(service['title']['en'], ''))
        self.turn(again, 'zh_CN')
        self.shows(again, again.words.pair(service['title']['zh'], ''))
        self.assertFalse(again.look().all(has=service['title']['en'] + ': '))

    def test_answer_of_the_centre(self):
        visit = self.visit('emp-cert')
        visit.come_in()
        visitor = visit.visitor
        visitor.begin()
        visit.prove()
        visitor.heading('This is what we found', 'QueryPage')
        for lang in ('en', 'zh_CN'):
            if lang != visitor.words.lang:
                self.turn(visitor, lang)
            for field in ('education', 'employment_status'):
                label = visitor.words.pair(visitor.words.label(field), '')
                row = self.shows(visitor, label).all(has=label)[0]['name']
                table = visitor.words.tables[visitor.words.fields[field]['codeTable']]
                self.assertIn(row.removeprefix(label), table.values())


if __name__ == '__main__':
    cases.main()
