# SPDX-License-Identifier: GPL-3.0-or-later
"""Travel permits: the zone under the camera, the number typed twice, and what such a visitor may not be shown."""
import json
import os
import time
import unittest

import cases
from kiosk import CAMERA, Failure, ID_CARD, Rig, SERVICE_CARD, poll
from tracefiles import in_files, memory_holds
from visit import day
from visitor import DEBOUNCE, Visitor

HK, HK_NUMBER, HK_MASKED = 'permit-hk.jpg', 'H00000001', 'H0*****01'
TAIWAN, EXPIRED = 'permit-taiwan.jpg', 'permit-hk-expired.jpg'
LI_NUMBER = 'H00000002'
RESIDENCE = 'hong-kong', '810000199001010000'  # the same person's card, by the centre's records alone
UNREAD = 'The lines at the bottom of the back could not be read.'


class PermitCase(cases.RigCase):
    """One kiosk for all tests of a class: that it goes on after each is part of the test."""

    @classmethod
    def setUpClass(cls):
        cls.shared = Rig(lang=cases.LANG)
        cls.configure(cls.shared)
        cls.shared.__enter__()
        cls.wrong = False

    @classmethod
    def configure(cls, rig):
        pass

    @classmethod
    def tearDownClass(cls):
        cls.shared.close(keep=cls.wrong)

    def setUp(self):
        self.rig = self.shared
        self.kiosk = self.rig.kiosk
        self.visitor = Visitor(self.kiosk, cases.LANG)
        self.addCleanup(self.end)
        self.addCleanup(self.to_attract)

    def end(self):
        type(self).wrong |= self.count_wrong(self.outcome) > self.wrong_before

    def to_attract(self):
        """The visitor goes and takes everything along."""
        self.kiosk.heal(CAMERA)
        self.kiosk.device(CAMERA, 'clear')
        self.kiosk.device(ID_CARD, 'lift')
        status = self.kiosk.status()
        if status['stage'] != 'attract':
            for _ in range(3):
                self.kiosk.advance(100)
                time.sleep(0.3)
            self.kiosk.wait(stage='attract', seconds=20)
            self.until_searched(status['memory']['searches'])

    def press(self, source, context, *arguments):
        self.visitor.button(self.visitor.say(source, context, *arguments))

    def choose(self, taiwan=False):
        """From the first touch to the page behind the choice of the kind."""
        self.press('Touch the screen to start', 'AttractPage')
        self.visitor.page('sign-in')
        self.press('Travel permit of Hong Kong, Macao or Taiwan residents', 'SignInPage')
        self.visitor.page('permit-kind')
        self.press('Mainland travel permit for Taiwan residents' if taiwan
                   else 'Mainland travel permit for Hong Kong and Macao residents', 'PermitKindPage')

    def lay(self, page, taiwan=False):
        self.choose(taiwan)
        self.visitor.page('permit-lay')
        self.visitor.lay_under_camera(self.rig.page(page))

    def to_keys(self, taiwan=False):
        self.choose(taiwan)
        self.visitor.page('permit-lay')

        def leads():
            """A touch that comes with the page is not taken."""
            if self.kiosk.status()['stage'] == 'permit-lay':
                self.press('Type the number', 'PermitLayPage')
            return self.kiosk.status()['stage'] == 'permit-number'
        poll(leads, 10, '"Type the number" leads to its page', every=DEBOUNCE)
        self.visitor.page('permit-number')

    def type(self, number):
        for key in number:
            self.visitor.pad_key(key)
        words = self.visitor.say('Entered: %1', 'PermitNumberPage', ' '.join(number))
        self.visitor.until(lambda now: now.one('text', words), words)

    def confirm(self):
        time.sleep(DEBOUNCE)
        self.press('Confirm', 'PermitNumberPage')

    def twice(self, first, second=None):
        self.type(first)
        self.confirm()
        self.visitor.heading('Type the number once more', 'PermitNumberPage')
        self.type(second or first)
        self.confirm()

    def lift(self):
        """Takes the permit away; the page says that it waits for one."""
        self.kiosk.device(CAMERA, 'clear')
        self.on_screen(self.visitor, 'Lay the permit in the middle of the tray.', 'PermitLayPage', seconds=20)

    def until_read(self, page):
        """The program looks at a permit for six seconds; who is told afterwards that it could not be read lays it down
        anew. (What was said of the one before stays until this one is read.)"""
        unread = self.visitor.say(UNREAD, 'PermitNotice')
        lay = self.visitor.say('Lay the permit in the middle of the tray.', 'PermitLayPage')
        laid = time.monotonic()

        def read():
            nonlocal laid
            if self.kiosk.status()['stage'] == 'permit-check':
                return True
            if time.monotonic() - laid > 12 and self.visitor.look().all('alert', has=unread):
                laid = time.monotonic()
                self.kiosk.device(CAMERA, 'clear')
                self.visitor.until(lambda now: now.all('text', has=lay) or self.kiosk.status()['stage'] == 'permit-check',
                                   f'the words "{lay}"', 20)
                if self.kiosk.status()['stage'] == 'permit-lay':
                    self.visitor.lay_under_camera(self.rig.page(page))
            return False
        poll(read, 90, f'{page} is read', every=0.2)

    def said(self, words, context='PermitNotice', advice=None):
        alert = self.on_screen(self.visitor, words, context, 'alert', seconds=30)
        if advice:
            self.assertIn(self.visitor.say(advice, context), alert['name'])
        return alert


