// SPDX-License-Identifier: GPL-3.0-or-later
// A program of ours as a child of the benchmark: it cannot outlive it. One thread.
#pragma once

#include "app/domain/base/result.h"

#include <QProcess>

namespace hall::bench {

class ChildProgram
{
public:
    // `program`: a path; `log` gets what the program says; `runtime` becomes its home, runtime and temporary folder.
    ChildProgram(const QString &program, const QString &log, const QString &runtime);
    ~ChildProgram();  // ends it

    [[nodiscard]] Done start(const QStringList &arguments);
    // Blocks until the log holds a line that begins so; that line.
    [[nodiscard]] Result<QString> waitForLine(const QString &begin, int atMostMs);
    [[nodiscard]] bool running() const { return m_process.state() == QProcess::Running; }
    [[nodiscard]] qint64 pid() const { return m_process.processId(); }
    void stop();  // SIGTERM, and SIGKILL when that is not heard
    void kill();  // as when the power goes

    // Runs a program to its end; what it printed. Its last words when its exit status is not 0.
    [[nodiscard]] static Result<QString> output(const QString &program, const QStringList &arguments);

private:
    QString m_program;
    QString m_log;
    QProcess m_process;
};

}  // namespace hall::bench
