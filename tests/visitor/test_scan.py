# SPDX-License-Identifier: GPL-3.0-or-later
"""The document camera in the middle of a visit: an empty tray, black and blank frames, a camera that goes and comes back;
and what becomes of the pages of a service that is left."""
import itertools
import json
import os
import shutil
import subprocess
import tempfile
import time
import unittest

import cases
from kiosk import CAMERA, PRINTER, RESOURCES, Refused, poll, program

SERVICE = 'unemployment-registration'
PAGE = 'scan-end-of-job-proof'
SHOTS = os.environ.get('HALL_SHOTS', '')  # a folder for a picture of every page of a large sheet
WATCHED_SECONDS = 5  # three times what the automatic shot takes once a page lies still


class ScanCase(cases.RigCase):
    def to_scan(self):
        visit = self.visit(SERVICE)
        visit.come_in()
        visit.visitor.begin()
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            visit.visitor.note_page()
            visit.visitor.fill_page(visit.answers)
        visit.visitor.page(PAGE)
        return visit

    def sealed_pages(self):
        return [name for _, _, names in os.walk(os.path.join(self.kiosk.data, 'blobs')) for name in names]


class Scan(ScanCase):
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
        self.bad_and_back('unplug', 'A device is not connected.')

    def test_black_frames(self):
        self.bad_and_back('dark', 'The picture of the camera is dark.')

    def test_blank_frames(self):
        self.bad_and_back('blank', 'The camera gives no picture.')

    def test_hands_in_a_film(self):
        """A page that a film leaves under the camera is taken like any other."""
        visit = self.to_scan()
        folder = os.path.join(self.rig.folder, 'film')
        os.mkdir(folder)
        for number in range(20):
            os.symlink(self.rig.page('dismissal-certificate.jpg'), os.path.join(folder, f'{number:04}.jpg'))
        self.kiosk.device(CAMERA, 'play', video=folder)
        visit.visitor.accept_picture()
        visit.after_picture(PAGE, 'end-of-job-proof')
        visit.visitor.review()

    def bad_and_back(self, fault, words):
        """The page says what is wrong, nothing is photographed, and the visit goes on where it was."""
        visit = self.to_scan()
        self.kiosk.fault(CAMERA, fault)
        self.kiosk.wait(visit={'capture': 'fault'}, seconds=20)
        what = visit.visitor.say(words, 'FaultTexts')
        said = visit.visitor.until(lambda now: now.all('alert', has=what), f'the words "{what}"').all('alert')[0]['name']
        kept = visit.visitor.say('Please tell a member of staff, or go back: what you entered is kept.', 'ScanPage')
        self.assertIn(kept, said)
        self.kiosk.heal(CAMERA)
        self.kiosk.wait(visit={'capture': ['looking', 'found', 'steady', 'shooting', 'shot']}, seconds=60)
        self.finish(visit)

    def test_without_camera_the_paper_is_brought_later(self):
        self.kiosk.fault(CAMERA, 'unplug')
        visit = self.visit(SERVICE)
        visitor = visit.visitor
        poll(lambda: not self.kiosk.status()['capabilities']['capture']['available'], 20, 'the camera is gone')
        visit.come_in()
        self.on_screen(visitor, 'The camera cannot be used at the moment', 'IntroPage', 'alert')
        visitor.begin()
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            visitor.note_page()
            visitor.fill_page(visit.answers)
        visitor.button(visitor.say('Bring it to the window', 'ScanPage'), seconds=20)
        visit.rows = visitor.review()
        self.assertTrue(visitor.look().all('text', has=visitor.say('To be brought to the window', 'SummaryColumns')))
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        proof = visitor.words.of(visitor.words.services[SERVICE]['materials'][0]['title'])
        bring = visitor.words.of(visitor.words.receipt['bring-until']).replace('%2', proof).split('%1')
        self.assertTrue([node for node in visitor.look().all() if all(part in node['name'] for part in bring)],
                        'the last page does not say what to bring')
        self.stored_once(visit.case)

        def judged():
            opened = self.rig.gateway.opened(visit.case['id'])
            return opened if 'result' in opened else None
        opened = poll(judged, 20, 'the centre has looked at the case')
        self.assertEqual((opened['materials'], opened['outstanding']), ([], ['end-of-job-proof']))
        self.assertEqual(opened['result']['code'], 'material-outstanding')

    def test_without_printer_the_receipt_is_a_code(self):
        self.kiosk.fault(PRINTER, 'unplug')
        visitor = self.visit().visitor
        poll(lambda: not self.kiosk.status()['capabilities']['print-receipt']['available'], 20, 'the printer is gone')
        visitor.insert_card(self.rig.card('li-yanshi'))
        visitor.agree()
        visitor.choose_service(cases.SHORT)
        self.on_screen(visitor, 'No paper receipts at the moment', 'IntroPage', 'alert')

    def never_shot(self, page=PAGE):
        """The sheet on the tray was taken already: nothing more happens by itself."""
        deadline = time.monotonic() + WATCHED_SECONDS
        while time.monotonic() < deadline:
            status = self.kiosk.status()
            self.assertEqual(status['page'], page)
            self.assertNotIn(status['visit']['capture'], ('steady', 'shooting', 'shot'))
            time.sleep(0.1)

    def lift(self, visitor):
        words = visitor.say('Lift the page and lay it down again, or touch "Take picture now".', 'ScanPage')
        visitor.until(lambda now: now.all('alert', has=words), 'the page says why nothing is taken')
        self.kiosk.device(CAMERA, 'clear')
        visitor.until(lambda now: not now.all('alert', has=words), 'the kiosk sees the page go')

    def touch_twice(self, visitor, words):
        def ready(screen):
            node = screen.one('button', words)
            return node if node and 'disabled' not in node['states'] else None
        node = ready(visitor.until(ready, f'the button "{words}"'))
        visitor.touch(node)
        visitor.touch(node)

    def test_same_sheet_is_taken_once(self):
        visit = self.to_scan()
        visitor = visit.visitor
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visitor.heading('Check the picture', 'ScanPage', seconds=40)
        self.touch_twice(visitor, visitor.say('Take again', 'ScanPage'))  # "Back" stands there now
        self.never_shot()
        self.lift(visitor)
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visitor.heading('Check the picture', 'ScanPage', seconds=40)
        self.touch_twice(visitor, visitor.say('Use this picture', 'ScanPage'))  # "Take picture now" stands there now
        self.never_shot()
        self.assertEqual(len(self.sealed_pages()), 1)
        self.kiosk.fault(CAMERA, 'unplug')
        self.kiosk.wait(visit={'capture': 'fault'}, seconds=20)
        self.kiosk.heal(CAMERA)
        self.kiosk.wait(visit={'capture': 'looking'}, seconds=60)
        self.never_shot()

    def test_scanned_anew_from_the_review(self):
        visit = self.accepted_page()
        visitor = visit.visitor
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))  # it lies there still
        proof = visitor.words.of(visitor.words.services[SERVICE]['materials'][0]['title'])
        change = visitor.say('Change: %1', 'SummaryColumns', proof)
        kept = self.sealed_pages()
        visitor.review()
        visitor.button(change)
        visitor.page(PAGE)
        self.never_shot()
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('review')
        self.assertEqual(self.sealed_pages(), kept, 'turning back loses nothing')
        visitor.read_through()
        visitor.button(change)
        visitor.page(PAGE)
        self.lift(visitor)
        visitor.lay_under_camera(self.rig.page('labour-contract.jpg'))
        visitor.accept_picture()
        poll(lambda: self.sealed_pages() and not set(self.sealed_pages()) & set(kept), 10, 'the new page alone is kept')
        visit.after_picture(PAGE, 'end-of-job-proof')
        visit.rows = visitor.review()
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        self.assertEqual(len(self.rig.gateway.opened(self.stored_once(visit.case)['id'])['materials']), 1)

    def test_no_more_pages_than_may_be(self):
        visit = self.accepted_page()
        visitor = visit.visitor
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        for pages in (2, 3, 3):  # the fourth takes the place of the third
            visitor.review()
            visitor.button(visitor.say('Back', 'PageFrame'))
            visitor.page(PAGE)
            visitor.button(visitor.say('Take picture now', 'ScanPage'))
            visitor.accept_picture()
            poll(lambda: len(self.sealed_pages()) == pages, 10, f'{pages} pages are kept')
            if pages == 2:
                visitor.button(visitor.say('No more pages', 'ScanPage'))
        visitor.page('review')
        self.assertEqual(len(self.sealed_pages()), 3)

    def accepted_page(self):
        visit = self.to_scan()
        visit.visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visit.visitor.accept_picture()
        visit.after_picture(PAGE, 'end-of-job-proof')
        self.assertEqual(len(self.sealed_pages()), 1)
        return visit

    def all_pages_gone(self):
        poll(lambda: not self.sealed_pages(), 10, 'the sealed pages are gone')
        self.assertEqual((self.kiosk.cases(), self.rig.gateway.cases()), ([], []))

    def test_left_service_keeps_nothing(self):
        visit = self.accepted_page()
        visitor = visit.visitor
        typed = visitor.words.shown('unemp_date', visit.answers['unemp_date'])
        self.assertIn(typed, [value for _, value in visitor.review()])
        visitor.button(visitor.say('Home', 'AssistBar'))
        visitor.button(visitor.say('Leave', 'VisitorRoot'))
        self.kiosk.wait(stage='home')
        self.all_pages_gone()
        visitor.choose_service(SERVICE)
        visitor.begin()
        visitor.page('form-known')
        left = {field: value for field, value in visit.answers.items() if field != 'unemp_date'}
        date = visitor.words.label('unemp_date')
        while not visitor.look().one('field', date):
            visitor.fill_page(left)
        self.assertFalse(visitor.look().one('field', date).get('value'), 'what was typed before has come back')

    def test_other_service_drops_the_pages(self):
        visit = self.accepted_page()
        visitor = visit.visitor
        while self.kiosk.status()['stage'] != 'home':
            page = self.kiosk.status()['page']
            visitor.button(visitor.say('Back', 'PageFrame'))
            poll(lambda before=page: self.kiosk.status()['page'] != before, 10, f'the page before {page}')
        self.assertEqual(len(self.sealed_pages()), 1, 'going back loses nothing')
        visitor.settled()
        visitor.choose_service(cases.SHORT)
        self.kiosk.wait(stage='intro')
        self.all_pages_gone()


