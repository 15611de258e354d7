# SPDX-License-Identifier: GPL-3.0-or-later
"""A machine that starts the real systemd as its first process, in namespaces of its own over this machine's files.

What it writes stays in memory and goes with it; units, PostgreSQL, nginx, /opt, /var/lib and journals are its own, and so
are its processes, its network and its host name. It sees the tree under test where it is. Nobody can reach it, and it
reaches nobody. Needs root, overlayfs and a cgroup2 hierarchy; no package beyond systemd.
"""
import os
import shlex
import shutil
import subprocess
import tempfile
import time

SKIPPED = 77
SYSTEMD = '/lib/systemd/systemd'
PATH = '/usr/sbin:/usr/bin:/sbin:/bin'
# What a container has no business with; console-getty has no console.
MASKED = ('console-getty.service', 'getty@.service', 'systemd-sysctl.service', 'systemd-modules-load.service', 'systemd-timesyncd.service',
          'systemd-pstore.service', 'systemd-udevd.service', 'systemd-journald-audit.socket', 'systemd-resolved.service',
          'systemd-networkd.service')

# In the outer namespaces: a group of its own among the processes, so that the machine has a tree to itself.
ENTER = '''set -e
case $SOURCE/ in /tmp/*|/run/*|/dev/*) echo "SKIP: the sources lie in $SOURCE, and the machine has such folders for itself"; exit 77;; esac
here=$(mktemp -d); mount -t cgroup2 none "$here" || { echo "SKIP: no cgroup2: mounting it is not allowed"; exit 77; }
mkdir "$here/$GROUP" && echo $$ >"$here/$GROUP/cgroup.procs" || { echo "SKIP: no group of processes can be made"; exit 77; }
umount "$here"; rmdir "$here"
exec unshare --mount --pid --net --uts --ipc --cgroup --fork --kill-child bash -c "$PREPARE"
'''
PREPARE = '''set -e
mount --make-rprivate /
room=$(mktemp -d)
mount -t tmpfs -o mode=755 room "$room"
mkdir "$room/upper" "$room/work" "$room/root"
top=$room/root
mount -t overlay -o "lowerdir=/,upperdir=$room/upper,workdir=$room/work" overlay "$top" || { echo "SKIP: no overlayfs over /"; exit 77; }
# As after installing the packages: nothing of this machine's own configuration and data.
rm -rf "$top"/etc/systemd/system/* "$top"/etc/postgresql/* "$top"/var/lib/postgresql/* "$top"/etc/nginx/sites-enabled/* \\
    "$top"/var/log/journal "$top"/var/lib/hall* "$top"/var/backups/hall* "$top"/opt/hallkiosk "$top"/etc/hall*
rm -f "$top"/usr/sbin/policy-rc.d
for unit in $MASKED; do ln -s /dev/null "$top/etc/systemd/system/$unit"; done
mkdir -p "$top/var/lib/nginx" "$top/var/log/nginx" "$top$SOURCE" "$top/oldroot"
mount --rbind "$SOURCE" "$top$SOURCE"
mount -t proc proc "$top/proc"
mount --bind "$top/proc/sys" "$top/proc/sys"; mount -o remount,bind,ro "$top/proc/sys"
mount -t sysfs -o ro sysfs "$top/sys"
mkdir -p "$top/sys/fs/cgroup"; mount -t cgroup2 cgroup2 "$top/sys/fs/cgroup"
mount -t tmpfs -o mode=755 dev "$top/dev"
mkdir "$top/dev/pts" "$top/dev/shm"
mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts "$top/dev/pts"
mount -t tmpfs -o mode=1777 shm "$top/dev/shm"
# Of its own: a service may change whose they are.
make() { mknod -m 0666 "$top/dev/$1" c "$2" "$3" || { echo "SKIP: devices cannot be made"; exit 77; }; }
make null 1 3; make zero 1 5; make full 1 7; make random 1 8; make urandom 1 9; make tty 5 0
# A terminal that logind takes for the first of a screen.
for name in tty0 tty1; do touch "$top/dev/$name"; mount --bind "$SCREEN" "$top/dev/$name"; done
ln -s pts/ptmx "$top/dev/ptmx"
ln -s /proc/self/fd "$top/dev/fd"; ln -s fd/0 "$top/dev/stdin"; ln -s fd/1 "$top/dev/stdout"; ln -s fd/2 "$top/dev/stderr"
mount -t tmpfs -o mode=755 run "$top/run"
mount -t tmpfs -o mode=1777 tmp "$top/tmp"
echo hall-machine >"$top/etc/hostname"
cd "$top"
pivot_root . oldroot
umount -l /oldroot
# The first process of a container is not asked to do so by systemd: credentials would be laid down where nobody sees them.
mount --make-rshared /
exec env -i container=hall PATH="$PATH" "$SYSTEMD" --log-target=journal --show-status=false </dev/null
'''


