# SPDX-License-Identifier: GPL-3.0-or-later
"""hallctl without a centre: usage, pages, cards, receipts, catalogue, eligibility."""
import json
import math
import os
import pathlib
import select
import shutil
import socket
import subprocess
import threading
import time
import unittest

from programs import BIN, RESOURCES, CommandTest, ctl, jpeg_size, png_size

PAGES = RESOURCES / 'demo/pages'
ID_CARDS = RESOURCES / 'demo/id-cards'
PROFILE = 'epson-tm-t82iii-203dpi'


class Usage(CommandTest):
    def test_wrong_usage_ends_with_2_and_one_line(self):
        rows = [(), ('fly',), ('page',), ('page', 'fly'), ('page', 'find'), ('page', 'find', '--fly', 'a.png'),
                ('page', 'find', 'a.png', '--count', '3'), ('page', 'rectify', 'a.png'), ('card', 'decode-id'),
                ('card', 'decode-id', 'a', 'b'), ('page', 'find', 'a.png', '--lang', 'fr'),
                ('page', 'rectify', 'a.png', '--out', 'b.png', '--kind', 'papyrus'), ('eligibility',),
                ('eligibility', '--facts', 'x', '--on', 'yesterday'), ('sync', '--data', 'x'),
                ('sync', '--data', 'x', '--once', '--drain'), ('outbox', 'add', '--data', 'x', '--count', '0'),
                ('outbox', 'list', '--data', 'x', '--control', 'y'), ('enrol', '--data', 'x'),
                *(('receipt', 'print', 'x', '--printer', PROFILE, '--device', device)
                  for device in ('tcp:nowhere', 'usb:0400', 'usb:0400:xyz1', 'serial:ttyS0', 'serial:/dev/ttyS0@5')),
                ('card', 'read', '--reader', 'usb:0400'), ('card', 'read', '--reader', 'serial:/dev/x@1'),
                ('card', 'read', '--reader', 'serial:/dev/x', '--pin-stdin'),
                ('card', 'read', '--reader', 'serial:/dev/x', '--region', '370200'),
                ('card', 'read', '--format', 'ireadcardbas'), ('card', 'read', '--full', '--format', 'xml'),
                ('card', 'read', '--full', '--format', 'ireadcardbas', '--reader', 'serial:/dev/x'), ('card', 'import')]
        for words in rows:
            with self.subTest(words):
                call = ctl(*words)
                self.assertEqual(call.code, 2, call.out + call.err)
                self.assertEqual((call.out, call.err.count('\n')), ('', 1))

    def test_every_command_has_help(self):
        listed = self.good(ctl('--help')).out
        names = [line[2:20].strip() for line in listed.splitlines() if line.startswith('  ') and line[2].islower()]
        self.assertEqual(len(names), 29, names)
        for name in names:
            with self.subTest(name):
                help_text = self.good(ctl(*name.split(), '--help')).out
                self.assertTrue(help_text.startswith(f'usage: hallctl {name} '), help_text)
                self.assertIn('--json', help_text)
        self.assertIn('outbox retry', self.good(ctl('outbox', '--help')).out)


class Running(CommandTest):
    """Commands to a running kiosk; here a socket that answers in its place."""

    def asked(self, begin=0, hang_up=0, sign_age=None):
        """`hallctl status` of a socket where somebody listens after `begin` seconds (never: None) and ends that many of the
        connections without a word. (The call, seconds it took.)"""
        path = str(self.dir / 'kiosk.sock')
        if sign_age is not None:
            sign = pathlib.Path(path + '.anew')
            sign.touch()
            os.utime(sign, (time.time() - sign_age,) * 2)

        def listen():
            time.sleep(begin)
            with socket.socket(socket.AF_UNIX) as server:
                server.bind(path)
                server.listen()
                server.settimeout(20)
                for turn in range(hang_up + 1):
                    connection, _ = server.accept()
                    with connection:
                        connection.recv(4096)
                        if turn == hang_up:
                            connection.sendall(b'{"ok":true,"stage":"attract"}\n')
        listener = threading.Thread(target=listen, daemon=True)
        if begin is not None:
            listener.start()
            while begin == 0 and not os.path.exists(path):
                time.sleep(0.01)
        since = time.monotonic()
        call = ctl('status', '--control', path, '--json')
        took = time.monotonic() - since
        if begin is not None:
            listener.join(20)
        return call, took

    def test_a_kiosk_that_begins_anew_is_waited_for(self):
        call, took = self.asked(begin=1.5, sign_age=1)
        self.assertEqual(self.good(call).json['stage'], 'attract')
        self.assertGreater(took, 1)

    def test_one_that_begins_anew_while_it_is_asked_is_asked_again(self):
        call, _ = self.asked(hang_up=1, sign_age=0)
        self.assertEqual(self.good(call).json['stage'], 'attract')

    def test_where_there_is_none_that_is_said_at_once(self):
        for age in (None, 60):
            with self.subTest(sign_age=age):
                call, took = self.asked(begin=None, sign_age=age)
                self.assertEqual(call.code, 1)
                self.assertIn('no kiosk answers there', call.err)
                self.assertLess(took, 10)


