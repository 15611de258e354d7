# SPDX-License-Identifier: GPL-3.0-or-later
"""A upsd with one UPS called "hall" on a port of its own, as lines of RFC 9271, with faults on demand."""
import contextlib
import socketserver
import threading

VARIABLES = {'ups.status': 'OL', 'battery.runtime': '1500', 'device.serial': 'UPS-000001'}


class Upsd:
    """fault: '', 'unplug' (nobody listens), 'stall' (it does not answer) or 'garbage' (it answers nonsense)."""

    def __init__(self):
        self.fault = ''
        self.port = 0
        self.server = None
        self.talks = set()
        self.listen()

    @property
    def address(self):
        return f'nut:hall@127.0.0.1:{self.port}'

    def listen(self):
        upsd = self

        class Talk(socketserver.StreamRequestHandler):
            def handle(self):
                upsd.talks.add(self.connection)
                try:
                    for line in self.rfile:
                        answer = upsd.answer(line.decode('ascii', 'replace').strip())
                        self.wfile.write(answer)
                except OSError:
                    pass  # pulled
                finally:
                    upsd.talks.discard(self.connection)

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True
            block_on_close = False

        self.server = Server(('127.0.0.1', self.port), Talk)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()

    def answer(self, question):
        if self.fault == 'stall':
            return b''
        if self.fault == 'garbage':
            return b'\x7f\x01 VAR hall\n'
        value = VARIABLES.get(question.removeprefix('GET VAR hall '))
        return f'VAR hall {question.split()[-1]} "{value}"\n'.encode() if value else b'ERR VAR-NOT-SUPPORTED\n'

    def close(self):
        if self.server:
            self.server.shutdown()
            self.server.server_close()
            self.server = None
        for talk in list(self.talks):
            with contextlib.suppress(OSError):
                talk.shutdown(2)

    def set_fault(self, fault):
        self.fault = fault
        if fault == 'unplug':
            self.close()

    def heal(self):
        self.fault = ''
        if not self.server:
            self.listen()
