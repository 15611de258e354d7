# SPDX-License-Identifier: GPL-3.0-or-later
"""A technician calibrates the document camera by the maintenance pages, from nothing to a green daily check; what must not
pass; and the print test. The simulated camera is shown what one with a bent lens would see (tests/support/plateshots.h)."""
import atexit
import base64
import json
import os
import shutil
import subprocess
import tempfile
import time

import cases
from kiosk import Failure, PAGE_PRINTER, SERVICE_CARD, poll, program
from test_staff import PIN, StaffCase

CAMERA = 'document-camera'
UNSEEN = 'The target is not seen yet: it is far from sharp, or not there. If it lies there, measure.'
PAGE = 'CalibrationPage'
WORDS = 'CalibrationWords'
TARGET = 'TargetPanel'
ONE_SHEET = 6  # s, and more than the simulated printer takes
HOUR = 3600
SHOTS = tempfile.mkdtemp(prefix='hall-plate-')
atexit.register(shutil.rmtree, SHOTS, ignore_errors=True)


def shots(*arguments):
    subprocess.run([program('make-plate-shots'), *arguments], check=True, timeout=600)


class CameraCase(StaffCase):
    rig_options = {'gateway': False}

    @classmethod
    def setUpClass(cls):
        if not os.listdir(SHOTS):
            shots('calibration', SHOTS)

    def setUp(self):
        super().setUp()
        self.enter(PIN)
        self.kiosk.wait(stage='staff')
        self.pictures = 0

    def show(self, name):
        self.kiosk.device(CAMERA, 'show', image=os.path.join(SHOTS, name + '.png'))

    def say(self, words, context=PAGE, *arguments):
        return self.visitor.say(words, context, *arguments)

    def press(self, words, context=PAGE, *arguments):
        self.visitor.button(self.say(words, context, *arguments), seconds=60)

    def alert(self, words, context=PAGE, seconds=60):
        said = self.say(words, context)
        return self.visitor.until(lambda now: now.all('alert', has=said), f'it says "{said}"', seconds)

    def picture(self, name):
        folder = os.environ.get('HALL_KEEP_PICTURES')
        if folder:
            self.pictures += 1
            self.visitor.settled()
            self.kiosk.grab(os.path.join(folder, f'{self.id().split(".")[-1]}-{self.pictures:02d}-{name}.png'))

    def ctl(self, *words):
        return subprocess.run([program('hallctl'), *words, '--json', '--control', self.kiosk.socket], capture_output=True,
                              text=True, timeout=120)

    def plate(self):
        return self.kiosk.status()['calibration']

    def begin(self):
        self.press('Calibrate the camera', 'CameraPanel')
        self.picture('scale')
        self.press('The bar is %1 mm long', PAGE, '150.0')

    def one_shot(self, name, step):
        """A step that is measured when the technician says so."""
        self.show(name)
        self.alert('Ready to be measured.')
        self.picture(step)
        self.press('Measure')
        self.alert('Good')
        self.picture(step + '-passed')

    def lens(self):
        """The target is held here and there, until there are enough."""
        good = self.say('Good')
        for place in range(20):
            self.show(f'lens-{place:02d}')
            before, shown = self.taken(), time.monotonic()
            while time.monotonic() < shown + 25:
                alerts = [node['name'] for node in self.visitor.look().all('alert')]
                if any(name == good for name in alerts):
                    self.picture('lens-passed')
                    return
                # What is said of the picture before stands for a moment.
                if self.taken() not in (before, -1) or time.monotonic() > shown + 4 and any(self.refused(name) for name in alerts):
                    break
                time.sleep(0.15)
            if place == 5:
                self.picture('lens')
        raise Failure('twenty places are not enough: ' + self.visitor.look().names()[:600])

    def refused(self, words):
        return any(words.startswith(self.say(hint, WORDS)) for hint in (
            'This is there already. Hold the target elsewhere, or tilt it otherwise.', 'Bring the target to the yellow frame.',
            *(f"Lift the {side} side of the target by a hand's breadth." for side in ('left', 'right', 'upper', 'lower'))))

    def taken(self):
        start = self.say('Pictures: %1 of %2').split('%1')[0]
        for node in self.visitor.look().all('alert'):
            if start in node['name']:
                return int(node['name'].split(start)[1].split()[0])
        return -1

    def lens_of_camera(self, lens):
        self.kiosk.device(CAMERA, 'lens', lens=lens)

    def may_be_found(self):
        """Whether the target is seen before it is sharp depends on how sharp it is not."""
        words = self.say('Ready to be measured.'), self.say(UNSEEN)
        self.visitor.until(lambda now: any(now.all('alert', has=said) for said in words), 'it may be measured', 60)
        time.sleep(2)  # the picture shown last is the one that is measured

    def find_focus(self):
        """A lens that stands wrong, as delivered: it is driven to where the target is sharpest."""
        self.lens_of_camera({'now': 20, 'sharp': 148})
        self.alert(UNSEEN)
        self.show('target')
        self.may_be_found()
        self.picture('focus')
        self.press('Measure')
        bars = self.say('Focus %1: sharpness %2 %', 'FocusBars').split('%1')[0].strip()
        self.visitor.until(lambda now: any(node['name'].startswith(bars) for node in now.all('picture')), 'its bars', 60)
        self.alert('The focus is being found…')
        time.sleep(6)
        self.picture('focus-found')
        self.alert('Good', seconds=150)
        self.picture('focus-passed')

    def calibrate(self):
        self.begin()
        self.find_focus()
        self.press('Next step')
        self.lens()
        self.press('Next step')
        self.one_shot('target', 'plate')
        self.press('Next step')
        self.one_shot('white', 'light')
        self.press('Next step')
        self.one_shot('empty', 'empty')
        self.press('Next step')
        self.picture('whole')
        self.assertEqual(self.plate()['state'], 'none', 'nothing is in force before the whole is accepted')
        self.press('Use this calibration')
        self.kiosk.wait(seconds=60, calibration={'state': 'good', 'checking': False})
        self.alert('Calibrated, and checked today', WORDS)
        self.picture('kept')
        self.press('Done')


