// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/unit/gateway/corebed.h"

#include "app/catalogue/catalogueloader.h"
#include "app/gateway/casecore.h"
#include "app/gateway/coredesk.h"
#include "app/gateway/gatewaykeys.h"

#include <QTest>

using namespace hall::gateway;
using hall::standin::CoreManners;
using hall::standin::CoreStandin;

namespace hall::test {

AssuranceProof holder()
{
    return {Assurance::Holder, ProofWay::CardPin, QDateTime::fromMSecsSinceEpoch(1'767'225'600'000, Qt::UTC), {}, {}};
}

void CoreBed::load()
{
    m_catalogue = std::make_shared<const Catalogue>(
        loadCatalogue(QStringLiteral(HALL_SOURCE_DIR "/resources/catalogue")).catalogue);
    QVERIFY(m_catalogue->service(QStringLiteral("unemployment-registration")));
}

void CoreBed::begin()
{
    m_silent = false;
    m_how = CoreOptions();
    m_rig = std::make_unique<GatewayRig>();
    m_rig->options.core = false;
    m_rig->start();
    m_database = m_rig->database();
    m_kiosk = enrolled(QStringLiteral("K1"));
    m_folder = std::make_unique<QTemporaryDir>();
    m_core = std::make_unique<CoreStandin>(m_folder->path(), 0);
    QCOMPARE(m_core->start(QStringLiteral("127.0.0.1"), 0), QString());
    behave(QStringLiteral("up"), -1);
}

void CoreBed::end()
{
    m_core.reset();
    m_database.reset();
    GatewayBed::end();
}

void CoreBed::rule(const QString &service, const QString &outcome)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    must(gateway::run(connection, QStringLiteral("INSERT INTO service_rule (service, outcome, code) VALUES (?, ?, ?)"),
                      {service, outcome, QStringLiteral("own")}));
}

void CoreBed::behave(const QString &mode, int times)
{
    CoreManners manners;
    manners.mode = mode;
    manners.times = times;
    manners.dedupe = false;
    manners.delayMs = 2500;
    m_core->behave(manners);
}

void CoreBed::judge(bool handsOver)
{
    const auto &db = m_database;
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CaseCore core(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))), m_rig->keys.tagKey, m_rig->clock);
    if (handsOver) {
        core.handOver();
    }
    must(core.step(50));
}

QString CoreBed::sent(CaseMaker &cases, const QVector<QByteArray> &pages)
{
    const auto made = cases.make(pages);
    if (sendOne(m_kiosk, made.item) != wire::VerdictKind::Stored) {
        throw std::runtime_error("the case was not stored");
    }
    for (const QByteArray &blob : made.blobs) {
        auto answer = patch(m_kiosk, blob, 0, blob);
        if (!answer || answer->status >= 300) {
            throw std::runtime_error("a scan was not stored");
        }
    }
    judge();
    return made.id;
}

int CoreBed::step(std::chrono::milliseconds later)
{
    m_rig->clock.advance(later);
    const auto &db = m_database;
    const Blobs blobs(db, m_rig->dir.filePath(QStringLiteral("blobs")), m_rig->clock);
    CoreOptions options = m_how;
    options.base = !m_how.base.isEmpty()
                       ? m_how.base
                       : QUrl(QStringLiteral("http://127.0.0.1:%1").arg(m_silent ? 1 : m_core->port()));
    options.deadline = kDeadline;
    options.settle = kSettle;
    options.tries = kTries;
    CoreAdapter adapter(db, blobs, must(loadUnsealKey(unsealKeyPath(m_rig->dir.path()))),
                        std::make_shared<CatalogueShelf>(m_catalogue), QStringLiteral("370200"), options, m_rig->clock);
    return must(adapter.step(50));
}

void CoreBed::until(const QString &reference, CoreState state)
{
    for (int i = 0; i < 60; ++i) {
        const auto &db = m_database;
        auto connection = must(db->connection());
        const auto now = must(coreMessage(connection, reference));
        if (now && now->state == state) {
            return;
        }
        step(std::chrono::seconds(2));
    }
    QFAIL("the message never became what it should");
}

CoreMessage CoreBed::message(const QString &item)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(coreMessage(connection, coreReference(item))).value_or(CoreMessage());
}

QString CoreBed::stateOf(const QString &item)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT state FROM item WHERE id = ?"), {item})).toString();
}

QString CoreBed::numberOf(const QString &item)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(single(connection, QStringLiteral("SELECT core_no FROM core_part WHERE item = ?"), {item})).toString();
}

QVector<QJsonObject> CoreBed::recorded(const QString &act) const
{
    QVector<QJsonObject> some;
    for (const QJsonObject &one : m_core->record()) {
        if (one[QStringLiteral("act")].toString() == act) {
            some.append(one);
        }
    }
    return some;
}

QJsonObject CoreBed::listed(bool all)
{
    const auto &db = m_database;
    auto connection = must(db->connection());
    return must(listCore(connection, all));
}

}  // namespace hall::test
