// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/kiosk/demo/scenarios.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace hall;

class TestScenarios : public QObject
{
    Q_OBJECT

private:
    QTemporaryDir m_folder;
    QJsonObject m_status;
    QStringList m_done;
    bool m_refuse = false;

    void write(const QString &name, const QByteArray &json)
    {
        QFile file(m_folder.filePath(name));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(json);
    }
    std::unique_ptr<Scenarios> scenarios()
    {
        return std::make_unique<Scenarios>(
            m_folder.path(), [this] { return m_status; },
            [this](const QJsonObject &request) -> Result<QJsonObject> {
                m_done.append(request.value(u"device").toString());
                return m_refuse ? Result<QJsonObject>(fail(FaultCode::BadArgument, "not this one")) : QJsonObject{};
            });
    }

private Q_SLOTS:
    void init()
    {
        m_status = {};
        m_done.clear();
        m_refuse = false;
        write(QStringLiteral("two.json"), R"({"title":{"en":"Two"},"steps":[
            {"do":"heal","device":"a"},{"when":{"stage":"done"},"do":"heal","device":"b"}]})");
        write(QStringLiteral("broken.json"), "{");
    }

    void playsByName()
    {
        const auto all = scenarios();
        QCOMPARE(all->list().size(), 1);
        QCOMPARE(all->list().at(0).toObject().value(u"name").toString(), QStringLiteral("two"));
        QVERIFY(all->state().isEmpty());
        QVERIFY(all->play(QStringLiteral("two")));
        QCOMPARE(m_done, QStringList({QStringLiteral("a")}));
        QVERIFY(all->state().value(u"playing").toBool());
        QCOMPARE(all->state().value(u"step").toInt(), 1);
        m_status = {{QStringLiteral("stage"), QStringLiteral("done")}};
        QTRY_COMPARE(m_done, QStringList({QStringLiteral("a"), QStringLiteral("b")}));
        QVERIFY(!all->state().value(u"playing").toBool());
        QVERIFY(all->state().value(u"fault").isNull());
    }

    void playsAFileAndStops()
    {
        const auto all = scenarios();
        QVERIFY(all->play(m_folder.filePath(QStringLiteral("two.json"))));
        QCOMPARE(all->state().value(u"name").toString(), QStringLiteral("two"));
        all->stop();
        QVERIFY(all->state().isEmpty());
        m_status = {{QStringLiteral("stage"), QStringLiteral("done")}};
        QTest::qWait(120);
        QCOMPARE(m_done.size(), 1);
    }

    void whatTheHandsRefuseEndsIt()
    {
        m_refuse = true;
        const auto all = scenarios();
        QVERIFY(all->play(QStringLiteral("two")));
        QVERIFY(!all->state().value(u"playing").toBool());
        QCOMPARE(all->state().value(u"fault").toObject().value(u"code").toString(), QStringLiteral("use.bad-argument"));
        QCOMPARE(m_done.size(), 1);
    }

    void whatCannotBeReadLeavesTheOtherAlone()
    {
        const auto all = scenarios();
        QVERIFY(all->play(QStringLiteral("two")));
        QCOMPARE(all->play(QStringLiteral("broken")).error().code, FaultCode::FileInvalid);
        QCOMPARE(all->play(QStringLiteral("none")).error().code, FaultCode::FileUnreadable);
        QVERIFY(all->state().value(u"playing").toBool());
    }
};

QTEST_GUILESS_MAIN(TestScenarios)
#include "tst_scenarios.moc"
