// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/gateway/intake.h"

#include "app/gateway/audithead.h"
#include "app/gateway/casegroup.h"
#include "app/gateway/eventlog.h"
#include "app/protocol/digest.h"
#include "app/protocol/seal.h"

#include <QJsonDocument>

#include <future>

namespace hall::gateway {
namespace {

constexpr qint64 kSkipLimit = 1'000'000;   // numbers one skip may pass over
constexpr std::size_t kWorthAThread = 16;  // items of a batch
constexpr qsizetype kSmallBatch = 16;
constexpr std::chrono::seconds kTurnLimit{2};
constexpr bool kFixable = true;  // what arrived may not be what was sent

wire::Verdict verdict(const QString &id, wire::VerdictKind kind, const QString &code = {}, bool fixable = false)
{
    wire::Verdict v;
    v.id = id;
    v.kind = kind;
    v.code = code;
    v.fixable = fixable;
    return v;
}

// The id an unreadable envelope claims, so that the kiosk can tell which item is meant.
QString claimedId(const QByteArray &envelope)
{
    static const QByteArray key = QByteArrayLiteral("\"id\":\"");
    const qsizetype at = envelope.indexOf(key);
    const QString id = at < 0 ? QString() : QString::fromLatin1(envelope.mid(at + key.size(), 36));
    return isUuid(id) ? id : QString();
}

QString insertText(qsizetype rows)
{
    const QString row = QStringLiteral("(?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    return QStringLiteral("INSERT INTO item (id, kiosk, epoch, seq, prev, hash, service, test, state, envelope, body,"
                          " received_ms, group_id, group_part, group_of, group_atomic) VALUES %1"
                          " ON CONFLICT DO NOTHING")
        .arg(QStringList(rows, row).join(u','));
}

}  // namespace

void Intake::Candidate::refuse(const QString &id, const QString &code, bool fixable)
{
    refusal = verdict(id, wire::VerdictKind::Rejected, code, fixable);
    refused = true;
}

struct Intake::Work
{
    const KnownKiosk &kiosk;
    QSqlDatabase &db;
    qint64 now;
    QString quarantine;
    QHash<QString, ChainHead> heads;
    QHash<QString, QString> hashes;  // of the items of this batch that are here, by id
    RowInsert insert;
    bool together = false;  // rows are gathered and written in one statement
    std::vector<const Candidate *> rows;
    bool clash = false;  // one of them was not written
};

Result<QStringList> missingBlobs(QSqlDatabase &db, const QString &item)
{
    auto rows = run(db,
                    QStringLiteral("SELECT DISTINCT a.sha256 FROM attachment a LEFT JOIN blob b ON b.sha256 = a.sha256"
                                   " WHERE a.item = ? AND b.sha256 IS NULL ORDER BY a.sha256"),
                    {item});
    if (!rows) {
        return fail(rows.error());
    }
    QStringList missing;
    while (rows->next()) {
        missing.append(rows->value(0).toString());
    }
    return missing;
}

Intake::Intake(std::shared_ptr<Database> database, IntakeRules rules, const Clock &clock)
    : m_database(std::move(database)), m_rules(std::move(rules)), m_clock(clock),
      m_sealKeys(m_database, m_rules.sealKeyId, clock)
{
}

// All but the signature.
Intake::Candidate Intake::read(const KnownKiosk &kiosk, const wire::BatchItem &item) const
{
    Candidate candidate;
    candidate.bytes = item.envelope;
    candidate.body = item.sealedBody;
    auto envelope = parseEnvelope(item.envelope);
    if (!envelope) {
        logEvent("item-unreadable", {{QStringLiteral("kiosk"), kiosk.id},
                                     {QStringLiteral("detail"), QString::fromStdString(envelope.error().detail)}});
        candidate.refuse(claimedId(item.envelope), QStringLiteral("envelope"), kFixable);
        return candidate;
    }
    candidate.envelope = std::move(*envelope);
    const Envelope &e = candidate.envelope;
    if (e.kiosk != kiosk.id) {
        candidate.refuse(e.id, QStringLiteral("wrong-kiosk"));
        return candidate;
    }
    candidate.ofKiosk = true;
    if (e.sealedSize != item.sealedBody.size() || e.sealedSha256 != sha256Hex(item.sealedBody)) {
        candidate.refuse(e.id, QStringLiteral("body-digest"), kFixable);
    } else if (e.test && !m_rules.acceptTests) {
        candidate.refuse(e.id, QStringLiteral("test-case"));
    }
    return candidate;
}

// A signature is of a hash, and that covers the hash of the envelope before: one that is right vouches for all that
// lead to it without a break. So of each such run the last is checked, and the others only when it fails.
void Intake::checkSignatures(const KnownKiosk &kiosk, std::vector<Candidate> &candidates)
{
    const Candidate *after = nullptr;  // whose signature is right, or vouched for
    for (auto it = candidates.rbegin(); it != candidates.rend(); ++it) {
        if (!it->ofKiosk) {
            after = nullptr;
            continue;
        }
        const Envelope &e = it->envelope;
        const bool leadsToIt = after && after->envelope.epoch == e.epoch && after->envelope.seq == e.seq + 1 &&
                               after->envelope.prev == e.hash;
        if (leadsToIt || verifyEnvelope(e, kiosk.signKey)) {
            after = &*it;
        } else {
            after = nullptr;
            it->refuse(e.id, QStringLiteral("signature"), kFixable);
        }
    }
}

Intake::Candidate Intake::examine(const KnownKiosk &kiosk, const wire::BatchItem &item) const
{
    std::vector<Candidate> one{read(kiosk, item)};
    checkSignatures(kiosk, one);
    return one.front();
}

// With a second thread a full batch takes half the time.
Result<std::vector<Intake::Candidate>> Intake::examineAll(const KnownKiosk &kiosk,
                                                          const QVector<wire::BatchItem> &items)
{
    std::vector<Candidate> candidates(static_cast<std::size_t>(items.size()));
    const auto some = [&](std::size_t from, std::size_t to) {
        for (std::size_t i = from; i < to; ++i) {
            candidates[i] = read(kiosk, items[static_cast<qsizetype>(i)]);
        }
    };
    const std::size_t half = candidates.size() < kWorthAThread ? 0 : candidates.size() / 2;
    std::future<void> first = half == 0 ? std::future<void>() : std::async(std::launch::async, some, 0, half);
    some(half, candidates.size());
    if (first.valid()) {
        first.get();  // what went wrong there goes wrong here
    }
    checkSignatures(kiosk, candidates);
    const Done sealed = checkSealKeys(candidates);
    return sealed ? Result<std::vector<Candidate>>(std::move(candidates)) : fail(sealed.error());
}

Done Intake::checkSealKeys(std::vector<Candidate> &candidates)
{
    QSet<QString> named;
    for (const Candidate &candidate : candidates) {
        if (!candidate.refused) {
            named.insert(candidate.envelope.sealKey);
        }
    }
    if (m_rules.sealKeyId.isEmpty() || named.isEmpty()) {
        return {};
    }
    auto accepted = m_sealKeys.accepted(named);
    if (!accepted) {
        return fail(accepted.error());
    }
    for (Candidate &candidate : candidates) {
        if (!candidate.refused && !accepted->contains(candidate.envelope.sealKey)) {
            candidate.refuse(candidate.envelope.id, QStringLiteral("seal-key"));
        }
    }
    return {};
}

// One question for all of them: a database over a line is asked a hundred times otherwise.
Result<QHash<QString, QString>> Intake::hashesOf(QSqlDatabase &db, const std::vector<Candidate> &candidates)
{
    QVariantList ids;
    for (const Candidate &candidate : candidates) {
        if (!candidate.refused) {
            ids.append(candidate.envelope.id);
        }
    }
    QHash<QString, QString> hashes;
    if (ids.isEmpty()) {
        return hashes;
    }
    // A few texts for all sizes, so that few statements are kept: the last id stands more than once.
    const qsizetype asked = ids.size() == 1 ? 1 : ids.size() <= kSmallBatch ? kSmallBatch : wire::kBatchItems;
    while (ids.size() < asked) {
        ids.append(ids.constLast());
    }
    const QString places = QStringList(ids.size(), QStringLiteral("?")).join(u',');
    const Done done = runKept(db, QStringLiteral("SELECT id, hash FROM item WHERE id IN (%1)").arg(places), ids,
                              [&hashes](QSqlQuery &rows) {
                                  while (rows.next()) {
                                      hashes.insert(rows.value(0).toString(), rows.value(1).toString());
                                  }
                                  return Done();
                              });
    return done ? Result<QHash<QString, QString>>(std::move(hashes)) : fail(done.error());
}

Intake::Turn::Turn(Intake &intake, QString kiosk) : m_intake(intake), m_kiosk(std::move(kiosk))
{
    const std::lock_guard lock(m_intake.m_turnsMutex);
    m_number = ++m_intake.m_lastTurn;
    m_intake.m_turns[m_kiosk].append(m_number);
}

Intake::Turn::~Turn()
{
    {
        const std::lock_guard lock(m_intake.m_turnsMutex);
        QVector<quint64> &turns = m_intake.m_turns[m_kiosk];
        turns.removeOne(m_number);
        if (turns.isEmpty()) {
            m_intake.m_turns.remove(m_kiosk);
        }
    }
    m_intake.m_turnEnded.notify_all();
}

void Intake::Turn::wait()
{
    std::unique_lock lock(m_intake.m_turnsMutex);
    (void)m_intake.m_turnEnded.wait_for(lock, kTurnLimit,
                                        [this] { return m_intake.m_turns.value(m_kiosk).value(0) == m_number; });
}

Result<QVector<wire::Verdict>> Intake::take(const KnownKiosk &kiosk, const wire::Batch &batch)
{
    Turn turn(*this, kiosk.id);
    const auto candidates = examineAll(kiosk, batch.items);
    if (!candidates) {
        return fail(candidates.error());
    }
    turn.wait();
    // Where each statement is a question over a line, rows go together; if another kiosk has one of the ids, singly.
    for (const bool together : {!m_database->sqlite(), false}) {
        auto verdicts = takeAll(kiosk, *candidates, batch.skip, together);
        if (!verdicts) {
            return fail(verdicts.error());
        }
        if (*verdicts) {
            return std::move(**verdicts);
        }
    }
    return fail(FaultCode::Internal, "rows that were written singly cannot clash");
}

Result<std::optional<QVector<wire::Verdict>>> Intake::takeAll(const KnownKiosk &kiosk,
                                                              const std::vector<Candidate> &candidates,
                                                              const std::optional<wire::Skip> &skip, bool together)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    const qint64 now = m_clock.wall().count();
    // Locks the kiosk's row until the commit: its items are taken one batch at a time.
    QString quarantine;
    const Done locked = runKept(db, QStringLiteral("UPDATE kiosk SET seen_ms = ? WHERE id = ? RETURNING quarantine"),
                                {now, kiosk.id}, [&quarantine](QSqlQuery &row) {
                                    quarantine = row.next() ? row.value(0).toString() : QString();
                                    return Done();
                                });
    auto hashes = hashesOf(db, candidates);
    auto insert = RowInsert::prepare(db, insertText(1));
    if (!locked || !hashes || !insert) {
        return fail(!locked ? locked.error() : !hashes ? hashes.error() : insert.error());
    }
    Work work{kiosk, db, now, quarantine, {}, std::move(*hashes), std::move(*insert), together, {}};
    if (skip) {
        if (auto done = applySkip(work, *skip); !done) {
            return fail(done.error());
        }
    }
    QVector<wire::Verdict> verdicts;
    for (const Candidate &candidate : candidates) {
        auto decided = candidate.refused ? Result<wire::Verdict>(candidate.refusal) : decide(work, candidate);
        if (!decided) {
            return fail(decided.error());
        }
        verdicts.append(*decided);
    }
    Done done = writeGathered(work);
    done = done ? saveHeads(work) : done;
    if (done && work.clash) {
        return std::nullopt;
    }
    done = done ? transaction.commit() : done;
    return done ? Result<std::optional<QVector<wire::Verdict>>>(std::move(verdicts)) : fail(done.error());
}

Result<wire::Verdict> Intake::bring(const KnownKiosk &kiosk, const wire::BatchItem &item)
{
    auto examined = examineAll(kiosk, {item});
    if (!examined) {
        return fail(examined.error());
    }
    Candidate &candidate = examined->front();
    if (candidate.refused) {
        return candidate.refusal;
    }
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return fail(transaction.begun().error());
    }
    QSqlDatabase &db = transaction.connection();
    const qint64 now = m_clock.wall().count();
    auto locked = run(db, QStringLiteral("UPDATE kiosk SET seen_ms = seen_ms WHERE id = ?"), {kiosk.id});
    auto hashes = hashesOf(db, {candidate});
    auto insert = RowInsert::prepare(db, insertText(1));
    if (!locked || !hashes || !insert) {
        return fail(!locked ? locked.error() : !hashes ? hashes.error() : insert.error());
    }
    Work work{kiosk, db, now, {}, {}, std::move(*hashes), std::move(*insert), false, {}};
    auto verdict = place(work, candidate);
    if (!verdict) {
        return verdict;
    }
    if (auto done = saveHeads(work); !done) {
        return fail(done.error());
    }
    if (auto done = transaction.commit(); !done) {
        return fail(done.error());
    }
    return verdict;
}

