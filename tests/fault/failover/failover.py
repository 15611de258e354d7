#!/usr/bin/python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A city's database: a primary and a standby, each a real PostgreSQL. Eight kiosks hand in cases to a front and two cores,
officials decide on some; the primary is killed with all its processes, the standby promoted, and the gateway goes on there by
itself. What was promised to kiosks and officials is judged as handover.py judges it.

usage: failover.py [KIND GATEWAY]   a set-up or gateway that breaks the promise: must be found out, as KIND, in less than a
minute. GATEWAY `asynchronous`: ours, on a primary that waits for no standby.
HALL_TEST_SCALE: above 1 so many rounds of five failovers, at most four; otherwise one round of two. HALL_TEST_SEED repeats
the moments. Needs root and PostgreSQL 15."""
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

SERVER = pathlib.Path('/usr/lib/postgresql/15/bin')
DRIVER = f'/usr/lib/{os.uname().machine}-linux-gnu/qt6/plugins/sqldrivers/libqsqlpsql.so'
INSIDE = 'HALL_FAILOVER_NAMESPACE'
SKIPPED = 77
PORTS = {'a': 5501, 'b': 5502}
SCALE = int(os.environ.get('HALL_TEST_SCALE', '1'))
ROUNDS, FAILOVERS = (1, 2) if SCALE == 1 else (min(SCALE, 4), 5)
KIOSKS = 8
FIRST_WORDS = 5  # of the centre, at each kiosk, before anything is killed
LOAD_S, NOTICED_S = 1.0, 2.0  # at most: how long they work on, and until somebody promotes the standby
STEP_S = 0.3  # between two steps of officials
LAG_S = 0.6  # so long the standby gets nothing before the primary dies, every second time and for canaries
PAUSE_MS = 400  # at most, between two cases of a kiosk
GAP_S = 45  # at most without service
CANARY_S, CANARY_STILL_S = 50, 4

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'handover'))
import handover  # noqa: E402  pylint: disable=wrong-import-position


def missing():
    if os.geteuid() != 0:
        return 'needs root'
    for program in ('unshare', 'ip', 'runuser', 'psql'):
        if not shutil.which(program, path='/usr/sbin:/usr/bin:/sbin:/bin'):
            return f'{program} is not installed'
    for file in (SERVER / 'postgres', DRIVER):
        if not os.path.exists(file):
            return f'{file} is missing'
    return ''


def as_postgres(*words):
    done = subprocess.run(['runuser', '-u', 'postgres', '--', *map(str, words)], stdout=subprocess.DEVNULL,
                          stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    if done.returncode != 0:
        raise SystemExit(f'{words}: {done.stderr}')


def until(what, there, seconds):
    end = time.monotonic() + seconds
    while not there():
        if time.monotonic() > end:
            raise SystemExit(f'not within {seconds} s: {what}')
        time.sleep(0.02)


def children(parent):
    """(pid, command line) of each child."""
    found = []
    for entry in pathlib.Path('/proc').iterdir():
        if entry.name.isdigit():
            try:
                ppid = int((entry / 'stat').read_text().rpartition(')')[2].split()[1])
                words = (entry / 'cmdline').read_text()
            except OSError:
                continue
            if ppid == parent:
                found.append((int(entry.name), words))
    return found


class Cluster:
    """Two servers, one of them the primary. Each is set to something else by `synchronous_commit`, also to wait for nobody:
    the gateway itself says what a commit means."""
    levels = ('remote_apply', 'local', 'on', 'off')

    def __init__(self, folder, synchronous):
        self.folder, self.synchronous, self.started, self.primary, self.standby = folder, synchronous, 0, 'a', 'b'
        as_postgres('cp', '-a', TEMPLATE, folder / 'a')
        self.start('a')
        as_postgres('createdb', '-h', '127.0.0.1', '-p', PORTS['a'], 'hall')
        self.add_standby()

    def add_standby(self):
        shutil.rmtree(self.folder / self.standby, ignore_errors=True)
        as_postgres(SERVER / 'pg_basebackup', '-h', '127.0.0.1', '-p', PORTS[self.primary], '-D', self.folder / self.standby,
                    '-R', '-X', 'stream', '-c', 'fast', '--no-sync')
        self.start(self.standby)
        if self.synchronous:  # after the copy: who is promoted waits for nobody
            self.sql("ALTER SYSTEM SET synchronous_standby_names = '*'")
            self.sql('SELECT pg_reload_conf()')
        wanted = 'sync' if self.synchronous else 'async'
        until('the standby follows', lambda: self.sql('SELECT sync_state FROM pg_stat_replication').strip() == wanted, 60)

    def start(self, name):
        level = self.levels[self.started % len(self.levels)]
        self.started += 1
        as_postgres(SERVER / 'pg_ctl', '-D', self.folder / name, '-l', self.folder / f'{name}.log', '-s', '-w', '-o',
                    f"-c unix_socket_directories='' -p {PORTS[name]} -c fsync=off -c max_connections=200"
                    f' -c synchronous_commit={level}', 'start')

    def sql(self, text):
        return subprocess.run(['psql', '-XqAt', '-h', '127.0.0.1', '-p', str(PORTS[self.primary]), '-U', 'postgres', 'hall', '-c',
                               text], check=True, capture_output=True, text=True, timeout=60).stdout

    def postmaster(self, name):
        return int((self.folder / name / 'postmaster.pid').read_text().split()[0])

    def hold_back(self):
        """What the primary writes from here on does not reach the standby."""
        for pid, words in children(self.postmaster(self.primary)):
            if 'walsender' in words:
                os.kill(pid, signal.SIGSTOP)

    def kill_primary(self):
        parent = self.postmaster(self.primary)
        for pid in (parent, *(pid for pid, _ in children(parent))):
            os.kill(pid, signal.SIGKILL)

    def promote(self):
        as_postgres(SERVER / 'pg_ctl', '-D', self.folder / self.standby, '-s', '-w', 'promote')
        self.primary, self.standby = self.standby, self.primary

    def stop(self):
        for name in PORTS:
            subprocess.run(['runuser', '-u', 'postgres', '--', str(SERVER / 'pg_ctl'), '-D', str(self.folder / name), '-m',
                            'immediate', '-s', 'stop'], check=False, stderr=subprocess.DEVNULL)


class Round(handover.Round):
    """Some failovers, one after the other, while the kiosks go on; then all is carried over and judged."""

    def __init__(self, folder, cluster, gateway, seed, canary):
        self.cluster, self.canary, self.gaps = cluster, canary, []
        super().__init__(folder, gateway, handover.BIN / 'tests/hall-handover-kiosk', seed, KIOSKS,
                         CANARY_STILL_S if canary else handover.STILL_S)
        self.next_step = 0.0
        for desk in self.desks:
            desk.patient = True

    def work(self, seconds):
        """The officials go on, for so long."""
        over = time.monotonic() + seconds
        while (now := time.monotonic()) < over:
            if now >= self.next_step:
                self.random.choice(self.desks).step()
                self.next_step = time.monotonic() + STEP_S
            time.sleep(min(0.05, max(0.0, over - time.monotonic())))

    def words(self):
        return {kiosk.name: len(kiosk.lines('word')) for kiosk in self.kiosks}

    def wait_for_words(self, before, more, seconds):
        """When each kiosk had so many more words of the centre than before."""
        heard, end = {}, time.monotonic() + seconds
        while len(heard) < KIOSKS and time.monotonic() < end:
            for name, words in self.words().items():
                if words >= before[name] + more:
                    heard.setdefault(name, time.monotonic())
            self.work(0.05)
        return heard

    def kill_some(self):
        for kiosk in self.kiosks:
            kiosk.start('take')
        for number in range(1 if self.canary else FAILOVERS):
            if number > 0:
                self.cluster.add_standby()
            if len(self.wait_for_words(self.words(), FIRST_WORDS, 120)) < KIOSKS:
                raise SystemExit('not every kiosk has words of the centre within two minutes')
            self.fail_over(bool(self.canary) or number % 2 == 1)
        for kiosk in self.kiosks:
            kiosk.kill()

    def fail_over(self, lag):
        self.work(self.random.uniform(0, LOAD_S))
        if lag:
            self.cluster.hold_back()
            self.work(LAG_S)
        begun = time.monotonic()
        self.cluster.kill_primary()
        time.sleep(self.random.uniform(0, NOTICED_S))
        self.cluster.promote()
        heard = self.wait_for_words(self.words(), 1, GAP_S)
        self.gaps.append(max(heard.values()) - begun if len(heard) == KIOSKS else float('inf'))

    def run(self):
        wrong = super().run()
        return wrong + [('gap', gap) for gap in self.gaps if gap > GAP_S]


def one_round(gateway, seed, canary, asynchronous):
    """What is wrong, and how long the last kiosk was without service each time."""
    folder = pathlib.Path(tempfile.mkdtemp(prefix='failover-'))
    folder.chmod(0o755)
    shutil.chown(folder, 'postgres')
    wrong = [('broken off', '')]
    cluster = Cluster(folder, not asynchronous)
    try:
        (folder / 'hall').mkdir()
        one = Round(folder / 'hall', cluster, gateway, seed, canary)
        wrong = one.run()
        return wrong, one.gaps
    finally:
        cluster.stop()
        if wrong and not canary:
            handover.say(f'kept for a look: {folder}')
        else:
            shutil.rmtree(folder, ignore_errors=True)


def main():
    kind, gateway = sys.argv[1:] or (None, 'hall-gateway')
    asynchronous = gateway == 'asynchronous'
    program = handover.BIN / ('hall-gateway' if asynchronous or gateway == 'hall-gateway' else f'tests/{gateway}')
    first = int(os.environ.get('HALL_TEST_SEED', random.SystemRandom().randrange(1 << 32)))
    begun, done, gaps = time.monotonic(), 0, []
    while time.monotonic() - begun < CANARY_S if kind else done < ROUNDS:
        wrong, more = one_round(program, first + done, kind, asynchronous)
        gaps += more
        handover.say(f'HALL_TEST_SEED={first + done}: {len(gaps)} failovers, {dict(handover.Round.totals)}, without service'
                     f' {", ".join(f"{gap:.1f}" for gap in more)} s, at most {max(gaps):.1f} s; {time.monotonic() - begun:.0f} s')
        done += 1
        if wrong and not kind:
            for reason in wrong:
                handover.say(*reason)
            return 1
        if kind in {reason for reason, _ in wrong}:
            handover.say('found out:', *sorted({reason for reason, _ in wrong}))
            return 0
    if kind:
        handover.say(f'a set-up by which cases are {kind} was not found out')
    return 1 if kind else 0


if __name__ == '__main__':
    if missing():
        print('SKIP:', missing())
        sys.exit(SKIPPED)
    if INSIDE not in os.environ:
        os.execvpe('unshare', ['unshare', '-n', '-p', '--fork', '--kill-child', '--mount-proc', sys.executable, '-B', *sys.argv],
                   os.environ | {INSIDE: '1'})
    subprocess.run(['ip', 'link', 'set', 'lo', 'up'], check=True)
    handover.POSTGRES = 'postgresql://postgres@127.0.0.1:{a},127.0.0.1:{b}/hall?target_session_attrs=read-write'.format(**PORTS)
    handover.KIOSKS = KIOSKS
    os.environ['HALL_HANDOVER_PAUSE_MS'] = str(PAUSE_MS)
    with tempfile.TemporaryDirectory(prefix='failover-template-') as made:
        shutil.chown(made, 'postgres')
        TEMPLATE = pathlib.Path(made) / 'data'
        as_postgres(SERVER / 'initdb', '-D', TEMPLATE, '-A', 'trust', '-E', 'UTF8', '--no-sync')
        result = main()
    sys.exit(result)
