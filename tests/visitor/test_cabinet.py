# SPDX-License-Identifier: GPL-3.0-or-later
"""The cabinet around the screen: lights, the maintenance door, who stands there, power, headphones and keys."""
import cases
from kiosk import CABINET, Failure, SERVICE_CARD, poll
from visitor import Visitor


class CabinetCase(cases.RigCase):
    rig_options = {'gateway': False}

    def setUp(self):
        super().setUp()
        self.kiosk.wait(devices={CABINET: {'link': 'ready'}})
        self.visitor = Visitor(self.kiosk, cases.LANG)

    def set(self, **facts):
        self.kiosk.device(CABINET, 'set', **facts)

    def lights(self, words):
        self.kiosk.wait(devices={CABINET: {'facts': {'lights': words}}})

    def come_in(self):
        self.visitor.insert_card(self.rig.card('zhang-ceshi'))
        self.kiosk.wait(stage='consent')
        self.visitor.settled()


class Lights(CabinetCase):
    def test_the_light_is_where_the_hand_is_wanted(self):
        self.lights('none')
        self.visitor.button(self.visitor.say('Touch the screen to start', 'AttractPage'))
        self.kiosk.wait(stage='sign-in')
        self.lights('card-slot id-plate scanner flashing')
        self.come_in()
        self.lights('none')
        self.visitor.button(self.visitor.say('I do not agree', 'ConsentPage'))
        self.kiosk.wait(stage='refused')
        self.visitor.button(self.visitor.say('Finish', 'RefusedPage'))
        self.kiosk.wait(stage='take-card')
        self.lights('card-slot flashing')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.wait(stage='attract', seconds=20)
        self.lights('none')

    def test_nobody_is_led_to_what_does_not_work(self):
        self.kiosk.do('hold', device='code-scanner', on=True)
        self.kiosk.fault(SERVICE_CARD, 'unplug')
        self.kiosk.wait(devices={SERVICE_CARD: {'link': 'absent'}})
        self.visitor.button(self.visitor.say('Touch the screen to start', 'AttractPage'))
        self.kiosk.wait(stage='sign-in')
        self.lights('id-plate flashing')
        self.kiosk.heal(SERVICE_CARD)
        self.lights('card-slot id-plate flashing')

    def test_a_board_that_comes_back_shows_it_again(self):
        self.kiosk.fault(CABINET, 'unplug')
        self.kiosk.wait(devices={CABINET: {'link': 'absent', 'fault': {'code': 'device.disconnected', 'who': 'staff'}}},
                        capabilities={'guide': {'available': False}, 'begin-visit': {'available': True}})
        self.visitor.button(self.visitor.say('Touch the screen to start', 'AttractPage'))
        self.kiosk.wait(stage='sign-in')
        self.kiosk.heal(CABINET)
        self.lights('card-slot id-plate scanner flashing')


class Door(CabinetCase):
    def test_an_open_door_takes_no_visitor(self):
        self.set(door='open')
        self.kiosk.wait(stage='out-of-service',
                        capabilities={'begin-visit': {'available': False, 'reason': {'code': 'cabinet.door-open',
                                                                                     'who': 'staff'}}})
        self.visitor.heading('This machine is being serviced', 'OutOfServicePage')
        self.set(door='closed')
        self.kiosk.wait(stage='attract', capabilities={'begin-visit': {'available': True}})

    def test_a_visit_is_hidden_while_it_is_open(self):
        self.come_in()
        name = [node['name'] for node in self.visitor.look().nodes if '**' in node['name'] or '测' in node['name']]
        self.set(door='open')
        title = self.visitor.say('The staff are working on this machine', 'VisitorRoot')
        screen = self.visitor.until(lambda now: now.all('dialog', name=title), 'the visit is covered')
        self.assertTrue(self.kiosk.status()['visit']['covered'])
        self.assertFalse([node for node in screen.nodes if node['name'] in name])
        self.set(door='closed')
        self.visitor.until(lambda now: not now.all('dialog'), 'the visit goes on')
        self.assertEqual(self.kiosk.status()['stage'], 'consent')

    def test_it_is_written_down(self):
        before = self.kiosk.do('audit')['rows']
        self.set(door='open')
        self.kiosk.wait(stage='out-of-service')
        self.set(door='closed')
        self.kiosk.wait(stage='attract')
        self.set(power='battery')
        self.kiosk.wait(stage='out-of-service')
        poll(lambda: self.kiosk.do('audit')['rows'] >= before + 3, 10, 'three more events')
        self.assertTrue(self.kiosk.do('audit')['intact'])


