// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/syncclient.h"

#include "app/protocol/digest.h"
#include "app/protocol/ridinginbox.h"
#include "app/protocol/wiredigest.h"
#include "app/sync/httpanswer.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QRandomGenerator>

#include <utility>

namespace hall {
namespace {

constexpr int kBatchTimeoutMs = 30'000;  // of silence
constexpr int kCallTimeoutMs = 15'000;
constexpr int kBatchTotalMs = 600'000;  // a full batch over a line of 64 kbit/s that loses a fifth
constexpr int kCallTotalMs = 120'000;
constexpr qint64 kAnswerBytes = 4 * 1024 * 1024;
constexpr int kBlobCorrections = 8;
constexpr qint64 kQuickBytes = 256;  // a millisecond, until the answer is here: a full batch in two seconds
constexpr int kWordsTogether = 25;   // of the centre, noted in one go; a visitor waits for no more
const QString kInboxCursor = QStringLiteral("inbox.after");

struct BlobPlace
{
    bool sane = false;  // there is an offset
    qint64 offset = 0;
    bool complete = false;
};

BlobPlace blobPlace(const QNetworkReply &reply)
{
    BlobPlace place;
    place.offset = reply.rawHeader("Upload-Offset").toLongLong(&place.sane);
    place.sane = place.sane && place.offset >= 0;
    place.complete = place.sane && reply.rawHeader("Upload-Complete") == "?1";
    return place;
}

// Why an answer about a part of a scan says nothing: every one of the centre's has the header.
QString withoutPlace(const QNetworkReply &reply)
{
    return reply.hasRawHeader("Upload-Offset") ? QStringLiteral("garbled")
                                               : QString::fromLatin1(wire::kHeadersDroppedCode);
}

}  // namespace

SyncClient::SyncClient(OutboxStore &store, const KioskIdentity &identity, const SyncTiming &timing, QObject *parent)
    : QObject(parent), m_store(store), m_line(identity, this),
      m_engine(timing, [] { return QRandomGenerator::system()->generateDouble(); })
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { feed(TimerFired{m_timerNumber}); });
}

// On the main thread futures of the store end in its event loop. On others they end in the store's thread, which would
// post to a client that is going away: what was asked of it before is let end first.
SyncClient::~SyncClient()
{
    const QCoreApplication *application = QCoreApplication::instance();
    if (application == nullptr || application->thread() != thread()) {
        m_store.syncState(kInboxCursor).waitForFinished();
    }
}

void SyncClient::wake()
{
    feed(WakeUp{});
}

void SyncClient::handedIn(const QStringList &ids)
{
    feed(HandedIn{ids});
}

void SyncClient::nobodyWaits()
{
    feed(NobodyWaits{});
}

void SyncClient::feed(const SyncEvent &event)
{
    const QVector<SyncAction> actions = m_engine.handle(event);
    // What goes next is read while the centre works; the words about what has arrived are written after it.
    const auto readsAhead = [](const SyncAction &action) { return std::holds_alternative<FetchAhead>(action); };
    for (const bool first : {true, false}) {
        for (const SyncAction &action : actions) {
            if (readsAhead(action) == first) {
                std::visit([this](const auto &what) { act(what); }, action);
            }
        }
    }
    noteWords();
}

void SyncClient::act(const StartTimer &action)
{
    m_timerNumber = action.number;
    m_timer.start(std::chrono::milliseconds(action.ms));
}

void SyncClient::act(const FetchItems &action)
{
    m_store.next(action.maxItems, action.maxBytes, action.after)
        .then(this, [this](const Result<QVector<OutboxItem>> &items) { feed(ItemsFetched{items}); })
        .onCanceled(this, [this] { feed(ItemsFetched{fail(FaultCode::StoreIo, "the store ended")}); });
}

void SyncClient::act(const FetchAhead &action)
{
    m_store.next(action.maxItems, action.maxBytes, action.after)
        .then(this, [this](const Result<QVector<OutboxItem>> &items) { feed(AheadFetched{items}); })
        .onCanceled(this, [this] { feed(AheadFetched{fail(FaultCode::StoreIo, "the store ended")}); });
}

void SyncClient::act(const FetchWaiting &action)
{
    m_store.pick(action.ids)
        .then(this, [this](const Result<QVector<OutboxItem>> &items) { feed(WaitingFetched{items}); })
        .onCanceled(this, [this] { feed(WaitingFetched{fail(FaultCode::StoreIo, "the store ended")}); });
}

