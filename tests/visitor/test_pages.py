# SPDX-License-Identifier: GPL-3.0-or-later
"""A paper of several pages: looked at, put in order, one taken anew, one taken out and put back; and what the case then
holds. Everything by buttons, as somebody does it who cannot drag."""
import os

import cases
from kiosk import poll

SERVICE = 'unemployment-registration'
MATERIAL = 'end-of-job-proof'
SCAN, LIST = f'scan-{MATERIAL}', f'page-list-{MATERIAL}'
PICTURES = ('dismissal-certificate.jpg', 'labour-contract.jpg', 'proof.jpg')
SHOTS = os.environ.get('HALL_SHOTS', '')  # a folder for a picture of every page


class Pages(cases.RigCase):
    def setUp(self):
        super().setUp()
        self.shots = 0

    def shot(self, name):
        if SHOTS:
            self.shots += 1
            self.kiosk.grab(os.path.join(SHOTS, f'{self.id().split(".")[-1]}-{self.shots:02}-{name}.png'))

    def words(self, source, *values):
        return self.visitor.say(source, 'PageListPage', *values)

    def deed(self, words, page):
        """The name of a button of the chosen page."""
        return self.visitor.words.pair(self.words(words), self.words('Page %1', page))

    def told(self, source, *values):
        words = self.words(source, *values)
        self.visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')

    def take(self, picture, by_itself=False):
        """One page like the other is not taken by itself unless the tray was seen empty between them."""
        self.visitor.lay_under_camera(self.rig.page(picture))
        words = self.visitor.say('Take picture now', 'ScanPage')
        for _ in range(0 if by_itself else 3):  # at first a touch is taken for the second one of the last
            if self.visitor.look().one('button', words):
                self.visitor.button(words)
            if self.visitor.soon(lambda: self.kiosk.status()['visit']['capture'] in ('shooting', 'shot'), 2):
                break
        self.visitor.accept_picture()

    def begin(self, pictures):
        visit = self.visit(SERVICE)
        self.visitor = visit.visitor
        visit.come_in()
        self.visitor.begin()
        while self.kiosk.wait(stage=['form', 'scan'])['stage'] == 'form':
            self.visitor.note_page()
            self.visitor.fill_page(visit.answers)
        self.visitor.page(SCAN)
        self.taken = []  # sealed pages, by the names of their files, in the order in which they were taken
        for picture in pictures:
            self.take(picture, by_itself=not self.taken)
            self.taken.append(poll(lambda: self.sealed() - set(self.taken), 20, 'one more page is kept').pop())
        return visit

    def sealed(self):
        return {name for _, _, names in os.walk(os.path.join(self.kiosk.data, 'blobs')) for name in names if not name.endswith('.tmp')}

    def open_list(self, count):
        self.visitor.button(f'Look at the {count} pages taken')
        self.visitor.page(LIST)
        self.shot('list')

    def choose(self, page):
        self.visitor.button(self.words('Page %1', page), role='radio')
        self.visitor.until(lambda now: now.one('button', self.deed('Earlier', page)), f'page {page} is chosen')

    def stored(self, visit):
        visit.rows = self.visitor.review()
        self.visitor.button(self.visitor.say('All correct', 'ReviewPage'))
        visit.submit()
        return visit.stored()['materials']

    def test_order_and_undo(self):
        visit = self.begin(PICTURES[:2])
        visitor = self.visitor
        self.open_list(2)
        self.told('Page %1 of %2 is chosen. Touch another page to choose it.', 1, 2)
        visitor.button(self.deed('Earlier', 1))
        self.told('Page %1 is the first page already.', 1)
        visitor.button(self.deed('Later', 1))
        self.told('Page %1 is now page %2.', 1, 2)
        self.shot('moved')
        visitor.button(self.deed('Take out', 2))
        self.told('Page %1 was taken out. It is not handed in. It can be put back while this list is shown.', 2)
        self.shot('removed')
        self.assertEqual(self.sealed(), set(self.taken), 'it can still be put back')
        visitor.button(self.words('Put page %1 back', 2))
        self.told('Page %1 is back in its place.', 2)
        visitor.button(visitor.say('Larger', 'PageZoom'))
        enlarged = visitor.say('%1, enlarged to %2 %', 'PageZoom', self.words('Page %1', 2), 150)
        visitor.until(lambda now: now.all(has=enlarged), enlarged)
        self.shot('zoomed')
        visitor.button(self.words('Pages are right'))
        visitor.page('review')
        materials = self.stored(visit)
        self.assertEqual([(one['page'], one['blob']) for one in materials], [(1, self.taken[1]), (2, self.taken[0])])

    def test_one_page_is_taken_anew_and_one_goes(self):
        visit = self.begin(PICTURES[:2])
        visitor = self.visitor
        self.open_list(2)
        self.choose(2)
        self.kiosk.device('document-camera', 'clear')
        visitor.button(self.deed('Take again', 2))
        visitor.page(SCAN)
        words = visitor.say('Lay page %1 on the tray. The new picture takes the place of the old one.', 'ScanPage', 2)
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}"')
        self.shot('again')
        self.keep_for_later()
        visitor.until(lambda now: now.all('alert', has=words), f'the words "{words}" once more')
        visitor.lay_under_camera(self.rig.page(PICTURES[2]))
        visitor.accept_picture()  # by itself: it may be the very sheet that was there
        visitor.page(LIST)
        new = poll(lambda: self.sealed() - set(self.taken), 20, 'the new page is kept')
        poll(lambda: self.sealed() == new | {self.taken[0]}, 20, 'the old page is gone')
        self.choose(1)
        visitor.button(self.deed('Take out', 1))
        self.told('Page %1 was taken out. It is not handed in. It can be put back while this list is shown.', 1)
        visitor.button(self.deed('Take out', 1))
        least = 'At least 1 page must stay. You can take this page again instead.'
        visitor.until(lambda now: now.all('alert', has=least), least)
        self.shot('least')
        visitor.button(self.words('Pages are right'))
        poll(lambda: self.sealed() == new, 20, 'the page that was taken out is gone')
        visitor.page('review')
        self.assertEqual([(one['page'], one['blob']) for one in self.stored(visit)], [(1, new.pop())])

    def keep_for_later(self):
        """What was entered is kept, and the visit goes on where it was."""
        visitor = self.visitor
        visitor.button(visitor.say('Home', 'AssistBar'))
        visitor.button(visitor.say('Keep what I entered until midnight', 'VisitorRoot'))
        visitor.page('draft-kept', seconds=20)
        visitor.button(visitor.say('Go on now', 'DraftKeptPage'))
        visitor.page(SCAN)

    def test_a_page_that_was_taken_out_goes_with_its_visitor(self):
        self.begin(PICTURES[:2])
        visitor = self.visitor
        self.open_list(2)
        visitor.button(self.deed('Take out', 1))
        self.told('Page %1 was taken out. It is not handed in. It can be put back while this list is shown.', 1)
        self.assertEqual(self.sealed(), set(self.taken))
        visitor.button(visitor.say('Home', 'AssistBar'))
        visitor.button(visitor.say('Leave', 'VisitorRoot'))
        visitor.page('home')
        poll(lambda: not self.sealed(), 20, 'all pages are gone')

    def test_no_more_than_may_be(self):
        self.begin(PICTURES)
        visitor = self.visitor
        title = visitor.words.of(next(one['title'] for one in visitor.words.services[SERVICE]['materials'] if one['id'] == MATERIAL))
        visitor.review()
        visitor.button(visitor.say('Change: %1', 'SummaryColumns', title))
        visitor.page(LIST)
        visitor.button(self.words('One more page'))
        words = 'No more than 3 pages can be handed in. Take one out first to take another.'
        visitor.until(lambda now: now.all('alert', has=words), words)
        self.shot('full')
        visitor.button(visitor.say('Back', 'PageFrame'))
        visitor.page('review')
        self.assertEqual(self.sealed(), set(self.taken))
        # Out of the list once more, and nobody comes back to it.
        visitor.review()
        visitor.button(visitor.say('Change: %1', 'SummaryColumns', title))
        visitor.page(LIST)
        visitor.button(self.deed('Take out', 1))
        self.told('Page %1 was taken out. It is not handed in. It can be put back while this list is shown.', 1)
        self.assertEqual(self.sealed(), set(self.taken))
        self.kiosk.advance(90)
        self.kiosk.advance(60)
        self.kiosk.wait(stage='ended', seconds=20)
        poll(lambda: not self.sealed(), 20, 'all pages are gone')


if __name__ == '__main__':
    cases.main()
