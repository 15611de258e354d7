# SPDX-License-Identifier: GPL-3.0-or-later
"""The municipal core has the records: the gateway knows nobody, and asks while the visitor stands there. A visit with a
card, one with the code of a telephone, and what is said when the core does not answer."""
import json
import subprocess
import unittest

import cases
import ecard
from kiosk import SCANNER, poll

REGISTRATION, CERTIFICATE = 'unemployment-registration', 'emp-cert'
MOBILE = '13800000001'  # of zhang-ceshi, as the core has it


class Core(cases.SharedRigCase):
    rig_options = {'core': True}

    def setUp(self):
        super().setUp()
        self.addCleanup(lambda: self.rig.core.behave('up'))

    def asks(self, **wanted):
        """What the gateway has written down of what was asked."""
        told = self.rig.gateway.command('asks', '--json')
        return [ask for ask in json.loads(told) if all(ask[key] == value for key, value in wanted.items())]

    def test_a_visit_with_a_card(self):
        visit = self.visit(REGISTRATION, card='zhang-ceshi')
        visit.run()
        self.assertTrue(self.asks(kind='prefill', service=REGISTRATION, outcome='answered'))
        opened = self.rig.gateway.opened(self.rig.gateway.cases()[-1]['id'])
        self.assertEqual(opened['answers']['mobile'], MOBILE)
        self.assertEqual(opened['answers']['last_unit'], '青岛示例机械有限公司')

    def test_an_answer_on_the_screen(self):
        self.visit(CERTIFICATE, card='zhang-ceshi').run()
        self.assertTrue(self.asks(kind='query', service=CERTIFICATE, outcome='answered'))

    def test_a_visit_with_a_code(self):
        self.kiosk.wait(devices={SCANNER: {'link': 'ready'}}, seconds=20)
        visit = self.visit(cases.SHORT, card='zhang-ceshi')  # whose code it is: nobody inserts that card
        visit.before = {case['id'] for case in self.kiosk.cases()}
        visitor = visit.visitor
        visitor.page('attract')
        visitor.button(visitor.say('Touch the screen to start', 'AttractPage'))
        visitor.page('sign-in')
        self.on_screen(visitor, 'Electronic social security card', 'CodeWay', 'group')
        self.kiosk.device(SCANNER, 'scan', text=ecard.code())
        visitor.heading('Do you agree to this use of your data?', 'ConsentPage')
        visitor.button(visitor.say('I agree', 'ConsentPage'))
        visitor.page('home')
        visitor.choose_service(visit.service)
        visitor.page('intro')
        visit.fill()
        visit.submit()
        opened = visit.stored()
        self.assertEqual(opened['identity']['source'], 'e-card')
        self.assertEqual(opened['identity']['card_number'], 'A12345678')
        self.assertEqual(opened['answers']['mobile'], MOBILE)
        visitor.button(visitor.say('Finish', 'DonePage'))
        self.kiosk.wait(stage='attract', seconds=20)
        self.assertEqual(len(self.asks(kind='e-card', outcome='answered')), 1)

    def test_a_card_that_only_the_key_service_opens(self):
        self.visitor.insert_card(self.rig.card('chen-moban'))
        self.kiosk.wait(stage='consent')
        self.assertEqual(len(self.asks(kind='card-auth', outcome='answered')), 1)

    def test_a_form_is_filled_in_by_hand_while_the_core_is_away(self):
        """The shorter form, as without a network; and the case goes to the centre all the same."""
        visit = self.visit(cases.SHORT, card='zhang-ceshi')
        before = self.asks(outcome='not-found')
        there = {case['id'] for case in self.rig.gateway.cases()}
        self.rig.core.behave('down')
        visit.come_in()
        visit.fill()
        visit.submit()
        case = poll(lambda: [one for one in self.rig.gateway.cases() if one['id'] not in there], 30, 'the case reaches the centre')
        self.assertEqual(self.rig.gateway.opened(case[0]['id'])['form'], 'offline')
        self.assertTrue(self.asks(kind='prefill', service=cases.SHORT, outcome='unanswered'))
        self.assertEqual(self.asks(outcome='not-found'), before)

    def test_a_core_that_is_down_is_not_an_empty_record(self):
        self.rig.core.behave('down')
        visit = self.visit(CERTIFICATE, card='zhang-ceshi')
        visit.come_in()
        visit.visitor.begin()
        visit.prove()
        state = self.kiosk.wait(stage='query', visit={'query': ['found', 'none', 'offline', 'error']}, seconds=15)
        self.assertIn(state['visit']['query'], ('offline', 'error'))
        self.assertTrue(self.asks(kind='query', service=CERTIFICATE, outcome='unanswered'))
        self.assertFalse(self.asks(kind='query', service=CERTIFICATE, outcome='not-found'))

    def test_the_gateway_kept_nothing_of_it(self):
        self.visit(CERTIFICATE, card='zhang-ceshi').run()
        gateway = self.rig.gateway.data
        for needle in (MOBILE, '3702030018000001', '青岛示例机械有限公司'):
            found = subprocess.run(['grep', '-rlaF', needle, gateway], capture_output=True, text=True, check=False).stdout
            self.assertEqual(found, '', needle)


if __name__ == '__main__':
    unittest.main(verbosity=2)
