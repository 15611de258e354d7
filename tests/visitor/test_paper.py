# SPDX-License-Identifier: GPL-3.0-or-later
"""No paper: the case is safe all the same, the receipt stays as a code, and a later paper is marked as a copy where one
may be out already."""
import contextlib
import os
import sqlite3
import unittest

import cases
from kiosk import PRINTER, Refused
from visit import code_of

STORE = 'kiosk.db'
BAND = 0.5       # of a row's width: nothing else on a receipt is as black as the copy mark
BAND_ROWS = 20   # 2.5 mm at 203 dpi


def marked_as_copy(png):
    run = longest = 0
    for share in cases.black_share(png):
        run = run + 1 if share > BAND else 0
        longest = max(longest, run)
    return longest >= BAND_ROWS


class Paper(cases.RigCase):
    def done_without_paper(self, visit):
        self.to_done(visit)
        status = self.kiosk.wait(visit={'print': ['not-printed', 'unknown']}, seconds=40)
        self.code_on_screen(visit)
        return status['visit']['print']

    def code_on_screen(self, visit):
        visit.visitor.settled()
        shot = os.path.join(self.rig.folder, 'done.png')
        self.kiosk.grab(shot)
        with open(shot, 'rb') as file:
            self.assertEqual(code_of(file.read()), f'hall:case:{visit.number}')

    def load_paper_and_print(self, visit):
        self.kiosk.device(PRINTER, 'set', paper='ok')
        self.kiosk.wait(devices={PRINTER: {'facts': {'paper': 'ok'}}}, seconds=20)
        visit.visitor.button(visit.visitor.say('Print again', 'DonePage'))
        self.kiosk.wait(visit={'print': 'printed'}, seconds=40)
        papers, png, _ = self.kiosk.paper()
        self.assertEqual(code_of(png), f'hall:case:{visit.number}')
        return papers, png

    def test_out_before(self):
        self.kiosk.device(PRINTER, 'set', paper='out')
        self.kiosk.wait(devices={PRINTER: {'facts': {'paper': 'out'}}}, seconds=20)
        visit = self.visit()
        self.assertEqual(self.done_without_paper(visit), 'not-printed')
        self.on_screen(visit.visitor, 'The printer has no paper.', 'FaultTexts', 'alert')
        papers, png = self.load_paper_and_print(visit)
        self.assertEqual(papers, 1)
        self.assertFalse(marked_as_copy(png), 'the first paper of all is called a copy')
        visit.leave()
        self.stored_once(visit.case)

    def test_out_during(self):
        self.kiosk.device(PRINTER, 'out-after-rows', rows=300)
        visit = self.visit()
        self.done_without_paper(visit)
        _, png = self.load_paper_and_print(visit)
        self.assertTrue(marked_as_copy(png), 'a part of the receipt was out already, and the new one is not marked')
        visit.leave()
        self.stored_once(visit.case)

    def test_technicians_paper(self):
        receipt = {'title': '测试', 'hall': '就业智慧大厅', 'number': 'K7MX-4Q2P-8T', 'printedAt': '2026-01-01 09:30',
                   'qr': 'hall:test:paper'}
        self.kiosk.wait(stage='attract', seconds=20)
        answer = self.kiosk.do('receipt-print', document=receipt)
        self.assertEqual((answer['outcome'], answer['reason']), ('printed', ''))
        self.assertIn(answer['proof'], 'ABC')
        papers, png, _ = self.kiosk.paper()
        self.assertEqual((papers, code_of(png)), (1, 'hall:test:paper'))
        left = self.kiosk.status()['devices'][PRINTER]['facts']['paper-left-mm']
        self.assertTrue(left == 'unknown' or left > 0, left)

        self.kiosk.device(PRINTER, 'set', paper='out')
        self.kiosk.wait(devices={PRINTER: {'facts': {'paper': 'out'}}}, seconds=20)
        answer = self.kiosk.do('receipt-print', document=receipt)
        self.assertEqual((answer['outcome'], answer['reason']), ('not-printed', 'printer.paper-out'))
        self.kiosk.device(PRINTER, 'set', paper='ok')
        with self.assertRaises(Refused):
            self.kiosk.do('receipt-print', document={'title': 'incomplete'})
        visit = self.to_done(self.visit())
        with self.assertRaises(Refused):
            self.kiosk.do('receipt-print', document=receipt)
        visit.leave()

    def test_roll_is_remembered(self):
        receipt = {'title': '测试', 'hall': '就业智慧大厅', 'number': 'K7MX-4Q2P-8T', 'printedAt': '2026-01-01 09:30'}
        self.kiosk.wait(stage='attract', seconds=20)
        self.kiosk.device(PRINTER, 'set', paper='near-end')
        self.kiosk.wait(devices={PRINTER: {'facts': {'paper': 'near-end'}}}, seconds=20)
        before = self.left()
        self.assertEqual(self.kiosk.do('receipt-print', document=receipt)['outcome'], 'printed')
        after = self.left()
        self.assertTrue(0 < after < before, (before, after))
        self.kiosk.stop()
        with contextlib.closing(sqlite3.connect(os.path.join(self.kiosk.data, STORE))) as store:
            kept, = store.execute("SELECT value FROM setting WHERE key = 'printer-roll'").fetchone()
        printed, near_end, since = (int(word) for word in kept.split())
        self.assertEqual((near_end, since), (1, before - after))
        self.assertGreaterEqual(printed, since)

    def left(self):
        return self.kiosk.status()['devices'][PRINTER]['facts']['paper-left-mm']

    def test_printed_twice(self):
        visit = self.to_done(self.visit())
        visit.take_receipt()
        self.assertFalse(marked_as_copy(visit.png), 'the first receipt is marked as a copy')
        visit.leave()


if __name__ == '__main__':
    cases.main()
