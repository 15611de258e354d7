# SPDX-License-Identifier: GPL-3.0-or-later
"""Every fault of every device in a whole kiosk, in the middle of a visit: how soon the kiosk knows it and says it, whether
the visit goes on with all that was entered, and how soon it is over once its cause is gone.

The faults are those of the matrix in drivers/README.md, "The fault matrix"; the table under "In a whole kiosk" there is this
one: every row of it must be what happens, within the times it states. Without HALL_TEST_SCALE above 1 every device is away
for half a minute, all at once; with it there is every other fault too, and each device is away alone. HALL_WRITE_MATRIX=1
with it writes the table anew, with times rounded up."""
import dataclasses
import math
import os
import shutil
import time
import unittest

import cases
from kiosk import BIN, CABINET, CAMERA, Failure, ID_CARD, PAGE_PRINTER, PRINTER, Rig, SCANNER, SERVICE_CARD, TOP
from upsd import Upsd
from visit import Visit
from visitor import DEBOUNCE, Visitor, middle

README = os.path.join(TOP, 'drivers', 'README.md')
DRIVERS = ('<!-- fault matrix -->', '<!-- end of the fault matrix -->')
KIOSK = ('<!-- kiosk matrix -->', '<!-- end of the kiosk matrix -->')
HEAD = ('| device | fault | shown as | who must act | the visit | known within s | shown within s | over within s |\n'
        '|---|---|---|---|---|---|---|---|\n')

SUPPLY, CHECK, KEYS = 'power-supply', 'holder-check', 'keypad'
NAMES = {SERVICE_CARD: 'Social security card reader', ID_CARD: 'Identity card reader', PRINTER: 'Receipt printer',
         PAGE_PRINTER: 'A4 printer', CAMERA: 'Document camera', SCANNER: 'Code scanner', CABINET: 'Cabinet',
         SUPPLY: 'Power supply', CHECK: 'Holder check'}
NEEDS = {PRINTER: 'print-receipt', PAGE_PRINTER: 'print-a4', CAMERA: 'capture', SCANNER: 'scan-code', CABINET: 'guide',
         CHECK: 'check-holder'}
SERVICE, PAGE = 'unemployment-registration', 'scan-end-of-job-proof'
LIBRARY = os.path.join(BIN, 'tests', 'simvendor.so')
TECHNICIAN, PIN = 'technician', '135792'  # resources/demo/README.md

# The limits for every device.
KNOWN = 5        # s until the kiosk knows, what falls silent included
SHOWN = 2        # s from then until it stands on a screen
OVER_ALONE = 60  # s until it is over, where nobody must act
OVER = 5         # s after somebody has acted
BLIP = 30        # s that a device may be away while a visit goes on
TRIED = 3        # s until a device that is away is tried again, at the latest: what was healed may just have missed it
BUSY = 2         # a machine that builds beside it
STEP = 0.03      # s between two looks


@dataclasses.dataclass
class Row:
    device: str
    fault: str
    link: str = 'works on'
    who: str = 'nobody'
    visit: str = 'goes on'
    known: float = 0.0    # s from the fault; None: nothing tells of it but the cabinet
    shown: float = 0.0    # s from when it was known
    over: float = 0.0     # s from the end of its cause, or from when the program began anew where it is hung

    @property
    def hung(self):
        return self.link.startswith('hung')

    @property
    def works(self):
        return self.link == 'works on'

    def cells(self):
        def within(seconds):
            return '–' if self.works or seconds is None else str(max(1, math.ceil(seconds + 0.7)))
        return [self.device, self.fault, self.link, self.who, self.visit, within(self.known), within(self.shown),
                within(max(self.over, TRIED - 0.7))]


class Watch:
    """Seconds since it was made, without those in which the machine did not let this test look."""

    def __init__(self):
        self.begin = time.monotonic()

    def __call__(self):
        return time.monotonic() - self.begin

    def pause(self):
        before = time.monotonic()
        time.sleep(STEP)
        late = time.monotonic() - before - STEP
        if late > STEP:
            self.begin += late


