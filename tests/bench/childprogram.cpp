// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/bench/childprogram.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QProcessEnvironment>
#include <QThread>

#include <csignal>
#include <sys/prctl.h>

namespace hall::bench {

namespace {

constexpr int startMs = 10'000;
constexpr int stopMs = 20'000;
constexpr int commandMs = 60'000;
constexpr int lookEveryMs = 5;

// Between fork and exec: no signal stays blocked, and the child dies with its parent.
void tieToParent()
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, nullptr);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
}

Fault missing(const QString &program)
{
    return Fault(FaultCode::FileUnreadable, program.toStdString() + " cannot be started; build it first");
}

}  // namespace

ChildProgram::ChildProgram(const QString &program, const QString &log, const QString &runtime)
    : m_program(program), m_log(log)
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const char *name : {"XDG_RUNTIME_DIR", "HOME", "TMPDIR"}) {
        environment.insert(QLatin1String(name), runtime);
    }
    for (const char *name : {"DISPLAY", "WAYLAND_DISPLAY", "DBUS_SESSION_BUS_ADDRESS", "AT_SPI_BUS_ADDRESS"}) {
        environment.remove(QLatin1String(name));
    }
    environment.insert(QStringLiteral("QT_QPA_PLATFORM"), QStringLiteral("offscreen"));
    environment.insert(QStringLiteral("QT_QUICK_BACKEND"), QStringLiteral("software"));
    m_process.setProcessEnvironment(environment);
    m_process.setProcessChannelMode(QProcess::MergedChannels);
    m_process.setStandardOutputFile(log, QIODevice::Append);
    m_process.setChildProcessModifier(tieToParent);
}

ChildProgram::~ChildProgram()
{
    stop();
}

Done ChildProgram::start(const QStringList &arguments)
{
    m_process.start(m_program, arguments, QIODevice::NotOpen);
    return m_process.waitForStarted(startMs) ? Done() : Done(fail(missing(m_program)));
}

Result<QString> ChildProgram::waitForLine(const QString &begin, int atMostMs)
{
    const QDeadlineTimer deadline(atMostMs);
    while (true) {
        const bool ended = m_process.waitForFinished(0) || !running();
        QFile log(m_log);
        const QStringList lines = log.open(QIODevice::ReadOnly)
                                      ? QString::fromUtf8(log.readAll()).split(QLatin1Char('\n'), Qt::SkipEmptyParts)
                                      : QStringList();
        for (const QString &line : lines) {
            if (line.startsWith(begin)) {
                return line;
            }
        }
        if (ended || deadline.hasExpired()) {
            return fail(FaultCode::DeviceTimeout,
                        QFileInfo(m_program).fileName().toStdString() +
                            " is not ready: " + (lines.isEmpty() ? "it said nothing" : lines.last().toStdString()));
        }
        QThread::msleep(lookEveryMs);
    }
}

void ChildProgram::stop()
{
    if (running()) {
        m_process.terminate();
        if (!m_process.waitForFinished(stopMs)) {
            kill();
        }
    }
}

void ChildProgram::kill()
{
    m_process.kill();
    m_process.waitForFinished(stopMs);
}

Result<QString> ChildProgram::output(const QString &program, const QStringList &arguments)
{
    QProcess process;
    process.setChildProcessModifier(tieToParent);
    process.start(program, arguments, QIODevice::ReadOnly);
    if (!process.waitForStarted(startMs)) {
        return fail(missing(program));
    }
    if (!process.waitForFinished(commandMs) || process.exitCode() != 0) {
        return fail(FaultCode::BadArgument, process.readAllStandardError().trimmed().toStdString());
    }
    return QString::fromUtf8(process.readAllStandardOutput()).trimmed();
}

}  // namespace hall::bench
