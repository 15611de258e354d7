# SPDX-License-Identifier: GPL-3.0-or-later
"""A maker's library beside the kiosk: in a process of its own, which may die or stand still without anybody noticing but
the technician."""
import json
import os
import shutil
import signal
import time

import cases
from kiosk import BIN, Failure, ID_CARD, poll
from tracefiles import in_files, memory_holds
from visitor import Visitor

LIBRARY = os.path.join(BIN, 'tests', 'simvendor.so')
CHECK = 'holder-check'


class WithLibrary(cases.RigCase):
    rig_options = {'gateway': False, 'start': False}

    def setUp(self):
        if not os.path.exists(LIBRARY):
            cases.skip(self, f'{LIBRARY} is not built')
        super().setUp()
        self.library = os.path.join(self.rig.folder, 'library.so')
        shutil.copy(LIBRARY, self.library)
        self.kiosk.more = ['--holder-library', self.library]
        self.kiosk.start(enrolled=False)
        self.kiosk.wait(devices={CHECK: {'link': 'ready', 'facts': {'library': 'simulated 1', 'compare': True}}},
                        capabilities={'check-holder': {'available': True}})

    def be(self, word):
        with open(self.library + '.new', 'w', encoding='ascii') as file:
            file.write(word)
        os.rename(self.library + '.new', self.library + '.state')


class Holder(WithLibrary):
    def host(self):
        """The number of the host's process; None while there is none."""
        for task in os.listdir(f'/proc/{self.kiosk.process.pid}/task'):
            with open(f'/proc/{self.kiosk.process.pid}/task/{task}/children', encoding='ascii') as file:
                for child in file.read().split():
                    with open(f'/proc/{child}/cmdline', 'rb') as words:
                        if b'hall-vendor-host' in words.read():
                            return int(child)
        return None

    def test_a_host_that_is_killed_comes_back(self):
        before = self.host()
        os.kill(before, signal.SIGKILL)
        other = poll(lambda: self.host() not in (None, before) and self.host(), 20, 'another host')
        self.assertNotEqual(other, before)
        self.kiosk.wait(devices={CHECK: {'link': 'ready'}}, capabilities={'check-holder': {'available': True}})

    def test_a_host_that_stands_still_is_replaced(self):
        before = self.host()
        os.kill(before, signal.SIGSTOP)
        begun = time.monotonic()
        self.kiosk.wait(stage='attract')
        self.assertLess(time.monotonic() - begun, 2, 'the kiosk answers all the while')
        poll(lambda: self.host() not in (None, before), 20, 'another host')
        self.kiosk.wait(devices={CHECK: {'link': 'ready'}})

    def test_what_is_wrong_is_said(self):
        self.be('crash')
        self.kiosk.wait(devices={CHECK: {'fault': {'code': 'vendor.crashed', 'who': 'nobody'}}},
                        capabilities={'check-holder': {'available': False, 'reason': {'code': 'vendor.crashed'}},
                                      'begin-visit': {'available': True}}, stage='attract')
        self.be('unplug')
        self.kiosk.wait(devices={CHECK: {'link': 'absent', 'fault': {'code': 'device.disconnected', 'who': 'staff'}}},
                        seconds=20)
        self.be('match')
        self.kiosk.wait(devices={CHECK: {'link': 'ready'}}, seconds=20)

    def test_it_goes_with_the_kiosk(self):
        host = self.host()
        self.kiosk.kill()

        def gone():
            try:
                with open(f'/proc/{host}/cmdline', 'rb') as words:
                    return not words.read()  # ended, and nobody has looked yet
            except FileNotFoundError:
                return True
        poll(gone, 10, 'the host ends')

    def test_a_library_that_is_none(self):
        self.kiosk.stop()
        with open(self.library, 'w', encoding='ascii') as file:
            file.write('nothing')
        self.kiosk.start(enrolled=False)
        self.kiosk.wait(devices={CHECK: {'link': 'failed', 'fault': {'code': 'vendor.library', 'who': 'technician'}}})


class Photo(WithLibrary):
    """The photo of an identity card on the page after sign-in, and nowhere once the visit is over."""

    # Pixels that no chance makes. The simulated library decodes a photo by repeating the card's bytes, three a pixel.
    pattern = bytes.fromhex('C3175E9A42D1') + b'photo-of-nobody-' + bytes.fromhex('7B08F3A6E5')

    def place(self):
        with open(self.rig.id_card('li-yanshi'), encoding='utf-8') as file:
            card = json.load(file)
        card['photo'] = (self.pattern * 40)[:1024].hex().upper()
        path = os.path.join(self.rig.folder, 'photo-card.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(card, file)
        self.kiosk.device(ID_CARD, 'place', card=path)
        os.unlink(path)
        self.visitor = Visitor(self.kiosk, cases.LANG)
        self.visitor.heading('Do you agree to this use of your data?', 'ConsentPage')

    def shows(self, words):
        said = self.visitor.say(words, 'HolderRow')
        self.visitor.until(lambda now: now.one('picture', said), said)

    def traces(self):
        """Of the decoded photo and of what the card holds; as the screen has it, with a byte of no use to each pixel."""
        pixels = self.pattern[:27]
        wide = b''.join(pixels[at:at + 3] + b'\xff' for at in range(0, 27, 3))
        return memory_holds(self.kiosk.process.pid, raw={'card': pixels, 'screen': wide})

    def test_the_photo_is_shown_and_goes(self):
        if os.geteuid() != 0:
            cases.skip(self, 'only root may read the memory of another process')
        self.place()
        self.shows('The photo on your card')
        self.assertTrue(self.traces(), 'the search does not even find the photo that is shown')
        self.kiosk.device(ID_CARD, 'lift')
        self.visitor.button(self.visitor.say('I do not agree', 'ConsentPage'))
        self.visitor.button(self.visitor.say('Finish', 'RefusedPage'))
        self.kiosk.wait(stage='attract', seconds=20)
        left = []

        def gone():
            left[:] = self.traces()
            return not left
        try:
            poll(gone, 40, 'memory without the photo', every=0.5)
        except Failure:
            self.assertEqual(left, [])
        self.assertEqual(in_files([self.kiosk.data, self.kiosk.runtime], ['photo-of-nobody-']), [])

    def test_no_photo_is_a_silhouette(self):
        self.be('no-photo')
        self.place()
        self.shows('A silhouette: no photo is shown')

    def test_a_library_that_dies_over_it(self):
        self.be('crash')
        self.place()
        self.shows('A silhouette: no photo is shown')

    def test_no_library(self):
        self.kiosk.stop()
        self.kiosk.more = []
        self.kiosk.start(enrolled=False)
        self.place()
        self.shows('A silhouette: no photo is shown')


if __name__ == '__main__':
    cases.main()