Result<wire::Verdict> Intake::place(Work &work, Candidate &candidate)
{
    Envelope &e = candidate.envelope;
    const QString hash = work.hashes.value(e.id);
    if (!hash.isEmpty()) {
        return known(work, candidate, hash);
    }
    auto fits = fitsGroup(work.db, e);
    auto taken = single(work.db, QStringLiteral("SELECT COUNT(*) FROM item WHERE kiosk = ? AND epoch = ? AND seq = ?"),
                        {e.kiosk, e.epoch, e.seq});
    auto current = head(work, e.epoch);
    if (!fits || !taken || !current) {
        return fail(!fits ? fits.error() : !taken ? taken.error() : current.error());
    }
    if (!*fits) {
        return verdict(e.id, wire::VerdictKind::Rejected, QStringLiteral("group"));
    }
    const bool next = chainStep(**current, e.seq, e.prev) == ChainStep::Next;
    if (taken->toLongLong() > 0) {
        e.epoch = QString(e.id).remove(u'-');
    }
    auto written = write(work, candidate);
    if (written && next) {
        **current = ChainHead{e.seq, e.hash};
    }
    return written;
}

Result<wire::Verdict> Intake::decide(Work &work, const Candidate &candidate)
{
    const Envelope &e = candidate.envelope;
    const QString hash = work.hashes.value(e.id);
    if (!hash.isEmpty()) {
        return known(work, candidate, hash);
    }
    if (!work.quarantine.isEmpty()) {
        return verdict(e.id, wire::VerdictKind::Fork, work.quarantine);
    }
    if (auto done = e.group.id.isEmpty() ? Done() : writeGathered(work); !done) {
        return fail(done.error());
    }
    auto fits = fitsGroup(work.db, e);
    if (!fits) {
        return fail(fits.error());
    }
    if (!*fits) {
        logEvent("group-differs", {{QStringLiteral("kiosk"), work.kiosk.id}, {QStringLiteral("id"), e.id}});
        return verdict(e.id, wire::VerdictKind::Rejected, QStringLiteral("group"));
    }
    auto current = head(work, e.epoch);
    if (!current) {
        return fail(current.error());
    }
    switch (chainStep(**current, e.seq, e.prev)) {
    case ChainStep::Next:
        break;
    case ChainStep::Gap: {
        wire::Verdict gap = verdict(e.id, wire::VerdictKind::Gap);
        gap.expected = (*current)->seq + 1;
        return gap;
    }
    case ChainStep::Behind:
        return late(work, candidate);
    case ChainStep::Fork:
        return fork(work, candidate, "chain");
    }
    auto written = write(work, candidate);
    if (written && written->kind == wire::VerdictKind::Stored) {
        **current = ChainHead{e.seq, e.hash};
    }
    return written;
}

