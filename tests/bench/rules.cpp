// SPDX-License-Identifier: GPL-3.0-or-later
// rules: for which services one person may apply (derived facts, then every clause of every service), against SQLite
// deciding the same clauses with the facts written in, each statement prepared once beforehand.
#include "app/catalogue/catalogueloader.h"
#include "app/catalogue/factjson.h"
#include "app/catalogue/formengine.h"
#include "app/catalogue/prefill.h"
#include "tests/bench/bench.h"
#include "tests/bench/samples.h"
#include "tests/unit/catalogue/sqlitetranslator.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSqlDatabase>
#include <QSqlError>
#include <QSqlQuery>

#include <memory>

namespace hall::bench {

namespace {

const QString connectionName = QStringLiteral("bench-rules");

// What looks into the dated policies and calendars of the region, which SQLite does not have.
bool onlyOurs(const QString &rule)
{
    static const QRegularExpression own(QStringLiteral("\\b(policy|retirement_date|workdays_between|within)\\s*\\("));
    return own.match(rule).hasMatch();
}

// The first of the demo centre's people, who does not exist.
Result<Facts> person(const QString &resources, const Catalogue &catalogue)
{
    QFile file(resources + QStringLiteral("/demo/centre/people.json"));
    if (!file.open(QIODevice::ReadOnly)) {
        return fail(FaultCode::FileUnreadable, file.fileName().toStdString() + " cannot be read");
    }
    const QJsonValue first = QJsonDocument::fromJson(file.readAll())[u"people"][0];
    QJsonObject json = first[u"fields"].toObject();
    json.insert(QStringLiteral("id_number"), first[u"number"]);
    json.insert(QStringLiteral("name"), first[u"name"]);
    return factsFromJson(catalogue, json);
}

// Every clause as a prepared statement of a database in memory.
class SqliteClauses
{
public:
    ~SqliteClauses()
    {
        m_statements.clear();
        QSqlDatabase::removeDatabase(connectionName);
    }

    [[nodiscard]] Done prepare(const Catalogue &catalogue, const Facts &facts, const QDate &today)
    {
        QSqlDatabase database = QSqlDatabase::addDatabase(QStringLiteral("QSQLITE"), connectionName);
        database.setDatabaseName(QStringLiteral(":memory:"));
        if (!database.open()) {
            return fail(FaultCode::StoreIo, database.lastError().text().toStdString());
        }
        for (const Service &service : catalogue.services()) {
            for (const EligibilityClause &clause : service.eligibility) {
                if (onlyOurs(clause.rule.text())) {
                    ++m_leftOut;
                    continue;
                }
                m_statements.push_back(std::make_unique<QSqlQuery>(database));
                QSqlQuery &query = *m_statements.back();
                if (!query.prepare(QStringLiteral("SELECT ") + toSqlite(clause.rule.text(), facts, today))) {
                    return fail(FaultCode::StoreIo, query.lastError().text().toStdString());
                }
            }
        }
        return {};
    }
    void decide()
    {
        for (const auto &query : m_statements) {
            query->exec();
            query->next();
            query->finish();
        }
    }
    [[nodiscard]] qint64 size() const { return static_cast<qint64>(m_statements.size()); }
    [[nodiscard]] qint64 leftOut() const { return m_leftOut; }

private:
    qint64 m_leftOut = 0;
    std::vector<std::unique_ptr<QSqlQuery>> m_statements;
};

Result<Figure> allServices(const Settings &settings, int count)
{
    const Catalogue catalogue = loadCatalogue(settings.resources + QStringLiteral("/catalogue")).catalogue;
    Result<Facts> known = person(settings.resources, catalogue);
    if (!known) {
        return fail(known.error());
    }
    const QDate today = QDate::currentDate();
    int undecided = 0;
    const auto decide = [&] {
        Facts facts = derive(catalogue, *known, today);
        for (auto it = known->cbegin(); it != known->cend(); ++it) {
            facts.insert(it.key(), it.value());
        }
        undecided = 0;
        for (const Service &service : catalogue.services()) {
            undecided += eligibility(service, facts, today).answer == Tri::Unknown ? 1 : 0;
        }
        return facts;
    };
    SqliteClauses sqlite;
    if (const Done prepared = sqlite.prepare(catalogue, decide(), today); !prepared) {
        return fail(prepared.error());
    }
    Samples work;
    Samples baseline;
    for (int i = 0; i < count; ++i) {
        const WorkTimer timer;
        (void)decide();
        work.add(timer.ms());
        const WorkTimer again;
        sqlite.decide();
        baseline.add(again.ms());
    }
    return Figure{work.mean(),
                  QStringLiteral("ms"),
                  baseline.mean(),
                  count,
                  {{QStringLiteral("services"), static_cast<qint64>(catalogue.services().size())},
                   {QStringLiteral("clauses"), sqlite.size() + sqlite.leftOut()},
                   {QStringLiteral("clauses_of_baseline"), sqlite.size()},
                   {QStringLiteral("undecided_services"), undecided},
                   {QStringLiteral("p99"), work.percentile(99)}}};
}

}  // namespace

QVector<Benchmark> ruleBenchmarks()
{
    return {{QStringLiteral("rules"),
             QStringLiteral("ms of one core to decide for one person which services of the catalogue are open"),
             QStringLiteral("SQLite deciding those of the clauses that it can, statements prepared beforehand"),
             QStringLiteral("value < 5"), 1000, allServices}};
}

}  // namespace hall::bench
