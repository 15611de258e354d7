// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/takein.h"

#include "app/protocol/digest.h"
#include "app/protocol/secretfile.h"

#include <QFileInfo>
#include <QJsonDocument>
#include <QJsonObject>

namespace hall::gateway {
namespace {

constexpr qint64 kManifestLimit = 256LL * 1024 * 1024;
constexpr qint64 kBodyLimit = 6LL * 1024 * 1024;  // as over the line

// The newest first; none when the kiosk is not known here.
Result<QVector<QByteArray>> keysOf(Database &database, const QString &kiosk)
{
    auto connection = database.connection();
    if (!connection) {
        return fail(connection.error());
    }
    auto rows = run(*connection,
                    QStringLiteral("SELECT sign_key, 1 AS now FROM kiosk WHERE id = ?"
                                   " UNION ALL SELECT sign_key, 0 FROM kiosk_key WHERE kiosk = ? ORDER BY now DESC"),
                    {kiosk, kiosk});
    if (!rows) {
        return fail(rows.error());
    }
    QVector<QByteArray> keys;
    while (rows->next()) {
        keys.append(QByteArray::fromHex(rows->value(0).toString().toLatin1()));
    }
    return keys;
}

wire::Verdict refusal(const QString &id, const QString &code)
{
    wire::Verdict verdict;
    verdict.id = id;
    verdict.kind = wire::VerdictKind::Rejected;
    verdict.code = code;
    return verdict;
}

class Medium
{
public:
    Medium(std::shared_ptr<Database> database, Blobs &blobs, const IntakeRules &rules, QString folder,
           const Clock &clock)
        : m_database(database), m_blobs(blobs), m_intake(std::move(database), rules, clock), m_folder(std::move(folder))
    {
    }

    Done take(const QString &id, TakenIn &sum)
    {
        QString kiosk;
        auto verdict = takeCase(id, kiosk);
        if (!verdict) {
            return fail(verdict.error());
        }
        QStringList missing;
        const bool here = verdict->kind == wire::VerdictKind::Stored || verdict->kind == wire::VerdictKind::Duplicate;
        for (const QString &name : std::as_const(verdict->missing)) {
            auto whole = takeScan(kiosk, name);
            if (!whole) {
                return fail(whole.error());
            }
            if (!*whole) {
                missing.append(name);
            }
        }
        sum.stored += verdict->kind == wire::VerdictKind::Stored ? 1 : 0;
        sum.duplicates += verdict->kind == wire::VerdictKind::Duplicate ? 1 : 0;
        sum.refused += here ? 0 : 1;
        sum.incomplete += missing.isEmpty() ? 0 : 1;
        sum.cases.append(QJsonObject{{QStringLiteral("id"), id},
                                     {QStringLiteral("kiosk"), kiosk},
                                     {QStringLiteral("verdict"), wire::toJson(*verdict).value(u"verdict")},
                                     {QStringLiteral("code"), verdict->code},
                                     {QStringLiteral("missing"), QJsonArray::fromStringList(missing)}});
        return {};
    }

private:
    Result<wire::Verdict> takeCase(const QString &id, QString &kiosk)
    {
        const auto envelope = readWholeFile(m_folder + u'/' + id + QStringLiteral(".envelope.json"), kEnvelopeLimit);
        const auto body = readWholeFile(m_folder + u'/' + id + QStringLiteral(".sealed"), kBodyLimit);
        if (!envelope || !body) {
            return refusal(id, QStringLiteral("unreadable"));
        }
        const auto parsed = parseEnvelope(*envelope);
        if (!parsed || parsed->id != id) {
            return refusal(id, QStringLiteral("envelope"));
        }
        kiosk = parsed->kiosk;
        const auto keys = keysOf(*m_database, kiosk);
        if (!keys) {
            return fail(keys.error());
        }
        for (const QByteArray &key : *keys) {
            if (verifyEnvelope(*parsed, key)) {
                return m_intake.bring({kiosk, key, false}, {*envelope, *body});
            }
        }
        return refusal(id, keys->isEmpty() ? QStringLiteral("kiosk") : QStringLiteral("signature"));
    }

    // Whether the scan is whole here now.
    Result<bool> takeScan(const QString &kiosk, const QString &name)
    {
        auto state = m_blobs.state(kiosk, name);
        if (!state) {
            return fail(state.error());
        }
        const auto scan = readWholeFile(m_folder + QStringLiteral("/blobs/") + name, kBlobLimit);
        if (!scan || scan->size() != state->size || sha256Hex(*scan) != name) {
            return state->complete;
        }
        while (!state->complete) {
            auto outcome =
                m_blobs.append(kiosk, name, state->offset, scan->mid(state->offset, wire::kBlobChunkBytes), *state);
            if (!outcome) {
                return fail(outcome.error());
            }
            if (*outcome == AppendOutcome::WrongDigest || *outcome == AppendOutcome::TooLong) {
                return false;  // what had come of it before was spoilt, and is dropped now
            }
        }
        return true;
    }

    std::shared_ptr<Database> m_database;
    Blobs &m_blobs;
    Intake m_intake;
    QString m_folder;
};

}  // namespace

Result<TakenIn> takeIn(const std::shared_ptr<Database> &database, Blobs &blobs, const IntakeRules &rules,
                       const QString &folder, const Clock &clock)
{
    const auto manifest = readWholeFile(folder + QStringLiteral("/manifest.json"), kManifestLimit);
    if (!manifest) {
        return fail(manifest.error());
    }
    const QJsonObject object = QJsonDocument::fromJson(*manifest).object();
    if (object.value(u"v").toInt() != 1 || !object.value(u"cases").isArray()) {
        return fail(FaultCode::FileInvalid, "manifest.json is not one of a kiosk's export");
    }
    Medium medium(database, blobs, rules, folder, clock);
    TakenIn sum;
    for (const QJsonValue entry : object.value(u"cases").toArray()) {
        const QString id = entry[u"id"].toString();
        if (!isUuid(id)) {
            return fail(FaultCode::FileInvalid, "manifest.json names a case that has no id");
        }
        if (const Done done = medium.take(id, sum); !done) {
            return fail(done.error());
        }
    }
    return sum;
}

}  // namespace hall::gateway
