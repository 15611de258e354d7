#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The same visits with the card in the real pcscd (vsmartcard's virtual reader) and the receipt printer over TCP.

Everything, the gateway too, runs in mount and network namespaces of its own: pcscd has one socket and vpcd one port for
the whole machine. Needs root, pcscd, vsmartcard-vpcd and iproute2; without them it is skipped (77) with the reason.
"""
import os
import shutil
import subprocess
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
sys.dont_write_bytecode = True
import cases  # noqa: E402
from kiosk import Failure, Kiosk, PRINTER, Refused, RESOURCES, Rig, SERVICE_CARD, poll, program  # noqa: E402
from visit import Visit, check  # noqa: E402
from visitor import Visitor  # noqa: E402

SKIPPED = 77
INSIDE = 'HALL_REAL_DEVICES_NAMESPACE'
VPCD = '/etc/reader.conf.d/vpcd'
READER = 'Virtual PCD 00 00'
PRINTER_PROFILE = 'epson-tm-t82iii-203dpi'  # what the kiosk takes when it is not told otherwise
CUT = b'\x1dV'                              # GS V, at the end of every paper
PREPARE = 'mount -t tmpfs run /run && mkdir -p /run/pcscd && ip link set lo up'


class Servant:
    """A program that answers each line on its standard input by one line, and ends when the input does."""

    def __init__(self, name, *arguments):
        self.name = name
        self.process = subprocess.Popen([program(name), *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        text=True)

    def line(self):
        line = self.process.stdout.readline()
        if not line:
            raise Failure(f'{self.name} ended')
        return line.strip()

    def ask(self, line):
        self.process.stdin.write(line + '\n')
        self.process.stdin.flush()
        return self.line()

    def stop(self):
        self.process.stdin.close()
        self.process.wait(20)
        self.process.stdout.close()


class RealKiosk(Kiosk):
    """A kiosk that knows nothing of these two devices but the reader's driver and the printer's address."""

    cards = printer = None   # Servants
    printer_port = 0
    commands = 0             # that the last card answered before it was taken out

    def arguments(self):
        return super().arguments() + ['--card-reader', 'pcsc', '--printer', f'tcp:127.0.0.1:{self.printer_port}']

    def start(self, enrolled=True):
        super().start(enrolled)
        for device in (SERVICE_CARD, PRINTER):
            self.wait(devices={device: {'link': 'ready'}}, seconds=30)

    def device(self, device, action, **more):
        if device != SERVICE_CARD:
            return super().device(device, action, **more)
        if action == 'insert':
            answer = self.cards.ask(f'insert {more["card"]}')
            check(answer == 'ok', f'the card does not go into the reader: {answer}')
        else:
            answer = self.cards.ask('remove')
            if answer != 'none':
                self.commands = int(answer.removeprefix('removed '))
        return {'ok': True}

    def paper(self):
        png, raw = (os.path.join(self.runtime, name) for name in ('receipt.png', 'receipt.bin'))
        answer = self.printer.ask(f'output {png} {raw}')
        check(answer.startswith('paper '), f'the printer at the network has no paper to show: {answer}')
        with open(png, 'rb') as image, open(raw, 'rb') as file:
            return int(answer.removeprefix('paper ')), image.read(), file.read()


class RealRig(Rig):
    kiosk_kind = RealKiosk

    def __enter__(self):
        self.daemon = None
        try:
            # pcscd goes with this program, even when that is killed: it would hold the namespace.
            with open(os.path.join(self.folder, 'pcscd.log'), 'ab') as log:
                self.daemon = subprocess.Popen(['setpriv', '--pdeathsig', 'KILL', 'pcscd', '--foreground'], stdout=log,
                                               stderr=log, stdin=subprocess.DEVNULL)
            self.kiosk.cards = Servant('virtualcardd')
            self.kiosk.printer = Servant('virtualprinterd', RESOURCES, PRINTER_PROFILE)
            self.kiosk.printer_port = int(self.kiosk.printer.line().removeprefix('port '))
        except BaseException:
            self.close(keep=True)
            raise
        return super().__enter__()

    def close(self, keep=False):
        try:
            super().close(keep)
        finally:
            for servant in (self.kiosk.cards, self.kiosk.printer):
                if servant:
                    servant.stop()
            self.kiosk.cards = self.kiosk.printer = None
            if self.daemon:
                self.daemon.terminate()
                self.daemon.wait(20)
                self.daemon = None


class RealVisit(Visit):
    def come_in(self):
        super().come_in()
        facts = self.kiosk.status()['devices'][SERVICE_CARD]['facts']
        check((facts['reader'], facts['media'], facts['interface']) == (READER, 'present', 'contact'),
              f'the card reader says {facts}')

    def leave(self):
        """The kiosk asks for the card for a minute: nobody who is slow at the reader is hurried past it."""
        visitor = self.visitor
        visitor.button(visitor.say('Finish', 'DonePage'))
        visitor.page('take-card')
        visitor.heading('Please take your card', 'TakeCardPage')
        self.kiosk.advance(50)
        status = self.kiosk.status()
        check((status['stage'], status['devices'][SERVICE_CARD]['facts']['media']) == ('take-card', 'present'),
              f'the card is in the reader, and the kiosk is at {status["stage"]}')
        self.kiosk.device(SERVICE_CARD, 'remove')
        check(self.kiosk.commands > 0, 'the card in pcscd was never asked anything')
        visitor.page('ended')
        self.kiosk.wait(stage='attract', devices={SERVICE_CARD: {'facts': {'media': 'none'}}}, seconds=20)


class RealDevices(cases.RigCase):
    def setUp(self):
        """Each test begins with a rig in its own language."""

    def begin(self, lang):
        self.rig = RealRig(lang=lang)
        self.rig.__enter__()
        self.addCleanup(self.end)
        return self.rig

    def whole_visit(self, service, lang, card, name):
        rig = self.begin(lang)
        for device in (SERVICE_CARD, PRINTER):
            with self.assertRaises(Refused, msg=f'{device} is simulated'):
                Kiosk.device(rig.kiosk, device, {SERVICE_CARD: 'remove', PRINTER: 'set'}[device])
        visit = RealVisit(rig, service, lang, card=card)
        visit.run()
        self.assertEqual(visit.papers, 1)
        self.assertIn(CUT, visit.bytes[-16:])
        opened = visit.stored()
        self.assertEqual((opened['identity']['name'], opened['answers']['name']), (name, name))
        self.assertEqual(len(rig.gateway.cases()), 1)
        self.assertEqual(rig.kiosk.status()['warnings'], 0)

    def test_visit(self):
        self.whole_visit('unemployment-registration', 'zh_CN', 'zhang-ceshi', '张测试')

    def test_long_name(self):
        """40 bytes of GB 18030: the name goes on in a second record of the card."""
        name = '古丽巴哈尔·阿不都热依木江·买买提吐尔洪'
        self.assertEqual(len(name.encode('gb18030')), 40)
        self.whole_visit('flexible-registration', 'en', 'e-long-name', name)

    def test_card_taken_and_put_back(self):
        rig = self.begin('en')
        visit = RealVisit(rig, 'flexible-registration', 'en')
        visit.come_in()
        visitor = visit.visitor
        rig.kiosk.device(SERVICE_CARD, 'remove')
        words = visitor.say('Your card has been taken out', 'VisitorRoot')
        visitor.until(lambda now: now.one('dialog', words), f'the words "{words}"')
        rig.kiosk.device(SERVICE_CARD, 'insert', card=rig.card(visit.card))
        visitor.until(lambda now: not now.one('dialog', words), f'the words "{words}" go')
        visit.fill()
        self.assertEqual(rig.kiosk.status()['visit']['seconds_left'], -1)

    def test_card_in_the_reader_at_start(self):
        rig = self.begin('en')
        rig.kiosk.stop()
        card = rig.card('zhang-ceshi')
        rig.kiosk.device(SERVICE_CARD, 'insert', card=card)
        # pcscd has noticed it when another program can read it.
        poll(lambda: subprocess.run([program('hallctl'), 'card', 'read', '--reader', READER], capture_output=True,
                                    timeout=30, check=False).returncode == 0, 20, 'the card is in the reader')
        rig.kiosk.start()
        visitor = Visitor(rig.kiosk, 'en')
        left = visitor.say('A card has been left in the reader', 'LeftCard')
        visitor.until(lambda now: now.all('alert', has=left), 'the words about the card')
        rig.kiosk.device(SERVICE_CARD, 'remove')
        visitor.until(lambda now: not now.all('alert', has=left), 'the words go with the card')
        self.assertEqual(rig.kiosk.status()['stage'], 'attract')
        rig.kiosk.device(SERVICE_CARD, 'insert', card=card)
        rig.kiosk.wait(stage='consent')


def skip(reason):
    print(f'SKIP: {reason}')
    return SKIPPED


def enter():
    """This program again in the namespaces. Comes back only to skip."""
    if os.geteuid() != 0:
        return skip('only root may make the namespaces')
    os.environ['PATH'] += ':/usr/sbin:/sbin'
    for name, package in (('pcscd', 'pcscd'), ('ip', 'iproute2'), ('unshare', 'util-linux'), ('setpriv', 'util-linux')):
        if not shutil.which(name):
            return skip(f'{name} is not installed (package {package})')
    if not os.path.exists(VPCD):
        return skip('no virtual reader in pcscd (package vsmartcard-vpcd)')
    unshare = ['unshare', '-mn', '--propagation', 'private', 'sh', '-c']
    tried = subprocess.run([*unshare, PREPARE], capture_output=True, text=True, check=False)
    if tried.returncode:
        return skip(f'no namespaces here: {tried.stderr.strip() or tried.returncode}')
    os.environ[INSIDE] = '1'
    sys.stdout.flush()
    os.execvp('unshare', [*unshare, PREPARE + ' && exec "$0" "$@"', sys.executable, '-B', os.path.abspath(__file__),
                          *sys.argv[1:]])


if __name__ == '__main__':
    if INSIDE not in os.environ:
        sys.exit(enter())
    cases.main()
