# SPDX-License-Identifier: GPL-3.0-or-later
"""A visitor who knows only what is on the screen: finds things by role and name, touches them in the middle, types on the
kiosk's own keyboard, signs with a finger, and counts what it cost.

Touch = a press outside keyboard and signature pad; typed = characters entered; a page = each different page seen.
"""
import datetime
import re
import time

from kiosk import CAMERA, Failure, ID_CARD, SERVICE_CARD, poll
from words import Words

DEBOUNCE = 0.32     # the same spot counts again after 300 ms, a key after 80 ms: a person is not faster
KEY_DEBOUNCE = 0.09
NEAR = 120           # pixels; more than the 15 mm that the debounce takes for one spot
GAP = 12             # pixels; less than the ScrollArea leaves above its buttons
MOST_SCREENS = 12
MOST_LEAVES = 12     # of one question's answers


def middle(node):
    x, y, width, height = node['rect']
    return x + width / 2, y + height / 2


def inside(node, box):
    x, y = middle(node)
    left, top, width, height = box['rect']
    return left <= x <= left + width and top <= y <= top + height


def apart(one, other):
    """Pixels from the middle of one to that of the other, along the edges of the screen."""
    return sum(abs(a - b) for a, b in zip(middle(one), middle(other)))


class Screen:
    """What stands on the screen at one moment, in reading order. A dialog hides the page under it."""

    def __init__(self, nodes):
        dialog = next((place for place, node in enumerate(nodes) if node['role'] == 'dialog'), None)
        self.nodes = nodes if dialog is None else nodes[:1] + nodes[dialog:]

    def all(self, role=None, name=None, has=None):
        return [node for node in self.nodes if (role is None or node['role'] == role)
                and (name is None or node['name'] == name) and (has is None or has in node['name'])]

    def one(self, role, name):
        found = self.all(role, name)
        return found[0] if found else None

    @property
    def heading(self):
        found = self.all('heading')
        return found[0]['name'] if found else ''

    def names(self):
        return ' | '.join(f'{node["role"]} {node["name"]}' for node in self.nodes if node['role'] != 'window')


