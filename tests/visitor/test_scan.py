# SPDX-License-Identifier: GPL-3.0-or-later
"""The document camera in the middle of a visit: an empty tray, a camera that goes and comes back."""
import time
import unittest

import cases
from kiosk import CAMERA

SERVICE = 'unemployment-registration'
PAGE = 'scan-end-of-job-proof'
WATCHED_SECONDS = 5  # three times what the automatic shot takes once a page lies still


class Scan(cases.RigCase):
    def to_scan(self):
        visit = self.visit(SERVICE)
        visit.come_in()
        visit.visitor.begin()
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            visit.visitor.note_page()
            visit.visitor.fill_page(visit.answers)
        visit.visitor.page(PAGE)
        return visit

    def finish(self, visit):
        visitor = visit.visitor
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visitor.accept_picture()
        visit.after_picture(PAGE, 'end-of-job-proof')
        visit.rows = visitor.review()
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        self.stored_once(visit.case)

    def test_empty_tray_is_never_photographed(self):
        visit = self.to_scan()
        self.kiosk.device(CAMERA, 'clear')
        self.kiosk.wait(visit={'capture': 'looking'})
        deadline = time.monotonic() + WATCHED_SECONDS
        while time.monotonic() < deadline:
            status = self.kiosk.status()
            self.assertEqual((status['page'], status['visit']['capture']), (PAGE, 'looking'))
            time.sleep(0.1)
        self.assertTrue(visit.visitor.look().all('alert'), 'the screen does not say what to do')
        self.finish(visit)

    def test_camera_unplugged_and_back(self):
        visit = self.to_scan()
        self.kiosk.fault(CAMERA, 'unplug')
        self.kiosk.wait(visit={'capture': 'fault'}, seconds=20)
        said = visit.visitor.until(lambda now: now.all('alert'), 'a word about the camera').all('alert')[0]['name']
        kept = visit.visitor.say('Please tell a member of staff, or go back: what you entered is kept.', 'ScanPage')
        self.assertIn(kept, said)
        self.kiosk.heal(CAMERA)
        self.kiosk.wait(visit={'capture': ['looking', 'found', 'steady', 'shooting', 'shot']}, seconds=60)
        self.finish(visit)


if __name__ == '__main__':
    cases.main()