class LargeSheet(ScanCase):
    """A sheet of A3: its halves are taken one after the other, and one page is handed in."""

    def shot(self, name):
        if SHOTS:
            self.kiosk.grab(os.path.join(SHOTS, f'a3-{name}.png'))

    def lay(self, name):
        self.visitor.lay_under_camera(os.path.join(self.rig.folder, 'halves', name + '.png'))

    def told(self, source, file='HalfSheetWords'):
        words = self.visitor.say(source, file)
        self.visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"', 40)

    def half_taken(self, heading):
        self.visitor.heading(heading, 'ScanPage', seconds=40)

    def press(self, words):
        self.visitor.button(self.visitor.say(words, 'ScanPage'), seconds=20)

    def test_two_halves_are_one_page(self):
        subprocess.run([program('make-plate-shots'), 'halves', os.path.join(self.rig.folder, 'halves')], check=True, timeout=120)
        visit = self.to_scan()
        self.visitor = visit.visitor
        self.lay('upper')
        self.press('The paper is larger than the tray')
        self.half_taken('Check the first half')
        self.shot('first-half')
        self.press('Use this picture')
        self.told('Now the lower half: push the sheet away from you until its lower end lies on the tray, or turn it round.')
        self.shot('second')
        self.assertEqual(self.sealed_pages(), [], 'half a sheet is no page')
        self.lay('other')  # another sheet, whose middle is blank
        self.told('The two halves do not fit together. Is it the same sheet, and does it lie flat?', 'FaultTexts')
        self.shot('refused')
        self.lay('lower')
        self.half_taken('Check the whole sheet')
        self.shot('whole')
        self.press('Second half again')
        self.press('First half again')
        self.told('This sheet is larger than the tray. First lay its upper half on the tray: the lower half hangs over towards you.')
        self.shot('first')
        self.lay('upper')
        self.half_taken('Check the first half')
        self.press('Use this picture')
        self.lay('lower')
        self.half_taken('Check the whole sheet')
        self.press('Use this picture')
        poll(lambda: len(self.sealed_pages()) == 1, 20, 'one page is kept')
        self.press('No more pages')
        visit.rows = self.visitor.review()
        self.shot('review')
        self.visitor.button(self.visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        self.assertEqual(len(self.rig.gateway.opened(self.stored_once(visit.case)['id'])['materials']), 1)


class Wanted(ScanCase):
    """A paper of which the service says what its picture must be."""

    def setUp(self):
        copy = os.path.join(tempfile.mkdtemp(prefix='hall-wanted-'), 'resources')
        self.addCleanup(shutil.rmtree, os.path.dirname(copy))
        shutil.copytree(RESOURCES, copy)
        path = os.path.join(copy, 'catalogue', 'services', SERVICE + '.json')
        with open(path, encoding='utf-8') as file:
            service = json.load(file)
        service['materials'][0].update(dpi=600, format='pdf-grey')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(service, file, ensure_ascii=False)
        self.rig = cases.Rig(lang=cases.LANG, resources=copy)
        self.rig.gateway.catalogue = os.path.join(copy, 'catalogue')
        self.rig.__enter__()
        self.addCleanup(self.end)
        self.kiosk = self.rig.kiosk

    def exported(self, digest, seconds=60):
        """The scan's file, as soon as the centre has it: a case may be there before its scans are."""
        end = time.monotonic() + seconds
        for turn in itertools.count():
            plain = os.path.join(self.rig.folder, f'plain{turn}')
            self.rig.gateway.command('export', '--out', plain)
            paper = os.path.join(plain, 'scans', digest)
            if os.path.exists(paper) or time.monotonic() > end:
                return paper
            time.sleep(0.5)

    def test_too_few_dots_are_told_and_the_format_goes_along(self):
        visit = self.to_scan()
        visitor = visit.visitor
        visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        visitor.heading('Check the picture', 'ScanPage', seconds=40)
        words = visitor.say('The page is too small or too far away.', 'FaultTexts')
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')
        visitor.accept_picture()  # better than none
        visit.after_picture(PAGE, 'end-of-job-proof')
        visit.rows = visitor.review()
        visitor.button(visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        material, = self.rig.gateway.opened(self.stored_once(visit.case)['id'])['materials']
        self.assertEqual((material['media'], material['as'], material['page']), ('application/pdf', 'pdf-grey', 1))
        paper = self.exported(material['sha256'])
        read = subprocess.run(['pdftotext', paper, '-'], capture_output=True, text=True, check=True).stdout
        self.assertIn('劳动合同', read.replace(' ', ''))
        images = subprocess.run(['pdfimages', '-list', paper], capture_output=True, text=True, check=True).stdout
        self.assertIn(' gray ', images)
        poll(lambda: set(self.sealed_pages()) <= {material['blob']}, 20, 'no picture is kept of a page that went as a PDF')


class Film(cases.RigCase):
    """What the camera sees while hands move, from a folder of pictures or from a video file."""

    rig_options = {'gateway': False}

    def play(self, path):
        self.kiosk.device(CAMERA, 'play', video=path)
        self.assertEqual(self.kiosk.status()['devices'][CAMERA]['facts']['film'], 'playing')
        begun = time.monotonic()
        self.kiosk.wait(devices={CAMERA: {'facts': {'film': 'over'}}}, seconds=20)
        return time.monotonic() - begun

    def test_a_folder(self):
        folder = os.path.join(self.rig.folder, 'film')
        os.mkdir(folder)
        for number in range(15):
            os.symlink(self.rig.page('dismissal-certificate.jpg'), os.path.join(folder, f'{number:04}.jpg'))
        self.assertGreater(self.play(folder), 0.8)
        for bad, code in (('nothing', 'file.unreadable'), (self.rig.folder, 'page.bad-image'),
                          (self.kiosk.log, 'page.bad-image')):
            with self.assertRaises(Refused) as refused:
                self.kiosk.device(CAMERA, 'play', video=bad)
            self.assertEqual(refused.exception.code, code)

    def test_a_video(self):
        film = os.path.join(self.rig.folder, 'film.webm')
        made = shutil.which('gst-launch-1.0') and subprocess.run(
            ['gst-launch-1.0', '-q', 'videotestsrc', 'num-buffers=30', '!', 'video/x-raw,width=320,height=240,framerate=15/1',
             '!', 'vp8enc', '!', 'webmmux', '!', 'filesink', f'location={film}'], timeout=60, check=False)
        if not made or made.returncode:
            cases.skip(self, 'gst-launch-1.0 with gstreamer1.0-plugins-good is not installed')
        self.assertGreater(self.play(film), 1)
        self.kiosk.device(CAMERA, 'play', video=film)
        self.kiosk.device(CAMERA, 'clear')
        self.assertEqual(self.kiosk.status()['devices'][CAMERA]['facts']['film'], 'over')


if __name__ == '__main__':
    cases.main()
