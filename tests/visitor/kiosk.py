# SPDX-License-Identifier: GPL-3.0-or-later
"""A real gateway and a real kiosk in a folder of their own, and the control socket between a test and the kiosk.

    with Rig(lang='en') as rig:
        rig.kiosk.do('device', device='social-card-reader', action='insert', card=rig.card('zhang-ceshi'))
        rig.kiosk.wait(stage='consent')

HALL_BIN names the folder of the programs (default: build/bin of the tree). Everything lies in one temporary folder,
which is removed after success and kept (and named) after a failure.
"""
import base64
import contextlib
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request

TOP = os.path.realpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', '..'))
BIN = os.environ.get('HALL_BIN', os.path.join(TOP, 'build', 'bin'))
RESOURCES = os.path.join(TOP, 'resources')
SERVICE_CARD = 'social-card-reader'
ID_CARD = 'id-card-reader'
CAMERA = 'document-camera'
SCANNER = 'code-scanner'
PRINTER = 'receipt-printer'
PAGE_PRINTER = 'page-printer'
CABINET = 'cabinet'
STICK = 'table-stick'


class Failure(Exception):
    """Something is not as it should be; the text is one clear line."""


def poll(probe, seconds, what, every=0.05):
    """The first true answer of probe(), which is asked until `seconds` are over."""
    deadline = time.monotonic() + seconds
    while True:
        answer = probe()
        if answer:
            return answer
        if time.monotonic() >= deadline:
            raise Failure(f'{what}: not within {seconds:g} s')
        time.sleep(every)


def program(name):
    path = os.path.join(BIN, name)
    if not os.access(path, os.X_OK):
        raise Failure(f'{path} is missing; build it first')
    return path


class Gateway:
    """hall-gateway with keys and database in `data`. start() after stop() answers on the same port."""

    def __init__(self, data, people=os.path.join(RESOURCES, 'demo', 'centre', 'people.json')):
        self.data = data
        self.people = people
        self.catalogue = os.path.join(RESOURCES, 'catalogue')
        self.region = None
        self.known_elsewhere = False  # whether somebody else has what is known of the people
        self.tests = True  # whether it takes cases marked as tests
        self.more = []     # options of its own
        self.port = 0
        self.process = None

    @property
    def url(self):
        return f'https://127.0.0.1:{self.port}'

    @property
    def authority(self):
        return os.path.join(self.data, 'front', 'ca.pem')

    @property
    def log(self):
        return os.path.join(self.data, 'gateway.log')

    def start(self):
        os.makedirs(self.data, mode=0o700, exist_ok=True)
        if not os.path.exists(self.authority):
            self.command('init')
        begin = os.path.getsize(self.log) if os.path.exists(self.log) else 0
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(
                [program('hall-gateway'), 'serve', '--data', self.data, '--listen', f'127.0.0.1:{self.port}',
                 *(['--accept-tests'] if self.tests else []), *self.more,
                 *(['--catalogue', self.catalogue] if self.catalogue else []),
                 *(['--region', self.region] if self.region else []),
                 *(['--demo-people', self.people] if self.people and not self.known_elsewhere else [])], stdout=log, stderr=log,
                stdin=subprocess.DEVNULL)

        def listening():
            with open(self.log, encoding='utf-8', errors='replace') as log:
                log.seek(begin)
                found = re.search(r'^listening on \S+:(\d+)', log.read(), re.M)
            if not found and self.process.poll() is not None:
                raise Failure(f'hall-gateway ended with {self.process.returncode}; see {self.log}')
            return found
        self.port = int(poll(listening, 30, 'hall-gateway listens').group(1))

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process = None

    def command(self, *arguments):
        done = subprocess.run([program('hall-gateway'), *arguments, '--data', self.data], capture_output=True, text=True,
                              timeout=60, check=False)
        if done.returncode:
            raise Failure(f'hall-gateway {arguments[0]}: {done.stderr.strip() or done.returncode}')
        return done.stdout.strip()

    def cases(self):
        """Every case the centre has: dictionaries with id, kiosk, epoch, seq, service, state, received."""
        found = json.loads(self.command('list', '--json'))
        return found if isinstance(found, list) else found['cases']

    def opened(self, case):
        there = ['--region', self.region, '--catalogue', self.catalogue] if self.region else []
        return json.loads(self.command('open', case, '--json', '--key', os.path.join(self.data, 'core', 'unseal.key'),
                                       *there))


