// SPDX-License-Identifier: GPL-3.0-or-later
#include "drivers/core/recovery.h"

#include <QTest>

using namespace hall::device;
using namespace std::chrono_literals;

class TestRecovery : public QObject
{
    Q_OBJECT

private:
    std::shared_ptr<ManualTimeline> m_time = std::make_shared<ManualTimeline>();

    [[nodiscard]] RecoveryLadder::Options options() const
    {
        return {.rungs = {Rung::SoftReset, Rung::Reopen, Rung::PortReset},
                .pauses = {1s, 2s, 4s},
                .budget = 2,
                .per = 1h,
                .lookEvery = 9s,
                .time = m_time};
    }
    static QByteArray name(const RecoveryLadder::Step &step)
    {
        const std::string_view name = rungName(step.rung);
        return QByteArray(name.data(), qsizetype(name.size())) + ' ' +
               QByteArray::number(qlonglong(std::chrono::duration_cast<std::chrono::seconds>(step.pause).count()));
    }

private Q_SLOTS:
    void mildestFirstAndSlowerEachTime()
    {
        RecoveryLadder ladder(options());
        QCOMPARE(name(ladder.misbehaved()), "soft-reset 1");
        QCOMPARE(name(ladder.misbehaved()), "reopen 2");
        QCOMPARE(name(ladder.misbehaved()), "port-reset 4");
        QCOMPARE(name(ladder.misbehaved()), "soft-reset 4");  // the second climb
    }

    void whatWorksIsBackOnTheGround()
    {
        RecoveryLadder ladder(options());
        (void)ladder.misbehaved();
        (void)ladder.misbehaved();
        ladder.works();
        QCOMPARE(name(ladder.misbehaved()), "soft-reset 1");
    }

    void twoClimbsInVainAndItIsGivenUp()
    {
        RecoveryLadder ladder(options());
        for (int i = 0; i < 6; ++i) {
            QVERIFY(ladder.misbehaved().rung != Rung::GiveUp);
        }
        QVERIFY(!ladder.givenUp());
        QCOMPARE(name(ladder.misbehaved()), "give-up 9");
        QCOMPARE(name(ladder.misbehaved()), "give-up 9");
        QCOMPARE(ladder.away(), std::chrono::milliseconds(9s));
        QVERIFY(ladder.givenUp());
    }

    void aGivenUpDeviceThatWorksAgainIsNoLongerGivenUp()
    {
        RecoveryLadder ladder(options());
        while (ladder.misbehaved().rung != Rung::GiveUp) {
        }
        ladder.works();
        QVERIFY(!ladder.givenUp());
        QCOMPARE(name(ladder.misbehaved()), "soft-reset 1");
    }

    // One that is well again after each port reset and then not: its port is not reset more often than the budget says.
    void portResetsAreCountedThoughTheyHelp()
    {
        RecoveryLadder ladder(options());
        int resets = 0;
        for (int spell = 0; spell < 5; ++spell) {
            for (int i = 0; i < 3; ++i) {
                resets += ladder.misbehaved().rung == Rung::PortReset ? 1 : 0;
            }
            ladder.works();
        }
        QCOMPARE(resets, 2);
        m_time->advance(1h);
        (void)ladder.misbehaved();
        (void)ladder.misbehaved();
        QCOMPARE(ladder.misbehaved().rung, Rung::PortReset);
    }

    void theBudgetComesBackWithTime()
    {
        RecoveryLadder ladder(options());
        for (int climb = 0; climb < 4; ++climb) {
            for (int i = 0; i < 3; ++i) {
                QVERIFY(ladder.misbehaved().rung != Rung::GiveUp);
            }
            m_time->advance(61min);
        }
    }

    void pluggedInAnewEverythingIsNew()
    {
        RecoveryLadder ladder(options());
        while (ladder.misbehaved().rung != Rung::GiveUp) {
        }
        m_time->advance(10s);
        ladder.renewed();
        for (int i = 0; i < 6; ++i) {
            QVERIFY(ladder.misbehaved().rung != Rung::GiveUp);
        }
        QCOMPARE(ladder.misbehaved().rung, Rung::GiveUp);
    }

    void comingBackFromAPortResetIsNotBeingPluggedIn()
    {
        RecoveryLadder ladder(options());
        int resets = 0;
        for (int i = 0; i < 40 && !ladder.givenUp(); ++i) {
            if (ladder.misbehaved().rung == Rung::PortReset) {
                ++resets;
                m_time->advance(3s);
                ladder.renewed();
            }
        }
        QVERIFY(ladder.givenUp());
        QCOMPARE(resets, 2);
        m_time->advance(10s);
        ladder.renewed();
        QVERIFY(!ladder.givenUp());
    }

    void whoeverIsAwayIsWaitedForAndNotReset()
    {
        RecoveryLadder ladder(options());
        for (const auto &pause : {1s, 2s, 4s, 4s, 4s, 4s, 4s, 4s, 4s, 4s}) {
            QCOMPARE(ladder.away(), std::chrono::milliseconds(pause));
        }
        QVERIFY(!ladder.givenUp());
        QCOMPARE(ladder.misbehaved().rung, Rung::SoftReset);
    }

    void aDeviceWithoutResetsIsGivenUpTooAndNeverAskedForOne()
    {
        RecoveryLadder::Options none = options();
        none.rungs.clear();
        none.pauses.clear();
        RecoveryLadder ladder(none);
        QCOMPARE(ladder.misbehaved().rung, Rung::GiveUp);
        ladder.works();
        QCOMPARE(ladder.away(), 0ms);
    }
};

QTEST_APPLESS_MAIN(TestRecovery)
#include "tst_recovery.moc"
