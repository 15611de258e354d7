// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/casecore.h"

#include "app/gateway/applicants.h"
#include "app/gateway/coreoutbox.h"
#include "app/gateway/eventlog.h"
#include "app/gateway/gatewaykeys.h"
#include "app/gateway/persons.h"
#include "app/gateway/workshare.h"
#include "app/protocol/digest.h"
#include "app/protocol/licence.h"

#include <QDateTime>
#include <QSet>

namespace hall::gateway {
namespace {

constexpr int kLookFurther = 4;  // times the cases of a step: the first of them may be in the hands of other cores

bool materialGood(const Blobs &blobs, const Material &material, const SealKeyRing &keys)
{
    auto sealed = blobs.read(QString::fromLatin1(material.sealedSha256.toHex()));
    if (!sealed) {
        return false;
    }
    auto plain = keys.open(SealKind::Blob, *sealed);
    return plain && sha256(plain->reveal()) == material.plainSha256;
}

// Body and envelope must speak of the same case and the same scans.
bool bodyFits(const OpenedCase &opened)
{
    const Transaction &t = opened.body.transaction;
    QSet<QString> announced;
    for (const Attachment &a : opened.envelope.attachments) {
        announced.insert(a.sha256);
    }
    QSet<QString> named;
    for (const Material &m : t.materials) {
        named.insert(QString::fromLatin1(m.sealedSha256.toHex()));
    }
    return t.id == opened.envelope.id && t.service == opened.envelope.service && t.test == opened.envelope.test &&
           announced == named;
}

// A kiosk of before says nothing of it; then it had what the identity came with.
Assurance provedFor(const CaseBody &body)
{
    return body.transaction.assurance ? body.transaction.assurance->level : assuranceOf(body.identity);
}

QString stateAfter(Handling handling)
{
    switch (handling) {
    case Handling::Refused:
        return QStringLiteral("refused");
    case Handling::Waits:
        return QStringLiteral("checks-pending");
    case Handling::Review:
        return QStringLiteral("accepted");
    case Handling::Automatic:
        return QStringLiteral("decided");
    }
    Q_UNREACHABLE();
}

}  // namespace

Result<OpenedCase> openCase(QSqlDatabase &db, const Blobs &blobs, const QString &id, const SealKeyRing &keys)
{
    auto row = run(db, QStringLiteral("SELECT envelope, body FROM item WHERE id = ?"), {id});
    if (!row) {
        return fail(row.error());
    }
    if (!row->next()) {
        return fail(FaultCode::StoreNotFound, "no such case");
    }
    auto envelope = parseEnvelope(row->value(0).toString().toUtf8());
    if (!envelope) {
        return fail(envelope.error());
    }
    const QByteArray sealed = row->value(1).toByteArray();
    auto json = keys.open(SealKind::Body, sealed);
    if (!json) {
        // Whatever else it is for, nobody will bring a key for it.
        const bool lies = json.error().code == FaultCode::KeyMissing && *sealedKeyId(sealed) != envelope->sealKey;
        return fail(lies ? Fault(FaultCode::SealBroken, "sealed for another key than its envelope says")
                         : json.error());
    }
    auto body = decodeCaseBody(json->reveal());
    if (!body) {
        return fail(body.error());
    }
    OpenedCase opened{*envelope, std::move(*body), std::move(*json), {}};
    for (const Material &material : std::as_const(opened.body.transaction.materials)) {
        opened.materialsGood.append(materialGood(blobs, material, keys));
    }
    return opened;
}

CaseCore::CaseCore(std::shared_ptr<Database> database, const Blobs &blobs, SealKeyRing keys, QByteArray tagKey,
                   const Clock &clock)
    : m_database(std::move(database)), m_blobs(blobs), m_keys(std::move(keys)), m_tagKey(std::move(tagKey)),
      m_clock(clock)
{
}

Result<int> CaseCore::step(int most)
{
    auto connection = m_database->connection();
    if (!connection) {
        return fail(connection.error());
    }
    const qint64 now = m_clock.wall().count();
    auto due = dueCases(*connection, now, most);
    auto alone = receivedAlone(*connection, kLookFurther * most);
    auto groups = readyGroups(*connection, now, most);
    if (!due || !alone || !groups) {
        return fail(!due ? due.error() : !alone ? alone.error() : groups.error());
    }
    WorkShare share(*m_database, *connection);
    alone = share.claim(*alone, most);
    due = share.claim(*due, most);
    if (!alone || !due) {
        return fail(!alone ? alone.error() : due.error());
    }
    for (const QString &id : std::as_const(*due)) {
        auto group = groupOf(*connection, id);
        if (!group) {
            return fail(group.error());
        }
        if (!*group) {
            alone->append(id);
        } else if (!groups->contains(**group)) {
            groups->append(**group);
        }
    }
    int handled = static_cast<int>(alone->size());
    for (const QString &id : std::as_const(*alone)) {
        if (auto done = handleAlone(*connection, id); !done) {
            return fail(done.error());
        }
    }
    for (const GroupKey &key : std::as_const(*groups)) {
        auto mine = share.claim({key.kiosk + u' ' + key.id}, 1);
        if (!mine) {
            return fail(mine.error());
        }
        if (mine->isEmpty()) {
            continue;
        }
        auto parts = handleGroup(*connection, key);
        if (!parts) {
            return parts;
        }
        handled += *parts;
    }
    return handled;
}

Result<QStringList> CaseCore::receivedAlone(QSqlDatabase &db, int most) const
{
    auto rows = run(db,
                    QStringLiteral("SELECT id FROM item WHERE state = 'received' AND group_id = ''"
                                   " ORDER BY received_ms, seq LIMIT ?"),
                    {most});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList ids;
    while (rows->next()) {
        ids.append(rows->value(0).toString());
    }
    return ids;
}

Done CaseCore::handleAlone(QSqlDatabase &db, const QString &id)
{
    auto judgement = judge(db, id);
    if (!judgement) {
        return fail(judgement.error());
    }
    return record({id}, {*judgement});
}

Result<int> CaseCore::handleGroup(QSqlDatabase &db, const GroupKey &key)
{
    auto group = openGroup(db, key);
    if (!group) {
        return fail(group.error());
    }
    return group->atomic && !group->broken ? handleTogether(db, *group) : handleInOrder(db, *group);
}

// Each for itself, and none before the ones it comes after: one that waits holds back those behind it.
Result<int> CaseCore::handleInOrder(QSqlDatabase &db, const OpenGroup &group)
{
    int handled = 0;
    for (const QString &id : group.items) {
        auto judgement = judge(db, id);
        if (!judgement) {
            return fail(judgement.error());
        }
        if (group.broken) {
            settleAlone(*judgement);
        }
        if (auto done = record({id}, {*judgement}); !done) {
            return fail(done.error());
        }
        ++handled;
        if (judgement->state == QLatin1String("checks-pending")) {
            break;
        }
    }
    return handled;
}

Result<int> CaseCore::handleTogether(QSqlDatabase &db, const OpenGroup &group)
{
    QVector<Judgement> judgements;
    for (const QString &id : group.items) {
        auto judgement = judge(db, id);
        if (!judgement) {
            return fail(judgement.error());
        }
        judgements.append(std::move(*judgement));
    }
    settleTogether(judgements);
    if (auto done = record(group.items, judgements); !done) {
        return fail(done.error());
    }
    return static_cast<int>(group.items.size());
}

Result<Judgement> CaseCore::judge(QSqlDatabase &db, const QString &id)
{
    auto opened = openCase(db, m_blobs, id, m_keys);
    if (!opened) {
        const FaultCode code = opened.error().code;
        if (code != FaultCode::SealBroken && code != FaultCode::MessageInvalid) {
            return fail(opened.error());  // the database's trouble, or a key's, not the case's: try again
        }
        logEvent("case-unreadable", {{QStringLiteral("id"), id},
                                     {QStringLiteral("detail"), QString::fromStdString(opened.error().detail)}});
        return Judgement{QStringLiteral("refused"), QStringLiteral("unreadable"), QStringLiteral("")};
    }
    const QString tag = personTag(m_tagKey, opened->body.identity.number.reveal());
    if (!bodyFits(*opened)) {
        return Judgement{QStringLiteral("refused"), QStringLiteral("body-differs"), tag};
    }
    const QString version = opened->body.transaction.catalogueVersion;
    auto named = m_catalogues ? m_catalogues->of(version) : Result<CatalogueShelf::Held>(CatalogueShelf::Held());
    if (!named) {
        return fail(named.error());
    }
    // What our own refuses is refused, whatever version a kiosk names that nobody here knows.
    const bool unknown = m_catalogues && m_catalogues->own() && !*named;
    const CatalogueShelf::Held catalogue = unknown ? m_catalogues->own() : *named;
    const Service *service = catalogue ? catalogue->service(opened->envelope.service) : nullptr;
    if (provedFor(opened->body) < (service ? service->assurance : Assurance::Open)) {
        logEvent("case-assurance", {{QStringLiteral("id"), id}, {QStringLiteral("service"), opened->envelope.service}});
        return Judgement{QStringLiteral("refused"), QStringLiteral("assurance"), tag};
    }
    // Who acts for whom was judged with the case that this one is about.
    const Transaction &asked = opened->body.transaction;
    const bool followUp = !asked.supplements.isEmpty() || !asked.withdraws.isEmpty();
    if (catalogue && !followUp) {
        auto acting = applicantRefusal(db, *catalogue, opened->body, tag, hallDay(m_clock));
        if (!acting) {
            return fail(acting.error());
        }
        if (!acting->isEmpty()) {
            logEvent("case-applicant", {{QStringLiteral("id"), id}, {QStringLiteral("code"), *acting}});
            return Judgement{QStringLiteral("refused"), *acting, tag};
        }
    }
    if (opened->materialsGood.contains(false) || !licencesGood(opened->body, tag)) {
        return Judgement{QStringLiteral("refused"), QStringLiteral("material-differs"), tag};
    }
    if (followUp) {
        return judgeFollowUp(db, *opened, tag);
    }
    if (unknown) {
        logEvent("case-catalogue", {{QStringLiteral("id"), id}, {QStringLiteral("version"), version.left(64)}});
        return Judgement{QStringLiteral("accepted"), QStringLiteral("catalogue-unknown"), tag};
    }
    return judgeSound(db, *opened, tag, catalogue.get());
}

Result<Judgement> CaseCore::judgeSound(QSqlDatabase &db, const OpenedCase &opened, const QString &tag,
                                       const Catalogue *catalogue)
{
    if (m_checks && catalogue) {
        auto judged = m_checks->judge(db, *catalogue, opened.body);
        if (!judged) {
            return fail(judged.error());
        }
        if (*judged) {
            return Judgement{stateAfter((*judged)->verdict.handling), (*judged)->verdict.code, tag, std::move(*judged)};
        }
    }
    auto waited = single(db, QStringLiteral("SELECT tries FROM check_wait WHERE item = ?"), {opened.envelope.id});
    if (!waited) {
        return fail(waited.error());
    }
    if (waited->isValid()) {  // for sources that nobody is there to ask any more
        return Judgement{QStringLiteral("accepted"), QStringLiteral("check-review"), tag};
    }
    if (!opened.body.transaction.outstanding.isEmpty()) {
        return Judgement{QStringLiteral("accepted"), QStringLiteral("material-outstanding"), tag};
    }
    auto rule =
        run(db, QStringLiteral("SELECT outcome, code FROM service_rule WHERE service = ?"), {opened.envelope.service});
    if (!rule) {
        return fail(rule.error());
    }
    if (rule->next()) {
        return Judgement{rule->value(0).toString(), rule->value(1).toString(), tag};
    }
    return Judgement{QStringLiteral("accepted"), QStringLiteral("accepted"), tag};
}

// What a case refers to is what this centre has answered, to this person or this unit's clerk.
bool CaseCore::licencesGood(const CaseBody &body, const QString &tag) const
{
    const QString unit = body.transaction.applicant ? body.transaction.applicant->unit : QString();
    const auto &all = body.transaction.licences;
    return std::all_of(all.begin(), all.end(), [&](const LicenceReference &one) {
        return one.licence.digest == licenceDigest(m_tagKey, unit.isEmpty() ? tag : unit, one.licence);
    });
}

// The same person and the same service. Taking a case back needs the holder: a found card must not undo what its owner
// asked for.
Result<Judgement> CaseCore::judgeFollowUp(QSqlDatabase &db, const OpenedCase &opened, const QString &tag) const
{
    const Transaction &asked = opened.body.transaction;
    const bool withdraws = asked.supplements.isEmpty();
    const QString of = withdraws ? asked.withdraws : asked.supplements;
    if (withdraws && provedFor(opened.body) < Assurance::Holder) {
        return Judgement{QStringLiteral("refused"), QStringLiteral("assurance"), tag};
    }
    auto other = openCase(db, m_blobs, of, m_keys);
    if (!other && other.error().code != FaultCode::StoreNotFound && other.error().code != FaultCode::SealBroken &&
        other.error().code != FaultCode::MessageInvalid) {
        return fail(other.error());
    }
    // Somebody else's case is answered as one that is not there.
    bool samePerson = false;
    if (other) {
        auto same = ofOnePerson(db, tag, personTag(m_tagKey, other->body.identity.number.reveal()));
        if (!same) {
            return fail(same.error());
        }
        samePerson = *same;
    }
    const bool own = samePerson && other->envelope.service == opened.envelope.service &&
                     other->body.transaction.supplements.isEmpty() && other->body.transaction.withdraws.isEmpty();
    if (!own) {
        return Judgement{QStringLiteral("refused"), QStringLiteral("no-such-case"), tag};
    }
    Judgement judgement{QStringLiteral("applied"),
                        withdraws ? QStringLiteral("withdrawal") : QStringLiteral("supplement"), tag};
    judgement.followUp = FollowUp{of, withdraws ? CaseAct::Withdraw : CaseAct::Supplement, tag};
    return judgement;
}

Done CaseCore::record(const QStringList &ids, const QVector<Judgement> &judgements)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    const bool pending = std::any_of(judgements.begin(), judgements.end(),
                                     [](const Judgement &one) { return one.state == QLatin1String("checks-pending"); });
    for (qsizetype i = 0; i < ids.size(); ++i) {
        QSqlDatabase &db = transaction.connection();
        if (pending && judgements[i].state != QLatin1String("checks-pending")) {
            // Its group waits for a source of another: what its own sources said is kept, and nothing else yet.
            auto saved = judgements[i].checks ? m_checks->keep(db, ids[i], *judgements[i].checks) : Done();
            if (!saved) {
                return saved;
            }
            continue;
        }
        auto moved = write(db, ids[i], judgements[i]);
        if (!moved) {
            return fail(moved.error());
        }
        if (!*moved) {
            return {};
        }
    }
    if (m_handsOver && !pending) {
        if (auto queued = queueForCore(transaction.connection(), ids, m_clock.wall().count()); !queued) {
            return queued;
        }
    }
    return transaction.commit();
}

