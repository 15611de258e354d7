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
