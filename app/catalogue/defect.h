// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a catalogue file, where, and what cures it. English, for whoever writes the files.
#pragma once

#include <QString>
#include <QVector>

namespace hall {

struct Defect
{
    QString file;  // relative to the catalogue, "services/emp-cert.json"
    QString path;  // JSON Pointer (RFC 6901) into the file; empty = the whole file
    QString reason;
    QString cure;
    bool operator==(const Defect &) const = default;
};

// Collects the defects of one file.
class FileReport
{
public:
    FileReport(QString file, QVector<Defect> &defects) : m_file(std::move(file)), m_defects(defects) {}

    void add(const QString &path, const QString &reason, const QString &cure)
    {
        m_defects.append({m_file, path, reason, cure});
        ++m_count;
    }
    [[nodiscard]] bool clean() const { return m_count == 0; }
    [[nodiscard]] const QString &file() const { return m_file; }

private:
    QString m_file;
    QVector<Defect> &m_defects;
    int m_count = 0;
};

}  // namespace hall