class Presence(CabinetCase):
    def test_who_leaves_is_asked_sooner(self):
        self.come_in()
        self.set(presence=False)
        self.kiosk.wait(devices={CABINET: {'facts': {'presence': 'none'}}})
        self.assertEqual(self.kiosk.status()['visit']['seconds_left'], -1)
        self.kiosk.advance(9)
        asked = poll(lambda: self.kiosk.status()['visit']['seconds_left'] >= 0 and self.kiosk.status(), 10,
                     'the visitor is asked')
        self.assertLessEqual(asked['visit']['seconds_left'], 20)
        self.set(presence=True)
        self.kiosk.wait(visit={'seconds_left': -1})
        self.set(presence=False)
        self.kiosk.wait(devices={CABINET: {'facts': {'presence': 'none'}}})
        self.kiosk.advance(9)
        poll(lambda: self.kiosk.status()['visit']['seconds_left'] >= 0, 10, 'the visitor is asked again')
        self.kiosk.advance(21)
        self.kiosk.wait(stage=['ended', 'attract', 'take-card'])

    def test_a_sensor_that_is_wrong_asks_once(self):
        self.come_in()
        self.set(presence=False)
        self.kiosk.wait(devices={CABINET: {'facts': {'presence': 'none'}}})
        self.kiosk.advance(9)
        self.visitor.button(self.visitor.say('I am still here', 'IdleDialog'))
        self.kiosk.wait(visit={'seconds_left': -1})
        self.kiosk.advance(20)
        self.visitor.settled()
        self.assertEqual(self.kiosk.status()['visit']['seconds_left'], -1)


class Power(CabinetCase):
    def test_a_visit_is_finished_and_none_begun(self):
        self.come_in()
        self.set(power='battery', minutes=12)
        words = self.visitor.say('The power has failed. Please finish soon.', 'VisitorRoot')
        self.visitor.until(lambda now: now.all(has=words), 'the visitor is told')
        self.assertEqual(self.kiosk.status()['stage'], 'consent')
        self.assertEqual(self.kiosk.status()['devices'][CABINET]['facts']['minutes'], 12)
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.advance(60)
        self.kiosk.wait(stage='out-of-service', seconds=20,
                        capabilities={'begin-visit': {'reason': {'code': 'power.on-battery'}}})
        self.visitor.heading('The power has failed', 'OutOfServicePage')
        self.set(power='mains')
        self.kiosk.wait(stage='attract')

    def test_a_battery_that_is_nearly_empty_ends_the_program(self):
        self.set(power='low', minutes=1)
        self.kiosk.wait(stage='out-of-service')
        self.kiosk.advance(3)
        self.assertEqual(self.kiosk.process.wait(20), 76)

    def test_a_visit_gets_a_minute_then(self):
        self.come_in()
        self.set(power='low', minutes=2)
        self.kiosk.wait(devices={CABINET: {'facts': {'power': 'low'}}})
        self.kiosk.advance(30)
        self.assertEqual(self.kiosk.status()['stage'], 'consent')
        self.visitor.settled()
        self.assertIsNone(self.kiosk.process.poll())
        self.kiosk.advance(31)
        self.assertEqual(self.kiosk.process.wait(20), 76)


class Hands(CabinetCase):
    """A visitor who does not see the screen."""

    def key(self, name):
        self.kiosk.device(CABINET, 'key', key=name)

    def test_keys_begin_and_leave_a_visit(self):
        def begun():
            self.key('next')
            self.key('select')
            try:
                return self.kiosk.wait(stage='sign-in', seconds=1)  # the next press would meet another page
            except Failure:
                return None
        poll(begun, 20, 'keys begin a visit')
        self.assertTrue(self.kiosk.status()['visit']['patient'])
        self.key('help')
        title = self.visitor.say('Do you need help?', 'VisitorRoot')
        self.visitor.until(lambda now: now.all('dialog', name=title), 'the key for help asks')
        self.key('back')
        self.visitor.until(lambda now: not now.all('dialog'), 'the key back closes it')
        self.key('back')
        self.kiosk.wait(stage=['ended', 'attract'])

    def test_headphones_give_time(self):
        self.come_in()
        self.assertFalse(self.kiosk.status()['visit']['patient'])
        self.set(headphones=True)
        self.kiosk.wait(visit={'patient': True})
        self.set(headphones=False)
        self.kiosk.wait(visit={'patient': False})


if __name__ == '__main__':
    cases.main()