class Visitor:
    def __init__(self, kiosk, lang, resources=None):
        self.kiosk = kiosk
        self.words = Words(lang, resources or kiosk.resources)
        self.touches = self.typed = self.scans = self.signatures = 0
        self.pages = []
        self.foreign = {}        # words of another language than the visitor's → the page they stood on
        self.entered = {}        # dictionary id → value as it is stored
        self.last_spot = None
        self.last_time = 0.0
        self.key_times = {}      # place of a key → when it was pressed last
        self.on_page = lambda page: None

    def say(self, source, context=None, *arguments):
        return self.words.say(source, context, *arguments)

    # Looking

    def look(self):
        return Screen(self.kiosk.do('nodes')['nodes'])

    def settled(self):
        """The screen once two looks at it are the same."""
        last = []

        def same():
            now = self.look()
            if now.nodes and last and last[0] == now.nodes:
                return now
            last[:] = [now.nodes]
            return None
        return poll(same, 10, 'the screen comes to rest', every=0.03)

    def until(self, test, what, seconds=10):
        """The first screen for which test(screen) is true."""
        seen = []

        def probe():
            seen[:] = [self.look()]
            return seen[0] if test(seen[0]) else None
        try:
            return poll(probe, seconds, what)
        except Failure as failure:
            shown = seen[0].names()[:600] if seen else 'nothing any more'
            raise Failure(f'{failure}; the screen shows: {shown}') from None

    def heading(self, source, context=None, *arguments, seconds=10):
        """Waits for a page by its heading and takes note of it."""
        words = self.say(source, context, *arguments) if source else None
        screen = self.until(lambda now: now.heading == words, f'page "{words}"', seconds)
        self.note_page()
        return screen

    def page(self, page, seconds=10):
        """Waits until the kiosk says that it shows this page (or one of these), and takes note of it."""
        self.kiosk.wait(page=page, seconds=seconds)
        return self.note_page()

    def note_page(self):
        screen = self.settled()
        page = self.kiosk.status()['page']
        for words in self.words.foreign(screen.nodes):
            self.foreign.setdefault(words, page)
        if not self.pages or self.pages[-1] != page:
            self.pages.append(page)
        self.on_page(page)
        return screen

    # Touching

    def rest(self, x, y):
        """Nothing is touched where the last touch was until that counts again."""
        if self.last_spot and abs(x - self.last_spot[0]) < NEAR and abs(y - self.last_spot[1]) < NEAR:
            wait = self.last_time + DEBOUNCE - time.monotonic()
            if wait > 0:
                time.sleep(wait)

    def press_at(self, x, y):
        self.rest(x, y)
        self.kiosk.do('touch', x=x, y=y)
        self.last_spot, self.last_time = (x, y), time.monotonic()

    def touch(self, node, find=None):
        """Touches what find(screen) finds, otherwise what looks like the node next to its place, once it stays there."""
        if 'disabled' in node['states']:
            raise Failure(f'"{node["name"]}" cannot be touched: it is disabled')
        self.rest(*middle(node))  # before the last look, not after it
        self.press_at(*middle(self.still(node, find)))
        self.touches += 1

    def button(self, name, role='button', seconds=10):
        """Touches the button with these words, once it is there; turns the screen's pages to find it."""
        screen = self.until(lambda now: now.one(role, name) and 'disabled' not in now.one(role, name)['states'],
                            f'{role} "{name}"', seconds)
        if screen.all('dialog'):  # laid out anew when its text is known
            screen = self.settled()
        self.touch(self.into_view(role, name, screen))

    def still(self, node, find=None):
        """The node once two frames running show it at one place: a page that has just come may move its buttons with its next
        frames. What has gone meanwhile is where it was: a hand on its way does not stop."""
        find = find or (lambda now: min(now.all(node['role'], node['name']), key=lambda one: apart(one, node), default=None))
        last = []

        def same():
            now = find(self.look()) or node
            if last and last[0] == now['rect']:
                return now
            last[:] = [now['rect']]
            return None
        return poll(same, 5, f'{node["role"]} "{node["name"]}" stays where it is', every=0.01)

    def view(self, screen, node):
        """(top, bottom) between which the page's content can be seen, at the node's place across."""
        heading = screen.all('heading')
        top = heading[0]['rect'][1] + heading[0]['rect'][3] if heading else 0
        x = middle(node)[0]
        covers = [cover for cover in screen.nodes
                  if self.turns(cover) or cover['name'].startswith(self.bar_word)
                  or cover['role'] == 'group' and cover['name'] == self.keyboard_name
                  and cover['rect'][0] <= x <= cover['rect'][0] + cover['rect'][2]]
        # A row that reaches into the gap above the page buttons stands on the next screen.
        return top, min((cover['rect'][1] - (GAP if self.turns(cover) else 0) for cover in covers),
                        default=screen.nodes[0]['rect'][3])

    def visible(self, node, screen):
        top, bottom = self.view(screen, node)
        y, height = node['rect'][1], node['rect'][3]
        return 'offscreen' not in node['states'] and y >= top and y + height <= bottom

    @property
    def bar_word(self):
        return self.say('Text size', 'AssistBar')

    @property
    def keyboard_name(self):
        return self.say('Keyboard', 'Keyboard')

    @property
    def frame_names(self):
        return {self.say('Page up', 'ScrollArea'), self.say('Page down', 'ScrollArea')}

    def into_view(self, role, name, screen=None):
        """The node, after paging up or down until it is whole on the screen."""
        for _ in range(2 * MOST_SCREENS):
            screen = screen or self.settled()
            node = screen.one(role, name)
            if node is None:
                raise Failure(f'{role} "{name}" is not on the screen: {screen.names()[:600]}')
            if not self.scrolls(node, screen) or self.visible(node, screen):
                return node
            if not self.pager(screen):
                # A page that is just being laid out has its arrows a moment later, or needs none.
                screen = self.until(
                    lambda now: self.pager(now) or now.one(role, name) is None or self.visible(now.one(role, name), now),
                    f'{role} "{name}" is whole, or the page can be turned', 2)
                continue
            top, y = self.view(screen, node)[0], node['rect'][1]
            word = 'Page up' if y < top else 'Page down'
            if not screen.one('button', self.say(word, 'ScrollArea')):
                return node
            screen = self.until(lambda now, word=word: 'disabled' not in now.one('button', self.say(word, 'ScrollArea'))['states'],
                                f'"{word}" rests')
            self.turn(screen.one('button', self.say(word, 'ScrollArea')), screen)
            screen = None
        raise Failure(f'{role} "{name}" cannot be brought into view')

    def turn(self, pager, screen):
        before = screen.nodes
        self.touch(pager)
        self.until(lambda now: now.nodes != before, f'the page turns after "{pager["name"]}"')

    def scrolls(self, node, screen):
        """Whether a node belongs to the content that turns, not to the frame around it or to a dialog."""
        keyboard = screen.one('group', self.keyboard_name)
        bar = next((place for place, other in enumerate(screen.nodes) if other['name'].startswith(self.bar_word)), None)
        if self.turns(node) or keyboard and inside(node, keyboard) or bar is None:
            return False
        pager = self.pager(screen)
        # Content comes before the page buttons in reading order, the action row and the bar after them.
        if pager:
            return screen.nodes.index(node) < screen.nodes.index(pager)
        below = node['rect'][1] >= screen.nodes[bar]['rect'][1] and 'offscreen' not in node['states']
        return screen.nodes.index(node) < bar and not below

    def turns(self, node):
        """Whether a node is one of the two page buttons or the count between them."""
        count = re.sub('%[12]', '[0-9]+', self.say('Screen %1 of %2', 'ScrollArea'))
        return node['name'] in self.frame_names or re.fullmatch(count, node['name']) is not None

    def pager(self, screen):
        """The first of what turns the screens; a button is gone where it leads nowhere, or is the page's main one."""
        return next((node for node in screen.nodes if self.turns(node)), None)

    def read_through(self):
        """All screens of a page that is too tall, from the first to the last; each one is looked at."""
        screens = [self.settled()]
        for _ in range(MOST_SCREENS):
            down = self.say('Page down', 'ScrollArea')
            if not screens[-1].one('button', down):
                return screens
            screens[-1] = self.until(lambda now: 'disabled' not in now.one('button', down)['states'], f'"{down}" rests')
            self.turn(screens[-1].one('button', down), screens[-1])
            screens.append(self.settled())
            self.on_page(self.pages[-1])
        raise Failure(f'the page "{screens[0].heading}" does not end')

    # Typing

    def keyboard(self, screen):
        return screen.one('group', self.keyboard_name)

    def key(self, name):
        """Presses a key of the keyboard."""
        def there():
            screen = self.look()
            board = self.keyboard(screen)
            return next((node for node in screen.all('button', name) if board and inside(node, board)), None)
        node = self.soon(there, 2)
        if not node:
            raise Failure(f'the keyboard has no key "{name}": {self.look().names()[:600]}')
        self.press_key(node)

    def press_key(self, node):
        """No finger is back on a key within the time that counts as the bounce of the glass."""
        spot = middle(node)
        wait = self.key_times.get(spot, 0) + KEY_DEBOUNCE - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.kiosk.do('touch', x=spot[0], y=spot[1])
        self.key_times[spot] = time.monotonic()

    def pad_key(self, name, seconds=10):
        """Presses a key of a pad, once it is there and takes presses."""
        def there(now):
            return now.one('button', name) and 'disabled' not in now.one('button', name)['states']
        self.press_key(self.still(self.until(there, f'the key "{name}"', seconds).one('button', name)))

    def has_key(self, name):
        screen = self.look()
        board = self.keyboard(screen)
        return any(inside(node, board) for node in screen.all('button', name))

    def type(self, name, text):
        """Fills the line with this name, key by key. A date is given as 2026-03-05 and typed as its digits."""
        node = self.into_view('field', name)
        board = self.keyboard(self.look())
        if 'focused' not in node['states'] or not board:
            self.touch(node)
            self.still(self.until(lambda now: self.keyboard(now) and 'focused' in now.one('field', name)['states'],
                                  f'the keyboard for "{name}"').one('group', self.keyboard_name))
        if self.look().one('field', name).get('value'):
            self.clear(name)
        date = self.is_date(text)
        signs = text.replace('-', '') if date else text

        def written(count):
            value = self.look().one('field', name).get('value', '')
            return (value.replace('-', '') if date else value) == signs[:count]
        for count, sign in enumerate(signs, 1):
            self.type_sign(sign)
            if not self.soon(lambda count=count: written(count)):
                self.type_sign(sign)  # the kiosk took two quick presses of one key for a trembling hand
        self.typed += len(signs)
        self.until(lambda now: now.one('field', name).get('value') == text, f'"{name}" reads what was typed ({text})')
        self.end_line(name)

    def clear(self, name):
        def empty():
            return not self.look().one('field', name).get('value')
        for _ in range(2):  # a keyboard that is just changing its keys under the finger does not feel the first press
            self.key(self.say('Clear', 'Keyboard'))
            if self.soon(empty, 3):
                return
        raise Failure(f'"{name}" is not empty after "Clear"')

    def end_line(self, name):
        """The last key of the keyboard puts it away, or leads to the next empty line when it says so."""
        on = self.say('Next line', 'Keyboard')
        if self.has_key(on):
            self.key(on)
            self.until(lambda now: 'focused' not in now.one('field', name)['states'], f'the line after "{name}"')
            return
        self.key(self.say('Done', 'Keyboard'))
        self.until(lambda now: not self.keyboard(now), f'the keyboard goes after "Done" at "{name}"')

    @staticmethod
    def soon(test, seconds=0.5):
        try:
            return poll(test, seconds, 'soon', every=0.01)
        except Failure:
            return False

    def type_sign(self, sign):
        if sign == ' ':
            self.key(self.say('Space', 'Keyboard'))
        elif sign.isalpha() and sign.isupper() and not self.has_key(sign):
            self.letters()
            self.key(self.say('Capital letter', 'Keyboard'))
            self.until(lambda now: self.has_key(sign), f'capital letters for "{sign}"')
            self.key(sign)
        else:
            if not self.has_key(sign):
                if sign.isalpha():
                    self.letters()
                elif self.has_key('123'):
                    self.layer('123', sign)
            self.key(sign)

    def letters(self):
        if self.has_key('abc'):
            self.layer('abc', '123')

    def layer(self, key, wanted):
        """Turns the keyboard to the layer that has the wanted key."""
        self.key(key)
        self.until(lambda now: self.has_key(wanted), f'the keys with "{wanted}"')
        self.settled()

    @staticmethod
    def is_date(text):
        """Whether it is a day or a month, of which only the digits are typed."""
        try:
            datetime.date.fromisoformat(text if len(text) != 7 else f'{text}-01')
        except ValueError:
            return False
        return True

    # Answering

    def choose(self, name, option):
        """Chooses an answer of the question with this name; nothing is touched when it is chosen already."""
        found = self.leaf_with(name, option)
        if 'checked' in found['states']:
            return
        self.into_view(found['role'], option)
        self.touch(self.radio(self.look(), name, option), lambda now: self.radio(now, name, option))
        self.until(lambda now: 'checked' in self.radio(now, name, option)['states'], f'"{option}" is chosen at "{name}"')

    def radio(self, screen, name, option):
        return next((node for node in screen.all('radio', option) if inside(node, screen.one('group', name))), None)

    def leaf_with(self, name, option):
        """The answer, after turning to the leaf of the question that has it."""
        turns = [self.words.pair(self.say(word, 'ChoiceList'), name) for word in ('More answers', 'First answers')]
        for _ in range(MOST_LEAVES):
            screen = self.look()
            found = self.radio(screen, name, option)
            if found:
                return found
            letter = self.words.pair(self.say('Answers that begin with %1', 'ChoiceList', self.words.letters.get(option)), name)
            if screen.one('button', letter):
                turns.insert(0, letter)
            turn = next((word for word in turns if screen.one('button', word)), None)
            if not turn:
                break
            self.button(turn)
            self.until(lambda now, before=screen.nodes: now.nodes != before, f'other answers at "{name}"')
        raise Failure(f'"{name}" has no answer "{option}"')

    def answer(self, field, value):
        """Answers one question of this page if it stands there; False when it does not."""
        screen = self.look()
        if screen.one('group', self.comparison(field)):  # a paper says something: the same is touched, else it is answered
            shown = self.words.shown(field, value) if not isinstance(value, bool) else self.say('Yes' if value else 'No', 'FormField')
            if any(node['name'] == shown for node in screen.all('radio') if inside(node, screen.one('group', self.comparison(field)))):
                self.choose(self.comparison(field), shown)
                self.entered[field] = value
                return True
        names = (self.words.label(field), self.words.optional_label(field))
        for name in names:
            if screen.one('group', name):
                self.choose(name, self.words.shown(field, value) if not isinstance(value, bool)
                            else self.say('Yes' if value else 'No', 'FormField'))
                self.entered[field] = value
                return True
            line = screen.one('field', name)
            if line:
                if line.get('value') != self.words.edited(field, value):
                    self.type(name, self.words.typed(field, value))
                self.entered[field] = value
                return True
        return False

    def comparison(self, field):
        """The question whether what a paper says is right."""
        return self.say('Which is right: %1', 'SaidChoice', self.words.label(field))

    def unanswered(self, field):
        """Whether this required question stands on the page and has no answer."""
        screen, name = self.look(), self.words.label(field)
        question = screen.one('group', self.comparison(field)) or screen.one('group', name)
        if question:
            return not any('checked' in node['states'] for node in screen.all('radio') if inside(node, question))
        line = screen.one('field', name)
        return line is not None and not line.get('value') and 'readonly' not in line['states']

    def fill_page(self, answers, otherwise=None):
        """Answers what the script knows about this page and goes on; the page's own complaint ends the visit. `otherwise`
        answers required questions that are still open."""
        before = self.kiosk.status()['page']
        if before == 'form-sharing':
            self.answer_sharing(answers.get('consent_share_flag', (otherwise or {}).get('consent_share_flag', True)))
            return
        self.read_through_fields(answers, otherwise or {})
        if before != 'form-known':
            self.on_page(before)  # as it is filled in
        if before == 'form-known':
            self.read_through()
        self.button(self.say('All correct, go on', 'KnownPage') if before == 'form-known' else self.say('Next', 'FormPage'))

        def result():
            if self.kiosk.status()['page'] != before:
                return 'on'
            complaint = self.complaint(self.look())
            return complaint or None
        outcome = poll(result, 10, f'the page after "{before}"')
        if outcome != 'on':
            raise Failure(f'{before}: {outcome} (the script has no answer that fits)')

    def answer_sharing(self, agreed):
        """May other offices be asked: one touch that goes on."""
        self.heading('May we check your details with these offices?', 'SharingPage')
        before = self.kiosk.status()['page']
        self.button(self.say('Yes, you may check' if agreed else 'No, do not check', 'SharingPage'))
        self.entered['consent_share_flag'] = agreed
        poll(lambda: self.kiosk.status()['page'] != before, 10, f'the page after "{before}"')

    def read_through_fields(self, answers, otherwise):
        left = dict(otherwise, **answers)
        again = True
        while again:  # an answer may bring up a further question
            again = False
            order = [node['name'] for node in self.look().nodes if node['role'] in ('group', 'field')]
            places = {field: order.index(name) for field in left
                      for name in (self.words.label(field), self.words.optional_label(field), self.comparison(field))
                      if name in order}
            for field in sorted(places, key=places.get):
                if (field in answers or self.unanswered(field)) and self.answer(field, left[field]):
                    del left[field]
                    again = True

    def complaint(self, screen):
        title = screen.one('alert', self.say('Please put this right', 'ErrorSummary'))
        if not title:
            return ''
        return '; '.join(node['name'] for node in screen.all('button') if self.words.pair('', '') in node['name']
                         and inside(node, title))

    # The visit

    opens_cards = False  # whether insert_card() also enters the PIN of a card that wants one

    def insert_card(self, path):
        self.kiosk.device(SERVICE_CARD, 'insert', card=path)

    def agree(self):
        self.heading('Do you agree to this use of your data?', 'ConsentPage')
        self.button(self.say('I agree', 'ConsentPage'))

    def type_pin(self, digits, confirm=True):
        """On the pad of a PIN page."""
        for digit in digits:
            self.pad_key(digit)
        if confirm:
            self.settled()
            self.button(self.say('Confirm', 'CardPinPage'))

    def show_pin(self, pin):
        """Proves by the card's PIN who stands there: asked for at once where the card lies in the slot."""
        self.page('prove-pin')
        entered = self.say('%1 of %2 digits entered', 'CardPinPage', 0, len(pin))
        self.until(lambda now: now.one('text', entered), 'the pad')
        self.type_pin(pin)

    def other_ways(self):
        """To the page that offers the ways to prove; over the pad where the PIN is asked for at once."""
        if self.kiosk.wait(stage=['prove', 'prove-pin'], seconds=15)['stage'] == 'prove-pin':
            self.page('prove-pin')
            self.button(self.say('Another way', 'CardPinPage'))
        self.heading('Please show that it is you', 'ProvePage')
        self.page('prove')

    def have_staff_vouch(self, card, pin, own=None):
        """A member of staff comes; the visitor's own card makes room in the slot, if that is where it lies."""
        self.other_ways()
        self.button(self.say('A member of staff at this machine', 'ProvePage'))
        self.page('prove-staff')
        touches = self.touches  # what the staff touch is not the visitor's
        if own:
            self.kiosk.device(SERVICE_CARD, 'remove')
            goes_in = self.say('The staff card goes into the slot', 'ProveStaffPage')
            self.until(lambda now: now.all(has=goes_in), goes_in)
        self.insert_card(card)
        self.heading('Staff: enter your PIN', 'ProveStaffPage')
        for count, digit in enumerate(pin, 1):
            self.pad_key(digit)
            entered = self.say('PIN: %1 digits entered', 'ProveStaffPage', count)
            self.until(lambda now, entered=entered: now.one('text', entered), entered)
        self.button(self.say('Confirm', 'ProveStaffPage'))
        self.heading('Staff: compare person and document', 'ProveStaffPage')
        self.button(self.say('I have compared them', 'ProveStaffPage'))
        self.heading('Staff: please take your card', 'ProveStaffPage')
        self.touches = touches
        self.kiosk.device(SERVICE_CARD, 'remove')
        if own:
            self.heading('Please put your card back in', 'ProveStaffPage')
            self.insert_card(own)

    def open_service(self, service):
        """From the home page: by one touch where it is offered at once, else through the group it belongs to."""
        described = self.words.services[service]
        event, title = self.words.of(self.words.events[described['event']]), self.words.of(described['title'])
        self.heading('What would you like to do?', 'HomePage')
        if service in self.words.often:
            self.button(title)
            return
        self.button(event)
        # An event with one service leads to it at once; otherwise, or when that one rests, it is chosen from a list.
        if self.until(lambda now: now.heading in (event, title) or self.left_home(), 'the services').heading == event:
            self.settled()
            self.on_page('home')
            self.button(title)

    choose_service = open_service

    def act_for(self, unit):
        """From the home page of a person to that of the company or institution with this credit code."""
        self.button(self.words.of(self.words.events['employer']))
        self.page('unit')
        for count, sign in enumerate(unit, 1):
            entered = self.say('%1 of 18 characters', 'UnitPage', count)
            self.pad_key(sign)
            if not self.soon(lambda entered=entered: self.look().one('text', entered)):
                self.pad_key(sign)  # taken for a trembling hand
            self.until(lambda now, entered=entered: now.one('text', entered), entered)
        self.typed += len(unit)
        self.settled()
        self.button(self.say('Confirm', 'UnitPage'))
        event = self.words.of(self.words.events['employer'])
        self.until(lambda now: now.heading == event, f'the page "{event}"')
        self.settled()
        self.page('home')

    def read_worker(self, path):
        """Lays the worker's identity card down where the page asks for the person; False when this page does not."""
        words = self.say("Read the worker's card", 'WorkerCardRow')
        if not self.look().one('button', words):
            return False
        self.button(words)
        asks = self.say("Put the worker's card on the reader", 'WorkerCardRow')
        self.until(lambda now: now.all('alert', has=asks), 'the page asks for the card')
        self.kiosk.device(ID_CARD, 'place', card=path)
        read = self.say("The worker's card was read. Please take it off the reader.", 'WorkerCardRow')
        self.until(lambda now: now.all('alert', has=read), 'the card was read')
        self.kiosk.device(ID_CARD, 'lift')
        return True

    def left_home(self):
        return self.kiosk.status()['stage'] != 'home'

    def begin(self):
        """A question is asked without an introduction."""
        if self.kiosk.wait(stage=['intro', 'query', 'prove', 'prove-pin'])['stage'] == 'intro':
            self.button(self.say('Start', 'IntroPage'))

    def lay_under_camera(self, image):
        self.kiosk.device(CAMERA, 'show', image=image)

    def accept_picture(self, seconds=40):
        self.heading('Check the picture', 'ScanPage', seconds=seconds)
        self.scans += 1
        self.button(self.say('Use this picture', 'ScanPage'))

    def review(self):
        """Reads all of the review page: [(label, value)] of every row, in order."""
        self.heading('Is everything right?', 'ReviewPage')
        return self.rows_of(self.read_through())

    def rows_of(self, screens):
        """[(label, value)] of all lines that could be seen on these screens."""
        rows = []
        for screen in screens:
            for node in screen.all('text', has=self.words.pair('', '')):
                row = self.row(node['name'])
                if self.visible(node, screen) and row not in rows:
                    rows.append(row)
        return rows

    def row(self, text):
        label, value = text.split(self.words.pair('', ''), 1)
        for source in ('from your card', "from the worker's card", 'from your permit', 'from the centre', 'read from your paper',
                       'entered by you'):
            value = value.removesuffix(self.say('%1, %2', 'Spoken', '', self.say(source, 'SummaryColumns')))
        return label, value

    def sign(self):
        self.heading('Please sign with your finger', 'SignPage')
        pad = self.settled().one('canvas', self.say('Signature field', 'SignPage'))
        if not pad:
            raise Failure('the signature page has no signature field')
        x, y, width, height = pad['rect']
        for stroke in ([(.2, .3), (.35, .25), (.5, .3), (.4, .5), (.25, .7)], [(.3, .45), (.55, .5), (.7, .7)],
                       [(.75, .2), (.76, .5), (.74, .8), (.7, .75)]):
            self.kiosk.do('stroke', points=[[x + a * width, y + b * height] for a, b in stroke])
        self.signatures += 1

    def number_on_screen(self):
        """The case number as the last page shows it."""
        prefix = self.say('Case number %1', 'DonePage').split('%1')[0]
        screen = self.look()
        for node in screen.all('text'):
            if node['name'].startswith(prefix) and node['name'] != prefix.strip():
                return node['name'][len(prefix):].strip()
        raise Failure(f'no case number on the screen: {screen.names()[:600]}')

    def seconds(self, elder=False):
        """The time a person needs, by a fixed model."""
        sum_ = (1.2 * self.touches + 0.6 * self.typed + 4 * len(self.pages) + 25 * self.scans + 12 * self.signatures)
        return round(sum_ * (1.8 if elder else 1), 1)