class Pages(CommandTest):
    def hostile(self):
        """A PNG whose header promises far more than there is."""
        path = self.dir / 'hostile.png'
        path.write_bytes(b'\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x7f\xff\xff\xff\x7f\xff\xff\xff\x08\x02\x00\x00\x00' + b'\xff' * 64)
        return path

    def test_find_answers_for_every_picture(self):
        given = [str(path) for path in sorted(PAGES.glob('*.jpg'))]
        self.assertGreaterEqual(len(given), 3)
        found = self.good(ctl('page', 'find', *given, '--json')).json
        self.assertEqual(sorted(found), given)
        for path, pages in found.items():
            with self.subTest(path):
                self.assertEqual(len(pages), 1)
                (xs, ys) = zip(*pages[0]['quad'])
                area = sum(x * ys[(i + 1) % 4] - xs[(i + 1) % 4] * y for i, (x, y) in enumerate(zip(xs, ys)))
                self.assertGreater(area, 0, 'clockwise')
                self.assertEqual(pages[0]['reasons'], [])
                self.assertGreater(pages[0]['score'], 0.64)

    def test_a_bad_picture_does_not_keep_the_others_from_an_answer(self):
        good, bad, absent = PAGES / 'id-card.jpg', self.hostile(), self.dir / 'absent.jpg'
        call = ctl('page', 'find', bad, good, absent, '--json')
        self.assertEqual(call.code, 1)
        self.assertEqual(len(call.json[str(good)]), 1)
        self.assertEqual(call.json[str(bad)]['error']['code'], 'page.bad-image')
        self.assertEqual(call.json[str(absent)]['error']['code'], 'file.unreadable')
        self.assertIn('id-card.jpg: 1 found', ctl('page', 'find', good).out)

    def test_relative_paths_are_echoed_as_given(self):
        shutil.copy(PAGES / 'id-card.jpg', self.dir / 'a b.jpg')
        done = subprocess.run([BIN / 'hallctl', 'page', 'find', './a b.jpg', '--json'], cwd=self.dir, capture_output=True)
        self.assertEqual(list(json.loads(done.stdout)), ['./a b.jpg'])

    def test_rectify_writes_the_page_in_its_size(self):
        out = self.dir / 'page.png'
        told = self.good(ctl('page', 'rectify', PAGES / 'dismissal-certificate.jpg', '--out', out, '--kind', 'a4', '--json')).json
        size = (round(told['mm'][0] / 25.4 * told['dpi']), round(told['mm'][1] / 25.4 * told['dpi']))
        self.assertEqual(sorted(told['mm']), [210, 297])
        self.assertEqual(told['dpi'], 200)
        self.assertLessEqual(max(abs(a - b) for a, b in zip(png_size(out), size)), 1)
        card = self.good(ctl('page', 'rectify', PAGES / 'id-card.jpg', '--out', out, '--kind', 'id-card', '--json')).json
        self.assertEqual(sorted(card['mm']), [54, 85.6])

    def test_read_marks_what_is_not_certain(self):
        call = ctl('page', 'read', PAGES / 'dismissal-certificate.jpg', '--json')
        told = self.good(call).json
        self.assertLessEqual({'kind', 'turn', 'fields', 'codes'}, set(told))
        for field in told['fields'].values():
            self.assertIsInstance(field['certain'], bool)
            self.assertTrue(field['text'] and 0 <= field['confidence'] <= 1)
        self.assertEqual(ctl('page', 'read', PAGES / 'id-card.jpg', '--kind', 'a-poem').code, 2)
        self.assertEqual(ctl('page', 'read', self.dir / 'absent.jpg', '--json').json['error']['code'], 'file.unreadable')

    def test_a_page_that_was_written_is_read(self):
        given, out = PAGES / 'dismissal-certificate.jpg', self.dir / 'page.png'
        size = self.good(ctl('page', 'rectify', given, '--out', out, '--json')).json['mm']
        told = self.good(ctl('page', 'read', out, '--straight', '--json')).json
        self.assertEqual(told['kind'], self.good(ctl('page', 'read', given, '--json')).json['kind'])
        self.assertTrue(told['fields'])
        for left, top, width, height in (field['box_mm'] for field in told['fields'].values() if 'box_mm' in field):
            self.assertTrue(0 <= left < left + width <= max(size) and 0 <= top < top + height <= max(size))

    def words_in(self, pdf):
        """What another's reader finds in each page."""
        done = subprocess.run(['pdftotext', '-enc', 'UTF-8', pdf, '-'], capture_output=True, text=True, check=True)
        self.assertEqual(done.stderr, '')
        return [''.join(page.split()) for page in done.stdout.split('\f')[:-1]]

    def pictures_of(self, pdf):
        """The pages' pictures as they are in the file."""
        subprocess.run(['pdfimages', '-j', pdf, self.dir / 'in'], check=True)
        return sorted(self.dir.glob('in-*.jpg'))

    def test_pages_become_one_pdf_with_text(self):
        out = self.dir / 'paper.pdf'
        given = [PAGES / 'labour-contract.jpg', PAGES / 'dismissal-certificate.jpg']
        told = self.good(ctl('page', 'pdf', *given, '--out', out, '--json')).json
        self.assertEqual([page['image'] for page in told['pages']], [str(path) for path in given])
        self.assertEqual(told['bytes'], out.stat().st_size)
        contract, certificate = self.words_in(out)
        self.assertIn('统一社会信用代码', contract)
        self.assertIn('劳动合同法', certificate)
        self.assertNotIn('劳动合同法', contract)
        self.assertNotIn('统一社会信用代码', certificate)
        pictures = self.pictures_of(out)
        self.assertEqual([path.stat().st_size for path in pictures], [page['bytes'] for page in told['pages']])
        for path, page in zip(pictures, told['pages']):
            self.assertLessEqual(path.stat().st_size, 300 * 1024)
            self.assertEqual(list(jpeg_size(path)), page['px'])
        sizes = subprocess.run(['pdfinfo', '-l', '9', out], capture_output=True, text=True, check=True).stdout
        for line in sizes.splitlines():
            if ' size: ' in line and line.startswith('Page '):
                self.assertRegex(line, r'59[0-9.]+ x 84[0-9.]+ pts')
        # Pages as a case holds them keep the digests that the case names.
        straight = self.dir / 'straight.pdf'
        kept = pictures[1].read_bytes()
        told = self.good(ctl('page', 'pdf', '--straight', pictures[1], '--out', straight, '--json')).json
        self.assertEqual([(page['turn'], page['bytes']) for page in told['pages']], [(0, len(kept))])
        self.assertIn('劳动合同法', self.words_in(straight)[0])
        # Notes that a camera wrote into a picture may turn it and say where it was: that file is not taken over as it is.
        noted = self.dir / 'noted.jpg'
        note = b'Exif\0\0MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x01\0\0\0\0\0\0'
        noted.write_bytes(kept[:2] + b'\xff\xe1' + (len(note) + 2).to_bytes(2, 'big') + note + kept[2:])
        self.good(ctl('page', 'pdf', '--straight', noted, '--out', self.dir / 'noted.pdf', '--json'))
        self.assertNotIn(b'Exif', (self.dir / 'noted.pdf').read_bytes())
        for picture in pictures:
            picture.unlink()
        self.assertEqual([path.read_bytes() for path in self.pictures_of(straight)], [kept])

    def test_a_pdf_in_grey_and_in_black_and_white(self):
        given = PAGES / 'proof.jpg'
        for ink, kind, bits in (('grey', 'gray', '8'), ('bilevel', 'gray', '1')):
            with self.subTest(ink):
                out = self.dir / f'{ink}.pdf'
                told = self.good(ctl('page', 'pdf', given, '--ink', ink, '--out', out, '--json')).json
                self.assertLessEqual(told['pages'][0]['bytes'], 300 * 1024)
                self.assertIn('示范市样例服务中心', self.words_in(out)[0])
                listed = subprocess.run(['pdfimages', '-list', out], capture_output=True, text=True, check=True).stdout
                self.assertEqual(listed.splitlines()[2].split()[3:8:2], [str(told['pages'][0]['px'][0]), kind, bits])
                # What it looks like is still read by somebody else.
                subprocess.run(['pdftoppm', '-r', '150', '-gray', '-png', out, self.dir / ink], check=True)
                read = subprocess.run(['tesseract', next(self.dir.glob(f'{ink}-*.png')), '-', '-l', 'chi_sim'],
                                      capture_output=True, text=True, check=True,
                                      env=dict(os.environ, OMP_THREAD_LIMIT='1')).stdout
                self.assertIn('服务中心', read.replace(' ', ''))

    def test_what_makes_no_pdf(self):
        out = self.dir / 'a.pdf'
        good = PAGES / 'id-card.jpg'
        self.assertEqual(ctl('page', 'pdf', good, '--ink', 'green', '--out', out).code, 2)
        self.assertEqual(ctl('page', 'pdf', good).code, 2)
        self.failed(ctl('page', 'pdf', good, self.hostile(), '--out', out, '--json'), 'page.bad-image')
        self.failed(ctl('page', 'pdf', self.dir / 'absent.jpg', '--out', out, '--json'), 'file.unreadable')
        self.assertFalse(out.exists())
        self.assertEqual(ctl('page', 'pdf', *[good] * 101, '--out', out).code, 2)

    def calibration(self, **changes):
        """Of a camera that looks straight down on the plate, 4 pixels a millimetre."""
        width, height = jpeg_size(PAGES / 'id-card.jpg')
        told = {'v': 1, 'camera': 'SIM-1', 'size_px': [width, height],
                'geometry': {'to_mm': [0.25, 0, -width / 8, 0, 0.25, -height / 8, 0, 0, 1], 'p95_mm': 0.1,
                             'at': '2026-11-01T08:00:00Z'}} | changes
        path = self.dir / 'plate.json'
        path.write_text(json.dumps(told))
        return path

    def test_a_calibrated_plate_gives_millimetres(self):
        card = PAGES / 'id-card.jpg'
        page = self.good(ctl('page', 'find', card, '--calibration', self.calibration(), '--json')).json[str(card)][0]
        (left, top), (right, _), _, (_, bottom) = page['quad']
        self.assertAlmostEqual(page['mm'][0], math.hypot(right - left, page['quad'][1][1] - top) / 4, delta=1)
        self.assertAlmostEqual(page['mm'][1], math.hypot(bottom - top, page['quad'][3][0] - left) / 4, delta=1)
        out = self.dir / 'page.png'
        told = self.good(ctl('page', 'rectify', card, '--out', out, '--calibration', self.calibration(), '--json')).json
        self.assertAlmostEqual(told['dpi'], 101.6, delta=0.1)  # no pixel more than the camera has
        self.assertAlmostEqual(png_size(out)[0], told['mm'][0] / 25.4 * told['dpi'], delta=1)
        # Of another camera's proportions it says nothing about this picture.
        other = self.calibration(size_px=[1000, 1000])
        self.assertNotIn('mm', self.good(ctl('page', 'find', card, '--calibration', other, '--json')).json[str(card)][0])

    def test_a_calibration_that_is_none(self):
        card = PAGES / 'id-card.jpg'
        for changes in ({'v': 7}, {'size_px': [0, 0]}, {'geometry': {}}, {'empty': {'png': '////', 'at': 'never'}}):
            self.failed(ctl('page', 'find', card, '--calibration', self.calibration(**changes), '--json'), 'file.invalid')
        self.failed(ctl('page', 'find', card, '--calibration', self.dir / 'absent', '--json'), 'file.unreadable')

    def test_two_halves_become_one_sheet(self):
        subprocess.run([BIN / 'make-plate-shots', 'halves', self.dir], check=True)
        upper, lower, other, empty = (self.dir / f'{name}.png' for name in ('upper', 'lower', 'other', 'empty'))
        out = self.dir / 'sheet.png'
        told = self.good(ctl('page', 'join', upper, lower, '--out', out, '--json')).json
        self.assertEqual(list(png_size(out)), told['px'])
        self.assertEqual((told['turn'] % 2, told['matched']), (0, True))
        self.assertLess(told['rest_mm'], 1)
        for side, mm in zip(told['mm'], (297, 420)):
            self.assertAlmostEqual(side, mm, delta=3)
        self.assertAlmostEqual(told['px'][1] / told['px'][0], 420 / 297, delta=0.01)
        self.good(ctl('page', 'read', out, '--straight', '--json'))  # no desk lies around it
        for (first, second, kind, code) in ((upper, upper, 'a3', 'page.half-same'), (upper, other, 'a3', 'page.half-differs'),
                                            (upper, lower, 'id-card', 'page.half-lies'), (upper, empty, 'a3', 'page.not-found'),
                                            (PAGES / 'id-card.jpg', lower, 'a3', 'page.half-lies'),
                                            (upper, self.hostile(), 'a3', 'page.bad-image')):
            with self.subTest(code):
                none = self.dir / 'none.png'
                self.failed(ctl('page', 'join', first, second, '--kind', kind, '--out', none, '--json'), code)
                self.assertFalse(none.exists())
        self.assertEqual(ctl('page', 'join', upper, '--out', out).code, 2)
        self.assertEqual(ctl('page', 'join', upper, lower).code, 2)
        self.assertEqual(ctl('page', 'join', upper, lower, '--out', out, '--kind', 'papyrus').code, 2)

    def test_rectify_refuses_what_it_cannot_do(self):
        out = self.dir / 'page.png'
        self.failed(ctl('page', 'rectify', self.hostile(), '--out', out, '--json'), 'page.bad-image')
        self.assertFalse(out.exists())


