# SPDX-License-Identifier: GPL-3.0-or-later
"""Stands between kiosk and gateway where nginx stands (TLS outside, plain HTTP inside) and spoils what passes.

    with FaultProxy(gateway_port, folder_of_the_front, seed) as proxy:
        proxy.fault = 'lost-answer'      # or a list: one of them, drawn for each exchange
        proxy.share = 0.5                # of the exchanges
        …
        proxy.fault = None               # from here on an honest proxy

It knows HTTP and nothing of the messages but what a lie about them needs; it was written from app/protocol/README.md.
proxy.done counts what was really done, by fault.
"""
import base64
import collections
import contextlib
import hashlib
import json
import random
import socket
import ssl
import struct
import threading
import time
import urllib.parse

JUNK = 512 * 1024 * 1024  # bytes of an answer that should have ended
LINE = 64 * 1024
QUIET = socket.timeout, ConnectionError, ssl.SSLError, OSError, ValueError


def envelopes(request):
    """The envelopes of a batch, as JSON or packed: a line, then each item behind the lengths of its envelope and its body."""
    if request.get('Content-Type') != 'application/vnd.hall.batch':
        return [item['envelope'] for item in json.loads(request.body)['items']]
    at = request.body.index(b'\n') + 1
    found = []
    while at < len(request.body):
        envelope, body = struct.unpack_from('>II', request.body, at)
        at += 8
        found.append(json.loads(request.body[at:at + envelope]))
        at += envelope + body
    return found


def digest(content):
    return 'sha-256=:' + base64.b64encode(hashlib.sha256(content).digest()).decode() + ':'


class Message:
    """A request or an answer: its first line, its headers as they came, its body."""

    def __init__(self, first, headers, body):
        self.first, self.headers, self.body = first, headers, body

    def get(self, name, other=''):
        return next((value for key, value in self.headers if key.lower() == name.lower()), other)

    def put(self, name, value):
        self.headers = [(key, old) for key, old in self.headers if key.lower() != name.lower()] + [(name, value)]

    def head(self):
        return (self.first + '\r\n' + ''.join(f'{key}: {value}\r\n' for key, value in self.headers) + '\r\n').encode('latin-1')

    def bytes(self):
        if self.body or self.get('Content-Length'):
            self.put('Content-Length', str(len(self.body)))
        return self.head() + self.body

    def sign_off(self):
        """An answer that somebody made up or changed says that it is so: its digests are its own."""
        self.put('Content-Digest', digest(self.body))
        head = f"hall-answer-v1\n{self.first.split(' ')[1]}\n"
        for name in ('Content-Digest', 'Hall-Time', 'Retry-After', 'Batch-Packed', 'Inbox-Last', 'Upload-Offset', 'Upload-Length',
                     'Upload-Complete'):
            if self.get(name):
                head += f'{name}: {self.get(name)}\n'
        self.put('Hall-Digest', digest(head.encode()))

    def copy(self):
        return Message(self.first, list(self.headers), self.body)


def read_message(stream, is_answer=False, to_head=False):
    """The next message of a stream, or None at its end. Chunked bodies come out whole."""
    first = stream.readline(LINE).decode('latin-1').rstrip('\r\n')
    if not first:
        return None
    headers = []
    while True:
        line = stream.readline(LINE).decode('latin-1').rstrip('\r\n')
        if not line:
            break
        key, _, value = line.partition(':')
        headers.append((key, value.strip()))
    message = Message(first, headers, b'')
    bare = is_answer and (to_head or first.split(' ')[1] in ('204', '304'))
    if bare:
        return message
    if message.get('Transfer-Encoding').lower() == 'chunked':
        while (size := int(stream.readline(LINE).split(b';')[0], 16)) > 0:
            message.body += stream.read(size)
            stream.readline(LINE)
        stream.readline(LINE)
        message.headers = [(key, value) for key, value in headers if key.lower() != 'transfer-encoding']
        message.put('Content-Length', str(len(message.body)))
    else:
        message.body = stream.read(int(message.get('Content-Length', '0')))
    return message


