# SPDX-License-Identifier: GPL-3.0-or-later
"""Acting for another person with a letter of authority."""
import cases
from test_employer import Clerk

SERVICE = 'file-transfer-in'
WANG, LI = '370200197208080035', '370200198506150016'


class Delegate(cases.SharedRigCase):
    def setUp(self):
        super().setUp()
        self.visitor = Clerk(self.rig)

    def to_delegate(self):
        visitor = self.visitor
        visitor.come_in('li-yanshi')
        visitor.choose_service(SERVICE)
        visitor.page('intro')
        visitor.button(visitor.say('For someone else', 'IntroPage'))
        visitor.page('delegate')

    def enter(self, name, number):
        visitor = self.visitor
        visitor.type(visitor.words.label('principal_name'), name)
        visitor.type(visitor.words.label('principal_no'), number)
        visitor.button(visitor.say('Next', 'FormPage'))

    def test_with_the_letter(self):
        visitor, before = self.visitor, {case['id'] for case in self.kiosk.cases()}
        self.to_delegate()
        self.enter('Wang Shili', WANG)
        visitor.page('intro')
        self.assertTrue(visitor.look().all('alert', has=visitor.say('You act for %1', 'IntroPage', 'W**')))
        visitor.begin()
        answers = {'mobile': '13900000006', 'residence_region': '370202', 'archive_place': 'Qingdao', 'file_reason': '3'}
        while self.kiosk.wait(stage=['form', 'scan'], seconds=15)['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page(answers)
        self.assertEqual(self.kiosk.status()['page'], 'scan-letter-of-authority')
        visitor.note_page()
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visitor.accept_picture()
        rows = dict(visitor.review())
        self.assertEqual(rows[visitor.words.label('principal_no')], WANG)
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visitor.page('sign')
        visitor.sign()
        visitor.button(visitor.say('Submit', 'SignPage'))
        visitor.page('done', seconds=20)
        new = [case for case in self.kiosk.cases() if case['id'] not in before]
        self.stored_once(new[0])
        opened = self.rig.gateway.opened(new[0]['id'])
        self.assertEqual(opened['applicant'], {'kind': 'delegate', 'principal': {'name': 'Wang Shili', 'number': WANG}})
        answers = opened['answers']
        self.assertEqual((answers['cert_no'], answers['name'], answers['birth_date'], answers['principal_no']),
                         (WANG, 'Wang Shili', '1972-08-08', WANG))
        self.assertEqual(opened['identity']['number'], LI)
        self.assertEqual([material['kind'] for material in opened['materials']], ['letter-of-authority'])
        # What the centre knows of the visitor, or of somebody who is not here, is in no field.
        self.assertEqual(answers['mobile'], '13900000006')
        self.assertEqual(self.kiosk.status()['warnings'], 0)

    def test_wrong_numbers_and_the_way_back(self):
        visitor = self.visitor
        self.to_delegate()
        self.enter('Wang Shili', WANG[:-1] + '6')
        visitor.until(visitor.complaint, 'the check digit is wrong')
        visitor.type(visitor.words.label('principal_no'), LI)
        visitor.button(visitor.say('Next', 'FormPage'))
        visitor.until(lambda now: 'own document number' in visitor.complaint(now), 'that is the visitor\'s own')
        visitor.note_page()
        visitor.type(visitor.words.label('principal_no'), WANG)
        visitor.button(visitor.say('Next', 'FormPage'))
        visitor.page('intro')
        visitor.button(visitor.say('For myself', 'IntroPage'))
        visitor.until(lambda now: now.one('button', visitor.say('For someone else', 'IntroPage')), 'for oneself again')
        visitor.begin()
        visitor.page('form-known')
        self.assertIn(visitor.words.label('name'), dict(visitor.rows_of(visitor.read_through())))


if __name__ == '__main__':
    cases.main()