class Cards(CommandTest):
    def test_decode_is_masked_unless_full(self):
        masked = self.good(ctl('card', 'decode-id', ID_CARDS / 'zhang-ceshi.json', '--json'))
        self.assertEqual(masked.json['name'], '张**')
        self.assertEqual(masked.json['number'], '370200********006X')
        for secret in ('19900307', '1990-03-07', '测试', '示例路'):
            self.assertNotIn(secret, masked.out)
        full = self.good(ctl('card', 'decode-id', ID_CARDS / 'zhang-ceshi.json', '--full', '--json')).json
        self.assertEqual(full['name'], '张测试')
        self.assertEqual(full['number'], '37020019900307006X')
        self.assertEqual((full['source'], full['type'], full['sex'], full['birth_date']),
                         ('resident-card', 'resident', 2, '1990-03-07'))
        self.assertEqual((full['verified'], full['warnings']), (True, []))
        self.assertNotIn('37020019900307006X', ctl('card', 'decode-id', ID_CARDS / 'zhang-ceshi.json').out)

    def test_import_of_a_line(self):
        line = ('370200|37020019900307006X|A12345678|370200D15600000500112233445566AA|张测试|'
                '0081544C008637020001112233|2.00|20190930|20290930|370200000001|KIOSK0001|\n')
        path = self.dir / 'line'
        path.write_bytes(line.encode('gb18030'))
        told = self.good(ctl('card', 'import', path, '--json')).json
        self.assertEqual((told['source'], told['name'], told['number']), ('social-card', '张**', '370200********006X'))
        told = self.good(ctl('card', 'import', path, '--full', '--json')).json
        self.assertEqual((told['name'], told['spec'], told['valid_until'], told['verified']),
                         ('张测试', '2.00', '2029-09-30', False))
        path.write_bytes(line.encode('gb18030').replace(b'20190930', b'20190931'))
        self.failed(ctl('card', 'import', path, '--json'), 'file.invalid')
        path.write_bytes(line.replace('张测试', '').encode('gb18030'))
        self.failed(ctl('card', 'import', path, '--json'), 'card.needs-authorisation')
        self.failed(ctl('card', 'import', self.dir / 'absent', '--json'), 'file.unreadable')

    def test_what_is_odd_is_a_warning(self):
        rows = {'wrong-check-digit': 'number-check-digit', 'impossible-date': 'number-date',
                'sex-mismatch': 'sex-mismatch', 'expired': 'expired'}
        for name, warning in rows.items():
            with self.subTest(name):
                told = self.good(ctl('card', 'decode-id', ID_CARDS / f'{name}.json', '--json')).json
                self.assertIn(warning, told['warnings'])

    def test_kinds_of_cards(self):
        rows = {'hong-kong': ('hmt-residence', None), 'foreign-2017': ('permanent-foreign', None),
                'foreign-2023': ('permanent-foreign', None), 'rare-characters': ('resident', '张䶮㛃𠅤')}
        for name, (kind, person) in rows.items():
            with self.subTest(name):
                told = self.good(ctl('card', 'decode-id', ID_CARDS / f'{name}.json', '--full', '--json')).json
                self.assertEqual(told['type'], kind)
                if person:
                    self.assertEqual(told['name'], person)

    def test_what_is_no_card_is_refused(self):
        self.failed(ctl('card', 'decode-id', ID_CARDS / 'unknown-kind.json', '--json'), 'card.unknown-kind')
        self.failed(ctl('card', 'decode-id', ID_CARDS / 'not-utf16.json', '--json'), 'card.garbled')
        self.failed(ctl('card', 'decode-id', self.write('x.json', '{"text":"00"'), '--json'), 'file.invalid')
        self.failed(ctl('card', 'decode-id', self.dir / 'absent', '--json'), 'file.unreadable')

    def test_a_file_without_end_is_refused(self):
        self.failed(ctl('card', 'decode-id', '/dev/zero', '--json'), 'file.invalid')
        self.failed(ctl('eligibility', '--facts', '/dev/zero', '--json'), 'file.unreadable')
        self.failed(ctl('receipt', 'render', '/dev/zero', '--printer', PROFILE, '--out', self.dir / 'x.png', '--json'), 'file.unreadable')