void SyncClient::act(const SendBatch &action)
{
    wire::Batch batch;
    for (const OutboxItem &item : action.items) {
        batch.items.append({item.envelopeJson, item.sealedBody});
    }
    batch.skip = action.skip;
    auto body = action.packed ? Result<QByteArray>(wire::packBatch(batch)) : wire::encodeBatch(batch);
    if (!body) {
        QMetaObject::invokeMethod(
            this,
            [this, line = action.line] {
                feed(BatchFailed{FailureKind::Refused, QStringLiteral("message"), 0, line});
            },
            Qt::QueuedConnection);
        return;
    }
    const bool urgent = action.line == SyncEngine::kUrgentLine;
    QNetworkRequest request = m_line.request(QStringLiteral("/v1/batch"), urgent ? kCallTimeoutMs : kBatchTimeoutMs);
    if (action.inbox && m_inboxAfter) {
        request.setRawHeader(wire::kInboxAfterHeader, QByteArray::number(*m_inboxAfter));
    }
    if (action.packed) {
        request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArray(wire::kPackedType));
    }
    addDigest(request, *body);
    QNetworkReply *reply = m_line.network().post(request, *body);
    if (m_quick) {
        (void)handOverWhole(*reply, *body);
    }
    limitAnswer(*reply, kAnswerBytes, kBatchTotalMs);
    connect(reply, &QNetworkReply::uploadProgress, this, [this, line = action.line](qint64 sent, qint64 all) {
        if (sent == all && all > 0) {
            feed(BatchUploaded{line});
        }
    });
    QElapsedTimer since;
    since.start();
    connect(reply, &QNetworkReply::finished, this,
            [this, reply, line = action.line, packed = action.packed, size = body->size(), since] {
                reply->deleteLater();
                const HttpAnswer answer = readAnswer(*reply);
                m_quick = answer.status != 0 && size > kQuickBytes * since.elapsed();
                choosePacking(answer, packed, answer.status != 0 && reply->rawHeader(wire::kPackedHeader) == "1");
                batchAnswered(answer, line);
            });
}

// A centre may be exchanged for an older one, and what stands between may not let everything pass: what was refused
// once is not tried again by this program.
void SyncClient::choosePacking(const HttpAnswer &answer, bool packed, bool taken)
{
    m_packedRefused =
        m_packedRefused || (packed && answer.status >= 400 && failureKind(answer) == FailureKind::Refused);
    m_engine.setPacked(!m_packedRefused && (taken || (answer.status != 200 && m_engine.packed())));
}

void SyncClient::batchAnswered(const HttpAnswer &answer, int line)
{
    noteTime(answer);
    if (answer.status != 200) {
        feed(BatchFailed{failureKind(answer), failureCode(answer), answer.retryAfterMs, line});
        return;
    }
    auto verdicts = wire::parseVerdicts(answer.body);
    if (!verdicts) {
        // Not the centre's words: a portal or a proxy answered.
        feed(BatchFailed{FailureKind::Network, QStringLiteral("garbled"), 0, line});
        return;
    }
    feed(BatchAnswered{*verdicts, riding(answer.body), line});
}

QVector<wire::InboxItem> SyncClient::riding(const QByteArray &answer) const
{
    auto items = m_inboxAfter ? wire::ridingInbox(answer) : QVector<wire::InboxItem>();
    return wire::followOn(items, m_inboxAfter.value_or(0)) ? items : QVector<wire::InboxItem>();
}

void SyncClient::answersCame(const QVector<wire::InboxItem> &items)
{
    if (m_inboxAfter && wire::followOn(items, *m_inboxAfter)) {
        feed(AnswersCame{items});
    }
}

void SyncClient::noteTime(const HttpAnswer &answer)
{
    if (answer.centreMs > 0) {
        Q_EMIT timeTold(answer.centreMs);
    }
}

void SyncClient::written(QFuture<Done> future, std::function<void()> good)
{
    future
        .then(this,
              [this, good = std::move(good)](const Done &done) {
                  if (done && good) {
                      good();
                  }
                  // A failure of a case that is not here is none.
                  feed(StoreWritten{done || done.error().code == FaultCode::StoreNotFound});
              })
        .onCanceled(this, [this] { feed(StoreWritten{false}); });
}

void SyncClient::act(const Acknowledge &action)
{
    m_words.append({action.id, action.verdict, action.answerJson});
    if (m_words.size() == kWordsTogether) {
        noteWords();
    }
}

