# SPDX-License-Identifier: GPL-3.0-or-later
"""Electronic licences: what the centre has is not scanned; in every other case the paper is, and the page says why."""
import datetime
import json
import os

import cases
from kiosk import Rig

SERVICE = 'zero-employment-family'
NUMBER = '370200197208080035'  # 王示例, whose card answers.json brings
REGISTER, MARRIAGE = 'household-booklet', 'marriage-certificate'
NONE = 'The centre has no electronic licence of it, so please scan it.'
EXPIRED = 'The electronic licence at the centre is no longer valid, so please scan it.'
UNANSWERED = 'The electronic licence could not be looked up now, so please scan it.'


def licence(kind, number, days=None):
    until = '' if days is None else (datetime.date.today() + datetime.timedelta(days=days)).isoformat()
    return {'kind': kind, 'number': number, 'issuer': '示例发证机关', 'valid_until': until}


class Licences(cases.RigCase):
    def setUp(self):
        self.rig = Rig(lang=cases.LANG)
        self.addCleanup(self.end)
        self.kiosk = self.rig.kiosk
        self.said = []

    def begin(self, *licences, papers=()):
        """The centre has these licences of the visitor; these papers are to be scanned."""
        def give(centre):
            next(person for person in centre['people'] if person['number'] == NUMBER)['licences'] = list(licences)
        return self.begin_with(give, papers, SERVICE)

    def begin_with(self, change, papers, service, **more):
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            centre = json.load(file)
        change(centre)
        self.rig.gateway.people = os.path.join(self.rig.folder, 'people.json')
        with open(self.rig.gateway.people, 'w', encoding='utf-8') as file:
            json.dump(centre, file, ensure_ascii=False)
        self.rig.__enter__()
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)
        visit = self.visit(service, shown=self.look, **more)
        visit.script['materials'] = {paper: 'household-booklet.jpg' for paper in papers}
        self.visitor = visit.visitor
        return visit

    def look(self, page):
        """What the page of a paper says of its licence."""
        if page.startswith('scan-'):
            screen = self.visitor.settled() or self.visitor.look()
            for words in (NONE, EXPIRED, UNANSWERED):
                if screen.all(has=self.visitor.say(words, 'ScanPage')):
                    said = (page.removeprefix('scan-'), words)
                    self.said += [] if said in self.said else [said]

    def submitted(self, visit):
        visit.submit()
        self.stored_once(visit.case)
        return self.rig.gateway.opened(visit.case['id'])

    def test_what_the_centre_has_is_not_scanned(self):
        visit = self.begin(licence('household-register', 'DEMO-HKB-0002'),
                           licence('marriage-certificate', 'DEMO-JHZ-0002', days=400))
        visit.come_in()
        visitor, until = self.visitor, (datetime.date.today() + datetime.timedelta(days=400)).isoformat()
        seen = []
        review = visitor.review

        def watched():
            seen.append(visitor.look())
            return review()
        visitor.review = watched
        visit.fill()
        for number, validity in (('DEMO-H***0002', 'valid without end'), ('DEMO-J***0002', f'valid until {until}')):
            words = (f'The centre has it as an electronic licence: no scan needed. No. {number}, {validity}')
            self.assertTrue(seen[0].all(has=words), f'{words}: {seen[0].names()}')
        self.assertFalse(seen[0].all(has='DEMO-HKB-0002'), 'the whole number is on the screen')
        opened = self.submitted(visit)
        self.assertEqual(opened['materials'], [])
        self.assertEqual(opened['outstanding'], [])
        self.assertEqual([(one['material'], one['kind'], one['number'], one['valid_until']) for one in opened['licences']],
                         [(REGISTER, 'household-register', 'DEMO-HKB-0002', ''),
                          (MARRIAGE, 'marriage-certificate', 'DEMO-JHZ-0002', until)])
        self.assertEqual(self.said, [])
        case = next(one for one in self.rig.gateway.cases() if one['id'] == visit.case['id'])
        self.assertNotEqual(case['state'], 'refused')

    def test_none_and_one_that_is_over_are_scanned(self):
        visit = self.begin(licence('household-register', 'DEMO-HKB-0003', days=-1), papers=(REGISTER, MARRIAGE))
        visit.come_in()
        visit.fill()
        opened = self.submitted(visit)
        self.assertEqual(sorted({one['kind'] for one in opened['materials']}), [REGISTER, MARRIAGE])
        self.assertNotIn('licences', opened)
        self.assertEqual(self.said, [(REGISTER, EXPIRED), (MARRIAGE, NONE)])

    def test_the_centre_gone_in_between(self):
        visit = self.begin(licence('household-register', 'DEMO-HKB-0004'),
                           licence('marriage-certificate', 'DEMO-JHZ-0004'), papers=(REGISTER, MARRIAGE))
        visit.come_in()
        answer = self.visitor.answer_sharing

        def gone(agreed):
            self.rig.gateway.stop()
            answer(agreed)
        self.visitor.answer_sharing = gone
        visit.fill()
        self.rig.gateway.start()
        opened = self.submitted(visit)
        self.assertEqual(sorted({one['kind'] for one in opened['materials']}), [REGISTER, MARRIAGE])
        self.assertNotIn('licences', opened)
        self.assertEqual(self.said, [(REGISTER, UNANSWERED), (MARRIAGE, UNANSWERED)])

    def test_a_paper_may_be_scanned_all_the_same(self):
        visit = self.begin(licence('household-register', 'DEMO-HKB-0006'),
                           licence('marriage-certificate', 'DEMO-JHZ-0006'), papers=(REGISTER,))
        visit.come_in()
        visitor, review = self.visitor, self.visitor.review

        def scan_first():
            visitor.review = review
            visitor.page('review')
            title = visitor.words.of(next(one['title'] for one in visitor.words.services[SERVICE]['materials']
                                          if one['id'] == REGISTER))
            visitor.button(visitor.say('Change: %1', 'SummaryColumns', title))
            self.kiosk.wait(page=f'scan-{REGISTER}')
            visit.scan()
            return review()
        visitor.review = scan_first
        visit.script['materials'] = {}
        visit.script['pictures'] = dict(visit.script['pictures'], **{REGISTER: 'household-booklet.jpg'})
        visit.fill()
        opened = self.submitted(visit)
        self.assertEqual([one['kind'] for one in opened['materials']], [REGISTER])
        self.assertEqual([one['material'] for one in opened['licences']], [MARRIAGE])

    def test_a_clerk_for_the_company(self):
        code = '91370203MA3DEM002U'  # which has a licence in the demonstration

        def unknown_state(centre):
            del next(unit for unit in centre['units'] if unit['code'] == code)['fields']['unit_state']
        visit = self.begin_with(unknown_state, (), 'vacancy-posting', card='wang-shili')
        visit.unit = code
        visit.come_in()
        visit.fill()
        opened = self.submitted(visit)
        self.assertEqual(opened['materials'], [])
        self.assertEqual([(one['material'], one['number']) for one in opened['licences']], [('business-licence', code)])
        case = next(one for one in self.rig.gateway.cases() if one['id'] == visit.case['id'])
        self.assertNotEqual(case['state'], 'refused')

    def test_who_shares_nothing_is_not_asked_about(self):
        visit = self.begin(licence('household-register', 'DEMO-HKB-0005'),
                           licence('marriage-certificate', 'DEMO-JHZ-0005'), papers=(REGISTER, MARRIAGE))
        visit.answers['consent_share_flag'] = False
        visit.come_in()
        visit.fill()
        opened = self.submitted(visit)
        self.assertEqual(sorted({one['kind'] for one in opened['materials']}), [REGISTER, MARRIAGE])
        self.assertNotIn('licences', opened)
        self.assertEqual(self.said, [])


if __name__ == '__main__':
    cases.main()
