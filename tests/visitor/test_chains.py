# SPDX-License-Identifier: GPL-3.0-or-later
"""Every chain of the catalogue from the card to the receipt, with a visitor whom as much of it as possible concerns: which
services end as a case, one signature and one receipt for all of them, and what is shown of those that file nothing.
HALL_SHOTS names a folder for a picture of every page."""
import json
import os
import tempfile

import cases
from kiosk import Rig
from test_chain import ChainVisit
from visit import check, day, number_on
from words import read

# What the centre knows of the visitor on that day, what she answers, and which services become cases, in their order.
CHAINS = {
    'card': {
        'id_card': 'li-yanshi', 'proof': 'staff', 'facts': {'card_state': '2'},
        'answers': {'card_reissue_reason': '1', 'delivery': '2'}, 'cases': ['si-card-loss', 'si-card-reissue']},
    'graduate': {
        'card': 'zhao-fanli', 'facts': {'graduation_date': {'days_ago': 150}}, 'answers': {'dest_kind': '09'},
        'cases': ['graduate-report', 'career-guidance', 'job-seeking', 'file-transfer-in', 'graduate-subsidy'],
        'offered': 'vacancy-search'},
    'hardship': {
        'card': 'zhang-ceshi', 'facts': {'unemployed_since': {'days_ago': 450}, 'hardship_flag': False}, 'answers': {},
        'cases': ['unemployment-registration', 'hardship-recognition', 'job-seeking']},
    'hire': {
        'card': 'wang-shili', 'facts': {}, 'answers': {},
        'cases': ['employment-registration-unit', 'labour-filing-hire', 'social-insurance-enrolment'],
        'theirs': 'si-card-status'},
    'leave': {
        'card': 'zhang-ceshi', 'facts': {'file_state': '9', 'job_end_recorded': False},
        'answers': {'unemp_reason': '21', 'claim_flag': True},
        'cases': ['unemployment-registration', 'unemployment-benefit', 'file-transfer-in'],
        'theirs': 'labour-filing-termination'},
    'startup': {
        'card': 'li-yanshi', 'facts': {'business_flag': True, 'hardship_flag': True, 'enjoyed_months': 0}, 'answers': {},
        'cases': ['flexible-registration', 'loan-guarantee', 'flex-insurance-subsidy']},
    'unemployed': {
        'card': 'zhang-ceshi', 'facts': {}, 'answers': {'unemp_reason': '21', 'claim_flag': True},
        'cases': ['unemployment-registration', 'unemployment-benefit', 'job-seeking']}}
# The chain that the other tests go through does not go through these again unless the counts are the full ones.
FEW = ('card', 'graduate', 'leave', 'startup')
FULL = float(os.environ.get('HALL_TEST_SCALE', '1')) > 1


class OneChain(ChainVisit):
    """`case`: one of CHAINS."""

    def __init__(self, rig, chain, case, lang):
        super().__init__(rig, chain, lang, card=case.get('card'), answers=case['answers'])
        self.script['materials'] = {}  # which papers are asked for follows from the branch
        self.script['proof'] = case.get('proof', '')
        if self.words.services[chain]['applicant'] == 'person':  # whatever its first service is
            self.unit = ''
            self.script.pop('worker', None)
        if 'id_card' in case:
            self.card, self.path = None, rig.id_card(case['id_card'])
            self.script['id_card'] = case['id_card']


class Chains(cases.unittest.TestCase):
    def visit(self, chain, case):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        rig = Rig(lang=cases.LANG)
        self.tell(rig, case, folder.name)
        rig.__enter__()
        self.addCleanup(lambda: rig.close(keep=not self.went_well))
        self.went_well = False
        return OneChain(rig, chain, case, cases.LANG)

    @staticmethod
    def tell(rig, case, folder):
        with open(rig.gateway.people, encoding='utf-8') as file:
            known = json.load(file)
        number = number_on(rig.card(case['card']) if 'card' in case else rig.id_card(case['id_card']))[1]
        person = next(one for one in known['people'] if one['number'] == number)
        person['fields'].update({field: day(value) if isinstance(value, dict) else value
                                 for field, value in case['facts'].items()})
        rig.gateway.people = os.path.join(folder, 'people.json')
        with open(rig.gateway.people, 'w', encoding='utf-8') as file:
            json.dump(known, file, ensure_ascii=False)

    def go(self, chain):
        case = CHAINS[chain]
        visit = self.visit(chain, case)
        visit.come_in()
        visit.fill()
        visit.submit()
        self.assertEqual([one['service'] for one in visit.cases], case['cases'])
        opened = visit.opened()
        self.assertEqual(sorted(opened), sorted(case['cases']))
        for service, one in opened.items():
            check(one['signature'], f'{service} is not signed')
        self.next_is_told(visit, case.get('theirs'))
        visit.take_receipt()
        if 'offered' in case:  # a list that the chain looks up is shown afterwards
            title = visit.words.of(visit.words.services[case['offered']]['title'])
            visitor = visit.visitor
            while not visitor.settled().all(has=title):
                visitor.button(visitor.say('Page down', 'ScrollArea'))
        check(visit.papers == 1, f'{visit.papers} receipts')
        visit.leave()
        print(f'{chain}: {len(visit.cases)} cases, {visit.figures()}', flush=True)
        self.went_well = True

    @staticmethod
    def receipt_word(name, visit):
        return visit.words.of(read(os.path.join(visit.rig.resources, 'catalogue', 'receipt.json'))['words'][name])

    def next_is_told(self, visit, theirs):
        """What follows of every service that was filed, and whose the rest is."""
        visitor = visit.visitor
        said = {node['name'] for screen in visitor.read_through() for node in screen.nodes}
        for one in visit.cases:
            steps = {visit.words.of(step) for step in visit.words.services[one['service']]['next']}
            check(steps & said, f'nothing of {steps} of {one["service"]} is said')  # a region has words of its own for some
        if theirs:
            title = visit.words.of(visit.words.services[theirs]['title'])
            told = self.receipt_word('worker-looks' if visit.unit else 'employer-files', visit).replace('%1', title)
            check(told in said, f'"{told}" is not said')

    def test_nothing_to_hand_in(self):
        """A card in order: its state is shown, and there is nothing to fill in."""
        visit = self.visit('card', {'card': 'zhang-ceshi', 'facts': {}, 'answers': {}})
        visit.come_in()
        visitor = visit.visitor
        visitor.begin()
        visit.prove()
        visitor.heading(visit.words.of(visit.words.services['card']['title']), '')
        nothing = visitor.say('There is nothing to hand in at the moment', 'IntroPage')
        screen = visitor.until(lambda now: now.all('alert', has=nothing), nothing)
        visitor.note_page()
        check(not screen.all('button', visitor.say('Start', 'IntroPage')), 'there is something to start')
        check(visit.words.label('card_state') in screen.names(), 'the state of the card is not shown')
        self.went_well = True


def add(name):
    setattr(Chains, f'test_{name}', lambda self: self.go(name))


for each in CHAINS:
    if FULL or each in FEW:
        add(each)

if __name__ == '__main__':
    cases.main()