Result<wire::Verdict> Intake::known(Work &work, const Candidate &candidate, const QString &hash)
{
    const Envelope &e = candidate.envelope;
    if (hash != e.hash) {
        logEvent("conflict", {{QStringLiteral("kiosk"), work.kiosk.id}, {QStringLiteral("id"), e.id}});
        return verdict(e.id, wire::VerdictKind::Conflict, QStringLiteral("other-content"));
    }
    wire::Verdict duplicate = verdict(e.id, wire::VerdictKind::Duplicate);
    auto missing = missingBlobs(work.db, e.id);
    if (!missing) {
        return fail(missing.error());
    }
    duplicate.missing = *missing;
    return duplicate;
}

// A number at or below the head that is not here was skipped before; it must fit between its neighbours.
Result<wire::Verdict> Intake::late(Work &work, const Candidate &candidate)
{
    const Envelope &e = candidate.envelope;
    if (auto done = writeGathered(work); !done) {
        return fail(done.error());
    }
    auto rows =
        run(work.db,
            QStringLiteral("SELECT seq, hash, prev FROM item WHERE kiosk = ? AND epoch = ? AND seq BETWEEN ? AND ?"),
            {e.kiosk, e.epoch, e.seq - 1, e.seq + 1});
    if (!rows) {
        return fail(rows.error());
    }
    bool fits = true;
    while (rows->next()) {
        const qint64 seq = rows->value(0).toLongLong();
        fits = fits && seq != e.seq && (seq > e.seq || rows->value(1).toString() == e.prev) &&
               (seq < e.seq || rows->value(2).toString() == e.hash);
    }
    if (!fits) {
        return fork(work, candidate, "same-number");
    }
    auto written = write(work, candidate);
    auto current = head(work, e.epoch);
    if (written && current && (*current)->seq == e.seq) {
        (*current)->hash = e.hash;
    }
    return written;
}

