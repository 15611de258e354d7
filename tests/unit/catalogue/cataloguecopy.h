// SPDX-License-Identifier: GPL-3.0-or-later
// A copy of the delivered catalogue that a test may break. It has three of its services and no lists, so that what a
// break takes with it does not change with every service that is added.
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

inline QStringList copiedServices()
{
    return {QStringLiteral("emp-cert"), QStringLiteral("flexible-registration"),
            QStringLiteral("unemployment-registration")};
}

class CatalogueCopy
{
public:
    CatalogueCopy()
    {
        QDirIterator files(realCatalogue(), QDir::Files, QDirIterator::Subdirectories);
        while (files.hasNext()) {
            const QString from = files.next();
            const QString name = QDir(realCatalogue()).relativeFilePath(from);
            if (!isCopied(name)) {
                continue;
            }
            const QString to = path(name);
            QDir().mkpath(QFileInfo(to).path());
            QFile::link(from, to);  // a file that is changed is made anew
        }
        // What the home page offers at once: of the services that are there.
        QByteArray events = read(QStringLiteral("events.json"));
        const qsizetype often = events.indexOf("\"often\"");
        write(QStringLiteral("events.json"), events.left(often) + "\"often\": []\n}\n");
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
    static bool isCopied(const QString &name)
    {
        const QString folder = QFileInfo(name).path();
        return folder == QLatin1String("services")
                   ? copiedServices().contains(QFileInfo(name).completeBaseName())
                   : folder != QLatin1String("chains") && folder != QLatin1String("regions") &&
                         name != QLatin1String("visit-once.json") && name != QLatin1String("needs.json");
    }

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
