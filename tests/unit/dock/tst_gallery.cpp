// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/dock/democode.h"
#include "app/dock/dockclient.h"
#include "app/dock/gallery.h"

#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

class TestDockGallery : public QObject
{
    Q_OBJECT

private:
    static QString resources() { return QStringLiteral(HALL_SOURCE_DIR "/resources"); }

    static QJsonObject galleryFile()
    {
        QFile file(resources() + QStringLiteral("/demo/gallery.json"));
        return file.open(QIODevice::ReadOnly) ? QJsonDocument::fromJson(file.readAll()).object() : QJsonObject();
    }

    // A resources folder with this gallery and one card, x.json.
    static void write(const QTemporaryDir &dir, const QByteArray &gallery)
    {
        QVERIFY(QDir(dir.path()).mkpath(QStringLiteral("demo/cards")));
        for (const auto &[name, content] : {std::pair(QStringLiteral("demo/gallery.json"), gallery),
                                            std::pair(QStringLiteral("demo/cards/x.json"), QByteArray("{}"))}) {
            QFile file(dir.filePath(name));
            QVERIFY(file.open(QIODevice::WriteOnly));
            file.write(content);
        }
    }

private Q_SLOTS:
    void everyFaultIsExplained_data()
    {
        QTest::addColumn<QString>("device");
        for (const char *device :
             {"social-card-reader", "id-card-reader", "document-camera", "receipt-printer", "code-scanner"}) {
            QTest::newRow(device) << QString::fromLatin1(device);
        }
    }

    void everyFaultIsExplained()
    {
        QFETCH(QString, device);
        QFile file(resources() + QStringLiteral("/demo/README.md"));
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
        const QStringList row = lines.filter(QStringLiteral("| `%1` |").arg(device));
        QCOMPARE(row.size(), 1);
        const QStringList faults = DockClient::faultsOf(device);
        QVERIFY(!faults.isEmpty());
        for (const QString &fault : faults) {
            QVERIFY2(row.constFirst().contains(QStringLiteral("`%1`").arg(fault)), qPrintable(fault));
        }
    }

    void everyDemoFileIsListedOnce_data()
    {
        QTest::addColumn<QString>("list");
        QTest::addColumn<QString>("folder");
        QTest::newRow("cards") << QStringLiteral("cards") << QStringLiteral("cards");
        QTest::newRow("identity cards") << QStringLiteral("id_cards") << QStringLiteral("id-cards");
        QTest::newRow("codes") << QStringLiteral("codes") << QStringLiteral("codes");
        QTest::newRow("pages") << QStringLiteral("pages") << QStringLiteral("pages");
    }

    void everyDemoFileIsListedOnce()
    {
        QFETCH(QString, list);
        QFETCH(QString, folder);
        QStringList listed;
        for (const QJsonValue entry : galleryFile().value(list).toArray()) {
            listed.append(entry.toObject().value(u"file").toString());
        }
        listed.sort();
        QStringList there = QDir(resources() + QStringLiteral("/demo/") + folder).entryList(QDir::Files);
        there.sort();
        QVERIFY(!there.isEmpty());
        QCOMPARE(listed, there);
    }

    void everyEntryHasItsWordsAndNothingElse()
    {
        const QStringList keys{QStringLiteral("file"), QStringLiteral("group"), QStringLiteral("title"),
                               QStringLiteral("use")};
        const QStringList languages{QStringLiteral("en"), QStringLiteral("zh_CN")};
        const QStringList groups{QStringLiteral("people"), QStringLiteral("staff"), QStringLiteral("trouble")};
        const QJsonObject all = galleryFile();
        QCOMPARE(all.keys(), QStringList({QStringLiteral("cards"), QStringLiteral("codes"), QStringLiteral("id_cards"),
                                          QStringLiteral("pages")}));
        for (const QString &list : all.keys()) {
            QSet<QString> titles;
            for (const QJsonValue value : all.value(list).toArray()) {
                const QJsonObject entry = value.toObject();
                QCOMPARE(entry.keys(), keys);
                QVERIFY(groups.contains(entry.value(u"group").toString()));
                for (const QString &key : {QStringLiteral("title"), QStringLiteral("use")}) {
                    const QJsonObject words = entry.value(key).toObject();
                    QCOMPARE(words.keys(), languages);
                    for (const QString &language : languages) {
                        const QString text = words.value(language).toString();
                        QVERIFY2(text == text.trimmed() && !text.isEmpty() && !text.contains(u'\n'), qPrintable(text));
                        // Two buttons of one gallery must not say the same.
                        QVERIFY2(key != QLatin1String("title") || !titles.contains(language + text), qPrintable(text));
                        titles.insert(language + text);
                    }
                }
            }
        }
    }