Done Intake::writeGathered(Work &work)
{
    if (work.rows.empty()) {
        return {};
    }
    QVariantList values;
    for (const Candidate *candidate : work.rows) {
        for (const Cell &cell : cellsOf(work, *candidate)) {
            values.append(toVariant(cell));
        }
    }
    auto rows = run(work.db, insertText(static_cast<qsizetype>(work.rows.size())), values);
    if (!rows) {
        return fail(rows.error());
    }
    work.clash = work.clash || rows->numRowsAffected() != static_cast<int>(work.rows.size());
    work.rows.clear();
    return {};
}

std::vector<Cell> Intake::cellsOf(const Work &work, const Candidate &candidate)
{
    const Envelope &e = candidate.envelope;
    return {e.id,
            e.kiosk,
            e.epoch,
            e.seq,
            e.prev,
            e.hash,
            e.service,
            qint64(e.test ? 1 : 0),
            e.attachments.isEmpty() ? QStringLiteral("received") : QStringLiteral("waiting"),
            Utf8{candidate.bytes},
            candidate.body,
            work.now,
            e.group.id.isEmpty() ? QStringLiteral("") : e.group.id,
            qint64(e.group.part),
            qint64(e.group.of),
            qint64(e.group.atomic ? 1 : 0)};
}