class Core:
    """hall-core-standin with its files in `data`, which answers what is asked of these people. start() after stop() answers on
    the same port."""

    def __init__(self, data, people):
        self.data, self.people = data, people
        self.port = 0
        self.process = None

    @property
    def url(self):
        return f'http://127.0.0.1:{self.port}'

    def start(self):
        self.process = subprocess.Popen(
            [program('hall-core-standin'), '--data', self.data, '--listen', f'127.0.0.1:{self.port}', '--people', self.people,
             '--dictionary', os.path.join(RESOURCES, 'catalogue', 'dictionary.json')], stdout=subprocess.PIPE, text=True,
            stdin=subprocess.DEVNULL)
        line = self.process.stdout.readline()
        if not line.startswith('listening on '):
            raise Failure(f'hall-core-standin does not listen: {line}')
        self.port = int(line.rsplit(':', 1)[1])

    def stop(self):
        if self.process:
            self.process.terminate()
            self.process.wait(20)
            self.process.stdout.close()
            self.process = None

    def behave(self, mode, **more):
        """How it answers from now on (ASKING.md)."""
        body = json.dumps({'mode': mode, **more}).encode()
        with urllib.request.urlopen(f'{self.url}/control/asks', body, timeout=10):
            pass


class Control:
    """One connection to the control socket: one JSON object a line, answers in order."""

    def __init__(self, path, seconds=130):
        self.socket = socket.socket(socket.AF_UNIX)
        self.socket.settimeout(seconds)
        try:
            self.socket.connect(path)
        except OSError:
            self.socket.close()
            raise
        self.stream = self.socket.makefile('rwb')
        self.count = 0

    def close(self):
        with contextlib.suppress(OSError):
            self.stream.close()
        self.socket.close()

    def ask(self, request):
        self.count += 1
        self.stream.write(json.dumps(dict(request, id=self.count)).encode() + b'\n')
        self.stream.flush()
        line = self.stream.readline()
        if not line:
            raise ConnectionResetError('the kiosk closed the control socket')
        return json.loads(line)


class Refused(Failure):
    """The kiosk answered {"ok": false}; code is its error code."""

    def __init__(self, request, error):
        super().__init__(f'{request["do"]}: {error.get("code")}: {error.get("detail")}')
        self.code = error.get('code')