void SyncClient::noteWords()
{
    if (m_words.isEmpty()) {
        return;
    }
    const QVector<CentreWord> words = std::exchange(m_words, {});
    m_store.acknowledge(words)
        .then(this,
              [this, words](const Result<QVector<Done>> &noted) {
                  for (qsizetype i = 0; i < words.size(); ++i) {
                      wordNoted(words[i], noted ? noted->value(i) : Done(fail(noted.error())));
                  }
              })
        .onCanceled(this, [this, words] {
            for (const CentreWord &word : words) {
                wordNoted(word, fail(FaultCode::StoreIo, "the store ended"));
            }
        });
}

void SyncClient::wordNoted(const CentreWord &word, const Done &done)
{
    if (done) {
        Q_EMIT itemStored(word.id, word.verdict);
    }
    // A word about a case that is not here: of the machine that had this name before, or older than what the store
    // keeps. Nothing is to be noted, and what comes after it must not wait for it.
    feed(StoreWritten{done || done.error().code == FaultCode::StoreNotFound});
}

void SyncClient::act(const NoteFailure &action)
{
    written(m_store.noteFailure(action.id, action.error, action.park));
}

void SyncClient::act(const SaveInbox &action)
{
    written(m_store.setSyncState(kInboxCursor, QByteArray::number(action.after)),
            [this, after = action.after] { m_inboxAfter = after; });
}

void SyncClient::act(const PollInbox &)
{
    m_store.syncState(kInboxCursor)
        .then(this,
              [this](const Result<QByteArray> &cursor) {
                  if (!cursor) {
                      feed(InboxFailed{FailureKind::Server, QStringLiteral("store"), 0});
                      return;
                  }
                  m_inboxAfter = cursor->toLongLong();
                  askInbox(*m_inboxAfter);
              })
        .onCanceled(this, [this] {
            feed(InboxFailed{FailureKind::Server, QStringLiteral("store"), 0});
        });
}

void SyncClient::askInbox(qint64 after)
{
    QNetworkReply *reply =
        m_line.network().get(m_line.request(QStringLiteral("/v1/inbox?after=%1").arg(after), kCallTimeoutMs));
    limitAnswer(*reply, kAnswerBytes, kCallTotalMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply, after] {
        reply->deleteLater();
        const HttpAnswer answer = readAnswer(*reply);
        noteTime(answer);
        auto items = answer.status == 200 ? wire::parseInbox(answer.body) : fail(FaultCode::CentreProtocol);
        bool numeric = false;
        const qint64 last = reply->rawHeader("Inbox-Last").toLongLong(&numeric);
        if (items && items->isEmpty() && numeric && last >= 0 && last < after) {
            // The centre was put back from a backup: what it says from now on has numbers that were given before.
            m_store.setSyncState(kInboxCursor, QByteArrayLiteral("0"))
                .then(this,
                      [this](const Done &done) {
                          if (done) {
                              m_inboxAfter = 0;
                              askInbox(0);
                          } else {
                              feed(InboxFailed{FailureKind::Server, QStringLiteral("store"), 0});
                          }
                      })
                .onCanceled(this, [this] {
                    feed(InboxFailed{FailureKind::Server, QStringLiteral("store"), 0});
                });
            return;
        }
        // Once the cursor is past an answer nobody asks for it again.
        if (items && wire::followOn(*items, after)) {
            feed(InboxAnswered{*items});
        } else {
            const bool garbled = answer.status == 200;
            feed(InboxFailed{garbled ? FailureKind::Network : failureKind(answer),
                             garbled ? QStringLiteral("garbled") : failureCode(answer), answer.retryAfterMs});
        }
    });
}

void SyncClient::act(const Reachable &action)
{
    if (m_reachable != action.yes) {
        m_reachable = action.yes;
        Q_EMIT reachableChanged(m_reachable);
    }
    if (m_problem != action.code) {
        m_problem = action.code;
        Q_EMIT problemChanged(m_problem);
    }
}

void SyncClient::act(const RoundEnded &action)
{
    Q_EMIT roundEnded(action.drained);
}

void SyncClient::act(const UploadBlob &action)
{
    m_blob = Blob{action.sha256, action.size, 0, 0, false, false};
    askBlobOffset();
}

void SyncClient::act(const PauseUpload &)
{
    m_blob.pause = true;
}