Result<wire::Verdict> Intake::write(Work &work, const Candidate &candidate)
{
    const Envelope &e = candidate.envelope;
    const bool waits = !e.attachments.isEmpty();
    if (work.together && !waits) {
        work.rows.push_back(&candidate);
        work.hashes.insert(e.id, e.hash);
        return verdict(e.id, wire::VerdictKind::Stored);
    }
    const auto written = work.insert.run(cellsOf(work, candidate));
    if (!written) {
        return fail(written.error());
    }
    if (!*written) {
        // Another kiosk used this id in the meantime; the next try will see it and answer conflict.
        wire::Verdict later = verdict(e.id, wire::VerdictKind::Later);
        later.afterSeconds = 1;
        return later;
    }
    work.hashes.insert(e.id, e.hash);
    wire::Verdict stored = verdict(e.id, wire::VerdictKind::Stored);
    for (const Attachment &a : e.attachments) {
        auto row = run(work.db, QStringLiteral("INSERT INTO attachment (item, role, sha256, size) VALUES (?, ?, ?, ?)"),
                       {e.id, a.role, a.sha256, a.size});
        if (!row) {
            return fail(row.error());
        }
    }
    if (waits) {
        auto missing = missingBlobs(work.db, e.id);
        if (!missing) {
            return fail(missing.error());
        }
        stored.missing = *missing;
        if (missing->isEmpty()) {
            auto row = run(work.db, QStringLiteral("UPDATE item SET state = 'received' WHERE id = ?"), {e.id});
            if (!row) {
                return fail(row.error());
            }
        }
    }
    return stored;
}