class Printer:
    """A virtual printer behind a port."""

    def __init__(self, profile):
        self.process = subprocess.Popen([BIN / 'virtualprinterd', RESOURCES, profile], text=True, bufsize=1,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.device = 'tcp:127.0.0.1:' + self.process.stdout.readline().split()[1]

    def tell(self, *words):
        self.process.stdin.write(' '.join(map(str, words)) + '\n')
        return self.process.stdout.readline().strip()

    def close(self):
        self.process.stdin.close()
        self.process.wait(10)
        self.process.stdout.close()


def pass_bytes(master, far):
    """Between a pseudo terminal and a socket until the socket ends."""
    while True:
        ready = select.select([master, far], [], [])[0]
        if far in ready:
            data = far.recv(4096)
            if not data:
                return
            os.write(master, data)
        if master in ready:
            far.sendall(os.read(master, 4096))


RECEIPT = {'title': '失业登记 回执', 'hall': '青岛就业智慧大厅', 'number': 'K7MX-4Q2P-8T', 'numberLabel': '受理编号',
           'stateLine': '已保存，联网后自动提交', 'rows': [{'label': '姓名', 'value': '张测试'}],
           'notes': ['请在 10 个工作日内留意短信。'], 'qr': 'hall:case:K7MX-4Q2P-8T', 'printedAt': '打印时间 2026-01-01 09:30'}


class Receipts(CommandTest):
    def test_render_writes_picture_and_bytes(self):
        receipt, png, raw = self.write('receipt.json', RECEIPT), self.dir / 'r.png', self.dir / 'r.bin'
        for profile, dots in ((PROFILE, 576), ('generic-58mm', 384)):
            with self.subTest(profile):
                told = self.good(ctl('receipt', 'render', receipt, '--printer', profile, '--out', png, '--bytes', raw, '--json')).json
                self.assertEqual(png_size(png), (told['width'], told['height']))
                self.assertEqual(told['width'], dots)
                self.assertEqual(raw.stat().st_size, told['bytes'])
                self.assertTrue(raw.read_bytes().startswith(b'\x1b@'))
                self.assertLess(told['bytes'], 70 * 1024)

    def test_documents_and_profiles_are_checked(self):
        out = self.dir / 'r.png'
        words = ('--printer', PROFILE, '--out', out, '--json')
        wrong = self.write('wrong.json', {**RECEIPT, 'rows': [{'label': '姓名', 'value': 7}]})
        call = self.failed(ctl('receipt', 'render', wrong, *words), 'file.invalid')
        self.assertIn('rows[0].value', call.json['error']['detail'])
        self.failed(ctl('receipt', 'render', self.write('half.json', '{'), *words), 'file.invalid')
        receipt = self.write('receipt.json', RECEIPT)
        self.assertEqual(ctl('receipt', 'render', receipt, '--printer', 'no-such', '--out', out).code, 1)
        self.assertFalse(out.exists())

    def test_print_over_a_serial_line(self):
        printer = Printer(PROFILE)
        self.addCleanup(printer.close)
        master, line = os.openpty()
        host, port = printer.device.split(':')[1:]
        far = socket.create_connection((host, int(port)))
        ends = threading.Thread(target=pass_bytes, args=(master, far))
        ends.start()
        try:
            told = self.good(ctl('receipt', 'print', self.write('receipt.json', RECEIPT), '--printer', PROFILE,
                                 '--device', f'serial:{os.ttyname(line)}@115200', '--json')).json
        finally:
            far.shutdown(socket.SHUT_RDWR)
            ends.join()
            far.close()
            os.close(master)
            os.close(line)
        self.assertEqual(told, {'outcome': 'printed', 'proof': 'A', 'reason': ''})
        self.assertEqual(printer.tell('output', self.dir / 'r.png', self.dir / 'r.bin'), 'paper 1')

    def test_devices_that_are_not_there(self):
        receipt = self.write('receipt.json', RECEIPT)
        for device in ('usb:0fe6:811e', 'serial:/dev/hall-no-such-line'):
            with self.subTest(device):
                call = ctl('receipt', 'print', receipt, '--printer', PROFILE, '--device', device, '--json')
                self.assertEqual(call.code, 1)
                self.assertEqual((call.json['outcome'], call.json['reason']), ('not-printed', 'device.disconnected'))
                self.failed(ctl('card', 'read', '--reader', device, '--json'), 'device.disconnected')

    def test_print_over_tcp(self):
        printer = Printer(PROFILE)
        self.addCleanup(printer.close)
        receipt, png, raw = self.write('receipt.json', RECEIPT), self.dir / 'r.png', self.dir / 'r.bin'
        self.assertEqual(printer.tell('output', png, raw), 'none')
        told = self.good(ctl('receipt', 'print', receipt, '--printer', PROFILE, '--device', printer.device, '--json')).json
        self.assertEqual(told, {'outcome': 'printed', 'proof': 'A', 'reason': ''})
        self.assertEqual(printer.tell('output', png, raw), 'paper 1')
        preview = self.dir / 'p.png'
        made = self.good(ctl('receipt', 'render', receipt, '--printer', PROFILE, '--out', preview, '--bytes', self.dir / 'p.bin', '--json')).json
        self.assertEqual(png_size(png)[0], made['width'])
        self.assertGreaterEqual(png_size(png)[1], made['height'])
        rendered, printed = (self.dir / 'p.bin').read_bytes(), raw.read_bytes()
        raster = rendered[rendered.index(b'\x1dv0'):rendered.rindex(b'\x1dv0')]
        self.assertGreater(len(raster), 2000)
        self.assertIn(raster, printed)

    def test_no_paper_is_told_and_nothing_printed(self):
        printer = Printer(PROFILE)
        self.addCleanup(printer.close)
        self.assertEqual(printer.tell('paper', 'out'), 'ok')
        receipt = self.write('receipt.json', RECEIPT)
        call = self.failed(ctl('receipt', 'print', receipt, '--printer', PROFILE, '--device', printer.device, '--json'), 'printer.paper-out')
        self.assertEqual((call.json['outcome'], call.json['reason']), ('not-printed', 'printer.paper-out'))
        self.assertEqual(call.json['error']['who'], 'staff')
        self.assertEqual(printer.tell('output', self.dir / 'a', self.dir / 'b'), 'none')

    def test_no_printer_is_told(self):
        receipt = self.write('receipt.json', RECEIPT)
        call = self.failed(ctl('receipt', 'print', receipt, '--printer', PROFILE, '--device', 'tcp:127.0.0.1:1', '--json'), 'device.disconnected')
        self.assertEqual(call.json['outcome'], 'not-printed')


class Catalogue(CommandTest):
    def test_the_delivered_one_is_clean(self):
        told = self.good(ctl('catalogue', 'check', RESOURCES / 'catalogue', '--json')).json
        self.assertEqual(told['defects'], [])
        self.assertEqual(told['services'], len(list((RESOURCES / 'catalogue/services').glob('*.json'))))

    def test_every_defect_is_named_with_place_and_cure(self):
        broken = self.dir / 'catalogue'
        shutil.copytree(RESOURCES / 'catalogue', broken)
        service = broken / 'services/flexible-registration.json'
        content = json.loads(service.read_text())
        content['eligibility'][1]['rule'] = 'NOT :insured_flag_misspelt'
        service.write_text(json.dumps(content))
        (broken / 'codes/sex.json').write_text('{"format": ')
        (broken / 'receipt.json').unlink()
        call = self.failed(ctl('catalogue', 'check', broken, '--json'), 'file.invalid')
        defects = call.json['defects']
        places = {(defect['file'], defect['path']) for defect in defects}
        self.assertIn(('codes/sex.json', ''), places)
        self.assertIn(('receipt.json', ''), places)
        misspelt = [d for d in defects if 'insured_flag_misspelt' in d['reason']]
        self.assertEqual([d['file'] for d in misspelt], ['services/flexible-registration.json'])
        self.assertTrue(misspelt[0]['path'].startswith('/eligibility/1'))
        self.assertTrue(all(defect['cure'] and defect['id'] for defect in defects))
        self.assertGreater(misspelt[0]['line'], 0)
        english = self.failed(ctl('catalogue', 'check', broken, '--json', '--lang', 'en'), 'file.invalid').json['defects']
        self.assertEqual([d['id'] for d in english], [d['id'] for d in defects])
        self.assertTrue(all(d['reason'] != e['reason'] for d, e in zip(defects, english)))
        self.failed(ctl('catalogue', 'check', self.dir / 'absent', '--json'), 'file.unreadable')


class Batch(CommandTest):
    SERVICE = 'labour-filing-termination'

    def columns(self):
        fields = json.loads((RESOURCES / 'catalogue/dictionary.json').read_text())['fields']
        columns = json.loads((RESOURCES / f'catalogue/services/{self.SERVICE}.json').read_text())['batch']['columns']
        return [fields[column]['label']['zh'] for column in columns]

    def table(self, *rows):
        path = self.dir / 'people.csv'
        path.write_bytes(('\n'.join([','.join(self.columns()), *rows]) + '\n').encode('gb18030'))
        return path

    def test_errors_are_told_by_row(self):
        good = '111,37020019900307006X,张测试,HT-1,2026-03-05,36'
        call = self.failed(ctl('batch', 'check', '--service', self.SERVICE, self.table(
            good, good, '111,370200199003070061,李演示,HT-2,2026-03-05,36'), '--json', '--on', '2026-03-06'), 'file.invalid')
        found = {(error['row'], error['field'], error['error']) for error in call.json['errors']}
        self.assertIn((2, 'cert_no', 'table-person-twice'), found)
        self.assertIn((3, 'cert_no', 'id-check-digit'), found)
        self.assertFalse([error for error in call.json['errors'] if error['row'] == 1], call.json)
        self.assertEqual(call.json['people'], 3)
        self.assertNotIn('37020019900307', call.out)

    def test_what_is_no_table(self):
        book = self.dir / 'people.xlsx'
        book.write_bytes(b'PK\x03\x04' + bytes(40))
        call = self.failed(ctl('batch', 'check', '--service', self.SERVICE, book, '--json'), 'file.invalid')
        self.assertEqual([error['error'] for error in call.json['errors']], ['table-workbook'])
        self.failed(ctl('batch', 'check', '--service', 'job-seeking', book, '--json'), 'use.bad-argument')
        self.failed(ctl('batch', 'check', '--service', self.SERVICE, self.dir / 'absent.csv', '--json'), 'file.unreadable')


class EligibilityTable(CommandTest):
    SERVICE = 'flexible-registration'

    def ask(self, facts, *words):
        return self.good(ctl('eligibility', '--facts', self.write('facts.json', facts), '--json', *words)).json

    def test_yes_no_unknown(self):
        adult, child = {'birth_date': '1990-03-07'}, {'birth_date': '2015-03-07'}
        rows = [({**adult, 'insured_employee_flag': False}, 'yes', None),
                ({**adult, 'insured_employee_flag': True}, 'no', 'insured_employee_flag'),
                ({**child, 'insured_employee_flag': False}, 'no', 'age(:birth_date'),
                ({'insured_employee_flag': True}, 'no', 'insured_employee_flag'),
                (adult, 'unknown', 'insured_employee_flag'),
                ({**adult, 'insured_employee_flag': None}, 'unknown', 'insured_employee_flag'),
                ({}, 'unknown', 'age(:birth_date'),
                ({'cert_no': '37020019900307006X', 'insured_employee_flag': False}, 'yes', None)]
        for facts, answer, clause in rows:
            with self.subTest(facts):
                told = self.ask(facts, '--service', self.SERVICE, '--on', '2026-03-01')
                self.assertEqual(list(told), [self.SERVICE])
                self.assertEqual(told[self.SERVICE]['answer'], answer)
                if clause:
                    self.assertIn(clause, told[self.SERVICE]['clause'])
                    self.assertTrue(told[self.SERVICE]['basis'])
                else:
                    self.assertIsNone(told[self.SERVICE]['clause'])

    def test_the_day_counts(self):
        facts = {'birth_date': '2010-03-02', 'insured_employee_flag': False}
        for day, answer in (('2026-03-01', 'no'), ('2026-03-02', 'yes')):
            self.assertEqual(self.ask(facts, '--on', day)[self.SERVICE]['answer'], answer)

    def test_all_services_and_both_languages(self):
        services = {path.stem for path in (RESOURCES / 'catalogue/services').glob('*.json')}
        chinese, english = self.ask({}), self.ask({}, '--lang', 'en')
        self.assertEqual(set(chinese), services)
        self.assertIn('劳动法', chinese[self.SERVICE]['basis'])
        self.assertIn('Labour Law', english[self.SERVICE]['basis'])

    def test_the_region_of_the_hall_counts(self):
        facts = {'birth_date': '1990-03-07', 'residence_region': '370102'}
        for region, answer in (('370100', 'yes'), ('370102', 'yes'), ('370200', 'no'), ('371300', 'no')):
            told = self.ask(facts, '--service', 'emp-cert-issue', '--on', '2026-03-01', '--region', region)
            self.assertEqual(told['emp-cert-issue']['answer'], answer, region)
        self.assertEqual(self.ask(facts, '--service', 'emp-cert-issue')['emp-cert-issue']['answer'], 'no')
        for region in ('3701', '110000', '379900'):
            call = self.failed(ctl('eligibility', '--facts', self.write('facts.json', facts), '--region', region,
                                   '--json'), 'use.bad-argument')
            self.assertIn(region, call.json['error']['detail'])

    def test_the_catalogue_of_another_city(self):
        told = self.good(ctl('catalogue', 'check', RESOURCES / 'catalogue', '--region', '370100', '--json')).json
        self.assertEqual(told['defects'], [])
        here = self.good(ctl('catalogue', 'merge', 'three-in-one', '--json')).json
        self.assertEqual(self.good(ctl('catalogue', 'merge', 'three-in-one', '--region', '371100', '--json')).json, here)
        self.good(ctl('catalogue', 'report', '--region', '371100', '--json'))
        self.failed(ctl('catalogue', 'report', '--region', '110000', '--json'), 'use.bad-argument')

    def test_facts_that_are_none_are_refused(self):
        for facts in ({'birth_dat': '1990-03-07'}, {'birth_date': '1990-13-07'}, {'insured_employee_flag': 'no'}):
            with self.subTest(facts):
                call = self.failed(ctl('eligibility', '--facts', self.write('facts.json', facts), '--json'), 'file.invalid')
                self.assertIn(next(iter(facts)), call.json['error']['detail'])
        self.failed(ctl('eligibility', '--facts', self.write('facts.json', '[]'), '--json'), 'file.invalid')


if __name__ == '__main__':
    unittest.main(verbosity=2)