class Stand:
    """A kiosk with every device that there is, all simulated."""

    gateway = False

    def __init__(self):
        self.rig = Rig(lang=cases.LANG, gateway=self.gateway, start=False)
        self.kiosk = self.rig.kiosk
        self.upsd = Upsd()
        self.library = os.path.join(self.rig.folder, 'library.so')
        shutil.copy(LIBRARY, self.library)
        self.kiosk.more = ['--holder-library', self.library, '--ups', self.upsd.address]
        self.visitor = Visitor(self.kiosk, cases.LANG)

    def start(self):
        self.rig.__enter__()
        self.kiosk.start()
        self.kiosk.wait(devices={device: {'link': 'ready'} for device in NAMES}, seconds=20)

    def close(self, keep):
        self.upsd.close()
        self.rig.close(keep)

    def fault(self, device, fault):
        if device == SUPPLY:
            self.upsd.set_fault(fault)
        elif device == CHECK:
            self.be({'stall': 'hang'}.get(fault, fault))
        else:
            self.kiosk.fault(device, fault)
        # A card and a code are work for a device that is there.
        if device == SERVICE_CARD and fault not in ('unplug', 'daemon'):
            self.kiosk.device(SERVICE_CARD, 'insert', card=self.rig.card('e-long-name'))
        elif device == SCANNER:
            self.kiosk.device(SCANNER, 'scan', text='HALL-E1.E3702000001.1764129600.0123456789abcdef')

    def heal(self, device):
        if device == SUPPLY:
            self.upsd.heal()
        elif device == CHECK:
            self.be('match')
        else:
            self.kiosk.heal(device)
        if device == SERVICE_CARD:
            self.kiosk.device(SERVICE_CARD, 'remove')

    def be(self, word):
        with open(self.library + '.new', 'w', encoding='ascii') as file:
            file.write(word)
        os.rename(self.library + '.new', self.library + '.state')

    def touch_nothing(self):
        """Somebody is there."""
        self.visitor.press_at(*middle(self.visitor.look().all('heading')[0]))


class VisitStand(Stand):
    """Somebody is signed in, has filled in the form and is about to lay a paper under the camera."""

    gateway = True

    def start(self):
        super().start()
        self.visit = Visit(self.rig, SERVICE, cases.LANG)
        self.visitor = self.visit.visitor
        card = self.rig.id_card('zhang-ceshi')
        self.visitor.insert_card = lambda _: self.kiosk.device(ID_CARD, 'place', card=card)
        self.visit.come_in()
        self.kiosk.device(ID_CARD, 'lift')
        self.visitor.begin()
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            self.visitor.note_page()
            self.visitor.fill_page(self.visit.answers)
        self.visitor.page(PAGE)
        self.kiosk.wait(visit={'capture': 'looking'})
        self.visits = self.kiosk.status()['visits']

    def kept(self, status):
        return (status['visits'], status['page'], status['visit']['covered']) == (self.visits, PAGE, False)

    def says_camera(self):
        """The page tells of the camera, and that nothing is lost."""
        return bool(self.visitor.look().all('alert', has=self.visitor.say('what you entered is kept')))

    def press_key(self):
        self.kiosk.device(CABINET, 'key', key='next')

    def keys(self):
        """How many have come so far."""
        counts = self.kiosk.status()['statistics'].get(CABINET, {})
        return counts.get('counts', counts).get('keys', 0)

    def finish(self):
        """Everything that was entered before is on the page for checking."""
        self.visitor.lay_under_camera(self.rig.page('dismissal-certificate.jpg'))
        self.visitor.accept_picture()
        self.visit.after_picture(PAGE, 'end-of-job-proof')
        self.visit.rows = self.visitor.review()
        self.visit.check_shown()


class StaffStand(Stand):
    """A technician looks at the list of devices."""

    def start(self):
        super().start()
        self.visitor.insert_card(self.rig.card(TECHNICIAN))
        self.kiosk.wait(stage='staff-pin')
        for digit in PIN:
            self.visitor.button(digit)
        time.sleep(DEBOUNCE)
        self.visitor.button(self.visitor.say('Sign in', 'PinPage'))
        self.kiosk.wait(stage='staff')
        self.kiosk.device(SERVICE_CARD, 'remove')
        self.visitor.settled()

    def lines(self):
        """What the list says of each device."""
        said = {}
        for node in self.visitor.look().all('text'):
            for device, name in NAMES.items():
                start = self.visitor.say(name, 'DevicePanel') + ': '
                if node['name'].startswith(start):
                    said[device] = node['name'][len(start):]
        return said

    def good(self, line):
        return line == self.visitor.say('Ready', 'DevicePanel')


def table(marks):
    """The rows of a table in the README, as lists of cells."""
    with open(README, encoding='utf-8') as file:
        text = file.read()
    begin, end = (text.find(mark) for mark in marks)
    if begin < 0 or end < begin:
        raise Failure(f'{README} has no table {marks[0]}')
    lines = text[begin:end].splitlines()[3:]
    return [[cell.strip() for cell in line.split('|')[1:-1]] for line in lines if line]


