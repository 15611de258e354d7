# SPDX-License-Identifier: GPL-3.0-or-later
"""Calls the built programs and takes their answers apart."""
import json
import os
import pathlib
import struct
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ['HALL_BIN'])
RESOURCES = pathlib.Path(os.environ['HALL_SOURCE']) / 'resources'


class Call:
    """One finished call: exit code, text, error lines, and the JSON document when there is one."""

    def __init__(self, program, words, stdin=None, env=None):
        done = subprocess.run([BIN / program, *map(str, words)], input=stdin, capture_output=True, text=True, timeout=120,
                              env=None if env is None else os.environ | env)
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def json(self):
        return json.loads(self.out)


def ctl(*words, stdin=None, env=None):
    return Call('hallctl', words, stdin, env)


def gateway(*words):
    return Call('hall-gateway', words)


def png_size(path):
    head = pathlib.Path(path).read_bytes()[:24]
    assert head[:8] == b'\x89PNG\r\n\x1a\n', f'{path} is no PNG'
    return struct.unpack('>II', head[16:24])


def jpeg_size(path):
    """From the frame's header (ISO/IEC 10918-1, B.2.2)."""
    data = pathlib.Path(path).read_bytes()
    at = 2
    while data[at + 1] not in (0xC0, 0xC1, 0xC2):
        at += 2 + struct.unpack_from('>H', data, at + 2)[0]
    height, width = struct.unpack_from('>HH', data, at + 5)
    return width, height


class CommandTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix='hallctl-')
        self.addCleanup(folder.cleanup)
        self.dir = pathlib.Path(folder.name)

    def good(self, call):
        self.assertEqual((call.code, call.err), (0, ''), call.out[-2000:])
        return call

    def failed(self, call, code):
        """Exit status 1, one line on stderr, and the same code in the JSON document."""
        self.assertEqual(call.code, 1, call.out + call.err)
        self.assertEqual(call.err.count('\n'), 1, call.err)
        error = call.json['error']
        self.assertEqual(set(error), {'code', 'who', 'remedy', 'detail'})
        self.assertEqual(error['code'], code, error)
        return call

    def write(self, name, content):
        path = self.dir / name
        path.write_text(content if isinstance(content, str) else json.dumps(content, ensure_ascii=False))
        return path