class Kiosk:
    """hall-kiosk with simulated devices, drawn without a display unless `screen` names a platform."""

    # What may be asked twice without harm, when the program has renewed itself in between.
    REPEATABLE = {'status', 'wait', 'nodes', 'grab', 'outbox', 'vocabulary', 'audit'}

    def __init__(self, data, runtime, gateway=None, lang='zh_CN', profile=None, resources=RESOURCES, name='demo-kiosk',
                 environment=None):
        self.data = data
        self.runtime = runtime
        self.gateway = gateway
        self.lang = lang
        self.profile = os.path.abspath(profile) if profile else None
        self.resources = resources
        self.name = name
        self.environment = environment or {}
        self.more = []       # arguments of its own
        self.process = None
        self.control = None
        self.log = os.path.join(runtime, 'kiosk.log')
        self.socket = os.path.join(runtime, 'hall-kiosk.sock')

    def arguments(self):
        given = [program('hall-kiosk'), '--demo', '--data', self.data, '--control', self.socket, '--lang', self.lang,
                 '--resources', self.resources]
        if self.profile:
            given += ['--profile', self.profile]
        if self.gateway:
            given += ['--enrol-url', self.gateway.url, '--enrol-ca', self.gateway.authority, '--enrol-code',
                      self.gateway.command('enrol-code', self.name)]
        return given + self.more

    def surroundings(self):
        around = {key: value for key, value in os.environ.items()
                  if key not in ('DISPLAY', 'WAYLAND_DISPLAY', 'DBUS_SESSION_BUS_ADDRESS', 'AT_SPI_BUS_ADDRESS')}
        around.update(XDG_RUNTIME_DIR=self.runtime, HOME=self.runtime, TMPDIR=self.runtime, LC_ALL='C.UTF-8',
                      QT_QPA_PLATFORM='offscreen', QT_QUICK_BACKEND='software')
        around.update(self.environment)
        return around

    def launch(self):
        """Starts the program and returns at once."""
        with open(self.log, 'ab') as log:
            self.process = subprocess.Popen(self.arguments(), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                                            env=self.surroundings(), cwd=self.runtime)

    def start(self, enrolled=True):
        self.launch()
        poll(self.answers, 30, 'hall-kiosk answers on its control socket')
        self.wait(stage='attract', seconds=30)
        if self.gateway and enrolled:
            self.wait(network={'centre': 'reachable', 'enrolled': True}, seconds=30)

    def answers(self):
        if self.process.poll() is not None:
            raise Failure(f'hall-kiosk ended with {self.process.returncode}: {self.last_words()}')
        try:
            self.control = Control(self.socket)
        except OSError:
            return False
        return True

    def last_words(self):
        with open(self.log, encoding='utf-8', errors='replace') as log:
            lines = [line.strip() for line in log if line.strip()]
        return lines[-1] if lines else 'it said nothing'

    def words(self):
        with open(self.log, encoding='utf-8', errors='replace') as log:
            return log.read()

    def stop(self):
        self.drop()
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
                raise Failure('hall-kiosk did not end within 20 s of SIGTERM') from None
        self.process = None

    def kill(self):
        """kill -9: as when the power goes."""
        self.process.kill()
        self.process.wait()
        self.process = None
        self.drop()

    def drop(self):
        if self.control:
            self.control.close()
            self.control = None

    def do(self, do, **more):
        request = dict(more, do=do)
        if not self.control:
            poll(self.answers, 30, 'hall-kiosk answers on its control socket')
        try:
            answer = self.control.ask(request)
        except OSError:
            if self.process.poll() is not None:
                raise Failure(f'hall-kiosk ended with {self.process.returncode}: {self.last_words()}') from None
            if do not in self.REPEATABLE:
                raise
            # A kiosk that found traces of a visit begins anew by itself.
            self.drop()
            poll(self.answers, 30, 'hall-kiosk answers again')
            answer = self.control.ask(request)
        if not answer['ok']:
            raise Refused(request, answer['error'])
        return answer

    def status(self):
        return self.do('status')

    def wait(self, seconds=10, **wanted):
        """The status in which every given member is so. A list means: one of these."""
        try:
            return self.do('wait', **{'for': wanted}, timeout_ms=int(seconds * 1000))
        except Refused as refused:
            want = ', '.join(f'{key} {value}' for key, value in wanted.items())
            raise Failure(f'{want}: not within {seconds:g} s ({refused})') from None

    def device(self, device, action, **more):
        return self.do('device', device=device, action=action, **more)

    def fault(self, device, fault, after=0):
        return self.do('fault', device=device, fault=fault, after=after)

    def heal(self, device):
        return self.do('heal', device=device)

    def network(self, state):
        self.do('network', state=state)
        self.wait(network={'centre': 'reachable' if state == 'up' else 'unreachable'}, seconds=20)

    def advance(self, seconds):
        self.do('clock', advance_s=seconds)

    def grab(self, path):
        self.do('grab', file=os.path.abspath(path))

    def cases(self):
        return self.do('outbox')['cases']

    def paper(self):
        """(number of papers so far, PNG of the last one, its bytes)."""
        answer = self.device(PRINTER, 'output')
        return answer['papers'], base64.b64decode(answer['png']), base64.b64decode(answer['bytes'])