Result<bool> CaseCore::write(QSqlDatabase &db, const QString &id, const Judgement &judgement)
{
    // Only the first of several cores moves the item on.
    auto item = run(db,
                    QStringLiteral("UPDATE item SET state = ? WHERE id = ? AND state IN ('received', 'checks-pending')"
                                   " RETURNING kiosk"),
                    {judgement.state, id});
    if (!item) {
        return fail(item.error());
    }
    if (!item->next()) {
        return false;
    }
    const QString kiosk = item->value(0).toString();
    item->finish();
    if (judgement.checks) {
        if (auto saved = m_checks->save(db, id, judgement.tag, *judgement.checks); !saved) {
            return fail(saved.error());
        }
    }
    if (judgement.state == QLatin1String("checks-pending")) {
        return true;
    }
    if (auto waited = run(db, QStringLiteral("DELETE FROM check_wait WHERE item = ?"), {id}); !waited) {
        return fail(waited.error());
    }
    if (auto answered = answer(db, kiosk, id, judgement); !answered) {
        return fail(answered.error());
    }
    return true;
}

Done CaseCore::answer(QSqlDatabase &db, const QString &kiosk, const QString &id, const Judgement &judgement)
{
    const qint64 now = m_clock.wall().count();
    QString state = judgement.state;
    QString code = judgement.code;
    QString reference = QStringLiteral("");
    if (judgement.followUp) {
        auto why = applyFollowUp(db, id, *judgement.followUp, now);
        if (!why) {
            return fail(why.error());
        }
        if (!why->isEmpty()) {
            state = QStringLiteral("refused");
            code = *why;
            auto undone = run(db, QStringLiteral("UPDATE item SET state = 'refused' WHERE id = ?"), {id});
            if (!undone) {
                return fail(undone.error());
            }
        }
    } else if (state != QLatin1String("refused")) {
        auto n = single(db, QStringLiteral("UPDATE counter SET n = n + 1 WHERE name = 'reference' RETURNING n"));
        if (!n) {
            return fail(n.error());
        }
        reference = QDateTime::fromMSecsSinceEpoch(now, Qt::UTC).toString(QStringLiteral("yyyyMMdd")) +
                    QStringLiteral("%1").arg(n->toLongLong(), 8, 10, QLatin1Char('0'));
    }
    auto result = run(db,
                      QStringLiteral("INSERT INTO result (item, tag, state, code, reference, at_ms)"
                                     " VALUES (?, ?, ?, ?, ?, ?)"),
                      {id, judgement.tag, state, code, reference, now});
    if (!result) {
        return fail(result.error());
    }
    if (auto told = tellKiosk(db, kiosk, id, state, code, reference, now); !told) {
        return told;
    }
    // What was added to another case is told of with that case.
    if (state != QLatin1String("applied")) {
        if (auto noted = noteEvent(db, judgement.tag, id, state, now); !noted) {
            return noted;
        }
    }
    return {};
}

}  // namespace hall::gateway
