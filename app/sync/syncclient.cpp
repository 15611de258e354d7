// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/syncclient.h"

#include "app/protocol/digest.h"
#include "app/sync/httpanswer.h"

#include <QRandomGenerator>

namespace hall {
namespace {

constexpr int kBatchTimeoutMs = 30'000;  // of silence
constexpr int kCallTimeoutMs = 15'000;
constexpr int kBlobCorrections = 8;
const QString kInboxCursor = QStringLiteral("inbox.after");

}  // namespace

SyncClient::SyncClient(OutboxStore &store, const KioskIdentity &identity, const SyncTiming &timing, QObject *parent)
    : QObject(parent), m_store(store), m_gateway(identity.gateway), m_tls(tlsConfiguration(identity)),
      m_engine(timing, [] { return QRandomGenerator::system()->generateDouble(); })
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, [this] { feed(TimerFired{m_timerNumber}); });
}

SyncClient::~SyncClient() = default;

void SyncClient::wake()
{
    feed(WakeUp{});
}

void SyncClient::feed(const SyncEvent &event)
{
    const QVector<SyncAction> actions = m_engine.handle(event);
    for (const SyncAction &action : actions) {
        std::visit([this](const auto &what) { act(what); }, action);
    }
}

void SyncClient::act(const StartTimer &action)
{
    m_timerNumber = action.number;
    m_timer.start(std::chrono::milliseconds(action.ms));
}

void SyncClient::act(const FetchItems &action)
{
    m_store.next(action.maxItems, action.maxBytes)
        .then(this, [this](const Result<QVector<OutboxItem>> &items) { feed(ItemsFetched{items}); })
        .onCanceled(this, [this] { feed(ItemsFetched{fail(FaultCode::StoreIo, "the store ended")}); });
}

void SyncClient::act(const SendBatch &action)
{
    wire::Batch batch;
    for (const OutboxItem &item : action.items) {
        batch.items.append({item.envelopeJson, item.sealedBody});
    }
    batch.skip = action.skip;
    auto body = wire::encodeBatch(batch);
    if (!body) {
        QMetaObject::invokeMethod(
            this,
            [this] {
                feed(BatchFailed{FailureKind::Refused, QStringLiteral("message"), 0});
            },
            Qt::QueuedConnection);
        return;
    }
    QNetworkReply *reply =
        m_network.post(httpRequest(m_gateway, QStringLiteral("/v1/batch"), m_tls, kBatchTimeoutMs), *body);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        batchAnswered(readAnswer(*reply));
    });
}

void SyncClient::batchAnswered(const HttpAnswer &answer)
{
    noteTime(answer);
    if (answer.status != 200) {
        feed(BatchFailed{failureKind(answer), failureCode(answer), answer.retryAfterMs});
        return;
    }
    auto verdicts = wire::parseVerdicts(answer.body);
    if (!verdicts) {
        // Not the centre's words: a portal or a proxy answered.
        feed(BatchFailed{FailureKind::Network, QStringLiteral("garbled"), 0});
        return;
    }
    feed(BatchAnswered{*verdicts});
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
                  feed(StoreWritten{done.has_value()});
              })
        .onCanceled(this, [this] { feed(StoreWritten{false}); });
}

void SyncClient::act(const Acknowledge &action)
{
    written(m_store.acknowledge(action.id, action.verdict, action.answerJson),
            [this, id = action.id, verdict = action.verdict] { Q_EMIT itemStored(id, verdict); });
}

void SyncClient::act(const NoteFailure &action)
{
    written(m_store.noteFailure(action.id, action.error, action.park));
}

void SyncClient::act(const SaveInbox &action)
{
    written(m_store.setSyncState(kInboxCursor, QByteArray::number(action.after)));
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
                  askInbox(cursor->toLongLong());
              })
        .onCanceled(this, [this] {
            feed(InboxFailed{FailureKind::Server, QStringLiteral("store"), 0});
        });
}

void SyncClient::askInbox(qint64 after)
{
    QNetworkReply *reply =
        m_network.get(httpRequest(m_gateway, QStringLiteral("/v1/inbox?after=%1").arg(after), m_tls, kCallTimeoutMs));
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        const HttpAnswer answer = readAnswer(*reply);
        noteTime(answer);
        auto items = answer.status == 200 ? wire::parseInbox(answer.body) : fail(FaultCode::CentreProtocol);
        if (items) {
            feed(InboxAnswered{*items});
        } else {
            feed(InboxFailed{answer.status == 200 ? FailureKind::Network : failureKind(answer), failureCode(answer),
                             answer.retryAfterMs});
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
    m_blob = Blob{action.sha256, action.size, 0, 0};
    askBlobOffset();
}

void SyncClient::askBlobOffset()
{
    QNetworkReply *reply =
        m_network.head(httpRequest(m_gateway, QStringLiteral("/v1/blob/") + m_blob.sha256, m_tls, kCallTimeoutMs));
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
    m_blob.size = reply.rawHeader("Upload-Length").toLongLong();
    m_blob.offset = reply.rawHeader("Upload-Offset").toLongLong();
    if (reply.rawHeader("Upload-Complete") == "?1") {
        feed(BlobDone{m_blob.sha256});
    } else {
        readChunk();
    }
}

void SyncClient::readChunk()
{
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
    QNetworkRequest request =
        httpRequest(m_gateway, QStringLiteral("/v1/blob/") + m_blob.sha256, m_tls, kCallTimeoutMs);
    request.setHeader(QNetworkRequest::ContentTypeHeader, QByteArrayLiteral("application/offset+octet-stream"));
    request.setRawHeader("Upload-Offset", QByteArray::number(m_blob.offset));
    request.setRawHeader("X-Chunk-Sha256", sha256(chunk).toHex());
    QNetworkReply *reply = m_network.sendCustomRequest(request, "PATCH", chunk);
    connect(reply, &QNetworkReply::finished, this, [this, reply] {
        reply->deleteLater();
        chunkAnswered(*reply);
    });
}

void SyncClient::chunkAnswered(QNetworkReply &reply)
{
    const HttpAnswer answer = readAnswer(reply);
    const qint64 offset = reply.rawHeader("Upload-Offset").toLongLong();
    if (answer.status == 204) {
        m_blob.offset = offset;
        if (reply.rawHeader("Upload-Complete") == "?1") {
            feed(BlobDone{m_blob.sha256});
        } else {
            readChunk();
        }
    } else if (answer.status == 409 || answer.status == 422) {
        correctBlob(failureCode(answer), answer.status == 409 ? offset : m_blob.offset);
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
    feed(BlobFailed{m_blob.sha256, kind, code, retryAfterMs});
}

}  // namespace hall
