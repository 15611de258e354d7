// SPDX-License-Identifier: GPL-3.0-or-later
// How often sources differed is counted across restarts, and nothing of it is a value.
#include "app/store/kioskstore.h"
#include "app/upkeep/conflicttally.h"

#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

namespace {

std::unique_ptr<KioskStore> storeIn(const QString &folder)
{
    StoreOptions options;
    options.dataFolder = folder;
    auto opened = KioskStore::open(options);
    return opened ? std::move(*opened) : nullptr;
}

const QString service = QStringLiteral("unemployment-registration");
const QString address = QStringLiteral("hukou_address");

}  // namespace

class TestConflictTally : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void countsGoOn()
    {
        const QTemporaryDir folder;
        {
            const auto store = storeIn(folder.path());
            QVERIFY(store);
            ConflictTally tally(*store);
            QVERIFY(tally.json().isEmpty());
            tally.note(service, {address, QStringLiteral("ethnicity")});
            tally.note(service, {address});
        }
        const auto store = storeIn(folder.path());
        QVERIFY(store);
        const ConflictTally tally(*store);
        QCOMPARE(tally.json(), (QJsonObject{{address, 2}, {QStringLiteral("ethnicity"), 1}}));
        const auto verdict = store->verifyAudit().result();
        QVERIFY(verdict && verdict->intact);
        QVERIFY(verdict->rows >= 2);
    }

    void whatCannotBeReadBeginsAnew()
    {
        const QTemporaryDir folder;
        const auto store = storeIn(folder.path());
        QVERIFY(store);
        QVERIFY(store->setSetting(QString::fromLatin1(ConflictTally::settingKey), R"({"name":"x","sex":-1})").result());
        ConflictTally tally(*store);
        QVERIFY(tally.json().isEmpty());
        tally.note(service, {address});
        QCOMPARE(tally.json().value(address).toInt(), 1);
    }
};

QTEST_GUILESS_MAIN(TestConflictTally)
#include "tst_conflicttally.moc"
