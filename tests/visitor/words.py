# SPDX-License-Identifier: GPL-3.0-or-later
"""What the screen says in each language: the interface by the shipped translation, the catalogue by its own files."""
import json
import os
import re
import xml.etree.ElementTree as ElementTree

from kiosk import Failure, RESOURCES, TOP


def read(path):
    with open(path, encoding='utf-8') as file:
        return json.load(file)


def joined(below, above):
    """What a service says itself takes the place of what its template says; objects member by member."""
    whole = dict(below)
    for key, value in above.items():
        both = isinstance(value, dict) and isinstance(whole.get(key), dict)
        whole[key] = joined(whole[key], value) if both else value
    return whole


class Words:
    def __init__(self, lang, resources=RESOURCES):
        self.lang = lang
        self.short = 'zh' if lang.startswith('zh') else 'en'
        catalogue = os.path.join(resources, 'catalogue')
        self.fields = read(os.path.join(catalogue, 'dictionary.json'))['fields']
        self.events = {event['id']: event for event in read(os.path.join(catalogue, 'events.json'))['events']}
        self.often = read(os.path.join(catalogue, 'events.json')).get('often', [])
        self.receipt = read(os.path.join(catalogue, 'receipt.json'))['words']
        self.tables = {}
        self.letters = {}        # answer → the letter it is looked for under
        for name in os.listdir(os.path.join(catalogue, 'codes')):
            table = read(os.path.join(catalogue, 'codes', name))
            self.tables[table['id']] = {row['code']: row.get(self.short) or row['zh'] for row in table['rows']}
            for row in table['rows']:
                text = row.get(self.short) or row['zh']
                self.letters[text] = (row.get('initials', '') if self.short == 'zh' else text)[:1].upper()
        self.services = {}
        for name in os.listdir(os.path.join(catalogue, 'services')):
            service = read(os.path.join(catalogue, 'services', name))
            if 'template' in service:
                service = joined(read(os.path.join(catalogue, 'templates', service['template'] + '.json')), service)
            self.services[service['id']] = service
        self.translated = {}
        if self.short != 'en':
            tree = ElementTree.parse(os.path.join(TOP, 'translations', f'hall_{lang}.ts'))
            for context in tree.iter('context'):
                for message in context.iter('message'):
                    forms = message.find('translation').findall('numerusform')
                    text = forms[0].text if forms else message.find('translation').text
                    self.translated[context.findtext('name'), message.findtext('source')] = text

    def say(self, source, context=None, *arguments):
        """The words that stand on the screen for an English source string."""
        text = source
        if self.short != 'en':
            found = {there for (where, what), there in self.translated.items()
                     if what == source and context in (None, where)}
            if len(found) != 1:
                raise Failure(f'translation of "{source}" in {context or "any context"}: {sorted(found) or "none"}')
            text = found.pop()
        for number, argument in enumerate(arguments, 1):
            text = text.replace(f'%{number}', str(argument))
        return text

    def foreign(self, nodes):
        """What the interface says in another language; names, addresses and other values are nobody's to translate."""
        wrong = re.compile('[\u4e00-\u9fff]' if self.short == 'en' else '[A-Za-z]{4,}')
        for node in nodes:
            if node['role'] in ('heading', 'button', 'radio', 'group') and wrong.search(node['name']) \
                    and node['name'] not in ('English', '中文', '简体中文'):
                yield node['name']

    def pair(self, label, value):
        """As the screen puts a label and its value together."""
        return self.say('%1: %2', 'Spoken', label, value)

    def of(self, text):
        return text.get(self.short) or text['zh']

    def label(self, field):
        return self.of(self.fields[field]['label'])

    def optional_label(self, field):
        return self.say('%1 (optional)', 'FieldBox', self.label(field))

    def shown(self, field, value):
        """How a stored value (code, ISO date, flag, fen) stands on the screen."""
        described = self.fields[field]
        if isinstance(value, bool):
            return self.of(self.receipt['yes' if value else 'no'])
        table = described.get('codeTable') or ('region' if described['type'] == 'region' else '')
        if table:
            return self.tables[table][str(value)]
        if described['type'] == 'money':
            return f'{int(value) // 100:,}.{int(value) % 100:02d}'
        return str(value)[:7] if described['type'] == 'month' else str(value)  # a month is stored as its first day

    def stored(self, field, value):
        """A value as it stands in a stored case."""
        return f'{value}-01' if self.fields[field]['type'] == 'month' else value

    def typed(self, field, value):
        """What a person types for it: no fen where there are none."""
        return self.edited(field, value).removesuffix('.00' if self.fields[field]['type'] == 'money' else '')

    def edited(self, field, value):
        """How a stored value stands in a line that can be typed in."""
        shown = self.shown(field, value)
        return shown.replace(',', '') if self.fields[field]['type'] == 'money' else shown

    def same(self, field, value, seen):
        """Whether what was seen is this value, shown in full, with its middle or its end hidden by stars, or not at all."""
        if self.fields[field]['pii'] > 0 and seen == self.of(self.receipt['on-record']):
            return True
        shown = self.shown(field, value)
        if '*' not in seen:
            return shown == seen
        if seen.endswith('****'):  # as many stars, however much there is
            return shown.startswith(seen[:-4]) and shown != seen[:-4]
        pattern = ''.join('.' if sign == '*' else re.escape(sign) for sign in seen)
        return re.fullmatch(pattern, shown) is not None