class Calibration(CameraCase):

    def test_from_nothing_to_a_green_daily_check(self):
        self.assertEqual(self.plate()['state'], 'none')
        self.assertEqual(self.kiosk.status()['capabilities']['capture']['measured'], False)
        self.calibrate()
        plate = self.plate()
        print({name: figure for name, figure in plate['figures'].items()}, plate['check'])
        for name, (value, limit) in plate['figures'].items():
            self.assertLessEqual(value, limit, name)
        self.assertEqual(plate['size_px'], [2448, 1836])
        self.assertLessEqual(abs(plate['focus']['value'] - 148), 5)
        self.assertEqual([plate['focus'][name] for name in ('least', 'most', 'step')], [0, 250, 5])
        self.assertGreater(plate['check']['sharp'], 0.8)
        self.assertTrue(plate['by'].startswith('technician '))
        self.assertEqual(plate['check']['marks'], 4)
        self.assertTrue(self.kiosk.status()['capabilities']['capture']['measured'])
        self.picture('maintenance')

        with self.subTest('it holds over a restart, and is looked at again once nobody is there'):
            self.kiosk.device(SERVICE_CARD, 'remove')
            self.kiosk.stop()
            self.kiosk.start(enrolled=False)
            self.lens_of_camera({'now': 20, 'sharp': 148})  # the camera has forgotten how it was set
            self.show('empty')
            self.kiosk.advance(HOUR)  # it may have looked before
            self.kiosk.wait(seconds=60, calibration={'state': 'good'})
        with self.subTest('a camera that was moved is found the next day, and one that is back again too'):
            self.show('empty-moved')
            self.kiosk.advance(25 * HOUR)
            moved = self.kiosk.wait(seconds=60, calibration={'state': 'failed', 'reason': 'moved'})
            self.assertGreater(moved['calibration']['check']['shift_mm'], 1.5)
            self.assertFalse(moved['capabilities']['capture']['measured'])
            self.assertTrue(moved['capabilities']['capture']['available'])
            self.come()
            self.enter(PIN)
            self.kiosk.wait(stage='staff')
            words = self.say('The camera or the plate has been moved', WORDS)
            self.visitor.until(lambda now: now.all('text', has=words), words)
            self.picture('moved')
            self.show('empty')
            self.press('Check the plate now', 'CameraPanel')
            self.kiosk.wait(seconds=60, calibration={'state': 'good'})
        with self.subTest('something lies on the plate'):
            self.show('white')
            self.press('Check the plate now', 'CameraPanel')
            self.kiosk.wait(seconds=60, calibration={'state': 'failed'})
        with self.subTest('from the command line'):
            self.show('empty')
            checked = self.ctl('camera', 'check')
            self.assertEqual((checked.returncode, json.loads(checked.stdout)['state']), (0, 'good'), checked.stderr)
        with self.subTest('a camera that gives pictures of another size'):
            self.show('target-small')
            checked = self.ctl('camera', 'check')
            self.assertEqual(checked.returncode, 1)
            plate = json.loads(checked.stdout)
            self.assertEqual((plate['state'], plate['reason']), ('stale', 'other-size'))

    def test_what_must_not_pass(self):
        with self.subTest('a bar that is far too short'):
            self.press('Calibrate the camera', 'CameraPanel')
            for count in range(5):
                self.press('%1 mm', PAGE, '−1')
            self.press('The bar is %1 mm long', PAGE, '145.0')
            said = self.say('The target was printed smaller or larger. Print it at 100 %, without fitting it to the page.')
            self.visitor.until(lambda now: now.all('alert', has=said), said)
            self.picture('scale-refused')
            for count in range(5):
                self.press('%1 mm', PAGE, '+1')
            self.press('The bar is %1 mm long', PAGE, '150.0')
        with self.subTest('a lens that does not move, and the target blurred'):
            self.lens_of_camera({'now': 20, 'sharp': 148, 'dead': True})
            self.show('target')
            self.may_be_found()
            self.press('Measure')
            self.alert('Not good yet', seconds=150)
            said = self.say('Whatever focus is set, the picture is as blurred. See whether the target lies there and the lens is '
                            'clean; else the lens does not move: another camera is needed.', WORDS)
            self.assertTrue(self.visitor.look().all('alert', has=said))
            self.picture('focus-stuck')
            self.press('Leave')
            self.lens_of_camera(None)  # another camera, with a lens that only a hand turns
            self.begin()
        with self.subTest('a blurred target'):
            self.show('target-blurred')
            ready = self.say('Ready to be measured.')
            refused = [self.say(words, WORDS) for words in (
                'The target cannot be seen, or it is far from sharp.',
                'It is not sharp enough. Turn the lens a little and measure again: a smaller figure is sharper.')]
            now = self.visitor.until(lambda now: any(now.all('alert', has=words) for words in (ready, *refused)),
                                     'it is seen, or not', 60)
            if now.all('alert', has=ready):
                self.press('Measure')
                self.alert('Not good yet')
                self.picture('blurred')
                self.press('Try again')
        with self.subTest('a hand over the target'):
            self.show('target-hand')
            covered = self.say('Part of the target is covered or outside of the picture.', WORDS)
            unseen = self.say('The target cannot be seen, or it is far from sharp.', WORDS)
            self.visitor.until(lambda now: now.all('alert', has=covered) or now.all('alert', has=unseen), covered, 60)
            self.picture('hand')
            self.assertFalse(self.visitor.look().one('button', self.say('Measure')))
        with self.subTest('the target again, and then pictures of another size'):
            self.one_shot('target', 'focus')
            self.press('Leave')
            self.begin()  # what was passed is gone on with
            heading = self.say('Camera: how its lens bends', WORDS)
            self.visitor.until(lambda now: now.heading == heading, heading, 30)
            self.show('target-small')
            other = self.say('The camera gives pictures of another size than before. Begin anew.', WORDS)
            self.visitor.until(lambda now: now.all('alert', has=other), other, 60)
            self.picture('other-size')
            self.press('Leave')
        self.assertEqual(self.plate()['state'], 'none')


