// SPDX-License-Identifier: GPL-3.0-or-later
// case-steps: what each step that a case takes from the visitor's hand to the gateway's database costs a processor,
// each done by itself over a queue of cases. Beside it a plain row of the same bytes.
#include "app/ctl/kioskdata.h"
#include "app/gateway/intake.h"
#include "app/protocol/digest.h"
#include "app/protocol/envelope.h"
#include "app/protocol/signer.h"
#include "app/protocol/wire.h"
#include "tests/bench/bench.h"
#include "tests/bench/kioskrig.h"
#include "tests/bench/samples.h"

#include <QSqlQuery>

#include <limits>

namespace hall::bench {

namespace {

constexpr int rowsACommit = 100;
constexpr int notedTogether = 25;  // as by the sync client
const QString kiosk = QStringLiteral("bench-kiosk");

// Microseconds a case, over so many.
class Steps
{
public:
    explicit Steps(int cases) : m_cases(cases) {}
    template <typename Work> [[nodiscard]] Done take(const char *name, Work work)
    {
        const double before = workedMs();
        const Done done = work();
        m_detail.insert(QLatin1String(name), (workedMs() - before) * 1000 / m_cases);
        return done;
    }
    [[nodiscard]] double of(const char *name) const { return m_detail.value(QLatin1String(name)).toDouble(); }
    [[nodiscard]] const QJsonObject &detail() const { return m_detail; }

private:
    int m_cases;
    QJsonObject m_detail;
};

// Batches as full as they may be.
QVector<wire::Batch> batchesOf(const QVector<OutboxItem> &items)
{
    QVector<wire::Batch> batches;
    qsizetype bytes = wire::kBatchBytes;
    for (const OutboxItem &item : items) {
        const wire::BatchItem sent{item.envelopeJson, item.sealedBody};
        bytes += wire::wireSize(sent);
        if (bytes > wire::kBatchBytes - 1024 || batches.constLast().items.size() == wire::kBatchItems) {
            batches.append(wire::Batch());
            bytes = wire::wireSize(sent);
        }
        batches.last().items.append(sent);
    }
    return batches;
}

template <typename T> Done doneOf(const Result<T> &result)
{
    return result ? Done() : Done(fail(result.error()));
}

Done readEnvelopes(const QVector<wire::Batch> &batches, QVector<Envelope> &envelopes)
{
    for (const wire::Batch &batch : batches) {
        for (const wire::BatchItem &item : batch.items) {
            const Result<Envelope> envelope = parseEnvelope(item.envelope);
            if (!envelope) {
                return fail(envelope.error());
            }
            envelopes.append(*envelope);
        }
    }
    return {};
}

Done intoRawTable(gateway::Database &database, const QVector<OutboxItem> &items)
{
    for (qsizetype at = 0; at < items.size(); at += rowsACommit) {
        gateway::WriteTransaction transaction(database);
        if (!transaction.begun()) {
            return transaction.begun();
        }
        auto insert = gateway::prepare(transaction.connection(), QStringLiteral("INSERT INTO raw VALUES (?, ?, ?, ?)"));
        for (const OutboxItem &item : items.mid(at, rowsACommit)) {
            const Done done =
                insert ? gateway::runAgain(*insert,
                                           {item.id, item.seq, QString::fromUtf8(item.envelopeJson), item.sealedBody})
                       : Done(fail(insert.error()));
            if (!done) {
                return done;
            }
        }
        insert->finish();
        if (const Done done = transaction.commit(); !done) {
            return done;
        }
    }
    return {};
}

Done makeTables(gateway::Database &database)
{
    gateway::WriteTransaction transaction(database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    const auto raw = gateway::run(transaction.connection(),
                                  QStringLiteral("CREATE TABLE raw (id TEXT PRIMARY KEY, seq BIGINT NOT NULL, envelope "
                                                 "TEXT NOT NULL, body BLOB NOT NULL)"));
    const auto known = gateway::run(transaction.connection(),
                                    QStringLiteral("INSERT INTO kiosk (id, created_ms) VALUES (?, 0)"), {kiosk});
    if (!raw || !known) {
        return fail(raw ? known.error() : raw.error());
    }
    return transaction.commit();
}

Done kioskSteps(KioskRig &rig, const Settings &settings, int count, Steps &steps, QVector<OutboxItem> &items)
{
    Done done = steps.take("seal_and_commit", [&] {
        for (int i = 0; i < count; ++i) {
            if (const Done made = rig.commit(rig.newCase(settings.bytes)); !made) {
                return made;
            }
        }
        return Done();
    });
    if (done) {
        done = steps.take("read_queue", [&] {
            const auto read = ctl::waitFor(rig.store().next(count, std::numeric_limits<qint64>::max()));
            items = read ? *read : QVector<OutboxItem>();
            return doneOf(read);
        });
    }
    if (done) {
        done = steps.take("note_answers", [&] {
            QVector<QFuture<Result<QVector<Done>>>> notes;
            for (qsizetype at = 0; at < items.size(); at += notedTogether) {
                QVector<CentreWord> words;
                for (const OutboxItem &item : items.mid(at, notedTogether)) {
                    words.append({item.id, QStringLiteral("stored"), "{}"});
                }
                notes.append(rig.store().acknowledge(words));
            }
            for (const auto &note : std::as_const(notes)) {
                if (const Done noted = doneOf(note.result()); !noted) {
                    return noted;
                }
            }
            return Done();
        });
    }
    return done;
}

Done gatewaySteps(gateway::Database &database, gateway::Intake &intake, const QByteArray &signKey,
                  const QVector<OutboxItem> &items, Steps &steps)
{
    const QVector<wire::Batch> batches = batchesOf(items);
    QVector<QByteArray> texts;
    QVector<Envelope> envelopes;
    const auto encode = [&] {
        for (const wire::Batch &batch : batches) {
            const Result<QByteArray> text = wire::encodeBatch(batch);
            if (!text) {
                return Done(fail(text.error()));
            }
            texts.append(*text);
        }
        return Done();
    };
    const auto parse = [&] {
        for (const QByteArray &text : std::as_const(texts)) {
            if (const auto batch = wire::parseBatch(text); !batch) {
                return Done(fail(batch.error()));
            }
        }
        return Done();
    };
    const auto verify = [&] {
        for (const Envelope &envelope : std::as_const(envelopes)) {
            if (const Done good = verifyEnvelope(envelope, signKey); !good) {
                return good;
            }
        }
        return Done();
    };
    const auto digest = [&] {
        for (const OutboxItem &item : items) {
            (void)sha256Hex(item.sealedBody);
        }
        return Done();
    };
    const auto take = [&] {
        for (const wire::Batch &batch : batches) {
            if (const auto verdicts = intake.take({kiosk, signKey, false}, batch); !verdicts) {
                return Done(fail(verdicts.error()));
            }
        }
        return Done();
    };
    Done done = steps.take("encode_batch", encode);
    done = done ? steps.take("parse_batch", parse) : done;
    done = done ? steps.take("parse_envelope", [&] { return readEnvelopes(batches, envelopes); }) : done;
    done = done ? steps.take("verify_signature", verify) : done;
    done = done ? steps.take("digest_of_body", digest) : done;
    done = done ? steps.take("examine_and_store", take) : done;
    return done ? steps.take("raw_row", [&] { return intoRawTable(database, items); }) : done;
}

Result<Figure> caseSteps(const Settings &settings, int count)
{
    auto rig = KioskRig::make(settings.folder + QStringLiteral("/kiosk"), settings);
    if (!rig) {
        return fail(rig.error());
    }
    auto database = gateway::Database::open(settings.folder, QStringLiteral("sqlite"));
    if (!database) {
        return fail(database.error());
    }
    if (const Done made = makeTables(**database); !made) {
        return fail(made.error());
    }
    const SystemClock clock;
    gateway::Intake intake(*database, gateway::IntakeRules{true, {}}, clock);
    Steps steps(count);
    QVector<OutboxItem> items;
    Done done = kioskSteps(**rig, settings, count, steps, items);
    if (done) {
        done = gatewaySteps(**database, intake, (*rig)->signKey(), items, steps);
    }
    if (!done) {
        return fail(done.error());
    }
    const double travel = steps.of("read_queue") + steps.of("encode_batch") + steps.of("parse_batch") +
                          steps.of("examine_and_store") + steps.of("note_answers");
    return Figure{travel, QStringLiteral("µs"), steps.of("raw_row"), count, steps.detail()};
}

}  // namespace

QVector<Benchmark> stepBenchmarks()
{
    return {{QStringLiteral("case-steps"),
             QStringLiteral("µs of processor time of a case from the kiosk's queue into the gateway's SQLite and the "
                            "answer noted, the line left out; in the detail each step, some of them parts of others"),
             QStringLiteral("a row of the same bytes in a plain table, 100 a commit"),
             QStringLiteral("none; the budget of drain-sqlite"), 2000, caseSteps}};
}

}  // namespace hall::bench
