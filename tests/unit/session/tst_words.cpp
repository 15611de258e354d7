// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/catalogue/receiptwords.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

class TestWords : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_dir;

    QString write(const QByteArray &text)
    {
        const QString path = m_dir.filePath(QStringLiteral("file.json"));
        QFile file(path);
        if (file.open(QIODevice::WriteOnly)) {
            file.write(text);
        }
        return path;
    }

private Q_SLOTS:
    void theShippedFilesAreComplete()
    {
        const QString folder = QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue/");
        const auto notice = loadNotice(folder + QStringLiteral("notice.json"));
        QVERIFY(notice.has_value());
        QVERIFY(notice->paragraphs.size() >= 3);
        const auto words = loadReceiptWords(folder + QStringLiteral("receipt.json"));
        QVERIFY(words.has_value());
        QVERIFY(words->value(QStringLiteral("copy")).zh.contains(QStringLiteral("%1")));
        const auto promise = loadNotice(folder + QStringLiteral("commitment.json"));
        QVERIFY(promise.has_value());
        for (const LocalText &said : {promise->paragraphs[0], words->value(QStringLiteral("bring-until"))}) {
            QVERIFY(said.zh.contains(QStringLiteral("%1")) && said.en.contains(QStringLiteral("%1")));
        }
    }

    void whatIsMissingIsNamed()
    {
        const auto notice = loadNotice(write(R"({"version":"1","paragraphs":[{"zh":"只有中文"}]})"));
        QCOMPARE(notice.error().code, FaultCode::FileInvalid);
        const auto words = loadReceiptWords(write(R"({"words":{"title":{"zh":"回执","en":"Receipt"}}})"));
        QCOMPARE(words.error().code, FaultCode::FileInvalid);
        QVERIFY(QString::fromStdString(words.error().detail).contains(QStringLiteral("words.service")));
        QCOMPARE(loadNotice(m_dir.filePath(QStringLiteral("none.json"))).error().code, FaultCode::FileUnreadable);
    }
};

QTEST_GUILESS_MAIN(TestWords)
#include "tst_words.moc"
