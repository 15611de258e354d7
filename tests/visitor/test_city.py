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
    done = subprocess.run(['tesseract', path, '-', '-l', 'eng', '--psm', '6'], capture_output=True, text=True, timeout=120,
                          check=True)
    return ' '.join(done.stdout.split())


class Jinan(cases.RigCase):
    rig_options = {'region': HALL}

    def setUp(self):
        super().setUp()
        self.seen = []

    def look(self, visit):
        visit.visitor.on_page = lambda page: self.seen.extend(visit.visitor.look().names())
        return visit

    def test_a_visit(self):
        visit = self.look(self.visit(SERVICE))
        visit.run()
        self.assertEqual(self.kiosk.status()['region'], HALL)
        self.assertIn('Lixia District', ' '.join(self.seen))
        self.assertNotIn('Qingdao', ' '.join(name for name in self.seen if 'Street' not in name))
        opened = visit.stored()
        self.assertEqual(opened['answers']['residence_region'], HALL)
        self.assertEqual(opened['region']['id'], '3701')
        self.assertEqual(opened['region']['agency']['district'], HALL)
        paper = read_off(visit.png, self.rig.folder)
        self.assertIn('Lixia', paper)
        self.assertIn('Jinan', paper)
        self.assertNotIn('Qingdao', paper)

    def test_the_districts_that_are_offered(self):
        path = self.rig.gateway.people
        with open(path, encoding='utf-8') as file:
            known = json.load(file)
        for one in known['people']:
            one['fields'].pop('residence_region', None)
        with open(path, 'w', encoding='utf-8') as file:
            json.dump(known, file)
        self.rig.gateway.stop()
        self.rig.gateway.start()
        self.kiosk.wait(network={'centre': 'reachable'}, seconds=30)
        visit = self.look(self.visit(SERVICE, answers={'residence_region': '370103'}))
        visit.run()
        self.assertEqual(visit.stored()['answers']['residence_region'], '370103')
        offered = set(self.seen)
        self.assertTrue(offered & set(districts('370100')) - {'Shizhong District'}, 'no other district was offered')
        self.assertFalse(offered & set(districts('370200')), 'a district of Qingdao was offered')


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