void SyncClient::askBlobOffset()
{
    QNetworkReply *reply =
        m_line.network().head(m_line.request(QStringLiteral("/v1/blob/") + m_blob.sha256, kCallTimeoutMs));
    limitAnswer(*reply, kAnswerBytes, kCallTotalMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        blobOffsetKnown(*reply);
    });
}

void SyncClient::blobOffsetKnown(QNetworkReply &reply)
{
    const HttpAnswer answer = readAnswer(reply);
    if (answer.status != 200) {
        blobFailed(failureKind(answer), answer.status == 404 ? QStringLiteral("no-such-blob") : failureCode(answer),
                   answer.retryAfterMs);
        return;
    }
    const BlobPlace place = blobPlace(reply);
    const qint64 length = reply.rawHeader("Upload-Length").toLongLong();
    // Of another length it is another blob, or these are not the centre's words.
    if (!place.sane || (m_blob.size > 0 && length != m_blob.size) || place.offset > length ||
        (place.complete && place.offset != length)) {
        blobFailed(FailureKind::Network, withoutPlace(reply));
        return;
    }
    m_blob.size = length;
    m_blob.offset = place.offset;
    if (place.complete) {
        feed(BlobDone{m_blob.sha256});
    } else {
        readChunk();
    }
}

void SyncClient::readChunk()
{
    if (m_blob.pause) {
        feed(BlobPaused{m_blob.sha256});
        return;
    }
    m_store.readBlob(m_blob.sha256, m_blob.offset, static_cast<int>(wire::kBlobChunkBytes))
        .then(this,
              [this](const Result<QByteArray> &chunk) {
                  // A part that is whole but not complete at the centre is finished by an empty chunk.
                  if (!chunk || (chunk->isEmpty() && m_blob.offset < m_blob.size)) {
                      blobFailed(FailureKind::Refused, QStringLiteral("blob-missing"));
                      return;
                  }
                  sendChunk(*chunk);
              })
        .onCanceled(this, [this] { blobFailed(FailureKind::Network, QStringLiteral("store")); });
}

void SyncClient::sendChunk(const QByteArray &chunk)
{
    QNetworkRequest request = m_line.request(QStringLiteral("/v1/blob/") + m_blob.sha256, kCallTimeoutMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/offset+octet-stream"));
    request.setRawHeader("Upload-Offset", QByteArray::number(m_blob.offset));
    request.setRawHeader("X-Chunk-Sha256", sha256(chunk).toHex());
    QNetworkReply *reply = m_line.network().sendCustomRequest(request, "PATCH", chunk);
    limitAnswer(*reply, kAnswerBytes, kBatchTotalMs);
    connect(reply, &QNetworkReply::finished, this, [this, reply, end = m_blob.offset + chunk.size()] {
        reply->deleteLater();
        chunkAnswered(*reply, end);
    });
}

// end: where the part that was sent ends.
void SyncClient::chunkAnswered(QNetworkReply &reply, qint64 end)
{
    const HttpAnswer answer = readAnswer(reply);
    const BlobPlace place = blobPlace(reply);
    if (answer.status == 204 && place.complete && place.offset == m_blob.size) {
        feed(BlobDone{m_blob.sha256});
    } else if (answer.status == 204 && place.sane && !place.complete && place.offset == end) {
        m_blob.offset = end;
        m_blob.moved = true;
        readChunk();
    } else if (answer.status == 204) {
        correctBlob(withoutPlace(reply), m_blob.offset);
    } else if (answer.status == 409 && place.sane && place.offset <= m_blob.size) {
        correctBlob(failureCode(answer), place.offset);
    } else if (answer.status == 409 || answer.status == 422) {
        correctBlob(answer.status == 422 ? failureCode(answer) : QStringLiteral("garbled"), m_blob.offset);
    } else {
        blobFailed(failureKind(answer), failureCode(answer), answer.retryAfterMs);
    }
}

// The centre stands elsewhere than thought, or dropped what did not match: go on from what it says.
void SyncClient::correctBlob(const QString &code, qint64 offset)
{
    if (++m_blob.corrections > kBlobCorrections) {
        blobFailed(FailureKind::Refused, code);
    } else if (code == QLatin1String("offset")) {
        m_blob.offset = offset;
        readChunk();
    } else {
        askBlobOffset();
    }
}

void SyncClient::blobFailed(FailureKind kind, const QString &code, qint64 retryAfterMs)
{
    feed(BlobFailed{m_blob.sha256, kind, code, retryAfterMs, m_blob.moved});
}

}  // namespace hall