class FaultProxy:
    def __init__(self, gateway_port, front, seed=1, certificate=None):
        self.gateway_port, self.random = gateway_port, random.Random(seed)
        self.fault, self.share = None, 1.0
        self.kept = None  # kept(name) says which headers of answers pass; None: all of them
        self.asked = None  # the same of questions
        self.done = collections.Counter()
        self.exchanges = 0
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.context.load_cert_chain(*(certificate or (f'{front}/server.pem', f'{front}/server.key')))
        self.context.load_verify_locations(f'{front}/ca.pem')
        self.context.verify_mode = ssl.CERT_OPTIONAL
        self.socket = socket.create_server(('127.0.0.1', 0))
        self.port = self.socket.getsockname()[1]
        self.lock = threading.Lock()
        self.ended = threading.Event()

    @property
    def url(self):
        return f'https://127.0.0.1:{self.port}'

    def __enter__(self):
        threading.Thread(target=self.accept, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        with contextlib.suppress(OSError):
            self.socket.shutdown(socket.SHUT_RDWR)  # wakes accept(), which holds the port
        self.socket.close()

    def accept(self):
        while not self.ended.is_set():
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def draw(self):
        with self.lock:
            self.exchanges += 1
            fault = self.fault
            if isinstance(fault, str):
                spoilt = not self.done[fault] or self.random.random() < self.share  # the first one always
            else:
                spoilt = fault and self.random.random() < self.share
                fault = self.random.choice(fault) if spoilt else None
            return fault if spoilt else None

    def number(self, low, high):
        with self.lock:
            return self.random.randint(low, high)

    def serve(self, raw):
        raw.settimeout(60)
        try:
            if self.fault == 'tls-flip':
                self.relay_flipped(raw)
                return
            with self.context.wrap_socket(raw, server_side=True) as client:
                certificate = client.getpeercert(binary_form=True)
                pem = ssl.DER_cert_to_PEM_cert(certificate) if certificate else ''
                stream = client.makefile('rb')
                while request := read_message(stream):
                    if not self.exchange(client, request, urllib.parse.quote(pem)):
                        return
        except QUIET:
            pass
        finally:
            raw.close()

    def relay_flipped(self, raw):
        """Bytes of the TLS stream itself: an honest proxy behind, a bit turned in what the kiosk sends or gets."""
        self.done['tls-flip'] += 1
        inner = socket.socketpair()
        with inner[0], inner[1]:
            self.turn_bits(raw, inner)

    def turn_bits(self, raw, inner):
        threading.Thread(target=self.behind, args=(inner[1],), daemon=True).start()
        turn = {raw: self.number(0, 3000), inner[0]: self.number(0, 6000)}
        ends = [threading.Thread(target=self.pump, args=(raw, inner[0], turn[raw]), daemon=True),
                threading.Thread(target=self.pump, args=(inner[0], raw, turn[inner[0]]), daemon=True)]
        for end in ends:
            end.start()
        for end in ends:
            end.join(30)

    def behind(self, end):
        try:
            with self.context.wrap_socket(end, server_side=True) as client:
                stream = client.makefile('rb')
                pem = ssl.DER_cert_to_PEM_cert(client.getpeercert(binary_form=True) or b'')
                while request := read_message(stream):
                    client.sendall(self.ask(request, urllib.parse.quote(pem)).bytes())
        except QUIET:
            pass

    @staticmethod
    def pump(source, sink, turned):
        passed = 0
        try:
            while data := bytearray(source.recv(4096)):
                if passed <= turned < passed + len(data):
                    data[turned - passed] ^= 0x20
                passed += len(data)
                sink.sendall(data)
        except QUIET:
            pass
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

    def ask(self, request, pem):
        """What the gateway says to it; its connection is closed afterwards."""
        asked = request.copy()
        asked.headers = [(key, value) for key, value in asked.headers if key.lower() not in ('x-client-cert', 'connection', 'accept-encoding')]
        if self.asked:
            asked.headers = [(key, value) for key, value in asked.headers if self.asked(key.lower())]
        asked.headers += [('X-Client-Cert', pem), ('Connection', 'close')]
        with socket.create_connection(('127.0.0.1', self.gateway_port), timeout=60) as gateway:
            gateway.sendall(asked.bytes())
            answer = read_message(gateway.makefile('rb'), True, request.first.startswith('HEAD '))
        if answer is None:
            raise ConnectionError
        answer.headers = [(key, value) for key, value in answer.headers if key.lower() not in ('connection', 'keep-alive')
                          and (self.kept is None or self.kept(key.lower()))]
        return answer

    # --- One exchange with its fault. False: the connection is over.

    def exchange(self, client, request, pem):
        fault = self.draw()
        if not fault:
            client.sendall(self.ask(request, pem).bytes())
            return True
        with self.lock:
            self.done[fault] += 1
        return getattr(self, fault.replace('-', '_'))(client, request, pem)

    @staticmethod
    def reset(client):
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack('ii', 1, 0))
        return False

    def flip(self, data):
        data = bytearray(data)
        for _ in range(self.number(1, 4)):
            if data:
                data[self.number(0, len(data) - 1)] ^= 1 << self.number(0, 7)
        return bytes(data)

    def cut_request(self, client, request, pem):
        """The gateway gets a part and then nothing."""
        asked = request.copy()
        asked.headers += [('X-Client-Cert', pem)]
        whole = asked.bytes()
        with socket.create_connection(('127.0.0.1', self.gateway_port), timeout=60) as gateway:
            gateway.sendall(whole[:self.number(0, len(whole) - 1)])
        return self.reset(client)

    def half_closed_request(self, client, request, pem):
        """The gateway gets a part and the end of the stream, and may still answer."""
        asked = request.copy()
        asked.headers += [('X-Client-Cert', pem)]
        whole = asked.bytes()
        with socket.create_connection(('127.0.0.1', self.gateway_port), timeout=60) as gateway:
            gateway.sendall(whole[:self.number(len(whole) // 2, len(whole) - 1)])
            gateway.shutdown(socket.SHUT_WR)
            gateway.settimeout(20)
            client.sendall(gateway.recv(LINE))
        return False

    def cut_answer(self, client, request, pem):
        whole = self.ask(request, pem).bytes()
        client.sendall(whole[:self.number(0, len(whole) - 1)])
        return self.reset(client)

    def half_closed_answer(self, client, request, pem):
        whole = self.ask(request, pem).bytes()
        client.sendall(whole[:self.number(len(whole) // 2, len(whole) - 1)])
        client.unwrap()
        return False

    def lost_answer(self, client, request, pem):
        self.ask(request, pem)
        return self.reset(client)

    def twice(self, client, request, pem):
        self.ask(request, pem)
        client.sendall(self.ask(request, pem).bytes())
        return True

    def at_once(self, client, request, pem):
        """The same request on three connections side by side."""
        others = [threading.Thread(target=self.again, args=(request, pem, 0), daemon=True) for _ in range(2)]
        for other in others:
            other.start()
        client.sendall(self.ask(request, pem).bytes())
        for other in others:
            other.join(60)
        return True

    def late_copy(self, client, request, pem):
        """A copy arrives after what comes next: requests out of order."""
        threading.Thread(target=self.again, args=(request, pem, self.number(50, 1500) / 1000), daemon=True).start()
        client.sendall(self.ask(request, pem).bytes())
        return True

    def held_back(self, client, request, pem):
        """Nothing is answered and the request arrives later, after those that come next."""
        threading.Thread(target=self.again, args=(request, pem, self.number(300, 2500) / 1000), daemon=True).start()
        return self.reset(client)

    def again(self, request, pem, after):
        time.sleep(after)
        try:
            self.ask(request, pem)
        except QUIET:
            pass

    def slow(self, client, request, pem):
        whole = self.ask(request, pem).bytes()
        for at in range(0, min(len(whole), 600), 20):
            client.sendall(whole[at:at + 20])
            time.sleep(0.02)
        client.sendall(whole[600:])
        return True

    def flip_request(self, client, request, pem):
        asked = request.copy()
        asked.body = self.flip(asked.body)
        client.sendall(self.ask(asked, pem).bytes())
        return True

    def flip_request_head(self, client, request, pem):
        asked = request.copy()
        asked.headers += [('X-Client-Cert', pem), ('Connection', 'close')]
        with socket.create_connection(('127.0.0.1', self.gateway_port), timeout=20) as gateway:
            gateway.sendall(self.flip(asked.head()) + asked.body)
            gateway.shutdown(socket.SHUT_WR)
            answer = gateway.recv(LINE)
        client.sendall(answer)
        return False

    def flip_answer(self, client, request, pem):
        answer = self.ask(request, pem)
        answer.body = self.flip(answer.body)
        client.sendall(answer.bytes())
        return True

    def flip_answer_head(self, client, request, pem):
        answer = self.ask(request, pem)
        whole = answer.bytes()
        client.sendall(self.flip(whole[:len(whole) - len(answer.body)]) + answer.body)
        return False

    def oversized(self, client, request, pem):
        """10 GB are announced, and far more comes than anybody would want."""
        answer = self.ask(request, pem)
        answer.put('Content-Length', str(10 * 1024 ** 3))
        self.pour(client, answer, b'x' * LINE)
        return self.reset(client)

    def endless(self, client, request, pem):
        """Chunks without an end."""
        answer = self.ask(request, pem)
        answer.headers = [(key, value) for key, value in answer.headers if key.lower() != 'content-length']
        answer.put('Transfer-Encoding', 'chunked')
        self.pour(client, answer, b'4000\r\n' + b' ' * 0x4000 + b'\r\n')
        return self.reset(client)

    @staticmethod
    def pour(client, answer, piece):
        client.sendall(answer.head())
        for _ in range(JUNK // len(piece)):
            client.sendall(piece)

    def portal(self, client, request, pem):
        """What a hotel's network says to everything."""
        page = b'<html><body>Please accept our terms.</body></html>'
        client.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n' % len(page) + page)
        return True

    def status(self, client, request, pem):
        line = ('500 Internal Server Error', '502 Bad Gateway', '503 Service Unavailable', '429 Too Many Requests',
                '404 Not Found', '400 Bad Request', '302 Found', '200 Fine', '999 Odd')[self.number(0, 8)]
        client.sendall(f'HTTP/1.1 {line}\r\nLocation: https://127.0.0.1:1/\r\nContent-Length: 0\r\n\r\n'.encode())
        return True

    def garbage(self, client, request, pem):
        with self.lock:
            noise = self.random.randbytes(self.random.randint(1, 3000))
        client.sendall(noise)
        return self.reset(client)

    def bomb(self, client, request, pem):
        """A small answer that says it is packed and would be 100 MB unpacked."""
        import gzip
        packed = gzip.compress(b' ' * 100 * 1024 * 1024, 9)
        client.sendall(b'HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Encoding: gzip\r\n'
                       b'Content-Length: %d\r\n\r\n' % len(packed) + packed)
        return self.reset(client)

    def passed(self, fault):
        """This exchange gave no occasion for it."""
        if isinstance(fault, str):
            with self.lock:
                self.done[fault] -= 1

    # --- A server that lies. What it says is well formed.

    def lie(self, client, request, pem, change, really=True):
        """What is not a batch passes honestly."""
        if not request.first.startswith('POST /v1/batch '):
            self.passed(self.fault)
            client.sendall(self.ask(request, pem).bytes())
            return True
        if really:
            answer = self.ask(request, pem)
        else:
            answer = Message('HTTP/1.1 200 OK', [('Content-Type', 'application/json')], b'')
        told = json.loads(answer.body or b'{}')
        told['verdicts'] = change(told.get('verdicts', []), envelopes(request))
        answer.body = json.dumps(told).encode()
        answer.sign_off()
        client.sendall(answer.bytes())
        return True

    def lie_missing(self, client, request, pem):
        return self.lie(client, request, pem, lambda verdicts, _: [one for one in verdicts if self.number(0, 1)])

    def lie_mixed(self, client, request, pem):
        """All verdicts, in another order, with words nobody knows and cases nobody sent among them."""
        def change(verdicts, _):
            stranger = {'id': '01920000-0000-7000-8000-000000000000', 'verdict': 'stored'}
            odd = [{'verdict': 'stored'}, {'id': 7, 'verdict': ['stored']}, {'id': stranger['id'], 'verdict': 'perhaps'}, 3, None]
            return [stranger] + list(reversed(verdicts)) + odd
        return self.lie(client, request, pem, change)

    def lie_rejected(self, client, request, pem):
        """200, and a part of what was stored is said to be refused for what may pass later."""
        return self.lie(client, request, pem, lambda verdicts, _: [
            one | {'verdict': 'rejected', 'code': 'signature', 'fixable': True} if self.number(0, 2) == 0 else one for one in verdicts])

    def lie_later(self, client, request, pem):
        return self.lie(client, request, pem, lambda _, sent: [
            {'id': one['id'], 'verdict': 'later', 'after_s': (0, -5, 1)[self.number(0, 2)]} for one in sent], really=False)

    def lie_gap(self, client, request, pem):
        return self.lie(client, request, pem, lambda _, sent: [
            {'id': one['id'], 'verdict': 'gap', 'expected': (0, -1, 1, 10 ** 15)[self.number(0, 3)]} for one in sent], really=False)

    def lie_blob(self, client, request, pem):
        """Offsets and lengths of scans that are not so. Never that a scan is whole: nobody could tell that from the truth."""
        if ' /v1/blob/' not in request.first:
            self.passed('lie-blob')
            client.sendall(self.ask(request, pem).bytes())
            return True
        answer = self.ask(request, pem)
        if answer.get('Upload-Complete') != '?1':
            answer.put('Upload-Offset', ('0', '-1', '1', '999999999999', 'x', '')[self.number(0, 5)])
            if self.number(0, 1) and answer.get('Upload-Length'):
                answer.put('Upload-Length', ('0', '1', '999999999999')[self.number(0, 2)])
        answer.sign_off()
        client.sendall(answer.bytes())
        return True

    def lie_inbox(self, client, request, pem):
        """Answers with numbers far ahead: a cursor that believed them would pass over all that comes."""
        answer = self.ask(request, pem)
        told = json.loads(answer.body) if request.first.startswith('GET /v1/inbox') else {}
        if told.get('items'):
            for one in told['items']:
                one['n'] += 1000
            answer.body = json.dumps(told).encode()
            answer.sign_off()
        else:
            self.passed('lie-inbox')
        client.sendall(answer.bytes())
        return True

    def lie_stored(self, client, request, pem):
        """The one lie that no kiosk can see: stored, and thrown away. For the check of the check."""
        return self.lie(client, request, pem, lambda _, sent: [{'id': one['id'], 'verdict': 'stored'} for one in sent], really=False)


FAULTS = ('tls-flip', 'cut-request', 'half-closed-request', 'cut-answer', 'half-closed-answer', 'lost-answer', 'twice', 'at-once',
          'late-copy', 'held-back', 'slow', 'flip-request', 'flip-request-head', 'flip-answer', 'flip-answer-head', 'oversized',
          'endless', 'portal', 'status', 'garbage', 'bomb', 'lie-missing', 'lie-mixed', 'lie-rejected', 'lie-later', 'lie-gap',
          'lie-blob', 'lie-inbox')
