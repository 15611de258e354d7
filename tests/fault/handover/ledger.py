# SPDX-License-Identifier: GPL-3.0-or-later
"""The judgement of a campaign: what was promised to visitors and officials, beside what kiosk and centre have in the end. Knows
no program: each entry comes from the party that knows it, and digests are made anew here.

What can be wrong: lost, twice, phantom (nobody handed it in); store (the kiosk's own books); skipped, behind, invented (an answer
that the kiosk never got, has not got yet, got though the centre never gave it); unanswered (a state that the kiosk was not told
of); undone (a step that an official was told is taken); list, quarantine, chain, bytes, scans."""
import collections
import copy
import dataclasses
import hashlib
import json
import typing

FIRST = '0' * 64  # what the first envelope of an epoch follows
UNDECIDED = ('waiting', 'received', 'checks-pending')  # states of which no kiosk is told
TAKEN = ('stored', 'duplicate')  # verdicts of a batch; all others are answers


@dataclasses.dataclass
class Item:
    """A case as the centre has it. envelope: JSON; body: hexadecimal."""
    id: str
    epoch: str
    seq: int
    prev: str
    hash: str
    envelope: str
    body: str
    state: str

    def sealed(self):
        return json.loads(self.envelope)

    def scans(self):
        return [page['sha256'] for page in self.sealed()['att']]

    def whole(self):
        """The envelope is what its hash says, the row what the envelope says, and the body what was sealed."""
        sealed = self.sealed()
        hashed = {name: value for name, value in sealed.items() if name not in ('hash', 'sig')}
        text = json.dumps(hashed, sort_keys=True, separators=(',', ':'), ensure_ascii=False)
        return ((sealed['epoch'], sealed['seq'], sealed['prev'], sealed['hash']) == (self.epoch, self.seq, self.prev, self.hash)
                and hashlib.sha256(text.encode()).hexdigest() == self.hash
                and hashlib.sha256(bytes.fromhex(self.body)).hexdigest() == sealed['sealed']['sha256'])


class Kept(typing.NamedTuple):
    """A case as the kiosk has it."""
    state: str
    epoch: str
    seq: int
    hash: str
    body: str  # digest


@dataclasses.dataclass
class Ledger:  # pylint: disable=too-many-instance-attributes
    """Of one kiosk. The first four are what it said, as it said it."""
    tried: set  # cases, before the commit
    promised: dict  # case → number, when the visitor would see it
    words: set  # cases, when it had the centre's word
    pages: dict  # case → digest of its scan
    mine: dict  # case → Kept
    heard: list  # (case, verdict), in its store
    cursor: int  # of the last answer it has
    items: list  # Item, ordered by epoch and number
    listed: list  # cases, by the centre's own command
    inbox: list  # (n, case, state), ordered by n
    steps: set  # (case, state after it) of which an official was told
    scans: dict  # digest → digest of the bytes that lie there
    quarantine: str  # why the centre does not trust the kiosk

    def wrong(self):
        """Pairs of kind and words; empty when all is as it was promised."""
        return [*self.wrong_cases(), *self.wrong_answers(), *self.wrong_chain(), *self.wrong_bytes()]

    def wrong_cases(self):
        counts = collections.Counter(item.sealed()['id'] for item in self.items)
        said = set(self.promised) | self.words
        yield from told({
            'lost': [case for case in said | set(self.mine)
                     if not counts[case] and (case not in self.mine or self.mine[case].state == 'stored')],
            'twice': [case for case, count in counts.items() if count > 1],
            'phantom': [case for case in counts if case not in self.tried],
            'store': [case for case in said if case not in self.mine]
                     + [f'{case} {kept.state}' for case, kept in self.mine.items() if kept.state != 'stored'],
            'undone': sorted(self.steps - {(case, state) for _, case, state in self.inbox}),
        })
        if sorted(self.listed) != sorted(self.mine):
            yield 'list', f'{len(self.listed)} listed, {len(self.mine)} in its store'
        if self.quarantine:
            yield 'quarantine', self.quarantine

    def wrong_answers(self):
        heard = set(self.heard)
        last = {case: state for _, case, state in self.inbox}
        if [n for n, *_ in self.inbox] != list(range(1, len(self.inbox) + 1)):
            yield 'chain', 'the numbers of its answers have a gap'
        yield from told({
            'skipped': [n for n, *answer in self.inbox if n <= self.cursor and tuple(answer) not in heard],
            'behind': [n for n, *_ in self.inbox if n > self.cursor],
            'invented': sorted({answer for answer in heard if answer[1] not in TAKEN}
                               - {(case, state) for _, case, state in self.inbox}),
            'unanswered': [f'{item.id} {item.state}' for item in self.items
                           if last.get(item.id) != (None if item.state in UNDECIDED else item.state)],
        })

    def wrong_chain(self):
        before = {}
        for item in self.items:
            number, last = before.get(item.epoch, (0, FIRST))
            if item.seq != number + 1 or item.prev != last:
                yield 'chain', f'{item.id} has {item.seq} after {number}'
            before[item.epoch] = (item.seq, item.hash)
        if len(before) > 1:
            yield 'chain', f'{len(before)} epochs'

    def wrong_bytes(self):
        for item in self.items:
            kept = self.mine.get(item.id)
            same = kept and (kept.epoch, kept.seq, kept.hash, kept.body) == (item.epoch, item.seq, item.hash,
                                                                             item.sealed()['sealed']['sha256'])
            if not item.whole() or not same or self.promised.get(item.id, item.seq) != item.seq:
                yield 'bytes', item.id
            wanted = [self.pages[item.id]] if item.id in self.pages else []
            if item.state == 'waiting' or item.scans() != wanted or any(self.scans.get(name) != name for name in wanted):
                yield 'scans', f'{item.id} {item.state}'