class Target(CameraCase):
    """The kiosk prints the target itself, and the camera finds its corners on what came out."""

    def output(self):
        return self.kiosk.device(PAGE_PRINTER, 'output')

    def scale_page(self):
        self.press('Calibrate the camera', 'CameraPanel')

    def test_the_kiosk_prints_it(self):
        self.kiosk.wait(capabilities={'print-a4': {'available': True}})
        self.picture('maintenance')
        self.scale_page()
        self.picture('scale')
        self.press('Print the target', TARGET)
        self.alert('The target is being printed…', TARGET)
        self.picture('printing')
        self.alert('The target is printed', TARGET)
        self.picture('printed')
        output = self.output()
        self.assertEqual((output['papers'], output['media'], output['scaling']), (1, 'iso_a4_210x297mm', 'none'))
        self.assertRegex(output['name'], '^hall-[0-9]+$')
        printed = base64.b64decode(output['pdf'])
        with self.subTest('it is what hallctl writes'):
            written = os.path.join(self.rig.folder, 'target.pdf')
            self.assertEqual(self.ctl('camera', 'target', '--out', written).returncode, 0)
            with open(written, 'rb') as file:
                self.assertEqual(file.read(), printed)
        with self.subTest('the camera finds the corners of what came out'):
            path = os.path.join(self.rig.folder, 'printed')
            subprocess.run(['pdftoppm', '-r', '150', '-png', '-singlefile', written, path], check=True)
            self.kiosk.device(CAMERA, 'show', image=path + '.png')
            self.press('The bar is %1 mm long', PAGE, '150.0')
            self.alert('Ready to be measured.')
            self.picture('seen')
            self.press('Leave')
        with self.subTest('the journal has it'):
            counts = self.kiosk.status()['statistics'][PAGE_PRINTER]
            self.assertEqual(counts.get('counts', counts)['prints'], 1)

    def test_what_goes_wrong(self):
        with self.subTest('no paper: said before it is asked for anything'):
            self.kiosk.device(PAGE_PRINTER, 'set', paper='out')
            self.kiosk.wait(devices={PAGE_PRINTER: {'fault': {'code': 'page-printer.paper-out'}}})
            self.picture('maintenance-empty')
            self.scale_page()
            said = self.visitor.say('The A4 printer has no paper.', 'FaultTexts')
            self.visitor.until(lambda now: now.all('alert', has=said), said)
            self.picture('empty')
            self.kiosk.device(PAGE_PRINTER, 'set', paper='ok')
            self.visitor.until(lambda now: not now.all('alert', has=said), 'there is paper')
        with self.subTest('it jams on the way, and goes on once that is cleared'):
            self.press('Print the target', TARGET)
            self.kiosk.wait(devices={PAGE_PRINTER: {'activity': 'print'}})
            self.kiosk.device(PAGE_PRINTER, 'set', jam=True)
            stuck = self.visitor.say('Paper is stuck in the printer.', 'FaultTexts')
            self.visitor.until(lambda now: now.all('alert', has=stuck), stuck)
            self.picture('jam')
            self.kiosk.device(PAGE_PRINTER, 'set', jam=False)
            self.alert('The target is printed', TARGET)
        with self.subTest('the line is cut: nobody knows, and it is not sent again'):
            self.kiosk.fault(PAGE_PRINTER, 'cut')
            self.press('Print another target', TARGET)
            unknown = self.visitor.say('It is not certain that the sheet was printed.', 'FaultTexts')
            self.visitor.until(lambda now: now.all('alert', has=unknown), unknown, 30)
            self.picture('unknown')
            self.kiosk.heal(PAGE_PRINTER)
            poll(lambda: self.output()['papers'] == 2, 20, 'it came out all the same')
            time.sleep(ONE_SHEET)
            self.assertEqual(self.output()['papers'], 2)
        with self.subTest('who leaves takes it back'):
            self.kiosk.wait(capabilities={'print-a4': {'available': True}})
            self.press('Print another target', TARGET)
            self.kiosk.wait(devices={PAGE_PRINTER: {'activity': 'print'}})
            self.kiosk.device(PAGE_PRINTER, 'set', toner='out')
            self.kiosk.wait(devices={PAGE_PRINTER: {'fault': {'code': 'page-printer.toner-out'}}})
            self.press('Leave')
            self.kiosk.wait(devices={PAGE_PRINTER: {'activity': 'idle'}}, seconds=20)
            self.kiosk.device(PAGE_PRINTER, 'set', toner='ok')
            time.sleep(ONE_SHEET)
            self.assertEqual(self.output()['papers'], 2)
        with self.subTest('from the command line'):
            printed = self.ctl('camera', 'target', '--print')
            self.assertEqual((printed.returncode, json.loads(printed.stdout)['outcome']), (0, 'printed'), printed.stderr)
            self.kiosk.device(PAGE_PRINTER, 'set', pdf=False)
            self.kiosk.wait(devices={PAGE_PRINTER: {'link': 'failed'}})
            printed = self.ctl('camera', 'target', '--print')
            self.assertEqual((printed.returncode, json.loads(printed.stdout)['reason']), (1, 'page-printer.no-pdf'),
                             printed.stderr)