    void theGalleryComesInBothLanguages()
    {
        for (const auto &[language, title] : {std::pair(QStringLiteral("zh_CN"), QStringLiteral("张测试")),
                                              std::pair(QStringLiteral("en"), QStringLiteral("Zhang Ceshi"))}) {
            Gallery gallery;
            const Done loaded = gallery.load(resources(), language);
            QVERIFY2(loaded.has_value(), loaded ? "" : loaded.error().detail.c_str());
            QVERIFY(!gallery.idCards().isEmpty() && !gallery.pages().isEmpty() && !gallery.codes().isEmpty());
            QVERIFY(!gallery.scenarios().isEmpty());
            const QVariantMap first = gallery.cards().constFirst().toMap();
            QCOMPARE(first.value(QStringLiteral("title")).toString(), title);
            const QString file = first.value(QStringLiteral("file")).toString();
            QVERIFY(QDir::isAbsolutePath(file) && QFile::exists(file));
        }
    }

    // Each file makes a code; those that say whose they are make the one that resources/demo/README.md describes.
    void everyCodeFileMakesACode()
    {
        const QDir folder(resources() + QStringLiteral("/demo/codes"));
        for (const QString &name : folder.entryList(QDir::Files)) {
            QFile file(folder.filePath(name));
            QVERIFY(file.open(QIODevice::ReadOnly));
            const auto code = demoCode(file.readAll(), 1'764'129'600);
            QVERIFY2(code.has_value() && !code->isEmpty(), qPrintable(name));
        }
        const QByteArray card(R"({"subject":"E1","secret":"6b6579"})");
        // printf 'hall-e-card-v1\nE1\n1764129600' | openssl dgst -sha256 -hmac key
        QCOMPARE(*demoCode(card, 1'764'129'600),
                 QStringLiteral("HALL-E1.E1.1764129600.2a3f1feff17c34b24bc393319bc7fb77"));
        QCOMPARE(demoCode(card, 1'764'129'601)->section(u'.', 2, 2), QStringLiteral("1764129601"));
        QCOMPARE(demoCode(R"({"subject":"E1","secret":"6b6579","age_s":300})", 1'764'129'900),
                 demoCode(card, 1'764'129'600));
        QCOMPARE(*demoCode(R"({"text":"ab","times":3})", 0), QStringLiteral("ababab"));
        for (const char *json : {"", "[]", "{}", R"({"subject":"E1"})", R"({"secret":"6b"})", R"({"text":""})"}) {
            QCOMPARE(demoCode(json, 0).error().code, FaultCode::FileInvalid);
        }
    }

    void aDefectIsNamed_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("says");
        const auto row = [](const char *name, const char *json, const char *says) {
            QTest::newRow(name) << QByteArray(json) << QString::fromLatin1(says);
        };
        row("no JSON", "[", "a list is missing");
        row("file that is not there", R"({"cards":[{"file":"y.json"}],"id_cards":[],"pages":[]})", "'y.json'");
        row("file elsewhere", R"({"cards":[{"file":"../cards/x.json"}],"id_cards":[],"pages":[]})",
            "'../cards/x.json'");
        row("no such group",
            R"({"cards":[{"file":"x.json","group":"g","title":{"en":"t"},"use":{"en":"u"}}],"id_cards":[],"pages":[]})",
            "x.json: group");
        row("no words",
            R"({"cards":[{"file":"x.json","group":"staff","title":{"zh_CN":"t"},"use":{"en":"u"}}],"id_cards":[],"pages":[]})",
            "x.json: group, title");
    }

    void aDefectIsNamed()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, says);
        const QTemporaryDir dir;
        write(dir, json);
        Gallery gallery;
        const Done loaded = gallery.load(dir.path(), QStringLiteral("en"));
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, FaultCode::FileInvalid);
        QVERIFY2(QString::fromStdString(loaded.error().detail).contains(says), loaded.error().detail.c_str());
        QVERIFY(gallery.cards().isEmpty());
    }

    void aMissingGalleryIsUnreadable()
    {
        Gallery gallery;
        const Done loaded = gallery.load(QStringLiteral("/nowhere"), QStringLiteral("en"));
        QVERIFY(!loaded.has_value());
        QCOMPARE(loaded.error().code, FaultCode::FileUnreadable);
    }
};

QTEST_GUILESS_MAIN(TestDockGallery)
#include "tst_gallery.moc"
