#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""hall-check-sources as a command, asked by an HTTP client that is not ours."""
import http.client
import json
import os
import pathlib
import signal
import subprocess
import tempfile
import unittest

BIN = pathlib.Path(os.environ['HALL_BIN'])
DATA = pathlib.Path(os.environ['HALL_SOURCE']) / 'resources/demo/centre/sources.json'
SOURCES = ['police', 'market-regulator', 'social-insurance', 'labour-filing', 'pension', 'death', 'prison', 'education',
           'disability', 'low-income', 'marriage', 'bank']
ZHANG = {'number': '37020019900307006X', 'name': '张测试'}


class CheckSources(unittest.TestCase):
    def start(self, *words):
        program = subprocess.Popen([BIN / 'hall-check-sources', *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   text=True)
        self.addCleanup(program.communicate)
        self.addCleanup(program.kill)
        return program

    def setUp(self):
        self.program = self.start('--data', str(DATA), '--listen', '127.0.0.1:0')
        line = self.program.stdout.readline()
        self.assertRegex(line, r'^listening on http://127\.0\.0\.1:\d+$')
        self.port = int(line.rsplit(':', 1)[1])

    def post(self, path, body=None):
        connection = http.client.HTTPConnection('127.0.0.1', self.port, timeout=10)
        self.addCleanup(connection.close)
        connection.request('POST', path, None if body is None else json.dumps(body).encode())
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b'{}')

    def compare(self, source, facts, person=ZHANG):
        return self.post(f'/{source}/v1/compare', {'v': 1, 'source': source, 'purpose': 'a-service', 'person': person,
                                                   'facts': facts})

    def test_agrees_and_disagrees(self):
        self.assertEqual(self.compare('police', {'cert_no': ZHANG['number'], 'name': ZHANG['name']}),
                         (200, {'v': 1, 'outcome': 'match'}))
        self.assertEqual(self.compare('education', {'education': '99'}),
                         (200, {'v': 1, 'outcome': 'mismatch', 'fields': ['education']}))
        stranger = {'number': '370200200012310040', 'name': '别人'}
        self.assertEqual(self.compare('police', {'name': '别人'}, stranger)[1]['outcome'], 'mismatch')
        # Whom an office does not know has what the file says otherwise, or nothing.
        nobody = {'number': '370200199001010005', 'name': '没有'}
        self.assertEqual(self.compare('death', {'death_flag': False}, nobody)[1]['outcome'], 'match')
        self.assertEqual(self.compare('police', {'name': '没有'}, nobody)[1]['outcome'], 'mismatch')

    def test_all_twelve_answer_and_fail(self):
        for source in SOURCES:
            self.assertEqual(self.compare(source, {'remark': 'x'})[1]['outcome'], 'mismatch')
        self.assertEqual(self.post('/control?source=all&mode=down')[0], 200)
        for source in SOURCES:
            self.assertEqual(self.compare(source, {'remark': 'x'})[0], 503)
        self.assertEqual(self.post('/control?source=bank&mode=up')[0], 200)
        self.assertEqual(self.compare('bank', {'bank_account': '6222020000000000001'})[1]['outcome'], 'match')
        self.assertEqual(self.compare('pension', {'pensioner_flag': False})[0], 503)

    def test_refuses_nonsense(self):
        self.assertEqual(self.compare('tax', {'name': 'x'})[0], 404)
        self.assertEqual(self.compare('police', {})[0], 400)
        self.assertEqual(self.post('/police/v1/compare')[0], 400)
        self.assertEqual(self.post('/control?source=tax&mode=up')[0], 400)
        self.assertEqual(self.post('/control?source=bank&mode=asleep')[0], 400)

    def test_ends_when_told(self):
        self.program.send_signal(signal.SIGTERM)
        self.assertEqual(self.program.wait(20), 0)

    def test_wrong_use(self):
        for words in ([], ['--data', str(DATA), '--listen', 'nowhere'], ['--data', str(DATA), '--listen', 'x:70000']):
            program = self.start(*words)
            self.assertEqual(program.wait(20), 2)
        program = self.start('--data', '/nowhere.json')
        self.assertEqual(program.wait(20), 1)
        with tempfile.NamedTemporaryFile('w', suffix='.json') as file:
            file.write('{"sources":{"tax":{}}}')
            file.flush()
            self.assertEqual(self.start('--data', file.name).wait(20), 1)


if __name__ == '__main__':
    unittest.main()