class Permit(PermitCase):
    def test_zone_under_the_camera(self):
        self.lay(HK)
        self.until_read(HK)
        screen = self.visitor.page('permit-check')
        self.assertTrue(screen.all('text', has=HK_MASKED), screen.names())
        self.assertFalse(screen.all(has=HK_NUMBER), 'the whole number is on the screen')
        self.assertFalse(screen.all(has='CHAN'), 'the whole name is on the screen')
        self.press('Yes, this is right', 'PermitCheckPage')
        self.kiosk.wait(stage='consent')

    def test_read_and_rejected(self):
        self.lay(TAIWAN, taiwan=True)
        self.until_read(TAIWAN)
        self.press('No, lay it down again', 'PermitCheckPage')
        self.visitor.page('permit-lay')
        self.said(UNREAD)
        self.lift()
        self.visitor.lay_under_camera(self.rig.page(TAIWAN))
        self.until_read(TAIWAN)
        self.press('Yes, this is right', 'PermitCheckPage')
        self.kiosk.wait(stage='consent')

    def test_the_other_kind(self):
        self.lay(HK, taiwan=True)
        self.said('This is the other kind of travel permit.', advice='Go one step back and choose the other one.')
        self.assertEqual(self.kiosk.status()['stage'], 'permit-lay')

    def test_expired(self):
        self.lay(EXPIRED)
        self.said('This travel permit is no longer valid.', advice='Please go to the service window with it.')
        self.assertEqual(self.kiosk.status()['stage'], 'permit-lay')

    def test_no_zone(self):
        self.lay('id-card.jpg')
        self.said(UNREAD)
        self.lift()
        self.visitor.lay_under_camera(self.rig.page(HK))
        self.until_read(HK)

    def test_typed_twice(self):
        self.to_keys()
        self.twice(LI_NUMBER)
        self.kiosk.wait(stage='consent')

    def test_typed_differently(self):
        self.to_keys(taiwan=True)
        self.twice('00000001', '00000002')
        self.visitor.page('permit-number')
        self.said('The two entries are not the same.')
        empty = self.visitor.say('Nothing entered yet', 'PermitNumberPage')
        self.visitor.until(lambda now: now.one('text', empty), empty)
        self.twice('00000001')
        self.kiosk.wait(stage='consent')

    def test_too_short(self):
        self.to_keys()
        self.type('H0000')
        self.confirm()
        self.said('This is not yet a whole permit number.')
        self.assertEqual(self.kiosk.status()['stage'], 'permit-number')

    def test_camera_unplugged_in_the_middle(self):
        self.choose()
        self.visitor.page('permit-lay')
        self.kiosk.fault(CAMERA, 'unplug')
        self.kiosk.wait(stage='permit-number', seconds=20)
        self.said('The camera cannot be used at the moment.', advice='Please type the number of your permit.')
        self.twice(LI_NUMBER)
        self.kiosk.wait(stage='consent')

    def test_camera_out_before(self):
        self.kiosk.fault(CAMERA, 'unplug')
        self.kiosk.wait(devices={CAMERA: {'link': ['absent', 'failed', 'starting']}}, seconds=20)
        self.choose()
        self.kiosk.wait(stage='permit-number')
        self.said('The camera cannot be used at the moment.')

    def test_an_identity_card_in_between(self):
        self.to_keys()
        self.type('H00')
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('li-yanshi'))
        self.kiosk.wait(stage='consent')

    def test_step_by_step_back(self):
        self.to_keys()
        self.type('H00')
        for page in ('permit-lay', 'permit-kind'):
            time.sleep(DEBOUNCE)
            self.press('Back', 'PageFrame')
            self.visitor.page(page)
        time.sleep(DEBOUNCE)
        self.press('Sign in another way', 'PermitKindPage')
        self.visitor.page('sign-in')

    def test_nobody_goes_on(self):
        self.to_keys()
        self.type('H000')
        visits = self.kiosk.status()['visits']
        self.kiosk.advance(65)
        self.visitor.until(lambda now: now.all('dialog'), 'the question whether somebody is there')
        self.assertFalse(self.visitor.look().all('text', has='H 0 0 0'))
        self.kiosk.advance(25)
        poll(lambda: self.kiosk.status()['visits'] > visits, 20, 'the visit ends')
        self.kiosk.wait(stage='attract', seconds=20)


