# SPDX-License-Identifier: GPL-3.0-or-later
"""A paper is needless because the centre knows, never because the visitor says so."""
import json
import os

import cases
from kiosk import Rig
from visit import day

SERVICE = 'hardship-recognition'
PERSON = 'wang-shili'
NUMBER = '370200197208080035'  # 王示例
PROOF = 'low-income-proof'
FLAG = 'lowincome_flag'


class Waivers(cases.RigCase):
    def setUp(self):
        self.rig = Rig(lang=cases.LANG)
        self.addCleanup(self.end)
        self.kiosk = self.rig.kiosk

    def begin(self, known, answers):
        """The centre knows this of the visitor's low income, or nothing (None)."""
        with open(self.rig.gateway.people, encoding='utf-8') as file:
            centre = json.load(file)
        fields = next(person for person in centre['people'] if person['number'] == NUMBER)['fields']
        fields.update({'difficulty_type': '03', 'unemployed_since': day({'days_ago': 450})})
        fields.pop(FLAG, None)
        if known is not None:
            fields[FLAG] = known
        self.rig.gateway.people = os.path.join(self.rig.folder, 'people.json')
        with open(self.rig.gateway.people, 'w', encoding='utf-8') as file:
            json.dump(centre, file, ensure_ascii=False)
        self.rig.__enter__()
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)
        self.pages = []
        visit = self.visit(SERVICE, answers=answers, shown=self.pages.append)
        visit.script['materials'] = {PROOF: 'proof.jpg'} if known is None else {}
        return visit

    def handed_in(self, visit):
        visit.come_in()
        visit.fill()
        visit.submit()
        self.stored_once(visit.case)
        opened = self.rig.gateway.opened(visit.case['id'])
        self.assertEqual(opened['answers']['difficulty_type'], '03', 'the case calls for the paper')
        return opened['answers'][FLAG], [page['kind'] for page in opened['materials']], opened['outstanding']

    def test_what_the_centre_knows_is_not_asked_for(self):
        self.assertEqual(self.handed_in(self.begin(True, {})), (True, [], []))
        self.assertNotIn(f'scan-{PROOF}', self.pages)

    def test_what_only_the_visitor_says_is_asked_for(self):
        self.assertEqual(self.handed_in(self.begin(None, {'difficulty_type': '03', FLAG: True})), (True, [PROOF], []))
        self.assertIn(f'scan-{PROOF}', self.pages)


if __name__ == '__main__':
    cases.main()
