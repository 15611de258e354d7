# SPDX-License-Identifier: GPL-3.0-or-later
"""What the test files share: a rig per test or per class, visits of a few seconds, and skips with their reason."""
import json
import os
import struct
import subprocess
import sys
import time
import unittest
import zlib

sys.dont_write_bytecode = True
from kiosk import Failure, ID_CARD, Rig, SERVICE_CARD, STICK, poll  # noqa: E402
from visit import Visit  # noqa: E402
from visitor import Visitor  # noqa: E402

SHORT = 'flexible-registration'
LANG = 'en'


def skip(test, reason):
    print(f'SKIP   : {test.id()} {reason}', flush=True)
    raise unittest.SkipTest(reason)


class RigCase(unittest.TestCase):
    """A test with a gateway and a kiosk of its own."""

    rig_options = {}

    def setUp(self):
        self.rig = Rig(**dict({'lang': LANG}, **self.rig_options))
        self.rig.__enter__()
        self.addCleanup(self.end)
        self.kiosk = self.rig.kiosk

    def run(self, result=None):
        self.outcome, self.wrong_before = result, self.count_wrong(result)
        return super().run(result)

    @staticmethod
    def count_wrong(result):
        return len(result.errors) + len(result.failures) if result else 0

    def end(self):
        self.rig.close(keep=self.count_wrong(self.outcome) > self.wrong_before)

    def visit(self, service=SHORT, **more):
        return Visit(self.rig, service, LANG, **more)

    def to_done(self, visit):
        """A visit up to the page with the case number."""
        visit.come_in()
        visit.fill()
        visit.submit()
        return visit

    def reset(self):
        """Back to attract by taking the card away and letting the grace run out."""
        status = self.kiosk.status()
        if status['stage'] == 'attract':
            return
        self.kiosk.device(SERVICE_CARD, 'remove')
        if self.kiosk.status()['stage'] not in ('ended', 'attract'):
            self.kiosk.advance(90)
            self.kiosk.advance(60)
        self.kiosk.wait(stage='attract', seconds=20)
        self.until_searched(status['memory']['searches'])

    def until_searched(self, before):
        """The visit is over and the search of the memory after it as well, of which there had been so many before."""
        # A kiosk that finds something of the visit in its memory begins anew now. Whoever lays a card down at that moment
        # is asked to lay it down again, which is not what these tests are about.
        searched = time.monotonic() + 4
        while self.kiosk.status()['memory']['searches'] == before and time.monotonic() < searched:
            time.sleep(0.05)
        self.kiosk.wait(stage='attract', seconds=20)

    def on_screen(self, visitor, source, context, role=None, seconds=10):
        """Waits until these words are on the screen and returns their node."""
        words = visitor.say(source, context)
        screen = visitor.until(lambda now: now.all(role, has=words), f'the words "{words}"', seconds)
        return screen.all(role, has=words)[0]

    def stored_once(self, case, seconds=60):
        """The centre has this case exactly once."""
        found = poll(lambda: [one for one in self.rig.gateway.cases() if one['id'] == case['id']], seconds,
                     f'case {case["number"]} reaches the centre', every=0.2)
        self.assertEqual(len(found), 1)
        return found[0]

    def changed_card(self, name, change):
        """A copy of a demo card after change(card)."""
        with open(self.rig.card(name), encoding='utf-8') as file:
            card = json.load(file)
        change(card)
        path = os.path.join(self.rig.folder, f'{name}-changed.json')
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(card, file)
        return path


class SharedRigCase(RigCase):
    """One kiosk for all tests of a class: that it goes on after each is part of the test."""

    @classmethod
    def setUpClass(cls):
        cls.shared = Rig(**dict({'lang': LANG}, **cls.rig_options))
        cls.shared.__enter__()
        cls.wrong = False

    @classmethod
    def tearDownClass(cls):
        cls.shared.close(keep=cls.wrong)

    def setUp(self):
        self.rig = self.shared
        self.kiosk = self.rig.kiosk
        self.visitor = Visitor(self.kiosk, LANG)
        self.addCleanup(self.end)
        self.addCleanup(self.to_attract)

    def end(self):
        type(self).wrong |= self.count_wrong(self.outcome) > self.wrong_before

    def to_attract(self):
        """Everybody goes, with every card; nobody touches anything until the visit is over."""
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.kiosk.device(ID_CARD, 'lift')
        self.kiosk.device(STICK, 'remove')
        status = self.kiosk.status()
        if status['stage'] != 'attract':
            for _ in range(3):
                self.kiosk.advance(100)
                time.sleep(0.3)
            self.kiosk.wait(stage='attract', seconds=20)
            self.until_searched(status['memory']['searches'])


def on_small_disk(test, **options):
    """A kiosk whose data lies on a file system of its own, of 200 MiB; and where that is."""
    rig = Rig(**dict({'lang': LANG}, **options), start=False)
    test.addCleanup(rig.close)
    small = os.path.join(rig.folder, 'small')
    os.mkdir(small)
    done = subprocess.run(['mount', '-t', 'tmpfs', '-o', 'size=200m,mode=0700', 'tmpfs', small], capture_output=True, text=True,
                          check=False)
    if done.returncode:
        skip(test, f'a small file system cannot be mounted: {done.stderr.strip()}')
    test.addCleanup(subprocess.run, ['umount', '-l', small], check=False)
    rig.kiosk.data = os.path.join(small, 'kiosk')
    rig.gateway.start()
    rig.kiosk.start()
    return rig, small


def fill_disk(folder):
    """A file that takes all the room there is."""
    path = os.path.join(folder, 'ballast')
    with open(path, 'ab', buffering=0) as ballast:
        for size in (1 << 22, 1 << 12, 1):
            try:
                while True:
                    ballast.write(bytes(size))
            except OSError:
                pass
    return path


def black_share(png):
    """The share of black in each row of a one-bit PNG as the virtual printer gives it."""
    width, height, depth, kind = struct.unpack('>IIBB', png[16:26])
    if depth != 1:
        raise Failure(f'the receipt picture has {depth} bits a pixel')
    place, packed, palette = 8, b'', b'\0\0\0\xff\xff\xff'
    while place < len(png):
        length, name = struct.unpack('>I4s', png[place:place + 8])
        data = png[place + 8:place + 8 + length]
        packed += data if name == b'IDAT' else b''
        palette = data if name == b'PLTE' else palette
        place += 12 + length
    stride = (width + 7) // 8
    plain, rows, before = zlib.decompress(packed), [], bytes(stride)
    black_is_one = kind == 3 and palette[3] < 128
    for start in range(0, height * (stride + 1), stride + 1):
        row = unfiltered(plain[start], plain[start + 1:start + 1 + stride], before)
        ones = sum(bin(byte).count('1') for byte in row)
        rows.append((ones if black_is_one else width - ones) / width)
        before = row
    return rows


def unfiltered(kind, row, before):
    """A PNG row without its filter; one byte is one step at one bit a pixel."""
    out = bytearray()
    for at, byte in enumerate(row):
        left, up, corner = (out[at - 1] if at else 0), before[at], (before[at - 1] if at else 0)
        near = left + up - corner
        paeth = min((abs(near - left), 0, left), (abs(near - up), 1, up), (abs(near - corner), 2, corner))[2]
        out.append((byte + (0, left, up, (left + up) // 2, paeth)[kind]) & 255)
    return bytes(out)


def main():
    unittest.main(verbosity=2)
