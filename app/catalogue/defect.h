// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong with a catalogue file, where, and what cures it, in the two languages of those who write the files.
#pragma once

#include "app/catalogue/defecttexts.h"

#include <QString>
#include <QStringList>
#include <QVector>

namespace hall {

struct Defect
{
    QString file;    // relative to the catalogue, "services/emp-cert.json"
    QString path;    // JSON Pointer (RFC 6901) into the file; empty = the whole file
    QString reason;  // English
    QString cure;
    QString id = {};        // of the kind of defect, "no-service"; never changes its meaning
    QString reasonZh = {};  // Chinese
    QString cureZh = {};
    QStringList restsOn = {};  // other places of the file without which there is no telling
    QString about = {};  // what is missing here, "services/emp-cert": of a thing that is there and broken this follows

    // language as in LocalText::in().
    [[nodiscard]] const QString &reasonIn(const QString &language) const { return in(language, reasonZh, reason); }
    [[nodiscard]] const QString &cureIn(const QString &language) const { return in(language, cureZh, cure); }
    bool operator==(const Defect &) const = default;

private:
    static const QString &in(const QString &language, const QString &zh, const QString &en)
    {
        return language.startsWith(QLatin1String("zh")) && !zh.isEmpty() ? zh : en;
    }
};

// The defect in its words; `arguments` are what its texts name.
[[nodiscard]] Defect defectOf(const QString &file, const QString &path, DefectId id,
                              const DefectArguments &arguments = {});

// Collects the defects of one file.
class FileReport
{
public:
    FileReport(QString file, QVector<Defect> &defects) : m_file(std::move(file)), m_defects(defects) {}

    void add(const QString &path, DefectId id, const DefectArguments &arguments = {})
    {
        add(defectOf(m_file, path, id, arguments));
    }
    void add(const QString &path, const QString &reason, const QString &cure)
    {
        add(Defect{m_file, path, reason, cure});
    }
    void add(const Defect &defect)
    {
        m_defects.append(defect);
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
