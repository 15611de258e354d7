// SPDX-License-Identifier: GPL-3.0-or-later
// Programs from npm that this project did not write. Their versions are those of package-lock.json; they are installed
// once into the build folder, and without node, npm or the registry the tests are skipped with the reason.
#pragma once

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QStandardPaths>

namespace hall::test {

inline const QString judgesFolder = QStringLiteral(HALL_JUDGES_FOLDER);
inline const QString judgesSource = QStringLiteral(HALL_JUDGES_SOURCE);

inline QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

// Empty when receiptio and npos can be required from judgesFolder/node_modules; otherwise why not.
inline QByteArray missingJudges()
{
    constexpr int wait = 120'000;
    const QString npm = QStandardPaths::findExecutable(QStringLiteral("npm"));
    if (npm.isEmpty() || QStandardPaths::findExecutable(QStringLiteral("node")).isEmpty()) {
        return "node and npm are not installed";
    }
    const QString done = judgesFolder + QStringLiteral("/installed.json");
    const QByteArray wanted = contentOf(judgesSource + QStringLiteral("/package-lock.json"));
    if (!wanted.isEmpty() && contentOf(done) == wanted) {
        return {};
    }
    QDir(judgesFolder).removeRecursively();
    if (!QDir().mkpath(judgesFolder)) {
        return "no folder for what npm installs";
    }
    for (const char *name : {"package.json", "package-lock.json"}) {
        const QString file = QLatin1Char('/') + QLatin1String(name);
        if (!QFile::copy(judgesSource + file, judgesFolder + file)) {
            return "could not copy the list of what npm installs";
        }
    }
    QProcess install;
    install.setProcessChannelMode(QProcess::MergedChannels);
    install.setWorkingDirectory(judgesFolder);
    // No program of a package runs at its installation.
    install.start(npm, {QStringLiteral("ci"), QStringLiteral("--omit=optional"), QStringLiteral("--ignore-scripts"),
                        QStringLiteral("--no-audit"), QStringLiteral("--no-fund")});
    if (!install.waitForFinished(wait) || install.exitCode() != 0) {
        install.kill();
        install.waitForFinished();
        return "npm could not install receiptio and npos: " + install.readAll().trimmed().right(200);
    }
    return QFile::copy(judgesSource + QStringLiteral("/package-lock.json"), done) ? QByteArray() : "no mark was left";
}

}  // namespace hall::test