class NoKeys(PermitCase):
    """A machine on which no number may be typed."""

    @classmethod
    def configure(cls, rig):
        path = os.path.join(rig.folder, 'kiosk.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump({'travel_permits': 'scan'}, file)
        rig.kiosk.more = ['--config', path]

    def test_the_window_is_what_is_left(self):
        self.choose()
        screen = self.visitor.page('permit-lay')
        self.assertFalse(screen.one('button', self.visitor.say('Type the number', 'PermitLayPage')))
        self.kiosk.fault(CAMERA, 'unplug')
        self.kiosk.wait(stage='permit-kind', seconds=20)
        self.said('This machine cannot take travel permits at the moment.',
                  advice='Please go to the service window with your permit.')


class Nothing(PermitCase):
    """What was read or typed is nowhere in the memory of the program once the visit is over."""

    words = ['CHAN, SHI LI', 'CHAN<<SHI<LI', HK_NUMBER, '12837465']

    def test_memory(self):
        if os.geteuid() != 0:
            cases.skip(self, 'only root may read the memory of another process')
        pid = self.kiosk.process.pid
        self.lay(HK)
        self.until_read(HK)
        self.assertTrue(memory_holds(pid, [HK_NUMBER]), 'the search does not even find the number that must be there')
        self.press('Yes, this is right', 'PermitCheckPage')
        self.kiosk.wait(stage='consent')
        self.to_attract()
        self.to_keys(taiwan=True)
        self.twice('12837465', '12837466')
        self.said('The two entries are not the same.')
        self.to_attract()
        try:
            poll(lambda: not memory_holds(pid, self.words), 40, 'memory without traces', every=0.5)
        except Failure:
            self.assertEqual(memory_holds(pid, self.words), [])


class Stranger(PermitCase):
    """Whoever has no more than a number is told nothing, and may hand in what they fill in. The centre of this test knows
    somebody by that number."""

    known = {'mobile': '13800004711', 'residence_address': 'Xuanlu Qixia 4817', 'education': '21', 'hukou_type': '31',
             'emp_cert_no': '3702030018000477'}
    answers = {'name': 'Chan Shi Li', 'sex': '2', 'birth_date': '1990-01-01', 'mobile': '13900000017',
               'residence_region': '370202', 'residence_address': 'Testlu 8', 'hukou_type': '31', 'education': '31',
               'flex_type': '3', 'flex_project': 'Driver', 'flex_place': 'Qingdao', 'flex_start': {'days_ago': 30},
               'flex_income': 450000}

    @classmethod
    def configure(cls, rig):
        with open(rig.gateway.people, encoding='utf-8') as file:
            centre = json.load(file)
        resident = next(person for person in centre['people'] if person['number'] == RESIDENCE[1])
        resident['documents'].append({'number': LI_NUMBER, 'name': 'CHAN SHI LI'})
        resident['fields'] = cls.known
        # A person looks at every case, so there is something to see of it.
        centre['services']['flexible-registration'].update(outcome='accepted', code='accepted')
        rig.gateway.people = os.path.join(rig.folder, 'people.json')
        with open(rig.gateway.people, 'w', encoding='utf-8') as file:
            json.dump(centre, file)

    def signed_in(self):
        self.to_keys()
        self.twice(LI_NUMBER)
        self.kiosk.wait(stage='consent')
        self.visitor.agree()
        self.visitor.page('home')

    def staff_vouch(self):
        """A number that was typed is nobody's document: a member of staff compares the permit with the person."""
        visitor = self.visitor
        visitor.page('prove')
        visitor.button(visitor.say('A member of staff at this machine', 'ProvePage'))
        visitor.page('prove-staff')
        self.on_screen(visitor, 'The staff card goes into the slot', 'ProveStaffPage')
        visitor.insert_card(self.rig.card('staff'))
        none = visitor.say('PIN: %1 digits entered', 'ProveStaffPage', 0)
        visitor.until(lambda now: now.one('text', none), none)
        visitor.type_pin('246810', confirm=False)
        time.sleep(DEBOUNCE)
        visitor.button(visitor.say('Confirm', 'ProveStaffPage'))
        visitor.button(visitor.say('I have compared them', 'ProveStaffPage'))
        self.on_screen(visitor, 'Staff: please take your card', 'ProveStaffPage', 'heading')
        self.kiosk.device(SERVICE_CARD, 'remove')

    def nothing_known(self):
        names = self.visitor.look().names()
        for field in ('mobile', 'residence_address', 'emp_cert_no'):
            self.assertNotIn(self.known[field], names)

    def test_a_query_rests(self):
        self.signed_in()
        self.visitor.choose_service('emp-cert')
        words = self.visitor.say('This shows what the centre keeps about a person. A travel permit alone does not tell the '
                                 'machine that it is yours: please go to the service window with it.', 'VisitorPage')
        self.visitor.until(lambda now: now.all('alert', has=words), words)
        self.assertEqual(self.kiosk.status()['stage'], 'home')

    def handed_in(self):
        """A whole visit without prefill."""
        visit = self.visit(answers={field: day(value) if isinstance(value, dict) else value
                                    for field, value in self.answers.items()})
        visit.visitor = self.visitor
        visit.before = {case['id'] for case in self.kiosk.cases()}
        self.signed_in()
        self.visitor.on_page = lambda page: self.nothing_known()
        self.visitor.choose_service(visit.service)
        self.visitor.page('intro')
        self.visitor.begin()
        self.staff_vouch()
        self.kiosk.wait(stage='form')
        visit.fill(begun=True)
        visit.submit()
        self.stored_once(visit.case)
        self.visitor.on_page = lambda page: None
        self.visitor.button(self.visitor.say('Finish', 'DonePage'))
        self.kiosk.wait(stage='attract', seconds=20)
        return visit.case

    def test_a_whole_visit_without_prefill(self):
        case = self.handed_in()
        opened = self.rig.gateway.opened(case['id'])
        self.assertEqual((opened['identity']['source'], opened['identity']['number'], opened['identity']['name'],
                          opened['identity']['verified']), ('typed', LI_NUMBER, '', False))
        self.assertEqual(opened['answers']['name'], self.answers['name'])
        self.assertEqual(opened['answers']['mobile'], self.answers['mobile'])
        self.assertEqual((opened['assurance']['level'], opened['assurance']['way']), ('staff', 'staff'))
        self.assertNotIn('emp_cert_no', opened['answers'])
        # Nor is the case that there is now told to whoever types the number next.
        self.signed_in()
        self.assertFalse(self.visitor.look().all(has=self.visitor.say('Your cases', 'HomePage')))

    def test_the_same_person_with_a_residence_permit(self):
        case = self.handed_in()
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card(RESIDENCE[0]))
        self.visitor.agree()
        self.visitor.page('home')
        self.visitor.until(lambda now: now.all(has=case['number']), f'case {case["number"]}, filed with the permit')

    def test_somebody_else_with_one(self):
        case = self.handed_in()
        self.kiosk.device(ID_CARD, 'place', card=self.rig.id_card('macau'))
        self.visitor.agree()
        self.visitor.page('home')
        self.visitor.settled()
        self.assertFalse(self.visitor.look().all(has=case['number']))

    def test_nothing_of_it_in_any_file(self):
        self.signed_in()
        folders = [self.kiosk.data, self.kiosk.runtime]
        self.assertEqual(in_files(folders, [LI_NUMBER]), [])


if __name__ == '__main__':
    cases.main()