def moved(people, region, to):
    """A copy of the demo people in which everybody, and every company, is at home in the city of `region`."""
    with open(os.path.join(RESOURCES, 'catalogue', 'codes', 'region.json'), encoding='utf-8') as file:
        rows = json.load(file)['rows']
    districts = sorted(row['code'] for row in rows if row.get('parent') == region[:4] + '00' and row.get('choosable', True))
    with open(people, encoding='utf-8') as file:
        known = json.load(file)
    for number, one in enumerate(known['people'] + known['units']):
        for field in ('residence_region', 'unit_region'):
            if field in one['fields']:
                one['fields'][field] = districts[number % len(districts)]
    with open(to, 'w', encoding='utf-8') as file:
        json.dump(known, file, ensure_ascii=False)
    return to


class Rig:
    """Gateway and kiosk, started. `resources` may be a changed copy; a production gateway knows no demo people and takes
    no test cases; with `core` a municipal core in a process of its own has the people's records, cards and card keys, and
    the gateway none; `region` puts hall, gateway and everybody's residence into another city; options go to Kiosk."""

    kiosk_kind = Kiosk

    def __init__(self, lang='zh_CN', profile=None, resources=RESOURCES, gateway=True, start=True, data=None,
                 environment=None, production=False, region=None, core=False):
        self.folder = tempfile.mkdtemp(prefix='hall-visit-')
        os.chmod(self.folder, 0o700)
        self.resources = resources
        self.begin = start
        runtime = os.path.join(self.folder, 'run')
        os.mkdir(runtime, mode=0o700)
        self.gateway = Gateway(os.path.join(self.folder, 'gateway')) if gateway else None
        if production:
            self.gateway.people, self.gateway.tests = None, False
        elif region and gateway:
            self.gateway.people = moved(self.gateway.people, region, os.path.join(self.folder, 'people-moved.json'))
        self.core = Core(os.path.join(self.folder, 'core'), self.gateway.people) if core else None
        if core:
            self.gateway.known_elsewhere = True
        self.kiosk = self.kiosk_kind(data or os.path.join(self.folder, 'kiosk'), runtime, self.gateway, lang, profile,
                                     resources, environment=environment)
        if region:
            self.gateway.region = region
            config = os.path.join(self.folder, 'kiosk.json')
            with open(config, 'w', encoding='utf-8') as file:
                json.dump({'region': region}, file)
            self.kiosk.more = ['--config', config]

    def __enter__(self):
        try:
            if self.core:
                self.core.start()
                self.gateway.more += ['--ask', self.core.url]
            if self.gateway:
                self.gateway.start()
            if self.begin:
                self.kiosk.start()
        except BaseException:
            self.close(keep=True)
            raise
        return self

    def __exit__(self, kind, value, trace):
        self.close(keep=kind is not None and kind is not KeyboardInterrupt)

    def close(self, keep=False):
        try:
            if keep and self.kiosk.process and self.kiosk.process.poll() is None:
                with contextlib.suppress(Exception):
                    self.kiosk.grab(os.path.join(self.folder, 'stuck.png'))
            try:
                self.kiosk.stop()
            finally:
                if self.gateway:
                    self.gateway.stop()
                if self.core:
                    self.core.stop()
        except BaseException:
            keep = True
            raise
        finally:
            if keep:
                print(f'kept for a look: {self.folder} (run/kiosk.log, gateway/gateway.log, stuck.png)', file=sys.stderr)
            else:
                shutil.rmtree(self.folder, ignore_errors=True)

    def card(self, name):
        """The file of a demo card; a path is a path."""
        return name if os.path.isabs(name) else os.path.join(self.resources, 'demo', 'cards', name + '.json')

    def id_card(self, name):
        return os.path.join(self.resources, 'demo', 'id-cards', name + '.json')

    def page(self, name):
        return os.path.join(self.resources, 'demo', 'pages', name)
