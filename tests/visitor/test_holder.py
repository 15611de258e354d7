# SPDX-License-Identifier: GPL-3.0-or-later
"""A maker's library beside the kiosk: in a process of its own, which may die or stand still without anybody noticing but
the technician."""
import os
import shutil
import signal
import time

import cases
from kiosk import BIN, poll

LIBRARY = os.path.join(BIN, 'tests', 'simvendor.so')
CHECK = 'holder-check'


class Holder(cases.RigCase):
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


if __name__ == '__main__':
    cases.main()