def told(findings):
    for kind, some in findings.items():
        if some:
            yield kind, f'{len(some)}, of them {some[0]}'


def without(case, ledger):
    """As if the centre had never got it."""
    ledger.items = [item for item in ledger.items if item.id != case]
    ledger.listed.remove(case)


def other_digit(text, place=-1):
    digits = list(text)
    digits[place] = '1' if digits[place] == '0' else '0'
    return ''.join(digits)


def changed(item, **fields):
    """The envelope is another one, which says so and has a hash of its own."""
    sealed = {**item.sealed(), **fields}
    bare = {name: value for name, value in sealed.items() if name not in ('hash', 'sig')}
    sealed['hash'] = hashlib.sha256(json.dumps(bare, sort_keys=True, separators=(',', ':')).encode()).hexdigest()
    item.envelope, item.hash = json.dumps(sealed), sealed['hash']


def again(ledger):
    item = copy.copy(ledger.items[-1])
    item.id, item.seq, item.prev = 'another', item.seq + 1, item.hash
    ledger.items.append(item)


def forget_answer(ledger):
    ledger.heard = [answer for answer in ledger.heard if answer != tuple(ledger.inbox[0][1:])]


def of_nobody(ledger):
    ledger.tried.discard(ledger.items[-1].id)


def gone_here_and_there(ledger):
    case = ledger.items[-1].id
    without(case, ledger)
    del ledger.mine[case]


# Each changes a faultless ledger as one defect would. (kind, what happened, change); a change raises LookupError where the ledger
# has nothing of the sort.
DEFECTS = [
    ('lost', 'a case that the centre never got', lambda one: without(one.items[-1].id, one)),
    ('lost', 'a case that neither has any more', gone_here_and_there),
    ('twice', 'a case that is there twice', again),
    ('phantom', 'a case of nobody', of_nobody),
    ('store', 'a case that the kiosk forgot', lambda one: one.mine.pop(next(iter(one.promised)))),
    ('store', 'a case that is still queued', lambda one: one.mine.update(
        {one.items[0].id: one.mine[one.items[0].id]._replace(state='queued')})),
    ('undone', 'a step of an official that is gone', lambda one: one.steps.add((one.inbox[0][1], 'ready'))),
    ('list', 'a case that is not listed', lambda one: one.listed.pop()),
    ('quarantine', 'a kiosk that is not trusted', lambda one: setattr(one, 'quarantine', 'fork')),
    ('skipped', 'an answer that the kiosk passed over', forget_answer),
    ('behind', 'an answer that is still to come', lambda one: setattr(one, 'cursor', one.inbox[-1][0] - 1)),
    ('invented', 'an answer that was never given', lambda one: one.heard.append((one.inbox[0][1], 'refused'))),
    ('unanswered', 'a state that the kiosk was not told of', lambda one: setattr(
        next(item for item in one.items if item.id == one.inbox[0][1]), 'state', 'refused')),
    ('unanswered', 'an answer that is gone', lambda one: one.inbox.pop()),
    ('chain', 'answers with a gap', lambda one: one.inbox.pop(-2)),
    ('chain', 'a number that is left out', lambda one: one.items.pop(-2)),
    ('chain', 'an envelope that follows another one', lambda one: setattr(
        one.items[-1], 'prev', other_digit(one.items[-1].prev))),
    ('chain', 'a second epoch', lambda one: setattr(one.items[-1], 'epoch', 'f' * 32)),
    ('bytes', 'a body with another byte', lambda one: setattr(one.items[0], 'body', other_digit(one.items[0].body))),
    ('bytes', 'an envelope that is no longer the kiosk\'s', lambda one: changed(one.items[-1], service='another')),
    ('bytes', 'an envelope with another word', lambda one: setattr(
        one.items[0], 'envelope', one.items[0].envelope.replace('"service":"', '"service":"x'))),
    ('bytes', 'another number than was promised', lambda one: one.promised.update({one.items[0].id: one.items[0].seq + 1})),
    ('scans', 'a scan that does not lie there', lambda one: one.scans.update({next(iter(one.scans)): ''})),
    ('scans', 'a case without its scan', lambda one: one.pages.update({next(
        item.id for item in one.items if not item.scans()): 'f' * 64})),
    ('scans', 'a case that still waits', lambda one: setattr(one.items[0], 'state', 'waiting')),
]


def unseen_defects(ledger):
    """(defects that the judgement does not see in a faultless ledger that was spoilt so, how many it sees)."""
    unseen, seen = [], 0
    for kind, what, spoil in DEFECTS:
        spoilt = copy.deepcopy(ledger)
        try:
            spoil(spoilt)
        except (LookupError, StopIteration, ValueError):
            continue  # it has no such case, answer or scan
        if kind in {found for found, _ in spoilt.wrong()}:
            seen += 1
        else:
            unseen.append(what)
    return unseen, seen
