# SPDX-License-Identifier: GPL-3.0-or-later
"""A hall of another city: its districts, its agency, its words, from the first page to the stored case."""
import json
import os
import subprocess
import unittest

import cases
from kiosk import Failure, Kiosk, RESOURCES

HALL = '370102'  # Lixia District, Jinan
SERVICE = 'unemployment-registration'
CARD = 'zhang-ceshi'


def districts(city):
    with open(os.path.join(RESOURCES, 'catalogue', 'codes', 'region.json'), encoding='utf-8') as file:
        return [row['en'] for row in json.load(file)['rows'] if row.get('parent') == city and row.get('choosable', True)]


def read_off(png, folder):
    """The words on a paper."""
    path = os.path.join(folder, 'paper.png')
    with open(path, 'wb') as file:
        file.write(png)
    done = subprocess.run(['tesseract', path, '-', '-l', 'eng', '--psm', '6'], capture_output=True, text=True,
                          timeout=120, env=dict(os.environ, OMP_THREAD_LIMIT='1'), check=True)
    return ' '.join(done.stdout.split())


class Jinan(cases.RigCase):
    at_home = True  # the centre knows where the demo people live: in the city of the hall

    def setUp(self):
        self.rig = cases.Rig(lang=cases.LANG, region=HALL)
        if not self.at_home:
            self.forget_homes(self.rig.gateway.people)
        self.rig.__enter__()
        self.addCleanup(self.end)
        self.kiosk = self.rig.kiosk
        self.seen = []

    @staticmethod
    def forget_homes(path):
        with open(path, encoding='utf-8') as file:
            known = json.load(file)
        for one in known['people']:
            one['fields'].pop('residence_region', None)
            one['fields'].pop('hukou_region', None)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(known, file)

    def look(self, visit):
        visit.visitor.on_page = lambda page: self.seen.append(visit.visitor.look().names())
        return visit

    def saw(self, *words):
        return [word for word in words if any(word in screen for screen in self.seen)]

    def test_a_visit(self):
        visit = self.look(self.visit(SERVICE))
        visit.run()
        self.assertEqual(self.kiosk.status()['region'], HALL)
        self.assertEqual(self.saw('Lixia District', 'Qingdao'), ['Lixia District'])
        opened = visit.stored()
        self.assertEqual(opened['answers']['residence_region'], HALL)
        self.assertEqual(opened['region']['id'], '3701')
        self.assertEqual(opened['region']['agency']['district'], HALL)
        paper = read_off(visit.png, self.rig.folder)
        for word, there in (('Lixia', True), ('Jinan', True), ('Qingdao', False)):
            self.assertEqual(word in paper, there, paper)


class NewInTown(Jinan):
    at_home = False

    def test_a_visit(self):
        """She says where she lives, and decides by it who handles the case."""
        visit = self.look(self.visit(SERVICE, answers={'residence_region': '370103', 'hukou_region': '370202'}))
        visit.run()
        opened = visit.stored()
        self.assertEqual(opened['answers']['residence_region'], '370103')
        self.assertEqual(opened['region']['agency']['district'], '370103')
        self.assertIn('Shizhong', read_off(visit.png, self.rig.folder))
        # On the page of the question itself.
        asked = [screen for screen in self.seen if visit.visitor.words.label('residence_region') in screen and
                 any(name in screen for name in districts('370100'))]
        self.assertTrue(asked, 'no district was offered')


class Nowhere(unittest.TestCase):
    def test_a_region_without_a_pack_is_refused_in_words(self):
        rig = cases.Rig(gateway=False, start=False)
        self.addCleanup(rig.close)
        for region, words in (('110000', 'no pack of that city'), ('379900', "table of regions"), ('3701', 'six digits')):
            kiosk = Kiosk(os.path.join(rig.folder, 'data-' + region), rig.kiosk.runtime, lang=cases.LANG)
            kiosk.log = os.path.join(rig.folder, region + '.log')
            kiosk.more = ['--region', region]
            with self.assertRaises(Failure):
                kiosk.start()
            self.assertIn(words, kiosk.words())


if __name__ == '__main__':
    cases.main()
