// SPDX-License-Identifier: GPL-3.0-or-later
// The promises of promises.h, tried on every driver over its simulator and over a recording; and on devices that break
// one each, so that the judge is judged.
#include "tests/contract/fitted.h"
#include "tests/contract/promises.h"
#include "tests/contract/spoiltdevice.h"

#include <QTest>

#include <array>
#include <functional>
#include <mutex>
#include <thread>

using namespace hall;
using namespace hall::test;

class TestContract : public QObject
{
    Q_OBJECT

    static std::vector<std::string> names()
    {
        std::vector<std::string> all = fittedNames();
        for (const std::string &name : replayedNames()) {
            all.push_back(name);
        }
        return all;
    }
    static void devices()
    {
        QTest::addColumn<QString>("name");
        for (const std::string &name : names()) {
            QTest::newRow(name.c_str()) << QString::fromStdString(name);
        }
    }
    static void devicesAndFaults()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<QString>("fault");
        for (const std::string &name : names()) {
            for (const std::string &fault : fitted(name).faults) {
                QTest::newRow((name + ' ' + fault).c_str())
                    << QString::fromStdString(name) << QString::fromStdString(fault);
            }
        }
    }
    static void keeps(QString (*promise)(const QString &))
    {
        QFETCH(QString, name);
        const QString broken = promise(name);
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }
    static void keepsUnder(QString (*promise)(const QString &, const QString &))
    {
        QFETCH(QString, name);
        QFETCH(QString, fault);
        const QString broken = promise(name, fault);
        QVERIFY2(broken.isEmpty(), qPrintable(broken));
    }
    static QString broken(const QString &name, std::string_view promise);

    QMap<QString, QString> m_tasks;  // what is broken, by device and fault
    QMap<QString, QString> m_spoilt;

private Q_SLOTS:
    void initTestCase();
    void isAbsentUntilStartedThenReady_data() { devices(); }
    void isAbsentUntilStartedThenReady() { keeps(brokenReady); }
    void startsAndStopsAnyNumberOfTimes_data() { devices(); }
    void startsAndStopsAnyNumberOfTimes() { keeps(brokenRestart); }
    void snapshotsAreVersionedAndWhole_data() { devices(); }
    void snapshotsAreVersionedAndWhole() { keeps(brokenSnapshots); }
    void saysNothingOnceStopped_data() { devices(); }
    void saysNothingOnceStopped() { keeps(brokenSilence); }
    void comesBackByItself_data() { devices(); }
    void comesBackByItself() { keeps(brokenReturn); }
    void everyTaskEndsOnce_data() { devicesAndFaults(); }
    void everyTaskEndsOnce();
    void stopsUnderEveryFault_data() { devicesAndFaults(); }
    void stopsUnderEveryFault() { keepsUnder(brokenStop); }
    void theSnapshotIsNeverWaitedFor_data() { devicesAndFaults(); }
    void theSnapshotIsNeverWaitedFor() { keepsUnder(brokenLook); }
    void unknownFaultsAreRefused_data() { devices(); }
    void unknownFaultsAreRefused() { keeps(brokenFaults); }
    void aBrokenPromiseIsFound_data();
    void aBrokenPromiseIsFound();
};

// Of one promise, or of the first that is broken.
QString TestContract::broken(const QString &name, std::string_view promise)
{
    using Promise = std::pair<std::string_view, std::function<QString(const QString &)>>;
    const QString unplug = QStringLiteral("unplug");
    static const std::array<Promise, 9> promises{{
        {"ready", brokenReady},
        {"restart", brokenRestart},
        {"snapshots", brokenSnapshots},
        {"silence", brokenSilence},
        {"return", brokenReturn},
        {"task", [unplug](const QString &device) { return brokenTask(device, unplug); }},
        {"stop", [unplug](const QString &device) { return brokenStop(device, unplug); }},
        {"look", [unplug](const QString &device) { return brokenLook(device, unplug); }},
        {"faults", brokenFaults},
    }};
    for (const auto &[kind, tried] : promises) {
        if (promise.empty() || promise == kind) {
            if (const QString words = tried(name); !words.isEmpty()) {
                return words;
            }
        }
    }
    return {};
}

// They wait for their times side by side: none takes much of the machine.
void TestContract::initTestCase()
{
    std::vector<std::thread> threads;
    std::mutex mutex;
    for (const std::string &device : names()) {
        for (const std::string &trouble : fitted(device).faults) {
            threads.emplace_back([&, name = QString::fromStdString(device), fault = QString::fromStdString(trouble)] {
                const QString broken = brokenTask(name, fault);
                const std::lock_guard lock(mutex);
                m_tasks.insert(name + u' ' + fault, broken);
            });
        }
    }
    for (const auto &[how, device, breaks] : spoiltDevices) {
        threads.emplace_back([&, name = QString::fromUtf8(device.data()), promise = breaks] {
            const QString words = broken(name, promise);
            const std::lock_guard lock(mutex);
            m_spoilt.insert(name, words);
        });
    }
    for (std::thread &thread : threads) {
        thread.join();
    }
}

void TestContract::everyTaskEndsOnce()
{
    QFETCH(QString, name);
    QFETCH(QString, fault);
    const QString broken = m_tasks.value(name + u' ' + fault, QStringLiteral("was not tried"));
    QVERIFY2(broken.isEmpty(), qPrintable(broken));
}

void TestContract::aBrokenPromiseIsFound_data()
{
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("promise");
    for (const auto &[how, name, promise] : spoiltDevices) {
        QTest::newRow(name.data()) << QString::fromUtf8(name.data()) << QString::fromUtf8(promise.data());
    }
}

void TestContract::aBrokenPromiseIsFound()
{
    QFETCH(QString, name);
    QFETCH(QString, promise);
    const QString words = m_spoilt.value(name, QStringLiteral("was not tried"));
    QVERIFY2(words.isEmpty() == promise.isEmpty(), qPrintable(words));
}

QTEST_GUILESS_MAIN(TestContract)
#include "tst_contract.moc"