def write_table(rows):
    with open(README, encoding='utf-8') as file:
        text = file.read()
    begin, end = text.index(KIOSK[0]) + len(KIOSK[0]) + 1, text.index(KIOSK[1])
    lines = ''.join(f'| {" | ".join(row.cells())} |\n' for row in rows)
    with open(README, 'w', encoding='utf-8') as file:
        file.write(text[:begin] + HEAD + lines + text[end:])


def full():
    return int(os.environ.get('HALL_TEST_SCALE', '1')) > 1


class Blips(unittest.TestCase):
    def setUp(self):
        if not os.path.exists(LIBRARY):
            cases.skip(self, f'{LIBRARY} is not built')
        self.stands = []
        self.wrong = cases.RigCase.count_wrong(self.outcome)
        self.addCleanup(self.end)

    def run(self, result=None):
        self.outcome = result
        return super().run(result)

    def end(self):
        keep = cases.RigCase.count_wrong(self.outcome) > self.wrong
        for stand in self.stands:
            stand.close(keep)

    def stand(self, kind):
        stand = kind()
        self.stands.append(stand)
        stand.start()
        return stand

    def both(self):
        return self.stand(VisitStand), self.stand(StaffStand)

    # One fault of each of these devices, all at the same time

    def lived_through(self, visit, staff, faults, hold=0):
        rows = {device: Row(device, fault) for device, fault in faults.items()}
        for stand in (visit, staff):
            stand.touch_nothing()
        at = Watch()
        for device, fault in faults.items():
            visit.fault(device, fault)
            staff.fault(device, fault)
        self.until_shown(visit, staff, rows, at)
        while at() < hold:
            self.look_after(visit, rows)
            at.pause()
        self.look_after(visit, rows)
        keys = self.keys_meanwhile(visit, rows.get(CABINET))
        self.until_over(visit, staff, rows, keys)
        return [*rows.values(), *keys]

    def until_shown(self, visit, staff, rows, at):
        """Both kiosks know at about the same time; the screen is counted from when its own kiosk knew."""
        known, shown = {}, set()
        while at() < KNOWN + SHOWN and (len(shown) < len(rows) or any(row.works for row in rows.values())):
            status, other, lines = visit.kiosk.status(), staff.kiosk.status(), staff.lines()
            for device, row in rows.items():
                now = status['devices'][device]
                if now['link'] != 'ready' and row.works:
                    row.link, row.known = f'{now["link"]} {now["fault"]["code"]}', at()
                    row.who = now['fault']['who']
                stand = status if device == CAMERA else other
                if stand['devices'][device]['link'] != 'ready':
                    known.setdefault(device, at())
                says = visit.says_camera() if device == CAMERA else not staff.good(lines[device])
                if device in known and says and device not in shown:
                    row.shown = at() - known[device]
                    shown.add(device)
            self.look_after(visit, rows, status)
            at.pause()
        for device, row in rows.items():
            if not row.works:
                self.assertIn(device, shown, f'{device} {row.fault}: known, and no screen says it')

    def look_after(self, visit, rows, status=None):
        """The visit is the same; what cannot be done now is no longer offered, and everything else is."""
        status = status or visit.kiosk.status()
        for row in rows.values():
            if not visit.kept(status):
                row.visit = f'is at {status["page"]}'
            capability = NEEDS.get(row.device)
            now = status['devices'][row.device]
            if capability:
                self.assertEqual(status['capabilities'][capability]['available'], now['link'] == 'ready',
                                 f'{row.device} {row.fault}: {capability}')
        for device in set(NAMES) - set(rows):
            self.assertEqual(status['devices'][device]['link'], 'ready', f'{device} has no fault')

    @staticmethod
    def keys_meanwhile(visit, cabinet):
        """The keys to be felt are the board's here, and have no fault of their own: what comes of a press."""
        if not cabinet:
            return []
        row = Row(KEYS, cabinet.fault, 'no key comes', cabinet.who, known=None, shown=None)
        before = visit.keys()
        visit.press_key()
        watch = Watch()
        while watch() < 1 and not row.works:
            row.link = 'works on' if visit.keys() > before else row.link
            watch.pause()
        return [row]

    def until_over(self, visit, staff, rows, keys):
        at, pressed = Watch(), visit.keys()
        for device in rows:
            visit.heal(device)
            staff.heal(device)
        waits = {device: row for device, row in rows.items() if not row.hung}
        waits.update((KEYS, row) for row in keys)
        while waits and at() < OVER_ALONE + OVER:
            status, other, lines = visit.kiosk.status(), staff.kiosk.status(), staff.lines()
            if KEYS in waits:
                visit.press_key()
            for device, row in list(waits.items()):
                if device == KEYS:
                    over = visit.keys() > pressed
                else:
                    links = {one['devices'][device]['link'] for one in (status, other)}
                    quiet = device != CAMERA or not visit.says_camera()
                    over = links == {'ready'} and staff.good(lines[device]) and quiet
                if over:
                    row.over = at()
                    del waits[device]
            at.pause()
        self.assertFalse(waits, f'the cause is gone, and {", ".join(sorted(waits))} does not come back')
        self.look_after(visit, rows)

    @staticmethod
    def begun_anew(staff, rows):
        """What is hung comes back with the program."""
        staff.kiosk.stop()
        at = Watch()
        staff.kiosk.start()
        waits = [row for row in rows if row.hung]
        while waits and at() < OVER_ALONE:
            devices = staff.kiosk.status()['devices']
            for row in [row for row in waits if devices[row.device]['link'] == 'ready']:
                row.over = at()
                waits.remove(row)
            at.pause()
        if waits:
            raise Failure(f'{waits[0].device} is hung still when the program has begun anew')

    def within_limits(self, rows):
        for row in rows:
            with self.subTest(f'{row.device} {row.fault}'):
                self.assertEqual(row.visit, 'goes on')
                self.assertLessEqual(row.known or 0, KNOWN)
                self.assertLessEqual(row.shown or 0, SHOWN)
                self.assertLessEqual(row.over, OVER_ALONE if row.who == 'nobody' else OVER)

    def as_written(self, rows):
        stated = {(cells[0], cells[1]): cells[2:] for cells in table(KIOSK)}
        for row in rows:
            with self.subTest(f'{row.device} {row.fault}'):
                self.assertIn((row.device, row.fault), stated, 'no such row in drivers/README.md')
                cells = stated[row.device, row.fault]
                self.assertEqual([row.link, row.who, row.visit], cells[:3])
                if not row.works:
                    for found, limit in zip((row.known, row.shown, row.over), cells[3:]):
                        self.assertEqual(found is None, limit == '–')
                        self.assertLessEqual(found or 0, BUSY * float(limit.replace('–', '0')))

    @staticmethod
    def say(rows):
        for row in rows:
            print(f'{row.device:20} {row.fault:12} {row.link:36} {row.who:10} {row.visit:10} known {row.known or 0:.2f} s, '
                  f'shown {row.shown or 0:.2f} s, over {row.over:.2f} s', flush=True)

    # The tests

    def test_all_away_for_half_a_minute(self):
        visit, staff = self.both()
        rows = self.lived_through(visit, staff, dict.fromkeys(NAMES, 'unplug'), hold=BLIP)
        self.say(rows)
        visit.finish()
        self.within_limits(rows)
        if not os.environ.get('HALL_WRITE_MATRIX'):
            self.as_written(rows)

    def test_every_fault(self):
        if not full():
            cases.skip(self, 'only in a full run')
        visit, staff = self.both()
        faults = [(cells[0], cells[1]) for cells in table(DRIVERS)]
        self.assertEqual({device for device, _ in faults}, set(NAMES))
        rounds = []
        for device, fault in sorted(faults, key=lambda one: one[1] == 'hang'):  # those are the last
            free = next((one for one in rounds if device not in one and ('hang' in one.values()) == (fault == 'hang')), None)
            if free is None:
                free = {}
                rounds.append(free)
            free[device] = fault
        rows = []
        for together in rounds:
            rows += self.lived_through(visit, staff, together)
        self.begun_anew(staff, rows)
        visit.finish()
        known = list(NAMES) + [KEYS]
        order = {fault: place for place, fault in enumerate(faults)}
        rows.sort(key=lambda row: (known.index(row.device), order.get((row.device, row.fault), 0)))
        self.say(rows)
        self.within_limits(rows)
        if os.environ.get('HALL_WRITE_MATRIX'):
            write_table(rows)
        self.as_written(rows)
        self.assertEqual(len(table(KIOSK)), len(rows), 'drivers/README.md has a row too many')

    def test_each_away_for_half_a_minute(self):
        if not full():
            cases.skip(self, 'only in a full run')
        visit, staff = self.both()
        for device in NAMES:
            rows = self.lived_through(visit, staff, {device: 'unplug'}, hold=BLIP)
            self.say(rows)
            self.within_limits(rows)
        visit.finish()


if __name__ == '__main__':
    cases.main()