class PrintTest(CameraCase):

    def judged(self, name, *trouble):
        paper = os.path.join(self.rig.folder, 'paper.png')
        with open(paper, 'wb') as file:
            file.write(self.kiosk.paper()[1])
        scene = os.path.join(self.rig.folder, name + '.png')
        shots('paper', paper, scene, *trouble)
        self.kiosk.device(CAMERA, 'show', image=scene)
        screen = self.visitor.look()
        measure = self.say('Measure', 'PrintTestPage')
        self.press('Measure' if screen.one('button', measure) else 'Measure again', 'PrintTestPage')
        verdicts = [self.say(words, 'PrintTestPage') for words in ('The print is good', 'The print is not good')]
        now = self.visitor.until(lambda now: any(now.all('alert', has=words) for words in verdicts), 'it is judged', 60)
        self.picture(name)
        return now

    def test_a_paper_is_judged(self):
        self.press('Test the print', 'CameraPanel')
        self.alert('The test paper is there.', 'PrintTestPage')
        self.picture('lay')
        self.judged('good')
        last = self.kiosk.status()['print_test']
        self.assertTrue(last['good'], last)
        for name, trouble, figure in (('dead', ('--dead', '123'), 'print-dead-dots'), ('pale', ('--pale',), 'print-darkness'),
                                      ('crooked', ('--crooked',), 'print-cut')):
            with self.subTest(name):
                now = self.judged(name, *trouble)
                last = self.kiosk.status()['print_test']
                wrong = [one for one, (value, limit) in last['figures'].items() if value > limit]
                self.assertEqual(wrong, [figure], last)
                if name == 'dead':
                    self.assertLessEqual(abs(last['dead_dots'][0] - 123), 1)
                    said = self.say('Dots from the left: %1.', 'PrintTestPage').split('%1')[0]
                    self.assertTrue(now.all('alert', has=said))


if __name__ == '__main__':
    cases.main()