def missing():
    """Why no such machine can be started here; '' when it can be tried."""
    if os.geteuid() != 0:
        return 'needs root'
    if not os.path.exists(SYSTEMD):
        return 'systemd is not installed'
    for program in ('unshare', 'nsenter', 'pivot_root', 'mount'):
        if not shutil.which(program, path=PATH):
            return f'{program} is not installed'
    with open('/proc/filesystems', encoding='ascii') as file:
        known = file.read().split()
    for needed in ('overlay', 'cgroup2'):
        if needed not in known:
            return f'this kernel has no {needed}'
    return ''


class NotHere(Exception):
    """It cannot be started on this machine; says why."""


class Machine:
    def __init__(self, source):
        self.source, self.group = source, f'hall-machine-{os.getpid()}'
        self.master, screen = os.openpty()  # its first terminal
        self.words = tempfile.TemporaryFile(mode='w+')
        names = {'GROUP': self.group, 'PREPARE': PREPARE, 'MASKED': ' '.join(MASKED), 'SOURCE': source, 'SCREEN': os.ttyname(screen),
                 'SYSTEMD': SYSTEMD, 'PATH': PATH}
        self.outer = subprocess.Popen(['bash', '-c', ENTER], env=names, stdin=subprocess.DEVNULL, stdout=self.words,
                                      stderr=subprocess.STDOUT, start_new_session=True)
        self.screen = screen  # kept open: a terminal without anybody at it hangs up
        self.first = self._until_up()

    def said(self):
        self.words.seek(0)
        return self.words.read()

    def _until_up(self, seconds=60):
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if self.outer.poll() is not None:
                said = self.said()
                if self.outer.returncode == SKIPPED:
                    raise NotHere(said.split('SKIP: ')[-1].strip())
                raise AssertionError(f'the machine did not start:\n{said}')
            for pid in self._children(self.outer.pid):
                try:
                    with open(f'/proc/{pid}/comm', encoding='ascii') as file:
                        if file.read().strip() != 'systemd':
                            continue
                except FileNotFoundError:
                    continue
                self.first = pid
                if self.call('systemctl', 'is-system-running', '--wait', good=False, seconds=seconds).stdout.strip() in (
                        'running', 'degraded'):
                    return pid
            time.sleep(0.1)
        raise AssertionError(f'the machine is not up within {seconds} s:\n{self.said()}')

    @staticmethod
    def _children(pid):
        return subprocess.run(['ps', '-o', 'pid=', '--ppid', str(pid)], capture_output=True, text=True, check=False).stdout.split()

    def call(self, *words, good=True, text=None, seconds=120, folder='/'):
        """Runs a command as root in the machine, in no service; its output."""
        inside = ['nsenter', '--target', self.first, '--mount', '--pid', '--net', '--uts', '--ipc', '--cgroup', '--root', '--wd',
                  'env', '-i', 'HOME=/root', f'PATH={PATH}', 'LC_ALL=C.UTF-8', 'TERM=dumb', 'sh', '-c',
                  f'cd {shlex.quote(folder)} && exec "$@"', 'sh']
        done = subprocess.run([*inside, *(str(word) for word in words)], input=text, capture_output=True, text=True,
                              timeout=seconds, check=False, stdin=subprocess.DEVNULL if text is None else None)
        if good and done.returncode != 0:
            raise AssertionError(f'{words}: {done.returncode}\n{done.stdout}{done.stderr}')
        return done

    def shell(self, lines, **more):
        """Lines as an operator types them, from the top of the tree; the first that fails ends them."""
        return self.call('bash', '-c', 'set -euo pipefail\n' + lines, folder=self.source, **more)

    def journal(self, *more):
        return self.call('journalctl', '--no-pager', '-o', 'short-iso', *more).stdout

    def stop(self):
        self.outer.kill()  # --kill-child: the first process goes with it, and all others with that
        self.outer.wait()
        os.close(self.master)
        os.close(self.screen)
        folder = tempfile.mkdtemp()
        subprocess.run(['unshare', '-m', 'sh', '-c', f'mount -t cgroup2 none {folder} && cd {folder} && for try in 1 2 3 4 5; do '
                        f'find {self.group} -depth -type d -exec rmdir {{}} + 2>/dev/null; [ -d {self.group} ] || break; sleep 0.2; done'],
                       check=False, capture_output=True)
        os.rmdir(folder)
