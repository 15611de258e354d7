# SPDX-License-Identifier: GPL-3.0-or-later
"""Card and centre say different things: the visitor sees both, says which is right, and what differed is counted."""
import contextlib
import json
import os
import sqlite3

import cases
from kiosk import poll

SERVICE = 'unemployment-registration'
PERSON = 'wang-shili'  # moved: the address on the card is newer than the centre's
FIELD = 'hukou_address'
ON_CARD = '山东省青岛市示范区新样例路22号3单元'
AT_CENTRE = '青岛市城阳区示例村20号'
SHOTS = os.environ.get('HALL_SHOTS', '')  # a folder for a picture of every page


class Conflicts(cases.RigCase):
    rig_options = {'start': False}

    def begin(self, lang='en', facts=None):
        """The visit up to what is known; the centre's record of the visitor holds `facts` as well."""
        self.rig.kiosk.lang = lang
        number = number_on_card(self.rig.id_card(PERSON))
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            known = json.load(file)
        next(one for one in known['people'] if one['number'] == number)['fields'].update(facts or {})
        known['services'][SERVICE]['prefill'] += list(facts or {})
        self.rig.gateway.stop()
        self.rig.gateway.people = os.path.join(self.rig.folder, 'people.json')
        with open(self.rig.gateway.people, 'w', encoding='utf-8') as file:
            json.dump(known, file, ensure_ascii=False)
        self.rig.gateway.start()
        self.kiosk.start()
        visit = cases.Visit(self.rig, SERVICE, lang, shown=self.shot)
        visit.card, visit.path, visit.script['id_card'] = None, self.rig.id_card(PERSON), PERSON
        self.lang, self.shots = lang, 0
        visit.come_in()
        visit.visitor.begin()
        visit.visitor.page('form-known')
        return visit

    def shot(self, page):
        if SHOTS:
            self.shots += 1
            self.kiosk.grab(os.path.join(SHOTS, f'{self.lang}-{self.id().split(".")[-1]}-{self.shots:02}-{page}.png'))

    def to(self, visit, page):
        """Answers every page before this one."""
        while self.kiosk.status()['page'] != page:
            visit.visitor.note_page()
            visit.visitor.fill_page(visit.answers, visit.script['otherwise'])
        return visit.visitor.note_page()

    def says(self, visitor, source, value):
        return visitor.say('%1 says "%2"', 'SaidChoice', visitor.say(source, 'SaidChoice'), value)

    def sees(self, visitor, first, second, end='%1. Which is right?'):
        words = visitor.say('%1, but %2', 'SaidChoice', first[0].upper() + first[1:], second)
        words = visitor.say(end, 'SaidChoice', words)
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')

    def next(self, visitor):
        visitor.button(visitor.say('Next', 'FormPage'))

    def shut_keyboard(self, visitor):
        """The page begins with a line to fill in."""
        visitor.until(visitor.keyboard, 'the keyboard')
        visitor.key(visitor.say('Done', 'Keyboard'))
        visitor.until(lambda now: not visitor.keyboard(now), 'the keyboard goes')

    def events(self):
        """What the audit log says of sources that differed."""
        def rows():
            with contextlib.closing(sqlite3.connect(os.path.join(self.kiosk.data, 'kiosk.db'))) as store:
                return store.execute("SELECT detail FROM audit WHERE event = 'prefill-conflict'").fetchall()
        self.kiosk.stop()
        return [json.loads(row[0]) for row in poll(rows, 10, 'an event of the audit log')]

    def finish(self, visit):
        visit.fill(begun=True)
        visit.submit()
        return visit.stored()['answers']

    def test_the_record_is_taken_at_its_word_and_stays_covered(self):
        visit = self.begin()
        visitor = visit.visitor
        self.to(visit, 'form-household')
        covered = AT_CENTRE[:6] + '****'  # whoever has a card alone is not told what the centre knows
        self.sees(visitor, self.says(visitor, 'your identity card', ON_CARD),
                  self.says(visitor, "the centre's record", covered))
        line = visitor.words.optional_label(FIELD)
        self.assertFalse(visitor.settled().one('field', line).get('value'), 'nothing is settled yet')
        self.next(visitor)
        visitor.until(visitor.complaint, 'the page says that the visitor has not said which is right')
        question = visitor.say('Which is right: %1', 'SaidChoice', visitor.words.label(FIELD))
        touches = visitor.touches
        visitor.choose(question, covered)
        self.assertEqual(visitor.touches, touches + 1)
        visitor.until(lambda now: now.one('field', line).get('value') == covered, 'the answer that was taken')
        self.shot('taken')
        answers = self.finish(visit)
        self.assertEqual(answers[FIELD], AT_CENTRE)
        self.assertEqual(dict(visit.rows)[visitor.words.label(FIELD)], covered)
        self.assertEqual(self.kiosk.status()['conflicts'], {FIELD: 1})
        self.assertEqual(self.events(), [{'service': SERVICE, 'fields': [FIELD]}])

    def test_the_card_is_right_and_what_nobody_may_change_is_only_told(self):
        visit = self.begin('zh_CN', {'ethnicity': '11'})
        visitor = visit.visitor
        self.to(visit, 'form-identity')  # no known page: the centre says something else of it
        words = visitor.words
        self.sees(visitor, self.says(visitor, 'your identity card', words.shown('ethnicity', '01')),
                  self.says(visitor, "the centre's record", words.shown('ethnicity', '11')), '%1.')
        self.next(visitor)
        self.to(visit, 'form-household')
        visitor.choose(visitor.say('Which is right: %1', 'SaidChoice', words.label(FIELD)), ON_CARD)
        self.next(visitor)
        answers = self.finish(visit)
        self.assertEqual((answers[FIELD], answers['ethnicity']), (ON_CARD, '01'))
        self.assertEqual(self.kiosk.status()['conflicts'], {FIELD: 1, 'ethnicity': 1})

    def test_neither_is_right(self):
        visit = self.begin()
        visitor = visit.visitor
        self.to(visit, 'form-household')
        self.assertTrue(visitor.answer(FIELD, 'Testlu 8'))
        self.next(visitor)
        visitor.page('form-reason')
        self.shut_keyboard(visitor)
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('form-household')
        self.assertEqual(visitor.settled().one('field', visitor.words.optional_label(FIELD)).get('value'), 'Testlu 8')
        self.next(visitor)
        visitor.page('form-reason')
        self.assertEqual(self.finish(visit)[FIELD], 'Testlu 8')


def number_on_card(path):
    """The number of the person a card belongs to."""
    with open(path, encoding='utf-8') as file:
        return bytes.fromhex(json.load(file)['text']).decode('utf-16-le')[61:79].strip()


if __name__ == '__main__':
    cases.main()
