// SPDX-License-Identifier: GPL-3.0-or-later
// What can be put into a demonstration kiosk: resources/demo/gallery.json in one language.
#pragma once

#include "app/domain/base/result.h"

#include <QObject>
#include <QtQml/qqmlregistration.h>
#include <QVariantList>

namespace hall {

// Each list holds {file (absolute path), title, use, group: "people" | "staff" | "trouble"} in the order of the file.
class Gallery : public QObject
{
    Q_OBJECT
    QML_ELEMENT
    QML_UNCREATABLE("made by the program")
    Q_PROPERTY(QVariantList cards READ cards CONSTANT)      // social security and staff cards
    Q_PROPERTY(QVariantList idCards READ idCards CONSTANT)  // identity cards
    Q_PROPERTY(QVariantList pages READ pages CONSTANT)      // pictures of pages
    Q_PROPERTY(QVariantList codes READ codes CONSTANT)      // codes before the scanner (democode.h)
    // {file, name, title}: what happens by itself (drivers/sim/scenario.h); every file of resources/demo/scenarios.
    Q_PROPERTY(QVariantList scenarios READ scenarios CONSTANT)
    Q_PROPERTY(QString stick READ stick CONSTANT)  // folder with tables of people

public:
    explicit Gallery(QObject *parent = nullptr) : QObject(parent) {}

    // `language` is zh_CN or en. FileUnreadable, or FileInvalid with what is wrong; the lists are then as they were.
    [[nodiscard]] Done load(const QString &resourcesDir, const QString &language);

    [[nodiscard]] QVariantList cards() const { return m_cards; }
    [[nodiscard]] QVariantList idCards() const { return m_idCards; }
    [[nodiscard]] QVariantList pages() const { return m_pages; }
    [[nodiscard]] QVariantList codes() const { return m_codes; }
    [[nodiscard]] QVariantList scenarios() const { return m_scenarios; }
    [[nodiscard]] QString stick() const { return m_stick; }

private:
    QVariantList m_cards;
    QVariantList m_idCards;
    QVariantList m_pages;
    QVariantList m_codes;
    QVariantList m_scenarios;
    QString m_stick;
};

}  // namespace hall
