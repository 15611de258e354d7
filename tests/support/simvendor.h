// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of the simulated maker's library in a folder of its own, with the word that says what it does.
#pragma once

#include <QFile>
#include <QString>
#include <QTemporaryDir>

#include <string>

namespace hall::test {

class SimVendor
{
public:
    explicit SimVendor(const QString &from = QStringLiteral(HALL_SIM_VENDOR))
        : m_library(m_folder.filePath(QStringLiteral("library.so")))
    {
        if (!QFile::copy(from, m_library)) {
            qFatal("no simulated library at %s", qPrintable(from));
        }
    }
    // Read by the library at its next call.
    void be(const std::string &word) const
    {
        QFile file(m_library + QStringLiteral(".new"));
        if (!file.open(QIODevice::WriteOnly) || file.write(word.data(), qint64(word.size())) < 0) {
            qFatal("no state file");
        }
        file.close();
        // Never half a word.
        if (::rename(qPrintable(file.fileName()), qPrintable(m_library + QStringLiteral(".state"))) != 0) {
            qFatal("no state file");
        }
    }
    [[nodiscard]] std::string library() const { return m_library.toStdString(); }

private:
    QTemporaryDir m_folder;
    QString m_library;
};

}  // namespace hall::test
