# SPDX-License-Identifier: GPL-3.0-or-later
"""The codes of the demonstration's electronic cards, made as resources/demo/README.md says."""
import hashlib
import hmac
import json
import os
import time

from kiosk import RESOURCES


def code(name='zhang-ceshi', at=None):
    """A code of this card, made now or at a time (seconds since 1970)."""
    with open(os.path.join(RESOURCES, 'demo', 'codes', f'{name}.json'), encoding='utf-8') as file:
        card = json.load(file)
    made = str(int(time.time() if at is None else at))
    words = '\n'.join(('hall-e-card-v1', card['subject'], made)).encode()
    seal = hmac.new(bytes.fromhex(card['secret']), words, hashlib.sha256).hexdigest()[:32]
    return '.'.join(('HALL-E1', card['subject'], made, seal))
