// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/sync/httpscentre.h"

#include "app/protocol/canonicaljson.h"
#include "app/sync/httpanswer.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QPointer>
#include <QTimer>

#include <algorithm>

namespace hall {
namespace {

constexpr qsizetype kAnswerLimit = 1024 * 1024;

Result<CentreAnswer> understand(HttpAnswer &answer, qsizetype limit)
{
    const std::string detail = "status " + std::to_string(answer.status) + " " + failureCode(answer).toStdString();
    switch (answer.status) {
    case 0:
        return fail(answer.timedOut ? FaultCode::CentreTimeout : FaultCode::CentreUnreachable,
                    answer.error.toStdString());
    case 200:
        break;
    case 401:
        return fail(FaultCode::CentreNotEnrolled, detail);
    case 403:
        return fail(answer.problem.code == QLatin1String("revoked") ? FaultCode::CentreRevoked
                                                                    : FaultCode::CentreNotEnrolled,
                    detail);
    case 404:
        return fail(answer.problem.code == QLatin1String("not-found") ? FaultCode::CentreNotFound
                                                                      : FaultCode::CentreProtocol,
                    detail);
    case 429:
        return fail(FaultCode::CentreRefused, detail);
    default:
        return fail(answer.status >= 500 || failureKind(answer) == FailureKind::Network ? FaultCode::CentreUnreachable
                                                                                        : FaultCode::CentreProtocol,
                    detail);
    }
    if (!parseJsonObject(answer.body, limit)) {
        return fail(FaultCode::CentreProtocol, "the answer is not a JSON object");
    }
    return CentreAnswer{Sensitive<QByteArray>(std::move(answer.body))};
}

// Qt's network classes still share the text, but have sent it or given it up.
void wipeShared(const QByteArray &text)
{
    wipeMemory(const_cast<char *>(text.constData()), static_cast<std::size_t>(text.size()));
}

}  // namespace

struct HttpsCentre::Question
{
    QPromise<Result<CentreAnswer>> promise;
    QString path;
    Sensitive<QByteArray> json;
    qsizetype most = kAnswerLimit;  // bytes of the answer
    int deadlineMs = kDeadlineMs;
    QPointer<QNetworkReply> reply;
    bool answered = false;
};

HttpsCentre::HttpsCentre(const KioskIdentity &identity, int deadlineMs, QObject *parent)
    : QObject(parent), m_line(identity, this), m_deadlineMs(deadlineMs)
{
}

HttpsCentre::~HttpsCentre()
{
    endQuestions("the client ended");
}

void HttpsCentre::forget()
{
    endQuestions("the visit is over");
    m_line.network().clearConnectionCache();
}

void HttpsCentre::endQuestions(const char *why)
{
    const auto open = m_open;
    for (const auto &question : open) {
        answer(question, fail(FaultCode::CentreUnreachable, why));
    }
}

QFuture<Result<CentreAnswer>> HttpsCentre::prefill(const VisitProof &proof, const QString &service)
{
    return ask("prefill", proof, service);
}

QFuture<Result<CentreAnswer>> HttpsCentre::query(const VisitProof &proof, const QString &service)
{
    return ask("query", proof, service);
}

QFuture<Result<CentreAnswer>> HttpsCentre::progress(const VisitProof &proof)
{
    return ask("progress", proof, QString());
}

QFuture<Result<CentreAnswer>> HttpsCentre::unit(const VisitProof &proof, const QString &creditCode)
{
    return ask("unit", proof, QString(), creditCode);
}

QFuture<Result<CentreAnswer>> HttpsCentre::licences(const VisitProof &proof, const LicenceQuestion &question)
{
    return ask("licence", proof, question.service, question.unit,
               {{QStringLiteral("licences"), QJsonArray::fromStringList(question.kinds)},
                {QStringLiteral("sharing"), QJsonArray::fromStringList(question.sharing)}});
}

QFuture<Result<CentreAnswer>> HttpsCentre::needs(const VisitProof &proof)
{
    return ask("needs", proof, QString());
}

QFuture<Result<CentreAnswer>> HttpsCentre::ask(const char *kind, const VisitProof &proof, const QString &service,
                                               const QString &unit, const QJsonObject &more)
{
    QJsonObject who{{QStringLiteral("visit"), proof.visitId},
                    {QStringLiteral("number"), proof.number.reveal()},
                    {QStringLiteral("name"), proof.name.reveal()},
                    {QStringLiteral("source"), proof.source},
                    {QStringLiteral("region"), proof.region}};
    if (!proof.assurance.isEmpty()) {
        who.insert(QStringLiteral("assurance"), proof.assurance);
    }
    QJsonObject object{{QStringLiteral("v"), 1},
                       {QStringLiteral("kind"), QLatin1String(kind)},
                       {QStringLiteral("service"), service},
                       {QStringLiteral("proof"), who}};
    if (!unit.isEmpty()) {
        object.insert(QStringLiteral("unit"), unit);
    }
    for (auto it = more.begin(); it != more.end(); ++it) {
        object.insert(it.key(), it.value());
    }
    return post("/v1/ask", Sensitive<QByteArray>(QJsonDocument(object).toJson(QJsonDocument::Compact)));
}

QFuture<Result<CentreAnswer>> HttpsCentre::holderOf(const ECardQuestion &question)
{
    return post("/v1/ecard", encodeECardQuestion(question));
}

QFuture<Result<CentreAnswer>> HttpsCentre::authenticateCard(const CardAuthQuestion &question)
{
    return post("/v1/card-auth", Sensitive<QByteArray>(encodeCardAuthQuestion(question)));
}

QFuture<Result<CentreAnswer>> HttpsCentre::draft(const wire::DraftCall &call)
{
    return post("/v1/draft", wire::encodeDraftCall(call));
}

QFuture<Result<CentreAnswer>> HttpsCentre::phone(const wire::PhoneCall &call)
{
    const bool file = call.act == wire::PhoneCall::Act::Take;
    return post("/v1/phone", Sensitive<QByteArray>(wire::encodePhoneCall(call)), file ? Size::File : Size::Usual);
}

QFuture<Result<CentreAnswer>> HttpsCentre::rate(const wire::Rating &rating)
{
    return post("/v1/rating", Sensitive<QByteArray>(wire::encodeRating(rating)));
}

QFuture<Result<CentreAnswer>> HttpsCentre::post(const char *path, Sensitive<QByteArray> json, Size size)
{
    auto question = std::make_shared<Question>();
    question->path = QLatin1String(path);
    question->json = std::move(json);
    question->most = size == Size::File ? wire::kPhoneAnswerBytes : kAnswerLimit;
    question->deadlineMs = size == Size::File ? std::max(kFileDeadlineMs, m_deadlineMs) : m_deadlineMs;
    question->promise.start();
    QMetaObject::invokeMethod(this, [this, question] { send(question); });
    return question->promise.future();
}

void HttpsCentre::send(const std::shared_ptr<Question> &question)
{
    m_open.append(question);
    QNetworkRequest request = m_line.request(question->path, question->deadlineMs);
    addDigest(request, question->json.reveal());
    QNetworkReply *reply = m_line.network().post(request, question->json.reveal());
    question->reply = reply;
    limitAnswer(*reply, question->most, question->deadlineMs);
    // The transfer time-out of Qt counts silence; the deadline counts from the question.
    QTimer::singleShot(question->deadlineMs, this, [this, question] {
        if (!question->answered) {
            noteReachable(false);
            answer(question, fail(FaultCode::CentreTimeout, "no answer in time"));
        }
    });
    connect(reply, &QNetworkReply::finished, this, [this, question, reply] {
        reply->deleteLater();
        wipeShared(question->json.reveal());
        if (question->answered) {
            return;
        }
        HttpAnswer got = readAnswer(*reply);
        noteReachable(got.status != 0);
        answer(question, understand(got, question->most));
    });
}

void HttpsCentre::answer(const std::shared_ptr<Question> &question, Result<CentreAnswer> result)
{
    question->answered = true;
    m_open.removeOne(question);
    if (question->reply && question->reply->isRunning()) {
        question->reply->abort();
    }
    question->promise.addResult(std::move(result));
    question->promise.finish();
}

void HttpsCentre::noteReachable(bool reachable)
{
    if (m_reachable.exchange(reachable) != reachable) {
        Q_EMIT reachableChanged(reachable);
    }
}

}  // namespace hall