Result<wire::Verdict> Intake::fork(Work &work, const Candidate &candidate, const char *why)
{
    work.quarantine = QLatin1String(why);
    logEvent("fork", {{QStringLiteral("kiosk"), work.kiosk.id},
                      {QStringLiteral("seq"), candidate.envelope.seq},
                      {QStringLiteral("why"), QLatin1String(why)}});
    auto row =
        run(work.db, QStringLiteral("UPDATE kiosk SET quarantine = ? WHERE id = ?"), {work.quarantine, work.kiosk.id});
    if (!row) {
        return fail(row.error());
    }
    return verdict(candidate.envelope.id, wire::VerdictKind::Fork, work.quarantine);
}

Done Intake::applySkip(Work &work, const wire::Skip &skip)
{
    auto current = head(work, skip.epoch);
    if (!current) {
        return fail(current.error());
    }
    const qint64 next = (*current)->seq + 1;
    if (skip.from <= next && skip.to >= next && skip.to - next < kSkipLimit) {
        logEvent("skip", {{QStringLiteral("kiosk"), work.kiosk.id},
                          {QStringLiteral("from"), next},
                          {QStringLiteral("to"), skip.to}});
        **current = ChainHead{skip.to, QString()};
    }
    return {};
}

Result<ChainHead *> Intake::head(Work &work, const QString &epoch)
{
    auto known = work.heads.find(epoch);
    if (known != work.heads.end()) {
        return &known.value();
    }
    ChainHead head;
    const Done asked =
        runKept(work.db, QStringLiteral("SELECT last_seq, last_hash FROM chain WHERE kiosk = ? AND epoch = ?"),
                {work.kiosk.id, epoch}, [&head](QSqlQuery &row) {
                    if (row.next()) {
                        head = ChainHead{row.value(0).toLongLong(), row.value(1).toString()};
                    }
                    return Done();
                });
    if (!asked) {
        return fail(asked.error());
    }
    return &work.heads.insert(epoch, head).value();
}

Done Intake::saveHeads(Work &work)
{
    for (auto it = work.heads.cbegin(); it != work.heads.cend(); ++it) {
        if (it->seq == 0) {
            continue;
        }
        const Done row =
            runKept(work.db,
                    QStringLiteral("INSERT INTO chain (kiosk, epoch, last_seq, last_hash, started_ms)"
                                   " VALUES (?, ?, ?, ?, ?) ON CONFLICT (kiosk, epoch)"
                                   " DO UPDATE SET last_seq = excluded.last_seq, last_hash = excluded.last_hash"),
                    {work.kiosk.id, it.key(), it->seq, it->hash.isNull() ? QStringLiteral("") : it->hash, work.now});
        if (!row) {
            return fail(row.error());
        }
    }
    return {};
}

Done Intake::health(const QString &kiosk, const QByteArray &json)
{
    WriteTransaction transaction(*m_database);
    if (!transaction.begun()) {
        return transaction.begun();
    }
    QSqlDatabase &db = transaction.connection();
    const qint64 now = m_clock.wall().count();
    auto row = run(db, QStringLiteral("UPDATE kiosk SET health = ?, health_ms = ? WHERE id = ?"),
                   {QString::fromUtf8(json), now, kiosk});
    if (!row) {
        return fail(row.error());
    }
    const QJsonObject audit = QJsonDocument::fromJson(json).object()[u"audit"].toObject();
    auto rewound = takeAuditHead(db, kiosk, audit, now);
    if (!rewound) {
        return fail(rewound.error());
    }
    if (*rewound) {
        logEvent("rewound", {{QStringLiteral("kiosk"), kiosk}, {QStringLiteral("n"), audit[u"n"]}});
        auto held = run(db, QStringLiteral("UPDATE kiosk SET quarantine = 'rewound' WHERE id = ? AND quarantine = ''"),
                        {kiosk});
        if (!held) {
            return fail(held.error());
        }
    }
    return transaction.commit();
}

}  // namespace hall::gateway
