// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of the delivered catalogue that a test may break.
#pragma once

#include "app/catalogue/defect.h"

#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

namespace hall {

inline QString realCatalogue()
{
    return QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue");
}

class CatalogueCopy
{
public:
    CatalogueCopy()
    {
        QDirIterator files(realCatalogue(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString from = files.next();
            const QString to = path(QDir(realCatalogue()).relativeFilePath(from));
            QDir().mkpath(QFileInfo(to).path());
            QFile::link(from, to);  // a file that is changed is made anew
        }
    }
    [[nodiscard]] QString path(const QString &name) const { return m_dir.filePath(name); }
    [[nodiscard]] QString folder() const { return m_dir.path(); }
    [[nodiscard]] QByteArray read(const QString &name) const
    {
        QFile file(path(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    void write(const QString &name, const QByteArray &text) const
    {
        QDir().mkpath(QFileInfo(path(name)).path());
        QFile::remove(path(name));
        QFile file(path(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }
    // Replaces one place of a file; the place must be there.
    void change(const QString &name, const QByteArray &before, const QByteArray &after) const
    {
        QByteArray text = read(name);
        const qsizetype at = text.indexOf(before);
        QVERIFY2(at >= 0, before.constData());
        write(name, text.replace(at, before.size(), after));
    }

private:
    QTemporaryDir m_dir;
};

inline QString listed(const QVector<Defect> &defects)
{
    QStringList lines;
    for (const Defect &defect : defects) {
        lines << QStringList{defect.file, defect.path, defect.reason, defect.cure}.join(u" | "_qs);
    }
    return lines.join(u'\n');
}

}  // namespace hall
