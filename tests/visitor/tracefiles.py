# SPDX-License-Identifier: GPL-3.0-or-later
"""Looks for strings in every file of some folders: as UTF-8, UTF-16LE, and base64 of both."""
import base64
import os


def forms(word):
    return {'UTF-8': word.encode(), 'UTF-16LE': word.encode('utf-16-le')}


def in_base64(data):
    """What every base64 text with this inside contains, for the three places it can begin at."""
    for shift in range(3):
        whole = base64.b64encode(bytes(shift) + data)
        begin = (shift * 8 + 5) // 6
        yield whole[begin:len(whole) - (4 if (shift + len(data)) % 3 else 0)]


def in_files(folders, words):
    hits = []
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in names:
                path = os.path.join(where, name)
                if not os.path.isfile(path):
                    continue
                with open(path, 'rb') as file:
                    data = file.read()
                for word in words:
                    for form, bytes_ in forms(word).items():
                        if bytes_ in data:
                            hits.append((path, word, form))
                        if any(text in data for text in in_base64(bytes_)):
                            hits.append((path, word, form + ' in base64'))
    return hits


def memory_holds(pid, words=(), raw=None):
    """[(place, what, form and count)] of what the writable memory of a process holds of these words and, by name, bytes.
    Only root may look."""
    hits, needles = [], [(word, form, data) for word in words for form, data in forms(word).items()]
    needles += [(name, 'bytes', data) for name, data in (raw or {}).items()]
    with open(f'/proc/{pid}/maps', encoding='ascii', errors='replace') as maps, open(f'/proc/{pid}/mem', 'rb', 0) as memory:
        for line in maps:
            parts = line.split()
            if 'w' not in parts[1] or not parts[1].startswith('r'):
                continue
            begin, end = (int(part, 16) for part in parts[0].split('-'))
            try:
                memory.seek(begin)
                data = memory.read(end - begin)
            except (OSError, ValueError, OverflowError):
                continue
            place = parts[5] if len(parts) > 5 else 'anonymous'
            for what, form, needle in needles:
                count = data.count(needle)
                if count:
                    hits.append((f'{parts[0]} {place}', what, f'{form} {count}×'))
    return hits
