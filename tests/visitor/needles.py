# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for strings in memory and files with hall-find-needles, which takes thousands of them at once: in every form that a
text of a visitor could have there."""
import base64
import os
import subprocess

from kiosk import BIN, Failure

FINDER = os.path.join(BIN, 'tests', 'hall-find-needles')


def in_base64(data):
    """What every base64 text with this inside contains, for the three places it can begin at."""
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + data)
        begin = (shift * 8 + 5) // 6
        yield whole[begin:len(whole) - (4 if (shift + len(data)) % 3 else 0)]


def forms(text):
    """{name of the form: bytes}."""
    plain = {'utf-8': text.encode(), 'utf-16': text.encode('utf-16-le'), 'gb18030': text.encode('gb18030')}
    if plain['gb18030'] == plain['utf-8']:
        del plain['gb18030']
    found = dict(plain)
    for name, data in plain.items():
        found[f'{name}-hex'] = data.hex().encode()
        found[f'{name}-HEX'] = data.hex().upper().encode()
        for place, piece in enumerate(in_base64(data)):
            found[f'{name}-base64-{place}'] = piece
    if found['utf-8-hex'] == found['utf-8-HEX']:
        del found['utf-8-HEX']
    return found


class Hit:
    def __init__(self, place, word, form, count, around=''):
        self.place, self.word, self.form, self.count, self.around = place, word, form, int(count), around

    def __str__(self):
        return f'{self.place}: {self.word} as {self.form}, {self.count}×' + (f' in "{self.around}"' if self.around else '')


class Needles:
    """Texts by a name that says whose and what they are, so that a report shows no value twice."""

    def __init__(self):
        self.texts = {}
        self.searched = 0  # bytes, by the last search

    def add(self, name, text):
        if ' ' in name or '/' in name or len(text.encode()) < 6:
            raise Failure(f'{name} cannot be looked for')
        self.texts[name] = text

    def find(self, pids=(), files=(), only=None, around=0):
        """[Hit] in the writable memory of these processes (root only) and in these files; `only`: test(name)."""
        lines = [f'{name}/{form} {data.hex()}' for name, text in self.texts.items() if only is None or only(name)
                 for form, data in forms(text).items() if len(data) >= 6]
        arguments = [FINDER, *(['--around', str(around)] if around else [])]
        for pid in pids:
            arguments += ['--pid', str(pid)]
        done = subprocess.run([*arguments, *files], input='\n'.join(lines), capture_output=True, text=True, timeout=300,
                              check=False, errors='replace')
        if done.returncode:
            raise Failure(f'hall-find-needles: {done.stderr.strip()}')
        rows = [line.split('\t') for line in done.stdout.splitlines()]
        self.searched = int(rows[-1][1])
        if rows[-1][0] != 'searched' or int(rows[-1][2]) != len(lines):
            raise Failure('hall-find-needles did not search to its end')
        return [Hit(row[0], *row[1].split('/', 1), *row[2:]) for row in rows[:-1]]


def files_under(folders):
    found = []
    for folder in folders:
        for where, _, names in os.walk(folder):
            paths = [os.path.join(where, name) for name in names]
            found += [path for path in paths if os.path.isfile(path) and not os.path.islink(path)]
    return found


def removed_files(pid):
    """What a process has open and no folder names any more, by what leads there in /proc."""
    found = []
    for number in os.listdir(f'/proc/{pid}/fd'):
        path = f'/proc/{pid}/fd/{number}'
        if os.path.isfile(path) and os.stat(path).st_nlink == 0:
            found.append(path)
    return found
