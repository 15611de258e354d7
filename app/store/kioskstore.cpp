// SPDX-License-Identifier: GPL-3.0-or-later
// The facade's calls. Opening and housekeeping are in storecare.cpp.
#include "app/store/kioskstore.h"

#include "app/store/auditlog.h"
#include "app/store/blobfiles.h"
#include "app/store/devicekey.h"
#include "app/store/export.h"
#include "app/store/outbox.h"
#include "app/store/printjournal.h"
#include "app/store/settings.h"
#include "app/store/sql.h"
#include "app/store/storethread.h"

namespace hall {

namespace {

QString syncKey(const QString &key)
{
    return u"sync."_qs + key;
}

}  // namespace

QByteArray KioskStore::personTag(const QString &number) const
{
    return personTagOf(m_key, number);
}

QFuture<Result<Committed>> KioskStore::commit(NewCase fresh)
{
    return m_thread->write<Committed>(
        Lane::Submit, [this, cases = QVector<NewCase>{std::move(fresh)}](WriteScope &scope) -> Result<Committed> {
            const Result<QVector<Committed>> all = take(scope, cases);
            if (!all) {
                return fail(all.error());
            }
            return all->constFirst();
        });
}

QFuture<Result<QVector<Committed>>> KioskStore::commitAll(QVector<NewCase> fresh)
{
    return m_thread->write<QVector<Committed>>(
        Lane::Submit, [this, cases = std::move(fresh)](WriteScope &scope) { return take(scope, cases); });
}

// On the store's thread.
Result<QVector<Committed>> KioskStore::take(WriteScope &scope, const QVector<NewCase> &cases)
{
    const Result<Room> left = room(scope.db);
    if (!left) {
        return fail(left.error());
    }
    if (*left == Room::NoTransactions || !m_reserve.restore()) {
        return fail(FaultCode::StoreFull, "no room for a new case");
    }
    QVector<Committed> all;
    for (const NewCase &one : cases) {
        const Result<Committed> committed = outbox::commit(scope, one, *m_blobs, nowMs());
        if (!committed) {
            return fail(committed.error());
        }
        all.append(*committed);
    }
    for (const NewCase &one : cases) {
        scope.afterCommit.push_back([this, id = one.id] { Q_EMIT caseCommitted(id); });
    }
    return all;
}

QFuture<Result<QVector<CaseFacts>>> KioskStore::casesOf(const QByteArray &personTag)
{
    return m_thread->read<QVector<CaseFacts>>(Lane::Visitor,
                                              [personTag](QSqlDatabase &db) { return outbox::casesOf(db, personTag); });
}

QFuture<Result<bool>> KioskStore::anyUnnamed()
{
    return m_thread->read<bool>(Lane::Visitor, [](QSqlDatabase &db) { return outbox::anyUnnamed(db); });
}

QFuture<Result<QByteArray>> KioskStore::lastAnswer(const QString &id)
{
    return m_thread->read<QByteArray>(Lane::Visitor, [id](QSqlDatabase &db) { return outbox::lastAnswer(db, id); });
}

QFuture<Result<QString>> KioskStore::writeBlob(QByteArray sealed)
{
    return m_thread->read<QString>(Lane::Visitor, [this, sealed = std::move(sealed)](QSqlDatabase &db) {
        const Result<Room> left = room(db);
        if (!left) {
            return Result<QString>(fail(left.error()));
        }
        if (*left >= Room::NoAttachments || !m_reserve.restore()) {
            return Result<QString>(fail(FaultCode::StoreFull, "no room for another scan"));
        }
        return m_blobs->write(sealed);
    });
}

QFuture<Done> KioskStore::releaseBlobs(const QStringList &names)
{
    return m_thread->read<void>(Lane::Visitor, [this, names](QSqlDatabase &db) {
        for (const QString &name : names) {
            const Result<bool> used = outbox::isReferenced(db, name);
            if (!used) {
                return Done(fail(used.error()));
            }
            if (!*used) {
                m_blobs->remove(name);
            }
        }
        return Done();
    });
}

QFuture<Result<QVector<OutboxItem>>> KioskStore::next(int maxItems, qint64 maxBytes, QString after)
{
    return m_thread->read<QVector<OutboxItem>>(Lane::Drain, [maxItems, maxBytes, after](QSqlDatabase &db) {
        return outbox::next(db, maxItems, maxBytes, after);
    });
}

QFuture<Result<QVector<OutboxItem>>> KioskStore::pick(QStringList ids)
{
    return m_thread->read<QVector<OutboxItem>>(Lane::Drain, [ids](QSqlDatabase &db) { return outbox::pick(db, ids); });
}

QFuture<Result<QVector<Done>>> KioskStore::acknowledge(QVector<CentreWord> words)
{
    return m_thread->write<QVector<Done>>(
        Lane::Drain, [this, words = std::move(words)](WriteScope &scope) { return note(scope, words); });
}

QFuture<Done> KioskStore::acknowledge(const QString &id, const QString &verdict, const QByteArray &answerJson)
{
    return m_thread->write<void>(Lane::Drain,
                                 [this, words = QVector<CentreWord>{{id, verdict, answerJson}}](WriteScope &scope) {
                                     const Result<QVector<Done>> noted = note(scope, words);
                                     return noted ? noted->constFirst() : Done(fail(noted.error()));
                                 });
}

Result<QVector<Done>> KioskStore::note(WriteScope &scope, const QVector<CentreWord> &words)
{
    const auto noted = outbox::acknowledge(scope, words, trustedMs().value_or(nowMs()));
    if (!noted) {
        return fail(noted.error());
    }
    QVector<Done> all;
    for (qsizetype i = 0; i < words.size(); ++i) {
        if ((*noted)[i] == outbox::Noted::NotHere) {
            all.append(fail(FaultCode::StoreNotFound, "no case with this id"));
            continue;
        }
        all.append(Done());
        scope.afterCommit.push_back([this, word = words[i], ended = (*noted)[i] == outbox::Noted::Ended] {
            m_spent += ended ? 1 : 0;
            Q_EMIT caseStateChanged(word.id, word.verdict == u"duplicate" ? QStringLiteral("stored") : word.verdict);
        });
    }
    return all;
}

QFuture<Done> KioskStore::noteFailure(QString id, QString error, bool park)
{
    return m_thread->write<void>(
        Lane::Drain, [id, error, park](WriteScope &scope) { return outbox::noteFailure(scope, id, error, park); });
}

QFuture<Result<QByteArray>> KioskStore::readBlob(QString sha256Hex, qint64 offset, int max)
{
    return m_thread->read<QByteArray>(
        Lane::Drain, [this, sha256Hex, offset, max](QSqlDatabase &) { return m_blobs->read(sha256Hex, offset, max); });
}

QFuture<Done> KioskStore::setSyncState(QString key, QByteArray value)
{
    return m_thread->write<void>(
        Lane::Drain, [key, value](WriteScope &scope) { return settings::set(scope.db, syncKey(key), value); });
}

QFuture<Result<QByteArray>> KioskStore::syncState(QString key)
{
    return m_thread->read<QByteArray>(Lane::Drain, [key](QSqlDatabase &db) {
        Result<QByteArray> value = settings::get(db, syncKey(key));
        const bool neverSet = !value && value.error().code == FaultCode::StoreNotFound;
        return neverSet ? Result<QByteArray>(QByteArray()) : value;
    });
}

QFuture<Result<QVector<QueueRow>>> KioskStore::outbox(bool withStored)
{
    return m_thread->read<QVector<QueueRow>>(Lane::Visitor,
                                             [withStored](QSqlDatabase &db) { return outbox::list(db, withStored); });
}

QFuture<Result<QString>> KioskStore::oldestSealKey()
{
    return m_thread->read<QString>(Lane::Visitor, [](QSqlDatabase &db) { return outbox::oldestSealKey(db); });
}

QFuture<Result<QueueCounts>> KioskStore::counts()
{
    return m_thread->read<QueueCounts>(Lane::Visitor, [](QSqlDatabase &db) { return outbox::counts(db); });
}

QFuture<Done> KioskStore::retry(const QString &id)
{
    return m_thread->write<void>(Lane::Visitor, [id](WriteScope &scope) { return outbox::retry(scope, id); });
}

QFuture<Done> KioskStore::closeCase(const QString &id, const CaseClosing &closing)
{
    return m_thread->write<void>(Lane::Visitor, [this, id, closing](WriteScope &scope) {
        return outbox::closeCase(scope, id, closing, trustedMs(), nowMs());
    });
}

QFuture<Result<int>> KioskStore::exportSealed(const QString &folder)
{
    return m_thread->read<int>(Lane::Visitor, [this, folder](QSqlDatabase &db) {
        const Result<int> exported = hall::exportSealed(db, *m_blobs, folder);
        const Result<QVariant> last = sql::value(db, QStringLiteral("SELECT coalesce(max(n), 0) FROM sealed"));
        if (exported && last) {
            // A full disk is no reason not to carry cases away: then they are not noted as exported.
            (void)outbox::noteExported(db, last->toLongLong());
        }
        return exported;
    });
}

QFuture<Result<PrintStart>> KioskStore::beginPrint(const QString &caseId, const QString &kind, const QString &printerId,
                                                   const QByteArray &contentSha256)
{
    return m_thread->write<PrintStart>(
        Lane::Visitor, [this, caseId, kind, printerId, contentSha256](WriteScope &scope) {
            return printjournal::begin(scope.db, caseId, kind, printerId, contentSha256, nowMs());
        });
}

QFuture<Done> KioskStore::endPrint(qint64 job, PrintOutcome outcome, const QString &proof, const QString &reason,
                                   qint64 bytes)
{
    return m_thread->write<void>(Lane::Visitor, [this, job, outcome, proof, reason, bytes](WriteScope &scope) {
        return printjournal::end(scope.db, job, outcome, proof, reason, bytes, nowMs());
    });
}

QFuture<Done> KioskStore::resolvePrint(qint64 job, bool paperIsThere)
{
    return m_thread->write<void>(Lane::Visitor, [this, job, paperIsThere](WriteScope &scope) {
        return printjournal::resolve(scope.db, job, paperIsThere, nowMs());
    });
}

QFuture<Result<QVector<PrintRecord>>> KioskStore::printsOf(const QString &caseId)
{
    return m_thread->read<QVector<PrintRecord>>(
        Lane::Visitor, [caseId](QSqlDatabase &db) { return printjournal::ofCase(db, caseId); });
}

QFuture<Result<QVector<PrintRecord>>> KioskStore::unknownPrints()
{
    return m_thread->read<QVector<PrintRecord>>(Lane::Visitor,
                                                [](QSqlDatabase &db) { return printjournal::unknown(db); });
}

QFuture<Done> KioskStore::appendAudit(const QString &event, const QByteArray &detailJson)
{
    return m_thread->write<void>(Lane::Visitor, [this, event, detailJson](WriteScope &scope) {
        if (event == u"enrolled") {  // what was signed before stays in the chain that it was signed for
            if (const Done begun = outbox::beginEpoch(scope); !begun) {
                return begun;
            }
        }
        return auditlog::append(scope.db, event, detailJson, nowMs());
    });
}

QFuture<Result<AuditVerdict>> KioskStore::verifyAudit(const std::optional<AuditRow> &told)
{
    return m_thread->read<AuditVerdict>(Lane::Visitor, [told](QSqlDatabase &db) { return auditlog::verify(db, told); });
}

QFuture<Result<AuditMark>> KioskStore::markAudit()
{
    return m_thread->write<AuditMark>(Lane::Drain, [](WriteScope &scope) { return auditlog::mark(scope.db); });
}

QFuture<Done> KioskStore::confirmAudit(qint64 n)
{
    return m_thread->write<void>(Lane::Drain, [n](WriteScope &scope) { return auditlog::confirm(scope.db, n); });
}

QFuture<Done> KioskStore::setSetting(const QString &key, const QByteArray &value)
{
    return m_thread->write<void>(Lane::Visitor,
                                 [key, value](WriteScope &scope) { return settings::set(scope.db, key, value); });
}

QFuture<Result<QByteArray>> KioskStore::setting(const QString &key)
{
    return m_thread->read<QByteArray>(Lane::Visitor, [key](QSqlDatabase &db) { return settings::get(db, key); });
}

QFuture<Result<StoreFill>> KioskStore::fill()
{
    return m_thread->read<StoreFill>(Lane::Visitor, [this](QSqlDatabase &db) {
        const Result<qint64> bytes = storeBytes(db);
        if (!bytes) {
            return Result<StoreFill>(fail(bytes.error()));
        }
        // As commitAll() decides: without the reserve no case is taken; what it gave back is for the centre's words.
        if (!m_reserve.restore()) {
            return Result<StoreFill>(StoreFill{1.0, Room::NoTransactions, false});
        }
        return Result<StoreFill>(StoreFill{m_reserve.fill(*bytes), m_reserve.room(*bytes), true});
    });
}

}  // namespace hall
