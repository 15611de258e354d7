// SPDX-License-Identifier: GPL-3.0-or-later
// A gateway with a kiosk on one side and a stand-in for the municipal core on the other. The core here takes the same
// message twice for two, so that a second sending is seen.
#pragma once

#include "app/gateway/coreadapter.h"
#include "app/gateway/corestandin.h"
#include "tests/unit/gateway/gatewaybed.h"

namespace hall::test {

constexpr auto kDeadline = std::chrono::milliseconds(1500);
constexpr auto kSettle = std::chrono::milliseconds(6000);
constexpr int kTries = 4;

class CoreBed : protected GatewayBed
{
protected:
    void load();   // the catalogue, once
    void begin();  // for each test
    void end();
    QString sent(CaseMaker &cases, const QVector<QByteArray> &pages = {});  // stored and judged: its id
    void judge(bool handsOver = true);
    void rule(const QString &service, const QString &outcome);
    void behave(const QString &mode, int times = 1);
    int step(std::chrono::milliseconds later = {});  // an adapter that forgets everything between two
    void until(const QString &reference, gateway::CoreState state);
    gateway::CoreMessage message(const QString &item);
    QString stateOf(const QString &item);
    QVector<QJsonObject> recorded(const QString &act = QStringLiteral("case")) const;
    QString numberOf(const QString &item);
    QJsonObject listed(bool all = true);

    std::shared_ptr<const Catalogue> m_catalogue;
    std::shared_ptr<gateway::Database> m_database;
    std::unique_ptr<QTemporaryDir> m_folder;
    std::unique_ptr<standin::CoreStandin> m_core;
    gateway::CoreOptions m_how;  // its base is the core's, unless it says another
    Kiosk m_kiosk;
    bool m_silent = false;  // nothing listens
};

// Whoever stands there has proved to be the card's holder.
AssuranceProof holder();

}  // namespace hall::test
